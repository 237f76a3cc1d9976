"""Dates of birth: full, partial, unknown, long ago and just now."""

from dataclasses import replace

from gdhcn_conformance.generation.application import Application
from gdhcn_conformance.generation.recipes import open_question, tolerated, valid


@valid(requirement="HCERT-ISS-001")
def full_date(application: Application) -> Application:
    """A person who was born on a day that everybody knows."""
    return application.payload({"dob": "1979-10-31"})


@tolerated(of=full_date, requirement="HCERT-ISS-004")
def year_and_month(application: Application) -> Application:
    """Only year and month of birth are on record."""
    return application.payload({"dob": "1952-07"}).asking(version="1.3.0")


@tolerated(of=full_date, requirement="HCERT-ISS-004")
def year_alone(application: Application) -> Application:
    """Of the day of birth nothing but the year is known."""
    return application.payload({"dob": "1941"}).asking(version="1.3.0")


@tolerated(of=full_date, requirement="HCERT-ISS-004")
def year_alone_at_first(application: Application) -> Application:
    """Version 1.1.0, the first that lets a date of birth be partial, with a year."""
    return application.payload({"dob": "1938"}).asking(version="1.1.0")


@tolerated(of=full_date, requirement="HCERT-ISS-004")
def unknown(application: Application) -> Application:
    """Nobody knows when the person was born: schema 1.3.0 has an empty string for that."""
    return application.payload({"dob": ""}).asking(version="1.3.0")


@tolerated(of=full_date, requirement="HCERT-ISS-004")
def first_day_of_1900(application: Application) -> Application:
    """The earliest date of birth that the schema's pattern has."""
    return application.payload({"dob": "1900-01-01"})


@tolerated(of=full_date, requirement="HCERT-ISS-001")
def leap_day(application: Application) -> Application:
    """Born on the 29th of February of a leap year that ends in 00."""
    return application.payload({"dob": "2000-02-29"})


@tolerated(of=full_date, requirement="HCERT-ISS-001")
def last_day_of_a_year(application: Application) -> Application:
    """A birthday on New Year's Eve, where a shift by an hour changes the year."""
    return application.payload({"dob": "1987-12-31"})


@tolerated(of=full_date, requirement="HCERT-ISS-001")
def before_1970(application: Application) -> Application:
    """A date of birth that is a negative number where dates are counted from 1970."""
    return application.payload({"dob": "1969-12-31"})


@tolerated(of=full_date, requirement="HCERT-ISS-001")
def day_of_a_clock_change(application: Application) -> Application:
    """The day on which summer time began in most of Europe, with no midnight in some zones."""
    return application.payload({"dob": "1981-03-29"})


@open_question(of=full_date, requirement="HCERT-DOB-005", policy=None)
def placeholders(application: Application) -> Application:
    """Month and day are crossed out, as in travel documents: to be issued as a year, or not at all."""
    return application.payload({"dob": "1963-XX-XX"})


@open_question(of=full_date, requirement="HCERT-DOB-005", policy=None)
def zeros(application: Application) -> Application:
    """Zeros stand for an unknown month and day, which the pattern lets pass and no calendar does."""
    return application.payload({"dob": "1958-00-00"})


@open_question(of=full_date, requirement="HCERT-DOB-006", policy=None)
def with_a_time(application: Application) -> Application:
    """Midnight stands behind the date of birth, as databases hand it out; it may be cut off."""
    return application.payload({"dob": "1978-01-26T00:00:00"})


@open_question(of=full_date, requirement="HCERT-DOB-002", policy=None)
def day_first(application: Application) -> Application:
    """A date of birth as people write it, the day in front; what is issued has the year there."""
    return application.payload({"dob": "24.12.1963"})


@valid(requirement="HCERT-ISS-004", kind="test", needs=["clock"])
def born_today(application: Application) -> Application:
    """A newborn is tested on the day of birth, and it is noon in UTC, when nearly everywhere it is the same day."""
    noon = replace(application, clock=application.clock.replace(hour=12, minute=0, second=0))
    return noon.payload({"dob": noon.date(0), "t.0.sc": noon.time(hours=-1)})


@open_question(of=full_date, requirement="HCERT-SCH-006", policy=None)
def left_out(application: Application) -> Application:
    """No date of birth is handed over: unknown, which 1.3.0 can say, or forgotten."""
    return application.without("dob")
