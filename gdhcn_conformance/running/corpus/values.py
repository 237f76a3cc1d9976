"""Values of the second opinion: CBOR as JSON, and when two of them say the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any


def plain(value: Any) -> Any:
    """CBOR as JSON: maps and arrays of Python's own kind, date-times as text, tags of text taken off."""
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values say the same: numbers by value, date-times by instant, everything else exactly."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[name]) for name, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, str) and isinstance(other, str):
        return one == other or same_instant(one, other)
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def same_instant(one: str, other: str) -> bool:
    """Whether two texts are date-times of the same instant."""
    first, second = instant(one), instant(other)
    return first is not None and first == second


def instant(text: Any) -> datetime | None:
    """The moment of a date-time; without a zone it is taken for UTC, and anything else is `None`."""
    if not isinstance(text, str) or text[10:11] not in ("T", "t", " "):
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
