"""The unique vaccination certificate identifier (eHealth Network, UVCI annex 2; URN registration `uvci`).

`URN:UVCI:01:CC:` and an opaque body, with a check character behind `#` where the issuer adds one.
"""

from __future__ import annotations

PREFIX = "URN:UVCI:"
VERSION = "01"
DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CHECKED = LETTERS + DIGITS + "/:"  # the 38 characters of the check, in their order


def check_character(text: str) -> str:
    """The Luhn mod N check character over A-Z, 0-9, slash and colon; the prefix is included. `ValueError` for any other character."""
    total = 0
    for position, character in enumerate(reversed(text)):
        addend = CHECKED.index(character) * (1 if position % 2 else 2)
        total += addend // len(CHECKED) + addend % len(CHECKED)
    return CHECKED[-total % len(CHECKED)]


def opaque(chance: bytes) -> str:
    """Eighteen digits and letters, the number in twelve octets: 36 to the 18th is about 2 to the 93rd."""
    value, text = int.from_bytes(chance[:12]), ""
    for _ in range(18):
        value, digit = divmod(value, 36)
        text += (DIGITS + LETTERS)[digit]
    return text


def identifier(country: str, body: str) -> str:
    """An identifier of this country, of one part, with its check character."""
    text = f"{PREFIX}{VERSION}:{country}:{body}"
    return f"{text}#{check_character(text)}"
