"""The deck as a PDF: eight cards a page with marks to cut along, every symbol drawn as one path, the same bytes every time."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gdhcn_conformance.errors import Problem
from gdhcn_conformance.evidence.deck_symbol import QUIET_ZONE, SIDE, runs

if TYPE_CHECKING:
    from segno import QRCode

COLUMNS, ROWS = 2, 4
A_PAGE = COLUMNS * ROWS
POINTS = 72 / 25.4  # a millimetre
HEAD, FOOT, EDGE = (
    17.0,
    15.0,
    10.0,
)  # millimetres kept free: of head and foot for their lines, of the edges for printers
MARK = 3.0  # millimetres of each arm of a cutting mark
PAPERS = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}  # ISO 216; ANSI/ASME Y14.1


@dataclass(frozen=True, slots=True)
class Print:
    """One card as it is printed: what stands beside its symbol, and the symbol."""

    number: int
    symbol: QRCode


@dataclass(frozen=True, slots=True)
class Page:
    """A paper, in millimetres from its upper left corner, as cards lie on it."""

    width: float
    height: float

    @property
    def card(self) -> tuple[float, float]:
        """Width and height of a card."""
        return (self.width - 2 * EDGE) / COLUMNS, (self.height - HEAD - FOOT) / ROWS

    def corner(self, place: int) -> tuple[float, float]:
        """The upper left corner of the card at this place of the page, counted line by line."""
        width, height = self.card
        return EDGE + place % COLUMNS * width, HEAD + place // COLUMNS * height


def check_installed() -> None:
    """`Problem` where the library that writes PDF is missing, before anything is made."""
    try:
        import reportlab  # noqa: F401, PLC0415 - an extra
    except ImportError as missing:
        hint = "pip install 'gdhcn-conformance[evidence]'"
        raise Problem("extra-missing", "Decks need reportlab, which is not installed.", hint) from missing


def pdf(deck: str, prints: Sequence[Print], paper: str) -> bytes:
    """The pages of the deck of this name, on `a4` or `letter`."""
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 - an extra

    page = Page(*PAPERS[paper])
    out = io.BytesIO()
    # `invariant` leaves out the time of day, so that the same deck is the same file.
    canvas = Canvas(out, pagesize=(page.width * POINTS, page.height * POINTS), invariant=1, pageCompression=1)
    canvas.setTitle(f"GDHCN test deck {deck}")
    canvas.setSubject("Test cards for verifier apps. Everything on them is made up.")
    pages = range(0, len(prints), A_PAGE)
    for number, first in enumerate(pages, 1):
        _furniture(canvas, page, deck, f"page {number} of {len(pages)}")
        for place, card in enumerate(prints[first : first + A_PAGE]):
            _card(canvas, page, page.corner(place), card, deck)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _furniture(canvas: Any, page: Page, deck: str, told: str) -> None:
    """What stands around the cards: name, number of the page, and the marks to cut along."""
    canvas.setFillGray(0.3)
    canvas.setFont("Helvetica", 9)
    _text(canvas, page, EDGE, 9.5, f"GDHCN test deck {deck}")
    canvas.drawRightString((page.width - EDGE) * POINTS, (page.height - 9.5) * POINTS, told)
    canvas.setFont("Helvetica", 8)
    foot = (
        "TEST ONLY. Invented persons, keys without value. Cut along the marks, or cover the other cards while scanning."
    )
    _text(canvas, page, EDGE, page.height - 7, foot)
    canvas.setStrokeGray(0.45)
    canvas.setLineWidth(0.4)
    width, height = page.card
    for column in range(COLUMNS + 1):
        for row in range(ROWS + 1):
            x, y = EDGE + column * width, HEAD + row * height
            _line(canvas, page, (x - MARK, y), (x + MARK, y))
            _line(canvas, page, (x, y - MARK), (x, y + MARK))


def _card(canvas: Any, page: Page, corner: tuple[float, float], card: Print, deck: str) -> None:
    _, height = page.card
    modules = len(card.symbol.matrix)
    module = SIDE / modules
    left, top = corner[0] + 5 + QUIET_ZONE * module, corner[1] + (height - SIDE) / 2  # 5 mm from the cut at the least
    canvas.saveState()
    canvas.translate(left * POINTS, (page.height - top) * POINTS)
    canvas.scale(module * POINTS, -module * POINTS)
    path = canvas.beginPath()
    for column, row, length in runs(card.symbol):
        path.rect(column, row, length, 1)
    canvas.setFillGray(0)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()
    beside = left + SIDE + QUIET_ZONE * module + 3
    middle = corner[1] + height / 2
    canvas.setFillGray(0.3)
    canvas.setFont("Helvetica", 9)
    _text(canvas, page, beside, middle - 9, "Card")
    _text(canvas, page, beside, middle + 10, f"deck {deck}")
    canvas.setFillGray(0)
    canvas.setFont("Helvetica-Bold", 40 if card.number < 1000 else 32)  # points; four digits have to fit, too
    _text(canvas, page, beside, middle + 4.5, str(card.number))


def _text(canvas: Any, page: Page, x: float, y: float, text: str) -> None:
    canvas.drawString(x * POINTS, (page.height - y) * POINTS, text)


def _line(canvas: Any, page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    (x1, y1), (x2, y2) = start, end
    canvas.line(x1 * POINTS, (page.height - y1) * POINTS, x2 * POINTS, (page.height - y2) * POINTS)
