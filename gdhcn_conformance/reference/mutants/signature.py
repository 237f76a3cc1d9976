"""Bugs in verifying the signature, whatever the key; those of PS256 alone are in `signature_ps256`."""

from __future__ import annotations

import struct
from dataclasses import replace
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from gdhcn_conformance.credentials import cbor_writer, cose
from gdhcn_conformance.reference.mutants.registry import registry
from gdhcn_conformance.reference.steps import claims, content, signer
from gdhcn_conformance.reference.steps.examination import Examination, Refused
from gdhcn_conformance.reference.steps.message import ES256
from gdhcn_conformance.reference.steps.signer import ES256_LENGTH
from gdhcn_conformance.reference.trust_list import suits

MUTANTS, mutant = registry()
# The order of P-256's group (SEC 2, section 2.4.2); r and s are below it.
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@mutant(
    "HCERT-COSE-013",
    "signature",
    "HCERT-COSE-018a",
    "HCERT-COSE-018b",
    "HCERT-CWT-005",
    "HCERT-SIG-006",
    "HCERT-SIG-007",
    "HCERT-SIG-008",
    because="these certificates have a protected header that encodes otherwise",
)
def protected_header_encoded_anew(exam: Examination) -> None:
    """The signature is checked over the protected header as this verifier would have encoded it."""
    assert exam.sign1 is not None
    ordered = {key: exam.headers[key] for key in sorted(exam.headers, key=repr)}
    exam.sign1 = cose.Sign1(
        cbor_writer.encode(ordered), exam.sign1.unprotected, exam.sign1.payload, exam.sign1.signature, ordered
    )
    signer.verify_signature(exam)


@mutant("HCERT-SIG-001", "signature")
def der_signature_accepted(exam: Examination) -> None:
    """An ES256 signature in DER is accepted as well."""
    assert exam.sign1 is not None
    signature = exam.sign1.signature
    if exam.algorithm == ES256 and signature[:1] == b"\x30" and len(signature) != 64:
        signed = cose.to_be_signed(exam.sign1.protected, exam.sign1.payload)
        for each in exam.candidates:
            try:
                each.key.verify(signature, signed, ec.ECDSA(hashes.SHA256()))
            except InvalidSignature:
                continue
            exam.signer = each
            return
    signer.verify_signature(exam)


@mutant("HCERT-SIG-001", "signature")
def surplus_of_signature_ignored(exam: Examination) -> None:
    """Only the first 64 bytes of an ES256 signature are looked at."""
    assert exam.sign1 is not None
    if exam.algorithm == ES256:
        exam.sign1 = replace(exam.sign1, signature=exam.sign1.signature[:64])
    signer.verify_signature(exam)


@mutant(
    "HCERT-SIG-008",
    "signature",
    "HCERT-DSC-002",
    "HCERT-SIG-006",
    because="each of these bears the signature of a certificate that was verified before it",
    remembers=True,
)
def verified_signatures_remembered(exam: Examination, memory: dict[tuple[bytes, bytes], Any]) -> None:
    """A signature that has been verified under a key identifier is not verified again, whatever it stands below now."""
    assert exam.sign1 is not None
    known = exam.kid, exam.sign1.signature
    if known not in memory:
        signer.verify_signature(exam)
        memory[known] = exam.signer
    exam.signer = memory[known]


@mutant("HCERT-COSE-011", "signature")
def empty_signature_not_verified(exam: Examination) -> None:
    """A signature is verified if there is one."""
    assert exam.sign1 is not None
    if exam.sign1.signature:
        signer.verify_signature(exam)
    else:
        exam.signer = exam.candidates[0]


@mutant("HCERT-COSE-012", "signature")
def context_of_several_signers_taken(exam: Examination) -> None:
    """The signature may also be one that was made for a message of several signers."""
    assert exam.sign1 is not None
    try:
        signer.verify_signature(exam)
    except Refused:
        signed = cbor_writer.encode(["Signature", exam.sign1.protected, b"", exam.sign1.payload])
        for each in exam.candidates:
            if signer.signature_verifies(each.key, exam.algorithm, exam.sign1.signature, signed):
                exam.signer = each
                return
        raise


