"""Bugs in writing CBOR: kinds of values, keys, what stands where nothing should."""

from __future__ import annotations

from typing import Any

from gdhcn_conformance.credentials import cbor_writer, cose
from gdhcn_conformance.credentials.cbor import Tagged
from gdhcn_conformance.credentials.cbor_writer import Pairs, Raw
from gdhcn_conformance.reference import issuer
from gdhcn_conformance.reference.issuer import Making
from gdhcn_conformance.reference.issuer_mutants.message import send
from gdhcn_conformance.reference.issuer_mutants.registry import (
    EVERY_VECTOR,
    GROUPS,
    NOBODY,
    NOT_SAID,
    entries,
    registry,
)

MUTANTS, mutant = registry()
NOT_TEXT = f"{NOT_SAID}, and the schema has text there"


def _signed(making: Making, payload: bytes) -> None:
    protected = cbor_writer.encode(making.protected)
    signature = making.signer.sign(cose.to_be_signed(protected, payload), "issued")
    send(making, [protected, making.unprotected, payload, signature])


@mutant("HCERT-CBOR-004", "sign")
def exp_twice(making: Making) -> None:
    """The claims hold the end twice."""
    _signed(making, cbor_writer.encode(Pairs((*making.claims.items(), (4, making.claims[4])))))


@mutant("HCERT-CBOR-004", "claims")
def member_twice(making: Making) -> None:
    """The date of birth is written twice."""
    issuer.write_claims(making)
    making.claims[-260] = {1: Pairs((*making.claims[-260][1].items(), ("dob", making.payload["dob"])))}


@mutant("HCERT-CBOR-002", "sign")
def byte_behind_the_claims(making: Making) -> None:
    """A byte follows the claims, within the payload that is signed."""
    _signed(making, cbor_writer.encode(making.claims) + b"\0")


@mutant("HCERT-CWT-001", "sign", EVERY_VECTOR, because=NOBODY)
def claims_as_a_list(making: Making) -> None:
    """The claims are a list of pairs."""
    _signed(making, cbor_writer.encode([list(each) for each in making.claims.items()]))


@mutant(
    "HCERT-CBOR-005",
    "claims",
    EVERY_VECTOR,
    "HCERT-ISS-002",
    "HCERT-NAM-007",
    "HCERT-NAM-012",
    because=f"{NOBODY}, and {NOT_SAID}",
)
def text_in_latin_1(making: Making) -> None:
    """Text is written in ISO 8859-1, with a question mark for what that does not have."""
    issuer.write_claims(making)
    making.claims[-260] = {1: _mapped(making.claims[-260][1], _latin)}


def _latin(value: Any) -> Any:
    if not isinstance(value, str) or value.isascii():
        return value
    data = value.encode("latin-1", "replace")
    return Raw(cbor_writer.head(3, len(data)) + data)


@mutant("HCERT-CBOR-010", "claims", "HCERT-ISS-002", "HCERT-SCH-022", "HCERT-SCH-001", because=NOT_TEXT)
def country_as_bytes(making: Making) -> None:
    """The country is a byte string."""
    for entry in entries(making):
        entry["co"] = entry["co"].encode()
    issuer.write_claims(making)


@mutant("HCERT-CBOR-011a", "claims", "HCERT-ISS-002", "HCERT-SCH-022", "HCERT-SCH-001", because=NOT_TEXT)
def times_as_epoch(making: Making) -> None:
    """The time of sampling is written with the tag of a number of seconds."""
    for entry in entries(making, ("t",)):
        entry["sc"] = Tagged(1, int(making.now.timestamp()) - 3600)
    issuer.write_claims(making)


@mutant("HCERT-CBOR-009", "claims")
def doses_as_floats(making: Making) -> None:
    """Doses are floating-point numbers, as from a JSON library with one kind of number."""
    for entry in entries(making, ("v",)):
        entry.update(dn=float(entry["dn"]), sd=float(entry["sd"]))
    issuer.write_claims(making)


@mutant("HCERT-VAC-002", "claims", "HCERT-ISS-002", "HCERT-SCH-001", because=NOT_SAID)
def doses_as_text(making: Making) -> None:
    """Doses are text."""
    for entry in entries(making, ("v",)):
        entry.update(dn=str(entry["dn"]), sd=str(entry["sd"]))
    issuer.write_claims(making)


@mutant(
    "HCERT-SCH-011",
    "claims",
    "HCERT-CBOR-013",
    "HCERT-SCH-007",
    "HCERT-SCH-001",
    because="null has no place in a health certificate, and is no kind of event",
)
def unused_groups_as_null(making: Making) -> None:
    """The groups that are not used are null."""
    making.payload = {**dict.fromkeys(GROUPS), **making.payload}
    issuer.write_claims(making)


@mutant("HCERT-CBOR-013", "claims", "HCERT-SCH-022", "HCERT-SCH-001", because="null is no text")
def empty_members_as_null(making: Making) -> None:
    """Members of a test that nobody gave are null."""
    for entry in entries(making, ("t",)):
        for member in ("nm", "ma"):
            entry.setdefault(member, None)
    issuer.write_claims(making)


def _mapped(value: Any, change: Any) -> Any:
    if isinstance(value, dict):
        return {key: _mapped(each, change) for key, each in value.items()}
    return [_mapped(each, change) for each in value] if isinstance(value, list) else change(value)


@mutant("HCERT-CBOR-011b", "claims")
def times_without_a_tag(making: Making) -> None:
    """The time of sampling is text without the tag of a date-time."""
    issuer.write_claims(making)
    making.claims[-260] = {1: making.payload}
