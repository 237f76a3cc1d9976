"""The signature and the DSC behind it: who signed, whether he may, and for how long (WHO HCERT 3.2.2 to 3.2.6, appendix A)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import load_der_x509_certificate

from gdhcn_conformance.credentials import cbor_writer, cose
from gdhcn_conformance.issued.certificate import Issued
from gdhcn_conformance.issued.check import Findings, check, shown
from gdhcn_conformance.issued.claims import EXP, IAT, ISS, seconds, told
from gdhcn_conformance.issued.message import ES256, NAMES, PS256, algorithm
from gdhcn_conformance.issued.signer import KID, Signer, signature_verifies
from gdhcn_conformance.pki.authority import HEALTH_OIDS

HALF = 32  # octets of r and of s on P-256 (RFC 9053, section 2.1)
SHORTEST, LONGEST = 2048, 3072  # bits of an RSA modulus (RFC 8230, section 6.1; WHO certificate governance)
ARC, MISTYPED_ARC = "1.3.6.1.4.1.1847.2021.1.", "1.3.6.1.4.1.0.1847.2021.1."  # WHO HCERT A.2, and before 1.0.6
SAME_COUNTRY = ({"EL", "GR"}, {"GB", "UK", "GG", "GI", "IM", "JE"})  # codes that stand for each other
_SHA256 = hashes.SHA256()


def _of_kind(issued: Issued, kind: type) -> list[Signer]:
    """The signers with such a key, those that the key identifier names, or all where it names none."""
    named = [each for each in issued.signers if each.kid == issued.kid] or issued.signers
    return [each for each in named if isinstance(each.key, kind)]


def _signed(issued: Issued) -> bytes:
    return cose.to_be_signed(issued.message.protected, issued.message.payload)


@check("HCERT-SIG-011", needs="cose")
def a_known_signer_signed(issued: Issued) -> Findings:
    """WHO HCERT 3.1: the signature can be verified, with a DSC that was handed over or that the issuer declared."""
    if not issued.signers:
        return None
    if issued.signed_by is not None:
        return []
    number = len(issued.signers)
    whose = "of the DSC that was" if number == 1 else f"of one of the {number} DSCs that were"
    return [f"got a signature that does not verify, should verify with the key {whose} handed over or declared"]


@check("HCERT-COSE-012", needs="cose")
def what_is_signed(issued: Issued) -> Findings:
    """RFC 9052, section 4.4: the Sig_structure of COSE_Sign1 is signed, with empty external data and both parts as bytes."""
    if not issued.signers:
        return None
    if issued.signed_by is not None:
        return []
    found = [
        name
        for name, signed in _other_structures(issued)
        if any(signature_verifies(each.key, issued.message.signature, signed) for each in issued.signers)
    ]
    return [f"got a signature over {found[0]}, should be over the Sig_structure of COSE_Sign1"] if found else None


def _other_structures(issued: Issued) -> Iterator[tuple[str, bytes]]:
    message = issued.message
    headers, payload, encode = message.protected, message.payload, cbor_writer.encode
    yield "the claims alone", payload
    yield "the message with an empty signature", encode([headers, message.unprotected, payload, b""])
    yield "the Sig_structure of COSE_Sign", encode(["Signature", headers, b"", b"", payload])
    yield "the context 'Signature'", encode(["Signature", headers, b"", payload])
    yield "a structure without external data", encode(["Signature1", headers, payload])
    yield "a structure without the protected header", encode(["Signature1", b"", b"", payload])
    yield "the protected header as a map", encode(["Signature1", message.headers, b"", payload])
    yield "the claims as a map", encode(["Signature1", headers, b"", cbor_writer.Raw(payload)])
    yield "an empty map as protected header", cose.to_be_signed(headers, payload, normalise_empty=False)


@check("HCERT-SIG-001", needs="cose")
def form_of_an_es256_signature(issued: Issued) -> Findings:
    """RFC 9053, section 2.1: r and s one after the other, each as long as the curve's order, the highest octet first."""
    if algorithm(issued) != ES256:
        return None
    if issued.signed_by is not None:
        return []
    signature = issued.message.signature
    if len(signature) != 2 * HALF:
        return [f"got {_form(signature)}, should be r and s, 64 octets"]
    turned = {
        "s before r": signature[HALF:] + signature[:HALF],
        "r and s with the lowest octet first": signature[:HALF][::-1] + signature[HALF:][::-1],
    }
    for name, right in turned.items():
        if any(signature_verifies(each.key, right, _signed(issued)) for each in issued.signers):
            return [f"got {name}, should be r before s with the highest octet first"]
    return []


def _form(signature: bytes) -> str:
    try:
        decode_dss_signature(signature)
    except ValueError:
        return f"{len(signature)} octets"
    return f"a DER signature of {len(signature)} octets"


