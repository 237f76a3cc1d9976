"""The members of the payload: which must be there, under which names, and which may be there besides."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from gdhcn_conformance.generation.recipes import Draft, Profile, negative, tolerated, valid
from gdhcn_conformance.pki.authority import HEALTH_OIDS

# A typed reader misses a member while it decodes, before any schema is asked.
MISSING = ("schema-invalid", "hcert-malformed", "cbor-malformed")
NO_VERSION = ("schema-invalid", "version-unsupported", "hcert-malformed", "cbor-malformed")
# Without any event, the certificate is of no kind: none that is supported, and none that its signer may sign.
OF_NO_KIND = (*NO_VERSION, "product-unsupported", "key-usage-mismatch")


def _renamed(members: dict[str, Any], name: str, other: str) -> dict[str, Any]:
    """The members with one under another name, in the place where it stood."""
    return {other if each == name else each: value for each, value in members.items()}


def _in_entry(draft: Draft, group: str, members: dict[str, Any]) -> Draft:
    """More members in the only entry; an implementation need not hand them on."""
    return draft.at("payload", lambda dcc: dcc | {group: [dcc[group][0] | members]})


@valid(requirement="HCERT-VER-100", profile=Profile(usage=(HEALTH_OIDS["vaccination"],)))
def vaccination(draft: Draft) -> Draft:
    """A vaccination certificate with every member of version 1.3.0, signed by a signer of vaccinations."""
    return draft


@negative(of=vaccination, requirement="HCERT-SCH-002c", reasons=NO_VERSION, mutation="remove-top-level-member")
def without_version(draft: Draft) -> Draft:
    """The certificate does not say which version of the schema it follows.

    Taking the newest for granted makes every rule of the others meaningless.
    """
    return draft.without_payload("ver")


@negative(of=vaccination, requirement="HCERT-SCH-002c", reasons=MISSING, mutation="remove-top-level-member")
def without_names(draft: Draft) -> Draft:
    """Nobody is named: the member nam is left out.

    A bearer certificate would be valid in anybody's hands.
    """
    return draft.without_payload("nam")


@negative(of=vaccination, requirement="HCERT-SCH-002c", reasons=MISSING, mutation="remove-top-level-member")
def without_date_of_birth(draft: Draft) -> Draft:
    """The date of birth is left out, although it may be empty where it is unknown.

    Optional in many data models, and what is needed to tell two people of one name apart.
    """
    return draft.without_payload("dob")


@negative(of=vaccination, requirement="HCERT-SCH-002c", reasons=MISSING, mutation="remove-coded-member")
def vaccination_against_nothing(draft: Draft) -> Draft:
    """The vaccination does not say against which disease it is (tg).

    Verifiers written for a single disease never read the member, and wave through any other vaccination.
    """
    return draft.without_payload("v.0.tg")


@negative(of=vaccination, requirement="HCERT-SCH-002c", reasons=MISSING, mutation="remove-coded-member")
def vaccination_without_product(draft: Draft) -> Draft:
    """There is no medicinal product (mp), on which nearly every rule of acceptance depends."""
    return draft.without_payload("v.0.mp")


@negative(of=vaccination, requirement="HCERT-SCH-002c", reasons=MISSING, mutation="remove-dose-number")
def vaccination_without_dose_number(draft: Draft) -> Draft:
    """Which dose it was, dn, cannot be told.

    In languages where a missing number reads as zero or as not a number, "0 of 2" and "at least 2" go wrong in silence.
    """
    return draft.without_payload("v.0.dn")


@negative(of=vaccination, requirement="HCERT-SCH-002c", reasons=MISSING, mutation="remove-dose-number")
def vaccination_without_series(draft: Draft) -> Draft:
    """How many doses make the series, sd, was forgotten, so the course can never be known to be complete."""
    return draft.without_payload("v.0.sd")


@negative(of=vaccination, requirement="HCERT-SCH-002c", reasons=MISSING, mutation="remove-date")
def vaccination_without_day(draft: Draft) -> Draft:
    """The day of the vaccination is missing: a default such as 1970 or today would age it wrongly."""
    return draft.without_payload("v.0.dt")


@negative(of=vaccination, requirement="HCERT-SCH-002c", reasons=MISSING, mutation="remove-identifier")
def vaccination_without_identifier(draft: Draft) -> Draft:
    """A vaccination has no certificate identifier (ci), so nobody could ever revoke it by that."""
    return draft.without_payload("v.0.ci")


@negative(of=vaccination, requirement="HCERT-SCH-002c", reasons=MISSING, mutation="remove-coded-member")
def vaccination_without_kind_of_vaccine(draft: Draft) -> Draft:
    """The product is named but not its kind, vp, since one seems to follow from the other."""
    return draft.without_payload("v.0.vp")


@negative(of=vaccination, requirement="HCERT-SCH-002c", reasons=MISSING, mutation="remove-origin")
def vaccination_without_country(draft: Draft) -> Draft:
    """Where the vaccination took place, co, is left out.

    A destination chooses its rules by this member, and with none chosen there is no rule to fail.
    """
    return draft.without_payload("v.0.co")


@negative(of=vaccination, requirement="HCERT-SCH-002c", reasons=MISSING, mutation="empty-entry")
def entry_without_members(draft: Draft) -> Draft:
    """The only entry of v is an empty map: there is a vaccination, and nothing is known of it.

    Code that counts the entries is satisfied.
    """
    return draft.payload({"v.0": {}})


@negative(of=vaccination, requirement="HCERT-SCH-002c", reasons=OF_NO_KIND, mutation="empty-payload")
def payload_without_members(draft: Draft) -> Draft:
    """Key 1 of the hcert claim holds an empty map, the smallest payload that is one."""
    return draft.at("payload", lambda _: {})


@valid(requirement="HCERT-VER-100", kind="test", profile=Profile(rsa="rsa-2048-11"))
def negative_test(draft: Draft) -> Draft:
    """A complete certificate of a test, version 1.3.0, signed with PS256."""
    return draft


@negative(of=negative_test, requirement="HCERT-SCH-002c", reasons=MISSING, mutation="remove-coded-member")
def test_without_result(draft: Draft) -> Draft:
    """What came of the test, tr, is not said.

    An app that looks only for the code of a positive result shows this one as negative.
    """
    return draft.without_payload("t.0.tr")


@negative(of=negative_test, requirement="HCERT-SCH-002c", reasons=MISSING, mutation="remove-coded-member")
def test_without_type(draft: Draft) -> Draft:
    """Whether it was an antigen or a nucleic acid test remains open, because tt is absent."""
    return draft.without_payload("t.0.tt")


@negative(of=negative_test, requirement="HCERT-SCH-002c", reasons=MISSING, mutation="remove-date")
def test_without_sampling_time(draft: Draft) -> Draft:
    """When the sample was taken is missing, so the test never grows old."""
    return draft.without_payload("t.0.sc")


@negative(of=negative_test, requirement="HCERT-SCH-002c", reasons=MISSING, mutation="remove-origin")
def test_without_country(draft: Draft) -> Draft:
    """The member co of a test is left out, though issuer and signer both name a country."""
    return draft.without_payload("t.0.co")


@negative(of=negative_test, requirement="HCERT-SCH-002c", reasons=MISSING, mutation="remove-identifier")
def test_without_identifier(draft: Draft) -> Draft:
    """A test whose ci was thought not worth the space, because tests are forgotten in days."""
    return draft.without_payload("t.0.ci")


@negative(of=negative_test, requirement="HCERT-SCH-002c", reasons=MISSING, mutation="remove-origin")
def test_without_issuer(draft: Draft) -> Draft:
    """The laboratory is named in tc, the authority that answers for the certificate, is, nowhere."""
    return draft.without_payload("t.0.is")


@valid(requirement="HCERT-VER-100", kind="recovery", version="1.2.0")
def recovery(draft: Draft) -> Draft:
    """A recovery certificate of version 1.2.0 with all seven members of its entry."""
    return draft


@negative(of=recovery, requirement="HCERT-SCH-002c", reasons=MISSING, mutation="remove-coded-member")
def recovery_from_nothing(draft: Draft) -> Draft:
    """From which disease the holder recovered, tg, is left open: it may have been a cold."""
    return draft.without_payload("r.0.tg")


@negative(of=recovery, requirement="HCERT-SCH-002c", reasons=MISSING, mutation="remove-date")
def recovery_without_last_day(draft: Draft) -> Draft:
    """The recovery has no last day of validity (du).

    Taken for open-ended, it never ends.
    """
    return draft.without_payload("r.0.du")


@negative(of=recovery, requirement="HCERT-SCH-002c", reasons=MISSING, mutation="remove-date")
def recovery_without_first_day(draft: Draft) -> Draft:
    """The first day of validity, df, was left to be computed from the day of the positive test."""
    return draft.without_payload("r.0.df")


@negative(of=recovery, requirement="HCERT-SCH-002c", reasons=MISSING, mutation="remove-date")
def recovery_without_positive_test(draft: Draft) -> Draft:
    """When the infection was found, fr, is absent; destinations count their own windows from it."""
    return draft.without_payload("r.0.fr")


@negative(of=recovery, requirement="HCERT-SCH-002c", reasons=MISSING, mutation="remove-origin")
def recovery_without_issuer(draft: Draft) -> Draft:
    """No authority stands behind the recovery: its member is has been dropped as an internal name."""
    return draft.without_payload("r.0.is")


@negative(of=recovery, requirement="HCERT-SCH-002c", reasons=MISSING, mutation="remove-identifier")
def recovery_without_identifier(draft: Draft) -> Draft:
    """The ci of a recovery is missing; verifiers that ask for it among vaccinations only do not notice."""
    return draft.without_payload("r.0.ci")


@valid(requirement="HCERT-VER-100", version="1.0.1")
def first_year_vaccination(draft: Draft) -> Draft:
    """A vaccination certificate of version 1.0.1 with member names in lower case, as all versions have them."""
    return draft


@negative(of=first_year_vaccination, requirement="HCERT-SCH-014", reasons=MISSING, mutation="capitalise-member-name")
def names_under_nam_with_a_capital(draft: Draft) -> Draft:
    """The holder's names stand under "Nam".

    Some JSON libraries fill a structure without regard to case.
    """
    return draft.at("payload", lambda dcc: _renamed(dcc, "nam", "Nam"))


@negative(of=first_year_vaccination, requirement="HCERT-SCH-014", reasons=MISSING, mutation="capitalise-member-name")
def date_of_birth_in_capitals(draft: Draft) -> Draft:
    """Three capitals, DOB, are not the member that the schema calls dob."""
    return draft.at("payload", lambda dcc: _renamed(dcc, "dob", "DOB"))


@negative(of=first_year_vaccination, requirement="HCERT-SCH-014", reasons=NO_VERSION, mutation="capitalise-member-name")
def version_in_capitals(draft: Draft) -> Draft:
    """VER is written large, and the version thereby missing."""
    return draft.at("payload", lambda dcc: _renamed(dcc, "ver", "VER"))


@negative(of=first_year_vaccination, requirement="HCERT-SCH-014", reasons=MISSING, mutation="change-case-inside")
def standardised_names_in_mixed_case(draft: Draft) -> Draft:
    """Inside nam the standardised names are called Fnt and Gnt, and no fnt is left."""
    return draft.at("payload", lambda dcc: dcc | {"nam": _renamed(_renamed(dcc["nam"], "fnt", "Fnt"), "gnt", "Gnt")})


@negative(of=first_year_vaccination, requirement="HCERT-SCH-014", reasons=MISSING, mutation="change-case-inside")
def identifier_member_in_capitals(draft: Draft) -> Draft:
    """An entry whose identifier is under CI; the level of events is where mappings by hand slip most easily."""
    return draft.at("payload", lambda dcc: dcc | {"v": [_renamed(dcc["v"][0], "ci", "CI")]})


@valid(requirement="HCERT-VER-121", kind="test", version="1.3.3")
def latest_test(draft: Draft) -> Draft:
    """A test certificate of the newest version with no member that the schema does not name."""
    return draft


@tolerated(of=latest_test, requirement="HCERT-SCH-013")
def unknown_member_on_top(draft: Draft) -> Draft:
    """Beside version, names and events there is a member meta, as one country adds it to all of its certificates."""
    return draft.at("payload", lambda dcc: dcc | {"meta": {"reference": "TEST ONLY", "notices": [1, None, True]}})


@tolerated(of=latest_test, requirement="HCERT-SCH-013")
def result_date_of_an_older_version(draft: Draft) -> Draft:
    """The test has its date of result, dr, which version 1.2.0 took out of the schema without forbidding it."""
    # Between the sampling and the issue, three and two days ago.
    result = (draft.clock - timedelta(days=2, hours=12)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return _in_entry(draft, "t", {"dr": result})


@tolerated(of=latest_test, requirement="HCERT-SCH-013")
def identity_document_in_the_entry(draft: Draft) -> Draft:
    """The entry carries the numbers of an identity card and a passport under names of the issuer's own."""
    return _in_entry(draft, "t", {"ic": "000000-00-0000", "pn": "X00000000"})


@tolerated(of=latest_test, requirement="HCERT-SCH-013", also=["HCERT-SCH-014"])
def other_person_under_a_name_in_capitals(draft: Draft) -> Draft:
    """Behind nam comes NAM, with another person in it; only the first is a member of the schema.

    A reader without regard to case fills one structure from both, and shows the wrong person.
    """
    other = {"fn": "Other", "fnt": "OTHER", "gn": "Person", "gnt": "PERSON"}
    return draft.at("payload", lambda dcc: dcc | {"NAM": other})
