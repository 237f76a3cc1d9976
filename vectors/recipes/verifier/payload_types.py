"""The types of the payload's members: what no conversion can mend, what could be converted, numbers out of range."""

from __future__ import annotations

import json
from typing import Any

from gdhcn_conformance.credentials.cbor import Tagged
from gdhcn_conformance.generation.draft import DCC
from gdhcn_conformance.generation.recipes import Draft, negative, open_question, valid

# A typed reader fails while it decodes the CBOR, another when it builds its certificate, a third at the schema.
MISTYPED = ("schema-invalid", "hcert-malformed", "cbor-malformed")
OUT_OF_RANGE = ("schema-invalid",)
NO_PAYLOAD = ("hcert-malformed", "schema-invalid", "cbor-malformed")
MISREAD_VERSION = ("schema-invalid", "version-unsupported", "hcert-malformed", "cbor-malformed")


@valid(requirement="HCERT-VER-100")
def vaccination(draft: Draft) -> Draft:
    """A vaccination certificate whose members all have the types of the schema."""
    return draft


@negative(of=vaccination, requirement="HCERT-SCH-002a", reasons=MISTYPED, mutation="wrong-type-of-nam")
def number_for_the_names(draft: Draft) -> Draft:
    """The member nam is a number, perhaps a key of the issuer's register."""
    return draft.payload({"nam": 4711})


@negative(of=vaccination, requirement="HCERT-SCH-002a", reasons=MISTYPED, mutation="wrong-type-of-nam")
def full_name_as_one_text(draft: Draft) -> Draft:
    """One text holds given name and surname together; asking a text for its member fnt is an error in many languages."""
    return draft.payload({"nam": "Anna Müller"})


@negative(of=vaccination, requirement="HCERT-SCH-002a", reasons=MISTYPED, mutation="wrong-type-of-nam")
def two_persons_in_nam(draft: Draft) -> Draft:
    """nam is an array of two persons, and which of them was vaccinated is anybody's guess."""
    return draft.payload({"nam": [draft.dcc["nam"], {"fnt": "OTHER", "gnt": "PERSON"}]})


@negative(of=vaccination, requirement="HCERT-SCH-002a", reasons=MISTYPED, mutation="map-for-a-text")
def map_for_the_surname(draft: Draft) -> Draft:
    """The standardised surname is a map of languages to spellings.

    Written out by a careless verifier, it shows as [object Object] or as source text.
    """
    return draft.payload({"nam.fnt": {"de": "MUELLER", "fr": "MULLER"}})


@negative(of=vaccination, requirement="HCERT-SCH-002a", reasons=MISTYPED, mutation="map-for-a-text")
def date_of_birth_in_parts(draft: Draft) -> Draft:
    """Year, month and day of birth are three members of a map, the way a database keeps a date."""
    return draft.payload({"dob": {"year": 1970, "month": 1, "day": 2}})


@negative(of=vaccination, requirement="HCERT-SCH-002a", reasons=MISTYPED, mutation="map-for-a-text")
def identifier_in_parts(draft: Draft) -> Draft:
    """The identifier of the certificate is a map, which no list of revoked identifiers will ever contain."""
    return draft.payload({"v.0.ci": {"country": draft.country, "opaque": "0000"}})


@negative(of=vaccination, requirement="HCERT-SCH-002a", reasons=MISTYPED, mutation="wrong-type-of-group")
def text_for_the_vaccinations(draft: Draft) -> Draft:
    """v is a sentence about a vaccination, where a list of entries belongs.

    A loop over the characters of a text, or its length that is greater than zero, is where weak typing goes wrong.
    """
    return draft.payload({"v": "vaccinated twice"})


@negative(of=vaccination, requirement="HCERT-SCH-002a", reasons=MISTYPED, mutation="wrong-type-of-group")
def number_of_vaccinations(draft: Draft) -> Draft:
    """The group is the mere number 1: so many vaccinations there are supposed to be."""
    return draft.payload({"v": 1})


@negative(of=vaccination, requirement="HCERT-SCH-002a", reasons=MISTYPED, mutation="wrong-type-of-group")
def true_for_the_vaccinations(draft: Draft) -> Draft:
    """Yes, says the group v: the value true, and a test for truth is all that some code makes of it."""
    return draft.payload({"v": True})


@negative(of=vaccination, requirement="HCERT-SCH-022", reasons=MISTYPED, mutation="convertible-group")
def vaccinations_as_json_text(draft: Draft) -> Draft:
    """v holds the list of vaccinations as JSON source, which one parse too many turns into the real thing."""
    return draft.payload({"v": json.dumps(draft.dcc["v"], ensure_ascii=False)})


@negative(of=vaccination, requirement="HCERT-SCH-022", reasons=MISTYPED, mutation="convertible-group")
def entry_in_two_lists(draft: Draft) -> Draft:
    """A list stands within the list, and only in the inner one is the entry.

    Code that flattens whatever it meets sees a good certificate.
    """
    return draft.payload({"v": [draft.dcc["v"]]})


