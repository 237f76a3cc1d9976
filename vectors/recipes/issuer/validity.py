"""How long a certificate is to be valid: an issuer may have its own mind, and what it issues must hold together."""

from datetime import timedelta

from gdhcn_conformance.generation.application import Application
from gdhcn_conformance.generation.recipes import Profile, open_question, tolerated, valid


@valid(requirement="HCERT-ISS-001")
def as_usual(application: Application) -> Application:
    """Nobody says how long the certificate is to last."""
    return application


@tolerated(of=as_usual, requirement="HCERT-ISS-004")
def half_a_year(application: Application) -> Application:
    """The certificate is to end in half a year."""
    return application.asking(expires=application.time(days=182))


@tolerated(of=as_usual, requirement="HCERT-ISS-004")
def end_with_an_offset(application: Application) -> Application:
    """The end is told in the local time of another zone."""
    return application.asking(expires=f"{application.date(90)}T23:59:59+09:30")


@tolerated(of=as_usual, requirement="HCERT-ISS-004")
def two_days(application: Application) -> Application:
    """A certificate for a journey that is over the day after tomorrow."""
    return application.asking(expires=application.time(days=2))


@valid(requirement="HCERT-ISS-001", profile=Profile(not_after=90))
def signer_of_three_months(application: Application) -> Application:
    """The signer certificate has three months to go, and no end is asked for."""
    return application


@open_question(of=signer_of_three_months, requirement="HCERT-CWT-009", policy=None)
def beyond_the_signer(application: Application) -> Application:
    """An end after that of the signer certificate: to be moved forward, or refused (WHO HCERT 3.2.5)."""
    return application.asking(expires=application.time(days=200))


@open_question(of=signer_of_three_months, requirement="HCERT-CWT-009", policy=None)
def second_beyond_the_signer(application: Application) -> Application:
    """The end asked for is one second later than the signer certificate's own."""
    end = application.setting.moment + timedelta(days=90, seconds=1)
    return application.asking(expires=end.strftime("%Y-%m-%dT%H:%M:%SZ"))


@open_question(of=as_usual, requirement="HCERT-CWT-016", policy=None)
def over_already(application: Application) -> Application:
    """The end asked for was yesterday: another end may be chosen, or nothing issued."""
    return application.asking(expires=application.time(days=-1))


@open_question(of=as_usual, requirement="HCERT-CWT-026", policy=None)
def longer_than_usual(application: Application) -> Application:
    """Nearly two years, longer than anybody issues for and shorter than the signer certificate lasts."""
    return application.asking(expires=application.time(days=700))
