"""Dates and date-times as RFC 3339 §5.6 writes them, without the leniency of `datetime.fromisoformat`.

`format` is an annotation in JSON Schema 2020-12; the suite asserts it for issuers all the same (HCERT-SCH-017, A-17).
"""

from __future__ import annotations

import calendar
import re

# RFC 3339 Appendix C: days of each month, January first, in a year that is not a leap year.
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAY = 24 * 60  # minutes

_FULL_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
# RFC 5234 §2.3: literals of the grammar match in either case, so `t` and `z` are in it (§5.6 says the same in a note).
_DATE_TIME = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt](?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:\.[0-9]+)?"
    r"(?:[Zz]|(?P<sign>[+-])(?P<east_hour>[0-9]{2}):(?P<east_minute>[0-9]{2}))"
)


def is_full_date(text: str) -> bool:
    """Whether the text is a `full-date`: YYYY-MM-DD, and a day there is.

    Years 0000 to 9999 are all in the grammar; whether a year is plausible is not a question of format.
    """
    return _day(text) is not None


def is_date_time(text: str) -> bool:
    """Whether the text is a `date-time`: full date, `T`, time with seconds, any number of decimals, `Z` or ±hh:mm.

    Second 60 is one only where §5.7 lets a leap second be: as the last second, in UTC, of the last day of a month.
    """
    match = _DATE_TIME.fullmatch(text)
    if match is None:
        return False
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"])
    east_hour, east_minute = int(match["east_hour"] or 0), int(match["east_minute"] or 0)
    day = _day(match["date"])
    if day is None or hour > 23 or minute > 59 or second > 60 or east_hour > 23 or east_minute > 59:
        return False
    east = (60 * east_hour + east_minute) * (-1 if match["sign"] == "-" else 1)
    return second < 60 or _ends_month(day, 60 * hour + minute - east)


def _day(text: str) -> tuple[int, int, int] | None:
    """Year, month and day of a full date, None where the text is not one."""
    match = _FULL_DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = map(int, match.groups())
    real = 1 <= month <= 12 and 1 <= day <= _length(year, month)
    return (year, month, day) if real else None


def _length(year: int, month: int) -> int:
    """The number of days of a month."""
    return _DAYS[month - 1] + (month == 2 and calendar.isleap(year))


def _ends_month(day: tuple[int, int, int], minutes: int) -> bool:
    """Whether this many minutes (UTC, from -1 day to 2 days) after a day's midnight is the last minute of a month."""
    if minutes % _DAY != _DAY - 1:
        return False
    # The last minute of a month is one minute before midnight of a first.
    days = (minutes + 1) // _DAY
    year, month, number = day
    return (number + days == _length(year, month) + 1) or number + days == 1
