"""Test keys: EC keys derived from their names, RSA keys made once and kept in `vectors/keys`.

Everybody can compute these private keys. They, and all that is signed with them, are for testing only.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa, utils
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from gdhcn_conformance.pki import pss

if TYPE_CHECKING:
    from pathlib import Path

PrivateKey: TypeAlias = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

# Curve and its order's size in bytes. Only P-256 is allowed in GDHCN; the others are for certificates to be refused.
CURVES: dict[str, ec.EllipticCurve] = {
    "p256": ec.SECP256R1(),
    "p384": ec.SECP384R1(),
    "secp256k1": ec.SECP256K1(),
    "brainpoolP256r1": ec.BrainpoolP256R1(),
}
SALT_LENGTH = 32  # PS256: as long as the digest (RFC 8230, section 2)


def derive(name: str, curve: str = "p256") -> ec.EllipticCurvePrivateKey:
    """The EC key of this name: the same name and curve always give the same key."""
    wide = hashlib.shake_256(f"GDHCN conformance TEST ONLY key\0{curve}\0{name}".encode()).digest(64)
    # 2**255 is below the order of each of the four curves, so the scalar is in range; test keys need not be uniform.
    return ec.derive_private_key(int.from_bytes(wide) % 2**255 + 1, CURVES[curve])


@cache
def rsa_key(path: Path) -> rsa.RSAPrivateKey:
    """A committed RSA test key."""
    # Validating an RSA key takes ten times as long as loading it, and these are our own.
    key = load_pem_private_key(path.read_bytes(), password=None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError(f"{path} holds no RSA key")
    return key


def sign(key: PrivateKey, message: bytes, *, salt_name: str) -> bytes:
    """The COSE signature of `message`: ES256 (r and s, deterministic by RFC 6979) or PS256 (salt from `salt_name`).

    An EC key on another curve signs with SHA-256 as well, r and s as long as its order.
    """
    if isinstance(key, rsa.RSAPrivateKey):
        return pss.sign(key, message, hashlib.sha256(salt_name.encode()).digest()[:SALT_LENGTH])
    size = (key.curve.key_size + 7) // 8
    der = key.sign(message, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
    r, s = utils.decode_dss_signature(der)
    return r.to_bytes(size) + s.to_bytes(size)
