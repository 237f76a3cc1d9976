"""The claims of an issued certificate."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gdhcn_conformance.credentials.cbor import Tagged
from gdhcn_conformance.credentials.cbor_writer import encode
from tests.issued.drafts import MOMENT, broken, issued, numbered, requirements_of, said


def claims(**named):
    return lambda draft: draft.claims(**named)


def hcert(change):
    return lambda draft: draft.at("hcert", change)


def cwt(value):
    return lambda draft: draft.instead("cwt", lambda _: encode(value))


def at(**delta):
    return int((MOMENT + timedelta(**delta)).timestamp())


FOLLOWS = {
    "HCERT-CWT-006": {"HCERT-CBOR-009", "HCERT-CWT-018"},
    "HCERT-CWT-012": {"HCERT-CBOR-009", "HCERT-CWT-018"},
    "HCERT-CWT-018": {"HCERT-CWT-006", "HCERT-CWT-012"},
    "HCERT-CWT-013": {"HCERT-CWT-016", "HCERT-CWT-022"},
    "HCERT-CWT-022": {"HCERT-CWT-009", "HCERT-CWT-013", "HCERT-CWT-015", "HCERT-CWT-016", "HCERT-CWT-026"},
    "HCERT-CWT-026": {"HCERT-CWT-009"},
    "HCERT-CLM-005a": {"HCERT-CLM-008"},
    "HCERT-CLM-005b": {"HCERT-CLM-008"},
}
BREAKING = [
    ("HCERT-CWT-001", cwt([1, 2]), "got [1, 2] as payload, should be a map of claims"),
    ("HCERT-CWT-001", cwt("{}"), "got '{}' as payload, should be a map of claims"),
    ("HCERT-CWT-002a", claims(iss=7), "got 7 for iss, should be text"),
    ("HCERT-CWT-002b", claims(iss="AUT"), "got 'AUT' for iss, should be two capital letters of ISO 3166-1"),
    ("HCERT-CWT-002b", claims(iss="at"), "got 'at' for iss, should be two capital letters of ISO 3166-1"),
    ("HCERT-CWT-002b", claims(iss="CH BAG"), "got 'CH BAG' for iss, should be two capital letters of ISO 3166-1"),
    ("HCERT-CWT-005", lambda draft: draft.without_claims("exp"), "got no exp, should be the time at which the certificate ends"),
    ("HCERT-CWT-011", lambda draft: draft.without_claims("iat"), "got no iat, should be the time at which the certificate was made"),
    ("HCERT-CWT-006", claims(exp=float(at(days=100))), f"got {float(at(days=100))} for exp, should be an integer"),
    ("HCERT-CWT-006", claims(exp="never"), "got 'never' for exp, should be an integer"),
    ("HCERT-CWT-006", claims(exp=True), "got True for exp, should be an integer"),
    ("HCERT-CWT-006", claims(exp=None), "got None for exp, should be an integer"),
    ("HCERT-CWT-012", claims(iat=at() - 0.5), f"got {at() - 0.5} for iat, should be an integer"),
    ("HCERT-CWT-012", claims(iat=float("nan")), "got nan for iat, should be an integer"),
    ("HCERT-CWT-018", claims(exp=Tagged(1, at(days=100))), "got tag 1 around exp, should be none"),
    ("HCERT-CWT-013", claims(iat=at(days=2)), f"got iat 2022-01-17T10:00:00Z ({at(days=2)}), should be no later than 2022-01-15T10:00:00Z"),
    ("HCERT-CWT-016", claims(exp=at(days=-3)), f"got iat 2022-01-13T10:00:00Z ({at(days=-2)}) and exp 2022-01-12T10:00:00Z ({at(days=-3)}), should be iat before exp"),
    ("HCERT-CWT-022", claims(iat=at() * 1000), f"got iat {at() * 1000}, should be seconds since 1970, in a year from 2021 on"),
    ("HCERT-CWT-022", claims(exp=42), "got exp 1970-01-01T00:00:42Z (42), should be seconds since 1970, in a year from 2021 on"),
    ("HCERT-CWT-026", claims(exp=at(days=700)), "got a validity of 702 days, should be a year at most"),
    ("HCERT-CLM-001", lambda draft: draft.without_claims("hcert"), "got no claim -260 (claims: '1, 4, 6'), should be the health certificate"),
    ("HCERT-CLM-002", hcert(lambda made: [made[1]]), "as claim -260, should be a map"),
    ("HCERT-CLM-002", hcert(lambda made: {0: made[1]}), "got no key 1 in claim -260, should be the EU DCC"),
    ("HCERT-CLM-003", hcert(lambda made: {1: encode(made[1])}), "as EU DCC, should be a map"),
    ("HCERT-CLM-005a", hcert(lambda made: made | {99: "x"}), "got sub-claim 99, should be one that WHO assigned"),
    ("HCERT-CLM-005b", hcert(lambda made: made | {-6: "x"}), "got sub-claim -6, should be none that is for development"),
    ("HCERT-CLM-006", lambda draft: draft.payload({"nam.fn": "Rene\u0301"}), "got 'Rene\\u0301' for nam.fn, should be the same in NFC"),
    ("HCERT-CLM-008", hcert(lambda made: made | {5: "x"}), "got the sub-claims '1, 5', should be one"),
]  # fmt: skip


@pytest.mark.parametrize(("requirement", "change", "sentence"), BREAKING, ids=numbered(BREAKING))
def test_a_fault_is_told_by_its_requirement(requirement, change, sentence):
    """Claims with one fault break the requirement about it, none that does not follow from it, and the sentence says how."""
    certificate = issued(change)
    found = said(requirement, certificate)
    assert found and len(found) == 1 and sentence in found[0]
    also = FOLLOWS.get(requirement, set()) | ({"HCERT-KID-014"} if requirement == "HCERT-CWT-002b" else set())
    assert broken(certificate) - {requirement} <= also | (
        {"HCERT-CLM-005a"} if requirement == "HCERT-CLM-002" else set()
    )


@pytest.mark.parametrize("requirement", sorted(requirements_of("claims") - {"HCERT-CWT-025", "HCERT-CLM-005b"}))
def test_a_certificate_without_fault_meets_it(requirement):
    """A certificate without fault meets every requirement on its claims."""
    assert said(requirement, issued()) == []


def test_every_requirement_is_broken_once():
    """For each check of the module there is a certificate here that breaks it."""
    assert {requirement for requirement, *_ in BREAKING} == requirements_of("claims") - {"HCERT-CWT-025"}


def test_a_text_key_of_the_claim_is_told_beside_the_missing_number():
    """A health certificate under the text key 1 breaks the rule about the claim twice: the kind of key, and none at 1."""
    assert said("HCERT-CLM-002", issued(hcert(lambda made: {"1": made[1]}))) == [
        "got key '1' in claim -260, should be an integer",
        "got no key 1 in claim -260, should be the EU DCC",
    ]


def test_an_issuer_need_not_name_itself():
    """A certificate without issuer breaks nothing, and nothing is said of the issuer."""
    certificate = issued(lambda draft: draft.without_claims("iss"))
    assert broken(certificate) == set()
    assert said("HCERT-CWT-002a", certificate) is said("HCERT-CWT-002b", certificate) is None


@pytest.mark.parametrize("code", ["XK", "EL", "UNHCR", "WHO"])
def test_codes_that_are_no_countries(code):
    """Codes of Kosovo, of Greece by the EU and of two organisations are let pass."""
    assert said("HCERT-CWT-002b", issued(claims(iss=code))) == []


@pytest.mark.parametrize(
    ("delta", "timed", "wrong"),
    [
        ({"seconds": 0}, True, False),
        ({"minutes": 5}, True, False),
        ({"minutes": 6}, True, True),
        ({"minutes": 6}, False, False),
        ({"hours": 24}, False, False),
        ({"hours": 25}, False, True),
    ],
)
def test_how_far_ahead_the_time_of_issue_may_be(delta, timed, wrong):
    """An issuer that was told the time is at most five minutes ahead of it, another one a day, as long as a run may last."""
    assert bool(said("HCERT-CWT-013", issued(claims(iat=at(**delta)), timed=timed))) is wrong


@pytest.mark.parametrize(("delta", "wrong"), [({"seconds": 0}, False), ({"hours": -24}, False), ({"hours": -25}, True)])
def test_how_long_ago_the_time_of_issue_may_be(delta, wrong):
    """The time of issue may be rounded down to the day, by who was told what time it is."""
    found = said("HCERT-CWT-025", issued(claims(iat=at(**delta)), timed=True))
    assert bool(found) is wrong
    assert not wrong or found == [
        f"got iat 2022-01-14T09:00:00Z ({at(hours=-25)}), should be 2022-01-15T10:00:00Z or a day earlier at most"
    ]


def test_nothing_is_said_of_the_time_of_issue_of_who_was_told_none():
    """Nobody knows when a certificate was made whose issuer was not told the time."""
    assert said("HCERT-CWT-025", issued(claims(iat=at(days=-300)))) is None


def test_a_longer_validity_that_was_asked_for():
    """A certificate may last longer than a year where that is asked for."""
    long = claims(exp=at(days=700))
    assert said("HCERT-CWT-026", issued(long, asked={"expires": "2023-12-16T10:00:00Z"})) is None


def test_health_links_beside_the_certificate():
    """A sub-claim that WHO assigned is right beside the EU DCC, and only noted as another one."""
    assert broken(issued(hcert(lambda made: made | {5: "vhlink:/x"}))) == {"HCERT-CLM-008"}
