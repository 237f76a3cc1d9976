"""Whether two texts, or two names, say the same: what is handed over, and what the certificate holds."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any

from gdhcn_conformance.credentials import dcc, icao

# Characters that are exchanged for one another when texts are typed: apostrophes, quotation marks, dashes.
ALIKE = str.maketrans(dict.fromkeys("’‘ʼʹʻ´`′", "'") | dict.fromkeys("“”„«»", '"') | dict.fromkeys("‐‑‒–—−", "-"))  # noqa: RUF001
TITLES = frozenset(("dr", "prof", "ing", "mag", "dipl", "phd", "md", "sir", "dame"))
DOTLESS, DOT = "ı", "\u0307"  # noqa: RUF001 - Turkish: what English upper-casing makes of its two letters differs


def same_text(one: Any, other: Any) -> bool:
    """The same text after NFC, without blanks around it; of what is no text, the same value."""
    if isinstance(one, str) and isinstance(other, str):
        return unicodedata.normalize("NFC", one).strip() == unicodedata.normalize("NFC", other).strip()
    return (type(one) is type(other) and bool(one == other)) or (isinstance(other, str) and str(one) == other)


@lru_cache(maxsize=4096)  # a run asks it of few names, again and again
def _folded(text: str) -> str:
    """The text as far as letter case, blanks, and the shapes of characters do not count; invisible characters neither."""
    plain = unicodedata.normalize("NFKC", text.translate(ALIKE)).casefold()
    plain = unicodedata.normalize("NFKC", plain.replace(DOTLESS, "i")).translate(ALIKE).replace(DOT, "")
    return " ".join("".join(each for each in plain if unicodedata.category(each) != "Cf").split())


def same_name(one: Any, other: Any, version: str) -> bool:
    """Whether `other` may stand for the name `one` in a certificate of this version of the schema.

    A list of names is their sequence.
    """
    if isinstance(one, list):
        one = " ".join(map(str, one))
    if not (isinstance(one, str) and isinstance(other, str)):
        return False
    asked, got = _folded(one), _folded(other)
    return bool(got) and (
        asked == got or _untitled(asked) == _untitled(got) or _cut(asked, got, version) or _latin(one, other)
    )


def _untitled(folded: str) -> str:
    """Without the titles around it; itself where it holds nothing else."""
    return " ".join(word for word in folded.split() if word.strip(".,") not in TITLES) or folded


def _cut(asked: str, got: str, version: str) -> bool:
    """Whether `got` is the beginning of what the schema has no room for; a word or two may be cut with it."""
    room = dcc.longest_text(version)
    return len(asked) > room and len(got) > room // 2 and asked.startswith(got.rstrip(".…"))


def _latin(one: str, other: str) -> bool:
    """Whether `other` is a legal transliteration of `one`."""
    try:
        standard = icao.transliterate(other)
    except icao.NoRule:
        return False
    return other.isascii() and icao.agrees(one, standard) is True
