"""The groups of events: one of v, t and r with one entry from version 1.3.0 on, and what came before."""

from __future__ import annotations

from typing import Any

from gdhcn_conformance.generation import events
from gdhcn_conformance.generation.recipes import Draft, negative, open_question, valid

COUNTED = ("schema-invalid",)
# An entry or a group that is not there may be missed by a typed reader before the schema is asked.
NONE_AT_ALL = ("schema-invalid", "hcert-malformed", "product-unsupported")
NOTHING = (*NONE_AT_ALL, "cbor-malformed")
BROKEN = ("schema-invalid", "hcert-malformed", "cbor-malformed")
GROUP = {"vaccination": "v", "test": "t", "recovery": "r"}


def _another(draft: Draft, kind: str) -> dict[str, Any]:
    """Another good entry of this kind, with an identifier of its own."""
    occasion = events.Occasion(draft.name, draft.country, draft.clock, draft.setting.seed)
    entry: dict[str, Any] = events.payload(kind, "1.3.0", occasion)[GROUP[kind]][0]
    return entry


def _broken(entry: dict[str, Any]) -> dict[str, Any]:
    """The entry without disease and identifier, which no version allows."""
    return {name: value for name, value in entry.items() if name not in ("tg", "ci")}


@valid(requirement="HCERT-VER-100")
def vaccination(draft: Draft) -> Draft:
    """One group with one entry: a single vaccination under version 1.3.0."""
    return draft


@negative(of=vaccination, requirement="HCERT-SCH-007a", reasons=NONE_AT_ALL)
def no_group(draft: Draft) -> Draft:
    """A person with name and date of birth, and no event at all.

    The signature is good and no entry is wrong, since there is none: loops over nothing find no fault.
    """
    return draft.without_payload("v")


@negative(of=vaccination, requirement="HCERT-SCH-007a", reasons=NONE_AT_ALL)
def group_of_an_unknown_name(draft: Draft) -> Draft:
    """The entry stands in a group e, as an exemption might be called one day; no group that is known is left."""
    return draft.at("payload", lambda dcc: {"e" if name == "v" else name: value for name, value in dcc.items()})


@negative(of=vaccination, requirement="HCERT-SCH-007a", reasons=NONE_AT_ALL, also=["HCERT-SCH-014"])
def group_in_a_capital(draft: Draft) -> Draft:
    """The vaccinations are in V, and the schema's v is absent."""
    return draft.at("payload", lambda dcc: {"V" if name == "v" else name: value for name, value in dcc.items()})


@negative(of=vaccination, requirement="HCERT-SCH-007a", reasons=NOTHING, also=["HCERT-CBOR-014"])
def null_for_the_only_group(draft: Draft) -> Draft:
    """v is null and there is no other group.

    Whether null is wrong or stands for absent is a question of policy; either way this certificate attests nothing.
    """
    return draft.payload({"v": None})


@negative(of=vaccination, requirement="HCERT-SCH-007b", reasons=COUNTED, mutation="add-a-second-group")
def vaccination_and_test(draft: Draft) -> Draft:
    """A vaccination and a good test in one certificate.

    A verifier that shows only the first group it finds hides the other from whoever decides.
    """
    return draft.payload({"t": [_another(draft, "test")]})


@negative(of=vaccination, requirement="HCERT-SCH-007b", reasons=COUNTED, mutation="add-all-groups")
def all_three_groups(draft: Draft) -> Draft:
    """Vaccination, test and recovery stand together, each without fault."""
    return draft.payload({"t": [_another(draft, "test")], "r": [_another(draft, "recovery")]})


@negative(of=vaccination, requirement="HCERT-SCH-007b", reasons=BROKEN, mutation="second-group-with-a-fault")
def broken_recovery_behind_the_vaccination(draft: Draft) -> Draft:
    """Behind the good vaccination comes a recovery without disease and identifier.

    An if-else over the groups stops at the first and never sees the second.
    """
    return draft.payload({"r": [_broken(_another(draft, "recovery"))]})


@open_question(of=vaccination, requirement="HCERT-SCH-007c", policy="several-event-groups", reasons=COUNTED)
def empty_group_of_tests_beside(draft: Draft) -> Draft:
    """An empty list of tests accompanies the vaccination, left over from a form with three fields."""
    return draft.at("payload", lambda dcc: dcc | {"t": []})


@valid(requirement="HCERT-VER-100", kind="test")
def negative_test(draft: Draft) -> Draft:
    """A test alone in its group, under version 1.3.0."""
    return draft


@negative(of=negative_test, requirement="HCERT-SCH-007b", reasons=COUNTED, mutation="add-a-second-group")
def recovery_before_the_test(draft: Draft) -> Draft:
    """In the order of the map a recovery precedes the test; the twin's group is the later one."""
    return draft.at("payload", lambda dcc: {"r": [_another(draft, "recovery")], **dcc})


@negative(of=negative_test, requirement="HCERT-SCH-007b", reasons=BROKEN, mutation="second-group-with-a-fault")
def broken_vaccination_before_the_test(draft: Draft) -> Draft:
    """A vaccination that lacks what it must have is followed by the good test.

    Reading on until some group fits is a search for a reason to accept.
    """
    return draft.at("payload", lambda dcc: {"v": [_broken(_another(draft, "vaccination"))], **dcc})


@open_question(of=negative_test, requirement="HCERT-SCH-007c", policy="several-event-groups", reasons=COUNTED)
def two_empty_groups_beside(draft: Draft) -> Draft:
    """Empty lists of vaccinations and recoveries stand in front of the test."""
    return draft.at("payload", lambda dcc: {"v": [], "r": [], **dcc})


