"""Whether a signature holds: by pycose where it can judge, else by cryptography over a Sig_structure made with cbor2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

SALT = 32  # octets (RFC 8230 §2)


@dataclass(frozen=True, slots=True)
class Parts:
    """A COSE_Sign1 taken apart; `protected` are the bytes as received, `protected_headers` what they hold."""

    protected: bytes
    protected_headers: Mapping[Any, Any]
    unprotected: Mapping[Any, Any]
    payload: bytes
    signature: bytes


def verifies(parts: Parts, key: Any, algorithm: str) -> tuple[bool, str]:
    """Whether this key made the signature, and who says so.

    The mathematics only: whether HCERT allows key and algorithm is another question. pycose knows no ES256 but over P-256, wants
    the algorithm protected, and raises errors of many kinds on headers it does not expect; then cryptography judges.
    """
    usual = parts.protected_headers.get(1) in (-7, -37) and getattr(getattr(key, "curve", None), "name", "") in (
        "",
        "secp256r1",
    )
    if usual:
        try:
            return _by_pycose(parts, key), "pycose"
        except Exception as unable:  # noqa: BLE001 - pycose documents none; whatever it is, it has not judged
            return _by_cryptography(parts, key, algorithm), f"cryptography, for pycose raised {type(unable).__name__}"
    return _by_cryptography(parts, key, algorithm), "cryptography, for pycose does not know the case"


def _by_pycose(parts: Parts, key: Any) -> bool:
    from pycose.keys.ec2 import EC2Key  # noqa: PLC0415 - slow to import
    from pycose.keys.rsa import RSAKey  # noqa: PLC0415
    from pycose.messages.sign1message import Sign1Message  # noqa: PLC0415

    array = [parts.protected, dict(parts.unprotected), parts.payload, parts.signature]
    message = Sign1Message.decode(cbor2.dumps(cbor2.CBORTag(18, array)))
    numbers = key.public_numbers()
    if isinstance(key, ec.EllipticCurvePublicKey):
        message.key = EC2Key(crv="P_256", x=numbers.x.to_bytes(32), y=numbers.y.to_bytes(32))
    else:
        message.key = RSAKey(n=numbers.n.to_bytes((numbers.n.bit_length() + 7) // 8), e=numbers.e.to_bytes(3))
    return bool(message.verify_signature())


def _by_cryptography(parts: Parts, key: Any, algorithm: str) -> bool:
    protected = parts.protected if parts.protected_headers else b""  # RFC 9052 §4.4: zero-length where there are none
    for form in {protected, parts.protected}:
        signed = cbor2.dumps(["Signature1", form, b"", parts.payload])
        if _holds(parts.signature, signed, key, algorithm):
            return True
    return False


def _holds(signature: bytes, signed: bytes, key: Any, algorithm: str) -> bool:
    try:
        if isinstance(key, ec.EllipticCurvePublicKey) and algorithm == "ES256":
            half = len(signature) // 2
            if half != (key.curve.key_size + 7) // 8 or len(signature) % 2:
                return False
            r, s = int.from_bytes(signature[:half]), int.from_bytes(signature[half:])
            key.verify(encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))
        elif isinstance(key, rsa.RSAPublicKey) and algorithm == "PS256":
            key.verify(signature, signed, padding.PSS(padding.MGF1(hashes.SHA256()), SALT), hashes.SHA256())
        else:
            return False
    except (InvalidSignature, ValueError):
        return False
    return True
