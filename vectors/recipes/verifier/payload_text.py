"""Texts in the payload: how long they may be, which characters come through unharmed, what the patterns let through."""

from __future__ import annotations

from gdhcn_conformance.generation.recipes import Draft, negative, open_question, tolerated, valid

TOO_LONG = ("schema-invalid",)
UNMATCHED = ("schema-invalid", "hcert-malformed")
NO_VERSION = ("schema-invalid", "version-unsupported", "hcert-malformed")

MOST = 80  # characters of a text from version 1.3.0 on
ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@valid(requirement="HCERT-VER-100")
def vaccination(draft: Draft) -> Draft:
    """A vaccination certificate with names and issuer of everyday length."""
    return draft


@tolerated(of=vaccination, requirement="HCERT-VER-130a")
def names_of_80_characters(draft: Draft) -> Draft:
    """All four names are eighty characters long, no more than version 1.3.0 allows."""
    names = {"nam.fn": "ł" * MOST, "nam.fnt": "L" * MOST, "nam.gn": "g" * MOST, "nam.gnt": "G<" * (MOST // 2)}
    return draft.payload(names)


@tolerated(of=vaccination, requirement="HCERT-VER-130a")
def issuer_and_identifier_of_80_characters(draft: Draft) -> Draft:
    """The issuing authority and the certificate identifier fill their eighty characters."""
    identifier = f"URN:UVCI:01:{draft.country}:".ljust(MOST, "7")
    return draft.payload({"v.0.is": "TEST ONLY Health Authority ".ljust(MOST, "x"), "v.0.ci": identifier})


@tolerated(of=vaccination, requirement="HCERT-SCH-015")
def eighty_emoji(draft: Draft) -> Draft:
    """The family name is eighty emoji: eighty characters, twice as many UTF-16 units, four times as many bytes.

    A verifier that measures the text as its language stores it refuses at half or a quarter of the limit.
    """
    return draft.payload({"nam.fn": "😀" * MOST})


@tolerated(of=vaccination, requirement="HCERT-SCH-015")
def eighty_letters_beyond_the_first_plane(draft: Draft) -> Draft:
    """Issuer and given name are written in Adlam letters, each of which takes a pair of UTF-16 surrogates."""
    return draft.payload({"nam.gn": "𞤀𞤣𞤤𞤢𞤥" * (MOST // 5), "v.0.is": "𞤊𞤵𞤤𞤢" * (MOST // 4)})


@open_question(of=vaccination, requirement="HCERT-SCH-002b", policy="strings-beyond-schema-length", reasons=TOO_LONG)
def name_of_81_characters(draft: Draft) -> Draft:
    """One character too many: a family name of eighty-one under version 1.3.0."""
    return draft.payload({"nam.fn": "ł" * (MOST + 1)})


@open_question(of=vaccination, requirement="HCERT-SCH-002b", policy="strings-beyond-schema-length", reasons=TOO_LONG)
def issuer_of_400_characters(draft: Draft) -> Draft:
    """The issuing authority writes a whole paragraph about itself, five times as long as allowed."""
    return draft.payload({"v.0.is": "TEST ONLY authority. " * 19 + "x"})


@negative(of=vaccination, requirement="HCERT-SCH-016", reasons=UNMATCHED, mutation="final-line-break")
def line_break_behind_the_surname(draft: Draft) -> Draft:
    r"""The standardised surname ends with a line break.

    In several languages `$` also matches in front of a final one; in the schema's own it does not.
    """
    return draft.payload({"nam.fnt": draft.dcc["nam"]["fnt"] + "\n"})


@negative(of=vaccination, requirement="HCERT-SCH-016", reasons=UNMATCHED, mutation="final-line-break")
def line_break_behind_the_date_of_birth(draft: Draft) -> Draft:
    """A date of birth that would be good is followed by a newline, as read from a file without trimming."""
    return draft.payload({"dob": draft.dcc["dob"] + "\n"})


@negative(of=vaccination, requirement="HCERT-SCH-016", reasons=NO_VERSION, mutation="final-line-break")
def line_break_behind_the_version(draft: Draft) -> Draft:
    """The version ends in a line feed; a comparison with the known ones fails, a search for the pattern may not."""
    return draft.payload({"ver": "1.3.0\n"})


@negative(of=vaccination, requirement="HCERT-SCH-016", reasons=UNMATCHED, mutation="second-line")
def second_line_of_anything(draft: Draft) -> Draft:
    """Below a flawless given name there is a second line that no pattern would let through.

    In multi-line mode a pattern is content with one line that fits.
    """
    return draft.payload({"nam.gnt": "ANNA\nor somebody else"})


@negative(of=vaccination, requirement="HCERT-SCH-016", reasons=UNMATCHED, mutation="digits-of-another-script")
def date_of_birth_in_arabic_indic_digits(draft: Draft) -> Draft:
    r"""Month and day of birth are written in Arabic-Indic digits.

    Where `\d` stands for the digits of all scripts the pattern is fulfilled, and what reads the date next is surprised.
    """
    year, rest = draft.dcc["dob"][:4], draft.dcc["dob"][4:]
    return draft.payload({"dob": year + rest.translate(ARABIC_INDIC)})


@negative(of=vaccination, requirement="HCERT-SCH-016", reasons=NO_VERSION, mutation="digits-of-another-script")
def version_in_full_width_digits(draft: Draft) -> Draft:
    """The three numbers of the version are full-width digits: alike in many fonts, and other characters."""
    return draft.payload({"ver": "1.3.0".translate(FULL_WIDTH)})


@valid(requirement="HCERT-VER-100", kind="test")
def negative_test(draft: Draft) -> Draft:
    """A test certificate of version 1.3.0 with its names in capitals, as travel documents print them."""
    return draft


@negative(of=negative_test, requirement="HCERT-SCH-016", reasons=UNMATCHED, mutation="letters-outside-a-to-z")
def standardised_surname_in_small_letters(draft: Draft) -> Draft:
    """The surname is in small letters; a pattern that ignores case is satisfied."""
    return draft.payload({"nam.fnt": draft.dcc["nam"]["fnt"].lower()})


@negative(of=negative_test, requirement="HCERT-SCH-016", reasons=UNMATCHED, mutation="letters-outside-a-to-z")
def kelvin_sign_in_the_surname(draft: Draft) -> Draft:
    """The K is the sign for kelvin, U+212A.

    Without regard to case Unicode folds it into the letter k, and so into the range from A to Z.
    """
    return draft.payload({"nam.fnt": "\u212aOWALSKI"})


@negative(of=negative_test, requirement="HCERT-SCH-016", reasons=UNMATCHED, mutation="letters-outside-a-to-z")
def umlaut_in_the_standardised_name(draft: Draft) -> Draft:
    """Nothing was transliterated: the umlaut among the capitals lies between A and Z in some locales only."""
    return draft.payload({"nam.fnt": "MÜLLER"})


@negative(of=negative_test, requirement="HCERT-SCH-016", reasons=UNMATCHED, mutation="separator-in-a-standardised-name")
def blank_in_the_standardised_surname(draft: Draft) -> Draft:
    """Parts of the surname are separated by blanks; travel documents have the filler there."""
    return draft.payload({"nam.fnt": "VAN DEN BERG"})


@negative(of=negative_test, requirement="HCERT-SCH-016", reasons=UNMATCHED, mutation="separator-in-a-standardised-name")
def hyphen_in_the_standardised_given_name(draft: Draft) -> Draft:
    """ANNA-MARIA keeps her hyphen, which no machine-readable zone could show."""
    return draft.payload({"nam.gnt": "ANNA-MARIA"})


def _named(draft: Draft, name: str) -> Draft:
    """A name as written and a test centre of these characters; the standardised names stay as they are."""
    return draft.payload({"nam.fn": name, "t.0.tc": name})


@tolerated(of=negative_test, requirement="HCERT-SCH-021", needs=["output"])
def quotation_marks(draft: Draft) -> Draft:
    """Straight and curly quotation marks and an apostrophe are part of the names.

    JSON that is glued together from strings breaks, or takes a part of the name for a new member.
    """
    return _named(draft, """D'Arcy "Red", "tr":"x", „Zum Löwen”""")


@tolerated(of=negative_test, requirement="HCERT-SCH-021", needs=["output"])
def backslashes(draft: Draft) -> Draft:
    r"""Backslashes in front of letters would be escapes if the text were source code, and one ends the text."""
    return _named(draft, "Lab\\new\\u0041\\")


@tolerated(of=negative_test, requirement="HCERT-SCH-021", needs=["output"])
def line_breaks_and_tabs(draft: Draft) -> Draft:
    """An address of several lines, with a tab, stands in the name of the test centre."""
    return _named(draft, "Centre 7\r\n1 Main Street\n\tback yard")


@tolerated(of=negative_test, requirement="HCERT-SCH-021", needs=["output"])
def line_separators_of_unicode(draft: Draft) -> Draft:
    """Two separators, U+2028 and U+2029, are ordinary in JSON and end a line in older JavaScript.

    A protocol of one message a line must not be torn apart by them either.
    """
    return _named(draft, "one\u2028two\u2029three")


@tolerated(of=negative_test, requirement="HCERT-SCH-021", needs=["output"])
def emoji_joined_of_several(draft: Draft) -> Draft:
    """A family of four and a waving flag: each is one sign to the eye and several characters to the verifier."""
    return _named(draft, "👨‍👩‍👧‍👦 🏳️‍🌈 Clinic")


@tolerated(of=negative_test, requirement="HCERT-SCH-021", needs=["output"])
def right_to_left_text(draft: Draft) -> Draft:
    """Hebrew and Arabic letters with marks of direction between them come out in the order in which they are stored."""
    return _named(draft, "\u200fمحمد\u200e - דוד (abc)")
