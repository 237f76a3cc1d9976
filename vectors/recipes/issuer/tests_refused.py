"""Tests without a time that anybody can know, or with one that has not come yet."""

from gdhcn_conformance.generation.application import Application
from gdhcn_conformance.generation.recipes import negative, open_question, valid


@valid(requirement="HCERT-ISS-001", kind="test")
def timely(application: Application) -> Application:
    """A test of the day before yesterday, with everything that belongs to it."""
    return application.payload({"t.0.sc": application.time(days=-2)})


@negative(of=timely, requirement="HCERT-TST-001", reasons=[])
def time_left_out(application: Application) -> Application:
    """When the sample was taken is not told."""
    return application.without("t.0.sc")


@open_question(of=timely, requirement="HCERT-TST-003", policy=None)
def day_only(application: Application) -> Application:
    """The day of the sampling without a time: issuers that know no more write its first moment."""
    return application.payload({"t.0.sc": application.date(-2)})


@negative(of=timely, requirement="HCERT-TST-003", reasons=[])
def hour_twenty_five(application: Application) -> Application:
    """A quarter past twenty-five o'clock."""
    return application.payload({"t.0.sc": f"{application.date(-2)}T25:15:00Z"})


@negative(of=timely, requirement="HCERT-TST-003", reasons=[])
def thirty_first_of_june(application: Application) -> Application:
    """Sampled on the 31st of a month of thirty days."""
    return application.payload({"t.0.sc": "2021-06-31T09:00:00Z"})


@negative(of=timely, requirement="HCERT-TST-012", reasons=[])
def sampled_next_week(application: Application) -> Application:
    """The sample will be taken in seven days."""
    return application.payload({"t.0.sc": application.time(days=7)})


@open_question(of=timely, requirement="HCERT-CO-001", policy=None)
def country_in_another_script(application: Application) -> Application:
    """Greek capitals that look like a country's code; an issuer that knows where it tests writes its own."""
    return application.payload({"t.0.co": "ΒΕ"})


@open_question(of=timely, requirement="HCERT-TST-001", policy=None)
def result_left_out(application: Application) -> Application:
    """No result is told: the schema would let an empty one pass, and nobody could use it."""
    return application.without("t.0.tr")
