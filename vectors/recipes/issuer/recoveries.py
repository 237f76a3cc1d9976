"""Recoveries, in the window that Regulation (EU) 2021/953 gave them: from the 11th day to the 180th."""

from dataclasses import replace

from gdhcn_conformance.generation.application import Application
from gdhcn_conformance.generation.recipes import open_question, tolerated, valid

FIRST, LAST = 11, 180  # days after the first positive result (Regulation (EU) 2021/953, Article 7 and annex)


@valid(requirement="HCERT-ISS-001", kind="recovery")
def well_within(application: Application) -> Application:
    """Half of a recovery's window is over, and half of it is to come."""
    return _since(application, 90)


@tolerated(of=well_within, requirement="HCERT-ISS-001")
def from_the_twelfth_day(application: Application) -> Application:
    """The positive test is twelve days old, so that the window is just open."""
    return _since(application, FIRST + 1)


@tolerated(of=well_within, requirement="HCERT-ISS-004", needs=["clock"])
def on_the_eleventh_day(application: Application) -> Application:
    """The window opens on the day of issue itself."""
    return _since(_at_noon(application), FIRST)


@tolerated(of=well_within, requirement="HCERT-ISS-001")
def two_days_are_left(application: Application) -> Application:
    """The window closes the day after tomorrow."""
    return _since(application, LAST - 2)


@tolerated(of=well_within, requirement="HCERT-ISS-004", needs=["clock"])
def last_day(application: Application) -> Application:
    """The recovery is certified on the last day on which it is of any use."""
    return _since(_at_noon(application), LAST)


@tolerated(of=well_within, requirement="HCERT-ISS-004")
def short_window(application: Application) -> Application:
    """A country that lets a recovery count for ninety days only."""
    return _since(application, 40).payload({"r.0.du": application.date(-40 + 90)})


@tolerated(of=well_within, requirement="HCERT-ISS-004")
def one_day_window(application: Application) -> Application:
    """First and last day of validity are the same."""
    return application.payload({"r.0.df": application.date(1), "r.0.du": application.date(1)})


@open_question(of=well_within, requirement="HCERT-REC-005", policy=None)
def too_early(application: Application) -> Application:
    """Five days after the test the person asks for the certificate, which will count from the eleventh day."""
    return _since(application, 5)


@open_question(of=well_within, requirement="HCERT-REC-005", policy=None)
def long_window(application: Application) -> Application:
    """A window of a year: some countries outside the Union granted that."""
    return _since(application, 60).payload({"r.0.du": application.date(-60 + 365)})


@open_question(of=well_within, requirement="HCERT-REC-001", policy=None)
def window_left_out(application: Application) -> Application:
    """Only the day of the test is told, from which the issuer may compute the window by its own law."""
    return application.without("r.0.df", "r.0.du")


def _at_noon(application: Application) -> Application:
    """Issue at noon in UTC, when nearly everywhere it is the same day."""
    return replace(application, clock=application.clock.replace(hour=12, minute=0, second=0))


def _since(application: Application, days: int) -> Application:
    """A first positive result so many days ago, and the whole window."""
    window = {"r.0.df": application.date(FIRST - days), "r.0.du": application.date(LAST - days)}
    return application.payload({"r.0.fr": application.date(-days)} | window)
