"""The holder: which names must be there, and how much of the date of birth may be unknown."""

from __future__ import annotations

from gdhcn_conformance.generation.recipes import Draft, Profile, negative, open_question, tolerated, valid

NAMELESS = ("schema-invalid", "hcert-malformed", "cbor-malformed")
# A reader that turns the text into a date at once fails there; another at the schema's pattern.
NO_DATE = ("schema-invalid", "hcert-malformed", "cbor-malformed")


@valid(requirement="HCERT-VER-100", kind="recovery")
def recovery(draft: Draft) -> Draft:
    """A recovery certificate of a person with all four names, under version 1.3.0."""
    return draft


@tolerated(of=recovery, requirement="HCERT-NAM-004")
def surname_only(draft: Draft) -> Draft:
    """The holder has a surname and no given name, in neither spelling.

    Data models that made the given names mandatory crash on people who have none.
    """
    return draft.without_payload("nam.gn", "nam.gnt")


@tolerated(of=recovery, requirement="HCERT-NAM-004")
def standardised_surname_only(draft: Draft) -> Draft:
    """Of four names only fnt is there, which is the least that version 1.3.0 asks for."""
    return draft.without_payload("nam.fn", "nam.gn", "nam.gnt")


@tolerated(of=recovery, requirement="HCERT-NAM-004")
def empty_given_names(draft: Draft) -> Draft:
    """Given names are there and empty, which the pattern of capitals and fillers permits."""
    return draft.payload({"nam.gn": "", "nam.gnt": ""})


@negative(of=recovery, requirement="HCERT-SCH-002c", reasons=NAMELESS, mutation="remove-standardised-names")
def names_as_written_only(draft: Draft) -> Draft:
    """Both names are given in their own script and neither in capital letters.

    A check that "some name is there" passes, and no border officer can compare it with a passport.
    """
    return draft.without_payload("nam.fnt", "nam.gnt")


@negative(of=recovery, requirement="HCERT-SCH-002c", reasons=NAMELESS, mutation="remove-standardised-names")
def person_without_any_name(draft: Draft) -> Draft:
    """nam is an empty map: the place of the names is kept, and nobody is in it."""
    return draft.payload({"nam": {}})


@valid(requirement="HCERT-NAM-003", version="1.3.2", profile=Profile(rsa="rsa-2048-12"))
def vaccination_under_1_3_2(draft: Draft) -> Draft:
    """A PS256 vaccination certificate of version 1.3.2, the first for people without a surname."""
    return draft


@tolerated(of=vaccination_under_1_3_2, requirement="HCERT-NAM-003")
def given_name_only(draft: Draft) -> Draft:
    """The holder has one name, a given name, in both spellings.

    Verifiers whose surname may not be missing crash, mostly after the signature was found good.
    """
    return draft.without_payload("nam.fn", "nam.fnt")


@tolerated(of=vaccination_under_1_3_2, requirement="HCERT-NAM-003")
def standardised_given_name_only_under_1_3_3(draft: Draft) -> Draft:
    """gnt alone names the holder, in a certificate that declares 1.3.3."""
    return draft.without_payload("nam.fn", "nam.fnt", "nam.gn").payload({"ver": "1.3.3"})


@negative(
    of=vaccination_under_1_3_2, requirement="HCERT-SCH-002c", reasons=NAMELESS, mutation="remove-standardised-names"
)
def neither_standardised_name_under_1_3_2(draft: Draft) -> Draft:
    """Version 1.3.2 made each of fnt and gnt optional, but not both at once; here both are gone.

    Whoever mended the missing surname by dropping it from the required members lets this pass.
    """
    return draft.without_payload("nam.fnt", "nam.gnt")


@valid(requirement="HCERT-VER-100")
def vaccination(draft: Draft) -> Draft:
    """A vaccination certificate with a full date of birth."""
    return draft


@tolerated(of=vaccination, requirement="HCERT-DOB-002a", also=["HCERT-DOB-007"], needs=["output"])
def year_and_month_of_birth(draft: Draft) -> Draft:
    """The day of birth is unknown: 1958-11 is handed on as it is, not as the first of that month."""
    return draft.payload({"dob": "1958-11"})


@tolerated(of=vaccination, requirement="HCERT-DOB-002a", also=["HCERT-DOB-007"], needs=["output"])
def year_of_birth(draft: Draft) -> Draft:
    """Nothing but the year of birth is known, as for many people without papers.

    A library for dates that fills in January the first invents a birthday.
    """
    return draft.payload({"dob": "1947"})


@tolerated(of=vaccination, requirement="HCERT-DOB-003", also=["HCERT-DOB-007"], needs=["output"])
def birth_unknown(draft: Draft) -> Draft:
    """When the holder was born is not known at all, and dob an empty text."""
    return draft.payload({"dob": ""})


@tolerated(of=vaccination, requirement="HCERT-DOB-002a")
def oldest_date_of_birth(draft: Draft) -> Draft:
    """The holder was born on the first of January 1900, the earliest day that fits the pattern."""
    return draft.payload({"dob": "1900-01-01"})


@open_question(of=vaccination, requirement="HCERT-DOB-002a", policy=None, reasons=NO_DATE)
def month_of_birth_zero(draft: Draft) -> Draft:
    """1988-00-02 has a month that fits the pattern and no calendar.

    The schema lets it pass and a date library does not: refused or handed on, but no reason to fall over.
    """
    return draft.payload({"dob": "1988-00-02"})


