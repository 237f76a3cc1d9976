"""Persons without a name, and names that cannot be written as they are handed over.

An empty `fnt` is within the letter of the schema. It is no surname, though, and the annex of Regulation (EU) 2021/953 has the
holder's name in every certificate: what names nobody is to be refused.
"""

from gdhcn_conformance.generation.application import Application
from gdhcn_conformance.generation.recipes import negative, open_question, valid


@valid(requirement="HCERT-ISS-001")
def named(application: Application) -> Application:
    """A person with a forename and a surname, neither of them remarkable."""
    return application.named("Marchetti", "Paola")


@negative(of=named, requirement="HCERT-NAM-001", reasons=[])
def nameless(application: Application) -> Application:
    """Neither surname nor forename: whoever held such a certificate could show it."""
    return application.named(None, None)


@negative(of=named, requirement="HCERT-NAM-001", reasons=[])
def empty_names(application: Application) -> Application:
    """Both names are there and empty."""
    return application.named("", "")


@negative(of=named, requirement="HCERT-NAM-001", reasons=[])
def blank_names(application: Application) -> Application:
    """Nothing but blanks where the names belong."""
    return application.named("   ", " ")


@negative(of=named, requirement="HCERT-SCH-006", reasons=[])
def no_person(application: Application) -> Application:
    """The whole person is missing from the application, though somebody was vaccinated."""
    return application.without("nam")


@negative(of=named, requirement="HCERT-SCH-006", reasons=[])
def person_is_null(application: Application) -> Application:
    """Null stands for the person: nobody is named."""
    return application.payload({"nam": None})


@open_question(of=named, requirement="HCERT-NAM-005", policy=None)
def surname_of_eighty_one(application: Application) -> Application:
    """One character more than the schema has room for: to be cut, or refused."""
    return application.named(("Featherstonehaugh " * 5)[:80] + "h", "Ann")


@open_question(of=named, requirement="HCERT-NAM-005", policy=None)
def forenames_of_two_hundred(application: Application) -> Application:
    """Forenames of two hundred characters, all of which stand in a passport's register."""
    return application.named("Braganza", ("Maria da Gloria Joana Carlota " * 7)[:199] + "a")


@open_question(of=named, requirement="HCERT-NAM-005", policy=None)
def fifty_one_before(application: Application) -> Application:
    """Fifty-one characters under version 1.2.1, whose limit is fifty."""
    return application.named(("Montgomery " * 5)[:50] + "y", "Roy").asking(version="1.2.1")


@open_question(of=named, requirement="HCERT-NAM-006", policy=None)
def digits(application: Application) -> Application:
    """A digit in a name, which some registers allow and no table of Doc 9303 has."""
    return application.named("Marchetti", "Paola 2")


@open_question(of=named, requirement="HCERT-NAM-006", policy=None)
def letter_without_a_rule(application: Application) -> Application:
    """The Azerbaijani Ə, a Latin letter that the tables do not have."""
    return application.named("Əliquliyev", "Lətafət")


@open_question(of=named, requirement="HCERT-NAM-006", policy=None)
def machine_readable_form_is_wrong(application: Application) -> Application:
    """A transliteration with an umlaut is handed over together with the name."""
    names = {"fn": "Gräfenhain", "fnt": "GRÄFENHAIN", "gn": "Ute", "gnt": "UTE"}
    return application.payload({"nam": names})


@open_question(of=named, requirement="HCERT-SCH-022", policy=None)
def name_as_a_list(application: Application) -> Application:
    """Two forenames as a list of two, where the schema wants a text."""
    return application.payload({"nam.gn": ["Paola", "Maria"]})


@open_question(of=named, requirement="HCERT-NAM-005", policy=None)
def control_characters(application: Application) -> Application:
    """A tabulator between the forenames and a line break after the surname."""
    return application.named("Marchetti\n", "Paola\tMaria")
