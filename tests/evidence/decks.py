"""A deck as its tests see it: made once a session, read back from its pages, answered by something that the suite ships."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from gdhcn_conformance.adapters.answers.key import Key, find_key, read_key
from gdhcn_conformance.adapters.base import Request
from gdhcn_conformance.adapters.inline import InlineSubject
from gdhcn_conformance.adapters.registry import builtin_object
from gdhcn_conformance.cli.main import main
from gdhcn_conformance.credentials import qr
from gdhcn_conformance.evidence import deck_folder, deck_symbol
from gdhcn_conformance.running import library, sources

DPI = 200  # three pixels a module
A_POINT = 72 / DPI  # of a pixel


@dataclass(frozen=True)
class Ended:
    """What a command came to."""

    code: int
    out: str
    err: str
    log: list[dict[str, Any]]


@dataclass(frozen=True)
class Scanned:
    """One symbol as it was found on a page: its text, the number beside it, its corners in points."""

    text: str
    number: int
    corners: tuple[tuple[float, float], ...]


@contextmanager
def built_once() -> Iterator[None]:
    """The suite is read once, vectors for a moment and seed are built once, symbols are drawn once: each takes seconds."""
    suites: dict[str, Any] = {}
    made: dict[Any, Any] = {}
    load, fresh = library.load, sources.fresh

    def loaded(role: str = "verifier", folder: Path | None = None) -> Any:
        return suites.setdefault(role, None) or suites.update({role: load(role)}) or suites[role]

    def build(suite: Any, seed: int = 0, *, moment: Any = None, countries: Any = ()) -> Any:
        key = (suite.digest, seed, moment, tuple(countries))
        return made.get(key) or made.setdefault(key, fresh(suite, seed, moment=moment, countries=countries))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library, "load", loaded)
        patch.setattr(sources, "fresh", build)
        patch.setattr(deck_folder, "symbols", lambda texts: _drawn(tuple(texts)))
        yield


@cache
def _drawn(texts: tuple[str, ...]) -> list[Any]:
    return deck_symbol.symbols(texts)


def command(capsys: Any, out: Path | None, *words: str) -> Ended:
    """Run a command in this process; reports of a run go to `out`."""
    capsys.readouterr()
    code = main([*words, *(["--out", str(out)] if out else [])])
    told = capsys.readouterr()
    log = out / "run.ndjson" if out else None
    rows = [json.loads(line) for line in log.read_bytes().splitlines()] if log and log.is_file() else []
    return Ended(int(code), told.out, told.err, rows)


def pages(pdf: bytes) -> Iterator[tuple[Any, Image.Image]]:
    """Every page with its picture."""
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        yield page, page.render(scale=DPI / 72).to_pil()


def scan(pdf: bytes) -> list[Scanned]:
    """Every symbol of every page, with the number that is printed to the right of it."""
    return [each for page, picture in pages(pdf) for each in _on(page, picture)]


def _on(page: Any, picture: Image.Image) -> Iterator[Scanned]:
    text, height = page.get_textpage(), page.get_height()
    for found in zxingcpp.read_barcodes(picture.convert("L"), formats=zxingcpp.BarcodeFormat.QRCode):
        at = found.position
        spots = [
            (each.x * A_POINT, height - each.y * A_POINT)
            for each in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
        ]
        right, top, bottom = spots[1][0], spots[1][1], spots[2][1]
        beside = text.get_text_bounded(left=right, bottom=bottom, right=right + 130, top=top)
        (number,) = [int(word) for word in beside.split() if word.isdigit()]
        yield Scanned(found.text, number, tuple(spots))


def symbols(pdf: bytes) -> list[qr.Symbol]:
    """Every symbol with mode, level and version, as the suite's own reader describes it."""
    found = []
    for _, picture in pages(pdf):
        out = io.BytesIO()
        picture.convert("L").save(out, "PNG")
        found += qr.read(out.getvalue())
    return found


def key_of(folder: Path) -> Key:
    """The reviewer's key of a deck."""
    return read_key(find_key(folder))


def answered(folder: Path, scanned: list[Scanned], name: str) -> dict[int, str]:
    """What a built-in implementation says to each card, with the deck's trust list, at the deck's moment."""
    trust, clock = json.loads((folder / "trust-list.json").read_text()), key_of(folder).moment
    subject = InlineSubject(builtin_object(name))
    asked = [
        Request(str(each.number), "verify", {"credential": each.text, "clock": clock, "trust": trust})
        for each in scanned
    ]
    words = {"accepted": "valid", "rejected": "not valid", "crashed": "error or crash"}
    return {int(number): words[reply.outcome.kind] for number, reply in subject.ask(asked).items()}


def filled(
    folder: Path, answers: Mapping[int, str], path: Path, change: Callable[[str], str] = lambda text: text
) -> Path:
    """The deck's own empty sheet with these answers in it."""
    lines = (folder / "answers.csv").read_text(encoding="utf-8").splitlines()
    rows = [line.split(",") for line in lines]
    rows = [[row[0], answers.get(int(row[0]), "") if row[0].isdigit() else row[1], row[2]] for row in rows]
    path.write_bytes(change("\r\n".join(",".join(row) for row in rows) + "\r\n").encode())
    return path
