"""Tests: both kinds, both results, with and without what is optional, and every way to write a moment."""

from gdhcn_conformance.generation.application import Application
from gdhcn_conformance.generation.recipes import open_question, tolerated, valid

NOT_DETECTED, DETECTED = "260415000", "260373001"  # SNOMED CT, the only two results of the value set
RAPID = "LP217198-3"  # LOINC, an antigen test; the draft's own is a nucleic acid test
DEVICE = "1232"  # of the Joint Research Centre's list of rapid tests, on it since 2021


@valid(requirement="HCERT-ISS-001", kind="test")
def nucleic_acid_negative(application: Application) -> Application:
    """A nucleic acid test with a name, a centre and a negative result."""
    return application.payload({"t.0.tr": NOT_DETECTED})


@tolerated(of=nucleic_acid_negative, requirement="HCERT-ISS-001")
def nucleic_acid_without_name(application: Application) -> Application:
    """The name of a nucleic acid test is optional, and here there is none."""
    return application.without("t.0.nm")


@tolerated(of=nucleic_acid_negative, requirement="HCERT-ISS-004")
def without_centre(application: Application) -> Application:
    """No test centre is told: since 1.3.0 the schema does not ask for it."""
    return application.without("t.0.tc").asking(version="1.3.0")


@tolerated(of=nucleic_acid_negative, requirement="HCERT-ISS-001")
def centre_before(application: Application) -> Application:
    """Version 1.2.1 with the test centre that it requires."""
    return application.payload({"t.0.tc": "TEST ONLY Laboratory West"}).asking(version="1.2.1")


@tolerated(of=nucleic_acid_negative, requirement="HCERT-ISS-004")
def nucleic_acid_positive(application: Application) -> Application:
    """The laboratory found the virus, and the person wants it in writing."""
    return application.payload({"t.0.tr": DETECTED})


@valid(requirement="HCERT-ISS-001", kind="test")
def rapid_negative(application: Application) -> Application:
    """A rapid antigen test with its device, and no name as nucleic acid tests have."""
    return _rapid(application)


@tolerated(of=rapid_negative, requirement="HCERT-ISS-004")
def rapid_positive(application: Application) -> Application:
    """An antigen test turned out positive."""
    return application.payload({"t.0.tr": DETECTED})


@tolerated(of=rapid_negative, requirement="HCERT-ISS-004")
def rapid_without_centre(application: Application) -> Application:
    """A rapid test of which nobody says where it was made."""
    return application.without("t.0.tc").asking(version="1.3.0")


@tolerated(of=rapid_negative, requirement="HCERT-ISS-004")
def rapid_of_last_year(application: Application) -> Application:
    """An antigen test that is a year old: what a rule makes of its age is not the issuer's to decide."""
    return application.payload({"t.0.sc": application.time(days=-365)})


@open_question(of=rapid_negative, requirement="HCERT-TST-007", policy=None)
def rapid_without_device(application: Application) -> Application:
    """The device of a rapid test is left out, which the schema allows and the checks of the network do not."""
    return application.without("t.0.ma")


@open_question(of=rapid_negative, requirement="HCERT-VS-007", policy=None)
def unknown_device(application: Application) -> Application:
    """A device that is on no list this suite knows; the authoritative list changes every few weeks."""
    return application.payload({"t.0.ma": "9999"})


@open_question(of=nucleic_acid_negative, requirement="HCERT-TST-006", policy=None)
def nucleic_acid_with_device(application: Application) -> Application:
    """A nucleic acid test with a device of the list of rapid tests: to be left out, or asked about."""
    return application.payload({"t.0.ma": DEVICE})


@open_question(of=rapid_negative, requirement="HCERT-TST-007", policy=None)
def rapid_with_name(application: Application) -> Application:
    """A rapid test that has a name beside its device, which is meant for the other kind."""
    return application.payload({"t.0.nm": "TEST ONLY Antigen"})


@open_question(of=nucleic_acid_negative, requirement="HCERT-TST-005", policy=None)
def time_of_the_result(application: Application) -> Application:
    """The time of the result comes along, a member that version 1.2.0 took away; it may be left out."""
    return application.payload({"t.0.dr": application.time(days=-2, hours=-20)})


@open_question(of=nucleic_acid_negative, requirement="HCERT-TST-001", policy=None)
def without_centre_before(application: Application) -> Application:
    """Version 1.2.1 asks for the centre, and nobody tells it."""
    return application.without("t.0.tc").asking(version="1.2.1")


