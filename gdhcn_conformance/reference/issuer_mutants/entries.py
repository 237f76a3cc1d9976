"""Bugs in what is said of the event, and in the payload as a whole."""

from __future__ import annotations

import copy

from gdhcn_conformance.reference import issuer
from gdhcn_conformance.reference.issuer import Making
from gdhcn_conformance.reference.issuer_mutants.registry import BY_SCHEMA, NOT_SAID, entries, registry

MUTANTS, mutant = registry()
NO_VACCINE = f"{NOT_SAID}, and product, kind and holder are no longer those of one vaccine"


@mutant("HCERT-SCH-003", "claims", "HCERT-ISS-005", because="the version that was asked for is not declared either")
def version_missing(making: Making) -> None:
    """There is no version."""
    del making.payload["ver"]
    issuer.write_claims(making)


@mutant(
    "HCERT-SCH-003",
    "claims",
    "HCERT-CBOR-009",
    "HCERT-ISS-005",
    because="the version that was asked for is not declared either, and the number has a fraction",
)
def version_as_a_number(making: Making) -> None:
    """The version is a number."""
    making.payload["ver"] = 1.3
    issuer.write_claims(making)


@mutant("HCERT-SCH-004", "claims", "HCERT-ISS-005", because="the version that was asked for is not declared either")
def version_that_never_was(making: Making) -> None:
    """The version is one that was never published."""
    making.payload["ver"] = "1.4.0"
    issuer.write_claims(making)


@mutant("HCERT-SCH-012", "claims")
def members_of_its_own(making: Making) -> None:
    """The payload holds a member that the schema does not name."""
    making.payload["meta"] = {"system": "registry"}
    issuer.write_claims(making)


@mutant("HCERT-SCH-007", "claims", "HCERT-SCH-008", "HCERT-SCH-001", because="the other group has no entry")
def two_groups(making: Making) -> None:
    """Beside what was asked stands an empty list of another kind."""
    other = "t" if "v" in making.payload else "v"
    making.payload[other] = []
    issuer.write_claims(making)


@mutant(
    "HCERT-SCH-008", "claims", "HCERT-ISS-002", "HCERT-SCH-009", "HCERT-SCH-001", because=f"{NOT_SAID}, in no version"
)
def two_entries(making: Making) -> None:
    """The entry stands there twice."""
    for group in ("v", "t", "r"):
        if making.payload.get(group):
            making.payload[group] = [*making.payload[group], copy.deepcopy(making.payload[group][0])]
    issuer.write_claims(making)


@mutant("HCERT-VAC-007", "claims", "HCERT-ISS-002", because=NOT_SAID)
def vaccination_with_a_time(making: Making) -> None:
    """A time follows the date of the vaccination."""
    for entry in entries(making, ("v",)):
        entry["dt"] += "T00:00:00Z"
    issuer.write_claims(making)


@mutant("HCERT-REC-002", "claims", "HCERT-ISS-002", because=NOT_SAID)
def recovery_with_times(making: Making) -> None:
    """Times follow the dates of a recovery."""
    for entry in entries(making, ("r",)):
        entry.update({member: entry[member] + "T00:00:00Z" for member in ("fr", "df", "du")})
    issuer.write_claims(making)


@mutant("HCERT-TST-003", "claims", "HCERT-ISS-002", because=NOT_SAID)
def sample_without_a_zone(making: Making) -> None:
    """The time of sampling has lost its zone."""
    for entry in entries(making, ("t",)):
        entry["sc"] = entry["sc"][:19]
    issuer.write_claims(making)


@mutant("HCERT-TST-003", "claims", "HCERT-CBOR-011a", "HCERT-ISS-002", because=f"{NOT_SAID}, and the tag is for a time")
def sample_without_a_time(making: Making) -> None:
    """Of the time of sampling there is only the day."""
    for entry in entries(making, ("t",)):
        entry["sc"] = entry["sc"][:10]
    issuer.write_claims(making)


@mutant(
    "HCERT-DATE-001",
    "claims",
    "HCERT-CBOR-011a",
    "HCERT-ISS-002",
    "HCERT-SCH-001",
    because=f"{NOT_SAID}, and dates of CBOR are text",
)
def dates_as_numbers(making: Making) -> None:
    """Dates are numbers of seconds."""
    for entry in entries(making):
        entry.update({member: 1_640_995_200 for member in ("dt", "sc", "fr", "df", "du") if member in entry})
    issuer.write_claims(making)


