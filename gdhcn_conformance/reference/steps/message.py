"""COSE_Sign1 and its headers."""

from __future__ import annotations

from gdhcn_conformance.credentials import cose
from gdhcn_conformance.credentials.reading import Malformed
from gdhcn_conformance.reference.steps.examination import Examination, Refused, tolerate

ES256, PS256 = -7, -37

ALG, CRIT, CONTENT_TYPE, KID = 1, 2, 3, 4

UNDERSTOOD = frozenset({ALG, CRIT, CONTENT_TYPE, KID})

COSE_SHAPES = frozenset(
    {"cose-structure", "cose-tag", "cose-protected", "cose-unprotected", "cose-payload", "cose-signature-type"}
)


def read_cose(exam: Examination) -> None:
    """RFC 9052, section 4.2: COSE_Sign1, tagged 18, 61 around 18, or not at all."""
    try:
        reading = cose.read(exam.message)
    except Malformed as malformed:
        shape = malformed.code in COSE_SHAPES
        raise Refused("cose-malformed" if shape else "cbor-malformed", malformed.detail) from malformed
    tolerate(reading.deviations)
    exam.sign1 = reading.value
    exam.headers = reading.value.headers


def read_algorithm(exam: Examination) -> None:
    """WHO HCERT 3.2.2: ES256 or PS256, named in the protected header."""
    assert exam.sign1 is not None
    if ALG not in exam.headers:
        raise Refused("algorithm-missing", "label 1 is not in the protected header")
    algorithm = exam.headers[ALG]
    if type(algorithm) is not int or algorithm not in (ES256, PS256):
        raise Refused("algorithm-unsupported", repr(algorithm)[:40])
    exam.algorithm = algorithm


def read_critical(exam: Examination) -> None:
    """RFC 9052, section 3.1: crit is protected, a non-empty array, and names only labels that are present and understood."""
    assert exam.sign1 is not None
    if CRIT in exam.sign1.unprotected:
        raise Refused("critical-header-unknown", "crit must be protected")
    if CRIT not in exam.headers:
        return
    critical = exam.headers[CRIT]
    if not isinstance(critical, list) or not critical:
        raise Refused("critical-header-unknown", "crit must be a non-empty array")
    for label in critical:
        if type(label) is not int or label not in UNDERSTOOD or label not in exam.headers:
            raise Refused("critical-header-unknown", f"label {label!r}"[:60])


def read_key_identifier(exam: Examination) -> None:
    """WHO HCERT 3.2.3: the protected header's key identifier, or else the unprotected one's."""
    assert exam.sign1 is not None
    kid = exam.headers.get(KID, exam.sign1.unprotected.get(KID))
    if kid is None or kid == b"":
        raise Refused("kid-missing")
    if not isinstance(kid, bytes):
        raise Refused("kid-malformed", f"{type(kid).__name__}")
    exam.kid = kid
