"""The modes in which a QR Code holds its text, read from the modules themselves (ISO/IEC 18004:2015).

HCERT wants alphanumeric mode, and the libraries that read symbols do not tell the mode. So the bit stream is taken from
the modules in the steps of the standard's decoding procedure, but for the error correction: only the
headers of the segments are needed, and that they were read rightly shows in the number of bytes they announce.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias

Matrix: TypeAlias = Sequence[Sequence[int]]
"""The modules of a symbol without its quiet zone, row by row from the top: 1 is dark, 0 light."""

_Place: TypeAlias = tuple[int, int]  # row and column of a module

# Table 9: blocks and, in each, error correction codewords, by level and version.
_BLOCKS = {
    level: tuple(tuple(map(int, pair.split("/"))) for pair in pairs.split())
    for level, pairs in {
        "L": """
            1/7 1/10 1/15 1/20 1/26 2/18 2/20 2/24 2/30 4/18 4/20 4/24 4/26 4/30
            6/22 6/24 6/28 6/30 7/28 8/28 8/28 9/28 9/30 10/30 12/26 12/28 12/30 13/30
            14/30 15/30 16/30 17/30 18/30 19/30 19/30 20/30 21/30 22/30 24/30 25/30
        """,
        "M": """
            1/10 1/16 1/26 2/18 2/24 4/16 4/18 4/22 5/22 5/26 5/30 8/22 9/22 9/24
            10/24 10/28 11/28 13/26 14/26 16/26 17/26 17/28 18/28 20/28 21/28 23/28 25/28 26/28
            28/28 29/28 31/28 33/28 35/28 37/28 38/28 40/28 43/28 45/28 47/28 49/28
        """,
        "Q": """
            1/13 1/22 2/18 2/26 4/18 4/24 6/18 6/22 8/20 8/24 8/28 10/26 12/24 16/20
            12/30 17/24 16/28 18/28 21/26 20/30 23/28 23/30 25/30 27/30 29/30 34/28 34/30 35/30
            38/30 40/30 43/30 45/30 48/30 51/30 53/30 56/30 59/30 62/30 65/30 68/30
        """,
        "H": """
            1/17 1/28 2/22 4/16 4/22 4/28 5/26 6/26 8/24 8/28 11/24 11/28 16/22 16/24
            18/24 16/30 19/28 21/28 25/26 25/28 25/30 34/24 30/30 32/30 35/30 37/30 40/30 42/30
            45/30 48/30 51/30 54/30 57/30 60/30 63/30 66/30 70/30 74/30 77/30 81/30
        """,
    }.items()
}

# Table 10: a data module is inverted where the expression of its row and column is 0.
_MASKS: tuple[Callable[[int, int], int], ...] = (
    lambda row, column: (row + column) % 2,
    lambda row, _column: row % 2,
    lambda _row, column: column % 3,
    lambda row, column: (row + column) % 3,
    lambda row, column: (row // 2 + column // 3) % 2,
    lambda row, column: row * column % 2 + row * column % 3,
    lambda row, column: (row * column % 2 + row * column % 3) % 2,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2,
)

_NUMERIC, _ALPHANUMERIC, _BYTE, _KANJI = 0b0001, 0b0010, 0b0100, 0b1000  # table 2
_STRUCTURED_APPEND, _FNC1_FIRST, _ECI, _FNC1_SECOND = 0b0011, 0b0101, 0b0111, 0b1001  # table 2
_NAMES = {
    _NUMERIC: "numeric",
    _ALPHANUMERIC: "alphanumeric",
    _BYTE: "byte",
    _KANJI: "kanji",
    _STRUCTURED_APPEND: "structured-append",
    _FNC1_FIRST: "fnc1",
    _ECI: "eci",
    _FNC1_SECOND: "fnc1",
}
# Table 3: bits of the character count for versions 1 to 9, 10 to 26, 27 to 40.
_COUNT_BITS = {_NUMERIC: (10, 12, 14), _ALPHANUMERIC: (9, 11, 13), _BYTE: (8, 16, 16), _KANJI: (8, 10, 12)}


def modes(matrix: Matrix, length: int) -> tuple[str, ...]:
    """Give the modes of the segments of a QR Code in their order, or none where they cannot be determined.

    `length` is the number of bytes that were read from the symbol. Beside `numeric`, `alphanumeric`, `byte` and `kanji`
    there are `eci`, `fnc1` and `structured-append`, which hold no text. A symbol that was seen in a mirror is turned
    round.
    """
    return _modes(matrix, length) or _modes(tuple(zip(*matrix, strict=True)), length)


def _modes(matrix: Matrix, length: int) -> tuple[str, ...]:
    """Give the modes of a symbol that is the right way round."""
    version, odd = divmod(len(matrix) - 17, 4)  # table 1: 21 modules, and four more for each further version
    if odd or not 1 <= version <= 40:
        return ()
    level, mask = _format(matrix)
    bits = _data_bits(matrix, version, level, mask)
    segments = tuple(_segments(bits, version))
    names = tuple(name for name, _ in segments)
    held = sum(size for _, size in segments)
    # After FNC1 two characters may stand for one (clause 7.4.8).
    return names if length <= held <= length * (2 if "fnc1" in names else 1) else ()


def _format(matrix: Matrix) -> tuple[str, int]:
    """Read error correction level and mask from the format information beside the upper left finder (clause 7.9)."""
    row = [matrix[8][column] for column in (0, 1, 2, 3, 4, 5, 7, 8)]
    column = [matrix[row][8] for row in (7, 5, 4, 3, 2, 1, 0)]
    found = int("".join(map(str, row + column)), 2)
    nearest = min(range(32), key=lambda data: (_format_bits(data) ^ found).bit_count())
    return "MLHQ"[nearest >> 3], nearest & 7  # table 12


def _format_bits(data: int) -> int:
    """Give the fifteen format bits of five data bits: a BCH code, masked (annex C)."""
    rest = data << 10
    for shift in range(4, -1, -1):
        if rest >> 10 + shift & 1:
            rest ^= 0b10100110111 << shift  # the generator polynomial
    return (data << 10 | rest) ^ 0b101010000010010


def _data_bits(matrix: Matrix, version: int, level: str, mask: int) -> str:
    """Give the bits of all data codewords in their order before interleaving (clauses 7.7.3, 7.8 and 7.6)."""
    inverts = _MASKS[mask]
    modules = "".join(str(matrix[row][column] ^ (not inverts(row, column))) for row, column in _places(version))
    codewords = [modules[start : start + 8] for start in range(0, len(modules) - 7, 8)]
    blocks, correction = _BLOCKS[level][version - 1]
    # Data codewords of the first blocks; the last blocks may have one more.
    shortest = len(codewords) // blocks - correction
    first_longer = blocks - len(codewords) % blocks
    data: list[str] = []
    for block in range(blocks):
        data += codewords[block : shortest * blocks : blocks]
        if block >= first_longer:
            data.append(codewords[shortest * blocks + block - first_longer])
    return "".join(data)


@lru_cache(maxsize=8)  # the versions of one country's certificates; version 40 takes 2 MB
def _places(version: int) -> tuple[_Place, ...]:
    """Give the places of all bits in their order: two columns at a time from the right, up and down (clause 7.7.3)."""
    size = 17 + 4 * version
    taken = _function_places(version, size)
    places: list[_Place] = []
    upwards = True
    for right in (*range(size - 1, 7, -2), 5, 3, 1):  # column 6 is the timing pattern
        rows = range(size - 1, -1, -1) if upwards else range(size)
        places += [(row, column) for row in rows for column in (right, right - 1) if (row, column) not in taken]
        upwards = not upwards
    return tuple(places)


def _function_places(version: int, size: int) -> set[_Place]:
    """Give the places that hold no data: patterns, format and version information (clause 6.3)."""
    end = size - 8
    # Finders, and the format information beside them; then the timing patterns.
    taken = {(row, column) for row in range(9) for column in (*range(9), *range(end, size))}
    taken |= {(row, column) for row in range(end, size) for column in range(9)}
    taken |= {place for at in range(size) for place in ((6, at), (at, 6))}
    if version >= 7:  # version information, three modules wide and six long
        taken |= {place for at in range(6) for by in range(end - 3, end) for place in ((at, by), (by, at))}
    centres = _alignment(version, size)
    for row in centres:
        for column in centres:
            if (row, column) not in {(6, 6), (6, size - 7), (size - 7, 6)}:  # where the finders are
                taken |= {(row + down, column + right) for down in range(-2, 3) for right in range(-2, 3)}
    return taken


def _alignment(version: int, size: int) -> list[int]:
    """Give the rows, which are also the columns, of the centres of alignment patterns (annex E).

    One more for seven versions, from 6 to seven modules before the edge, at even steps as nearly equal as the first
    allows.
    """
    if version == 1:
        return []
    gaps = version // 7 + 1
    step = (8 * version + 3 * gaps + 8) // (4 * gaps) * 2
    return [6, *sorted(size - 7 - step * place for place in range(gaps))]


def _segments(bits: str, version: int) -> Iterator[tuple[str, int]]:
    """Give the name of each segment and the number of bytes that it holds (clause 7.4)."""
    at = 0
    while (mode := int(bits[at : at + 4] or "0", 2)) in _NAMES:
        at += 4
        count = 0
        if mode in _COUNT_BITS:
            width = _COUNT_BITS[mode][(version > 9) + (version > 26)]
            count = int(bits[at : at + width] or "0", 2)
            at += width
        at += _content_bits(mode, count, bits[at : at + 2])
        yield _NAMES[mode], 2 * count if mode == _KANJI else count


def _content_bits(mode: int, count: int, start: str) -> int:
    """Give the length of what follows the character count of a segment; `start` is its first two bits (clause 7.4)."""
    return {
        _NUMERIC: count // 3 * 10 + (0, 4, 7)[count % 3],
        _ALPHANUMERIC: count // 2 * 11 + count % 2 * 6,
        _BYTE: 8 * count,
        _KANJI: 13 * count,
        _STRUCTURED_APPEND: 16,  # place, total, parity
        _ECI: 24 if start == "11" else 16 if start == "10" else 8,  # table 4
        _FNC1_FIRST: 0,
        _FNC1_SECOND: 8,  # the application indicator
    }[mode]
