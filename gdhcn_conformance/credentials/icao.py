# ruff: noqa: RUF001, RUF002 - the tables are about letters that look like others
"""Names in the machine-readable form of ICAO Doc 9303 part 3, as `fnt` and `gnt` of the DCC hold them (HCERT-NAM-007 to 009).

Two questions: how a name is written (`transliterate`), and whether a spelling is one of the legal ones (`agrees`). Section 6
recommends and leaves choices to the issuing State, and nothing in a certificate tells which State's register a name comes from,
so every alternative of this list is accepted, letter by letter, whatever the language:

* **Latin** (table A): Ä AE, A; Å AA, A; Ñ N, NXX; Ö OE, O; Ü UE, U, UXX; and Ø OE or O, which earlier editions gave. Practice
  of single States: Đ as DJ (Serbia), Ð as DH (Iceland), Ő and Ű like Ö and Ü (Hungary), LÜ and NÜ as LYU and NYU (China).
  A letter with any other mark is the letter, so Vietnamese needs no table.
* **Cyrillic** (table B): its default and its exceptions for Belarusian, Bulgarian, Macedonian, Serbian and Ukrainian, and the
  rules of passports: Ukraine 2010 (YE YI Y YU YA, ЗГ as ZGH), Bulgaria 2009 (Щ SHT, Ъ A, Ь Y, Й Y, Х H, YU YA, -ИЯ as IA),
  Russia 1997 and 2010 (Y YU YA YE YO, ИЙ as Y, КС as X, Ц TC, no Ъ), North Macedonia (Џ DZH). The soft sign is not written.
* **Greek** has no table. Written is ELOT 743 type 2, the transcription of Greek and Cypriot passports (ΑΥ as AV or AF, ΓΓ as
  NG, ΜΠ as B at either end of a word). Accepted are also type 1, letter by letter (AU, GG, MP), and the spellings of older
  documents: Φ PH; Χ H, KH; ΓΚ G, NK, NG; ΝΤ D; ΜΠ B.
* **Arabic** (table C): the scheme with X; a doubled letter may be single; vowel signs are not written. Most States transcribe
  by ear instead, which no table holds, so a spelling outside the table is undecided, never wrong.
* **Every other script** (Georgian, Armenian, Hebrew, Thai, Han, Kana, Hangul, Ethiopic …), Latin and Cyrillic letters of no
  table (Ə, Ғ), digits and symbols have no rule: `transliterate` raises `NoRule`, `agrees` says None. Nothing is dropped.

Punctuation (section 4.6): a blank, hyphen or comma becomes one filler; an apostrophe of any shape vanishes, so `O<NEIL` is
wrong; other punctuation vanishes too, but may be a filler where it alone stands between letters (`St.John`). No filler leads,
trails or is doubled. A title or generation suffix (DR, JR, III) may be left out, for it is part of the name only where the State
says so; no other part may.

A name is read after compatibility decomposition, so that composed and decomposed input, ligatures, wide letters and
presentation forms are one; zero-width characters do not count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from string import ascii_uppercase

LONGEST = 80
"""Characters in `fnt` or `gnt` since schema 1.3.0; 50 before (HCERT-NAM-006)."""

_PASSPORT = (
    39  # positions of the name in a passport (Doc 9303 part 4 §4.2.2), from which names come that are cut already
)


class NoRule(ValueError):  # noqa: N818 - not an error of the name's
    """No rule says how `character` is written in A to Z."""

    def __init__(self, character: str) -> None:
        super().__init__(f"no rule for {character!r} ({unicodedata.name(character[0], 'not a letter')})")
        self.character = character


def _table(text: str) -> Mapping[str, tuple[str, ...]]:
    """Read `letters:first,second` entries; the first spelling is the one to write, `-` is none."""
    entries = (entry.split(":") for entry in text.split())
    return {letters: tuple(spellings.replace("-", "").split(",")) for letters, spellings in entries}


_LETTERS = {
    # Table A, where it is not the letter without its mark.
    **_table("""
        Ä:AE,A Å:AA,A Æ:AE Ð:D,DH Đ:D,DJ Ħ:H Ł:L Ñ:N,NXX Ŋ:N Ö:OE,O Ő:O,OE Ø:OE,O Œ:OE Ŧ:T Ü:UE,U,UXX Ű:U,UE Þ:TH ẞ:SS
    """),
    # Table B and passports. The table prints Һ (U+04BA) where it means the Serbian Ћ.
    **_table("""
        А:A Б:B В:V Г:G,H Ґ:G Ѓ:G,GJ Д:D Ђ:D,DJ Е:E,YE Ё:E,IO,YE,YO Є:IE,YE Ж:ZH,Z З:Z Ѕ:DZ И:I,Y І:I Ї:I,YI Й:I,Y Ј:J
        К:K Ќ:K,KJ Л:L Љ:LJ М:M Н:N Њ:NJ О:O П:P Р:R С:S Т:T Ћ:C Һ:C,H У:U Ў:U Ф:F Х:KH,H Ц:TS,C,TC Ч:CH,C Џ:DZ,DJ,DZH
        Ш:SH,S Щ:SHCH,SHT Ъ:IE,A,- Ы:Y Ь:-,Y Э:E Ю:IU,YU Я:IA,YA Ѫ:U,A
    """),
    # ELOT 743.
    **_table("""
        Α:A Β:V Γ:G Δ:D Ε:E Ζ:Z Η:I Θ:TH Ι:I Κ:K Λ:L Μ:M Ν:N Ξ:X Ο:O Π:P Ρ:R Σ:S Τ:T Υ:Y Φ:F,PH Χ:CH,H,KH Ψ:PS Ω:O
    """),
    # Table C; second spellings are from its draft and its appendix.
    **_table("""
        ء:XE آ:XAA أ:XAE ؤ:U,XW إ:I ئ:XI ا:A ب:B ة:XTA,XAH ت:T ث:XTH ج:J ح:XH خ:XKH د:D ذ:XDH ر:R ز:Z س:S ش:XSH ص:XSS
        ض:XDZ ط:XTT ظ:XZZ ع:E غ:G ـ:- ف:F ق:Q ك:K ل:L م:M ن:N ه:H و:W ى:XAY ي:Y ٱ:XXA ٹ:XXT ټ:XRT پ:P ځ:XKE څ:XXH چ:XC
        ڈ:XXD ډ:XDR ڑ:XXR ړ:XRR ږ:XRX ژ:XJ ښ:XXS ک:XKK ګ:XXK ڭ:XNG گ:XGG ں:XNN ڼ:XXN ھ:XDO ۀ:XYH ہ:XXG ۂ:XGE ۃ:XTG
        ی:XYA,XAY,Y ۍ:XXY ې:Y ے:XYB ۓ:XBE
    """),
}

# Two letters that may be written as one; each alone is as good and comes first.
_PAIRS = _table("ЗГ:ZGH КС:X ИЙ:Y ЫЙ:Y ИЯ:IA ЬЕ:YE LÜ:LYU NÜ:NYU ΓΚ:G,NK,NG ΜΠ:B ΝΤ:D")
# Two letters that ELOT 743 type 2 writes as one; AV, EV, IV are AF, EF, IF before a voiceless sound and at the end.
_GREEK = _table("ΑΥ:AV,AF,AU ΕΥ:EV,EF,EU ΗΥ:IV,IF,IU ΟΥ:OU ΓΓ:NG ΓΞ:NX ΓΧ:NCH,NH,NKH")
_VOICELESS = frozenset("ΘΚΞΠΣΤΦΧΨ")
_ACCENTS = frozenset("\u0300\u0301\u0342")  # grave, acute and circumflex: on the first vowel they part the two,
_DIAERESIS = "\u0308"  # and so does this on the second
_SHADDA = "\u0651"  # doubles its letter

# Apostrophes of every shape, the accents typed for them, and the iota subscript, which would be a letter in upper case.
_SILENT = dict.fromkeys(map(ord, "'`´ʹʻʼʽʾʿˈˊˋ‘’‛′‵՚׳＇\u0345"))
_FILLERS = frozenset("<,−،、")  # beside blanks and dashes: the commas of all scripts, the minus sign
_GAP, _MAYBE = "<", "."  # what punctuation is among the letters: a filler; nothing, at most a filler
_GAPS = frozenset((_GAP, _MAYBE))
_PLAIN = frozenset(ascii_uppercase) | _GAPS
_TITLES = frozenset(
    ("DR", "PROF", "ING", "DIPL", "PHD", "MSC", "BSC", "MBA", "SIR", "DAME", "JR", "SR", "II", "III", "IV")
)


@dataclass(frozen=True, slots=True)
class _Form:
    """Every legal spelling of a name, as a net: from a place an edge writes some letters and leads to a later place.

    The first edge of a place is the one to write. `ends` has for each place where its word ends; `whole` are the places
    where no word can be cut: where one starts, and gaps. `loose` says that spellings are legal that no table holds.
    """

    edges: tuple[tuple[tuple[str, int], ...], ...]
    ends: tuple[int, ...]
    whole: frozenset[int]
    loose: bool

    def written(self, start: int = 0, end: int | None = None) -> str:
        """The spelling to write, of all or of a part."""
        place, pieces = start, []
        while place < (len(self.edges) if end is None else end):
            spelling, place = self.edges[place][0]
            pieces.append(spelling)
        return "".join(pieces)


def transliterate(name: str, limit: int | None = None) -> str:
    """Give the recommended machine-readable form of `name`, A to Z and `<` only; `NoRule` where a character has none.

    With `limit` it is cut to that many characters, the last of them a letter (Doc 9303 part 4 §4.2.3, HCERT-NAM-009).
    """
    return _form(name).written()[:limit].rstrip("<")


def agrees(name: str, standard: str, limit: int = LONGEST) -> bool | None:
    """Whether `standard` is a legal machine-readable form of `name`; None where the tables cannot tell (see the module).

    A form for which the schema's `limit`, or a passport's 39 positions, have no room may be cut (HCERT-NAM-009): at its end,
    when it fills the room, or by several words shortened to some of their first letters.
    """
    try:
        form = _form(name)
    except NoRule:
        return None
    if len(standard) > limit:
        return False
    if len(standard) in _reached(form, standard)[-1] or _is_cut(form, standard, min(limit, _PASSPORT)):
        return True
    return None if form.loose else False


def explain(name: str, standard: str, limit: int = LONGEST) -> str:
    """Say where `standard` first departs from `name`: "got MUELER, should be MUELLER (or MULLER)"; empty where it agrees.

    Only the first wrong word is shown, unless words are missing or too many. Where `agrees` says None, it is the character
    without a rule, or what table C would give.
    """
    verdict = agrees(name, standard, limit)
    if verdict:
        return ""
    try:
        form = _form(name)
    except NoRule as reason:
        return str(reason)
    if len(standard) > limit:
        return f"got {len(standard)} characters, at most {limit} are allowed"
    got, spellings = _first_wrong_word(standard, (form.written(), *_nearest(form, standard)))
    first, *others = dict.fromkeys(spelling or "nothing" for spelling in spellings)
    others.sort(key=lambda spelling: -SequenceMatcher(None, got, spelling).ratio())
    shown = (got if got.isprintable() else ascii(got)) or "nothing"
    alternative = f" (or {others[0]})" if others else ""
    return f"got {shown}, {'should be' if verdict is False else 'table C gives'} {first}{alternative}"


def _first_wrong_word(standard: str, spellings: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The first word of `standard` that none of the spellings has in its place, with theirs; all of it where that fails."""
    words = [text.split(_GAP) for text in (standard, *spellings)]
    if len(set(map(len, words))) == 1:
        for got, *others in zip(*words, strict=True):
            if got not in others:
                return got, tuple(others)
    return standard, spellings


