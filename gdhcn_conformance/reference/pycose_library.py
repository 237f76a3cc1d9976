"""The `pycose` library as an implementation: the smallest in-process adapter, and a second opinion on signatures.

It is a COSE library, not a verifier: it looks at structure and signature, and leaves times, key usage and schema to its user.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Mapping
from typing import Any

import cbor2
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from pycose.exceptions import CoseException
from pycose.headers import KID
from pycose.keys.cosekey import CoseKey
from pycose.messages.cosemessage import CoseMessage
from pycose.messages.sign1message import Sign1Message

from gdhcn_conformance.credentials import base45
from gdhcn_conformance.credentials.reading import Malformed

STAGES = ("base45", "zlib", "cose", "header", "key", "signature", "hcert")


class Pycose:
    """Verifies with `pycose` what it can verify."""

    def hello(self) -> dict[str, Any]:
        """What the library does itself; `crit` it ignores, times it does not know."""
        verifier = {"products": ["dcc"], "stages": list(STAGES)}
        return {"implementation": {"name": "pycose", "version": "1.1.0"}, "roles": {"verifier": verifier}}

    def verify(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """The protocol's operation; whatever the library does not document as a refusal is left to crash."""
        try:
            compressed = base45.read(request["credential"].removeprefix("HC1:")).value
            message = CoseMessage.decode(zlib.decompress(compressed))
        except (Malformed, zlib.error, CoseException, AttributeError) as refused:
            return {"outcome": "rejected", "detail": repr(refused)}
        if not isinstance(message, Sign1Message) or message.payload is None:
            return {"outcome": "rejected", "reason": "cose-malformed"}
        if not any(_verifies(message, entry) for entry in _named(message, request["trust"])):
            return {"outcome": "rejected", "reason": "signature-invalid"}
        return {"outcome": "accepted", "payload": cbor2.loads(message.payload)[-260][1]}


def _named(message: Any, trust: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    kid = message.phdr.get(KID) or message.uhdr.get(KID)
    return [entry for entry in trust if base64.b64decode(entry["kid"]) == kid]


def _verifies(message: Any, entry: Mapping[str, Any]) -> bool:
    key = x509.load_der_x509_certificate(base64.b64decode(entry["certificate"])).public_key()
    numbers = key.public_numbers()  # type: ignore[union-attr]
    if isinstance(key, ec.EllipticCurvePublicKey):
        size = (key.key_size + 7) // 8
        point = {"X": numbers.x.to_bytes(size), "Y": numbers.y.to_bytes(size)}  # type: ignore[union-attr]
        document = {"KTY": "EC2", "CURVE": "P_256", **point}
    else:
        length = (numbers.n.bit_length() + 7) // 8  # type: ignore[union-attr]
        document = {"KTY": "RSA", "N": numbers.n.to_bytes(length), "E": numbers.e.to_bytes(3)}  # type: ignore[union-attr]
    message.key = CoseKey.from_dict(document)
    try:
        return bool(message.verify_signature())
    except CoseException:
        return False