@mutant("HCERT-SIG-002", "signature")
def numbers_reduced_by_the_order(exam: Examination) -> None:
    """The numbers r and s are taken modulo the order of the group before anyone looks at their range."""
    assert exam.sign1 is not None
    signature = exam.sign1.signature
    if exam.algorithm == ES256 and len(signature) == ES256_LENGTH:
        r, s = (int.from_bytes(half) % ORDER for half in (signature[:32], signature[32:]))
        exam.sign1 = replace(exam.sign1, signature=r.to_bytes(32) + s.to_bytes(32))
    signer.verify_signature(exam)


@mutant("HCERT-SIG-002", "signature")
def zeros_verify_everything(exam: Examination) -> None:
    """That r and s are not zero is not checked, and two zeros satisfy the equation whatever was signed."""
    assert exam.sign1 is not None
    if exam.algorithm == ES256 and exam.sign1.signature == bytes(ES256_LENGTH):
        exam.signer = exam.candidates[0]
        return
    signer.verify_signature(exam)


@mutant("HCERT-SIG-002", "signature")
def inverse_of_zero_crashes(exam: Examination) -> None:
    """The inverse of s is computed before anyone asks whether it has one."""
    assert exam.sign1 is not None
    if exam.algorithm == ES256 and len(exam.sign1.signature) == ES256_LENGTH:
        pow(int.from_bytes(exam.sign1.signature[32:]), -1, ORDER)
    signer.verify_signature(exam)


@mutant(
    "HCERT-SIG-009",
    "signature",
    "HCERT-COSE-011",
    "HCERT-SIG-001",
    "HCERT-SIG-002",
    because="each of these has an ES256 signature of another length than 64 bytes",
)
def odd_lengths_crash(exam: Examination) -> None:
    """An ES256 signature is divided into r and s without looking at its length."""
    assert exam.sign1 is not None
    if exam.algorithm == ES256:
        struct.unpack("32s32s", exam.sign1.signature)
    signer.verify_signature(exam)


@mutant("HCERT-SIG-010", "signature")
def content_first(exam: Examination) -> None:
    """Claims, times and content are judged first, and the signature when they are in order."""
    for step in (claims.read_claims, claims.require_times, claims.require_current, claims.read_hcert):
        step(exam)
    content.require_schema(exam)
    signer.verify_signature(exam)


@mutant(
    "HCERT-KID-015",
    "signature",
    "HCERT-KID-005",
    "HCERT-KID-009",
    "HCERT-KID-012",
    "TRUST-VER-005",
    because="each of these is signed by another signer of the list than the one that is named",
)
def every_listed_key_tried(exam: Examination) -> None:
    """Where the key under the identifier does not verify, that of any other listed signer may."""
    try:
        signer.verify_signature(exam)
    except Refused:
        entries = (each for listed in exam.trust.signers.values() for each in listed)
        exam.candidates = tuple(e for e in entries if "DSC" in e.usage and suits(e.key, exam.algorithm))
        signer.verify_signature(exam)


@mutant(
    "HCERT-KID-013",
    "signature",
    "HCERT-KID-008",
    because="an authority signed there too, which shares an identifier with its signer",
)
def key_of_the_authority_tried(exam: Examination) -> None:
    """Where the signer's key does not verify, that of its authority may."""
    try:
        signer.verify_signature(exam)
    except Refused:
        country = exam.candidates[0].country
        entries = (each for listed in exam.trust.signers.values() for each in listed)
        above = (e for e in entries if "SCA" in e.usage and e.country == country)
        exam.candidates = tuple(e for e in above if suits(e.key, exam.algorithm))
        signer.verify_signature(exam)
