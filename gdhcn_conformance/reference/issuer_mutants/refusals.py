"""Bugs by which is issued what must be refused: one a family of refusals."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from gdhcn_conformance.credentials import rfc3339
from gdhcn_conformance.reference import issuer
from gdhcn_conformance.reference.issuer import Making, Step
from gdhcn_conformance.reference.issuer_mutants.registry import GROUPS, NOT_SAID, entries, registry
from gdhcn_conformance.reference.steps.examination import Refused
from gdhcn_conformance.reference.understanding import day

MUTANTS, mutant = registry()
KNOWN = {"tg": "840539006", "tt": "LP6464-4", "tr": "260415000", "mp": "EU/1/20/1528"}  # codes in use
EARLY = "2021-01-01"  # before the moment of any vector


def _judged(making: Making, step: Step, change: Callable[[dict[str, Any]], None]) -> None:
    """Judge a changed copy of the payload by a step of the reference, and go on with the payload that came."""
    came, making.payload = making.payload, copy.deepcopy(making.payload)
    change(making.payload)
    try:
        step(making)
    finally:
        making.payload = came


def _with(group: str, **members: Any) -> Callable[[dict[str, Any]], None]:
    """A change that sets members of every entry of a group which has them."""

    def change(payload: dict[str, Any]) -> None:
        for entry in payload.get(group) or ():
            entry.update({name: value for name, value in members.items() if name in entry})

    return change


def _any_code(making: Making, member: str) -> None:
    """The reference's step, but for this member."""

    def change(payload: dict[str, Any]) -> None:
        for group in GROUPS:
            _with(group, **{member: KNOWN[member]})(payload)

    _judged(making, issuer.require_codes, change)


@mutant("HCERT-VS-001", "codes")
def any_disease(making: Making) -> None:
    """A disease is not looked up."""
    _any_code(making, "tg")


@mutant("HCERT-VS-003", "codes")
def any_product(making: Making) -> None:
    """A product is not looked up."""
    _any_code(making, "mp")


@mutant("HCERT-VS-005", "codes")
def any_type_of_test(making: Making) -> None:
    """The type of a test is not looked up."""
    _any_code(making, "tt")


@mutant("HCERT-VS-006", "codes")
def any_result(making: Making) -> None:
    """The result of a test is not looked up."""
    _any_code(making, "tr")


@mutant("HCERT-SCH-007", "event")
def first_of_several_kinds(making: Making) -> None:
    """Of several kinds of events the first is taken, and the others are forgotten."""
    first = next((group for group in GROUPS if making.payload.get(group)), "v")
    making.payload = {name: value for name, value in making.payload.items() if name not in GROUPS or name == first}
    issuer.require_one_event(making)


@mutant("HCERT-SCH-008", "event", "HCERT-ISS-002", because=NOT_SAID)
def last_of_several_entries(making: Making) -> None:
    """Of several entries the last is taken, and the others are forgotten."""
    making.payload.update({group: making.payload[group][-1:] for group in GROUPS if making.payload.get(group)})
    issuer.require_one_event(making)


@mutant("HCERT-NAM-001", "names")
def nameless_called_unknown(making: Making) -> None:
    """A person without a name is called UNKNOWN."""
    names = making.payload.get("nam", {})
    if not names.get("fn") and not names.get("gn"):
        names["fn"] = "UNKNOWN"
    issuer.write_names(making)


@mutant("HCERT-SCH-006", "names")
def nobody_called_unknown(making: Making) -> None:
    """Where there is no person at all, somebody called UNKNOWN takes the place."""
    making.payload.setdefault("nam", {"fn": "UNKNOWN"})
    issuer.write_names(making)


def _born_in_1990(payload: dict[str, Any]) -> None:
    if re.match(r"\d{4}(-|$)", str(payload.get("dob"))):
        payload["dob"] = "1990" + payload["dob"][4:]


@mutant("HCERT-DOB-002", "schema")
def born_in_any_century(making: Making) -> None:
    """The year of birth is not bounded."""
    _judged(making, issuer.require_schema, _born_in_1990)


@mutant(
    "HCERT-DOB-004",
    "dates",
    "HCERT-DOB-005",
    "HCERT-DOB-008",
    "HCERT-ISS-002",
    because="neither zeros nor days to come are days that there were, and zeros say nothing of what was told",
)
def born_on_any_day(making: Making) -> None:
    """The day of birth need not be one that there is."""
    _judged(making, issuer.require_sensible_dates, lambda payload: payload.update(dob=payload["dob"][:4]))


