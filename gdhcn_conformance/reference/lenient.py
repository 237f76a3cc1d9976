"""Readers that guess, strip and repair: what careless verifiers do. Mutants and controls are made of these."""

from __future__ import annotations

import gzip
import zlib
from typing import Any

from gdhcn_conformance.credentials import base45, cbor, cose
from gdhcn_conformance.credentials.reading import Malformed

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
