"""Recoveries whose days do not exist, are not told, or contradict each other."""

from gdhcn_conformance.generation.application import Application
from gdhcn_conformance.generation.recipes import negative, open_question, valid


@valid(requirement="HCERT-ISS-001", kind="recovery")
def consistent(application: Application) -> Application:
    """A recovery with three days in their order."""
    return application


@negative(of=consistent, requirement="HCERT-REC-001", reasons=[])
def first_result_left_out(application: Application) -> Application:
    """The day of the first positive test is not on the form."""
    return application.without("r.0.fr")


@negative(of=consistent, requirement="HCERT-REC-002", reasons=[])
def first_result_on_no_day(application: Application) -> Application:
    """The test was on the 29th of February 2021, in a year that has none."""
    return application.payload({"r.0.fr": "2021-02-29"})


@negative(of=consistent, requirement="HCERT-REC-002", reasons=[])
def first_result_in_some_month(application: Application) -> Application:
    """Year and month of the positive test are known, its day is not."""
    return application.payload({"r.0.fr": application.date(-60)[:7]})


@open_question(of=consistent, requirement="HCERT-REC-004", policy=None)
def ends_before_it_begins(application: Application) -> Application:
    """First and last day of validity have changed places; an issuer that computes the window never looks at them."""
    entry = application.dcc["r"][0]
    return application.payload({"r.0.df": entry["du"], "r.0.du": entry["df"]})


@negative(of=consistent, requirement="HCERT-REC-003", reasons=[])
def tested_in_a_month(application: Application) -> Application:
    """The first positive result is expected in thirty days."""
    days = {"r.0.fr": 30, "r.0.df": 41, "r.0.du": 210}
    return application.payload({path: application.date(after) for path, after in days.items()})


@open_question(of=consistent, requirement="HCERT-REC-002", policy=None)
def days_with_times(application: Application) -> Application:
    """Midnight behind each of the three days, which can be cut off."""
    entry = application.dcc["r"][0]
    return application.payload({f"r.0.{name}": f"{entry[name]}T00:00:00Z" for name in ("fr", "df", "du")})


@open_question(of=consistent, requirement="HCERT-REC-002", policy=None)
def window_on_no_day(application: Application) -> Application:
    """The last day of validity is the 31st of a month of thirty; the issuer may compute its own."""
    return application.payload({"r.0.du": f"{application.clock.year}-09-31"})