@mutant("HCERT-DOB-008", "dates")
def born_in_the_future(making: Making) -> None:
    """The date of birth may lie in the future."""
    today = making.now.strftime("%Y-%m-%d")
    _judged(making, issuer.require_sensible_dates, lambda p: p.update(dob=min(p["dob"], today[: len(p["dob"])])))


@mutant("HCERT-VAC-001", "take-over")
def unknown_dose_taken_for_the_first(making: Making) -> None:
    """Where nobody says which dose it was, it is taken for the first."""
    issuer.take_over(making)
    for entry in entries(making, ("v",)):
        entry.setdefault("dn", 1)


@mutant(
    "HCERT-VAC-002",
    "schema",
    "HCERT-ISS-002",
    "HCERT-VAC-003",
    "HCERT-SCH-001",
    because="a text is no number, and ten doses are too many in old versions",
)
def any_number_of_doses(making: Making) -> None:
    """Doses may be any number, or none."""
    _judged(making, issuer.require_schema, _with("v", dn=1, sd=1))


@mutant(
    "HCERT-VAC-007",
    "schema",
    "HCERT-DATE-001",
    "HCERT-DATE-002",
    "HCERT-SCH-001",
    because="a number, and a day that never was, are let through as well",
)
def vaccinated_on_any_day(making: Making) -> None:
    """The day of the vaccination need not be one that there is."""
    _judged(making, issuer.require_schema, _with("v", dt=EARLY))


@mutant("HCERT-VAC-009", "dates")
def vaccinated_in_the_future(making: Making) -> None:
    """The day of the vaccination may lie in the future."""
    _judged(making, issuer.require_sensible_dates, _with("v", dt=EARLY))


@mutant("HCERT-TST-001", "take-over")
def sampled_just_now(making: Making) -> None:
    """Where nobody says when the sample was taken, it was taken just now."""
    issuer.take_over(making)
    for entry in entries(making, ("t",)):
        entry.setdefault("sc", making.now.isoformat())


@mutant("HCERT-TST-003", "take-over", "HCERT-ISS-002", because=NOT_SAID)
def odd_times_taken_for_now(making: Making) -> None:
    """A time of sampling that there is not is taken for the present."""
    issuer.take_over(making)
    for entry in entries(making, ("t",)):
        if "sc" in entry and not rfc3339.is_date_time(str(entry["sc"])):
            entry["sc"] = making.now.isoformat()


@mutant("HCERT-TST-012", "dates")
def sampled_in_the_future(making: Making) -> None:
    """The sample may be taken after the certificate is issued."""
    _judged(making, issuer.require_sensible_dates, _with("t", sc=f"{EARLY}T00:00:00Z"))


@mutant("HCERT-REC-001", "take-over")
def first_positive_guessed(making: Making) -> None:
    """Where the day of the first positive test is not given, it is taken to be eleven days before the validity begins."""
    issuer.take_over(making)
    for entry in entries(making, ("r",)):
        if (begun := day(entry.get("df"))) is not None:
            entry.setdefault("fr", str(begun - timedelta(days=11)))


@mutant("HCERT-REC-002", "schema")
def positive_on_any_day(making: Making) -> None:
    """The day of the first positive test need not be one that there is."""
    _judged(making, issuer.require_schema, _with("r", fr=EARLY))


@mutant("HCERT-REC-003", "dates")
def positive_in_the_future(making: Making) -> None:
    """The first positive test may lie in the future."""
    try:
        issuer.require_sensible_dates(making)
    except Refused as refused:
        if "first positive" not in refused.detail:
            raise


@mutant("HCERT-REC-004", "claims", "HCERT-ISS-002", because=NOT_SAID)
def validity_the_wrong_way_round(making: Making) -> None:
    """The first and the last day of a recovery's validity change places."""
    for entry in entries(making, ("r",)):
        entry["df"], entry["du"] = entry["du"], entry["df"]
    issuer.write_claims(making)


@mutant("HCERT-CWT-009", "claims", "HCERT-CWT-016", because="the end that is asked for may be over already")
def end_as_asked(making: Making) -> None:
    """The end that is asked for is written, whatever the signer's certificate says."""
    asked = making.asked.get("expires")
    kept, making.asked = making.asked, {name: value for name, value in making.asked.items() if name != "expires"}
    issuer.write_claims(making)
    making.asked = kept
    if asked:
        making.claims[4] = int(datetime.fromisoformat(asked).timestamp())