@negative(of=vaccination, requirement="HCERT-SCH-002a", reasons=MISTYPED, mutation="wrong-type-of-entry")
def text_for_the_entry(draft: Draft) -> Draft:
    """The list of vaccinations has one element, and it is the name of a product."""
    return draft.payload({"v.0": "EU/1/20/1528"})


@negative(of=vaccination, requirement="HCERT-SCH-002a", reasons=MISTYPED, mutation="wrong-type-of-entry")
def values_of_the_entry_without_names(draft: Draft) -> Draft:
    """The entry is an array of its values in the schema's order, with the names saved."""
    return draft.payload({"v.0": list(draft.dcc["v"][0].values())})


@negative(of=vaccination, requirement="HCERT-SCH-002a", reasons=NO_PAYLOAD, mutation="wrong-type-of-payload")
def text_for_the_payload(draft: Draft) -> Draft:
    """The whole health certificate is a text that says "valid"."""
    return draft.at("hcert", lambda _: {DCC: "valid"})


@negative(of=vaccination, requirement="HCERT-SCH-002c", reasons=OUT_OF_RANGE, mutation="dose-number-out-of-range")
def dose_number_zero(draft: Draft) -> Draft:
    """Dose 0 of 2 was given, one less than the least that any version allows."""
    return draft.payload({"v.0.dn": 0})


@negative(of=vaccination, requirement="HCERT-SCH-002c", reasons=OUT_OF_RANGE, mutation="dose-number-out-of-range")
def series_of_no_dose(draft: Draft) -> Draft:
    """The series has 0 doses, so that whatever was given is more than enough.

    A share of doses computed from it divides by zero.
    """
    return draft.payload({"v.0.sd": 0})


@negative(of=vaccination, requirement="HCERT-SCH-002c", reasons=OUT_OF_RANGE, mutation="dose-number-negative")
def dose_number_negative(draft: Draft) -> Draft:
    """dn is -2, an integer of CBOR's other kind; read without its sign it completes the series."""
    return draft.payload({"v.0.dn": -2})


@negative(of=vaccination, requirement="HCERT-SCH-002c", reasons=MISTYPED, mutation="dose-number-not-whole")
def half_a_dose(draft: Draft) -> Draft:
    """One and a half doses were given, a floating-point number that is no integer however it is read.

    Rounded up it makes a complete series, cut off an incomplete one.
    """
    return draft.payload({"v.0.dn": 1.5})


@negative(of=vaccination, requirement="HCERT-SCH-002c", reasons=MISTYPED, mutation="dose-number-not-whole")
def dose_number_not_a_number(draft: Draft) -> Draft:
    """The dose is NaN, of which every comparison is false: neither too few nor too many."""
    return draft.payload({"v.0.dn": float("nan")})


@valid(requirement="HCERT-VER-100", kind="test", version="1.2.0")
def negative_test(draft: Draft) -> Draft:
    """A test certificate of version 1.2.0 with texts for texts."""
    return draft


@negative(of=negative_test, requirement="HCERT-SCH-002a", reasons=MISTYPED, mutation="array-for-a-text")
def several_sampling_times(draft: Draft) -> Draft:
    """The sampling time is an array of an old and a recent time, as if the sample had been taken twice."""
    return draft.payload({"t.0.sc": [draft.date(-300) + "T08:00:00Z", draft.date(-2) + "T08:00:00Z"]})


@negative(of=negative_test, requirement="HCERT-SCH-002a", reasons=MISTYPED, mutation="array-for-a-text")
def both_results_at_once(draft: Draft) -> Draft:
    """tr lists the codes of both results; a search for "not detected" among them succeeds."""
    return draft.payload({"t.0.tr": ["260373001", "260415000"]})


@negative(of=negative_test, requirement="HCERT-SCH-022", reasons=MISTYPED, mutation="convertible-time")
def sampling_time_in_seconds(draft: Draft) -> Draft:
    """When the sample was taken is given in seconds since 1970, as the claims give their times."""
    return draft.payload({"t.0.sc": draft.seconds(days=-2)})


@negative(of=negative_test, requirement="HCERT-SCH-022", reasons=MISTYPED, mutation="convertible-time")
def sampling_time_under_tag_1(draft: Draft) -> Draft:
    """A number of seconds with CBOR tag 1, which many libraries make a date of, and the schema has a text."""
    return draft.payload({"t.0.sc": Tagged(1, draft.seconds(days=-2))})


@negative(of=negative_test, requirement="HCERT-SCH-022", reasons=MISTYPED, mutation="convertible-group")
def entry_without_a_list(draft: Draft) -> Draft:
    """t is the entry itself: a converter that knows no lists of one has taken the list away.

    Readers set to be obliging put it back; it would be the only tolerance of a kind that is never tested.
    """
    return draft.payload({"t": draft.dcc["t"][0]})


@negative(of=negative_test, requirement="HCERT-SCH-022", reasons=MISTYPED, mutation="convertible-group")
def list_as_a_map_of_positions(draft: Draft) -> Draft:
    """The list of tests has become a map with the key "0", which is how some languages keep their lists."""
    return draft.payload({"t": {"0": draft.dcc["t"][0]}})


