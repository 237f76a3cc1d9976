"""Diagnostic notation of any byte string, for people (RFC 8949 §8).

What is printed says how the bytes are encoded: `_` marks an indefinite length, and `_0` to `_3` an argument in more
bytes than it needs (§8.1). Floats carry no such mark. Byte strings are hexadecimal and are never looked into.
Characters of a text that are not printable, line breaks and the marks that turn the direction of writing among them,
are escaped.
"""

from __future__ import annotations

import math

from gdhcn_conformance.credentials import cbor
from gdhcn_conformance.credentials.reading import Malformed

# Four pages of print: what a person looks through, and thirty times a usual certificate.
MAX_CHARACTERS = 20_000

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}  # the rest of JSON's are written \u....
_BRACKETS = {cbor.ARRAY: ("[", "]"), cbor.MAP: ("{", "}")}
_EMPTY = {cbor.BYTES: "''_", cbor.TEXT: '""_'}  # strings of indefinite length without a chunk (RFC 8949 §8.1)
_NAMES = {False: "false", True: "true", None: "null", cbor.UNDEFINED: "undefined"}


def diagnostic(data: bytes, *, limit: int = MAX_CHARACTERS) -> str:
    """Print one data item in about `limit` characters; never raises.

    Where the bytes end to be well-formed CBOR, a comment gives the code of `cbor.Malformed` and the offset of the item
    that could not be printed, and what is left follows in hexadecimal. Bytes behind the item are shown in the same way,
    and a comment says where the output was cut.
    """
    printer = _Printer(data, limit)
    try:
        printer.item(cbor.MAX_DEPTH)
        if printer.position < len(data):
            printer.rest("trailing data")
    except IndexError:
        printer.rest("malformed: cbor-truncated")
    except Malformed as error:
        printer.rest(f"malformed: {error.code}")
    except _FullError:
        pass
    return "".join(printer.pieces)


class _FullError(Exception):
    """Says that the limit of the output is reached; the comment about it is printed."""


class _Printer:
    """A place in the bytes, and what is printed of those before it."""

    __slots__ = ("data", "pieces", "position", "room")

    def __init__(self, data: bytes, limit: int) -> None:
        self.data = data
        self.pieces: list[str] = []
        self.position = 0  # of the first byte that is not printed
        self.room = limit  # characters

    def write(self, piece: str, end: int | None = None) -> None:
        """Print a piece, with which all bytes before `end` are printed."""
        if len(piece) > self.room:
            self.pieces.append(f"{piece[: self.room]} / cut at offset {self.position} of {len(self.data)} /")
            raise _FullError
        self.room -= len(piece)
        self.pieces.append(piece)
        if end is not None:
            self.position = end

    def rest(self, why: str) -> None:
        """Print a comment and, as far as they fit, the bytes that are left."""
        left = self.data[self.position :]
        fitting = left[: max(self.room // 2, 16)]  # a line of them in any case
        more = "" if fitting == left else f" / and {len(left) - len(fitting)} more bytes /"
        space = " " if self.pieces and not self.pieces[-1].endswith(" ") else ""
        self.pieces.append(f"{space}/ {why} at offset {self.position} / h'{fitting.hex()}'{more}")

    def head(self) -> tuple[int, int, str]:
        """Give the argument at this place, the position behind it, and the mark for an argument in too many bytes."""
        information = self.data[self.position] & 31
        start = self.position + 1
        if information < 24:  # held by the initial byte
            return information, start, ""
        value, end = cbor.argument(self.data, start, information)
        return value, end, f"_{information - 24}" if value < cbor.SMALLEST[information] else ""

    def item(self, depth: int) -> None:
        """Print the data item at this place; an IndexError if there is none."""
        major, information = divmod(self.data[self.position], 32)
        if major == cbor.SIMPLE:
            self.simple(information)
        elif major in _BRACKETS:
            self.container(major, depth)
        elif information == cbor.INDEFINITE:
            self.chunks(major)
        elif major == cbor.TAG:
            self.tag(depth)
        else:
            self.flat(major)

    def flat(self, major: int) -> None:
        """Print an integer or a string of definite length."""
        value, end, mark = self.head()
        if major == cbor.UNSIGNED:
            self.write(f"{value}{mark}", end)
        elif major == cbor.NEGATIVE:
            self.write(f"{-1 - value}{mark}", end)
        elif major == cbor.BYTES:
            content = cbor.take(self.data, end, value)[: self.room]  # two characters a byte: more than fit
            self.write(f"h'{content.hex()}'{mark}", end + value)
        else:
            content_text = cbor.text(self.data, end, value)[: self.room]
            self.write(f'"{_escaped(content_text)}"{mark}', end + value)

    def tag(self, depth: int) -> None:
        """Print a tag and its content in parentheses."""
        number, end, mark = self.head()
        _check_depth(depth)
        self.write(f"{number}{mark}(", end)
        self.item(depth - 1)
        self.write(")")

    def container(self, major: int, depth: int) -> None:
        """Print an array or a map."""
        _check_depth(depth)
        opening, closing = _BRACKETS[major]
        count: int | None = None
        end, mark = self.position + 1, "_"
        if self.data[self.position] & 31 != cbor.INDEFINITE:
            count, end, mark = self.head()
        self.write(f"{opening}{mark} " if mark else opening, end)
        done = 0
        while self.data[self.position] != cbor.BREAK if count is None else done < count:
            self.write(", " if done else "")
            self.item(depth - 1)
            if major == cbor.MAP:
                self.value(depth - 1, indefinite=count is None)
            done += 1
        self.write(closing, self.position + (count is None))  # the break is a byte

    def value(self, depth: int, *, indefinite: bool) -> None:
        """Print what belongs to the key that was printed last."""
        if indefinite and self.data[self.position] == cbor.BREAK:
            raise Malformed("cbor-odd-map")
        self.write(": ")
        self.item(depth)

    def chunks(self, major: int) -> None:
        """Print a string of indefinite length by its chunks; one that has none has a notation of its own."""
        if major not in _EMPTY:
            raise Malformed("cbor-reserved")
        start = self.position + 1
        if self.data[start] == cbor.BREAK:
            self.write(_EMPTY[major], start + 1)
            return
        self.write("(_ ", start)
        separator = ""
        while self.data[self.position] != cbor.BREAK:
            cbor.chunk(self.data, self.position, major, [])  # raises where it is none
            self.write(separator)
            self.flat(major)
            separator = ", "
        self.write(")", self.position + 1)

    def simple(self, information: int) -> None:
        """Print a float or a simple value."""
        end = self.position + 1 + (1 << information - 24 if information > 23 else 0)
        value = cbor.read(self.data[self.position : end]).value
        if isinstance(value, float):
            self.write(_number(value), end)
        elif isinstance(value, cbor.Simple):
            self.write(f"simple({value.number})", end)
        else:
            self.write(_NAMES[value], end)


def _check_depth(depth: int) -> None:
    """Bound the nesting as the reader does."""
    if depth < 1:
        raise Malformed("cbor-depth")


def _number(value: float) -> str:
    """Print a float, which always has a point or is a name (RFC 8949 §8)."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    mantissa, exponent, power = repr(value).partition("e")
    return (mantissa if "." in mantissa else mantissa + ".0") + exponent + power


def _escaped(text: str) -> str:
    """Escape as JSON does whatever is not printable (RFC 8259 §7)."""
    return "".join(_ESCAPES.get(character) or _shown(character) for character in text)


def _shown(character: str) -> str:
    """Give a printable character itself, and another one in units of UTF-16."""
    if character.isprintable():
        return character
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
