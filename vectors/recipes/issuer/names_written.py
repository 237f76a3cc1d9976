"""How names are written: punctuation, blanks, letter case, and the forms of Unicode."""

import unicodedata

from gdhcn_conformance.generation.application import Application
from gdhcn_conformance.generation.recipes import tolerated, valid


@valid(requirement="HCERT-ISS-001")
def two_plain_names(application: Application) -> Application:
    """Somebody with two forenames and one surname, a blank between the forenames."""
    return application.named("Carpenter", "Mary Rose")


@tolerated(of=two_plain_names, requirement="HCERT-ISS-001")
def hyphen(application: Application) -> Application:
    """A hyphen becomes one filler in the machine-readable form."""
    return application.named("Miller-Cooper", "Anne-Laure")


@tolerated(of=two_plain_names, requirement="HCERT-ISS-001")
def straight_apostrophe(application: Application) -> Application:
    """An apostrophe vanishes from the machine-readable form, and stays in the name."""
    return application.named("O'Harrigan", "D'Artan")


@tolerated(of=two_plain_names, requirement="HCERT-ISS-001")
def typographic_apostrophe(application: Application) -> Application:
    """A curly apostrophe, as word processors set it, is an apostrophe still."""
    return application.named("d\u2019Arbanville", "Jeanne")


@tolerated(of=two_plain_names, requirement="HCERT-ISS-001")
def full_stop(application: Application) -> Application:
    """An abbreviated saint: the full stop is not transliterated."""
    return application.named("St. Clairmont", "J. Edgar")


@tolerated(of=two_plain_names, requirement="HCERT-ISS-004")
def comma(application: Application) -> Application:
    """A comma parts two of the names of a person."""
    return application.named("Fischer, Weber", "Lisa")


@tolerated(of=two_plain_names, requirement="HCERT-ISS-004")
def title(application: Application) -> Application:
    """A doctor's degree stands in front of the forename; States differ on whether it is part of the name."""
    return application.named("Ackermann", "Dr. Lena")


@tolerated(of=two_plain_names, requirement="HCERT-ISS-004")
def generation(application: Application) -> Application:
    """A suffix tells a grandson from his grandfather."""
    return application.named("Whitfield III", "Thomas")


@tolerated(of=two_plain_names, requirement="HCERT-ISS-004")
def double_blank(application: Application) -> Application:
    """Two blanks in a row are still one gap: no part of a name is empty."""
    return application.named("Van  Houten", "Peter  Paul")


@tolerated(of=two_plain_names, requirement="HCERT-ISS-004")
def blanks_around(application: Application) -> Application:
    """Blanks before and after, as copied from a form, are not part of a name."""
    return application.named("  Sanderson ", " Emily ")


@tolerated(of=two_plain_names, requirement="HCERT-ISS-004")
def no_break_space(application: Application) -> Application:
    """A blank at which no line may break is a blank."""
    return application.named("de\u00a0Villepont", "Claire")


@tolerated(of=two_plain_names, requirement="HCERT-ISS-004")
def decomposed(application: Application) -> Application:
    """Accents as characters of their own: such input is to be issued in NFC.

    WHO HCERT 3.2.7 asks for normalised strings; macOS and some registers hand out the decomposed form.
    """
    surname, forename = (unicodedata.normalize("NFD", name) for name in ("Dvořáčková", "Zoë Ångélique"))
    return application.named(surname, forename)


@tolerated(of=two_plain_names, requirement="HCERT-ISS-004")
def all_capitals(application: Application) -> Application:
    """A register that knows capitals only gives both names in them."""
    return application.named("SCHÖNFELDER", "KRISTÝNA")


@tolerated(of=two_plain_names, requirement="HCERT-ISS-004")
def all_small_letters(application: Application) -> Application:
    """A person who writes both names without any capital."""
    return application.named("van der linden", "hooks")


@tolerated(of=two_plain_names, requirement="HCERT-ISS-004")
def names_like_keywords(application: Application) -> Application:
    """Somebody is called what programs call nothing, and what YAML calls false."""
    return application.named("Null", "No")


@tolerated(of=two_plain_names, requirement="HCERT-ISS-004")
def same_name_twice(application: Application) -> Application:
    """Surname and forename are the same word."""
    return application.named("Tomas", "Tomas")


@tolerated(of=two_plain_names, requirement="HCERT-ISS-004")
def ligatures_and_wide_letters(application: Application) -> Application:
    """A typeset ﬁ and full-width letters, which compatibility decomposition makes plain."""
    return application.named("Gri\ufb03th", "\uff21\uff4e\uff4e\uff41")


@tolerated(of=two_plain_names, requirement="HCERT-ISS-004")
def zero_width_joiner(application: Application) -> Application:
    """An invisible character stands inside a name, where a keyboard left it."""
    return application.named("Mc\u200dAllister", "Ewan")
