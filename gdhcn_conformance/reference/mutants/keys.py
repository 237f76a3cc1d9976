"""Bugs in choosing a key: its identifier, the trust list, who may sign with what."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from gdhcn_conformance.credentials import cose
from gdhcn_conformance.pki.authority import KID_LENGTH
from gdhcn_conformance.reference.mutants import stand_in
from gdhcn_conformance.reference.mutants.registry import registry
from gdhcn_conformance.reference.steps import message, signer
from gdhcn_conformance.reference.steps.examination import Examination, Refused
from gdhcn_conformance.reference.steps.message import ES256, KID
from gdhcn_conformance.reference.trust_list import Listed

MUTANTS, mutant = registry()
X5CHAIN = 33  # RFC 9360, section 2


@mutant(
    "HCERT-KID-005",
    "key-identifier",
    "HCERT-EKU-002",
    "HCERT-KID-010",
    because="these certificates carry a second identifier in the unprotected header",
)
def unprotected_identifier_first(exam: Examination) -> None:
    """The unprotected header's key identifier is preferred."""
    assert exam.sign1 is not None
    exam.headers = {**exam.headers, **({KID: exam.sign1.unprotected[KID]} if KID in exam.sign1.unprotected else {})}
    message.read_key_identifier(exam)


@mutant(
    "HCERT-KID-004",
    "key-identifier",
    "HCERT-COSE-009",
    "HCERT-KID-005",
    "HCERT-KID-007a",
    "HCERT-KID-013",
    "HCERT-SIG-002",
    "HCERT-SIG-003",
    "HCERT-SIG-009",
    "TRUST-VER-028a",
    because="these families carry their identifier in the unprotected header",
)
def protected_identifier_only(exam: Examination) -> None:
    """The key identifier is looked for in the protected header only."""
    if KID not in exam.headers:
        raise Refused("kid-missing")
    message.read_key_identifier(exam)


@mutant("HCERT-KID-010", "key-identifier")
def odd_identifier_crashes(exam: Examination) -> None:
    """The key identifier is used as bytes without looking at its type."""
    assert exam.sign1 is not None
    kid: Any = exam.headers.get(KID, exam.sign1.unprotected.get(KID))
    if kid is None:
        raise Refused("kid-missing")
    exam.kid = bytes.fromhex(kid.hex())


@mutant("HCERT-KID-009", "key-identifier", "TRUST-VER-014", because="a longer identifier of the list is never found")
def identifier_cut_to_eight_octets(exam: Examination) -> None:
    """Only the first eight octets of the key identifier are compared."""
    message.read_key_identifier(exam)
    exam.kid = exam.kid[:KID_LENGTH]


@mutant(
    "TRUST-VER-014",
    "key-identifier",
    "HCERT-KID-009",
    because="these families are listed under identifiers of another length",
)
def identifier_must_have_eight_octets(exam: Examination) -> None:
    """A key identifier of another length than eight is refused, although the list may name one."""
    message.read_key_identifier(exam)
    if len(exam.kid) != KID_LENGTH:
        raise Refused("kid-malformed")


@mutant("HCERT-KID-009", "keys")
def identifiers_compared_as_prefixes(exam: Examination) -> None:
    """A listed key identifier that begins like the certificate's will do."""
    found = [each for kid, each in exam.trust.signers.items() if exam.kid and kid.startswith(exam.kid)]
    exam.candidates = tuple(listed for each in found for listed in each)
    if not exam.candidates:
        raise Refused("key-unknown")


@mutant("HCERT-KID-012", "keys")
def identifiers_compared_without_case(exam: Examination) -> None:
    """Identifiers are looked up by their Base64 in a table that does not tell capitals from small letters."""
    name = base64.b64encode(exam.kid).lower()
    found = (each for kid, each in exam.trust.signers.items() if base64.b64encode(kid).lower() == name)
    exam.candidates = tuple(listed for each in found for listed in each)
    if not exam.candidates:
        signer.look_up_keys(exam)


@mutant("HCERT-KID-012", "keys")
def identifiers_compared_as_text(exam: Examination) -> None:
    """Identifiers are turned into text before they are compared, and bytes that are none into marks of replacement."""
    name = exam.kid.decode(errors="replace")
    found = (each for kid, each in exam.trust.signers.items() if kid.decode(errors="replace") == name)
    exam.candidates = tuple(listed for each in found for listed in each)
    if not exam.candidates:
        signer.look_up_keys(exam)


@mutant("HCERT-DSC-003", "keys")
def unreadable_entry_takes_the_list_down(exam: Examination) -> None:
    """A list with an entry that cannot be read is not used at all."""
    if exam.trust.unreadable:
        raise Refused("key-unknown")
    signer.look_up_keys(exam)


@mutant("HCERT-KID-008", "keys", "TRUST-VER-049", because="a key listed twice is a list of several keys")
def first_key_only(exam: Examination) -> None:
    """Of several keys under one identifier only the first is tried."""
    signer.look_up_keys(exam)
    exam.candidates = exam.candidates[:1]


@mutant("HCERT-KID-008", "keys", "TRUST-VER-049", because="a key listed twice is a list of several keys")
def last_key_only(exam: Examination) -> None:
    """The list is kept in a map by identifier, so that the last key under one replaces the others."""
    signer.look_up_keys(exam)
    exam.candidates = exam.candidates[-1:]


