"""Bugs in reading the COSE message and its elements."""

from __future__ import annotations

from typing import Any

from gdhcn_conformance.credentials import cbor, cbor_writer, cose
from gdhcn_conformance.credentials.cbor import Tagged
from gdhcn_conformance.credentials.reading import Malformed
from gdhcn_conformance.reference import lenient
from gdhcn_conformance.reference.mutants import stand_in
from gdhcn_conformance.reference.mutants.headers import authenticates
from gdhcn_conformance.reference.mutants.registry import registry
from gdhcn_conformance.reference.steps import message
from gdhcn_conformance.reference.steps.examination import Examination, Refused
from gdhcn_conformance.reference.steps.message import ALG, ES256, KID

MUTANTS, mutant = registry()
MAC0 = 17  # RFC 9052, table 1


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
    message.read_cose(exam)


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
    message.read_cose(exam)


@mutant("HCERT-COSE-001a", "cose")
def more_than_four_elements(exam: Examination) -> None:
    """Elements after the fourth are ignored."""
    value = _read(exam.message)
    inner = value.value if isinstance(value, Tagged) else value
    if isinstance(inner, list) and len(inner) > 4:
        _by_position(exam, inner)
        return
    message.read_cose(exam)


@mutant("HCERT-COSE-015", "cose")
def duplicate_labels_ignored(exam: Examination) -> None:
    """A label that stands twice in a header is read once."""
    lenient.read_message(exam, "cose-duplicate-label")


@mutant("HCERT-COSE-016a", "cose")
def unprotected_algorithm_first(exam: Examination) -> None:
    """The unprotected header's algorithm is preferred to the protected one."""
    lenient.read_message(exam, "cose-label-in-both")
    assert exam.sign1 is not None
    if ALG in exam.headers and ALG in exam.sign1.unprotected:
        exam.headers = {**exam.headers, ALG: exam.sign1.unprotected[ALG]}


@mutant("HCERT-COSE-006", "cose", "HCERT-COSE-007a", because="of two tags 61 around a right message one is left")
def cwt_tag_taken_off(exam: Examination) -> None:
    """Tag 61 is taken off unseen, and whatever is inside it is read."""
    exam.message = exam.message.removeprefix(b"\xd8\x3d")
    message.read_cose(exam)


@mutant("HCERT-COSE-008", "cose")
def protected_header_wrapped_by_the_reader(exam: Examination) -> None:
    """A protected header that came as a map is encoded, and then read like any other."""
    _repaired(exam, 0)


@mutant("HCERT-COSE-010", "cose")
def payload_wrapped_by_the_reader(exam: Examination) -> None:
    """Claims that came as a map are encoded, and then verified like any others."""
    _repaired(exam, 2)


def _repaired(exam: Examination, position: int) -> None:
    """Wrap this element into a byte string where it is a map."""
    value = _read(exam.message)
    elements = value.value if isinstance(value, Tagged) else value
    if isinstance(elements, list) and len(elements) > position and isinstance(elements[position], dict):
        elements[position] = cbor_writer.encode(elements[position])
        exam.message = cose.write(elements)
    message.read_cose(exam)


@mutant(
    "HCERT-COSE-001c",
    "cose",
    "HCERT-COSE-007a",
    because="a signature under the tag of a code is refused as a wrong code, and not for its tag",
)
def codes_taken_for_signatures(exam: Examination) -> None:
    """The tag decides what is verified, and a COSE_Mac0 is by the listed key, which everybody has."""
    value = _read(exam.message)
    if not (isinstance(value, Tagged) and value.tag == MAC0):
        message.read_cose(exam)
        return
    _by_position(exam, value)
    assert exam.sign1 is not None
    kid = exam.headers.get(KID, b"")
    signed = cbor_writer.encode(["MAC0", exam.sign1.protected, b"", exam.sign1.payload])  # RFC 9052, section 6.3
    if not any(authenticates(each, exam.sign1.signature, signed) for each in exam.trust.signers.get(kid, ())):
        raise Refused("signature-invalid")
    stand_in.replace_listed(exam, kid)
    exam.headers = {**exam.headers, ALG: ES256}
