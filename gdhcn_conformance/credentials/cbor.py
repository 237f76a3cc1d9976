"""A reader of CBOR that hides nothing (RFC 8949).

It reads exactly one data item in a single pass, checks every length against what is left of the input before anything
is taken, and bounds the nesting. Values come as Python's own: int, bytes, str, float, bool, None, list and dict, beside
`UNDEFINED`, `Simple` and `Tagged`; no tag is interpreted, so that bignums (RFC 8949 §3.4.3) are `Tagged` too.

Codes of `Malformed`, the first six being what RFC 8949 calls *not well-formed*, or for the text *not valid*:

* `cbor-truncated`: the input ends inside a data item, or before any (Appendix C);
* `cbor-reserved`: additional information 28 to 30, or 31 where nothing is indefinite (§3), or a simple value below 32
  in two bytes (§3.3);
* `cbor-break`: a break where a data item must stand (§3.2.1);
* `cbor-chunk`: a chunk of another type, or of indefinite length, inside an indefinite-length string (§3.2.3);
* `cbor-odd-map`: an indefinite-length map that ends after a key (§3.2.2);
* `cbor-utf8`: a text string, or a chunk of one, that is not UTF-8 (§3.1, §3.2.3);
* `cbor-depth`: nested deeper than the reader's bound.

Deviations:

* `cbor-trailing-data`: bytes follow the item (Appendix F);
* `cbor-duplicate-key`: a map has a key twice, of which the first value is kept (§5.6); `detail` names the key;
* `cbor-indefinite-length`: an array, map or string of indefinite length (§3.2);
* `cbor-non-shortest`: an argument in more bytes than it needs (§4.1); the width of a float is not held against it.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from gdhcn_conformance.credentials.reading import Deviation, Malformed, Reading


class Undefined(Enum):
    """The type of `UNDEFINED`, simple value 23; an enumeration, so that a copy is the same object."""

    UNDEFINED = 23


UNDEFINED: Final = Undefined.UNDEFINED


@dataclass(frozen=True, slots=True)
class Simple:
    """A simple value other than false, true, null and undefined: 0 to 19, or 32 to 255 (RFC 8949 §3.3)."""

    number: int


@dataclass(frozen=True, slots=True)
class Tagged:
    """A data item with its tag number, uninterpreted (RFC 8949 §3.4)."""

    tag: int
    value: Any


@dataclass(frozen=True, slots=True)
class OtherKey:
    """A map key that is no integer, text or byte string, by its encoding as received.

    Python holds 1, 1.0 and true for one key and takes no array at all; encodings never collide.
    """

    encoded: bytes


# The claims of a certificate are six deep: claims, -260, 1, group, entry, the tag of a date. Two frames a level stay
# far below the 1000 of Python's stack.
MAX_DEPTH = 64
_DEEPEST = 200  # the most that a caller may ask for, for the same reason

# The type of each major, bits 7 to 5 of the initial byte (RFC 8949 §3.1).
UNSIGNED, NEGATIVE, BYTES, TEXT, ARRAY, MAP, TAG, SIMPLE = range(8)

INDEFINITE = 31  # the additional information of an indefinite length, and of the break
BREAK = 0xFF
_SIMPLES = {20: False, 21: True, 22: None, 23: UNDEFINED}  # RFC 8949 table 4
# The smallest argument that needs the additional information (RFC 8949 §3).
SMALLEST = {24: 24, 25: 1 << 8, 26: 1 << 16, 27: 1 << 32}
_FLOATS = {25: struct.Struct(">e"), 26: struct.Struct(">f"), 27: struct.Struct(">d")}  # RFC 8949 §3.3

_Notes = list[tuple[str, int, Any]]  # code, offset of the data item, key
_Placed = tuple[Any, int]  # a value and the position behind it


def read(data: bytes, *, max_depth: int = MAX_DEPTH) -> Reading[Any]:
    """Read one data item that fills `data`, with at most `max_depth` (up to 200) arrays, maps and tags in each other.

    Each deviation is told once, with the place of its first occurrence and the number of the others.
    """
    if max_depth > _DEEPEST:
        raise ValueError(f"max_depth {max_depth} is above {_DEEPEST}")
    notes: _Notes = []
    try:
        value, end = _item(data, 0, max_depth, notes)
    except IndexError:
        raise Malformed("cbor-truncated", f"the input ends after {len(data)} bytes, before a data item") from None
    if not notes and end == len(data):
        return Reading(value)
    deviations = _told(notes)
    if end < len(data):
        deviations.append(Deviation("cbor-trailing-data", f"{len(data) - end} bytes from offset {end}"))
    return Reading(value, tuple(deviations))


def _told(notes: _Notes) -> list[Deviation]:
    """Make one deviation of all notes that differ by their offsets only."""
    places: dict[tuple[str, str], list[int]] = {}
    for code, offset, key in notes:
        subject = f"key {shown(key)} " if code == "cbor-duplicate-key" else ""
        places.setdefault((code, subject), []).append(offset)
    deviations = []
    for (code, subject), offsets in places.items():
        others = f" and {len(offsets) - 1} more" if len(offsets) > 1 else ""
        deviations.append(Deviation(code, f"{subject}at offset {offsets[0]}{others}"))
    return deviations


def shown(key: Any) -> str:
    """Show a map key in a message, briefly and in printable characters."""
    text = f"h'{key.encoded.hex()}'" if isinstance(key, OtherKey) else repr(key)
    return text if len(text) <= 60 else text[:57] + "..."  # so that a line of a report holds it


def _item(data: bytes, start: int, depth: int, notes: _Notes) -> _Placed:
    """Read the data item at `start`, where the input may have ended: an IndexError. The commonest types come first."""
    initial = data[start]
    major = initial >> 5
    value = initial & 31
    position = start + 1
    if value > 23:  # the argument stands in bytes of its own, or there is none
        if major == SIMPLE or value == INDEFINITE:
            return _unusual(data, start, depth, notes)
        value, position = argument(data, position, value)
        if value < SMALLEST[initial & 31]:
            notes.append(("cbor-non-shortest", start, None))
    if major == TEXT:
        return text(data, position, value), position + value
    if major == UNSIGNED:
        return value, position
    return _DEFINITE[major](data, position, value, depth, notes)


def argument(data: bytes, position: int, information: int) -> tuple[int, int]:
    """Read the argument that additional information 24 to 27 announces, and give the position behind (RFC 8949 §3)."""
    if information > 27:
        raise Malformed("cbor-reserved", f"additional information {information} at offset {position - 1}")
    width = 1 << information - 24
    return int.from_bytes(take(data, position, width), "big"), position + width


def take(data: bytes, position: int, length: int) -> bytes:
    """Take `length` bytes at `position`."""
    if length > len(data) - position:
        raise _cut(data, position, f"a string of {length} bytes")
    return data[position : position + length]


def text(data: bytes, position: int, length: int) -> str:
    """Take `length` bytes of UTF-8 at `position`."""
    if length > len(data) - position:
        raise _cut(data, position, f"a string of {length} bytes")
    try:
        return data[position : position + length].decode()
    except UnicodeDecodeError as error:
        raise Malformed("cbor-utf8", f"{error.reason} at offset {position + error.start}") from None


def _cut(data: bytes, position: int, what: str) -> Malformed:
    """Say that `what` does not fit into the rest of the input."""
    return Malformed("cbor-truncated", f"{what} at offset {position}, where {len(data) - position} bytes are left")


def _inside(depth: int, position: int) -> int:
    """Give the depth that is left inside an array, map or tag."""
    if depth < 1:
        raise Malformed("cbor-depth", f"too many levels at offset {position}")
    return depth - 1


def _negative(_data: bytes, position: int, value: int, _depth: int, _notes: _Notes) -> _Placed:
    """Give the negative integer of an argument (RFC 8949 §3.1)."""
    return -1 - value, position


def _bytes(data: bytes, position: int, length: int, _depth: int, _notes: _Notes) -> _Placed:
    """Read a byte string (RFC 8949 §3.1)."""
    return take(data, position, length), position + length


def _tag(data: bytes, position: int, number: int, depth: int, notes: _Notes) -> _Placed:
    """Read the content of a tag (RFC 8949 §3.4)."""
    value, position = _item(data, position, _inside(depth, position), notes)
    return Tagged(number, value), position


def _small_simple(_data: bytes, position: int, number: int, _depth: int, _notes: _Notes) -> _Placed:
    """Give the simple value of an initial byte (RFC 8949 §3.3)."""
    return (_SIMPLES[number] if number in _SIMPLES else Simple(number)), position


def _array(data: bytes, position: int, count: int, depth: int, notes: _Notes) -> _Placed:
    """Read an array of `count` items (RFC 8949 §3.1)."""
    depth = _inside(depth, position)
    if count > len(data) - position:  # an item has one byte at least
        raise _cut(data, position, f"an array of {count} items")
    items = []
    for _ in range(count):
        value, position = _item(data, position, depth, notes)
        items.append(value)
    return items, position


def _map(data: bytes, position: int, count: int, depth: int, notes: _Notes) -> _Placed:
    """Read a map of `count` pairs (RFC 8949 §3.1)."""
    depth = _inside(depth, position)
    if 2 * count > len(data) - position:  # a pair has two bytes at least
        raise _cut(data, position, f"a map of {count} pairs")
    pairs: dict[Any, Any] = {}
    for _ in range(count):
        key, behind = _key(data, position, depth, notes)
        value, behind = _item(data, behind, depth, notes)
        if key in pairs:
            notes.append(("cbor-duplicate-key", position, key))
        else:
            pairs[key] = value
        position = behind
    return pairs, position


def _key(data: bytes, start: int, depth: int, notes: _Notes) -> _Placed:
    """Read a map key."""
    key, position = _item(data, start, depth, notes)
    kind = type(key)  # exactly: true is an instance of int
    if kind is not str and kind is not int and kind is not bytes:
        key = OtherKey(data[start:position])
    return key, position


def _unusual(data: bytes, start: int, depth: int, notes: _Notes) -> _Placed:
    """Read what is of indefinite length, a float, a simple value in two bytes or a break."""
    major = data[start] >> 5
    if major == SIMPLE:
        return _simple(data, start)
    if major not in _INDEFINITE:
        raise Malformed("cbor-reserved", f"an indefinite length for major type {major} at offset {start}")
    notes.append(("cbor-indefinite-length", start, None))
    return _INDEFINITE[major](data, start + 1, depth, notes)


def _simple(data: bytes, start: int) -> _Placed:
    """Read a float or a simple value in two bytes (RFC 8949 §3.3)."""
    information = data[start] & 31
    if information == INDEFINITE:
        raise Malformed("cbor-break", f"at offset {start}")
    number, end = argument(data, start + 1, information)
    if information in _FLOATS:
        return _FLOATS[information].unpack_from(data, start + 1)[0], end
    if number < 32:  # the numbers below have one byte, or are reserved
        raise Malformed("cbor-reserved", f"simple value {number} in two bytes at offset {start}")
    return Simple(number), end


def _open_array(data: bytes, position: int, depth: int, notes: _Notes) -> _Placed:
    """Read the items of an indefinite-length array up to the break (RFC 8949 §3.2.2)."""
    depth = _inside(depth, position)
    items = []
    while data[position] != BREAK:
        value, position = _item(data, position, depth, notes)
        items.append(value)
    return items, position + 1


def _open_map(data: bytes, position: int, depth: int, notes: _Notes) -> _Placed:
    """Read the pairs of an indefinite-length map up to the break (RFC 8949 §3.2.2)."""
    depth = _inside(depth, position)
    pairs: dict[Any, Any] = {}
    while data[position] != BREAK:
        key, behind = _key(data, position, depth, notes)
        if data[behind] == BREAK:
            raise Malformed("cbor-odd-map", f"the key at offset {position} has no value")
        value, behind = _item(data, behind, depth, notes)
        if key in pairs:
            notes.append(("cbor-duplicate-key", position, key))
        else:
            pairs[key] = value
        position = behind
    return pairs, position + 1


def _open_bytes(data: bytes, position: int, _depth: int, notes: _Notes) -> _Placed:
    """Join the chunks of an indefinite-length byte string (RFC 8949 §3.2.3)."""
    chunks = []
    while data[position] != BREAK:
        value, position = chunk(data, position, BYTES, notes)
        chunks.append(value)
    return b"".join(chunks), position + 1


def _open_text(data: bytes, position: int, _depth: int, notes: _Notes) -> _Placed:
    """Join the chunks of an indefinite-length text string, each of them UTF-8 by itself (RFC 8949 §3.2.3)."""
    chunks = []
    while data[position] != BREAK:
        value, position = chunk(data, position, TEXT, notes)
        chunks.append(value)
    return "".join(chunks), position + 1


def chunk(data: bytes, position: int, major: int, notes: _Notes) -> _Placed:
    """Read a chunk of an indefinite-length string of type `major`, a string of that type and of definite length."""
    found, information = divmod(data[position], 32)
    if found != major or information == INDEFINITE:
        raise Malformed("cbor-chunk", f"initial byte {data[position]:02x} at offset {position}")
    return _item(data, position, 0, notes)


# Text and unsigned integers are missing: `_item` reads them itself, being most of a certificate.
_DEFINITE = {NEGATIVE: _negative, BYTES: _bytes, ARRAY: _array, MAP: _map, TAG: _tag, SIMPLE: _small_simple}
_INDEFINITE = {BYTES: _open_bytes, TEXT: _open_text, ARRAY: _open_array, MAP: _open_map}
