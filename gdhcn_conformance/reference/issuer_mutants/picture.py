"""Bugs in drawing the QR code."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from gdhcn_conformance.credentials import qr
from gdhcn_conformance.generation import images
from gdhcn_conformance.reference.issuer import Making
from gdhcn_conformance.reference.issuer_mutants.registry import registry

MUTANTS, mutant = registry()


def _draw(making: Making, picture: Callable[[str], bytes]) -> None:
    if making.asked.get("picture"):
        making.picture = picture(making.text)


@mutant("HCERT-QR-002", "draw")
def byte_mode(making: Making) -> None:
    """The text is written in byte mode, as QR libraries do when they are not told the mode."""
    _draw(making, lambda text: qr.write(text, mode="byte"))


@mutant("HCERT-QR-003", "draw")
def low_error_correction(making: Making) -> None:
    """The symbol has the lowest level of error correction."""
    _draw(making, lambda text: qr.write(text, error="l"))


@mutant("HCERT-QR-001", "draw")
def aztec_code(making: Making) -> None:
    """The symbol is an Aztec code."""
    _draw(making, lambda text: _symbol(text, "Aztec"))


def _symbol(text: str, kind: str, **options: Any) -> bytes:
    """A picture of the text in a symbology of zxing-cpp's, black on white with a margin."""
    import zxingcpp  # noqa: PLC0415 - loads an image library, only for the few pictures
    from PIL import Image  # noqa: PLC0415

    symbol: Any = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, kind), **options)
    shades = memoryview(symbol.to_image(scale=4, add_quiet_zones=True))
    height, width = shades.shape or (0, 0)
    output = io.BytesIO()
    Image.frombuffer("L", (width, height), shades.tobytes()).save(output, format="PNG")
    return output.getvalue()


@mutant("HCERT-ISS-003", "draw")
def picture_of_another_text(making: Making) -> None:
    """The picture holds a link to the certificate."""
    _draw(making, lambda _: qr.write("HTTPS://EXAMPLE.ORG/CERTIFICATES/1"))


@mutant("HCERT-ISS-003", "draw")
def two_codes_in_one_picture(making: Making) -> None:
    """Beside the certificate's code stands that of a web site."""
    _draw(making, lambda text: images.draw(text, {"left": "HTTPS://EXAMPLE.ORG"}))


@mutant("HCERT-QR-004", "draw", "HCERT-ISS-003", because="neither symbol holds the text of the certificate")
def text_in_two_halves(making: Making) -> None:
    """The text is spread over two symbols."""
    _draw(making, lambda text: images.draw(text, {"halves": True}))


@mutant("HCERT-ISS-003", "draw")
def no_picture(making: Making) -> None:
    """No picture is drawn, though it is declared that pictures are."""
    making.picture = None


@mutant("HCERT-QR-006", "draw", "HCERT-ISS-003", because="that symbol holds a number")
def symbol_of_the_box(making: Making) -> None:
    """The picture is that of the vaccine's box: a symbol of GS1, in FNC1 mode."""
    _draw(making, lambda _: _symbol("(01)09506000134352", "QRCode", gs1=True))


@mutant("HCERT-QR-005", "draw", "HCERT-QR-002", because="a character set is of bytes")
def character_set_announced(making: Making) -> None:
    """The symbol announces a character set before the text, as for names in other scripts."""
    _draw(making, _announced)


def _announced(text: str) -> bytes:
    import segno  # noqa: PLC0415 - loads a drawing library, only for the few pictures

    output = io.BytesIO()
    symbol = segno.make(text, error="q", mode="byte", encoding="utf-8", eci=True, micro=False, boost_error=False)
    symbol.save(output, kind="png", scale=4, border=4)  # the quiet zone (ISO/IEC 18004, clause 6.3.8)
    return output.getvalue()


@mutant("HCERT-QR-008", "draw")
def no_quiet_zone(making: Making) -> None:
    """The picture ends where the symbol ends, to save room."""
    _draw(making, lambda text: _changed(text, lambda picture: picture.crop(picture.point(lambda p: 255 - p).getbbox())))


@mutant("HCERT-QR-010", "draw")
def stretched_to_fit(making: Making) -> None:
    """The picture is stretched to the width of its place."""
    _draw(making, lambda text: _changed(text, lambda picture: picture.resize((picture.width * 3 // 2, picture.height))))


@mutant("HCERT-QR-011", "draw")
def picture_as_jpeg(making: Making) -> None:
    """The picture is a JPEG, as web sites like them."""
    _draw(making, lambda text: _changed(text, lambda picture: picture, "JPEG"))


def _changed(text: str, change: Callable[[Any], Any], kind: str = "PNG") -> bytes:
    """The picture of the text, changed and saved in this format."""
    from PIL import Image  # noqa: PLC0415 - loads an image library, only for the few pictures

    output = io.BytesIO()
    change(Image.open(io.BytesIO(qr.write(text))).convert("L")).save(output, format=kind)
    return output.getvalue()
