"""The declared version: those published, those not, and what one of them allows and another does not."""

from __future__ import annotations

from gdhcn_conformance.generation.recipes import Draft, negative, open_question, tolerated, valid

UNSUPPORTED = ("version-unsupported", "schema-invalid")
UNREADABLE = ("schema-invalid", "version-unsupported", "hcert-malformed")
STRICTER = ("schema-invalid", "hcert-malformed", "cbor-malformed")


@valid(requirement="HCERT-VER-100", version="1.0.0")
def version_1_0_0(draft: Draft) -> Draft:
    """A vaccination certificate of the first version, 1.0.0, as millions of April 2021 were."""
    return draft


@tolerated(of=version_1_0_0, requirement="HCERT-VER-100")
def version_1_0_1(draft: Draft) -> Draft:
    """The same content declares version 1.0.1, which only refers to one more value set."""
    return draft.payload({"ver": "1.0.1"})


@tolerated(of=version_1_0_0, requirement="HCERT-VER-100")
def nine_doses_and_fifty_characters(draft: Draft) -> Draft:
    """Everything is at the limit of version 1.0.0: ninth dose of nine, an issuer and names of fifty characters."""
    names = {"nam.fn": "Ø" * 50, "nam.fnt": "OE" * 25, "nam.gn": "g" * 50, "nam.gnt": "G" * 50}
    return draft.payload({"v.0.dn": 9, "v.0.sd": 9, "v.0.is": "TEST ONLY ".ljust(50, "x"), **names})


@open_question(
    of=version_1_0_0,
    requirement="HCERT-VER-130b",
    policy="declared-or-newest-schema",
    reasons=STRICTER,
    mutation="later-dob",
)
def year_and_month_under_1_0_0(draft: Draft) -> Draft:
    """Only year and month of birth are given, which came with version 1.1.0; this one declares 1.0.0."""
    return draft.payload({"dob": "1964-01"})


@negative(of=version_1_0_0, requirement="HCERT-SCH-002c", reasons=STRICTER, mutation="remove-identifier")
def oldest_version_without_identifier(draft: Draft) -> Draft:
    """A certificate of the oldest version has no ci, which was required from the first day.

    An app that was written for newer versions may have no rules left for this one.
    """
    return draft.without_payload("v.0.ci")


@valid(requirement="HCERT-VER-100", kind="test", version="1.1.0")
def version_1_1_0(draft: Draft) -> Draft:
    """A test certificate of version 1.1.0."""
    return draft


@tolerated(of=version_1_1_0, requirement="HCERT-DOB-002a")
def year_and_month_under_1_1_0(draft: Draft) -> Draft:
    """A holder born in a month of which the day is unknown, under 1.1.0, the first version for that."""
    return draft.payload({"dob": "1964-01"})


@tolerated(of=version_1_1_0, requirement="HCERT-SCH-015")
def fifty_emoji_under_1_1_0(draft: Draft) -> Draft:
    """Fifty emoji make the longest family name of the older versions, a hundred units of UTF-16."""
    return draft.payload({"nam.fn": "🎉" * 50})


@open_question(
    of=version_1_1_0,
    requirement="HCERT-VER-130b",
    policy="declared-or-newest-schema",
    reasons=STRICTER,
    mutation="later-dob",
)
def no_date_of_birth_under_1_1_0(draft: Draft) -> Draft:
    """The date of birth is the empty text, though version 1.1.0 wants at least a year."""
    return draft.payload({"dob": ""})


@open_question(of=version_1_1_0, requirement="HCERT-VER-130b", policy="declared-or-newest-schema", reasons=STRICTER)
def no_test_centre_under_1_1_0(draft: Draft) -> Draft:
    """No place of the test is named, two versions before tc became optional."""
    return draft.without_payload("t.0.tc")


@valid(requirement="HCERT-VER-121", version="1.2.1")
def version_1_2_1(draft: Draft) -> Draft:
    """A vaccination certificate of version 1.2.1, the last before limits were raised."""
    return draft


