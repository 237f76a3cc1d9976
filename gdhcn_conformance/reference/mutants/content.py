"""Bugs in the hcert claim, key usage and the health certificate itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from gdhcn_conformance.credentials import cbor, dcc
from gdhcn_conformance.credentials.reading import Malformed
from gdhcn_conformance.reference import verifier
from gdhcn_conformance.reference.mutants.registry import registry
from gdhcn_conformance.reference.verifier import ARC, HCERT, KIND_OF_OID, MISTYPED_ARC, Examination, Refused

MUTANTS, mutant = registry()
GROUPS = ("v", "t", "r")


@mutant("HCERT-CLM-009", "hcert")
def payload_guessed(exam: Examination) -> None:
    """Without an hcert claim the claims themselves are taken for the health certificate."""
    if HCERT not in exam.claims and "ver" in exam.claims:
        exam.payload = verifier.untagged({key: value for key, value in exam.claims.items() if isinstance(key, str)})
        return
    verifier.read_hcert(exam)


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
    verifier.read_hcert(exam)


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
    exam.payload = verifier.untagged(first)


@mutant("HCERT-CLM-004a", "hcert")
def other_sub_claims_refused(exam: Examination) -> None:
    """Anything beside the EU certificate in the hcert claim is refused."""
    verifier.read_hcert(exam)
    if len(exam.hcert) > 1:
        raise Refused("hcert-malformed")


@mutant(
    "HCERT-EKU-002",
    "key-usage",
    "HCERT-EKU-007",
    "HCERT-EKU-010",
    because="all of these are signed by a signer of another kind",
)
def key_usage_ignored(exam: Examination) -> None:
    """What the signer may sign is not looked at."""


@mutant("HCERT-EKU-006", "key-usage")
def foreign_usage_restricts(exam: Examination) -> None:
    """A signer whose extended key usage holds no health identifier may sign nothing."""
    assert exam.signer is not None
    if exam.signer.usages and not exam.signer.usages & KIND_OF_OID.keys():
        raise Refused("key-usage-mismatch")
    verifier.require_key_usage(exam)


@mutant(
    "HCERT-EKU-005a",
    "key-usage",
    "HCERT-EKU-002",
    because="a signer of the mistyped arc that may sign is in that matrix",
)
def mistyped_arc_unknown(exam: Examination) -> None:
    """A signer with identifiers of the mistyped arc may sign nothing."""
    assert exam.signer is not None
    if any(oid.startswith(MISTYPED_ARC) for oid in exam.signer.usages or ()):
        raise Refused("key-usage-mismatch")
    verifier.require_key_usage(exam)


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
    verifier.require_key_usage(exam)


@mutant(
    "HCERT-SCH-007a",
    "schema",
    "HCERT-CBOR-010",
    "HCERT-CBOR-016",
    "HCERT-VRF-002",
    because="an entry under another key, or of another type, leaves a certificate of nothing",
)
def certificate_of_nothing(exam: Examination) -> None:
    """A certificate without any entry is not missed."""
    if not any(group in exam.payload for group in GROUPS):
        return
    verifier.require_schema(exam)


@mutant("HCERT-SCH-007b", "schema", "HCERT-VRF-002", because="a second group that is faulty is not looked at")
def first_group_only(exam: Examination) -> None:
    """Only the first group of entries is looked at."""
    groups = [group for group in GROUPS if group in exam.payload]
    _judge(exam, {key: value for key, value in exam.payload.items() if key not in groups[1:]})


@mutant("HCERT-SCH-008", "schema", "HCERT-VRF-002", because="a second entry that is faulty is not looked at")
def first_entry_only(exam: Examination) -> None:
    """Of several entries only the first is looked at."""
    cut = {key: value[:1] if isinstance(value, list) else value for key, value in exam.payload.items()}
    _judge(exam, cut)


def _judge(exam: Examination, reduced: dict[Any, Any]) -> None:
    """Judge a part of the payload and accept the whole."""
    whole, exam.payload = exam.payload, reduced
    try:
        verifier.require_schema(exam)
    finally:
        exam.payload = whole


@mutant(
    "HCERT-SCH-005b",
    "schema",
    "HCERT-CBOR-010",
    "HCERT-SCH-002a",
    "HCERT-SCH-014",
    "HCERT-SCH-016",
    "HCERT-SCH-022",
    "HCERT-VRF-002",
    because="each of these has a version that is missing or no version",
)
def version_ignored(exam: Examination) -> None:
    """Every certificate is judged by the newest schema, whatever version it declares."""
    _judge(exam, {**exam.payload, "ver": dcc.PUBLISHED_VERSIONS[-1]})


@mutant("HCERT-SCH-005a", "schema", "HCERT-CBOR-016", because="an unpublished version is declared there")
def only_published_versions(exam: Examination) -> None:
    """A version that is not on this verifier's list is refused."""
    if exam.payload.get("ver") not in dcc.PUBLISHED_VERSIONS:
        raise Refused("version-unsupported")
    verifier.require_schema(exam)