@check("HCERT-SIG-004", needs="cose")
def form_of_a_ps256_signature(issued: Issued) -> Findings:
    """RFC 8230, section 2: RSASSA-PSS with SHA-256, MGF1 with SHA-256 and a salt of 32 octets."""
    signers = _of_kind(issued, rsa.RSAPublicKey)
    if not signers or algorithm(issued) != PS256:
        return None
    if issued.signed_by is not None:
        return []
    for name, scheme, hashed in _OTHER_SCHEMES:
        if any(_rsa_verifies(each.key, issued, scheme, hashed) for each in signers):
            return [f"got {name}, should be PSS with SHA-256, MGF1 with SHA-256 and a salt of 32 octets"]
    return None


_AUTO = padding.PSS.AUTO  # whatever length the salt has
_OTHER_SCHEMES: tuple[tuple[str, padding.AsymmetricPadding, hashes.HashAlgorithm], ...] = (
    ("a salt of another length", padding.PSS(padding.MGF1(_SHA256), _AUTO), _SHA256),
    ("PKCS#1 v1.5", padding.PKCS1v15(), _SHA256),
    ("MGF1 with SHA-1", padding.PSS(padding.MGF1(hashes.SHA1()), _AUTO), _SHA256),  # noqa: S303 - recognised, not used
    ("PSS with SHA-384", padding.PSS(padding.MGF1(hashes.SHA384()), _AUTO), hashes.SHA384()),
    ("PSS with SHA-512", padding.PSS(padding.MGF1(hashes.SHA512()), _AUTO), hashes.SHA512()),
)


def _rsa_verifies(key: Any, issued: Issued, scheme: padding.AsymmetricPadding, hashed: hashes.HashAlgorithm) -> bool:
    try:
        key.verify(issued.message.signature, _signed(issued), scheme, hashed)
    except (InvalidSignature, ValueError):
        return False
    return True


