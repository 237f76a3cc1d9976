"""Full dates and date-times, strictly."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdhcn_conformance.credentials.rfc3339 import is_date_time, is_full_date


@pytest.mark.parametrize(
    "text",
    ["2021-11-02", "2020-02-29", "2000-02-29", "0000-01-01", "0000-02-29", "0909-09-09", "9999-12-31", "1999-12-31"],
)
def test_full_dates(text):
    """A day that is, in four, two and two digits, is a full date, whatever its year."""
    assert is_full_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "2021", "2021-02", "2021-2-3", "20210203", "2021-W05-3", "2021-034", "2021-02-29", "1900-02-29", "2021-00-01",
        "2021-13-01", "2021-04-31", "2021-01-00", "2021-01-32", "2022-17-01", "17.01.2022", "2021-02-18T00:00:00Z", "12021-01-01",
        "2021-01-01\n", " 2021-01-01", "2021/01/01", "٢٠٢١-٠١-٠١", "2021-01-0١", "+2021-01-01", "-2021-01-01", "2021-01-01Z",
    ],
)  # fmt: skip
def test_no_full_dates(text):
    """Other forms of ISO 8601, days that are not, other digits and anything around the date make it no full date."""
    assert not is_full_date(text)


def test_full_dates_are_the_calendar():
    """Of all numbers of month and day, the full dates are those the Gregorian calendar has."""
    for year, month, day in itertools.product((1, 1900, 2000, 2020, 2021, 9999), range(15), range(34)):
        try:
            real = bool(date(year, month, day))
        except ValueError:
            real = False
        assert is_full_date(f"{year:04}-{month:02}-{day:02}") == real


@pytest.mark.parametrize(
    "text",
    [
        "2022-01-14T09:30:00Z", "2022-01-14t09:30:00z", "2022-01-14T09:30:00+02:00", "2022-01-14T09:30:00-05:00",
        "2022-01-14T09:30:00-00:00", "2022-01-14T09:30:00.5Z", "2022-01-14T09:30:00.123456789012345+14:00",
        "2022-01-14T23:59:59+23:59", "0000-01-01T00:00:00Z", "0000-01-01T00:00:00+23:59",
        "1990-12-31T23:59:60Z", "1990-12-31T15:59:60-08:00", "1991-01-01T00:59:60+01:00", "2016-06-30T23:59:60.25Z",
        "2017-01-01T08:59:60+09:00", "2016-12-31T00:00:60-23:59", "2000-02-29T23:59:60Z",
    ],
)  # fmt: skip
def test_date_times(text):
    """Zulu or numeric offset, any number of decimals, either case, and leap seconds where they can be make a date-time."""
    assert is_date_time(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "2022-01-14", "2022-01-14T09:30Z", "2022-01-14T09:30:00", "2022-01-14 09:30:00Z", "2022-01-14T09:30:00+02",
        "2022-01-14T09:30:00+0200", "2022-01-14T09:30:00+2:00", "2022-01-14T24:00:00Z", "2022-01-14T09:60:00Z",
        "2022-01-14T09:30:61Z", "2022-01-14T09:30:00+24:00", "2022-01-14T09:30:00+02:60", "2022-02-30T09:30:00Z",
        "2022-01-14T09:30:00.Z", "2022-01-14T09:30:00.5.5Z", "1990-12-31T23:59:61Z", "2022-01-14T09:30:00,5Z", "2022-01-14T09:30:00Z\n", "2022-01-14T09:30:0٠Z", "1642150000",
        "20220114T093000Z", "2022-01-14T9:30:00Z", "2022-01-14T09:30:00 Z", "2022-01-14T09:30:00+02:00Z",
        "2022-01-14T09:30:00\u221205:00", "1990-12-31T23:58:60Z", "1990-12-31T23:59:60+01:00", "1990-12-30T23:59:60Z",
        "2021-02-28T22:59:60Z", "2020-02-28T23:59:60Z", "1991-01-01T23:59:60Z", "1991-01-02T00:59:60+01:00", "2016-12-30T00:58:60-23:01",
    ],
)  # fmt: skip
def test_no_date_times(text):
    """What lacks a part, writes one otherwise, leaves its range, or has second 60 where none can be is no date-time."""
    assert not is_date_time(text)


def test_leap_seconds_end_months_in_utc():
    """Second 60 is taken exactly where the minute is, in UTC, the last one of a month."""
    days = [
        datetime(2020, month, day, tzinfo=UTC)
        for month in (1, 2, 3, 12)
        for day in (1, 2, 27, 28, 29, 30, 31)
        if (month, day) not in {(2, 30), (2, 31)}
    ]
    offsets = [timedelta(minutes=m) for m in (0, 1, 59, 60, 570, 1439)]
    for day, minute, offset, sign in itertools.product(days, (0, 59, 60, 570, 869, 1379, 1438, 1439), offsets, (1, -1)):
        local = day + timedelta(minutes=minute)
        utc = local - sign * offset
        ends_month = (utc + timedelta(minutes=1)).day == 1 and (utc.hour, utc.minute) == (23, 59)
        hours, minutes = divmod(offset.seconds // 60, 60)
        text = f"{local:%Y-%m-%dT%H:%M}:60{'+' if sign > 0 else '-'}{hours:02}:{minutes:02}"
        assert is_date_time(text) == ends_month, text


@settings(max_examples=100, derandomize=True, deadline=None, database=None)
@given(st.datetimes(), st.integers(-1439, 1439), st.sampled_from(["", ".1", ".000000001"]))
def test_every_moment_can_be_written(moment, minutes, decimals):
    """Every moment, written in its parts with any offset, is a date-time."""
    hours, rest = divmod(abs(minutes), 60)
    assert is_date_time(
        f"{moment.isoformat(timespec='seconds')}{decimals}{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"
    )
