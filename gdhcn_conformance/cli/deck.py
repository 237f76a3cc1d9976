"""`gdhcn-conformance deck`: a deck of test cards for a verifier app, and the sheet that its answers go into."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gdhcn_conformance.cli import options
from gdhcn_conformance.cli.console import say
from gdhcn_conformance.errors import Exit, Problem

if TYPE_CHECKING:
    from gdhcn_conformance.evidence.deck import Deck

CARDS = 40  # what the profile of decks asks for: as many as a person scans in an hour


def parser() -> argparse.ArgumentParser:
    """What `deck` takes."""
    made = argparse.ArgumentParser(
        prog="gdhcn-conformance deck", description="Make a deck of test cards for a verifier app."
    )
    made.add_argument("folder", metavar="DIR", help="a new folder, for the deck and its answer sheet")
    made.add_argument("--cards", type=int, default=CARDS, metavar="N", help=f"how many cards (default: {CARDS})")
    made.add_argument("--seed", type=int, metavar="N", help="the same deck again (default: one that nobody has seen)")
    made.add_argument(
        "--at",
        metavar="MOMENT",
        help="an RFC 3339 time that the app's clock will be set to (default: valid from today)",
    )
    made.add_argument("--countries", metavar="AA,BB", help="country codes to use, instead of user-assigned ones")
    made.add_argument("--paper", choices=("a4", "letter"), default="a4", help="(default: a4)")
    return made


def main(arguments: list[str]) -> int:
    """Write the deck and say what to do with it."""
    given = parser().parse_args(arguments)
    moment = _moment(given.at) if given.at else None
    codes = options.countries(given.countries)
    from gdhcn_conformance.evidence import deck, deck_folder, deck_pdf  # noqa: PLC0415 - start-up in milliseconds
    from gdhcn_conformance.running import library, sources  # noqa: PLC0415

    deck_pdf.check_installed()
    folder = Path(given.folder)
    deck_folder.check_folder(folder)
    seed = sources.new_seed() if given.seed is None else given.seed
    order = deck.Order(given.cards, moment or sources.now(), seed, codes, sets_clock=moment is not None)
    made = deck.make(library.load("verifier"), order)
    deck_folder.write(made, folder, given.paper)
    say(_told(made, folder, given.cards))
    return Exit.CONFORMANT


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        hint = "write an RFC 3339 time with its offset, such as 2026-11-25T10:00:00Z"
        raise Problem("deck-moment", f"{text!r} is no moment in time.", hint)
    return moment.astimezone(UTC)


def _told(made: Deck, folder: Path, asked: int) -> str:
    key = made.key
    when = f"with the clock set to {key.moment}" if made.sets_clock else f"from {key.moment[:10]} to {key.until[:10]}"
    lines = [
        f"deck {key.deck}: {len(made.cards)} cards, {made.twice} of them printed twice; to be scanned {when}",
        f"  {folder / 'README.txt'}  for the testers, with deck.pdf, deck.html, trust-list.json, answers.html and answers.csv",
        f"  {folder / 'keep-from-testers'}  for you alone: it says what must come of each card",
        f"then: gdhcn-conformance run --answers answers.csv --deck {folder}",
    ]
    if len(made.cards) < asked:
        lines.insert(1, f"  There are no more than {len(made.cards)} cards to be had.")
    if made.untested:
        rows = ", ".join(made.untested)
        lines.insert(1, f"  Too few cards to be conformant by: {rows} will be untested. Take {CARDS} or more.")
    return "\n".join(lines)
