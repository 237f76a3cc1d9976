"""Texts of the event: what is between quotes in one format and must survive in another."""

from gdhcn_conformance.generation.application import Application
from gdhcn_conformance.generation.recipes import open_question, tolerated, valid


@valid(requirement="HCERT-ISS-001", kind="test")
def plain(application: Application) -> Application:
    """A test centre with a name of letters and blanks."""
    return application.payload({"t.0.tc": "TEST ONLY Health Centre North"})


@tolerated(of=plain, requirement="HCERT-ISS-004")
def quotes_and_backslash(application: Application) -> Application:
    """Quotation marks and a backslash, which JSON escapes and CBOR does not."""
    return application.payload({"t.0.tc": 'TEST ONLY "Zdravje" \\ Station'})


@tolerated(of=plain, requirement="HCERT-ISS-004")
def markup(application: Application) -> Application:
    """An ampersand and angle brackets, for whoever passes certificates through XML."""
    return application.payload({"t.0.tc": "TEST ONLY <Weber & Sons>"})


@tolerated(of=plain, requirement="HCERT-ISS-004")
def right_to_left(application: Application) -> Application:
    """A centre whose name is written from right to left, with a number in it."""
    return application.payload({"t.0.tc": "מרכז בדיקות 12 TEST ONLY"})


@tolerated(of=plain, requirement="HCERT-ISS-004")
def eighty_characters(application: Application) -> Application:
    """Eighty characters, as many as version 1.3.0 lets a centre's name have, with umlauts among them."""
    name = ("TEST ONLY Prüfstelle für Abstriche " * 3)[:79] + "e"
    return application.payload({"t.0.tc": name, "t.0.nm": ("TEST ONLY Gerät " * 6)[:79] + "t"}).asking(version="1.3.0")


@open_question(of=plain, requirement="HCERT-TST-008", policy=None)
def eighty_one_characters(application: Application) -> Application:
    """The centre's name is one character too long for any version: to be shortened, or refused."""
    return application.payload({"t.0.tc": ("TEST ONLY Untersuchungszentrum " * 3)[:80] + "s"})


@tolerated(of=plain, requirement="HCERT-ISS-004")
def decomposed_centre(application: Application) -> Application:
    """A centre's name with its accents as separate characters, which is to be issued composed."""
    return application.payload({"t.0.tc": "TEST ONLY Cli\u0301nica Sa\u0303o Joa\u0303o"})


@tolerated(of=plain, requirement="HCERT-ISS-004")
def plane_of_its_own(application: Application) -> Application:
    """A centre with a character beyond the Basic Multilingual Plane."""
    return application.payload({"t.0.tc": "TEST ONLY \U00020b9f診療所"})
