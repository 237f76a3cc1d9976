"""Certificates that end one after the other, by which an implementation's own clock is found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from gdhcn_conformance.generation.draft import Beginning, Setting, begin, write
from gdhcn_conformance.model.vector import Expectation, Expected, Vector
from gdhcn_conformance.pki.authority import Pki


def expiring(
    moment: datetime, seed: int, offsets: Sequence[int], countries: tuple[str, ...] = ()
) -> Mapping[int, Vector]:
    """A certificate for each offset from the moment, in seconds, at which it ends; all by one signer."""
    setting = Setting(moment, seed, countries) if countries else Setting(moment, seed)
    draft = begin(Beginning("doctor/clock"), setting, Pki(moment, seed))
    made = {}
    for offset in offsets:
        ending = replace(draft, name=f"doctor/clock/{offset}").claims(exp=draft.seconds(seconds=offset))
        written = write(ending)
        made[offset] = Vector(
            id=ending.name,
            title=f"Ends {offset} seconds from now.",
            description="",
            role="verifier",
            operation="verify",
            requirement="",
            expectation=Expectation(Expected.EITHER),
            credential=written.text,
            clock=moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
            trust=draft.listed,
        )
    return made
