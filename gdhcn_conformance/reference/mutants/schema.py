"""Bugs in judging the health certificate by its schema."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from gdhcn_conformance.credentials import dcc
from gdhcn_conformance.reference.mutants.registry import registry
from gdhcn_conformance.reference.steps import content
from gdhcn_conformance.reference.steps.examination import Examination, Refused

MUTANTS, mutant = registry()
GROUPS = ("v", "t", "r")


@mutant(
    "HCERT-SCH-007a",
    "schema",
    "HCERT-CBOR-010",
    "HCERT-CBOR-016",
    "HCERT-SCH-002c",
    because="an entry under another key, or of another type, leaves a certificate of nothing",
)
def certificate_of_nothing(exam: Examination) -> None:
    """A certificate without any entry is not missed."""
    if not any(group in exam.payload for group in GROUPS):
        return
    content.require_schema(exam)


@mutant("HCERT-SCH-007b", "schema", "HCERT-SCH-002c", because="a second group that is faulty is not looked at")
def first_group_only(exam: Examination) -> None:
    """Only the first group of entries is looked at."""
    groups = [group for group in GROUPS if group in exam.payload]
    _judge(exam, {key: value for key, value in exam.payload.items() if key not in groups[1:]})


@mutant("HCERT-SCH-008", "schema", "HCERT-SCH-002c", because="a second entry that is faulty is not looked at")
def first_entry_only(exam: Examination) -> None:
    """Of several entries only the first is looked at."""
    cut = {key: value[:1] if isinstance(value, list) else value for key, value in exam.payload.items()}
    _judge(exam, cut)


def _judge(exam: Examination, reduced: dict[Any, Any]) -> None:
    """Judge a part of the payload and accept the whole."""
    whole, exam.payload = exam.payload, reduced
    try:
        content.require_schema(exam)
    finally:
        exam.payload = whole


@mutant(
    "HCERT-SCH-005b",
    "schema",
    "HCERT-CBOR-010",
    "HCERT-SCH-002a",
    "HCERT-SCH-002c",
    "HCERT-SCH-014",
    "HCERT-SCH-016",
    "HCERT-SCH-022",
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
    content.require_schema(exam)


@mutant("HCERT-SCH-013", "schema")
def additional_members_refused(exam: Examination) -> None:
    """Members that the schema does not name are refused."""
    content.require_schema(exam)
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
    content.require_schema(exam)
    _ = exam.payload["nam"]["fnt"].upper()


@mutant("HCERT-NAM-004", "schema")
def given_name_demanded(exam: Examination) -> None:
    """A person without given name crashes the verifier."""
    content.require_schema(exam)
    _ = exam.payload["nam"]["gnt"].upper()


@mutant("HCERT-TST-002", "schema", "HCERT-B45-002", because="that family is a test without centre")
def test_centre_demanded(exam: Examination) -> None:
    """A test without test centre crashes the verifier."""
    content.require_schema(exam)
    for entry in exam.payload.get("t") or ():
        _ = entry["tc"].upper()


@mutant("HCERT-VAC-004", "schema")
def boosters_refused(exam: Examination) -> None:
    """More doses than the series has are refused."""
    content.require_schema(exam)
    for entry in exam.payload.get("v") or ():
        if entry["dn"] > entry["sd"]:
            raise Refused("schema-invalid")


@mutant("HCERT-DOB-007", "schema", "HCERT-DOB-002a", because="a partial date of birth is one without a day")
def whole_birth_date_demanded(exam: Examination) -> None:
    """A date of birth without day crashes the verifier."""
    from datetime import date  # noqa: PLC0415 - the bug's own

    content.require_schema(exam)
    if exam.payload["dob"]:
        date.fromisoformat(exam.payload["dob"])


@mutant("HCERT-CO-003", "schema")
def country_must_be_the_issuers(exam: Examination) -> None:
    """A certificate about an event in another country than the issuer's is refused."""
    content.require_schema(exam)
    for group in GROUPS:
        for entry in exam.payload.get(group) or ():
            if exam.claims.get(1) not in (None, entry["co"]):
                raise Refused("schema-invalid")


@mutant("HCERT-UVCI-013", "schema")
def identifier_shape_demanded(exam: Examination) -> None:
    """A certificate identifier of an older shape is refused."""
    content.require_schema(exam)
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
    "HCERT-SCH-002c",
    "HCERT-SCH-005b",
    "HCERT-SCH-007b",
    "HCERT-SCH-008",
    "HCERT-SCH-016",
    "HCERT-SCH-022",
    because="each of these is a certificate of a test",
)
def structure_of_tests_ignored(exam: Examination) -> None:
    """Certificates of tests are not looked at."""
    if "t" not in exam.payload:
        content.require_schema(exam)


@mutant("HCERT-SCH-014", "schema")
def members_in_any_case(exam: Examination) -> None:
    """The names of members are matched without regard to case."""
    _judge(exam, _lower_case(exam.payload))


def _lower_case(value: Any) -> Any:
    if isinstance(value, dict):
        lowered = {key.lower() if isinstance(key, str) else key: _lower_case(each) for key, each in value.items()}
        return lowered | {key: _lower_case(each) for key, each in value.items() if key in lowered}
    return [_lower_case(each) for each in value] if isinstance(value, list) else value


@mutant(
    "HCERT-SCH-002c",
    "schema",
    "HCERT-SCH-014",
    "HCERT-VRF-002",
    because="a member under another name is missing under its own, and an entry may lack its identifier",
)
def missing_members_not_missed(exam: Examination) -> None:
    """Types are checked and presence is not: what is missing has its type's default."""
    _judge_without(exam, lambda each: each.rule == "required")


@mutant(
    "HCERT-VRF-002",
    "schema",
    "HCERT-SCH-002c",
    "HCERT-SCH-014",
    because="each of these lacks it, or has it in capitals",
)
def identifier_not_missed(exam: Examination) -> None:
    """An entry without certificate identifier is passed on, since nothing but revocation needs one."""
    _judge_without(exam, lambda each: each.rule == "required" and each.path.endswith(".ci"))


@mutant("HCERT-SCH-002c", "schema")
def limits_not_looked_at(exam: Examination) -> None:
    """Presence and types are checked, and how large a number may be is not."""
    _judge_without(exam, lambda each: each.rule in ("minimum", "maximum"))


def _judge_without(exam: Examination, overlooked: Callable[[dcc.Violation], bool]) -> None:
    """Judge by the schema, and let pass what only breaks rules that are overlooked."""
    version = dcc.schema_for(exam.payload.get("ver"))
    if version is None or not all(map(overlooked, dcc.validate(exam.payload, version))):
        content.require_schema(exam)


@mutant(
    "HCERT-DOB-002b", "schema", "HCERT-SCH-016", because="what stands behind the date is not looked at there either"
)
def beginning_of_birth_date_matched(exam: Examination) -> None:
    """A date of birth need only begin like one."""
    born = exam.payload.get("dob")
    found = re.match("(19|20)[0-9]{2}(-[0-9]{2}(-[0-9]{2})?)?", born) if isinstance(born, str) else None
    _judge(exam, {**exam.payload, "dob": found[0]} if found else exam.payload)
