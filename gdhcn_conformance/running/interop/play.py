"""A run of all participants: those that issue first, then those that verify, each in a thread of its own."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

from gdhcn_conformance.errors import Problem
from gdhcn_conformance.running.interop.issue import issue
from gdhcn_conformance.running.interop.matrix import Cell, Certificate, Matrix
from gdhcn_conformance.running.interop.participant import Participant
from gdhcn_conformance.running.interop.verify import verify


def play(participants: Sequence[Participant], now: Callable[[], datetime]) -> Matrix:
    """Let each participant issue, then verify; a broken one costs its own row or column only.

    `now` gives the time at which they issue, and once more that at which they verify: some stamp a certificate with a clock of
    their own.
    """
    moment = now()
    broken: dict[str, str] = {}
    salt = secrets.token_hex(16)

    def each_in_turn(
        role: str, players: Sequence[Participant], work: Callable[[int, Participant], list[Any]]
    ) -> list[Any]:
        """What all players came to, side by side; whoever could not take part is put down as broken."""
        found: list[Any] = []
        answers = pool.map(lambda numbered: _guarded(work, *numbered), enumerate(players))
        for player, made in zip(players, answers, strict=True):
            if isinstance(made, Problem):
                broken[f"{player.name}{role}"] = made.summary
            else:
                found += made
        return found

    with ThreadPoolExecutor(max_workers=max(1, len(participants))) as pool:
        known: list[Participant] = each_in_turn("", participants, lambda _, each: [each.asked()])
        issuers, verifiers = ([each for each in known if role in each.open] for role in ("issuer", "verifier"))
        shown: list[Certificate] = each_in_turn(" as issuer", issuers, lambda n, each: issue(each, n, moment, salt))
        later = now()
        cells: list[Cell] = each_in_turn(" as verifier", verifiers, lambda _, each: verify(each, shown, later, salt))
    issued, seen = {each.issuer for each in shown}, {each.verifier for each in cells}
    return Matrix(
        moment=moment,
        issuers=tuple(each.name for each in issuers if each.name in issued),
        verifiers=tuple(each.name for each in verifiers if each.name in seen),
        certificates=tuple(shown),
        cells=tuple(cells),
        broken=broken,
    )


def _guarded(work: Callable[[int, Participant], list[Any]], number: int, player: Participant) -> list[Any] | Problem:
    try:
        return work(number, player)
    except Problem as problem:
        return problem