@negative(of=negative_test, requirement="HCERT-SCH-008", reasons=NONE_AT_ALL, mutation="empty-group-alone")
def empty_list_of_tests(draft: Draft) -> Draft:
    """The list of tests is there and empty, and it is the only group.

    The group's presence is checked; whether something is in it often is not.
    """
    return draft.payload({"t": []})


@negative(of=negative_test, requirement="HCERT-SCH-008", reasons=COUNTED, mutation="add-a-second-entry")
def antigen_and_nucleic_acid_test(draft: Draft) -> Draft:
    """Two tests of the same day, both good, are in one certificate."""
    return draft.payload({"t": [draft.dcc["t"][0], _another(draft, "test") | {"tt": "LP217198-3"}]})


@negative(of=negative_test, requirement="HCERT-SCH-008", reasons=COUNTED, mutation="add-a-second-entry")
def positive_test_behind_the_negative_one(draft: Draft) -> Draft:
    """First the negative test, then one that found the virus.

    Element number 0 is all that some verifiers ever look at.
    """
    return draft.payload({"t": [draft.dcc["t"][0], _another(draft, "test") | {"tr": "260373001"}]})


@valid(requirement="HCERT-VER-100")
def latest_vaccination(draft: Draft) -> Draft:
    """The latest vaccination of a series alone, without those before it."""
    return draft


@negative(of=latest_vaccination, requirement="HCERT-SCH-008", reasons=COUNTED, mutation="add-a-second-entry")
def both_doses(draft: Draft) -> Draft:
    """The list holds both doses of the series, the first and the second, as a vaccination card does."""
    return draft.payload({"v": [_another(draft, "vaccination") | {"dn": 1}, draft.dcc["v"][0]]})


@negative(of=latest_vaccination, requirement="HCERT-SCH-008", reasons=COUNTED, mutation="repeat-the-entry")
def same_vaccination_twice(draft: Draft) -> Draft:
    """The very same entry stands twice, identifier included, so that whichever is read says the same."""
    return draft.payload({"v": [draft.dcc["v"][0], draft.dcc["v"][0]]})


@negative(of=latest_vaccination, requirement="HCERT-SCH-008", reasons=BROKEN, mutation="second-entry-with-a-fault")
def good_entry_before_a_broken_one(draft: Draft) -> Draft:
    """The first vaccination is good, the one behind it has neither disease nor identifier."""
    return draft.payload({"v": [draft.dcc["v"][0], _broken(_another(draft, "vaccination"))]})


@negative(of=latest_vaccination, requirement="HCERT-SCH-008", reasons=BROKEN, mutation="second-entry-with-a-fault")
def broken_entry_before_a_good_one(draft: Draft) -> Draft:
    """Order reversed: what comes first is broken, what comes last is the twin's vaccination.

    Verifiers that keep the last entry of a list pass the other order's test and fail this.
    """
    return draft.payload({"v": [_broken(_another(draft, "vaccination")), draft.dcc["v"][0]]})


@negative(of=latest_vaccination, requirement="HCERT-SCH-008", reasons=BROKEN, mutation="second-entry-with-a-fault")
def null_behind_the_entry(draft: Draft) -> Draft:
    """A null follows the vaccination in its list, such as a trailing comma leaves behind."""
    return draft.payload({"v": [draft.dcc["v"][0], None]})


@negative(of=latest_vaccination, requirement="HCERT-SCH-008", reasons=COUNTED, mutation="many-entries")
def nine_entries(draft: Draft) -> Draft:
    """Nine vaccinations in a row, each with its own dose number; only one may be there."""
    return draft.payload({"v": [_another(draft, "vaccination") | {"dn": dose, "sd": 9} for dose in range(1, 10)]})


@valid(requirement="HCERT-VER-121", version="1.2.1")
def earlier_vaccination(draft: Draft) -> Draft:
    """One vaccination under version 1.2.1, whose schema would allow more."""
    return draft


@open_question(
    of=earlier_vaccination, requirement="HCERT-SCH-009", policy="several-entries-before-1.3.0", reasons=COUNTED
)
def both_doses_under_1_2_1(draft: Draft) -> Draft:
    """Version 1.2.1 sets no upper limit to entries, the regulation does: two doses are listed."""
    return draft.payload({"v": [_another(draft, "vaccination") | {"dn": 1}, draft.dcc["v"][0]]})


@open_question(
    of=earlier_vaccination, requirement="HCERT-SCH-009", policy="several-entries-before-1.3.0", reasons=COUNTED
)
def vaccination_and_recovery_under_1_2_1(draft: Draft) -> Draft:
    """Nothing in the older schema keeps a recovery from standing beside the vaccination."""
    return draft.payload({"r": [_another(draft, "recovery")]})


@negative(
    of=earlier_vaccination, requirement="HCERT-SCH-002c", reasons=BROKEN, mutation="old-version-with-a-broken-entry"
)
def broken_second_entry_under_1_2_1(draft: Draft) -> Draft:
    """Two entries under version 1.2.1, the second of which lacks required members.

    Where several are let through, each must be judged; where one is the rule, two are too many.
    """
    return draft.payload({"v": [draft.dcc["v"][0], _broken(_another(draft, "vaccination"))]})


@negative(
    of=earlier_vaccination, requirement="HCERT-SCH-002c", reasons=BROKEN, mutation="old-version-with-a-broken-entry"
)
def broken_test_beside_under_1_2_1(draft: Draft) -> Draft:
    """A test without disease, identifier and centre is attached to a vaccination of version 1.2.1."""
    entry = {name: value for name, value in _broken(_another(draft, "test")).items() if name != "tc"}
    return draft.payload({"t": [entry]})
