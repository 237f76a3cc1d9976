"""Bugs in the hcert claim and in key usage."""

from __future__ import annotations

from gdhcn_conformance.credentials import cbor, dcc
from gdhcn_conformance.credentials.reading import Malformed
from gdhcn_conformance.reference.mutants.registry import registry
from gdhcn_conformance.reference.steps import claims, content
from gdhcn_conformance.reference.steps.claims import HCERT
from gdhcn_conformance.reference.steps.content import ARC, KIND_OF_OID, MISTYPED_ARC
from gdhcn_conformance.reference.steps.examination import Examination, Refused

MUTANTS, mutant = registry()


@mutant("HCERT-CLM-009", "hcert")
def payload_guessed(exam: Examination) -> None:
    """Without an hcert claim the claims themselves are taken for the health certificate."""
    if HCERT not in exam.claims and "ver" in exam.claims:
        exam.payload = dcc.untagged({key: value for key, value in exam.claims.items() if isinstance(key, str)})
        return
    claims.read_hcert(exam)


@mutant("HCERT-CLM-003", "hcert")
def wrapped_payload_unwrapped(exam: Examination) -> None:
    """A health certificate wrapped in a byte string is unwrapped."""
    hcert = exam.claims.get(HCERT)
    inner = hcert.get(1) if isinstance(hcert, dict) else None
    if isinstance(hcert, dict) and isinstance(inner, bytes):
        try:
            exam.claims = {**exam.claims, HCERT: {**hcert, 1: cbor.read(inner).value}}
        except Malformed as malformed:
            raise Refused("hcert-malformed") from malformed
    claims.read_hcert(exam)


@mutant(
    "HCERT-CLM-002",
    "hcert",
    "HCERT-CLM-004a",
    "HCERT-CLM-004b",
    because="whatever stands beside the certificate comes first there",
)
def first_sub_claim_taken(exam: Examination) -> None:
    """Whatever comes first in the hcert claim is taken for the EU certificate."""
    hcert = exam.claims.get(HCERT)
    first = next(iter(hcert.values()), None) if isinstance(hcert, dict) else None
    if not isinstance(first, dict):
        raise Refused("hcert-malformed" if HCERT in exam.claims else "hcert-missing")
    exam.payload = dcc.untagged(first)


@mutant("HCERT-CLM-004a", "hcert")
def other_sub_claims_refused(exam: Examination) -> None:
    """Anything beside the EU certificate in the hcert claim is refused."""
    claims.read_hcert(exam)
    if len(exam.hcert) > 1:
        raise Refused("hcert-malformed")


@mutant("HCERT-EKU-002", "key-usage", "HCERT-EKU-010", because="all of these are signed by a signer of another kind")
def key_usage_ignored(exam: Examination) -> None:
    """What the signer may sign is not looked at."""


@mutant("HCERT-EKU-006", "key-usage")
def foreign_usage_restricts(exam: Examination) -> None:
    """A signer whose extended key usage holds no health identifier may sign nothing."""
    assert exam.signer is not None
    if exam.signer.usages and not exam.signer.usages & KIND_OF_OID.keys():
        raise Refused("key-usage-mismatch")
    content.require_key_usage(exam)


@mutant("HCERT-EKU-005a", "key-usage")
def mistyped_arc_unknown(exam: Examination) -> None:
    """A signer with identifiers of the mistyped arc may sign nothing."""
    assert exam.signer is not None
    if any(oid.startswith(MISTYPED_ARC) for oid in exam.signer.usages or ()):
        raise Refused("key-usage-mismatch")
    content.require_key_usage(exam)


@mutant("HCERT-EKU-010", "key-usage")
def one_identifier_is_enough(exam: Examination) -> None:
    """A certificate with several kinds of entry passes when the signer may sign one of them."""
    assert exam.signer is not None
    allowed = {KIND_OF_OID[oid] for oid in exam.signer.usages or () if oid in KIND_OF_OID}
    present = set(dcc.kinds(exam.payload))
    if allowed and present and not present & allowed:
        raise Refused("key-usage-mismatch")


@mutant("HCERT-EKU-007", "key-usage")
def any_foreign_identifier_frees(exam: Examination) -> None:
    """A signer with any identifier outside the health arc may sign everything."""
    assert exam.signer is not None
    if any(not oid.startswith((ARC, MISTYPED_ARC)) for oid in exam.signer.usages or ()):
        return
    content.require_key_usage(exam)


@mutant("HCERT-CBOR-012", "hcert")
def tagged_date_times_unread(exam: Examination) -> None:
    """Date-time strings with tag 0 are not understood."""
    claims.read_hcert(exam)
    exam.payload = exam.hcert[1]


@mutant("HCERT-CLM-001", "hcert")
def claim_label_without_its_sign(exam: Examination) -> None:
    """The hcert claim is also found under its label without the sign."""
    if HCERT not in exam.claims and -HCERT in exam.claims:
        exam.claims = {**exam.claims, HCERT: exam.claims[-HCERT]}
    claims.read_hcert(exam)
