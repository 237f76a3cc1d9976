"""The time of issue, as the dates of the content are held against it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from gdhcn_conformance.issued.certificate import Issued
from gdhcn_conformance.issued.claims import IAT, seconds

FURTHEST_EAST = timedelta(hours=14)  # where a day begins first: what is today there may be tomorrow in UTC


def time_of_issue(issued: Issued) -> datetime | None:
    """The certificate's own time of issue in UTC; `None` where it has none that a calendar holds."""
    at = seconds(issued.cwt.get(IAT))
    try:
        return None if at is None else datetime.fromtimestamp(at, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def day_of_issue(issued: Issued) -> str | None:
    """The last day on which it may have been issued, anywhere, as YYYY-MM-DD."""
    at = time_of_issue(issued)
    try:
        return None if at is None else (at + FURTHEST_EAST).strftime("%Y-%m-%d")
    except OverflowError:
        return None
