"""Base45, the text form of the certificate (RFC 9285).

The encoding is canonical: every byte string has one text and every other text is refused, so reading knows no
deviations. No white space is stripped (the space is a character of the alphabet, RFC 9285 table 1) and no case is
folded.

Codes of `Malformed`:

* `base45-alphabet`: a character outside the 45 (RFC 9285 §6);
* `base45-length`: one character is left over, which no encoding ends in (RFC 9285 §4);
* `base45-range`: three characters stand for more than 65535, or the last two for more than 255 (RFC 9285 §6).
"""

from __future__ import annotations

from gdhcn_conformance.credentials.reading import Malformed, Reading

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
"""The 45 characters in the order of their values (RFC 9285 table 1)."""

_BASE = 45
# Two characters, least significant first, for every value below 45², so that sixteen bits need one division only.
_PAIRS = tuple(low + high for high in ALPHABET for low in ALPHABET)

_NO_VALUE = 0xFF  # above every value of the alphabet
_VALUES = bytes(ALPHABET.find(chr(code)) if chr(code) in ALPHABET else _NO_VALUE for code in range(256))


def encode(data: bytes) -> str:
    """Give the Base45 text of `data`: three characters for two bytes, two for a last single one (RFC 9285 §4)."""
    paired = len(data) - len(data) % 2
    pieces = []
    for high, low in zip(data[0:paired:2], data[1:paired:2], strict=True):
        third, rest = divmod(256 * high + low, _BASE * _BASE)
        pieces.append(_PAIRS[rest] + ALPHABET[third])
    if paired < len(data):
        pieces.append(_PAIRS[data[-1]])
    return "".join(pieces)


def read(text: str) -> Reading[bytes]:
    """Give the bytes that `text` encodes (RFC 9285 §4 and §6); `Malformed` where it is the encoding of nothing."""
    digits = _digits(text)
    tail = len(digits) % 3
    if tail == 1:
        raise Malformed("base45-length", f"{len(digits)} characters leave one over when taken by three")
    if not tail:
        return Reading(_triples(digits))
    last = digits[-2] + _BASE * digits[-1]
    data = _triples(digits[:-2])
    if last > 0xFF:
        raise Malformed("base45-range", f"the last pair {text[-2:]!r} stands for {last}, above 255")
    return Reading(data + bytes((last,)))


def _digits(text: str) -> bytes:
    """Give the value of each character, a byte each."""
    try:
        digits = text.encode("ascii").translate(_VALUES)
        wrong = digits.find(_NO_VALUE)
    except UnicodeEncodeError as error:
        wrong = error.start
    if wrong >= 0:
        raise Malformed("base45-alphabet", f"{text[wrong]!a} at position {wrong} is not a character of Base45")
    return digits


def _triples(digits: bytes) -> bytes:
    """Give two bytes for each three digits, all at once: c + 45·d + 2025·e (RFC 9285 §4) in lanes of one long integer.

    A lane has 32 bits and the largest sum is 91124, so that no lane overflows into the next.
    """
    sums = _lanes(digits[0::3]) + _BASE * _lanes(digits[1::3]) + _BASE * _BASE * _lanes(digits[2::3])
    count = len(digits) // 3
    lanes = sums.to_bytes(4 * count, "little")
    excess = lanes[2::4]  # the bits above the sixteen that two bytes hold
    if excess.count(0) < count:
        place = 3 * (count - len(excess.lstrip(b"\0")))
        triple = "".join(ALPHABET[digit] for digit in digits[place : place + 3])
        raise Malformed("base45-range", f"{triple!r} at position {place} stands for more than 65535")
    data = bytearray(2 * count)
    data[0::2] = lanes[1::4]
    data[1::2] = lanes[0::4]
    return bytes(data)


def _lanes(digits: bytes) -> int:
    """Lay digits into lanes of 32 bits, the first into the lowest."""
    spread = bytearray(4 * len(digits))
    spread[0::4] = digits
    return int.from_bytes(spread, "little")
