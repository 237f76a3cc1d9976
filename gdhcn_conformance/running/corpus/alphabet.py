"""Base45 once more, after the text of RFC 9285 and sharing nothing with the suite's own decoder, which it is to check."""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"  # RFC 9285, table 1
VALUES = {character: value for value, character in enumerate(ALPHABET)}


def base45_text(data: bytes) -> str:
    """Two octets make three characters, a last one alone makes two; the least significant first (RFC 9285 §4)."""
    text = []
    for start in range(0, len(data), 2):
        pair = data[start : start + 2]
        number = int.from_bytes(pair)
        for _ in range(len(pair) + 1):
            number, value = divmod(number, 45)
            text.append(ALPHABET[value])
    return "".join(text)


def base45_bytes(text: str) -> bytes:
    """The octets of a text; `ValueError` on a foreign character, a group too large and a single character left over (§6)."""
    data = bytearray()
    for start in range(0, len(text), 3):
        group = text[start : start + 3]
        if len(group) == 1:
            raise ValueError(f"one character over at {start}")
        if strange := [character for character in group if character not in VALUES]:
            raise ValueError(f"{strange[0]!r} at {start + group.index(strange[0])} is not in the alphabet")
        number = sum(VALUES[character] * 45**place for place, character in enumerate(group))
        if number >= 256 ** (len(group) - 1):
            raise ValueError(f"{group!r} at {start} is {number}, too large")
        data += number.to_bytes(len(group) - 1)
    return bytes(data)
