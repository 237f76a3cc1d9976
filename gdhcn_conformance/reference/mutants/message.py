"""Bugs in reading CBOR, the COSE message, its headers and its algorithm."""

from __future__ import annotations

from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from gdhcn_conformance.credentials import cbor, cose
from gdhcn_conformance.credentials.cbor import Tagged
from gdhcn_conformance.credentials.reading import Malformed
from gdhcn_conformance.reference import verifier
from gdhcn_conformance.reference.mutants.registry import registry
from gdhcn_conformance.reference.verifier import ALG, CRIT, ES256, KID, PS256, Examination, Refused

MUTANTS, mutant = registry()


def _by_position(exam: Examination, message: Any) -> None:
    """Take a message's parts by position, without looking at what they are."""
    while isinstance(message, Tagged):
        message = message.value
    try:
        protected, unprotected, payload, signature = message[:4]
        headers = cbor.read(protected).value if protected else {}
        if not isinstance(headers, dict):
            headers = {}
        exam.sign1 = cose.Sign1(
            protected, unprotected if isinstance(unprotected, dict) else {}, payload, signature, headers
        )
    except (TypeError, ValueError, KeyError) as shapeless:
        raise Refused("cose-malformed") from shapeless
    exam.headers = headers


def _read(data: bytes) -> Any:
    try:
        return cbor.read(data).value
    except Malformed as malformed:
        raise Refused("cbor-malformed", malformed.detail) from malformed


@mutant(
    "HCERT-COSE-007a",
    "cose",
    "HCERT-COSE-001b",
    "HCERT-COSE-006",
    "HCERT-COSE-015",
    because="the message is written anew, which also loses what was wrong with it",
)
def any_tag_accepted(exam: Examination) -> None:
    """Tags are taken off, whatever and however many they are."""
    value = _read(exam.message)
    depth = 0
    while isinstance(value, Tagged):
        value, depth = value.value, depth + 1
    exam.message = cose.write(value) if isinstance(value, list) and depth else exam.message
    verifier.read_cose(exam)


@mutant("HCERT-COSE-009", "cose")
def unprotected_header_of_any_type(exam: Examination) -> None:
    """An unprotected header that is no map is taken for an empty one."""
    value = _read(exam.message)
    inner = value
    while isinstance(inner, Tagged):
        inner = inner.value
    if isinstance(inner, list) and len(inner) == 4 and not isinstance(inner[1], dict):
        _by_position(exam, value)
        return
    verifier.read_cose(exam)


@mutant("HCERT-COSE-001a", "cose")
def more_than_four_elements(exam: Examination) -> None:
    """Elements after the fourth are ignored."""
    value = _read(exam.message)
    inner = value.value if isinstance(value, Tagged) else value
    if isinstance(inner, list) and len(inner) > 4:
        _by_position(exam, inner)
        return
    verifier.read_cose(exam)


@mutant(
    "HCERT-COSE-013",
    "signature",
    "HCERT-COSE-018a",
    "HCERT-COSE-018b",
    "HCERT-CWT-005",
    "HCERT-SIG-006",
    "HCERT-SIG-007",
    because="these certificates have a protected header that encodes otherwise",
)
def protected_header_encoded_anew(exam: Examination) -> None:
    """The signature is checked over the protected header as this verifier would have encoded it."""
    from gdhcn_conformance.credentials import cbor_writer  # noqa: PLC0415 - only for the bug

    assert exam.sign1 is not None
    ordered = {key: exam.headers[key] for key in sorted(exam.headers, key=repr)}
    exam.sign1 = cose.Sign1(
        cbor_writer.encode(ordered), exam.sign1.unprotected, exam.sign1.payload, exam.sign1.signature, ordered
    )
    verifier.verify_signature(exam)


@mutant("HCERT-COSE-015", "cose")
def duplicate_labels_ignored(exam: Examination) -> None:
    """A label that stands twice in a header is read once."""
    try:
        reading = cose.read(exam.message)
    except Malformed:
        verifier.read_cose(exam)
        return
    verifier.tolerate(each for each in reading.deviations if each.code != "cose-duplicate-label")
    exam.sign1, exam.headers = reading.value, reading.value.headers


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
    verifier.read_critical(exam)


