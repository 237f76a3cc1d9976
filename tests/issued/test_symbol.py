"""The picture of an issued certificate's QR code."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
import segno
import zxingcpp
from PIL import Image, ImageFilter, ImageOps

from gdhcn_conformance.credentials import qr
from gdhcn_conformance.generation import images
from tests.issued.drafts import broken, issued, numbered, requirements_of, said


def opened(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture)).convert("L")


def saved(picture: Image.Image, kind: str = "PNG", **settings: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **settings)
    return out.getvalue()


def changed(change: Callable[[Image.Image], Image.Image]) -> Callable[[str], bytes]:
    return lambda text: saved(change(opened(qr.write(text))))


def drawn(**how: Any) -> Callable[[str], bytes]:
    return lambda text: images.draw(text, how)


def another(kind: str) -> Callable[[str], bytes]:
    """The text as a symbol of another kind."""

    def draw(text: str) -> bytes:
        shades = memoryview(zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, kind)).to_image(scale=3))
        assert shades.shape
        return saved(Image.frombuffer("L", (shades.shape[1], shades.shape[0]), shades.tobytes()))

    return draw


def appended(text: str) -> bytes:
    """The text in three symbols that say that they belong together."""
    parts = [io.BytesIO() for _ in range(3)]
    for symbol, out in zip(segno.make_sequence(text, symbol_count=3, error="q"), parts, strict=True):
        symbol.save(out, kind="png", scale=4, border=4)
    pictures = [opened(each.getvalue()) for each in parts]
    both = Image.new("L", (sum(each.width for each in pictures), max(each.height for each in pictures)), 255)
    for number, each in enumerate(pictures):
        both.paste(each, (sum(before.width for before in pictures[:number]), 0))
    return saved(both)


def with_eci(text: str) -> bytes:
    out = io.BytesIO()
    segno.make(text, error="q", mode="byte", encoding="utf-8", eci=True, micro=False, boost_error=False).save(
        out, kind="png", scale=4, border=4
    )
    return out.getvalue()


def cropped(pixels: int) -> Callable[[str], bytes]:
    return changed(lambda image: image.crop((pixels, pixels, image.width - pixels, image.height - pixels)))


def framed(image: Image.Image) -> Image.Image:
    """A dark frame two modules, of four pixels each, away from the code."""
    return ImageOps.expand(image.crop((8, 8, image.width - 8, image.height - 8)), 8, 0)


FOLLOWS = {"HCERT-QR-004": {"HCERT-ISS-003"}, "HCERT-QR-005": {"HCERT-QR-002"}}
BREAKING = [
    ("HCERT-QR-001", another("Aztec"), "got Aztec, should be a QR code"),
    ("HCERT-QR-001", another("DataMatrix"), "got DataMatrix, should be a QR code"),
    ("HCERT-QR-001", another("PDF417"), "got PDF417, should be a QR code"),
    ("HCERT-QR-002", lambda text: qr.write(text, mode="byte"), "got byte, should be alphanumeric"),
    ("HCERT-QR-003", drawn(error="l"), "got error correction L, should be Q"),
    ("HCERT-QR-003", drawn(error="h"), "got error correction H, should be Q"),
    ("HCERT-QR-004", drawn(halves=True), "got the certificate in 2 symbols, should be in one"),
    ("HCERT-QR-004", appended, "got the certificate in 3 symbols, should be in one"),
    ("HCERT-QR-005", with_eci, "got a designator of a character set (ECI), should be none"),
    ("HCERT-QR-008", cropped(16), "got a quiet zone of 0 modules, should be 4"),
    ("HCERT-QR-008", cropped(4), "got a quiet zone of 3 modules, should be 4"),
    ("HCERT-QR-008", changed(framed), "got a quiet zone of 2 modules, should be 4"),
    ("HCERT-QR-008", changed(ImageOps.invert), "got a light code on a dark ground, should be dark on light"),
    ("HCERT-QR-010", changed(lambda image: image.resize((image.width * 2, image.height), 0)), "got modules 2.00 times as wide as high, should be square"),
    ("HCERT-QR-011", lambda text: saved(opened(qr.write(text)), "JPEG", quality=95), "got JPEG, should be a lossless format such as PNG"),
    ("HCERT-QR-011", lambda text: saved(opened(qr.write(text)), "WEBP", quality=90), "got lossy WebP, should be a lossless format such as PNG"),
    ("HCERT-ISS-003", drawn(damage="blank"), "got a picture in which no code can be read, should be the QR code of the certificate"),
    ("HCERT-ISS-003", drawn(left="HC1:OTHER"), "got a code that holds 'HC1:OTHER', should be the text of the certificate"),
]  # fmt: skip


@pytest.mark.parametrize(("requirement", "picture", "sentence"), BREAKING, ids=numbered(BREAKING))
def test_a_fault_is_told_by_its_requirement(requirement, picture, sentence):
    """A picture with one fault breaks the requirement about it, none that does not follow, and the sentence says how."""
    certificate = issued(picture=picture)
    found = said(requirement, certificate)
    assert found and sentence in found
    assert broken(certificate) - {requirement} <= FOLLOWS.get(requirement, set())


def test_every_requirement_is_broken_once():
    """For each check of the module there is a picture here that breaks it, but for FNC1, which nothing at hand can draw."""
    assert {requirement for requirement, *_ in BREAKING} == requirements_of("symbol") - {"HCERT-QR-006"}


@pytest.mark.parametrize("requirement", sorted(requirements_of("symbol")))
def test_a_picture_without_fault_meets_it(requirement):
    """A picture as the specification recommends it meets every requirement on it."""
    assert said(requirement, issued(picture=qr.write)) == []


@pytest.mark.parametrize("requirement", sorted(requirements_of("symbol")))
def test_nothing_is_said_without_a_picture(requirement):
    """Where no picture was drawn, no requirement on it applies."""
    assert said(requirement, issued()) is None


def test_fnc1_is_told():
    """A code in FNC1 mode is told as that, and its mode is called alphanumeric all the same."""
    certificate = issued(picture=qr.write)
    certificate.memory["symbols"] = [qr.Symbol(certificate.text, "QRCode", "fnc1+alphanumeric", "Q", 15)]
    assert said("HCERT-QR-006", certificate) == ["got FNC1, should be none"]
    assert said("HCERT-QR-002", certificate) == []


TOLERATED = {
    "a photograph": changed(lambda image: image.rotate(7, expand=True, fillcolor=255).filter(ImageFilter.GaussianBlur(1))),
    "a turned code": changed(lambda image: image.rotate(90)),
    "a small code": drawn(scale=1),
    "a large quiet zone": changed(lambda image: ImageOps.expand(image, 100, 255)),
    "a grey frame": changed(lambda image: ImageOps.expand(image, 20, 128)),
    "transparency": lambda text: saved(_transparent(opened(qr.write(text)))),
    "lossless WebP": lambda text: saved(opened(qr.write(text)), "WEBP", lossless=True),
    "the same code twice": lambda text: saved(_twice(opened(qr.write(text)))),
}  # fmt: skip


def _transparent(image: Image.Image) -> Image.Image:
    made = Image.new("RGBA", image.size, (0, 0, 0, 0))
    made.paste((0, 0, 0, 255), mask=ImageOps.invert(image))
    return made


def _twice(image: Image.Image) -> Image.Image:
    both = Image.new("L", (2 * image.width, image.height), 255)
    both.paste(image, (0, 0))
    both.paste(image, (image.width, 0))
    return both


@pytest.mark.parametrize("picture", TOLERATED.values(), ids=TOLERATED)
def test_pictures_that_break_nothing(picture):
    """Turned, photographed, transparent and tiny pictures are not held to what cannot be measured in them."""
    assert broken(issued(picture=picture)) == set()
