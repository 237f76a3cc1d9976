"""How the reference issuer reads what it is handed: tidied, without what a certificate has no place for, times as instants."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from gdhcn_conformance.credentials import dcc
from gdhcn_conformance.credentials.dcc_rules import PAYLOAD, Group, Record

# Members of a test that belong to one kind of test only (descriptions of the schema; HCERT-TST-006, HCERT-TST-007).
FOREIGN = {"LP6464-4": "ma", "LP217198-3": "nm"}


def tidied(value: Any) -> Any:
    """The value with every string in NFC and without blanks around it, and members left out that hold nothing."""
    if isinstance(value, dict):
        return {name: tidied(each) for name, each in value.items() if each is not None}
    if isinstance(value, list):
        return [tidied(each) for each in value]
    return unicodedata.normalize("NFC", value).strip() if isinstance(value, str) else value


def placed(payload: Any, version: str) -> Any:
    """The payload with the members alone that this version of the schema names (HCERT-SCH-012)."""
    kept = _placed(payload, PAYLOAD, version)
    for entry in dcc.entries(kept, ("t",)):
        entry.pop(FOREIGN.get(str(entry.get("tt")), ""), None)
    return kept


def _placed(value: Any, shape: Any, version: str) -> Any:
    if isinstance(shape, Group) and isinstance(value, list):
        return [_placed(each, shape.entry, version) for each in value]
    if isinstance(shape, Record) and isinstance(value, dict):
        known = _members(shape, version)
        return {name: _placed(each, known[name], version) for name, each in value.items() if name in known}
    return value


@cache
def _members(record: Record, version: str) -> dict[str, Any]:
    shapes = {member.name: member.shape.at(version) for member in record.members}
    return {name: shape for name, shape in shapes.items() if shape is not None}


def instant(text: Any) -> datetime | None:
    """The instant of a date-time of RFC 3339, also with small letters or in a leap second; `None` where it is none."""
    try:
        read = datetime.fromisoformat(str(text).upper().replace(":60", ":59"))
    except ValueError:
        return None
    return read.astimezone(UTC) if read.tzinfo else None


def day(text: Any) -> date | None:
    """The day of a full date; `None` where it is none."""
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
