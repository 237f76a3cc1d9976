"""Bugs in the headers: the algorithm, and what must be understood."""

from __future__ import annotations

import hashlib
import hmac

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gdhcn_conformance.credentials import cose
from gdhcn_conformance.reference.mutants import stand_in
from gdhcn_conformance.reference.mutants.registry import registry
from gdhcn_conformance.reference.steps import message
from gdhcn_conformance.reference.steps.examination import Examination, Refused
from gdhcn_conformance.reference.steps.message import ALG, CRIT, ES256, KID, PS256
from gdhcn_conformance.reference.trust_list import Listed

MUTANTS, mutant = registry()
HS256 = 5  # RFC 9053, table 3


@mutant(
    "HCERT-COSE-017a", "critical", "HCERT-COSE-017b", because="an empty or misplaced list is ignored like any other"
)
def critical_headers_ignored(exam: Examination) -> None:
    """The list of headers that must be understood is not looked at."""


@mutant("HCERT-COSE-017b", "critical")
def empty_list_of_critical_headers(exam: Examination) -> None:
    """An empty list of critical headers is taken for none."""
    if exam.headers.get(CRIT) == []:
        return
    message.read_critical(exam)


@mutant(
    "HCERT-COSE-018a",
    "critical",
    "HCERT-CBOR-001",
    "HCERT-COSE-018b",
    "HCERT-COSE-019",
    "HCERT-CWT-005",
    "HCERT-DSC-002",
    "HCERT-KID-007a",
    "HCERT-KID-013",
    "HCERT-SIG-006",
    "HCERT-SIG-007",
    "HCERT-SIG-008",
    "HCERT-VRF-011",
    because="these families carry a parameter that the verifier does not know",
)
def unknown_headers_refused(exam: Examination) -> None:
    """Header parameters that this verifier does not know are refused, critical or not."""
    assert exam.sign1 is not None
    if set(exam.headers) - {ALG, KID} or set(exam.sign1.unprotected) - {ALG, KID}:
        raise Refused("critical-header-unknown")


@mutant(
    "HCERT-ALG-006",
    "algorithm",
    "HCERT-ALG-005b",
    "HCERT-ALG-005c",
    "HCERT-COSE-020",
    "HCERT-KID-008",
    because="whatever the header names, or does not name, is ignored",
)
def algorithm_by_kind_of_key(exam: Examination) -> None:
    """The algorithm is chosen by the kind of the key, and what the certificate names is ignored."""
    assert exam.sign1 is not None
    kid = exam.headers.get(KID, exam.sign1.unprotected.get(KID))
    listed = exam.trust.signers.get(kid, ()) if isinstance(kid, bytes) else ()
    elliptic = any(isinstance(each.key, ec.EllipticCurvePublicKey) for each in listed)
    exam.algorithm = ES256 if elliptic or not listed else PS256


@mutant("HCERT-ALG-005c", "algorithm")
def algorithm_without_its_sign(exam: Examination) -> None:
    """The algorithm's CBOR argument is read without its sign, so that 6 and 36 are taken for ES256 and PS256."""
    value = exam.headers.get(ALG)
    if type(value) is int and value >= 0:
        exam.headers = {**exam.headers, ALG: -1 - value}
    message.read_algorithm(exam)


@mutant("HCERT-ALG-005c", "algorithm")
def algorithm_as_text(exam: Examination) -> None:
    """The algorithm's name as text is understood as well."""
    value = exam.headers.get(ALG)
    named = {"ES256": ES256, "PS256": PS256}.get(value) if isinstance(value, str) else None
    if named:
        exam.headers = {**exam.headers, ALG: named}
    message.read_algorithm(exam)


@mutant(
    "HCERT-ALG-005b",
    "algorithm",
    "HCERT-ALG-005c",
    "HCERT-COSE-020",
    because="a missing or misplaced algorithm is unknown too",
)
def unknown_algorithm_is_es256(exam: Examination) -> None:
    """What is not PS256 is taken for ES256."""
    exam.algorithm = PS256 if exam.headers.get(ALG) == PS256 else ES256


@mutant("HCERT-COSE-020", "algorithm")
def algorithm_under_its_name(exam: Examination) -> None:
    """The algorithm may also stand under the text "alg"."""
    if ALG not in exam.headers and "alg" in exam.headers:
        exam.headers = {**exam.headers, ALG: exam.headers["alg"]}
    message.read_algorithm(exam)


@mutant("HCERT-ALG-005c", "algorithm")
def algorithm_zero_is_the_default(exam: Examination) -> None:
    """Zero is taken for an algorithm that was not set, and that for ES256."""
    if exam.headers.get(ALG) == 0:
        exam.headers = {**exam.headers, ALG: ES256}
    message.read_algorithm(exam)


@mutant("HCERT-ALG-005a", "algorithm")
def listed_key_is_the_secret(exam: Examination) -> None:
    """The listed key is handed to whatever algorithm the header names, and is the secret where that is HS256."""
    assert exam.sign1 is not None
    kid = exam.headers.get(KID)
    if exam.headers.get(ALG) != HS256 or not isinstance(kid, bytes):
        message.read_algorithm(exam)
        return
    signed = cose.to_be_signed(exam.sign1.protected, exam.sign1.payload)
    if not any(authenticates(each, exam.sign1.signature, signed) for each in exam.trust.signers.get(kid, ())):
        raise Refused("signature-invalid")
    stand_in.replace_listed(exam, kid)


def authenticates(listed: Listed, code: bytes, message: bytes) -> bool:
    """Whether this is the HMAC with SHA-256 under the listed public key, in DER."""
    secret = listed.key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hmac.compare_digest(code, hmac.digest(secret, message, hashlib.sha256))
