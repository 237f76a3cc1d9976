"""The QR symbol (WHO HCERT 4.2.2)."""

from __future__ import annotations

from gdhcn_conformance.credentials import qr
from gdhcn_conformance.credentials.reading import Malformed
from gdhcn_conformance.issued.certificate import Issued
from gdhcn_conformance.issued.check import Findings, check, shown


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
    return [each for each in symbols(issued) if each.format == "QRCode" and each.text == issued.text]


@check("HCERT-ISS-003", needs="picture")
def picture_holds_the_certificate(issued: Issued) -> Findings:
    """The picture holds the text of the certificate, and nothing else."""
    found = symbols(issued)
    if not found:
        return ["got a picture in which no code can be read, should be the QR code of the certificate"]
    others = [each for each in found if each.text != issued.text]
    return [f"got a code that holds {shown(each.text)}, should be the text of the certificate" for each in others]


@check("HCERT-QR-002", needs="picture")
def alphanumeric_mode(issued: Issued) -> Findings:
    """WHO HCERT 4.2.2: the text is encoded in alphanumeric mode."""
    found = [each for each in codes(issued) if each.mode != "unknown"]
    if not found:
        return None
    return [f"got {each.mode}, should be alphanumeric" for each in found if each.mode != "alphanumeric"]