@mutant("TRUST-VER-028a", "usage")
def every_listed_key_signs(exam: Examination) -> None:
    """Whatever stands on the list may sign, an authority or an upload certificate as well."""


@mutant("HCERT-ALG-007", "suitability", "HCERT-ALG-008b", because="a small RSA key is a key of another kind as well")
def any_curve(exam: Examination) -> None:
    """ES256 is verified on whatever curve the key has."""
    kinds = {ES256: ec.EllipticCurvePublicKey}
    wanted = kinds.get(exam.algorithm, rsa.RSAPublicKey)
    big = [each for each in exam.candidates if isinstance(each.key, wanted)]
    exam.candidates = tuple(each for each in big if getattr(each.key, "key_size", 0) >= 256)
    if not exam.candidates:
        raise Refused("key-unsuitable")
    if exam.algorithm == ES256 and exam.sign1 is not None:
        _verify_on_any_curve(exam, exam.candidates)


def _verify_on_any_curve(exam: Examination, candidates: tuple[Listed, ...]) -> None:
    """Let the signature step meet an ordinary key where the odd one has verified."""
    assert exam.sign1 is not None
    signed = cose.to_be_signed(exam.sign1.protected, exam.sign1.payload)
    half = len(exam.sign1.signature) // 2
    r, s = int.from_bytes(exam.sign1.signature[:half]), int.from_bytes(exam.sign1.signature[half:])
    for each in candidates:
        if isinstance(each.key.curve, ec.SECP256R1):
            continue
        try:
            each.key.verify(encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            continue
        exam.candidates = (replace(each, key=stand_in.sign(exam)),)


@mutant("HCERT-ALG-008b", "suitability")
def rsa_of_any_size(exam: Examination) -> None:
    """RSA keys are used however short they are."""
    kind = ec.EllipticCurvePublicKey if exam.algorithm == ES256 else rsa.RSAPublicKey
    exam.candidates = tuple(each for each in exam.candidates if isinstance(each.key, kind))
    exam.candidates = tuple(
        each for each in exam.candidates if kind is rsa.RSAPublicKey or isinstance(each.key.curve, ec.SECP256R1)
    )
    if not exam.candidates:
        raise Refused("key-unsuitable")


@mutant("TRUST-VER-005", "chain", "TRUST-VER-003", because="an authority that is gone is an issuer that is not there")
def issuer_not_looked_at(exam: Examination) -> None:
    """That a listed authority of the same participant issued the signer certificate is not checked."""


@mutant(
    "HCERT-DSC-001a",
    "validity",
    "HCERT-DSC-001b",
    "TRUST-VER-008b",
    "TRUST-VER-008c",
    because="start and end, of signer and authority, are one check",
)
def signer_validity_ignored(exam: Examination) -> None:
    """The dates of signer certificate and authority are not looked at."""


@mutant("TRUST-VER-008c", "validity")
def beginning_of_the_authority_ignored(exam: Examination) -> None:
    """Of the authority above a signer only the end is looked at."""
    exam.candidates = tuple(replace(each, above=tuple((0, end) for _, end in each.above)) for each in exam.candidates)
    signer.require_current_signers(exam)


@mutant("HCERT-COSE-019", "keys")
def certificate_in_the_header_trusted(exam: Examination) -> None:
    """A certificate that the message itself carries is used to verify it."""
    assert exam.sign1 is not None
    chain = exam.headers.get(X5CHAIN, exam.sign1.unprotected.get(X5CHAIN))
    first = chain[0] if isinstance(chain, list) and chain else chain
    if not isinstance(first, bytes):
        signer.look_up_keys(exam)
        return
    try:
        certificate = x509.load_der_x509_certificate(first)
    except ValueError as unreadable:
        raise Refused("dsc-unreadable") from unreadable
    exam.candidates = (Listed(exam.kid, "", frozenset({"DSC"}), "DCC", certificate.public_key(), 0, 1 << 40, None),)


@mutant(
    "HCERT-KID-007a",
    "keys",
    "HCERT-COSE-019",
    "HCERT-DSC-002",
    "HCERT-SIG-006",
    because="each of these is signed by somebody whom the list does not know",
)
def certificates_of_unknown_signers_pass(exam: Examination) -> None:
    """Where the list holds no key under the identifier, the signature is not checked."""
    try:
        signer.look_up_keys(exam)
    except Refused as refused:
        if refused.reason != "key-unknown":
            raise
        exam.candidates = (stand_in.anybody(exam),)


@mutant(
    "HCERT-DSC-002",
    "keys",
    "TRUST-VER-003",
    "TRUST-VER-028a",
    because="each of these lacks an entry that an earlier list of the family had",
    remembers=True,
)
def signers_never_forgotten(exam: Examination, memory: dict[bytes, Any]) -> None:
    """What a trust list adds is kept, what the next one leaves out is kept as well."""
    for kid, entries in exam.trust.signers.items():
        memory[kid] = (*entries, *(each for each in memory.get(kid, ()) if each not in entries))
    exam.candidates = memory.get(exam.kid, ())
    if not exam.candidates:
        signer.look_up_keys(exam)
