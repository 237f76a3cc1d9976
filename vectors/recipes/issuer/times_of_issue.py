"""Moments at which certificates are issued that date arithmetic stumbles over; for issuers that can be told the time."""

import calendar
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from gdhcn_conformance.generation.application import Application
from gdhcn_conformance.generation.recipes import Profile, tolerated, valid


@valid(requirement="HCERT-ISS-001", profile=Profile(not_before=-700, not_after=1461))
def any_moment(application: Application) -> Application:
    """A vaccination that is certified at no particular time."""
    return application


@tolerated(of=any_moment, requirement="HCERT-ISS-001", needs=["clock"])
def last_second_of_a_month(application: Application) -> Application:
    """One second before a month is over, in UTC."""
    return _at(application, _first_of_this_month(application) - timedelta(seconds=1))


@tolerated(of=any_moment, requirement="HCERT-ISS-001", needs=["clock"])
def first_second_of_a_year(application: Application) -> Application:
    """The new year begins, in UTC, as the certificate is issued."""
    return _at(application, _first_of_this_month(application).replace(month=1))


@tolerated(of=any_moment, requirement="HCERT-ISS-004", needs=["clock"])
def leap_day(application: Application) -> Application:
    """Issued on a 29th of February: a year later there is no such day."""
    year = next(year for year in range(application.clock.year, application.clock.year + 9) if calendar.isleap(year))
    return _at(application, datetime(year, 2, 29, 12, tzinfo=UTC))


@tolerated(of=any_moment, requirement="HCERT-ISS-004", needs=["clock"])
def thirty_first(application: Application) -> Application:
    """Issued on the 31st of January, one month after which is no day either."""
    return _at(application, datetime(application.clock.year, 1, 31, 12, tzinfo=UTC))


def _at(application: Application, clock: datetime) -> Application:
    """Issue at another time somebody who was vaccinated two months before it."""
    moved = replace(application, clock=clock)
    return moved.payload({"v.0.dt": moved.date(-60)})


def _first_of_this_month(application: Application) -> datetime:
    return application.clock.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
