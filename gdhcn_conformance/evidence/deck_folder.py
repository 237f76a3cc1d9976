"""The folder of a deck: what testers get, and, in a folder of its own, what they must not see."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gdhcn_conformance.adapters.answers import key as keys
from gdhcn_conformance.adapters.answers.sheet import FACTS
from gdhcn_conformance.adapters.answers.words import Meaning
from gdhcn_conformance.errors import Problem
from gdhcn_conformance.evidence.deck import Deck, trust_list
from gdhcn_conformance.evidence.deck_pdf import A_PAGE, PAPERS, Print, pdf
from gdhcn_conformance.evidence.deck_symbol import QUIET_ZONE, SIDE, svg, symbols
from gdhcn_conformance.model.vector import TrustEntry
from gdhcn_conformance.reporting.templates import environment

# What testers are asked to fill in about the app, with the words beside each field.
ASKED = {
    "app": "App",
    "version": "Version",
    "device": "Device and system",
    "tester": "Tested by",
    "date": "Date",
}
PRINTED = {"a4": "A4", "letter": "letter"}  # as CSS calls them


def check_folder(folder: Path) -> None:
    """`Problem` where a deck cannot be written to this folder: one that holds something is left alone."""
    hint = "name a new folder"
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise Problem("deck-folder-taken", f"{folder} holds something already.", hint)
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as refused:
        raise Problem("deck-folder-unwritable", f"{folder} cannot be made: {refused.strerror}.", hint) from refused


def write(deck: Deck, folder: Path, paper: str) -> list[str]:
    """Write the deck; gives the files, relative to the folder. `Problem` where one cannot be written."""
    made = files(deck, paper)
    try:
        for name, data in made.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
    except OSError as refused:
        summary = f"{refused.filename or folder} cannot be written: {refused.strerror}."
        raise Problem("deck-folder-unwritable", summary, "name another folder") from refused
    return list(made)


def files(deck: Deck, paper: str) -> dict[str, bytes]:
    """Every file of a deck by its name; a function of the deck and the paper."""
    drawn = symbols([vector.credential for _, vector in deck.cards])
    prints = [Print(number, symbol) for (number, _), symbol in zip(deck.cards, drawn, strict=True)]
    texts = {
        "README.txt": _readme(deck),
        "deck.html": _cards(deck, prints, paper),
        "answers.csv": _empty_sheet(deck),
        "answers.html": _form(deck, paper),
        "trust-list.json": trust_list(deck.trust),
        **dict(_certificates(deck)),
        f"{keys.FOLDER}/{keys.NAME}": json.dumps(deck.key.to_json(), indent=1) + "\n",
    }
    return {"deck.pdf": pdf(deck.key.deck, prints, paper)} | {name: text.encode() for name, text in texts.items()}


def _certificates(deck: Deck) -> Iterator[tuple[str, str]]:
    """Each certificate of the trust list as PEM (RFC 7468), by country and kind, under its key identifier in hexadecimal."""
    for entry in deck.trust:
        yield f"certificates/{entry.country}/{'-'.join(entry.usage)}/{_hexadecimal(entry)}.pem", _pem(entry)


def _hexadecimal(entry: TrustEntry) -> str:
    return base64.b64decode(entry.kid).hex()


def _pem(entry: TrustEntry) -> str:
    lines = "\n".join(textwrap.wrap(entry.certificate, 64))  # RFC 7468, section 2
    return f"-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\n"


def _empty_sheet(deck: Deck) -> str:
    """The sheet as it goes out: what was tested, then a row a card. CRLF, as RFC 4180 has it."""
    facts = [f"{name},{deck.key.deck if name == 'deck' else ''}," for name in FACTS]
    rows = [f"{number},," for number, _ in deck.cards]
    return "\r\n".join(["number,answer,note", *facts, *rows, ""])


def _cards(deck: Deck, prints: list[Print], paper: str) -> str:
    from markupsafe import Markup  # noqa: PLC0415 - comes with Jinja2

    drawn = [(card.number, Markup(svg(card.symbol))) for card in prints]  # noqa: S704 - drawn by segno, holds no text
    pages = [drawn[first : first + A_PAGE] for first in range(0, len(drawn), A_PAGE)]
    modules = len(prints[0].symbol.matrix)
    side = round(SIDE * (modules + 2 * QUIET_ZONE) / modules, 2)
    return _page("deck.html.j2", deck, paper, symbol=side, pages=pages)


def _form(deck: Deck, paper: str) -> str:
    return _page("answers.html.j2", deck, paper, asked=ASKED, answers=list(Meaning))


def _readme(deck: Deck) -> str:
    shown = _shown(deck) | {"answers": list(Meaning), "folder": keys.FOLDER}
    return environment(_unescaped).get_template("deck-readme.txt.j2").render(shown)


def _unescaped(value: Any) -> Any:
    from markupsafe import Markup  # noqa: PLC0415 - comes with Jinja2

    return Markup(value) if isinstance(value, str) else value  # noqa: S704 - plain text, which is not markup


def _page(template: str, deck: Deck, paper: str, symbol: float = SIDE, **shown: Any) -> str:
    """A page that loads nothing, with a policy that allows its own style and script and nothing else.

    `symbol` is the width of a printed symbol with its quiet zone, in millimetres.
    """
    from markupsafe import Markup  # noqa: PLC0415 - comes with Jinja2

    made = environment()
    width, height = PAPERS[paper]
    sizes = {"paper": PRINTED[paper], "width": width, "height": height, "symbol": symbol}
    own = {"style": made.get_template("deck.css.j2").render(sizes), "script": made.get_template("answers.js").render()}
    hashes = {
        f"{name}_hash": base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for name, text in own.items()
    }
    inlined = {name: Markup(text) for name, text in own.items()}  # noqa: S704 - our own files
    return made.get_template(template).render(_shown(deck) | shown | sizes | inlined | hashes)


def _shown(deck: Deck) -> dict[str, Any]:
    """What every page may know of a deck: nothing that is not on the cards."""
    key = deck.key
    return {
        "deck": key.deck,
        "numbers": [number for number, _ in deck.cards],
        "moment": _readable(key.moment),
        "from_day": key.moment[:10],
        "until_day": key.until[:10],
        "sets_clock": deck.sets_clock,
        "countries": sorted({entry.country for entry in deck.trust}),
        "certificates": len(deck.trust),
    }


def _readable(moment: str) -> str:
    """RFC 3339 as a person reads it."""
    return re.sub(r"(.{10})T(.{5}).*", r"\1 \2 UTC", moment)
