"""A document signer's certificate, as far as an issued certificate is held against it (WHO HCERT, appendix A)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import warnings
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.utils import CryptographyDeprecationWarning

from gdhcn_conformance.credentials import cose
from gdhcn_conformance.pki.extended_key_usage import extended_key_usage

KID = 8  # octets of the SHA-256 digest of the certificate (WHO HCERT, appendix A.1)


@dataclass(frozen=True, slots=True)
class Signer:
    """A DSC: its DER, key, validity, and the OIDs of its extended key usage (`None` without the extension)."""

    der: bytes
    key: Any
    not_before: datetime
    not_after: datetime
    country: str
    usages: frozenset[str] | None

    @property
    def kid(self) -> bytes:
        """The first eight octets of the SHA-256 digest of the certificate."""
        return hashlib.sha256(self.der).digest()[:KID]

    def verifies(self, message: cose.Sign1) -> bool:
        """Whether the key verifies the signature as ES256 or PS256, by what kind of key it is; a DER signature is none."""
        signed = cose.to_be_signed(message.protected, message.payload)
        return signature_verifies(self.key, message.signature, signed)


def signature_verifies(key: Any, signature: bytes, signed: bytes) -> bool:
    """ES256 with r and s as long as the curve's order (RFC 9053, section 2.1), PS256 with a salt of 32 octets (RFC 8230)."""
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            half = (key.curve.key_size + 7) // 8
            if len(signature) != 2 * half:
                return False
            r, s = int.from_bytes(signature[:half]), int.from_bytes(signature[half:])
            key.verify(encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))
            return True
        if isinstance(key, rsa.RSAPublicKey) and len(signature) == (key.key_size + 7) // 8:
            key.verify(signature, signed, padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256())
            return True
    except (InvalidSignature, UnsupportedAlgorithm):
        return False
    return False


@lru_cache(maxsize=1024)  # a run has a few dozen
def signer(certificate: Any) -> Signer | None:
    """The signer behind a certificate, DER in Base64; `None` where it cannot be read."""
    if not isinstance(certificate, str):
        return None
    with warnings.catch_warnings():
        # Version 1 certificates and negative serial numbers occur on real lists; they are read all the same.
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        try:
            der = base64.b64decode(certificate, validate=True)
            read = x509.load_der_x509_certificate(der)
            key = read.public_key()
        except (binascii.Error, ValueError, x509.InvalidVersion, UnsupportedAlgorithm):
            return None
        countries = read.subject.get_attributes_for_oid(x509.NameOID.COUNTRY_NAME)
        return Signer(
            der=der,
            key=key,
            not_before=read.not_valid_before_utc,
            not_after=read.not_valid_after_utc,
            country=str(countries[0].value) if countries else "",
            usages=extended_key_usage(read),
        )