@lru_cache(maxsize=256)  # one name is asked for its form, its agreement and its explanation
def _form(name: str) -> _Form:
    """Read a name into the net of its spellings."""
    letters, marks = _letters(name)
    words = [word.span() for word in re.finditer("[^<.]+", letters)]
    ends = list(range(1, len(letters) + 1))
    edges = [[("", end), (_GAP, end)] if letters[end - 1] == _MAYBE else [(_GAP, end)] for end in ends]
    for start, end in words:
        ends[start:end] = [end] * (end - start)
        for place in range(start, end):
            edges[place] = _edges(letters, marks, place, (start, end))
    for index, (start, end) in enumerate(words):
        if letters[start:end] in _TITLES and len(words) > 1:
            # A title goes with the gap behind it, the last word with the gap before it.
            place, after = (start, end + 1) if end < len(letters) else (words[index - 1][1], end)
            edges[place].append(("", after))
    return _Form(
        edges=tuple(map(tuple, edges)),
        ends=tuple(ends),
        whole=frozenset(place for start, end in words for place in (start, end)),
        loose=any("\u0600" <= letter <= "\u06ff" for letter in letters),  # the Arabic block
    )


def _letters(name: str) -> tuple[str, list[str]]:
    """Give the letters and gaps of a name, each a key of `_LETTERS`, A to Z, `_GAP` or `_MAYBE`, and the marks of each.

    No gap leads, trails or follows another. `NoRule` where a letter has none.
    """
    bases: list[str] = []
    marks: list[str] = []
    for character in unicodedata.normalize("NFKD", name.translate(_SILENT)).translate(_SILENT).upper():
        kind = unicodedata.category(character)
        if kind in {"Mn", "Me"}:
            if marks:
                marks[-1] += character
        elif kind != "Cf":
            filler = character.isspace() or kind == "Pd" or character in _FILLERS
            bases.append(_GAP if filler else _MAYBE if kind[0] == "P" else character)
            marks.append("")
    return _joined("".join(_key(base, mark, name) for base, mark in zip(bases, marks, strict=True)), marks)


