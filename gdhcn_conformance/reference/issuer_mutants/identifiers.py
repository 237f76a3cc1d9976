"""Bugs in the unique identifier of a certificate."""

from __future__ import annotations

from typing import Any

from gdhcn_conformance.credentials import uvci
from gdhcn_conformance.reference import issuer
from gdhcn_conformance.reference.issuer import Making
from gdhcn_conformance.reference.issuer_mutants.registry import BY_SCHEMA, entries, registry

MUTANTS, mutant = registry()
CHECKED = "the check is that of the identifier as it was"


@mutant("HCERT-UVCI-001", "claims", "HCERT-UVCI-008", because=CHECKED)
def identifier_without_prefix(making: Making) -> None:
    """The identifier lacks its prefix."""
    for entry in entries(making):
        entry["ci"] = entry["ci"].removeprefix(uvci.PREFIX)
    issuer.write_claims(making)


@mutant("HCERT-UVCI-002", "claims", "HCERT-UVCI-008", because=CHECKED)
def identifier_of_version_v1(making: Making) -> None:
    """The version of the identifier is V1."""
    for entry in entries(making):
        entry["ci"] = entry["ci"].replace(":01:", ":V1:", 1)
    issuer.write_claims(making)


@mutant("HCERT-UVCI-003", "claims", "HCERT-UVCI-004", "HCERT-UVCI-008", because=CHECKED)
def identifier_without_a_country(making: Making) -> None:
    """The identifier lacks the country."""
    for entry in entries(making):
        entry["ci"] = entry["ci"].replace(f":{making.asked['country']}:", ":", 1)
    issuer.write_claims(making)


@mutant("HCERT-UVCI-004", "claims")
def identifier_with_an_empty_part(making: Making) -> None:
    """A part of the identifier is empty."""
    for entry in entries(making):
        entry["ci"] = entry["ci"].partition("#")[0] + "//1"
    issuer.write_claims(making)


@mutant("HCERT-UVCI-005a", "claims")
def identifier_with_hyphens(making: Making) -> None:
    """The identifier is a UUID with hyphens."""
    for entry in entries(making):
        body = entry["ci"].partition("#")[0]
        entry["ci"] = f"{body[:-8]}-{body[-8:-4]}-{body[-4:]}"
    issuer.write_claims(making)


@mutant("HCERT-UVCI-006", "claims", "HCERT-SCH-001", because=BY_SCHEMA)
def identifier_too_long(making: Making) -> None:
    """The identifier has a hundred characters."""
    for entry in entries(making):
        entry["ci"] = entry["ci"].partition("#")[0].ljust(100, "0")
    issuer.write_claims(making)


@mutant("HCERT-UVCI-007", "claims")
def checksum_of_two_characters(making: Making) -> None:
    """The check of the identifier has two characters."""
    for entry in entries(making):
        entry["ci"] = entry["ci"].partition("#")[0] + "#UK"
    issuer.write_claims(making)


@mutant("HCERT-UVCI-008", "claims")
def checksum_wrong(making: Making) -> None:
    """The check of the identifier is that of the identifier without its prefix."""
    for entry in entries(making):
        body = entry["ci"].partition("#")[0]
        entry["ci"] = f"{body}#{uvci.check_character(body.removeprefix(uvci.PREFIX))}"
    issuer.write_claims(making)


@mutant("HCERT-UVCI-011", "identifiers", remembers=True)
def one_identifier_for_all(making: Making, memory: dict[str, Any]) -> None:
    """The identifier is made once for each country, and every certificate has it."""
    issuer.write_identifiers(making)
    for entry in entries(making):
        entry["ci"] = memory.setdefault(making.asked["country"], entry["ci"])


@mutant("HCERT-UVCI-005b", "claims")
def identifier_in_small_letters(making: Making) -> None:
    """The identifier is in small letters but for its prefix, and has no check."""
    for entry in entries(making):
        head, _, body = entry["ci"].partition("#")[0].rpartition(":")
        entry["ci"] = f"{head}:{body.lower()}"
    issuer.write_claims(making)
