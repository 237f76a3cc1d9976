"""The QR symbols of a deck: one version for all, so that size and density tell nothing of what a card holds (HCERT 4.2.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from segno import QRCode

QUIET_ZONE = 4  # modules (ISO/IEC 18004:2015, 6.3.8)
# Millimetres of a symbol's side, without its quiet zone: a diagonal of 59.4 mm, within the 35 to 60 mm of HCERT 4.2.2.
SIDE = 42.0


def symbols(texts: Sequence[str]) -> list[QRCode]:
    """A symbol a text: level Q, alphanumeric mode, and the smallest version that holds the longest of them."""
    import segno  # noqa: PLC0415 - only when a deck is made

    how: dict[str, Any] = {"error": "q", "mode": "alphanumeric", "micro": False, "boost_error": False}
    version = segno.make(max(texts, key=len), **how).version
    return [segno.make(text, version=version, **how) for text in texts]


def runs(symbol: QRCode) -> Iterable[tuple[int, int, int]]:
    """The dark modules as (column, row, length) of each run in a row, from the upper left."""
    for row, modules in enumerate(symbol.matrix):
        start = None
        for column, module in enumerate([*modules, 0]):
            if module and start is None:
                start = column
            elif not module and start is not None:
                yield start, row, column - start
                start = None


def svg(symbol: QRCode) -> str:
    """The symbol with its quiet zone as an SVG element without a size of its own."""
    inline: str = symbol.svg_inline(border=QUIET_ZONE, omitsize=True, svgclass="symbol", lineclass=None, light="#fff")
    return inline
