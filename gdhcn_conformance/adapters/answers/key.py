"""The key of a deck: which card holds which vector. For the reviewer, never for testers.

A deck is a function of seed, moment and countries, so the key holds these and the digest of every card's text: the vectors are
built again to judge a sheet, and held against the digests.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from gdhcn_conformance.errors import Problem

FORMAT = 1
FOLDER, NAME = "keep-from-testers", "key.json"
WARNING = (
    "For the reviewer only: this says what must come of each card. Whoever fills in the answers must never see it."
)


@dataclass(frozen=True, slots=True)
class Card:
    """One printed card: its number, the vector on it, and the SHA-256 digest of the text in its symbol, in hexadecimal."""

    number: int
    vector: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Key:
    """A deck as its reviewer knows it.

    `deck` is the name printed on every page; `moment` (RFC 3339, UTC) and `seed` what its vectors are a function of; `until` the
    last moment at which it may be scanned by an app that looks at the real time. `trust` is the digest of trust-list.json;
    `made_with` names what else the texts depend on.
    """

    deck: str
    moment: str
    until: str
    seed: int
    countries: tuple[str, ...]
    cards: tuple[Card, ...]
    trust: str
    suite: str
    made_with: str

    def by_text(self) -> dict[str, tuple[int, ...]]:
        """The numbers of the cards that hold a text, by its digest: two where a card was printed twice."""
        found: dict[str, tuple[int, ...]] = {}
        for card in self.cards:
            found[card.sha256] = (*found.get(card.sha256, ()), card.number)
        return found

    def to_json(self) -> dict[str, Any]:
        """The key as the JSON object that `read_key` reads."""
        return {"warning": WARNING, "format": FORMAT, **asdict(self)}


def find_key(deck: Path) -> Path:
    """The key's file, of a deck's folder or given by itself."""
    return deck / FOLDER / NAME if deck.is_dir() else deck


def beside(sheet: Path) -> Path | None:
    """The key of the deck in whose folder an answer sheet lies, `None` where there is none."""
    path = sheet.parent / FOLDER / NAME
    return path if path.is_file() else None


def read_key(path: Path) -> Key:
    """The key in this file; `Problem` where it cannot be read or is none."""
    hint = f"name the folder that 'gdhcn-conformance deck' wrote, or the {NAME} in it, with --deck"
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["format"] != FORMAT:
            summary = f"{path} is of format {document['format']!r}, this suite reads {FORMAT}."
            raise Problem("deck-key-format", summary, "take the version of the suite that made the deck")
        return _key(document)
    except OSError as unreadable:
        raise Problem("deck-key-unreadable", f"{path} cannot be read: {unreadable.strerror}.", hint) from unreadable
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise Problem("deck-key-invalid", f"{path} is no key of a deck ({wrong!r}).", hint) from wrong


def _key(document: dict[str, Any]) -> Key:
    members = {name: document[name] for name in Key.__dataclass_fields__}
    cards = tuple(Card(int(row["number"]), str(row["vector"]), str(row["sha256"])) for row in document["cards"])
    if len({card.number for card in cards}) != len(cards) or not cards:
        raise ValueError("a number stands twice, or none at all")
    return Key(**members | {"cards": cards, "countries": tuple(document["countries"]), "seed": int(document["seed"])})
