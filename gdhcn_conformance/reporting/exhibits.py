"""What was sent, for people: the text of a certificate taken apart as far as it can be (HCERT §3, §4)."""

from __future__ import annotations

from typing import Any

from gdhcn_conformance.credentials import base45, cose, deflate
from gdhcn_conformance.credentials.cbor_diagnostic import diagnostic
from gdhcn_conformance.credentials.reading import Malformed
from gdhcn_conformance.reporting.texts import clean

TEXT = 4_296  # characters: what the largest symbol, 40-L, holds
HEX = 3_500  # bytes shown, two characters each: more than twice a usual message
NOTATION = 4_000  # characters of diagnostic notation: six times a usual certificate


def exhibit(credential: str) -> dict[str, Any]:
    """The certificate's text, and its layers as hex and diagnostic notation; `stops` says where taking apart ended, and why.

    `exact` is false where the text is too long to be shown whole, or holds characters that are shown as escapes.
    """
    layers, stops = _layers(credential)
    text = clean(credential, TEXT)
    return {
        "text": text,
        "exact": text == credential,
        "characters": len(credential),
        "layers": layers,
        "stops": stops,
    }


def _layers(text: str) -> tuple[list[dict[str, Any]], str]:
    body = text[4:] if text[3:4] == ":" else text  # behind a context identifier, whichever
    try:
        message = deflate.read(base45.read(body).value).value
        layers = [_layer("COSE message", message)]
    except Malformed as malformed:
        return [], str(malformed)
    try:
        parts = cose.read(message).value
    except Malformed as malformed:
        return layers, str(malformed)
    if parts.protected:
        layers.append(_layer("protected header", parts.protected))
    return [*layers, _layer("claims", parts.payload)], ""


def _layer(name: str, data: bytes) -> dict[str, Any]:
    cut = f"… ({len(data)} bytes in all)" if len(data) > HEX else ""
    return {
        "name": name,
        "bytes": len(data),
        "hex": data[:HEX].hex() + cut,
        "diagnostic": diagnostic(data, limit=NOTATION),
    }


def picture(text: str) -> bytes:
    """The text as a QR Code (PNG, one pixel a module); nothing where no symbol can hold it."""
    from gdhcn_conformance.credentials.qr import thumbnail  # noqa: PLC0415 - loads an image library

    try:
        return thumbnail(text)
    except ValueError:
        return b""
