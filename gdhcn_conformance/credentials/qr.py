"""The two-dimensional symbol, read from images and written (HCERT §4.2.2; ISO/IEC 18004:2015).

Code of `Malformed`:

* `qr-unreadable`: no image, a broken one, or one of more pixels than the bound.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from gdhcn_conformance.credentials.qr_modes import Matrix, modes
from gdhcn_conformance.credentials.reading import Malformed

if TYPE_CHECKING:  # imported where they are used: reading a certificate as text must not wait for them
    import zxingcpp
    from PIL.Image import Image

# A page of A4 scanned at 600 dots an inch has 35 million pixels.
MAX_PIXELS = 40_000_000

_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP")  # those whose readers call no other program
_QUIET_ZONE = 4  # modules (ISO/IEC 18004:2015 clause 6.3.8)


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol that was found in an image.

    `text` is what it holds, changed in no way. `format` is a name of zxing-cpp's: `QRCode`, `MicroQRCode`, `Aztec` and
    so on. `mode` names the modes of its segments joined by `+`, see `qr_modes`; `unknown` where they could not be read.
    `error_correction` is L, M, Q or H. Other formats than `QRCode` have the mode `unknown` and version 0.
    """

    text: str
    format: str
    mode: str
    error_correction: str
    version: int


def read(image: bytes) -> list[Symbol]:
    """Read all matrix symbols of a PNG, JPEG, GIF, BMP or WebP image, each by itself; an image may hold none."""
    import zxingcpp  # noqa: PLC0415 - see above

    picture = _picture(image)
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.AllMatrix)
    found = zxingcpp.read_barcodes(picture, formats=formats, text_mode=zxingcpp.TextMode.Plain)
    return [_symbol(barcode) for barcode in found]


def write(  # noqa: PLR0913 - one for each thing about a symbol that HCERT §4.2.2 speaks of
    text: str,
    *,
    error: str = "q",
    mode: str = "alphanumeric",
    version: int | None = None,
    scale: int = 4,
    kind: Literal["png", "svg"] = "png",
) -> bytes:
    """Write a QR Code whose text is one segment of `mode`: numeric, alphanumeric, byte or kanji.

    `error` is l, m, q or h and is not raised where there is room; without a `version` the smallest is taken. A module
    has `scale` pixels, the quiet zone four modules. A text that the mode cannot say or the symbol not hold is a
    ValueError.
    """
    import segno  # noqa: PLC0415 - see above

    symbol = segno.make(text, error=error, mode=mode, version=version, micro=False, boost_error=False)
    output = io.BytesIO()
    symbol.save(output, kind=kind, scale=scale, border=_QUIET_ZONE)
    return output.getvalue()


def thumbnail(text: str) -> bytes:
    """Write a QR Code quickly and small, for a report: a PNG of one bit a pixel and one pixel a module.

    The level of error correction is Q where the text fits, otherwise L; the modes are those that take the least room. A
    text that is empty or too long is a ValueError.
    """
    import zxingcpp  # noqa: PLC0415 - see above
    from PIL import Image  # noqa: PLC0415

    try:
        symbol = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="Q")
    except ValueError:
        symbol = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="L")
    shades = _shades(symbol, quiet_zone=True)
    height, width = shades.shape
    output = io.BytesIO()
    Image.frombuffer("L", (width, height), shades.tobytes()).convert("1").save(output, format="PNG")
    return output.getvalue()


def _picture(image: bytes) -> Image:
    """Decode an image into shades of grey."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - see above

    try:
        picture = Image.open(io.BytesIO(image), formats=_FORMATS)
        pixels = picture.width * picture.height
        grey = _grey(picture) if pixels <= MAX_PIXELS else None
    except UnidentifiedImageError as error:
        raise Malformed("qr-unreadable", f"{len(image)} bytes are none of {', '.join(_FORMATS)}") from error
    except Exception as error:  # whatever a broken image makes its decoder raise, it cannot be read
        raise Malformed("qr-unreadable", f"{type(error).__name__}: {error}") from error
    if grey is None:
        raise Malformed("qr-unreadable", f"{pixels} pixels, above {MAX_PIXELS}")
    return grey


def _grey(picture: Image) -> Image:
    """Turn an image into shades of grey, with transparency seen on white."""
    from PIL import Image  # noqa: PLC0415 - see above

    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
    return picture.convert("L")


def _symbol(barcode: zxingcpp.Barcode) -> Symbol:
    """Describe a symbol that was read."""
    kind = barcode.format.name
    names: tuple[str, ...] = ()
    version = 0
    if kind == "QRCode":
        matrix = _matrix(barcode)
        names = modes(matrix, len(barcode.bytes))
        version = (len(matrix) - 17) // 4  # ISO/IEC 18004 table 1
    return Symbol(barcode.text, kind, "+".join(names) or "unknown", barcode.ec_level, version)


def _matrix(barcode: zxingcpp.Barcode) -> Matrix:
    """Give the modules of a symbol as they were sampled from the image."""
    return [[int(shade == 0) for shade in row] for row in _shades(barcode, quiet_zone=False).tolist()]


def _shades(barcode: zxingcpp.Barcode, *, quiet_zone: bool) -> Any:
    """Give the modules of a symbol as a memoryview of rows and columns: 0 is dark, 255 light."""
    image: Any = barcode.to_image(scale=1, add_quiet_zones=quiet_zone)  # a buffer, which the stub does not say
    return memoryview(image)