@check("HCERT-SIG-005", needs="cose")
def length_of_a_ps256_signature(issued: Issued) -> Findings:
    """RFC 8017, section 8.1.2: as long as the modulus, leading zeros included."""
    signers = _of_kind(issued, rsa.RSAPublicKey)
    if not signers or algorithm(issued) != PS256:
        return None
    found, lengths = len(issued.message.signature), sorted({(each.key.key_size + 7) // 8 for each in signers})
    should = " or ".join(map(str, lengths))
    return [] if found in lengths else [f"got {found} octets, should be {should}, as the modulus has"]


@check("HCERT-ALG-006", needs="cose")
def algorithm_fits_the_key(issued: Issued) -> Findings:
    """RFC 9052, section 4.4: the algorithm that the message names is the one that it is signed with."""
    if issued.signed_by is None:
        return None
    used = ES256 if isinstance(issued.signed_by.key, ec.EllipticCurvePublicKey) else PS256
    named = algorithm(issued)
    if named is None or named == used:
        return None if named is None else []
    return [f"got alg {shown(named)} over a signature of {NAMES[used]}, should be {used}"]


@check("HCERT-ALG-007", needs="cose")
def curve_of_the_key(issued: Issued) -> Findings:
    """WHO HCERT 3.2.2; certificate governance: EC keys are on P-256."""
    signer = issued.signed_by
    if signer is None or not isinstance(signer.key, ec.EllipticCurvePublicKey):
        return None
    name = signer.key.curve.name
    return [] if name == "secp256r1" else [f"got a key on {name}, should be on P-256"]


@check("HCERT-ALG-008", needs="cose")
def rsa_key_is_long_enough(issued: Issued) -> Findings:
    """RFC 8230, section 6.1: a modulus of 2048 bits or more."""
    size = _modulus(issued)
    if size is None:
        return None
    return [] if size >= SHORTEST else [f"got an RSA key of {size} bits, should be {SHORTEST} or more"]


@check("HCERT-ALG-008c", needs="cose")
def rsa_key_is_not_too_long(issued: Issued) -> Findings:
    """WHO certificate governance: a modulus of 3072 bits at most."""
    size = _modulus(issued)
    if size is None:
        return None
    return [] if size <= LONGEST else [f"got an RSA key of {size} bits, should be {LONGEST} or fewer"]


def _modulus(issued: Issued) -> int | None:
    key = issued.signed_by.key if issued.signed_by else None
    return key.key_size if isinstance(key, rsa.RSAPublicKey) else None


@check("HCERT-KID-001", needs="cose")
def key_identifier_of_the_signer(issued: Issued) -> Findings:
    """WHO HCERT, appendix A.1: the first eight octets of the SHA-256 digest of the DSC in DER."""
    signer, kid = issued.signed_by, issued.kid
    if signer is None or kid is None:
        return None
    if kid == signer.kid:
        return []
    return [f"got {_shown_kid(kid)} for kid{_origin(kid, signer)}, should be {signer.kid.hex()}, SHA-256 of the DSC"]


def _shown_kid(kid: Any) -> str:
    return kid.hex() if isinstance(kid, bytes) and kid else shown(kid)


def _origin(kid: Any, signer: Signer) -> str:
    """What a wrong key identifier was made of, as far as it can be told, in brackets."""
    certificate = load_der_x509_certificate(signer.der)
    key = certificate.public_key()
    made = {
        "SHA-1 of the DSC": hashlib.sha1(signer.der, usedforsecurity=False).digest()[:KID],
        "SHA-384 of the DSC": hashlib.sha384(signer.der).digest()[:KID],
        "SHA-512 of the DSC": hashlib.sha512(signer.der).digest()[:KID],
        "SHA-256 of the DSC as PEM": hashlib.sha256(certificate.public_bytes(Encoding.PEM)).digest()[:KID],
        "SHA-256 of the public key": hashlib.sha256(_spki(key)).digest()[:KID],
        "the last octets of the digest": hashlib.sha256(signer.der).digest()[-KID:],
        "the whole digest": hashlib.sha256(signer.der).digest(),
    }
    return next((f" ({name})" for name, value in made.items() if value == kid), "")


def _spki(key: Any) -> bytes:
    encoded: bytes = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return encoded


@check("HCERT-KID-016", needs="cose")
def not_the_key_identifier_of_another(issued: Issued) -> Findings:
    """WHO HCERT 3.1, 3.2.3: a verifier finds the key by its identifier, so it is not that of another DSC."""
    signer = issued.signed_by
    if signer is None:
        return None
    others = [each for each in issued.signers if each.kid == issued.kid and not each.verifies(issued.message)]
    if signer.kid == issued.kid or not others:
        return []
    return [
        f"got the key identifier of a DSC that did not sign it ({others[0].kid.hex()}), should be {signer.kid.hex()}"
    ]


@check("HCERT-KID-014", needs="claims")
def issuer_is_the_signers_country(issued: Issued) -> Findings:
    """WHO HCERT 3.2.4: the issuer says whose DSCs to look at."""
    signer, issuer = issued.signed_by, issued.cwt.get(ISS)
    if signer is None or not signer.country or not isinstance(issuer, str):
        return None
    same = issuer == signer.country or any({issuer, signer.country} <= codes for codes in SAME_COUNTRY)
    return [] if same else [f"got iss {shown(issuer)}, should be {shown(signer.country)}, the country of the DSC"]


@check("HCERT-EKU-002", needs="payload")
def key_usage_covers_the_kinds(issued: Issued) -> Findings:
    """WHO HCERT, appendix A.2: a DSC with health OIDs signs the kinds that they name, and no other; mistyped ones count too."""
    signer = issued.signed_by
    if signer is None or not issued.kinds:
        return None
    usages = {oid.replace(MISTYPED_ARC, ARC) for oid in signer.usages or ()}
    allowed = [kind for kind, oid in HEALTH_OIDS.items() if oid in usages]
    other = [kind for kind in issued.kinds if allowed and kind not in allowed]
    return [f"got a {kind} signed by a DSC for {' and '.join(allowed)}, should be a DSC for it" for kind in other]


@check("HCERT-EKU-005", needs="cose")
def health_oids_are_the_registered(issued: Issued) -> Findings:
    """WHO HCERT, appendix A.2: the health OIDs are under 1.3.6.1.4.1.1847, without the zero of earlier texts."""
    signer = issued.signed_by
    if signer is None:
        return None
    mistyped = sorted(oid for oid in signer.usages or () if oid.startswith(MISTYPED_ARC))
    return [f"got a DSC for {oid}, should be {oid.replace(MISTYPED_ARC, ARC)}" for oid in mistyped]


@check("HCERT-CWT-009", needs="claims")
def ends_before_its_signer(issued: Issued) -> Findings:
    """WHO HCERT 3.2.5: the end does not exceed the validity period of the DSC."""
    signer, end = issued.signed_by, seconds(issued.cwt.get(EXP))
    if signer is None or end is None:
        return None
    late = end > signer.not_after.timestamp()
    return [f"got exp {told(end)}, should be no later than {_moment(signer.not_after)}, the DSC's end"] if late else []


@check("HCERT-CWT-015", needs="claims")
def issued_after_its_signer_began(issued: Issued) -> Findings:
    """WHO HCERT 3.2.6: the time of issue does not predate the validity period of the DSC."""
    signer, issue = issued.signed_by, seconds(issued.cwt.get(IAT))
    if signer is None or issue is None:
        return None
    early = issue < signer.not_before.timestamp()
    should = f"should be no earlier than {_moment(signer.not_before)}, the DSC's beginning"
    return [f"got iat {told(issue)}, {should}"] if early else []


def _moment(when: datetime) -> str:
    return f"{when:%Y-%m-%dT%H:%M:%SZ}"
