"""A filled answer sheet: CSV as spreadsheet programs write it, of any dialect, and what is wrong with it line by line.

The sheet has a header with *number*, *answer* and *note*, in any order and in several languages, and a row a card. Rows above or
below whose number is one of `FACTS` say what was tested, with the words under *answer*. Read are commas, semicolons and tabs,
UTF-8 and UTF-16 with or without a byte order mark, Windows-1252, every kind of line end, and Excel's line `sep=;`.

A cell that is a formula is refused where an answer or a number should stand, and is shown as it was written: what it came to in
the program that showed it is not in the file.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from gdhcn_conformance.adapters.answers.words import BLANKS, MEANINGS, Meaning, meaning, plain
from gdhcn_conformance.adapters.texts import clean
from gdhcn_conformance.errors import Problem

COLUMNS = {
    "number": ("number", "no", "nr", "card", "card number", "numero", "nombre", "carte", "tarjeta", "cartao", "nummer", "karte"),
    "answer": ("answer", "result", "app says", "reponse", "resultat", "respuesta", "resultado", "resposta", "antwort", "ergebnis"),
    "note": ("note", "notes", "remark", "remarks", "comment", "comments", "remarque", "nota", "notas", "bemerkung", "notiz"),
}  # fmt: skip
FACTS = ("deck", "app", "version", "device", "tester", "date")
LONGEST = 2_000_000  # bytes; a sheet of a thousand cards with long notes has a tenth of it
TOLD = 20  # faults told at once; more say that it is another kind of file
SHOWN = 60  # characters of a cell shown
FORMULA = ("=", "+", "@")  # what begins a formula in the common programs; a lone dash is no answer
NUMBER = re.compile(r"#?\s*(\d{1,9})(?:[.,]0+)?")  # as a program may have made of it: 417, #417, 417.0
HINT = "mend the sheet by what the testers wrote down; leave an answer empty where there is none"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was written about one card, with the line that it stands in."""

    meaning: Meaning
    note: str
    line: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that holds together: at most one answer a card; `facts` are what it says of app, device and tester."""

    answers: Mapping[int, Answer]
    facts: Mapping[str, str]


@dataclass(slots=True)
class _Reading:
    """A sheet being read; `faults` by line."""

    known: frozenset[int]
    answers: dict[int, Answer] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def row(self, line: int, cells: Mapping[str, str]) -> None:
        """Take one row down, or what is wrong with it."""
        number, answer, note = (cells[name] for name in COLUMNS)
        if not number and not answer:
            return  # a blank line, or one that holds a remark only
        if plain(number) in FACTS:
            self.facts[plain(number)] = clean(" ".join((answer or note).split()), 200)  # 200: it stands in headings
            return
        found = NUMBER.fullmatch(number)
        if fault := self._unknown(number, found):
            self.faults.append(f"line {line}: {fault}")
        elif found and answer not in BLANKS:
            self._answer(line, int(found[1]), answer, note)

    def _unknown(self, number: str, found: re.Match[str] | None) -> str:
        if not number:
            return "an answer without a card's number"
        if found is None:
            return _formula(number, "number") or f"{_quoted(number)} is no card's number"
        return "" if int(found[1]) in self.known else f"the deck has no card {found[1]}"

    def _answer(self, line: int, number: int, answer: str, note: str) -> None:
        meant = meaning(answer)
        before = self.answers.get(number)
        if fault := _formula(answer, "answer"):
            self.faults.append(f"line {line}: card {number}: {fault}")
        elif meant is None:
            self.faults.append(f"line {line}: card {number}: {_quoted(answer)} is no answer{_near(answer)}")
        elif before is None:
            self.answers[number] = Answer(meant, clean(note, 500), line)  # 500: a few sentences
        elif before.meaning is not meant:
            both = f"'{meant}' here and '{before.meaning}' in line {before.line}"
            self.faults.append(f"line {line}: card {number} has two answers: {both}")


def read_sheet(path: Path, known: frozenset[int], deck: str) -> Sheet:
    """The sheet in this file; `Problem` names every fault with its line. `known` are the numbers of the deck of this name."""
    try:
        with path.open("rb") as file:
            data = file.read(LONGEST + 1)
    except OSError as unreadable:
        summary = f"{path} cannot be read: {unreadable.strerror}."
        raise Problem("answers-unreadable", summary, "name the filled answers.csv with --answers") from unreadable
    text = _text(data, path)
    reading = _Reading(known)
    for line, cells in _rows(text, path):
        reading.row(line, cells)
    other = reading.facts.get("deck", "")
    if other and plain(other) != plain(deck):
        summary = f"{path} answers the deck {_quoted(other)}, and this key is of the deck '{deck}'."
        raise Problem("answers-of-another-deck", summary, "name the right deck with --deck")
    if reading.faults:
        raise _faulty(path, reading.faults)
    return Sheet(reading.answers, reading.facts)


def _faulty(path: Path, faults: list[str]) -> Problem:
    shown = faults[:TOLD] + ([f"and {len(faults) - TOLD} more"] if len(faults) > TOLD else [])
    what = "one fault" if len(faults) == 1 else f"{len(faults)} faults"
    allowed = ", ".join(f"'{each}'" for each in Meaning)
    summary = f"{path} cannot be judged, for {what}:\n    " + "\n    ".join(shown) + "\n "
    return Problem("answers-invalid", summary, f"{HINT}. Answers are {allowed}, and words that EVIDENCE.md lists")


def _text(data: bytes, path: Path) -> str:
    """The file as text; `Problem` where it is a workbook, a page or something else that is no CSV."""
    hint = "save it as CSV (UTF-8) and name that file"
    if len(data) > LONGEST:
        raise Problem("answers-too-long", f"{path} is longer than {LONGEST} bytes.", "name the filled answers.csv")
    for beginning, what in (
        (b"PK\x03\x04", "a workbook"),
        (b"\xd0\xcf\x11\xe0", "a workbook"),
        (b"%PDF", "a PDF file"),
    ):
        if data.startswith(beginning):
            raise Problem("answers-not-csv", f"{path} is {what}, not a table in text.", hint)
    if re.match(rb"\s*<(!doctype|html|\?xml)", data[:200], re.IGNORECASE):
        hint = "open it in a browser, and save the answers with the button at its end"
        raise Problem("answers-not-csv", f"{path} is a page, not a table in text.", hint)
    return _decoded(data)


def _decoded(data: bytes) -> str:
    """By the byte order mark; without one as UTF-16 where every other byte is zero, else as UTF-8, else as Windows-1252."""
    encodings = ["utf-8-sig", "cp1252"]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif data[:2].find(b"\0") >= 0:
        encodings = ["utf-16-be" if data[:1] == b"\0" else "utf-16-le"]
    for encoding in encodings:
        try:
            return data.decode(encoding).replace("\0", "")
        except UnicodeDecodeError:
            continue
    return data.decode("utf-16" if encodings == ["utf-16"] else "latin-1", "replace").replace("\0", "")


def _rows(text: str, path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows below the header, each with the line that it ends in."""
    first, _, rest = text.partition("\n")
    stated = re.fullmatch(r"\ufeff?\"?sep=(.)\"?", first.strip("\r\n "), re.IGNORECASE)
    skipped, body = (1, rest) if stated else (0, text)
    delimiter = stated[1] if stated else _delimiter(body)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter)
    places: dict[str, int] = {}
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if not places:
                places = _header(cells, path)
                continue
            yield reader.line_num + skipped, {name: _cell(cells, place) for name, place in places.items()}
    except csv.Error as broken:
        summary = f"{path} cannot be read from line {reader.line_num + skipped} on: {broken}."
        raise Problem("answers-not-csv", summary, "save it as CSV (UTF-8) again") from broken
    if not places:
        raise Problem("answers-empty", f"{path} is empty.", "name the filled answers.csv")


