"""Names of the least and the greatest length, and persons who have only one."""

from gdhcn_conformance.generation.application import Application
from gdhcn_conformance.generation.recipes import open_question, tolerated, valid

LONGEST, LONGEST_BEFORE = 80, 50  # characters in a name since schema 1.3.0, and before it


@valid(requirement="HCERT-ISS-001")
def usual_length(application: Application) -> Application:
    """Two names of the length that most people's have."""
    return application.named("Robertson", "Alexandra")


@tolerated(of=usual_length, requirement="HCERT-ISS-004")
def one_letter(application: Application) -> Application:
    """Both names are single letters, as some in Korea, Myanmar and India are."""
    return application.named("O", "E")


@tolerated(of=usual_length, requirement="HCERT-ISS-004")
def surname_only(application: Application) -> Application:
    """A person without a forename, as is usual in parts of Indonesia; every version of the schema allows it."""
    return application.named("Sukarwati", None)


@tolerated(of=usual_length, requirement="HCERT-ISS-004")
def empty_forename(application: Application) -> Application:
    """The forename is handed over as an empty string, which says as little as none."""
    return application.named("Mahendrawati", "")


@tolerated(of=usual_length, requirement="HCERT-ISS-004")
def forename_only(application: Application) -> Application:
    """A person without a surname, for whom schema 1.3.2 did away with the need of `fnt`."""
    return application.named(None, "Wulandari").asking(version="1.3.2")


@tolerated(of=usual_length, requirement="HCERT-ISS-004")
def forename_only_in_the_newest(application: Application) -> Application:
    """Version 1.3.3 of a certificate for somebody who bears a given name and no other."""
    return application.named(None, "Kusumaningrum").asking(version="1.3.3")


@open_question(of=usual_length, requirement="HCERT-NAM-001", policy=None)
def forename_only_of_any_version(application: Application) -> Application:
    """A person without a surname, and no version is asked for.

    Before 1.3.2 the schema needs a surname; an issuer may then take the only name for it, as Doc 9303 does, issue under
    1.3.2, or refuse.
    """
    return application.named(None, "Handayani")


@tolerated(of=usual_length, requirement="HCERT-ISS-004")
def surname_of_eighty(application: Application) -> Application:
    """A surname of eighty characters, the most that the schema has room for."""
    return application.named(_long("Wolfeschlegel", LONGEST), "Hubert").asking(version="1.3.0")


@tolerated(of=usual_length, requirement="HCERT-ISS-004")
def both_of_eighty(application: Application) -> Application:
    """Forenames and surnames fill all eighty characters each."""
    surname, forename = _long("Assumpcao", LONGEST), _long("Maria", LONGEST)
    return application.named(surname, forename).asking(version="1.3.0")


@tolerated(of=usual_length, requirement="HCERT-ISS-004")
def eighty_that_grow(application: Application) -> Application:
    """Eighty umlauts are a hundred and sixty letters when transliterated: the form is cut, and the name is not."""
    return application.named(_long("Übürgül", LONGEST), "Özgür").asking(version="1.3.0")


@tolerated(of=usual_length, requirement="HCERT-ISS-004")
def eighty_astral_characters(application: Application) -> Application:
    """Lengths count code points (HCERT-SCH-015): eighty characters of four octets each are eighty."""
    names = {"fn": "\U00020bb7" * LONGEST, "fnt": "YOSHI", "gn": "吉", "gnt": "KICHI"}
    return application.payload({"nam": names}).asking(version="1.3.0")


@tolerated(of=usual_length, requirement="HCERT-ISS-004")
def fifty_before(application: Application) -> Application:
    """A surname of fifty characters under version 1.2.1, which has room for no more."""
    return application.named(_long("Longstocking", LONGEST_BEFORE), "Victualia").asking(version="1.2.1")


@tolerated(of=usual_length, requirement="HCERT-ISS-004")
def fifty_that_grow(application: Application) -> Application:
    """Under version 1.2.1 the transliteration has fifty characters too, however many letters an umlaut takes."""
    return application.named("Öttl", _long("Jörgülä", LONGEST_BEFORE)).asking(version="1.2.1")


@tolerated(of=usual_length, requirement="HCERT-ISS-004")
def many_forenames(application: Application) -> Application:
    """Nine forenames, one after the other."""
    return application.named("Habsberg", "Karl Franz Otto Max Leo Paul Emil Kurt Jan")


def _long(word: str, length: int) -> str:
    """The word over and over, with blanks between, cut to exactly this length; the last character is a letter."""
    text = f"{word} " * length
    cut = text[:length]
    return cut if not cut.endswith(" ") else cut[:-1] + word[0].lower()
