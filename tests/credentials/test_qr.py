"""The symbol: reading, writing, and the modes of its segments (ISO/IEC 18004)."""

import io
import struct
import subprocess
import sys
import zlib

import pytest
import segno
import zxingcpp
from PIL import Image, ImageDraw, ImageOps

from gdhcn_conformance.credentials import qr, qr_modes
from gdhcn_conformance.credentials.qr import Symbol
from gdhcn_conformance.credentials.reading import Malformed

TEXT = "HC1: $%*+-./:0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ " + "NCF %25%20+" * 9


def _png(picture: Image.Image, kind: str = "PNG") -> bytes:
    output = io.BytesIO()
    picture.save(output, kind)
    return output.getvalue()


def _picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("L")


def _segno(symbol: segno.QRCode) -> bytes:
    output = io.BytesIO()
    symbol.save(output, kind="png", scale=4, border=4)
    return output.getvalue()


@pytest.mark.parametrize("error", ["l", "m", "q", "h"])
@pytest.mark.parametrize("mode", ["alphanumeric", "byte"])
def test_identity(error, mode):
    """A symbol that was written is read with its text, mode and level of error correction."""
    (symbol,) = qr.read(qr.write(TEXT, error=error, mode=mode))
    assert (symbol.text, symbol.format, symbol.mode, symbol.error_correction) == (TEXT, "QRCode", mode, error.upper())


@pytest.mark.parametrize(("text", "mode"), [("0123456", "numeric"), ("\u70b9\u8317", "kanji"), ("z\u00fcrich", "byte")])
def test_other_modes(text, mode):
    """Numeric, kanji and byte mode are told apart."""
    (symbol,) = qr.read(qr.write(text, mode=mode, version=2))
    assert symbol == Symbol(text, "QRCode", mode, "Q", 2)


@pytest.mark.parametrize("version", [1, 2, 6, 7, 9, 10, 14, 21, 26, 27, 32, 40])
@pytest.mark.parametrize("level", ["l", "m", "q", "h"])
def test_modes_of_every_size(version, level):
    """The modes are found in small and large symbols, under every mask and level of error correction."""
    mask = (version + ord(level)) % 8
    symbol = segno.make(
        "AB1:%", version=version, error=level, mask=mask, mode="alphanumeric", boost_error=False, micro=False
    )
    assert qr_modes.modes([list(row) for row in symbol.matrix], 5) == ("alphanumeric",)


def test_mixed_modes():
    """The modes of several segments are given in their order."""
    alphanumeric, byte, numeric = 2, 4, 1  # mode indicators
    symbol = segno.make([("HC1:", alphanumeric), ("abc", byte), ("4711", numeric)], micro=False)
    assert qr.read(_segno(symbol))[0].mode == "alphanumeric+byte+numeric"


def test_segments_without_text():
    """A character set, a sequence of symbols and FNC1 show in the mode."""
    eci = segno.make("\u00e4", encoding="utf-8", eci=True, micro=False)
    assert [symbol.mode for symbol in qr.read(_segno(eci))] == ["eci+byte"]
    sequence = segno.make_sequence("ABCDEFGH", symbol_count=2, mode="alphanumeric")
    assert {symbol.mode for part in sequence for symbol in qr.read(_segno(part))} == {"structured-append+alphanumeric"}
    marked = zxingcpp.create_barcode("[01]09501101530003", zxingcpp.BarcodeFormat.QRCode, gs1=True)
    pixels = memoryview(marked.to_image(scale=4))
    picture = Image.frombuffer("L", pixels.shape[::-1], pixels.tobytes())
    assert qr.read(_png(picture))[0].mode == "fnc1+numeric"


@pytest.mark.parametrize(
    "change",
    [
        ImageOps.mirror,
        ImageOps.invert,
        lambda picture: picture.rotate(90),
        lambda picture: picture.rotate(30, expand=True, fillcolor=255),
        lambda picture: picture.resize((picture.width * 4 // 5, picture.height * 4 // 5)),
    ],
    ids=["mirrored", "inverted", "upright", "askew", "shrunk"],
)
def test_views(change):
    """A symbol that is mirrored, inverted, turned or shrunk is read like any other."""
    (symbol,) = qr.read(_png(change(_picture(qr.write(TEXT)))))
    assert (symbol.text, symbol.mode) == (TEXT, "alphanumeric")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "WEBP"])
def test_kinds_of_images(kind):
    """All kinds of images that are promised are read."""
    assert qr.read(_png(_picture(qr.write(TEXT)), kind))[0].text == TEXT


def test_transparency():
    """What is transparent is seen on white."""
    picture = _picture(qr.write(TEXT))
    clear = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    clear.putalpha(ImageOps.invert(picture))
    assert qr.read(_png(clear))[0].text == TEXT


