"""The options `--answers` and `--deck`: a filled answer sheet instead of an adapter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from gdhcn_conformance.errors import Problem

if TYPE_CHECKING:
    from argparse import Namespace

    from gdhcn_conformance.adapters.base import Subject
    from gdhcn_conformance.running.library import Suite

SCHEME = "answers:"  # of the address of a sheet
ROLE, PROFILE = "verifier", "verifier-deck"
UNDECIDED = ("without an answer", "not scanned", "answered unlike their second print")  # cards that decide nothing
# What an adapter or other vectors are asked for with; a sheet answers its own deck.
MEANINGLESS = {"--adapter": "adapter", "--corpus": "corpus", "--fresh": "fresh", "--countries": "countries"}


def sheet_of(options: Namespace) -> str:
    """The answer sheet that is to be judged, empty where there is none; `Problem` where other options contradict it."""
    answers, address = getattr(options, "answers", None), (getattr(options, "adapter", None) or "").strip()
    others = dict(MEANINGLESS)
    if answers is None and address.startswith(SCHEME):
        answers = address.removeprefix(SCHEME)
        del others["--adapter"]
    if answers is None:
        if getattr(options, "deck", None) is not None:
            problem = "--deck says which deck was answered, and no answers are named."
            raise Problem("deck-without-answers", problem, "name the filled sheet with --answers")
        return ""
    said = [name for name, member in others.items() if getattr(options, member, None) is not None]
    if said:
        problem = f"{said[0]} means nothing to an answer sheet."
        raise Problem("answers-option", problem, f"leave out {said[0]} or --answers")
    if not answers.strip():
        raise Problem("answers-missing", "--answers names no file.", "name the filled answers.csv")
    _check_profile(options.profile)
    return str(answers)


def _check_profile(name: str | None) -> None:
    if not name:
        return
    from gdhcn_conformance.running import library  # noqa: PLC0415 - start-up in milliseconds

    if library.role_of(name) != ROLE:
        problem = f"A deck is shown to a verifier; {name} is no profile of one."
        raise Problem("answers-profile", problem, f"leave out --profile: it is {PROFILE} then")


def opened(options: Namespace) -> tuple[Subject, dict[str, str]]:
    """The sheet as a subject, and what it says of who tested what; its digest ties the report to the file."""
    from hashlib import sha256  # noqa: PLC0415 - only for an answer sheet

    from gdhcn_conformance.adapters.answers.subject import AnswerSheet  # noqa: PLC0415
    from gdhcn_conformance.adapters.registry import Options, open_subject  # noqa: PLC0415

    path = Path(sheet_of(options))
    subject = open_subject(f"{SCHEME}{path}", options=Options(deck=options.deck))
    assert isinstance(subject, AnswerSheet)
    facts = {name: said for name, said in subject.sheet.facts.items() if said and name not in ("app", "version")}
    answers = f"{path.name}, SHA-256 {sha256(path.read_bytes()).hexdigest()}"
    return subject, {**facts, "answers": answers, **subject.undecided()}


def planned(suite: Suite, options: Namespace) -> tuple[Suite, dict[str, Any]]:
    """The suite with the vectors of the deck that was answered, built again from its key; and what the plan is to know."""
    from gdhcn_conformance.adapters.answers.subject import key_for  # noqa: PLC0415 - only for an answer sheet
    from gdhcn_conformance.evidence.deck import again  # noqa: PLC0415

    key = key_for(Path(sheet_of(options)), options.deck)
    origin = " ".join(("deck", key.deck, key.moment, str(key.seed), *key.countries))
    return again(suite, key), {"vectors_from": origin, "seed": key.seed, "countries": key.countries}
