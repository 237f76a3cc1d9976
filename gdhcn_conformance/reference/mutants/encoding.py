"""Bugs in the CBOR of the claims and of what stands in them."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from gdhcn_conformance.credentials import cbor
from gdhcn_conformance.credentials.reading import Malformed
from gdhcn_conformance.reference import lenient
from gdhcn_conformance.reference.mutants.registry import registry
from gdhcn_conformance.reference.steps import claims, examination, message
from gdhcn_conformance.reference.steps.examination import Examination, Refused

MUTANTS, mutant = registry()


def read(exam: Examination) -> Any:
    """The reading of the claims, whatever they are."""
    assert exam.sign1 is not None
    try:
        return cbor.read(exam.sign1.payload)
    except Malformed as malformed:
        raise Refused("cbor-malformed", malformed.detail) from malformed


@mutant("HCERT-CBOR-004a", "claims", "HCERT-CBOR-004b", because="the reader is the same for claims and content")
def duplicate_claims_ignored(exam: Examination) -> None:
    """A claim that stands twice is read once."""
    reading = read(exam)
    examination.tolerate(each for each in reading.deviations if each.code != "cbor-duplicate-key")
    if not isinstance(reading.value, dict):
        raise Refused("claims-malformed")
    exam.claims = reading.value


def _carelessly(exam: Examination, **faults: Any) -> None:
    """Read the claims, and what is not well-formed once more with a reader that has these faults."""
    assert exam.sign1 is not None
    try:
        claims.read_claims(exam)
    except Refused as refused:
        if refused.reason != "cbor-malformed":
            raise
        try:
            found = lenient.careless_cbor(exam.sign1.payload, **faults)
        except (ValueError, TypeError, IndexError, RecursionError):
            raise refused from None
        if not isinstance(found, dict):
            raise Refused("claims-malformed") from None
        exam.claims = found


@mutant("HCERT-CBOR-001", "claims")
def breaks_read_as_null(exam: Examination) -> None:
    """A break where a value must stand is read as null."""
    _carelessly(exam, breaks=True)


@mutant(
    "HCERT-CBOR-003a", "claims", "HCERT-CBOR-001", because="a text that is one byte short is longer than the input too"
)
def strings_end_with_the_input(exam: Examination) -> None:
    """A string that is longer than the input is what is left of the input, as slices are."""
    _carelessly(exam, clips=True)


@mutant("HCERT-CBOR-003b", "claims")
def nesting_ends_with_the_stack(exam: Examination) -> None:
    """Nothing bounds the nesting but the stack."""
    assert exam.sign1 is not None
    with suppress(ValueError, TypeError, IndexError):
        lenient.careless_cbor(exam.sign1.payload)
    claims.read_claims(exam)


@mutant("HCERT-CBOR-005", "claims")
def wrong_utf8_replaced(exam: Examination) -> None:
    """What is not UTF-8 is read with marks of replacement."""
    _carelessly(exam, errors="replace")


@mutant("HCERT-CBOR-004b", "claims")
def members_twice_ignored(exam: Examination) -> None:
    """Of a member that stands twice one is taken, while claims that stand twice are refused."""
    reading = read(exam)
    examination.tolerate(
        each for each in reading.deviations if each.code != "cbor-duplicate-key" or not each.detail.startswith("key '")
    )
    if not isinstance(reading.value, dict):
        raise Refused("claims-malformed")
    exam.claims = reading.value


@mutant(
    "HCERT-CBOR-007",
    "cose",
    "HCERT-COSE-003",
    "HCERT-COSE-012",
    "HCERT-SIG-006",
    "HCERT-VRF-011",
    because="these families are written with indefinite lengths",
)
def only_definite_lengths(exam: Examination) -> None:
    """Indefinite lengths are refused."""
    message.read_cose(exam)
    assert exam.sign1 is not None
    if any("cbor-indefinite-length" in _codes(part) for part in (exam.message, exam.sign1.payload)):
        raise Refused("cbor-malformed")


@mutant(
    "HCERT-CBOR-008",
    "cose",
    "HCERT-CBOR-012",
    "HCERT-COSE-005",
    "HCERT-VRF-011",
    because="these families are written with wide integers",
)
def only_shortest_forms(exam: Examination) -> None:
    """Integers and lengths that could be shorter are refused."""
    message.read_cose(exam)
    assert exam.sign1 is not None
    if any("cbor-non-shortest" in _codes(part) for part in (exam.message, exam.sign1.protected, exam.sign1.payload)):
        raise Refused("cbor-malformed")


def _codes(part: bytes) -> frozenset[str]:
    """How the encoding deviates; nothing is said of what a later step refuses."""
    try:
        return cbor.read(part).codes
    except Malformed:
        return frozenset()