@mutant(
    "HCERT-COSE-018a",
    "critical",
    "HCERT-CBOR-001",
    "HCERT-COSE-018b",
    "HCERT-COSE-019",
    "HCERT-CWT-005",
    "HCERT-DSC-002",
    "HCERT-KID-006",
    "HCERT-KID-007a",
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
    "HCERT-ALG-005a",
    "HCERT-ALG-005b",
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


@mutant("HCERT-ALG-005b", "algorithm")
def algorithm_without_its_sign(exam: Examination) -> None:
    """The algorithm's CBOR argument is read without its sign, so that 6 and 36 are taken for ES256 and PS256."""
    value = exam.headers.get(ALG)
    if type(value) is int and value >= 0:
        exam.headers = {**exam.headers, ALG: -1 - value}
    verifier.read_algorithm(exam)


@mutant("HCERT-ALG-005b", "algorithm")
def algorithm_as_text(exam: Examination) -> None:
    """The algorithm's name as text is understood as well."""
    value = exam.headers.get(ALG)
    named = {"ES256": ES256, "PS256": PS256}.get(value) if isinstance(value, str) else None
    if named:
        exam.headers = {**exam.headers, ALG: named}
    verifier.read_algorithm(exam)


@mutant(
    "HCERT-ALG-005b",
    "algorithm",
    "HCERT-ALG-005a",
    "HCERT-COSE-020",
    because="a missing or misplaced algorithm is unknown too",
)
def unknown_algorithm_is_es256(exam: Examination) -> None:
    """What is not PS256 is taken for ES256."""
    exam.algorithm = PS256 if exam.headers.get(ALG) == PS256 else ES256


@mutant(
    "HCERT-CBOR-007",
    "cose",
    "HCERT-CBOR-001",
    "HCERT-CBOR-003",
    "HCERT-CBOR-005",
    "HCERT-COSE-003",
    "HCERT-COSE-012",
    "HCERT-CWT-001",
    "HCERT-SIG-006",
    "HCERT-SIG-010",
    "HCERT-VRF-011",
    because="these families are written with indefinite lengths",
)
def only_definite_lengths(exam: Examination) -> None:
    """Indefinite lengths are refused."""
    verifier.read_cose(exam)
    assert exam.sign1 is not None
    for part in (exam.message, exam.sign1.payload):
        if "cbor-indefinite-length" in cbor.read(part).codes:
            raise Refused("cbor-malformed")


@mutant(
    "HCERT-CBOR-008",
    "cose",
    "HCERT-CBOR-001",
    "HCERT-CBOR-003",
    "HCERT-CBOR-005",
    "HCERT-CBOR-012",
    "HCERT-COSE-005",
    "HCERT-CWT-001",
    "HCERT-SIG-010",
    "HCERT-VRF-011",
    because="these families are written with wide integers",
)
def only_shortest_forms(exam: Examination) -> None:
    """Integers and lengths that could be shorter are refused."""
    verifier.read_cose(exam)
    assert exam.sign1 is not None
    for part in (exam.message, exam.sign1.protected, exam.sign1.payload):
        if part and "cbor-non-shortest" in cbor.read(part).codes:
            raise Refused("cbor-malformed")


@mutant("HCERT-COSE-016a", "cose")
def unprotected_algorithm_first(exam: Examination) -> None:
    """The unprotected header's algorithm is preferred to the protected one."""
    try:
        reading = cose.read(exam.message)
    except Malformed:
        verifier.read_cose(exam)
        return
    verifier.tolerate(each for each in reading.deviations if each.code != "cose-label-in-both")
    exam.sign1, exam.headers = reading.value, dict(reading.value.headers)
    if ALG in exam.headers and ALG in exam.sign1.unprotected:
        exam.headers[ALG] = exam.sign1.unprotected[ALG]
