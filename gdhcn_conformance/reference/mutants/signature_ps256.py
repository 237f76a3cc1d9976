"""Bugs in verifying PS256, the signature of an RSA key (RFC 8017, sections 8.1.2 and 9.1.2)."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from gdhcn_conformance.credentials import cose
from gdhcn_conformance.pki import pss
from gdhcn_conformance.reference.mutants.registry import registry
from gdhcn_conformance.reference.steps import signer
from gdhcn_conformance.reference.steps.examination import Examination, Refused
from gdhcn_conformance.reference.steps.message import ES256

MUTANTS, mutant = registry()
DIGEST, SALT = 32, 32  # octets of SHA-256, and of the salt of PS256 (RFC 8230, section 2)


@mutant(
    "HCERT-SIG-004", "signature", "HCERT-SIG-005", because="the length of the signature is no longer looked at either"
)
def salt_of_any_length(exam: Examination) -> None:
    """A PS256 signature may have a salt of any length."""
    assert exam.sign1 is not None
    if exam.algorithm == ES256:
        signer.verify_signature(exam)
        return
    signed = cose.to_be_signed(exam.sign1.protected, exam.sign1.payload)
    lenient = padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.AUTO)
    _verify_rsa(exam, signed, lenient)


@mutant("HCERT-SIG-004", "signature")
def pkcs1_accepted(exam: Examination) -> None:
    """Under PS256 an RSA signature in the old padding is accepted as well."""
    assert exam.sign1 is not None
    try:
        signer.verify_signature(exam)
    except Refused:
        if exam.algorithm == ES256:
            raise
        _verify_rsa(exam, cose.to_be_signed(exam.sign1.protected, exam.sign1.payload), padding.PKCS1v15())


def _verify_rsa(exam: Examination, signed: bytes, scheme: padding.AsymmetricPadding) -> None:
    assert exam.sign1 is not None
    for each in exam.candidates:
        try:
            each.key.verify(exam.sign1.signature, signed, scheme, hashes.SHA256())
        except InvalidSignature:
            continue
        exam.signer = each
        return
    raise Refused("signature-invalid")


def _careless_pss(exam: Examination, skipped: str) -> None:
    """Verify PS256 as RFC 8017, section 9.1.2, has it, without one of its checks."""
    assert exam.sign1 is not None
    if exam.algorithm == ES256:
        signer.verify_signature(exam)
        return
    signed = cose.to_be_signed(exam.sign1.protected, exam.sign1.payload)
    for each in exam.candidates:
        if _objections(each.key, exam.sign1.signature, signed) == {skipped}:
            exam.signer = each
            return
    signer.verify_signature(exam)


def _objections(key: Any, signature: bytes, signed: bytes) -> set[str]:
    """The checks of an RSA signature of the modulus' length that do not hold: trailer, unused bits, padding, digest."""
    public, hashed = key.public_numbers(), hashlib.sha256(signed).digest()
    encoded = pow(int.from_bytes(signature), public.e, public.n).to_bytes((public.n.bit_length() + 7) // 8)
    masked, digest, trailer = encoded[: -DIGEST - 1], encoded[-DIGEST - 1 : -1], encoded[-1:]
    unused = 8 * len(encoded) - (public.n.bit_length() - 1)  # bits of the first octet (RFC 8017, section 8.1.2)
    block = bytearray(a ^ b for a, b in zip(masked, pss.mask(digest, len(masked), "sha256"), strict=True))
    block[0] &= 0xFF >> unused
    padding_, salt = bytes(block[:-SALT]), bytes(block[-SALT:])
    holds = {
        "length": len(signature) == len(encoded),
        "trailer": trailer == pss.TRAILER,
        "unused bits": not masked[0] >> (8 - unused),
        "padding": padding_ == b"\x01".rjust(len(padding_), b"\0"),
        "digest": digest == hashlib.sha256(bytes(8) + hashed + salt).digest(),
    }
    return {name for name, each in holds.items() if not each}


@mutant("HCERT-SIG-004", "signature")
def trailer_not_looked_at(exam: Examination) -> None:
    """The trailer field of a PS256 signature may be any byte."""
    _careless_pss(exam, "trailer")


@mutant("HCERT-SIG-004", "signature")
def padding_not_looked_at(exam: Examination) -> None:
    """Salt and digest of a PS256 signature are taken from their places, whatever stands before them."""
    _careless_pss(exam, "padding")


@mutant("HCERT-SIG-004", "signature")
def unused_bits_cleared(exam: Examination) -> None:
    """The highest bit of what a PS256 signature recovers is cleared, and not looked at."""
    _careless_pss(exam, "unused bits")


@mutant(
    "HCERT-SIG-006",
    "signature",
    "HCERT-SIG-004",
    "HCERT-SIG-005",
    "HCERT-SIG-008",
    "HCERT-SIG-009",
    "HCERT-SIG-010",
    because="each of these has an RSA signature that does not verify",
)
def ps256_not_verified(exam: Examination) -> None:
    """Signatures under PS256 are not verified: the library for RSA was never linked."""
    if exam.algorithm == ES256:
        signer.verify_signature(exam)
    else:
        exam.signer = exam.candidates[0]


@mutant("HCERT-SIG-005", "signature")
def stripped_zero_restored(exam: Examination) -> None:
    """A PS256 signature that is too short is filled up with zeros in front, as numbers are."""
    assert exam.sign1 is not None
    if exam.algorithm != ES256:
        length = (exam.candidates[0].key.key_size + 7) // 8
        exam.sign1 = replace(exam.sign1, signature=exam.sign1.signature.rjust(length, b"\0"))
    signer.verify_signature(exam)


@mutant(
    "HCERT-SIG-008",
    "signature",
    "HCERT-SIG-004",
    "HCERT-SIG-005",
    "HCERT-SIG-006",
    "HCERT-SIG-010",
    because="each of these has a signature by the listed RSA key, over something else or made in another way",
)
def only_the_padding_checked(exam: Examination) -> None:
    """Of what an RSA signature recovers only the padding's last byte is looked at, not the digest in it."""
    assert exam.sign1 is not None
    if exam.algorithm == ES256:
        signer.verify_signature(exam)
        return
    for each in exam.candidates:
        public = each.key.public_numbers()
        if pow(int.from_bytes(exam.sign1.signature), public.e, public.n) % 256 == pss.TRAILER[0]:
            exam.signer = each
            return
    raise Refused("signature-invalid")
