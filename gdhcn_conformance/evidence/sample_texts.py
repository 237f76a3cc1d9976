"""The certificates that a sample file holds: in the symbols of a picture, on the pages of a PDF, as text, in a test file."""

from __future__ import annotations

import base64
import binascii
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gdhcn_conformance.credentials import base45, qr
from gdhcn_conformance.credentials.reading import Malformed
from gdhcn_conformance.evidence import pdf_pages
from gdhcn_conformance.running.found_files import UnreadableError

CONTEXT = re.compile(r"HC[0-9A-Z]:", re.IGNORECASE)  # any version, and in any case: that it is another is a finding
ZLIB = 0x78  # the first octet of every zlib stream with the usual window (RFC 1950, 2.2)
SHORTEST = 100  # characters of Base45 in which no certificate fits any more: the signature alone takes 96
KEPT = 150_000  # octets of a picture that a run log takes as it is; a drawn QR code has a tenth
SMALLER = (
    (1200, 70),
    (900, 60),
    (700, 60),
    (500, 60),
)  # the longer side in pixels and the quality of JPEG, tried in turn
MARGIN = 16  # of the sum of width and height: an eighth of a symbol's side, which its quiet zone and a slant need
NO_CODE = "no code could be read in it"


@dataclass(frozen=True, slots=True)
class Found:
    """A certificate that a file holds, or may hold: `text` is empty where none could be read, and `problem` says why.

    `part` tells it from others of the same file (*symbol 2*, *page 3*). `picture` shows it. `signer` is the DER of the DSC that
    the file itself names.
    """

    text: str = ""
    part: str = ""
    picture: bytes | None = None
    problem: str = ""
    signer: bytes | None = None


class NoSampleError(ValueError):
    """The file holds something else; the message says what."""


def is_certificate(text: str) -> bool:
    """Whether a text is meant to be a certificate: it has a context identifier, or is compressed data without any."""
    if CONTEXT.match(text):
        return True
    try:
        return len(text) >= SHORTEST and base45.read(text).value[0] == ZLIB
    except Malformed:
        return False


def in_picture(data: bytes) -> list[Found]:
    """A certificate a symbol; `NoSampleError` where all symbols hold something else, `UnreadableError` where it is broken."""
    try:
        symbols = qr.read(data)
    except Malformed as broken:
        raise UnreadableError(str(broken)) from broken
    if not symbols:
        return [Found(problem=NO_CODE)]
    texts = list(dict.fromkeys(each.text for each in symbols if is_certificate(each.text)))
    if not texts:
        raise NoSampleError(f"its code holds no health certificate: {_start(symbols[0].text)}")
    picture = kept(data, symbols)
    many = len(texts) > 1
    return [Found(text, f"symbol {n}" if many else "", picture) for n, text in enumerate(texts, 1)]


def in_document(data: bytes) -> list[Found]:
    """What the pages of a PDF show; a page without a code is left out where another has one."""
    document = pdf_pages.draw(data)
    found: list[Found] = []
    others = ""
    for number, page in enumerate(document.pages, 1):
        try:
            shown = in_picture(page) if page else []
        except (NoSampleError, UnreadableError) as other:
            others = others or str(other)
            continue
        found += [replace(each, part=f"page {number} {each.part}".strip()) for each in shown if each.text]
    if found:
        return (
            found
            if document.count > 1
            else [replace(each, part=each.part.removeprefix("page 1").strip()) for each in found]
        )
    if others:
        raise NoSampleError(others)
    looked = f"no code could be read on its {len(document.pages)} pages" if len(document.pages) != 1 else NO_CODE
    more = f", of {document.count} in all" if document.count > len(document.pages) else ""
    return [Found(problem=looked + more)]