def test_spoilt_header():
    """Where the header of the first segment is covered, the text is read all the same and the mode is unknown."""
    picture = _picture(qr.write(TEXT, error="h"))
    corner = picture.width - 4 * 4  # the quiet zone
    ImageDraw.Draw(picture).rectangle((corner - 4 * 4, corner - 4 * 4, corner, corner), fill=0)
    (symbol,) = qr.read(_png(picture))
    assert (symbol.text, symbol.mode) == (TEXT, "unknown")


def test_no_matrix():
    """What has not the size of a symbol, or not the length that was read, has no modes."""
    assert qr_modes.modes([[0] * 20] * 20, 0) == ()
    symbol = segno.make("ABC", micro=False)
    assert qr_modes.modes([list(row) for row in symbol.matrix], 4) == ()


def test_several_symbols():
    """Two symbols in one image are given each by itself."""
    one, other = (_picture(qr.write(text)) for text in ("HC1:ONE", "HC1:OTHER"))
    both = Image.new("L", (one.width + other.width, one.height), 255)
    both.paste(one, (0, 0))
    both.paste(other, (one.width, 0))
    assert {symbol.text for symbol in qr.read(_png(both))} == {"HC1:ONE", "HC1:OTHER"}


def test_other_formats():
    """A symbol of another format is read and called by its name."""
    for name in ("Aztec", "DataMatrix"):
        barcode = zxingcpp.create_barcode(TEXT, getattr(zxingcpp.BarcodeFormat, name))
        pixels = memoryview(barcode.to_image(scale=4))
        picture = Image.frombuffer("L", pixels.shape[::-1], pixels.tobytes())
        (symbol,) = qr.read(_png(picture))
        assert (symbol.text, symbol.mode, symbol.version) == (TEXT, "unknown", 0)
        assert symbol.format.startswith(name)


def test_no_symbol():
    """An image without a symbol gives none."""
    assert qr.read(_png(Image.new("L", (200, 200), 255))) == []
    assert qr.read(_png(Image.new("L", (1, 1), 255))) == []


def _empty_png(width: int, height: int) -> bytes:
    """A PNG that announces a size and holds no pixel."""

    def part(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", header) + part(b"IDAT", zlib.compress(b"")) + part(b"IEND", b"")


@pytest.mark.parametrize(
    "image",
    [
        b"",
        b"HC1:NCF",
        bytes(range(256)) * 4,
        qr.write(TEXT)[:200],
        qr.write(TEXT)[:-40],
        _empty_png(100, 100),
        _empty_png(7000, 7000),
        _empty_png(10_000, 9_500),
        _empty_png(100_000, 100_000),
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
        qr.write(TEXT, kind="svg"),
    ],
    ids=[
        "empty",
        "text",
        "bytes",
        "cut early",
        "cut late",
        "no pixels",
        "49 million",
        "95 million",
        "10 milliards",
        "EPS",
        "SVG",
    ],
)
def test_unreadable(image):
    """What is no image, a broken or an absurdly large one is refused."""
    with pytest.raises(Malformed) as refusal:
        qr.read(image)
    assert refusal.value.code == "qr-unreadable"


def test_svg():
    """A symbol can be written as SVG."""
    assert b"<svg" in qr.write(TEXT, kind="svg")


@pytest.mark.parametrize(
    ("text", "options"),
    [("abc", {}), ("A" * 2421, {}), ("AB", {"mode": "numeric"}), ("A" * 200, {"version": 1})],
)
def test_what_cannot_be_written(text, options):
    """A text that the mode cannot say or the symbol not hold is an error."""
    with pytest.raises(ValueError, match=r"."):
        qr.write(text, **options)


@pytest.mark.parametrize(("text", "level"), [(TEXT, "Q"), ("A" * 2420, "Q"), ("A" * 4296, "L"), ("shlink:/abc", "Q")])
def test_thumbnail(text, level):
    """A thumbnail has one bit a pixel and one pixel a module, a quiet zone of four, and can be read."""
    image = qr.thumbnail(text)
    picture = Image.open(io.BytesIO(image))
    (symbol,) = qr.read(image)
    assert (symbol.text, symbol.error_correction) == (text, level)
    assert (picture.mode, picture.width) == ("1", 17 + 4 * symbol.version + 2 * 4)
    assert picture.getpixel((3, 3)) == 255
    assert picture.getpixel((4, 4)) == 0


@pytest.mark.parametrize("text", ["", "A" * 4297])
def test_thumbnail_of_what_no_symbol_holds(text):
    """A text that no symbol holds has no thumbnail."""
    with pytest.raises(ValueError, match=r"."):
        qr.thumbnail(text)


def test_import_is_light():
    """Importing the module loads none of the libraries that it uses."""
    code = "import sys, gdhcn_conformance.credentials.qr; print(*{'zxingcpp', 'PIL', 'segno'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == ""
