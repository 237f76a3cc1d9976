"""Readers that guess, strip and repair: what careless verifiers do. Mutants and controls are made of these."""

from __future__ import annotations

import gzip
import zlib
from typing import Any

from gdhcn_conformance.credentials import base45, cbor, cose
from gdhcn_conformance.credentials.reading import Malformed
from gdhcn_conformance.reference.steps import examination, message

# Of additional information 24 to 27, the bytes that the argument has (RFC 8949, section 3).
FIRST_WIDTH, WIDTHS = 24, {24: 1, 25: 2, 26: 4, 27: 8}
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def overflowing_base45(text: str) -> bytes:
    """Base45 whose groups may overflow: what does not fit is cut off (contrary to RFC 9285, section 6)."""
    values = [ALPHABET.index(character) for character in text]
    out = bytearray()
    for start in range(0, len(values), 3):
        group = values[start : start + 3]
        number = sum(value * 45**place for place, value in enumerate(group))
        out += (number & 0xFFFF).to_bytes(2) if len(group) == 3 else bytes([number & 0xFF])
    return bytes(out)


def unchecked_inflate(data: bytes) -> bytes:
    """Inflate without looking at header or checksum (contrary to RFC 1950, section 2.3)."""
    return zlib.decompressobj(wbits=-15).decompress(data[2:])


def any_container(data: bytes) -> bytes:
    """Inflate zlib, gzip or raw deflate, or take the data as they are."""
    if data[:2] == b"\x1f\x8b":
        return gzip.decompress(data)
    for wbits in (15, -15):
        try:
            return zlib.decompress(data, wbits)
        except zlib.error:
            continue
    return data


def decode(text: str) -> Any:
    """The payload of a certificate, whoever signed it; `ValueError` where there is none."""
    message = any_container(base45.read(text.removeprefix("HC1:")).value)
    claims = cbor.read(cose.read(message).value.payload).value
    try:
        return claims[-260][1]
    except (KeyError, TypeError) as missing:
        raise Malformed("hcert", "no health certificate") from missing


def careless_cbor(data: bytes, *, breaks: bool = False, clips: bool = False, errors: str = "strict") -> Any:
    """One data item, read without a bound on the nesting (contrary to RFC 8949, section 10).

    With `breaks` a break where a value must stand is null, with `clips` a string may be longer than the input, and
    `errors` says what becomes of a text that is not UTF-8. Strings of indefinite length and keys that are arrays or maps
    are not read. `ValueError`, `TypeError` or `IndexError` where nothing can be read.
    """
    return _CarelessReader(data, breaks=breaks, clips=clips, errors=errors).item(0)[0]


class _CarelessReader:
    """The reader behind `careless_cbor`; its methods give a value and the position behind it."""

    def __init__(self, data: bytes, *, breaks: bool, clips: bool, errors: str) -> None:
        self.data, self.breaks, self.clips, self.errors = data, breaks, clips, errors

    def item(self, start: int) -> tuple[Any, int]:
        major, information = divmod(self.data[start], 32)
        if self.data[start] == cbor.BREAK and self.breaks:
            return None, start + 1
        if major == cbor.SIMPLE:
            end = start + 1 + WIDTHS.get(information, 0)
            return cbor.read(self.data[start:end]).value, end
        if information == cbor.INDEFINITE:
            return self.items(start + 1, major, None)
        value, position = information, start + 1
        if information >= FIRST_WIDTH:
            value, position = cbor.argument(self.data, position, information)
        return self.content(position, major, value)

    def content(self, position: int, major: int, value: int) -> tuple[Any, int]:
        if major in (cbor.UNSIGNED, cbor.NEGATIVE):
            return (-1 - value if major == cbor.NEGATIVE else value), position
        if major in (cbor.BYTES, cbor.TEXT):
            taken = self.data[position : position + value]
            if len(taken) < value and not self.clips:
                raise ValueError("the string is longer than the input")
            return (taken.decode(errors=self.errors) if major == cbor.TEXT else taken), position + value
        if major == cbor.TAG:
            inner, end = self.item(position)
            return cbor.Tagged(value, inner), end
        return self.items(position, major, value)

    def items(self, position: int, major: int, count: int | None) -> tuple[Any, int]:
        wanted = count if count is None or major == cbor.ARRAY else 2 * count
        values: list[Any] = []
        while self.data[position] != cbor.BREAK if wanted is None else len(values) < wanted:
            value, position = self.item(position)
            values.append(value)
        position += wanted is None
        if major == cbor.ARRAY:
            return values, position
        if major != cbor.MAP:
            raise ValueError("a string or number of indefinite length")
        return dict(zip(values[::2], values[1::2], strict=True)), position


def read_message(exam: examination.Examination, *tolerated: str) -> None:
    """The reference's step that reads the COSE message, tolerating these deviations too."""
    try:
        reading = cose.read(exam.message)
    except Malformed:
        message.read_cose(exam)
        return
    examination.tolerate(each for each in reading.deviations if each.code not in tolerated)
    exam.sign1, exam.headers = reading.value, reading.value.headers
