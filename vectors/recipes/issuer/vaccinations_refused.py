"""Vaccinations of which no conforming certificate can say what was told: the schema leaves no way but to refuse."""

from gdhcn_conformance.generation.application import Application
from gdhcn_conformance.generation.recipes import negative, open_question, valid


@valid(requirement="HCERT-ISS-001")
def complete(application: Application) -> Application:
    """A dose with everything that the schema asks for."""
    return application


@negative(of=complete, requirement="HCERT-VAC-002", reasons=[])
def no_dose(application: Application) -> Application:
    """Dose number zero of two."""
    return application.payload({"v.0.dn": 0})


@negative(of=complete, requirement="HCERT-VAC-002", reasons=[])
def negative_dose(application: Application) -> Application:
    """The number of the dose is minus one."""
    return application.payload({"v.0.dn": -1})


@negative(of=complete, requirement="HCERT-VAC-002", reasons=[])
def half_a_dose(application: Application) -> Application:
    """A dose and a half, where whole ones are counted."""
    return application.payload({"v.0.dn": 1.5})


@negative(of=complete, requirement="HCERT-VAC-002", reasons=[])
def series_of_none(application: Application) -> Application:
    """A series of zero doses, of which this is the second."""
    return application.payload({"v.0.sd": 0})


@negative(of=complete, requirement="HCERT-VAC-002", reasons=[])
def dose_in_words(application: Application) -> Application:
    """A text that is no number stands for the dose."""
    return application.payload({"v.0.dn": "booster"})


@open_question(of=complete, requirement="HCERT-VAC-002", policy=None)
def doses_as_text(application: Application) -> Application:
    """The numbers of doses are handed over as digits in quotes: to be converted, or sent back."""
    return application.payload({"v.0.dn": "2", "v.0.sd": "2"})


@negative(of=complete, requirement="HCERT-VAC-001", reasons=[])
def dose_left_out(application: Application) -> Application:
    """Nobody says which dose it was."""
    return application.without("v.0.dn")


@negative(of=complete, requirement="HCERT-VAC-001", reasons=[])
def day_left_out(application: Application) -> Application:
    """The day of the vaccination is missing, and only the person who gave it knows."""
    return application.without("v.0.dt")


@negative(of=complete, requirement="HCERT-VAC-007", reasons=[])
def thirtieth_of_february_2021(application: Application) -> Application:
    """Vaccinated on a 30th of February; the second of March would be another event."""
    return application.payload({"v.0.dt": "2021-02-30"})


@negative(of=complete, requirement="HCERT-VAC-007", reasons=[])
def month_seventeen(application: Application) -> Application:
    """Day and month have changed places, and there are not seventeen months."""
    return application.payload({"v.0.dt": "2021-17-01"})


@negative(of=complete, requirement="HCERT-VAC-007", reasons=[])
def month_without_a_day(application: Application) -> Application:
    """Only year and month of a vaccination: unlike a birth it has no partial date."""
    return application.payload({"v.0.dt": "2021-06"})


@negative(of=complete, requirement="HCERT-VAC-009", reasons=[])
def next_week(application: Application) -> Application:
    """The dose is to be given in a week's time."""
    return application.payload({"v.0.dt": application.date(7)})


@open_question(of=complete, requirement="HCERT-CO-001", policy=None)
def country_of_digits(application: Application) -> Application:
    """The country is a number of ISO 3166-1, for which there is a code of letters."""
    return application.payload({"v.0.co": "276"})


@open_question(of=complete, requirement="HCERT-VAC-007", policy=None)
def day_with_a_time(application: Application) -> Application:
    """A time of day follows the day of the vaccination, and may be cut off."""
    return application.payload({"v.0.dt": f"{application.date(-30)}T09:30:00Z"})


@open_question(of=complete, requirement="HCERT-DATE-002", policy=None)
def day_without_hyphens(application: Application) -> Application:
    """The basic format of ISO 8601, which a certificate may not hold and an issuer may understand."""
    return application.payload({"v.0.dt": application.date(-30).replace("-", "")})


@open_question(of=complete, requirement="HCERT-DATE-001", policy=None)
def day_in_seconds(application: Application) -> Application:
    """Seconds since 1970 are handed over, where a date is due."""
    return application.payload({"v.0.dt": int(application.clock.timestamp()) - 30 * 86_400})


@open_question(of=complete, requirement="HCERT-VAC-003", policy=None)
def ten_doses_before(application: Application) -> Application:
    """A tenth dose under version 1.2.1, whose limit is nine."""
    return application.payload({"v.0.dn": 10, "v.0.sd": 10}).asking(version="1.2.1")


@open_question(of=complete, requirement="HCERT-VAC-001", policy=None)
def series_left_out(application: Application) -> Application:
    """The length of the series is missing, which an issuer may know from the product."""
    return application.without("v.0.sd")


@open_question(of=complete, requirement="HCERT-VAC-001", policy=None)
def holder_left_out(application: Application) -> Application:
    """The holder of the authorisation is missing; the encoding instructions name one for each product."""
    return application.without("v.0.ma", "v.0.vp")


@open_question(of=complete, requirement="HCERT-VAC-010", policy=None)
def holder_of_another_product(application: Application) -> Application:
    """Product and holder are both known, and do not belong together."""
    product, holder = "EU/1/20/1528", "ORG-100031184"
    return application.payload({"v.0.mp": product, "v.0.vp": "1119349007", "v.0.ma": holder})


@open_question(of=complete, requirement="HCERT-CO-001", policy=None)
def country_in_small_letters(application: Application) -> Application:
    """The country's code is in lower case, which can be put right."""
    return application.payload({"v.0.co": application.country.lower()})


@open_question(of=complete, requirement="HCERT-VAC-012", policy=None)
def issuing_body_too_long(application: Application) -> Application:
    """The name of the issuing body has more characters than the schema allows; it is the issuer's own to shorten."""
    return application.payload(
        {"v.0.is": "TEST ONLY Ministry of Health, Department of Certificates of Every Kind, Section 8b"}
    )


@open_question(of=complete, requirement="HCERT-VAC-001", policy=None)
def issuing_body_left_out(application: Application) -> Application:
    """Nobody tells the issuer what it is called; it may know."""
    return application.without("v.0.is")