@open_question(of=vaccination, requirement="HCERT-DOB-002a", policy=None, reasons=NO_DATE)
def thirtieth_of_february(draft: Draft) -> Draft:
    """The holder was born on 30 February, in a register that was not kept by the calendar."""
    return draft.payload({"dob": "1963-02-30"})


@negative(of=vaccination, requirement="HCERT-DOB-002b", reasons=NO_DATE, mutation="birth-year-out-of-range")
def born_in_1899(draft: Draft) -> Draft:
    """One day before the earliest that the schema has room for: 1899-12-31."""
    return draft.payload({"dob": "1899-12-31"})


@negative(of=vaccination, requirement="HCERT-DOB-002b", reasons=NO_DATE, mutation="birth-year-out-of-range")
def born_in_1809(draft: Draft) -> Draft:
    """A year alone, 1809, that reads as a date of birth and belongs to nobody alive."""
    return draft.payload({"dob": "1809"})


@negative(of=vaccination, requirement="HCERT-DOB-002b", reasons=NO_DATE, mutation="birth-year-out-of-range")
def born_in_2100(draft: Draft) -> Draft:
    """The year of birth is 2100, the first beyond the pattern's centuries."""
    return draft.payload({"dob": "2100"})


@negative(of=vaccination, requirement="HCERT-DOB-002b", reasons=NO_DATE, mutation="birth-date-not-padded")
def year_of_two_digits(draft: Draft) -> Draft:
    """Of the year there are two digits, 63, and the century is left to taste."""
    return draft.payload({"dob": "63"})


@negative(of=vaccination, requirement="HCERT-DOB-002b", reasons=NO_DATE, mutation="birth-date-not-padded")
def month_and_day_of_one_digit(draft: Draft) -> Draft:
    """Zeros in front of month and day were saved: 1963-1-2.

    Most date parsers do not mind; the schema does.
    """
    return draft.payload({"dob": "1963-1-2"})


@negative(of=vaccination, requirement="HCERT-DOB-002b", reasons=NO_DATE, mutation="birth-date-broken-off")
def year_and_a_hyphen(draft: Draft) -> Draft:
    """After the year comes a hyphen and no month, where a program cut the date at a fixed length."""
    return draft.payload({"dob": "1963-"})


@negative(of=vaccination, requirement="HCERT-DOB-002b", reasons=NO_DATE, mutation="birth-date-in-another-notation")
def slashes_for_hyphens(draft: Draft) -> Draft:
    """1963/01/02 has the right order and the wrong signs between."""
    return draft.payload({"dob": "1963/01/02"})


@negative(of=vaccination, requirement="HCERT-DOB-002b", reasons=NO_DATE, mutation="birth-date-in-another-notation")
def day_month_year_with_dots(draft: Draft) -> Draft:
    """01.02.1963 is how the holder writes it, and the first of February or the second of January to others."""
    return draft.payload({"dob": "01.02.1963"})


@negative(of=vaccination, requirement="HCERT-DOB-002b", reasons=NO_DATE, mutation="birth-date-in-another-notation")
def year_month_day_without_hyphens(draft: Draft) -> Draft:
    """ISO 8601 knows a basic format without hyphens, 19630102, that the schema does not take over."""
    return draft.payload({"dob": "19630102"})


@negative(of=vaccination, requirement="HCERT-DOB-002b", reasons=NO_DATE, mutation="birth-date-placeholder")
def letters_for_month_and_day(draft: Draft) -> Draft:
    """Month and day are XX, the way passports print an unknown part; the certificate would leave them out."""
    return draft.payload({"dob": "1963-XX-XX"})


@negative(of=vaccination, requirement="HCERT-DOB-002b", reasons=NO_DATE, mutation="birth-date-placeholder")
def word_for_the_date(draft: Draft) -> Draft:
    """In place of a date the word "unknown" tells what an empty text would have told."""
    return draft.payload({"dob": "unknown"})


@negative(of=vaccination, requirement="HCERT-DOB-002b", reasons=NO_DATE, mutation="birth-date-with-more-behind")
def fourth_number_behind_the_day(draft: Draft) -> Draft:
    """A hyphen and two more digits follow the day, so that the first ten characters alone are a date."""
    return draft.payload({"dob": "1963-01-02-03"})


@negative(of=vaccination, requirement="HCERT-DOB-002b", reasons=NO_DATE, mutation="birth-date-with-more-behind")
def date_and_remark(draft: Draft) -> Draft:
    """Behind a full date stands "(estimated)".

    A pattern that is searched for rather than matched, as the first version's was, stops at the day.
    """
    return draft.payload({"dob": "1963-01-02 (estimated)"})


@open_question(
    of=vaccination,
    requirement="HCERT-VAC-008",
    policy="date-time-in-date-field",
    reasons=NO_DATE,
    mutation="date-time-of-birth",
)
def midnight_of_birth(draft: Draft) -> Draft:
    """The date of birth has a time of day, midnight, as a database's date-time would be written out."""
    return draft.at("payload", lambda dcc: dcc | {"dob": dcc["dob"] + "T00:00:00"})
