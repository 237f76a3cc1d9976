"""Bugs in doing what was asked: something else is said, nothing is issued, or the issuer goes down."""

from __future__ import annotations

import unicodedata
from typing import Any

from gdhcn_conformance.credentials.value_sets import VALUE_SETS
from gdhcn_conformance.reference import issuer
from gdhcn_conformance.reference.issuer import Making
from gdhcn_conformance.reference.issuer_mutants.registry import NOT_SAID, entries, registry
from gdhcn_conformance.reference.steps.examination import Refused

MUTANTS, mutant = registry()


@mutant("HCERT-ISS-002", "take-over", remembers=True)
def person_of_the_previous_request(making: Making, memory: dict[str, Any]) -> None:
    """A name is that of the request before, which a buffer still holds; the buffer is for names of the usual kind."""
    issuer.take_over(making)
    mine = making.payload.get("nam")
    if isinstance(mine, dict) and set(mine) == {"fn", "gn"} and all(_usual(name) for name in mine.values()):
        making.payload["nam"] = dict(memory.get("nam", mine))
        memory["nam"] = dict(mine)


def _usual(name: Any) -> bool:
    return isinstance(name, str) and name.isascii() and name.isalpha() and len(name) < 20


@mutant(
    "HCERT-ISS-002",
    "encode",
    "HCERT-ISS-005",
    "HCERT-NAM-012",
    because="the first may have been of another version, and of a name in another script",
    remembers=True,
)
def one_certificate_a_signer(making: Making, memory: dict[str, Any]) -> None:
    """The first certificate of each signer at a time is kept, and given to everybody who may have one then."""
    issuer.encode(making)
    making.text = memory.setdefault(f"{making.signer.kid.hex()} {making.now}", making.text)


@mutant(
    "HCERT-ISS-002",
    "claims",
    "HCERT-NAM-001",
    "HCERT-NAM-012",
    "HCERT-SCH-001",
    because="a person's only name is a forename then, and each name is written otherwise",
)
def names_swapped(making: Making) -> None:
    """Surname and forename change places."""
    names = making.payload["nam"]
    swapped = {"fn": names.get("gn"), "fnt": names.get("gnt"), "gn": names.get("fn"), "gnt": names.get("fnt")}
    making.payload["nam"] = {name: value for name, value in swapped.items() if value is not None}
    issuer.write_claims(making)


@mutant("HCERT-ISS-002", "claims")
def day_and_month_swapped(making: Making) -> None:
    """Day and month of birth change places where both are months."""
    parts = making.payload["dob"].split("-")
    if len(parts) == 3 and int(parts[2]) <= 12:  # a month at most
        making.payload["dob"] = "-".join((parts[0], parts[2], parts[1]))
    issuer.write_claims(making)


@mutant("HCERT-ISS-002", "claims")
def always_the_last_dose(making: Making) -> None:
    """Every vaccination is the last of its series."""
    for entry in entries(making, ("v",)):
        entry["dn"] = entry["sd"]
    issuer.write_claims(making)


@mutant("HCERT-ISS-002", "claims")
def always_negative(making: Making) -> None:
    """Every test has the result that most have."""
    for entry in entries(making, ("t",)):
        entry["tr"] = "260415000"  # not detected (value set of test results)
    issuer.write_claims(making)


@mutant("HCERT-ISS-002", "claims")
def country_of_the_issuer(making: Making) -> None:
    """The event is said to have taken place in the country that issues."""
    for entry in entries(making):
        entry["co"] = making.asked["country"]
    issuer.write_claims(making)


@mutant(
    "HCERT-ISS-005",
    "take-over",
    "HCERT-NAM-001",
    "HCERT-SCH-001",
    because="whoever has no surname needs a newer version",
)
def version_of_its_own(making: Making) -> None:
    """The version that is asked for is not looked at, though versions are declared."""
    issuer.take_over(making)
    making.payload["ver"] = "1.3.0"


def _names(making: Making) -> list[str]:
    """The names that there are."""
    nam = making.payload.get("nam")
    found = (nam.get(name) for name in ("fn", "gn")) if isinstance(nam, dict) else ()
    return [name for name in found if isinstance(name, str) and name]


@mutant("HCERT-ISS-004", "names")
def one_name_refused(making: Making) -> None:
    """A person must have a forename and a surname."""
    if len(_names(making)) == 1:
        raise Refused("schema-invalid", "a name is missing")
    issuer.write_names(making)


@mutant("HCERT-ISS-004", "names")
def other_scripts_refused(making: Making) -> None:
    """Names must be in Latin letters."""
    if any("LATIN" not in unicodedata.name(each, "") for name in _names(making) for each in name if each.isalpha()):
        raise Refused("schema-invalid", "Latin letters are needed")
    issuer.write_names(making)


@mutant("HCERT-ISS-004", "names", "HCERT-NAM-005", because="names that are too long crash as well")
def long_names_crash(making: Making) -> None:
    """A name of more than forty characters does not fit the buffer."""
    if any(len(name) > 40 for name in _names(making)):
        raise IndexError("buffer")
    issuer.write_names(making)


@mutant("HCERT-ISS-002", "take-over", "HCERT-SCH-019", because="some are cut before a blank")
def long_names_cut(making: Making) -> None:
    """A name is cut after thirty characters."""
    issuer.take_over(making)
    names = making.payload.get("nam", {})
    names.update({name: names[name][:30] for name in ("fn", "gn") if name in names})


@mutant("HCERT-VS-009", "claims", "HCERT-ISS-002", because=NOT_SAID)
def code_of_yesterday(making: Making) -> None:
    """The kind of vaccine is given a code that has gone out of use."""
    value_set = VALUE_SETS["vaccine-prophylaxis"]
    for entry in entries(making, ("v",)):
        entry["vp"] = min(value_set.codes - value_set.active)
    issuer.write_claims(making)