@tolerated(of=version_1_2_1, requirement="HCERT-VER-100")
def version_1_2_0(draft: Draft) -> Draft:
    """The content is declared as 1.2.0, from which 1.2.1 differs by a name in a description."""
    return draft.payload({"ver": "1.2.0"})


@open_question(of=version_1_2_1, requirement="HCERT-VER-130b", policy="declared-or-newest-schema", reasons=STRICTER)
def tenth_dose_under_1_2_1(draft: Draft) -> Draft:
    """A tenth dose of ten under version 1.2.1, where nine is the highest."""
    return draft.payload({"v.0.dn": 10, "v.0.sd": 10})


@open_question(of=version_1_2_1, requirement="HCERT-VER-130b", policy="declared-or-newest-schema", reasons=STRICTER)
def name_of_51_characters_under_1_2_1(draft: Draft) -> Draft:
    """The family name has one character more than the fifty that this version grants; 1.3.0 grants eighty."""
    return draft.payload({"nam.fn": "é" * 51, "nam.fnt": "E" * 50})


@valid(requirement="HCERT-VER-100", kind="recovery")
def version_1_3_0(draft: Draft) -> Draft:
    """A recovery certificate of version 1.3.0, the commonest in circulation."""
    return draft


@tolerated(of=version_1_3_0, requirement="HCERT-VER-121")
def version_1_3_1(draft: Draft) -> Draft:
    """A recovery under 1.3.1, a version that changed nothing but examples."""
    return draft.payload({"ver": "1.3.1"})


@open_question(of=version_1_3_0, requirement="HCERT-VER-130b", policy="declared-or-newest-schema", reasons=STRICTER)
def given_names_only_under_1_3_0(draft: Draft) -> Draft:
    """Of the standardised names there is only gnt, which is enough since 1.3.2 and not in the version declared."""
    return draft.without_payload("nam.fn", "nam.fnt")


@open_question(of=version_1_3_0, requirement="HCERT-SCH-005a", policy="unknown-minor-version", reasons=UNSUPPORTED)
def version_1_3_9(draft: Draft) -> Draft:
    """A patch that nobody has published yet, 1.3.9, on content that any 1.3 allows."""
    return draft.payload({"ver": "1.3.9"})


@open_question(of=version_1_3_0, requirement="HCERT-SCH-005a", policy="unknown-minor-version", reasons=UNSUPPORTED)
def version_1_4_0(draft: Draft) -> Draft:
    """The next minor version, 1.4.0, which by the versioning policy is compatible with those before."""
    return draft.payload({"ver": "1.4.0"})


@open_question(of=version_1_3_0, requirement="HCERT-SCH-005a", policy="unknown-minor-version", reasons=UNSUPPORTED)
def version_1_10_0(draft: Draft) -> Draft:
    """A minor version of two digits; compared as text, 1.10.0 comes before 1.3.0."""
    return draft.payload({"ver": "1.10.0"})


@open_question(of=version_1_3_0, requirement="HCERT-SCH-005a", policy="unknown-minor-version", reasons=UNSUPPORTED)
def version_1_0_4(draft: Draft) -> Draft:
    """One country issued under 1.0.4, a version that lies between two published ones and was never published."""
    return draft.payload({"ver": "1.0.4"})


@negative(of=version_1_3_0, requirement="HCERT-SCH-002c", reasons=(*STRICTER, "version-unsupported"))
def unknown_minor_version_with_a_fault(draft: Draft) -> Draft:
    """A recovery under version 1.4.0 without its last day.

    An unknown version is no leave to skip validation: what every known version requires is still required.
    """
    return draft.payload({"ver": "1.4.0"}).without_payload("r.0.du")


@valid(requirement="HCERT-VER-121", kind="test", version="1.3.3")
def version_1_3_3_of_a_test(draft: Draft) -> Draft:
    """A test certificate that declares 1.3.3 from the start."""
    return draft