@negative(of=negative_test, requirement="HCERT-SCH-022", reasons=MISREAD_VERSION, mutation="convertible-number")
def version_as_a_number(draft: Draft) -> Draft:
    """ver is the number 1.2, so that a patch cannot be told and 1.10 would be 1.1."""
    return draft.payload({"ver": 1.2})


@negative(of=negative_test, requirement="HCERT-CBOR-010", reasons=MISTYPED, mutation="bytes-for-a-text")
def country_in_a_byte_string(draft: Draft) -> Draft:
    """The two letters of the country are a byte string.

    In a language that compares bytes and text as unequal, no rule for that country will ever match.
    """
    return draft.payload({"t.0.co": draft.country.encode()})


@negative(of=negative_test, requirement="HCERT-CBOR-010", reasons=MISTYPED, mutation="bytes-for-a-text")
def identifier_in_a_byte_string(draft: Draft) -> Draft:
    """The certificate identifier comes as raw octets and hashes differently where the type is hashed too."""
    return draft.payload({"t.0.ci": draft.dcc["t"][0]["ci"].encode()})


@valid(requirement="HCERT-VER-121", version="1.3.1")
def later_vaccination(draft: Draft) -> Draft:
    """A vaccination certificate of version 1.3.1 with integers for its doses."""
    return draft


@negative(of=later_vaccination, requirement="HCERT-SCH-022", reasons=MISTYPED, mutation="convertible-number")
def dose_number_as_text(draft: Draft) -> Draft:
    """The dose is the text "2".

    Compared as texts, dose "10" comes before dose "2".
    """
    return draft.payload({"v.0.dn": "2"})


@negative(of=later_vaccination, requirement="HCERT-SCH-022", reasons=MISTYPED, mutation="convertible-number")
def dose_number_true(draft: Draft) -> Draft:
    """dn is true, which some languages count as the integer 1."""
    return draft.payload({"v.0.dn": True})


@negative(of=later_vaccination, requirement="HCERT-SCH-022", reasons=MISTYPED, mutation="convertible-text")
def country_as_a_number(draft: Draft) -> Draft:
    """The country of vaccination is 39, a dialling code; joined to a text it looks like a code of two characters."""
    return draft.payload({"v.0.co": 39})


@negative(of=later_vaccination, requirement="HCERT-SCH-022", reasons=MISTYPED, mutation="convertible-text")
def year_of_birth_as_a_number(draft: Draft) -> Draft:
    """The year of birth is the integer 1970, good as a text, and as milliseconds two seconds into that year."""
    return draft.payload({"dob": 1970})


@negative(of=vaccination, requirement="HCERT-SCH-002a", reasons=MISTYPED, mutation="truth-value-for-a-text")
def surname_true(draft: Draft) -> Draft:
    """The standardised surname is the value true: there is one, it seems, but which remains untold."""
    return draft.payload({"nam.fnt": True})


@negative(of=vaccination, requirement="HCERT-SCH-002a", reasons=MISREAD_VERSION, mutation="array-for-a-text")
def version_as_an_array(draft: Draft) -> Draft:
    """Major, minor and patch are three integers in an array, easy to compare and not what the schema has."""
    return draft.payload({"ver": [1, 3, 0]})


@negative(of=later_vaccination, requirement="HCERT-SCH-022", reasons=MISTYPED, mutation="convertible-text")
def surname_in_a_list(draft: Draft) -> Draft:
    """The surname is a list of one name, which loosely typed code prints as if it were the name."""
    return draft.payload({"nam.fnt": [draft.dcc["nam"]["fnt"]]})


@negative(of=later_vaccination, requirement="HCERT-SCH-022", reasons=MISTYPED, mutation="convertible-time")
def vaccination_day_in_days_since_1970(draft: Draft) -> Draft:
    """The day is a number of days under tag 100, CBOR's own way of writing a date."""
    return draft.payload({"v.0.dt": Tagged(100, draft.seconds(days=-30) // 86400)})


def _null(draft: Draft, change: Any) -> Draft:
    """Nulls in the payload; who takes them for absent hands on the twin's content."""
    return draft.at("payload", change)


@open_question(of=later_vaccination, requirement="HCERT-CBOR-014", policy="null-members", reasons=MISTYPED)
def null_for_an_optional_name(draft: Draft) -> Draft:
    """fn, which could have been left out, is null."""
    changed = draft.without_payload("nam.fn")
    return _null(changed, lambda dcc: dcc | {"nam": {"fn": None, **dcc["nam"]}})


@open_question(of=later_vaccination, requirement="HCERT-CBOR-014", policy="null-members", reasons=MISTYPED)
def null_for_the_unused_groups(draft: Draft) -> Draft:
    """Tests and recoveries are null beside the vaccination, as generators write that fill in a fixed form."""
    return _null(draft, lambda dcc: dcc | {"t": None, "r": None})