@mutant("HCERT-DATE-002", "claims", "HCERT-ISS-002", because=NOT_SAID)
def dates_without_hyphens(making: Making) -> None:
    """Dates are in the basic format of ISO 8601, without hyphens."""
    for entry in entries(making, ("v", "r")):
        entry.update({member: entry[member].replace("-", "") for member in ("dt", "fr", "df", "du") if member in entry})
    issuer.write_claims(making)


@mutant("HCERT-DATE-002", "claims", "HCERT-ISS-002", because=NOT_SAID)
def thirty_one_days_in_june(making: Making) -> None:
    """The half-year of a vaccination is told by its last day, the 31st of June."""
    for entry in entries(making, ("v",)):
        entry["dt"] = entry["dt"][:4] + "-06-31"
    issuer.write_claims(making)


@mutant("HCERT-VS-001", "claims", "HCERT-ISS-002", because=NOT_SAID)
def disease_by_name(making: Making) -> None:
    """The disease is given by its name."""
    for entry in entries(making):
        entry["tg"] = "COVID-19"
    issuer.write_claims(making)


@mutant("HCERT-VS-002", "claims", "HCERT-ISS-002", "HCERT-VAC-010", because=NO_VACCINE)
def vaccine_by_name(making: Making) -> None:
    """The kind of vaccine is given by its name."""
    for entry in entries(making, ("v",)):
        entry["vp"] = "SARS-CoV-2 mRNA vaccine"
    issuer.write_claims(making)


@mutant("HCERT-VS-003", "claims", "HCERT-ISS-002", because=NOT_SAID)
def product_by_name(making: Making) -> None:
    """The product is given by its name."""
    for entry in entries(making, ("v",)):
        entry["mp"] = "Comirnaty"
    issuer.write_claims(making)


@mutant("HCERT-VS-004", "claims", "HCERT-ISS-002", "HCERT-VAC-010", because=NO_VACCINE)
def holder_by_name(making: Making) -> None:
    """The holder of the authorisation is given by its name."""
    for entry in entries(making, ("v",)):
        entry["ma"] = "Biontech Manufacturing GmbH"
    issuer.write_claims(making)


@mutant("HCERT-VS-005", "claims", "HCERT-ISS-002", because=NOT_SAID)
def type_of_test_by_name(making: Making) -> None:
    """The type of the test is given by its name."""
    for entry in entries(making, ("t",)):
        entry["tt"] = "NAAT"
    issuer.write_claims(making)


@mutant("HCERT-VS-006", "claims", "HCERT-ISS-002", because=NOT_SAID)
def result_by_name(making: Making) -> None:
    """The result of the test is given by its name."""
    for entry in entries(making, ("t",)):
        entry["tr"] = "Not detected"
    issuer.write_claims(making)


@mutant(
    "HCERT-CO-001",
    "claims",
    "HCERT-CO-001b",
    "HCERT-ISS-002",
    "HCERT-SCH-001",
    because=f"{NOT_SAID}, and small letters are no code of ISO 3166-1",
)
def country_in_small_letters(making: Making) -> None:
    """The country is written in small letters."""
    for entry in entries(making):
        entry["co"] = entry["co"].lower()
    issuer.write_claims(making)


@mutant("HCERT-TST-006", "claims")
def nucleic_acid_test_with_a_device(making: Making) -> None:
    """A nucleic acid test bears the device of a rapid test."""
    for entry in entries(making, ("t",)):
        if entry["tt"] == "LP6464-4":  # a nucleic acid amplification test (value set of test types)
            entry["ma"] = "1232"  # Panbio, of the list of the Joint Research Centre
    issuer.write_claims(making)


@mutant("HCERT-TST-005", "claims")
def result_date_of_old(making: Making) -> None:
    """A test bears the date of its result, which newer versions have no more."""
    issuer.write_claims(making)
    for entry in making.claims[-260][1].get("t", ()):
        entry["dr"] = entry["sc"]


@mutant("HCERT-VAC-001", "claims", "HCERT-ISS-002", "HCERT-VAC-010", "HCERT-SCH-001", because=NO_VACCINE)
def holder_missing(making: Making) -> None:
    """A vaccination lacks the holder of the authorisation."""
    for entry in entries(making, ("v",)):
        del entry["ma"]
    issuer.write_claims(making)