@negative(of=version_1_3_3_of_a_test, requirement="HCERT-SCH-002c", reasons=("schema-invalid",))
def two_tests_under_1_3_3(draft: Draft) -> Draft:
    """Two tests stand in one certificate of the newest version, where one is the limit as in those since 1.3.0.

    A list of schemas that ends before this version, with nothing in place of the missing one, lets them pass.
    """
    test = draft.dcc["t"][0]
    return draft.payload({"t": [test, test | {"tt": "LP217198-3"}]})


@negative(
    of=version_1_3_3_of_a_test, requirement="HCERT-SCH-005b", reasons=UNSUPPORTED, mutation="another-major-version"
)
def version_2_0_0(draft: Draft) -> Draft:
    """The next major version, of which it cannot be known what its members mean."""
    return draft.payload({"ver": "2.0.0"})


@negative(
    of=version_1_3_3_of_a_test, requirement="HCERT-SCH-005b", reasons=UNSUPPORTED, mutation="another-major-version"
)
def version_0_9_0(draft: Draft) -> Draft:
    """A draft from before the first release calls itself 0.9.0; "not newer than 1.3.3" lets it in."""
    return draft.payload({"ver": "0.9.0"})


@negative(
    of=version_1_3_3_of_a_test,
    requirement="HCERT-SCH-005b",
    reasons=UNSUPPORTED,
    mutation="major-version-with-a-known-beginning",
)
def version_13_0_0(draft: Draft) -> Draft:
    """Version 13.0.0 begins with the same digit as the known ones.

    A comparison of first characters takes it for version 1.
    """
    return draft.payload({"ver": "13.0.0"})


@negative(
    of=version_1_3_3_of_a_test,
    requirement="HCERT-SCH-005b",
    reasons=UNSUPPORTED,
    mutation="major-version-with-a-known-beginning",
)
def version_21_3_0(draft: Draft) -> Draft:
    """The text 1.3.0 is contained in this version, 21.3.0, and a search finds it."""
    return draft.payload({"ver": "21.3.0"})


@negative(
    of=version_1_3_3_of_a_test, requirement="HCERT-SCH-002c", reasons=UNREADABLE, mutation="version-of-another-shape"
)
def version_of_two_numbers(draft: Draft) -> Draft:
    """The patch is missing: 1.3 is no version by the pattern of any schema."""
    return draft.payload({"ver": "1.3"})


@negative(
    of=version_1_3_3_of_a_test, requirement="HCERT-SCH-002c", reasons=UNREADABLE, mutation="version-of-another-shape"
)
def version_with_a_letter(draft: Draft) -> Draft:
    """A v in front, as in the names of releases, makes v1.3.3 of it."""
    return draft.payload({"ver": "v1.3.3"})


@negative(
    of=version_1_3_3_of_a_test, requirement="HCERT-SCH-002c", reasons=UNREADABLE, mutation="version-of-another-shape"
)
def version_empty(draft: Draft) -> Draft:
    """ver is there but has no characters; whoever treats empty as absent and absent as newest accepts."""
    return draft.payload({"ver": ""})


@negative(
    of=version_1_3_3_of_a_test, requirement="HCERT-SCH-002c", reasons=UNREADABLE, mutation="version-of-another-shape"
)
def version_of_four_numbers(draft: Draft) -> Draft:
    """A fourth number for the build follows the patch, 1.3.3.7, as if software were certified."""
    return draft.payload({"ver": "1.3.3.7"})


@negative(
    of=version_1_3_3_of_a_test, requirement="HCERT-SCH-002c", reasons=UNREADABLE, mutation="version-of-another-shape"
)
def version_in_words(draft: Draft) -> Draft:
    """The payload follows the "latest" version, whatever that is on the day when it is read."""
    return draft.payload({"ver": "latest"})
