"""Strings that others wrote, made fit for each medium: bounded, without control characters, without markup.

Whatever a report shows may have been written by the implementation under test, or by whoever wrote the log that is read: names,
details, reasons, titles, addresses. A document is cleaned once, as a whole (`whole`); each writer then escapes for its medium.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

DETAIL = 2_000  # characters of free text: a stack trace's telling half
WHOLE = 8_000  # characters of any string in a document: the largest symbol holds 4296, and their bytes are fewer in hex
SHORT = 200  # characters in a cell of a table with hundreds of rows
NAME = 120  # characters of a name or version in a heading
OUTPUT = 4_000  # characters of JSON of what an implementation read; a certificate's payload is below 2000
_KEPT = "\n\t\u200c\u200d"  # the two joiners belong to the spelling of several languages
_REPLACEMENT = "\ufffd"
_DOUBTFUL = re.compile(r"[^ -~\n\t]")  # looked at one by one; the rest of ASCII can be shown
# What begins a construct of CommonMark or of GitHub's extensions inside a line, or a tag of HTML.
_MARKUP = str.maketrans({character: f"&#{ord(character)};" for character in "\\`*_[]<>|~$#!&"})
# What does so only in some places, and is left readable in the others: the colon of an address or a picture's name (not of a
# time), the dot of a bare address, and at the beginning of a line the marks of lists and headings.
_COLON = re.compile(r"(?<!\d):(?=\S)|(?<=\d):(?=[^\s\d])")
_BARE_ADDRESS = re.compile(r"(?<=www)\.", re.IGNORECASE)
_BEGINNING = re.compile(r"^[-+=]|(?<=^\d)[.)](?=\s)|(?<=^\d\d)[.)](?=\s)")
# A mention notifies people, and a mail address becomes a link, even where the sign is a reference: a comment behind it ends both.
_AT = re.compile(r"(?<![A-Za-z0-9])@|@(?=[\w-]*\.\w)")


def clean(text: object, limit: int = DETAIL) -> str:
    r"""The text in about `limit` characters: control and direction characters as escapes (`\x1b`), half surrogates replaced.

    Line breaks and tabs stay. What is cut off is counted, so that nobody takes the beginning for the whole.
    """
    given = text if isinstance(text, str) else str(text)
    kept = given[:limit]
    shown = kept if kept.isprintable() else _DOUBTFUL.sub(lambda found: _visible(found[0]), kept)
    if len(given) <= limit and len(shown) <= limit:
        return shown
    return f"{shown[:limit]}… ({len(given)} characters in all)"


def _visible(character: str) -> str:
    if character.isprintable() or character in _KEPT or unicodedata.category(character) == "Zs":
        return character
    if "\ud800" <= character <= "\udfff":
        return _REPLACEMENT
    return character.encode("unicode_escape").decode("ascii")


def line(text: object, limit: int = SHORT) -> str:
    """The text as one line of at most `limit` characters."""
    joined = " ".join(clean(text, max(limit, DETAIL)).split())
    limit = max(limit, 1)
    return joined if len(joined) <= limit else joined[: limit - 1] + "…"


def whole(value: Any, limit: int = WHOLE) -> Any:
    """A JSON value with every string in it cleaned, keys too; what is no JSON becomes text."""
    if isinstance(value, bool | int | float) or value is None:
        return value
    if isinstance(value, Mapping):
        return {clean(name, NAME): whole(each, limit) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [whole(each, limit) for each in value]
    return clean(value, limit)


def as_json(value: Any, limit: int = OUTPUT) -> str:
    """What an implementation read, as JSON in at most `limit` characters; empty for nothing."""
    if value is None:
        return ""
    try:
        written = json.dumps(value, ensure_ascii=False, indent=1, default=str)
    except (RecursionError, ValueError, TypeError):  # nested too deeply, or in a circle
        return "(cannot be written as JSON)"
    return clean(written, limit)


def markdown(text: object) -> str:
    """The text as it can stand in a line of Markdown: it shows as itself, links nowhere and calls nobody."""
    escaped = line(text, DETAIL).translate(_MARKUP)
    for pattern in (_COLON, _BARE_ADDRESS, _BEGINNING):
        escaped = pattern.sub(lambda found: f"&#{ord(found[0])};", escaped)
    return _AT.sub("@<!-- -->", escaped)


def web_address(address: str) -> str:
    """The address where it leads to the web by HTTPS, else nothing: a log may say `javascript:`."""
    fits = address.startswith("https://") and address.isascii() and address.isprintable() and " " not in address
    return address if fits else ""


def plural(count: int, one: str, several: str = "") -> str:
    """`1 vector`, `2 vectors`."""
    return f"{count} {one if count == 1 else several or one + 's'}"