@mutant("HCERT-SCH-013", "schema")
def additional_members_refused(exam: Examination) -> None:
    """Members that the schema does not name are refused."""
    verifier.require_schema(exam)
    if set(exam.payload) - {"ver", "nam", "dob", *GROUPS}:
        raise Refused("schema-invalid")
    named = {"tg vp mp ma dn sd dt co is ci", "tg tt nm ma sc tr tc co is ci dr", "tg fr co is df du ci"}
    for group, members in zip(
        GROUPS, sorted(named, key=lambda text: ("vp" not in text, "tt" not in text)), strict=True
    ):
        for entry in exam.payload.get(group) or ():
            if set(entry) - set(members.split()):
                raise Refused("schema-invalid")


@mutant("HCERT-NAM-003", "schema")
def surname_demanded(exam: Examination) -> None:
    """A person without standardised surname crashes the verifier."""
    verifier.require_schema(exam)
    _ = exam.payload["nam"]["fnt"].upper()


@mutant("HCERT-NAM-004", "schema")
def given_name_demanded(exam: Examination) -> None:
    """A person without given name crashes the verifier."""
    verifier.require_schema(exam)
    _ = exam.payload["nam"]["gnt"].upper()


@mutant("HCERT-TST-002", "schema", "HCERT-B45-002", because="that family is a test without centre")
def test_centre_demanded(exam: Examination) -> None:
    """A test without test centre crashes the verifier."""
    verifier.require_schema(exam)
    for entry in exam.payload.get("t") or ():
        _ = entry["tc"].upper()


@mutant("HCERT-VAC-004", "schema")
def boosters_refused(exam: Examination) -> None:
    """More doses than the series has are refused."""
    verifier.require_schema(exam)
    for entry in exam.payload.get("v") or ():
        if entry["dn"] > entry["sd"]:
            raise Refused("schema-invalid")


@mutant("HCERT-DOB-007", "schema", "HCERT-DOB-002a", because="a partial date of birth is one without a day")
def whole_birth_date_demanded(exam: Examination) -> None:
    """A date of birth without day crashes the verifier."""
    from datetime import date  # noqa: PLC0415 - the bug's own

    verifier.require_schema(exam)
    if exam.payload["dob"]:
        date.fromisoformat(exam.payload["dob"])


@mutant("HCERT-CBOR-012", "hcert")
def tagged_date_times_unread(exam: Examination) -> None:
    """Date-time strings with tag 0 are not understood."""
    verifier.read_hcert(exam)
    exam.payload = exam.hcert[1]


@mutant("HCERT-CO-003", "schema")
def country_must_be_the_issuers(exam: Examination) -> None:
    """A certificate about an event in another country than the issuer's is refused."""
    verifier.require_schema(exam)
    for group in GROUPS:
        for entry in exam.payload.get(group) or ():
            if exam.claims.get(1) not in (None, entry["co"]):
                raise Refused("schema-invalid")


@mutant("HCERT-UVCI-013", "schema")
def identifier_shape_demanded(exam: Examination) -> None:
    """A certificate identifier of an older shape is refused."""
    verifier.require_schema(exam)
    for group in GROUPS:
        for entry in exam.payload.get(group) or ():
            if not entry["ci"].startswith("URN:UVCI:01:"):
                raise Refused("schema-invalid")


@mutant("HCERT-TST-011", "samples")
def samples_of_tomorrow_accepted(exam: Examination) -> None:
    """The time of sampling is not looked at."""


@mutant(
    "HCERT-TST-011", "samples", "HCERT-DATE-005", because="a sample of today by its date and of tomorrow by its instant"
)
def samples_compared_by_date(exam: Examination) -> None:
    """The date of sampling is compared as it is written, without its time and offset."""
    today = datetime.fromtimestamp(exam.now, UTC).strftime("%Y-%m-%d")
    if any(str(entry.get("sc"))[:10] > today for entry in exam.payload.get("t") or ()):
        raise Refused("not-yet-valid")


@mutant("HCERT-REC-004", "recovery")
def recovery_in_any_order(exam: Examination) -> None:
    """That a recovery ends before it begins is not missed."""


@mutant(
    "HCERT-SCH-002a",
    "schema",
    "HCERT-CBOR-010",
    "HCERT-SCH-005b",
    "HCERT-SCH-007b",
    "HCERT-SCH-008",
    "HCERT-SCH-016",
    "HCERT-SCH-022",
    "HCERT-VRF-002",
    because="each of these is a certificate of a test",
)
def structure_of_tests_ignored(exam: Examination) -> None:
    """Certificates of tests are not looked at."""
    if "t" not in exam.payload:
        verifier.require_schema(exam)
