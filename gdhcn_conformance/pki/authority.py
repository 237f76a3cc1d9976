"""The test PKI: authorities and document signers, made from names, for user-assigned country codes.

Certificates follow WHO's certificate governance: SCA and DSC only, AKI and SKI set, digitalSignature for signers; every
subject says that it is for testing only. A certificate is a function of its name, moment and seed, so it is reproducible.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from gdhcn_conformance.content import root
from gdhcn_conformance.model.vector import TrustEntry
from gdhcn_conformance.pki import keys

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes

ORGANISATION = "GDHCN conformance suite - TEST ONLY - not for real use"
EKU_OID = x509.ObjectIdentifier("2.5.29.37")
KID_LENGTH = 8  # octets of the SHA-256 digest of the certificate (WHO HCERT, appendix A.1)
# Who signs which kind of certificate (WHO HCERT, appendix A.2).
HEALTH_OIDS = {
    "test": "1.3.6.1.4.1.1847.2021.1.1",
    "vaccination": "1.3.6.1.4.1.1847.2021.1.2",
    "recovery": "1.3.6.1.4.1.1847.2021.1.3",
}


@dataclass(frozen=True, slots=True)
class Signer:
    """A key with its certificate (DER): a document signer, an authority, or somebody who is neither."""

    key: keys.PrivateKey
    certificate: bytes
    country: str

    @property
    def kid(self) -> bytes:
        """The key identifier: the first eight octets of the certificate's SHA-256 digest (WHO HCERT, appendix A.1)."""
        return hashlib.sha256(self.certificate).digest()[:KID_LENGTH]

    @property
    def algorithm(self) -> int:
        """The COSE algorithm of the key: -7 (ES256) for EC keys, -37 (PS256) for RSA keys."""
        return -7 if isinstance(self.key, ec.EllipticCurvePrivateKey) else -37

    def sign(self, message: bytes, salt_name: str = "") -> bytes:
        """The COSE signature of `message`; `salt_name` makes a PS256 signature reproducible."""
        return keys.sign(self.key, message, salt_name=salt_name)

    def listed(
        self, *, usage: str = "DSC", kid: bytes | None = None, country: str = "", domain: str = "DCC"
    ) -> TrustEntry:
        """The signer as an entry of a trust list, under its own identifier unless another is given."""
        return TrustEntry(
            kid=base64.b64encode(self.kid if kid is None else kid).decode(),
            certificate=base64.b64encode(self.certificate).decode(),
            country=country or self.country,
            usage=(usage,),
            domain=domain,
        )


@dataclass(frozen=True, slots=True)
class Profile:
    """What a certificate is made with, apart from its name and key.

    `usage` are the OIDs of the extended key usage: `None` for no extension, an empty tuple for an empty one (which RFC 5280
    forbids and WHO HCERT A.2 speaks of). Times are relative to the moment, in days.
    """

    usage: tuple[str, ...] | None = None
    not_before: float = -365
    not_after: float = 730
    ca: bool = False
    curve: str = "p256"
    rsa: str = ""  # the name of a committed RSA key, such as `rsa-2048-01`; an EC key where empty
    extensions: tuple[x509.Extension[x509.ExtensionType], ...] = ()


SIGNER = Profile()
AUTHORITY = Profile(ca=True, not_before=-730, not_after=1461)


