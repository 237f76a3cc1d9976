"""The trust list as the reference verifier reads it: each entry once, with what decides about it.

An entry that cannot be read is kept with its problem and never takes the others down (TRUST-VER-039).
"""

from __future__ import annotations

import base64
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.utils import CryptographyDeprecationWarning

from gdhcn_conformance.pki.extended_key_usage import extended_key_usage

CRL = b"\x06\x03\x55\x1d\x1f"  # the identifier of CRL distribution points in DER (RFC 5280, section 4.2.1.13)


@dataclass(frozen=True, slots=True)
class Listed:
    """One readable entry. Times in seconds since 1970; `usages` are the extended key usage's OIDs, `None` without extension."""

    kid: bytes
    country: str
    usage: frozenset[str]
    domain: str
    key: Any
    not_before: int
    not_after: int
    usages: frozenset[str] | None
    # Whether an authority listed for the same participant issued it; `None` where the list names no authority at all.
    issued_here: bool | None = None
    # The validity of each such authority: a renewed one may stand beside the one before.
    above: tuple[tuple[int, int], ...] = ()
    # Whether it names a revocation list; the reference fetches none (certificate governance, "Revocation").
    names_crl: bool = False


@dataclass(frozen=True, slots=True)
class TrustList:
    """The entries by key identifier, and the identifiers whose certificate could not be read."""

    signers: Mapping[bytes, tuple[Listed, ...]]
    unreadable: frozenset[bytes]


def parse(entries: Sequence[Mapping[str, Any]]) -> TrustList:
    """The list of a request; the same list is parsed once."""
    return _parse(tuple((e["kid"], e["certificate"], e["country"], tuple(e["usage"]), e["domain"]) for e in entries))


@lru_cache(maxsize=1024)  # a run uses a few hundred lists of a few entries each
def _parse(entries: tuple[tuple[str, str, str, tuple[str, ...], str], ...]) -> TrustList:
    read = [
        (base64.b64decode(kid), _certificate(text), country, usage, domain)
        for kid, text, country, usage, domain in entries
    ]
    authorities = [(country, each) for _, each, country, usage, _ in read if each and "SCA" in usage]
    signers: dict[bytes, tuple[Listed, ...]] = {}
    for (kid, certificate, country, usage, domain), (_, text, *_) in zip(read, entries, strict=True):
        if certificate is None:
            continue
        issuers = _issuers(certificate, [sca for where, sca in authorities if where == country])
        listed = Listed(
            kid=kid,
            country=country,
            usage=frozenset(usage),
            domain=domain,
            key=_public_key(certificate),
            not_before=_validity(certificate)[0],
            not_after=_validity(certificate)[1],
            usages=extended_key_usage(certificate),
            issued_here=None if not authorities else bool(issuers),
            above=tuple(_validity(issuer) for issuer in issuers),
            names_crl=CRL in base64.b64decode(text),
        )
        signers[kid] = (*signers.get(kid, ()), listed)
    return TrustList(signers, frozenset(kid for kid, certificate, *_ in read if certificate is None))


def _certificate(text: str) -> x509.Certificate | None:
    with warnings.catch_warnings():
        # Version 1 certificates and negative serial numbers occur on real lists; they are read all the same.
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        try:
            return x509.load_der_x509_certificate(base64.b64decode(text, validate=True))
        except (ValueError, x509.InvalidVersion):  # not Base64, not a certificate, a version that does not exist
            return None


def _validity(certificate: x509.Certificate) -> tuple[int, int]:
    return int(certificate.not_valid_before_utc.timestamp()), int(certificate.not_valid_after_utc.timestamp())


def _public_key(certificate: x509.Certificate) -> Any:
    """The key, or `None` where it is of a kind that the library does not know."""
    try:
        return certificate.public_key()
    except (ValueError, UnsupportedAlgorithm):  # a point that is not on its curve, a curve that nobody knows
        return None


def _issuers(certificate: x509.Certificate, authorities: list[x509.Certificate]) -> list[x509.Certificate]:
    return [authority for authority in authorities if _issued(certificate, authority)]


def _issued(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False  # another name, another kind of key, another key, a kind of key that nobody knows
    return True


def suits(key: Any, algorithm: int) -> bool:
    """Whether the key may verify this COSE algorithm: P-256 for -7, RSA of at least 2048 bits for -37.

    WHO HCERT 3.2.2; certificate governance, "Requirements on the DSC".
    """
    if isinstance(key, ec.EllipticCurvePublicKey):
        return algorithm == -7 and isinstance(key.curve, ec.SECP256R1)
    if isinstance(key, rsa.RSAPublicKey):
        return algorithm == -37 and key.key_size >= 2048
    return False
