"""The QR symbol (WHO HCERT 4.2.2)."""

from __future__ import annotations

from gdhcn_conformance.credentials import qr
from gdhcn_conformance.credentials.reading import Malformed
from gdhcn_conformance.issued import symbol_place
from gdhcn_conformance.issued.certificate import Issued
from gdhcn_conformance.issued.check import Findings, check, shown
from gdhcn_conformance.issued.symbol_place import QUIET_ZONE, Place

QR_CODE = "QRCode"
NAMES = {"QRCodeModel1": "QR Code model 1", "MicroQRCode": "Micro QR", "RMQRCode": "rMQR"}
SQUARE = 0.05  # of a module: a picture of a hundred modules may be a few pixels off
JPEG = b"\xff\xd8\xff"


def symbols(issued: Issued) -> list[qr.Symbol]:
    """The symbols of the picture; none where it is no picture that can be read."""
    if "symbols" not in issued.memory:
        try:
            issued.memory["symbols"] = qr.read(issued.picture or b"")
        except Malformed:
            issued.memory["symbols"] = []
    found: list[qr.Symbol] = issued.memory["symbols"]
    return found


def codes(issued: Issued) -> list[qr.Symbol]:
    """The QR codes among the symbols that hold the certificate's text."""
    return [each for each in symbols(issued) if each.format == QR_CODE and each.text == issued.text]


def places(issued: Issued) -> list[Place]:
    """Where those stand in the picture, as far as it can be measured."""
    if "places" not in issued.memory:
        issued.memory["places"] = symbol_place.places(issued.picture or b"") if codes(issued) else []
    found: list[Place] = issued.memory["places"]
    return [each for each in found if each.text == issued.text]


@check("HCERT-ISS-003", needs="picture")
def picture_holds_the_certificate(issued: Issued) -> Findings:
    """The picture holds the text of the certificate, and nothing else."""
    found = symbols(issued)
    if not found:
        return ["got a picture in which no code can be read, should be the QR code of the certificate"]
    others = [each for each in found if each.text != issued.text]
    return [f"got a code that holds {shown(each.text)}, should be the text of the certificate" for each in others]


@check("HCERT-QR-001", needs="picture")
def is_a_qr_code(issued: Issued) -> Findings:
    """WHO HCERT 4.2.2: the symbol is a QR code of ISO/IEC 18004, and no other."""
    found = [each for each in symbols(issued) if each.text == issued.text]
    other = [each.format for each in found if each.format != QR_CODE]
    return [f"got {NAMES.get(name, name)}, should be a QR code" for name in other] if found else None


@check("HCERT-QR-002", needs="picture")
def alphanumeric_mode(issued: Issued) -> Findings:
    """WHO HCERT 4.2.2: the text is encoded in alphanumeric mode."""
    found = [_data_modes(each) for each in codes(issued) if each.mode != "unknown"]
    if not found:
        return None
    return [f"got {'+'.join(modes)}, should be alphanumeric" for modes in found if set(modes) != {"alphanumeric"}]


def _data_modes(symbol: qr.Symbol) -> list[str]:
    """The modes that hold text; FNC1, ECI and structured append have requirements of their own."""
    return [mode for mode in symbol.mode.split("+") if mode not in ("eci", "fnc1", "structured-append")]


def _without(issued: Issued, mode: str, text: str) -> Findings:
    known = [each.mode.split("+") for each in symbols(issued) if each.mode != "unknown"]
    return [f"got {text}, should be none" for modes in known if mode in modes] if known else None


@check("HCERT-QR-003", needs="picture")
def error_correction(issued: Issued) -> Findings:
    """WHO HCERT 4.2.2: error correction Q is recommended."""
    levels = [each.error_correction for each in codes(issued)]
    return [f"got error correction {level}, should be Q" for level in levels if level != "Q"] if levels else None


@check("HCERT-QR-004", needs="picture")
def one_symbol(issued: Issued) -> Findings:
    """WHO HCERT 4.2.2: a single symbol holds the whole certificate."""
    found = symbols(issued)
    if not found:
        return None
    appended = [each for each in found if "structured-append" in each.mode.split("+")]
    parts = [each for each in found if each.text and each.text != issued.text and each.text in issued.text]
    split = sum(len(each.text) for each in parts) >= len(issued.text) > 0
    if not appended and not split:
        return []
    return [f"got the certificate in {len(appended) or len(parts)} symbols, should be in one"]


@check("HCERT-QR-005", needs="picture")
def no_character_set(issued: Issued) -> Findings:
    """ISO/IEC 18004, 7.4.2: alphanumeric text needs no designator of a character set (ECI)."""
    return _without(issued, "eci", "a designator of a character set (ECI)")


@check("HCERT-QR-006", needs="picture")
def no_fnc1(issued: Issued) -> Findings:
    """ISO/IEC 18004, 7.4.8: in FNC1 mode the percent sign is another character, so that the text is not Base45 any more."""
    return _without(issued, "fnc1", "FNC1")


@check("HCERT-QR-008", needs="picture")
def quiet_zone(issued: Issued) -> Findings:
    """ISO/IEC 18004, 6.3.8: four light modules on each side of dark ones."""
    found = places(issued)
    narrow = [
        f"got a quiet zone of {each.quiet} modules, should be {QUIET_ZONE}" for each in found if each.quiet < QUIET_ZONE
    ]
    light = ["got a light code on a dark ground, should be dark on light" for each in found if each.inverted]
    return [*narrow, *light] if found else None


@check("HCERT-QR-010", needs="picture")
def square_modules(issued: Issued) -> Findings:
    """WHO HCERT 4.2.2: modules are square."""
    found = places(issued)
    flat = [each.proportion for each in found if abs(each.proportion - 1) > SQUARE]
    return [f"got modules {each:.2f} times as wide as high, should be square" for each in flat] if found else None


@check("HCERT-QR-011", needs="picture")
def lossless_picture(issued: Issued) -> Findings:
    """dgc-testdata: a picture format that loses nothing, such as PNG."""
    picture = issued.picture or b""
    lossy = "JPEG" if picture.startswith(JPEG) else "lossy WebP" if _lossy_webp(picture) else ""
    return [f"got {lossy}, should be a lossless format such as PNG"] if lossy else []


def _lossy_webp(picture: bytes) -> bool:
    return picture[:4] == b"RIFF" and picture[8:16] == b"WEBPVP8 "  # the chunk of lossy data; VP8L is lossless
