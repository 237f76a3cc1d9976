"""Dates of birth that no certificate can hold, and of which none can be made without inventing."""

from gdhcn_conformance.generation.application import Application
from gdhcn_conformance.generation.recipes import negative, valid


@valid(requirement="HCERT-ISS-001")
def plausible(application: Application) -> Application:
    """Somebody in their forties with an ordinary birthday."""
    return application.payload({"dob": "1977-05-14"})


@negative(of=plausible, requirement="HCERT-DOB-002", reasons=[])
def too_long_ago(application: Application) -> Application:
    """A birth in the year 1809, which no version of the schema has."""
    return application.payload({"dob": "1809-02-12"})


@negative(of=plausible, requirement="HCERT-DOB-002", reasons=[])
def next_century(application: Application) -> Application:
    """A birth in the year 2100, beyond the schema's two centuries."""
    return application.payload({"dob": "2100-01-01"})


@negative(of=plausible, requirement="HCERT-DOB-004", reasons=[])
def thirtieth_of_february(application: Application) -> Application:
    """Born on a 30th of February: the pattern matches, and there was no such day."""
    return application.payload({"dob": "1963-02-30"})


@negative(of=plausible, requirement="HCERT-DOB-004", reasons=[])
def thirteenth_month(application: Application) -> Application:
    """The month of birth is the thirteenth of its year."""
    return application.payload({"dob": "1963-13-01"})


@negative(of=plausible, requirement="HCERT-DOB-004", reasons=[])
def leap_day_of_a_common_year(application: Application) -> Application:
    """The 29th of February 1900: a year that four divides, and no leap year for all that."""
    return application.payload({"dob": "1900-02-29"})


@negative(of=plausible, requirement="HCERT-DOB-008", reasons=[])
def unborn(application: Application) -> Application:
    """The person is to be born next month."""
    return application.payload({"dob": application.date(30)})