def _key(base: str, marks: str, name: str) -> str:
    """The letter of the tables that a base and its marks stand for: with the mark that makes it another, else without."""
    for mark in marks:
        composed = unicodedata.normalize("NFC", base + mark)
        if composed in _LETTERS:
            return composed
    if base in _PLAIN or base in _LETTERS:
        return base
    written = unicodedata.normalize("NFC", name)
    raise NoRule(next((one for one in written if base in unicodedata.normalize("NFKD", one).upper()), base))


def _joined(letters: str, marks: list[str]) -> tuple[str, list[str]]:
    """Make each run of gaps one, and leave out those at the ends and words of which nothing is written (a lone soft sign)."""
    text, gap = "", ""
    kept: list[str] = []
    for run in re.finditer("[<.]+|[^<.]+", letters):
        if run[0][0] in _GAPS:
            gap = _GAP if _GAP in gap + run[0] else _MAYBE
        elif any(_LETTERS.get(letter, letter)[0] for letter in run[0]):
            if text:
                text += gap
                kept.append("")
            text += run[0]
            kept += marks[run.start() : run.end()]
    return text, kept


def _edges(letters: str, marks: list[str], place: int, word: tuple[int, int]) -> list[tuple[str, int]]:
    """The spellings of the letter at `place`, alone and with the next one of its word, and where each leads."""
    start, end = word
    letter, pair = letters[place], letters[place : min(place + 2, end)]
    final = place + len(pair) == end
    if letter in _PLAIN and pair not in _PAIRS:
        return [(letter, place + 1)]
    single = list(_LETTERS.get(letter, (letter,)))
    if letter == "ة" and place + 1 == end:
        single.reverse()  # XAH at the end of a part of the name, XTA within it (table C, note)
    if _SHADDA in marks[place]:
        single[:0] = [spelling * 2 for spelling in single]
    alone = [(spelling, place + 1) for spelling in single]
    if pair in _GREEK and _ACCENTS.isdisjoint(marks[place]) and _DIAERESIS not in marks[place + 1]:
        first, *others = _GREEK[pair]
        if first[-1] == "V" and (final or letters[place + 2] in _VOICELESS):
            others[0], first = first, others[0]
        return [(spelling, place + 2) for spelling in (first, *others)] + alone
    together = [(spelling, place + 2) for spelling in _PAIRS.get(pair, ()) if final or pair != "ИЯ"]
    return together + alone if pair == "ΜΠ" and (place == start or final) else alone + together