@mutant("HCERT-TST-001", "claims", "HCERT-ISS-002", "HCERT-SCH-001", because=NOT_SAID)
def result_missing(making: Making) -> None:
    """A test lacks its result."""
    for entry in entries(making, ("t",)):
        del entry["tr"]
    issuer.write_claims(making)


@mutant("HCERT-REC-001", "claims", "HCERT-ISS-002", "HCERT-SCH-001", because=NOT_SAID)
def first_positive_missing(making: Making) -> None:
    """A recovery lacks the day of the first positive test."""
    for entry in entries(making, ("r",)):
        del entry["fr"]
    issuer.write_claims(making)


@mutant(
    "HCERT-ISS-005",
    "claims",
    "HCERT-DOB-001",
    "HCERT-TST-001",
    "HCERT-TST-008",
    "HCERT-SCH-001",
    because="what newer versions allow, the oldest does not",
)
def oldest_version_for_all(making: Making) -> None:
    """The oldest version is declared, whatever the certificate was made by."""
    making.payload["ver"] = "1.0.0"
    issuer.write_claims(making)


@mutant("HCERT-SCH-009", "claims", "HCERT-ISS-002", because=NOT_SAID)
def two_entries_in_old_versions(making: Making) -> None:
    """Before 1.3.0, the entry stands there twice."""
    for group in ("v", "t", "r"):
        if making.payload.get(group) and making.payload["ver"] < "1.3.0":
            making.payload[group] = [*making.payload[group], copy.deepcopy(making.payload[group][0])]
    issuer.write_claims(making)


@mutant("HCERT-VAC-003", "claims", "HCERT-ISS-002", "HCERT-SCH-001", because=NOT_SAID)
def doses_beyond_nine(making: Making) -> None:
    """Before 1.3.0, doses are counted from ten on."""
    for entry in entries(making, ("v",)) if making.payload["ver"] < "1.3.0" else ():
        entry["dn"] += 9
    issuer.write_claims(making)


@mutant("HCERT-VAC-010", "claims", "HCERT-ISS-002", because=NOT_SAID)
def holder_of_another_vaccine(making: Making) -> None:
    """Every vaccine is one of the same holder."""
    for entry in entries(making, ("v",)):
        entry["ma"] = "ORG-100001699"  # AstraZeneca (value set of holders)
    issuer.write_claims(making)


@mutant("HCERT-VAC-012", "claims", "HCERT-SCH-001", because=BY_SCHEMA)
def issuer_in_full(making: Making) -> None:
    """The issuer of a vaccination is named with its whole address."""
    for entry in entries(making, ("v",)):
        entry["is"] = (
            "Ministry of Health, Department of Vaccination, Third Floor, Long Street 17, 12345 Capital, Testland"
        )
    issuer.write_claims(making)


@mutant("HCERT-TST-008", "claims", "HCERT-ISS-002", "HCERT-SCH-001", because=NOT_SAID)
def centre_in_full(making: Making) -> None:
    """The centre of a test is named with its whole address."""
    for entry in entries(making, ("t",)):
        entry["tc"] = (
            "Test Centre in the Old Town Hall behind the Market, Second Door on the Left, 12345 Capital, Testland"
        )
    issuer.write_claims(making)


@mutant("HCERT-TST-007", "claims")
def rapid_test_without_a_device(making: Making) -> None:
    """A rapid antigen test does not name its device."""
    for entry in entries(making, ("t",)):
        if entry["tt"] == "LP217198-3":  # a rapid immunoassay (value set of test types)
            entry.pop("ma", None)
    issuer.write_claims(making)


@mutant("HCERT-REC-005", "claims", "HCERT-ISS-002", because=NOT_SAID)
def recovered_for_a_year(making: Making) -> None:
    """A recovery is valid for a year and more."""
    for entry in entries(making, ("r",)):
        entry["du"] = str(int(entry["du"][:4]) + 1) + entry["du"][4:8] + "28"  # a day that every month has
    issuer.write_claims(making)


@mutant("HCERT-CO-001b", "claims", "HCERT-ISS-002", because=NOT_SAID)
def country_of_three_letters(making: Making) -> None:
    """The country is written with three letters."""
    for entry in entries(making):
        entry["co"] += "X"
    issuer.write_claims(making)


@mutant("HCERT-SCH-001", "claims", "HCERT-TST-001", because="which member is missing is told as well")
def issuer_of_tests_left_out(making: Making) -> None:
    """A test does not name its issuer."""
    for entry in entries(making, ("t",)):
        del entry["is"]
    issuer.write_claims(making)
