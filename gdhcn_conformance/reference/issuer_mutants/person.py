"""Bugs in what is said of the person."""

from __future__ import annotations

import unicodedata

from gdhcn_conformance.reference import issuer
from gdhcn_conformance.reference.issuer import Making
from gdhcn_conformance.reference.issuer_mutants.registry import BY_SCHEMA, NOT_SAID, registry

MUTANTS, mutant = registry()
NAMES = {"fn": "fnt", "gn": "gnt"}


@mutant("HCERT-NAM-006", "claims", "HCERT-SCH-001", because=BY_SCHEMA)
def names_not_transliterated(making: Making) -> None:
    """The names for machines are the names in capitals, marks and all."""
    names = making.payload["nam"]
    names.update({standard: names[name].upper() for name, standard in NAMES.items() if names.get(name)})
    issuer.write_claims(making)


@mutant(
    "HCERT-NAM-007",
    "claims",
    "HCERT-NAM-008",
    because="where the first letter is dropped, or a whole word, a filler is left",
)
def letters_with_marks_dropped(making: Making) -> None:
    """Letters outside A to Z are dropped from the names for machines."""
    names = making.payload["nam"]
    for name, standard in NAMES.items():
        if names.get(name):
            names[standard] = "".join(
                each for each in names[name].upper().replace(" ", "<") if each in "ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
            )
    issuer.write_claims(making)


@mutant("HCERT-NAM-008", "claims")
def fillers_at_the_end(making: Making) -> None:
    """The names for machines end in a filler, as if cut out of a passport's line."""
    names = making.payload["nam"]
    names.update({standard: names[standard][:49] + "<" for standard in NAMES.values() if names.get(standard)})
    issuer.write_claims(making)


@mutant("HCERT-NAM-001", "claims", "HCERT-SCH-001", because=BY_SCHEMA)
def no_standard_surname(making: Making) -> None:
    """The surname for machines is left out."""
    making.payload["nam"].pop("fnt", None)
    issuer.write_claims(making)


@mutant("HCERT-NAM-005", "claims", "HCERT-ISS-002", "HCERT-SCH-001", because=NOT_SAID)
def names_padded(making: Making) -> None:
    """A surname comes out of a field of a hundred characters, with dots behind it."""
    names = making.payload["nam"]
    if names.get("fn"):
        names["fn"] = names["fn"].ljust(100, ".")
    issuer.write_claims(making)


@mutant("HCERT-CLM-006", "claims")
def names_decomposed(making: Making) -> None:
    """Names are in the decomposed form of Unicode, NFD."""
    names = making.payload["nam"]
    names.update({name: unicodedata.normalize("NFD", names[name]) for name in NAMES if name in names})
    issuer.write_claims(making)


@mutant("HCERT-SCH-019", "claims")
def blanks_behind_names(making: Making) -> None:
    """A blank follows each name."""
    names = making.payload["nam"]
    names.update({name: names[name] + " " for name in NAMES if names.get(name)})
    issuer.write_claims(making)


@mutant("HCERT-NAM-012", "claims")
def names_in_capitals_only(making: Making) -> None:
    """In the place of the names stand those for machines."""
    names = making.payload["nam"]
    names.update({name: names[standard] for name, standard in NAMES.items() if names.get(standard)})
    issuer.write_claims(making)


@mutant("HCERT-DOB-006", "claims", "HCERT-ISS-002", "HCERT-SCH-001", because=NOT_SAID)
def birth_with_a_time(making: Making) -> None:
    """A time follows the date of birth."""
    making.payload["dob"] += "T00:00:00"
    issuer.write_claims(making)


@mutant(
    "HCERT-DOB-005",
    "claims",
    "HCERT-DOB-002",
    "HCERT-ISS-002",
    "HCERT-SCH-001",
    because=f"{NOT_SAID}, and the schema has digits there",
)
def birth_with_placeholders(making: Making) -> None:
    """What is not known of the date of birth is written as XX."""
    making.payload["dob"] += "-XX-XX"[len(making.payload["dob"]) - 4 :] if making.payload["dob"] else ""
    issuer.write_claims(making)


@mutant(
    "HCERT-DOB-002",
    "claims",
    "HCERT-DOB-001",
    "HCERT-ISS-002",
    "HCERT-SCH-001",
    because=f"{NOT_SAID}, in the oldest versions either",
)
def birth_day_first(making: Making) -> None:
    """The date of birth begins with the day."""
    making.payload["dob"] = ".".join(reversed(making.payload["dob"].split("-")))
    issuer.write_claims(making)


@mutant("HCERT-NAM-002", "claims", "HCERT-SCH-001", because=BY_SCHEMA)
def no_standard_names(making: Making) -> None:
    """Since 1.3.2 the names for machines are left out, for one of them was enough and none is less."""
    if making.payload["ver"] >= "1.3.2":
        for standard in NAMES.values():
            making.payload["nam"].pop(standard, None)
    issuer.write_claims(making)


@mutant("HCERT-DOB-001", "claims", "HCERT-ISS-002", "HCERT-SCH-001", because=NOT_SAID)
def year_of_birth_in_old_versions(making: Making) -> None:
    """Only the year of birth is told, in the oldest versions too."""
    if making.payload["ver"] < "1.1.0":
        making.payload["dob"] = making.payload["dob"][:4]
    issuer.write_claims(making)


@mutant("HCERT-SCH-022", "claims", "HCERT-ISS-002", "HCERT-SCH-001", because=NOT_SAID)
def forenames_as_a_list(making: Making) -> None:
    """Forenames are a list of names."""
    names = making.payload["nam"]
    if "gn" in names:
        names["gn"] = names["gn"].split()
    issuer.write_claims(making)
