"""A file's signer certificate as the second opinion reads it: key, dates, health OIDs."""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.utils import CryptographyDeprecationWarning

# WHO HCERT A.2 and, before 1.0.6, the same with a zero too many; the last number is the kind.
ARC, MISTYPED_ARC = "1.3.6.1.4.1.1847.2021.1.", "1.3.6.1.4.1.0.1847.2021.1."
KINDS = {"1": "t", "2": "v", "3": "r"}
ANY = "2.5.29.37.0"
KID_LENGTH = 8  # octets of the digest (WHO HCERT A.1)


@dataclass(frozen=True, slots=True)
class SignerCertificate:
    """`usages` are the extended key usage's OIDs, `None` without the extension; times in seconds since 1970."""

    der: bytes
    kid: bytes
    key: Any
    country: str
    start: int
    end: int
    usages: tuple[str, ...] | None

    @property
    def kind(self) -> str:
        """Its key in a word: the curve, or rsa with the modulus in bits."""
        if isinstance(self.key, rsa.RSAPublicKey):
            return f"rsa {self.key.key_size}"
        return self.key.curve.name if isinstance(self.key, ec.EllipticCurvePublicKey) else "another kind"

    @property
    def covered(self) -> frozenset[str]:
        """The groups (v, t, r) that its health OIDs name, under either arc; all three where it has none."""
        named = {KINDS.get(oid.removeprefix(arc)) for oid in self.usages or () for arc in (ARC, MISTYPED_ARC)}
        return frozenset(filter(None, named)) or frozenset("vtr")

    @property
    def peculiar(self) -> frozenset[str]:
        """The open questions that its key and key usage raise, by their policies' names."""
        usages = self.usages
        health = any(oid.startswith((ARC, MISTYPED_ARC)) for oid in usages or ())
        found = {
            "empty-eku": usages == (),
            "any-eku": ANY in (usages or ()),
            "foreign-eku-only": bool(usages) and not health,
            "mistyped-eku-arc": any(oid.startswith(MISTYPED_ARC) for oid in usages or ()),
            "rsa-larger-than-3072": isinstance(self.key, rsa.RSAPublicKey) and self.key.key_size > 3072,
            "rsa-exponent-3": isinstance(self.key, rsa.RSAPublicKey) and self.key.public_numbers().e < 65537,
        }
        return frozenset(name for name, true in found.items() if true)


def read(der: bytes) -> SignerCertificate:
    """Read a certificate; `ValueError` where it is none. A key of a kind that the library does not know is `None`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)  # negative serial numbers, version 1
        certificate = x509.load_der_x509_certificate(der)
        key = _key(certificate)
        countries = certificate.subject.get_attributes_for_oid(x509.NameOID.COUNTRY_NAME)
    return SignerCertificate(
        der=der,
        kid=hashlib.sha256(der).digest()[:KID_LENGTH],
        key=key,
        country=str(countries[0].value) if countries else "",
        start=int(certificate.not_valid_before_utc.timestamp()),
        end=int(certificate.not_valid_after_utc.timestamp()),
        usages=_usages(der),
    )


def _key(certificate: x509.Certificate) -> Any:
    try:
        return certificate.public_key()
    except (ValueError, UnsupportedAlgorithm):
        return None


def fits(key: Any, algorithm: object) -> bool:
    """Whether HCERT allows this key for this algorithm: P-256 for ES256, RSA of at least 2048 bits for PS256 (WHO HCERT 3.2.2)."""
    if isinstance(key, ec.EllipticCurvePublicKey):
        return algorithm == -7 and key.curve.name == "secp256r1"
    return isinstance(key, rsa.RSAPublicKey) and algorithm == -37 and key.key_size >= 2048


def _usages(der: bytes) -> tuple[str, ...] | None:
    """Read with asn1crypto, which takes every extension by itself: some signers' are not strict DER."""
    from asn1crypto import x509 as lenient  # noqa: PLC0415 - a second of import time saved where no corpus is read

    for extension in lenient.Certificate.load(der)["tbs_certificate"]["extensions"]:
        if extension["extn_id"].native == "extended_key_usage":
            return tuple(oid.dotted for oid in extension["extn_value"].parsed)
    return None