@valid(requirement="HCERT-ISS-001", kind="test")
def sampled_in_utc(application: Application) -> Application:
    """The sample was taken two days ago, the time given in UTC."""
    return application.payload({"t.0.sc": application.time(days=-2)})


@tolerated(of=sampled_in_utc, requirement="HCERT-ISS-001")
def offset_east(application: Application) -> Application:
    """The sampling time has the offset of Central European Summer Time."""
    return application.payload({"t.0.sc": f"{application.date(-2)}T08:15:00+02:00"})


@tolerated(of=sampled_in_utc, requirement="HCERT-ISS-001")
def offset_west(application: Application) -> Application:
    """A time behind UTC: with the offset's sign lost it would be ten hours off."""
    return application.payload({"t.0.sc": f"{application.date(-2)}T14:45:00-05:00"})


@tolerated(of=sampled_in_utc, requirement="HCERT-ISS-004")
def offset_with_minutes(application: Application) -> Application:
    """Nepal is three quarters of an hour off the full ones."""
    return application.payload({"t.0.sc": f"{application.date(-2)}T11:05:00+05:45"})


@tolerated(of=sampled_in_utc, requirement="HCERT-ISS-004")
def another_day_in_utc(application: Application) -> Application:
    """Half past midnight in Auckland, when in UTC it is still the day before."""
    return application.payload({"t.0.sc": f"{application.date(-2)}T00:30:00+13:00"})


@tolerated(of=sampled_in_utc, requirement="HCERT-ISS-004")
def fractions_of_a_second(application: Application) -> Application:
    """Milliseconds, as most programming languages write them."""
    return application.payload({"t.0.sc": f"{application.date(-2)}T09:41:07.123Z"})


@tolerated(of=sampled_in_utc, requirement="HCERT-ISS-004")
def nanoseconds(application: Application) -> Application:
    """Nine decimals and an offset, which is more than many a parser reads."""
    return application.payload({"t.0.sc": f"{application.date(-2)}T09:41:07.123456789+01:00"})


@tolerated(of=sampled_in_utc, requirement="HCERT-ISS-004")
def midnight(application: Application) -> Application:
    """A sample was taken when one day ended and the next began."""
    return application.payload({"t.0.sc": f"{application.date(-2)}T00:00:00Z"})


@tolerated(of=sampled_in_utc, requirement="HCERT-ISS-004")
def offset_zero(application: Application) -> Application:
    """UTC in the long way of writing, plus no hours and no minutes."""
    return application.payload({"t.0.sc": f"{application.date(-2)}T16:20:00+00:00"})


@tolerated(of=sampled_in_utc, requirement="HCERT-ISS-004", needs=["clock"])
def quarter_of_an_hour_ago(application: Application) -> Application:
    """The result came while one waited: the sample is a quarter of an hour old."""
    return application.payload({"t.0.sc": application.time(minutes=-15)})


@open_question(of=sampled_in_utc, requirement="HCERT-TST-003", policy=None)
def small_letters(application: Application) -> Application:
    """T and Z in lower case, which RFC 3339 allows and few parsers read."""
    return application.payload({"t.0.sc": f"{application.date(-2)}t09:41:07z"})


@open_question(of=sampled_in_utc, requirement="HCERT-TST-003", policy=None)
def offset_without_colon(application: Application) -> Application:
    """An offset in the form of ISO 8601 that RFC 3339 leaves out."""
    return application.payload({"t.0.sc": f"{application.date(-2)}T09:41:07+0100"})


@open_question(of=sampled_in_utc, requirement="HCERT-TST-003", policy=None)
def no_offset(application: Application) -> Application:
    """A local time, whose zone the issuer may know and the certificate must say."""
    return application.payload({"t.0.sc": f"{application.date(-2)}T09:41:07"})


@open_question(of=sampled_in_utc, requirement="HCERT-TST-003", policy=None)
def leap_second(application: Application) -> Application:
    """A sample taken in a leap second, the last of the year 2016.

    RFC 3339, section 5.7, has a second 60; most libraries do not.
    """
    return application.payload({"t.0.sc": "2016-12-31T23:59:60Z"})


@open_question(of=sampled_in_utc, requirement="HCERT-DATE-001", policy=None)
def milliseconds_since_1970(application: Application) -> Application:
    """The moment of sampling as a number of milliseconds."""
    return application.payload({"t.0.sc": 1000 * (int(application.clock.timestamp()) - 172_800)})


def _rapid(application: Application) -> Application:
    return application.without("t.0.nm").payload({"t.0.tt": RAPID, "t.0.ma": DEVICE})