def _reached(form: _Form, standard: str, *, cut: bool = False) -> list[set[int]]:
    """For each place of the net, and its end: how much of `standard` some way there spells; `cut` lets words be cut."""
    reached: list[set[int]] = [set() for _ in range(len(form.edges) + 1)]
    reached[0].add(0)
    for place, edges in enumerate(form.edges):
        for length in reached[place]:
            for spelling, after in edges:
                if standard.startswith(spelling, length):
                    reached[after].add(length + len(spelling))
            rest = standard[length:].partition(_GAP)[0] if cut else ""
            if cut and (rest or place not in form.whole) and any(spelling.startswith(rest) for spelling, _ in edges):
                reached[form.ends[place]].add(length + len(rest))
    return reached


def _is_cut(form: _Form, standard: str, room: int) -> bool:
    """Whether `standard` is a form of more than `room` characters, cut word by word or at its end (HCERT-NAM-009)."""
    if len(form.written()) <= room or not standard or standard.endswith(_GAP):
        return False
    reached = _reached(form, standard, cut=True)
    if len(standard) in reached[-1] and _GAP in standard:
        return True
    spare = room - len(standard)
    for place, lengths in enumerate(reached[:-1]):
        if len(standard) in lengths:
            whole_next = (
                form.written(place, form.ends[min(place + 1, len(form.ends) - 1)]) if place in form.whole else ""
            )
            if spare <= 1 or len(whole_next) > spare:  # one, where the last would be a filler
                return True
    return False


def _nearest(form: _Form, standard: str) -> list[str]:
    """A few spellings, those first that have most in common with the start of `standard`."""
    found: list[list[str]] = [[] for _ in range(len(form.edges) + 1)]
    found[0].append("")
    for place, edges in enumerate(form.edges):
        for written in _closest(found[place], standard):
            for spelling, after in edges:
                found[after].append(written + spelling)
    return _closest(found[-1], standard)


def _closest(spellings: list[str], standard: str) -> list[str]:
    """The eight (two are shown, and ways join) that agree longest with the start of `standard`."""

    def parting(spelling: str) -> int:
        pairs = enumerate(zip(spelling, standard, strict=False))
        return next((place for place, (one, other) in pairs if one != other), min(len(spelling), len(standard)))

    return sorted(dict.fromkeys(spellings), key=parting, reverse=True)[:8]