def in_text(data: bytes) -> list[Found]:
    """A certificate a line, or one that a mail program has broken into lines; `NoSampleError` where it is other text."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NoSampleError("neither a picture nor text") from None
    broken = [line for line in text.splitlines() if line.strip()]  # a blank at either end may belong to the certificate
    lines = [line.strip() for line in broken]
    if not lines:
        raise NoSampleError("empty")
    starts = [n for n, line in enumerate(lines) if CONTEXT.match(line)]
    if len(starts) == 1 and starts[0] == 0 and len(lines) > 1 and all(map(_is_base45, lines[1:])):
        return [Found("".join(broken).strip())]
    certificates = [line for line in lines if is_certificate(line)]
    if not certificates:
        raise NoSampleError(f"its text is no health certificate: {_start(lines[0])}")
    many = len(certificates) > 1
    return [Found(each, f"line {n}" if many else "") for n, each in enumerate(certificates, 1)]


def in_test_file(data: bytes) -> list[Found]:
    """The picture (or else the text) and the DSC of a file in the format of dgc-testdata; `NoSampleError` for other JSON."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        raise NoSampleError("not JSON, though it begins like it") from None
    context = document.get("TESTCTX") if isinstance(document, dict) else None
    if not isinstance(context, dict):
        raise NoSampleError("JSON of another kind than dgc-testdata's")
    signer = _decoded(context.get("CERTIFICATE"))
    picture = _decoded(document.get("2DCODE") or document.get("_2DCODE"))
    try:
        found = in_picture(picture) if picture else []
    except (NoSampleError, UnreadableError) as broken:
        found = [Found(problem=f"its picture: {broken}", part="picture")]
    text = document.get("PREFIX")
    if not any(each.text for each in found) and isinstance(text, str) and text:
        found.append(Found(text))
    if not found:
        raise NoSampleError("a test file without picture and text")
    return [replace(each, signer=signer) for each in found]


def kept(data: bytes, symbols: Sequence[qr.Symbol]) -> bytes | None:
    """The picture as a log takes it: itself, or where it is large its symbols alone, in grey, in which the same is read.

    `None` where nothing smaller shows the same; what is said of the symbol then goes unsaid.
    """
    if len(data) <= KEPT:
        return data
    cut = _cut_out(data)
    for side, quality in SMALLER:
        smaller = cut.copy()
        smaller.thumbnail((side, side))
        written = io.BytesIO()
        smaller.save(written, "JPEG", quality=quality)
        if written.tell() <= KEPT and set(qr.read(written.getvalue())) == set(symbols):
            return written.getvalue()
    return None


def _cut_out(data: bytes) -> Any:
    """The part of a picture that holds its symbols, with a margin."""
    import zxingcpp  # noqa: PLC0415 - only for photographs
    from PIL import Image  # noqa: PLC0415

    # It was read a moment ago, and so neither is broken nor has too many pixels.
    grey = Image.open(io.BytesIO(data)).convert("L")
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.AllMatrix)
    places = [each.position for each in zxingcpp.read_barcodes(grey, formats=formats)]
    corners = [p for each in places for p in (each.top_left, each.top_right, each.bottom_left, each.bottom_right)]
    if not corners:
        return grey
    left, right = min(p.x for p in corners), max(p.x for p in corners)
    top, bottom = min(p.y for p in corners), max(p.y for p in corners)
    margin = (right - left + bottom - top) // MARGIN
    return grey.crop((max(0, left - margin), max(0, top - margin), right + margin, bottom + margin))


def _is_base45(line: str) -> bool:
    return set(line) <= set(base45.ALPHABET)


def _decoded(text: object) -> bytes | None:
    try:
        return base64.b64decode("".join(text.split())) if isinstance(text, str) else None
    except (ValueError, binascii.Error):
        return None


def _start(text: str) -> str:
    return repr(text[:40] + ("…" if len(text) > 40 else ""))


READERS = {"picture": in_picture, "document": in_document, "text": in_text, "json": in_test_file}


def found_in(kind: str, data: bytes) -> Iterable[Found]:
    """What a file of this kind holds."""
    return READERS[kind](data)
