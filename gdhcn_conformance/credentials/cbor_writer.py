"""A writer of CBOR, of the shortest encoding and of every other one (RFC 8949).

Plain values are written in their preferred serialization (§4.1), maps in the order of their dict. The wrappers here
write what a test needs beside: `Raw`, `Pairs`, `Indefinite`, `Wide` and `Float` can be nested in any way, so that a
recipe states the one thing that is unusual and leaves the rest to the writer.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from gdhcn_conformance.credentials.cbor import (
    ARRAY,
    BREAK,
    BYTES,
    INDEFINITE,
    MAP,
    NEGATIVE,
    SIMPLE,
    TAG,
    TEXT,
    UNDEFINED,
    UNSIGNED,
    OtherKey,
    Simple,
    Tagged,
    Undefined,
)


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes that are pasted as they are, one data item or not."""

    encoded: bytes


@dataclass(frozen=True, slots=True)
class Pairs:
    """A map by its pairs, in any order and with any key twice."""

    pairs: tuple[tuple[Any, Any], ...]


@dataclass(frozen=True, slots=True)
class Indefinite:
    """A list, dict, `Pairs`, str or bytes in indefinite length (RFC 8949 §3.2).

    `chunk` is the length of a string's chunks, in characters or bytes; 0 puts the whole string into one. An empty
    string has no chunk.
    """

    value: Any
    chunk: int = 0


@dataclass(frozen=True, slots=True)
class Wide:
    """An int, str, bytes, list, dict, `Pairs` or `Tagged`, its argument in `width` bytes: 1, 2, 4, 8 (RFC 8949 §3)."""

    value: Any
    width: int


@dataclass(frozen=True, slots=True)
class Float:
    """A float in `width` bytes: 2, 4 or 8 (RFC 8949 §3.3); what the width cannot hold exactly is rounded."""

    value: float
    width: int


_WIDTHS = {1: 24, 2: 25, 4: 26, 8: 27}  # bytes of an argument: additional information (RFC 8949 §3)
_FLOATS = {2: struct.Struct(">e"), 4: struct.Struct(">f"), 8: struct.Struct(">d")}  # RFC 8949 §3.3
_CONSTANTS = {False: b"\xf4", True: b"\xf5", None: b"\xf6", UNDEFINED: b"\xf7"}  # RFC 8949 table 4


def encode(value: Any) -> bytes:
    """Give the encoding of `value`.

    int, float (64 bits), str, bytes, bool, None, list, tuple, dict, `UNDEFINED`, `Simple`, `Tagged`, `OtherKey` and the
    wrappers of this module; integers beyond 64 bits are bignums (RFC 8949 §3.4.3). Anything else is a TypeError, a
    number that its `width` cannot hold a ValueError or OverflowError.
    """
    if isinstance(value, Indefinite):
        return _indefinite(value.value, value.chunk)
    if isinstance(value, Wide):
        return _definite(value.value, value.width)
    if isinstance(value, Raw | OtherKey):
        return value.encoded
    return _definite(value, 0)


def head(major: int, argument: int, width: int = 0) -> bytes:
    """Give an initial byte and the argument behind it, in `width` bytes or, if that is 0, the fewest (RFC 8949 §3)."""
    if not width:
        if argument < 24:  # held by the initial byte
            return bytes((major << 5 | argument,))
        width = next((width for width in _WIDTHS if argument >> 8 * width == 0), 0)
    if width not in _WIDTHS or argument >> 8 * width:
        raise ValueError(f"no head of {width} bytes holds {argument}")
    return bytes((major << 5 | _WIDTHS[width],)) + argument.to_bytes(width, "big")


def _definite(value: Any, width: int) -> bytes:
    """Encode with definite lengths, the argument in `width` bytes or, if that is 0, in the fewest."""
    match value:
        case bool() | None | Undefined() | Simple() | float() | Float() if not width:
            return _without_argument(value)
        case bool():
            pass  # an int to Python, without an argument to CBOR
        case int():
            return _integer(value, width)
        case str():
            encoded = value.encode()
            return head(TEXT, len(encoded), width) + encoded
        case bytes():
            return head(BYTES, len(value), width) + value
        case list() | tuple():
            return head(ARRAY, len(value), width) + b"".join(map(encode, value))
        case dict() | Pairs():
            pairs = _pairs(value)
            return head(MAP, len(pairs), width) + _flat(pairs)
        case Tagged():
            return head(TAG, value.tag, width) + encode(value.value)
    raise TypeError(f"{type(value).__name__} cannot be encoded{' in a chosen width' if width else ''}")


def _integer(value: int, width: int) -> bytes:
    """Encode an integer, beyond 64 bits as a bignum (RFC 8949 §3.1 and §3.4.3)."""
    major, argument = (UNSIGNED, value) if value >= 0 else (NEGATIVE, -1 - value)
    if width or argument < 1 << 64:
        return head(major, argument, width)
    tag = 2 if major == UNSIGNED else 3  # unsigned and negative bignum
    content = argument.to_bytes((argument.bit_length() + 7) // 8, "big")
    return encode(Tagged(tag, content))


def _without_argument(value: Any) -> bytes:
    """Encode a float or a simple value (RFC 8949 §3.3)."""
    match value:
        case Simple() if value.number < 24:  # held by the initial byte
            return bytes((SIMPLE << 5 | value.number,))
        case Simple():
            return bytes((SIMPLE << 5 | 24, value.number))
        case float() | Float():
            number = Float(value, 8) if isinstance(value, float) else value  # 64 bits hold what Python's float holds
            return bytes((SIMPLE << 5 | _WIDTHS[number.width],)) + _FLOATS[number.width].pack(number.value)
    return _CONSTANTS[value]


def _pairs(value: dict[Any, Any] | Pairs) -> tuple[tuple[Any, Any], ...]:
    """Give the pairs of a map in the order in which they are written."""
    return value.pairs if isinstance(value, Pairs) else tuple(value.items())


def _flat(pairs: Iterable[tuple[Any, Any]]) -> bytes:
    """Encode each key and its value behind it."""
    return b"".join(encode(key) + encode(value) for key, value in pairs)


def _indefinite(value: Any, chunk: int) -> bytes:
    """Encode in indefinite length, with the break at the end (RFC 8949 §3.2)."""
    match value:
        case list() | tuple():
            major, content = ARRAY, b"".join(map(encode, value))
        case dict() | Pairs():
            major, content = MAP, _flat(_pairs(value))
        case str() | bytes():
            major = TEXT if isinstance(value, str) else BYTES
            content = b"".join(map(encode, _chunks(value, chunk)))
        case _:
            raise TypeError(f"{type(value).__name__} has no indefinite length")
    return bytes((major << 5 | INDEFINITE,)) + content + bytes((BREAK,))


def _chunks(string: str | bytes, length: int) -> Iterator[str | bytes]:
    """Cut a string into pieces of `length`, the last one perhaps shorter; 0 leaves it whole."""
    step = length or max(len(string), 1)
    return (string[start : start + step] for start in range(0, len(string), step))
