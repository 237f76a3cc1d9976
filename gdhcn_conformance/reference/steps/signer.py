"""Who signed: keys under the identifier, what they may do, and the signature."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from gdhcn_conformance.credentials import cose
from gdhcn_conformance.reference.steps.examination import Examination, Refused
from gdhcn_conformance.reference.steps.message import ES256
from gdhcn_conformance.reference.trust_list import Listed, suits

ES256_LENGTH = 64  # r and s, 32 octets each (RFC 9053, section 2.1)


def look_up_keys(exam: Examination) -> None:
    """WHO HCERT 3.2.3 and appendix A: all listed keys under this identifier."""
    exam.candidates = exam.trust.signers.get(exam.kid, ())
    if not exam.candidates:
        unreadable = exam.kid in exam.trust.unreadable
        raise Refused("dsc-unreadable" if unreadable else "key-unknown", exam.kid.hex()[:64])


def require_signers(exam: Examination) -> None:
    """Only entries listed as document signers verify documents."""
    _keep(exam, lambda listed: "DSC" in listed.usage, "key-not-authorised")


def require_suitable_keys(exam: Examination) -> None:
    """WHO HCERT 3.2.2: the key fits the algorithm that the certificate names."""
    _keep(exam, lambda listed: suits(listed.key, exam.algorithm), "key-unsuitable")


def require_issued_here(exam: Examination) -> None:
    """Certificate governance: an SCA listed for the same participant issued the DSC."""
    _keep(exam, lambda listed: listed.issued_here is not False, "dsc-untrusted")


def require_current_signers(exam: Examination) -> None:
    """Certificate governance, shell model: DSC and SCA are valid now."""
    now = exam.now
    _keep(exam, lambda e: now <= e.not_after and (not e.above or any(now <= end for _, end in e.above)), "dsc-expired")
    _keep(exam, lambda e: now >= e.not_before, "dsc-not-yet-valid")
    _keep(exam, lambda e: not e.above or any(start <= now <= end for start, end in e.above), "dsc-not-yet-valid")


def _keep(exam: Examination, condition: Callable[[Listed], bool], reason: str) -> None:
    kept = tuple(listed for listed in exam.candidates if condition(listed))
    if not kept:
        raise Refused(reason)
    exam.candidates = kept


def verify_signature(exam: Examination) -> None:
    """RFC 9052, section 4.4: over the bytes as received, with each key listed under the identifier."""
    assert exam.sign1 is not None
    signed = cose.to_be_signed(exam.sign1.protected, exam.sign1.payload)
    for listed in exam.candidates:
        if signature_verifies(listed.key, exam.algorithm, exam.sign1.signature, signed):
            exam.signer = listed
            return
    raise Refused("signature-invalid")


def signature_verifies(key: Any, algorithm: int, signature: bytes, signed: bytes) -> bool:
    """ES256: r and s of 32 octets (RFC 9053, section 2.1). PS256: MGF1 with SHA-256, salt of 32 octets (RFC 8230, section 2)."""
    try:
        if algorithm == ES256:
            if len(signature) != ES256_LENGTH:
                return False
            r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
            key.verify(encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))
        else:
            if len(signature) != (key.key_size + 7) // 8:  # RFC 8017, section 8.1.2, step 1
                return False
            key.verify(signature, signed, padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256())
    except InvalidSignature:
        return False
    return True