def _delimiter(text: str) -> str:
    """The sign that parts the header's cells; a sheet of one column is no sheet."""
    header = next((line for line in text.splitlines() if line.strip(" ,;\t")), "")
    return max(",;\t", key=header.count)


def _header(cells: list[str], path: Path) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, cell in enumerate(cells):
        for name, words in COLUMNS.items():
            if plain(cell) in words:
                places.setdefault(name, place)
    if not {"number", "answer"} <= places.keys():
        summary = (
            f"{path} does not begin with a header that names 'number' and 'answer' ({_quoted(' | '.join(cells))})."
        )
        raise Problem("answers-without-header", summary, "keep the first line of answers.csv as it was")
    return {name: places.get(name, -1) for name in COLUMNS}


def _cell(cells: list[str], place: int) -> str:
    return cells[place].strip(" \t\r\n\u00a0\ufeff") if 0 <= place < len(cells) else ""


def _formula(cell: str, what: str) -> str:
    """What is wrong with a cell that a spreadsheet program would compute; empty where nothing is."""
    if not cell.startswith(FORMULA) and not (cell.startswith("-") and cell not in BLANKS):
        return ""
    return f"the {what} is a formula, {_quoted(cell)}: write the {what} itself"


def _near(answer: str) -> str:
    close = get_close_matches(plain(answer), MEANINGS, 1, 0.8)
    return f" (did you mean '{MEANINGS[close[0]]}'?)" if close else ""


def _quoted(cell: str) -> str:
    return f"'{clean(' '.join(cell.split()), SHOWN)}'"
