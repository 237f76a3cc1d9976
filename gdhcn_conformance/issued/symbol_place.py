"""Where a QR code stands in its picture, measured in its own modules: proportions, quiet zone, which is dark.

Only a code that stands upright in a picture of clean light and dark is measured, as programs draw them; of a photograph or a scan
nothing is said.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gdhcn_conformance.credentials.qr import MAX_PIXELS

if TYPE_CHECKING:
    import zxingcpp

QUIET_ZONE = 4  # modules (ISO/IEC 18004:2015, clause 6.3.8)
SMALLEST = 3  # pixels a module, so that a corner which is a pixel off does not reach into the next module
DARK, LIGHT = 85, 170  # of 255: the thirds below and above which a shade is clearly one or the other
CLEAN = 0.98  # of the pixels are clearly dark or light; the rest are edges where a picture was scaled


@dataclass(frozen=True, slots=True)
class Place:
    """A QR code of a text: a module's width over its height, the light modules around it (4 at most), and its colours."""

    text: str
    proportion: float
    quiet: int
    inverted: bool


@dataclass(frozen=True, slots=True)
class _Box:
    """The outer edges of a symbol in pixels, and its modules a side."""

    left: int
    top: int
    right: int
    bottom: int
    modules: int

    @property
    def module(self) -> tuple[float, float]:
        return (self.right - self.left) / self.modules, (self.bottom - self.top) / self.modules


def places(image: bytes) -> list[Place]:
    """The upright QR codes of a clean picture; none where it cannot be read."""
    import zxingcpp  # noqa: PLC0415 - only where there are pictures
    from PIL import Image  # noqa: PLC0415

    try:
        picture = Image.open(io.BytesIO(image), formats=("PNG", "JPEG", "GIF", "BMP", "WEBP"))
        if picture.width * picture.height > MAX_PIXELS or picture.has_transparency_data:
            return []
        grey = picture.convert("L")
    except Exception:  # noqa: BLE001 - whatever a broken image makes its decoder raise, nothing can be measured in it
        return []
    counted = grey.histogram()
    if sum(counted[:DARK]) + sum(counted[LIGHT:]) < CLEAN * sum(counted):
        return []
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    found = zxingcpp.read_barcodes(grey, formats=formats, text_mode=zxingcpp.TextMode.Plain)
    boxes = ((each.text, _box(each)) for each in found if each.format.name == "QRCode")
    return [_measured(text, box, grey) for text, box in boxes if box is not None and min(box.module) >= SMALLEST]


def _box(barcode: zxingcpp.Barcode) -> _Box | None:
    """The edges of a symbol that stands upright; `None` of one that is turned."""
    at: Any = barcode.position
    left, right, top, bottom = at.top_left.x, at.bottom_right.x, at.top_left.y, at.bottom_right.y
    corners = ((at.top_right.x, right), (at.bottom_left.x, left), (at.top_right.y, top), (at.bottom_left.y, bottom))
    if any(abs(one - other) > 1 for one, other in corners) or right <= left or bottom <= top:
        return None
    image: Any = barcode.to_image(scale=1, add_quiet_zones=False)
    return _Box(left, top, right, bottom, len(memoryview(image).tolist()))


def _measured(text: str, box: _Box, grey: Any) -> Place:
    wide, high = box.module
    corner = grey.getpixel(
        (min(int(box.left + wide / 2), grey.width - 1), min(int(box.top + high / 2), grey.height - 1))
    )
    inverted = corner >= LIGHT

    def quiet(x: float, y: float) -> bool:
        """Whether a place is as light as the symbol's light modules; outside the picture nobody knows."""
        if not (0 <= x < grey.width and 0 <= y < grey.height):
            return False
        shade = grey.getpixel((int(x), int(y)))
        return bool(shade < DARK if inverted else shade >= LIGHT)

    rings = (_ring_is_quiet(box, number, quiet) for number in range(QUIET_ZONE))
    count = next((number for number, light in enumerate(rings) if not light), QUIET_ZONE)
    return Place(text, wide / high, count, inverted)


def _ring_is_quiet(box: _Box, number: int, quiet: Callable[[float, float], bool]) -> bool:
    """Whether all modules at this distance from the symbol are light, each tried in its middle."""
    wide, high = box.module
    away = number + 0.5
    xs = [box.left + (place + 0.5) * wide for place in range(-number - 1, box.modules + number + 1)]
    ys = [box.top + (place + 0.5) * high for place in range(-number - 1, box.modules + number + 1)]
    rows = (box.top - away * high, box.bottom + away * high)
    columns = (box.left - away * wide, box.right + away * wide)
    return all(quiet(x, y) for y in rows for x in xs) and all(quiet(x, y) for x in columns for y in ys)