@dataclass(frozen=True, slots=True)
class Pki:
    """The test PKI at one moment, for one seed."""

    moment: datetime
    seed: int = 0
    made: dict[tuple[object, ...], Signer] = field(default_factory=dict, compare=False, repr=False)

    def authority(self, country: str, name: str = "SCA") -> Signer:
        """The signing certificate authority (SCA) of a country, self-signed."""
        return self._once(country, name, AUTHORITY, None)

    def signer(self, country: str, name: str, profile: Profile = SIGNER, issuer: Signer | None = None) -> Signer:
        """The document signer (DSC) of this name, issued by `issuer`, or else by the country's SCA."""
        return self._once(country, name, profile, issuer or self.authority(country))

    def reissued(self, signer: Signer, name: str, profile: Profile = SIGNER, issuer: Signer | None = None) -> Signer:
        """Another certificate for the same key."""
        made = self._make(signer.country, name, profile, issuer or self.authority(signer.country), signer.key)
        return replace(signer, certificate=made.certificate)

    def _once(self, country: str, name: str, profile: Profile, issuer: Signer | None) -> Signer:
        known = (country, name, profile, issuer and issuer.certificate)
        if known not in self.made:
            self.made[known] = self._make(country, name, profile, issuer, self._key(country, name, profile))
        return self.made[known]

    def _key(self, country: str, name: str, profile: Profile) -> keys.PrivateKey:
        if profile.rsa:
            return keys.rsa_key(root() / "vectors" / "keys" / f"{profile.rsa}.pem")
        return keys.derive(f"{self.seed}/{country}/{name}", profile.curve)

    def _make(self, country: str, name: str, profile: Profile, issuer: Signer | None, key: keys.PrivateKey) -> Signer:
        subject = _subject(country, name)
        above = x509.load_der_x509_certificate(issuer.certificate) if issuer else None
        issuer_key = issuer.key if issuer else key
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(above.subject if above else subject)
            .public_key(key.public_key())
            .serial_number(self._serial(country, name))
            .not_valid_before(self._day(profile.not_before))
            .not_valid_after(self._day(profile.not_after))
        )
        for extension in _extensions(profile, key.public_key(), issuer_key.public_key()):
            builder = builder.add_extension(extension.value, critical=extension.critical)
        deterministic = isinstance(issuer_key, ec.EllipticCurvePrivateKey)
        certificate = builder.sign(
            issuer_key,
            hashes.SHA256(),
            ecdsa_deterministic=deterministic or None,
            rsa_padding=None if deterministic else padding.PKCS1v15(),
        )
        return Signer(key, certificate.public_bytes(Encoding.DER), country)

    def _serial(self, country: str, name: str) -> int:
        digest = hashlib.sha256(f"{self.seed}/{country}/{name}/{self.moment.isoformat()}".encode()).digest()
        return int.from_bytes(digest[:16]) >> 1 | 1  # positive and never zero (RFC 5280, section 4.1.2.2)

    def _day(self, days: float) -> datetime:
        return (self.moment.astimezone(UTC) + timedelta(days=days)).replace(tzinfo=None, microsecond=0)


def _subject(country: str, name: str) -> x509.Name:
    common = name.rpartition("/")[2][:50]
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, country),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION),
            x509.NameAttribute(NameOID.COMMON_NAME, f"TEST ONLY {common}"),
        ]
    )


def _extensions(
    profile: Profile, own: CertificatePublicKeyTypes, above: CertificatePublicKeyTypes
) -> list[x509.Extension[x509.ExtensionType]]:
    """SKI, AKI, basic constraints and key usage as WHO's templates ask, then what the profile adds."""
    authority_key = cast("ec.EllipticCurvePublicKey", above)  # the builder takes every kind
    found: list[tuple[x509.ExtensionType, bool]] = [
        (x509.SubjectKeyIdentifier.from_public_key(own), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key), False),
    ]
    if profile.ca:
        found.append((x509.BasicConstraints(ca=True, path_length=0), True))
    found.append((_key_usage(ca=profile.ca), True))
    if profile.usage:
        found.append((x509.ExtendedKeyUsage([x509.ObjectIdentifier(oid) for oid in profile.usage]), False))
    elif profile.usage is not None:
        found.append((x509.UnrecognizedExtension(EKU_OID, b"\x30\x00"), False))  # an empty SEQUENCE
    made = [x509.Extension(value.oid, critical, value) for value, critical in found]
    return made + list(profile.extensions)


def _key_usage(*, ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not ca,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )
