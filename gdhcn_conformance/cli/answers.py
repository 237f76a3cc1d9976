"""The options `--answers` and `--deck`: a filled answer sheet instead of an adapter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from gdhcn_conformance.cli.instead import Instead
from gdhcn_conformance.errors import Problem

if TYPE_CHECKING:
    from argparse import Namespace

    from gdhcn_conformance.adapters.base import Subject
    from gdhcn_conformance.running.library import Suite

UNDECIDED = ("without an answer", "not scanned", "answered unlike their second print")  # cards that decide nothing
ANSWERS = Instead(
    option="answers",
    what="an answer sheet",
    whose="A deck is shown to a verifier",
    missing=("file", "name the filled answers.csv"),
    role="verifier",
    profile="verifier-deck",
)


def sheet_of(options: Namespace) -> str:
    """The answer sheet that is to be judged, empty where there is none; `Problem` where other options contradict it."""
    path = ANSWERS.named(options)
    if not path and getattr(options, "deck", None) is not None:
        problem = "--deck says which deck was answered, and no answers are named."
        raise Problem("deck-without-answers", problem, "name the filled sheet with --answers")
    return path


def opened(options: Namespace) -> tuple[Subject, dict[str, str]]:
    """The sheet as a subject, and what it says of who tested what; its digest ties the report to the file."""
    from hashlib import sha256  # noqa: PLC0415 - only for an answer sheet

    from gdhcn_conformance.adapters.answers.subject import AnswerSheet  # noqa: PLC0415
    from gdhcn_conformance.adapters.registry import Options, open_subject  # noqa: PLC0415

    path = Path(sheet_of(options))
    subject = open_subject(f"{ANSWERS.scheme}{path}", options=Options(deck=options.deck))
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
