"""Conforming issuers: behaving differently, and rightly, is never a failure."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gdhcn_conformance.adapters.registry import open_subject
from gdhcn_conformance.model.declaration import Role
from gdhcn_conformance.model.requirement import Level
from gdhcn_conformance.model.verdict import Status
from gdhcn_conformance.reference import variants
from gdhcn_conformance.reference.issuer_variants import conforming
from gdhcn_conformance.running import ready
from gdhcn_conformance.running.exchange import request
from gdhcn_conformance.running.plan import find
from tests.running.issuers import assessed, remembered, suite, usual, wrong

SERVICE = Role(behaviours={"transliterates": False, "identifiers": False})


@pytest.fixture(autouse=True)
def short_way() -> Iterator[None]:
    with remembered():
        yield


@pytest.mark.parametrize("name", conforming())
def test_a_conforming_issuer_ends_conformant(name: str) -> None:
    """It ends conformant, or incomplete with the one thing named, and nothing fails; of a SHOULD it may be warned."""
    variant = conforming()[name]
    result = assessed(variant.make(), "all")
    found = [each for each in wrong(result) if variant.make().hello() and not said_of_the_reference(each)]
    assert {(each.requirement, each.verdict.status) for each in found} == {(row, Status.WARN) for row in variant.warns}
    assert result.standing == ("incomplete" if variant.missing else "conformant"), {
        row.requirement.id: row.status for row in result.rows if row.status not in ("pass", "warn")
    }
    missing = {need for each in result.of(Status.MISSING) for need in each.needs if need in each.verdict.because}
    assert missing == ({variant.missing} if variant.missing else set())


def said_of_the_reference(result) -> bool:
    return (result.vector.id, result.requirement) in usual("all")


def test_warnings_are_of_recommendations() -> None:
    """What a conforming issuer is warned of is a SHOULD."""
    for variant in conforming().values():
        assert all(suite().requirements[row].level is Level.SHOULD for row in variant.warns), variant.name


def test_no_two_variants_have_the_same_name() -> None:
    """One name is enough to find a variant of any role, and the handshake tells the role."""
    assert not set(conforming()) & set(variants.conforming())
    for name, role in (("own-rsa-key", "issuer"), ("no-reasons", "verifier")):
        with open_subject(f"variant:{name}") as subject:
            assert list(subject.start().roles) == [role]


def test_a_signing_service_is_handed_what_it_does_not_make() -> None:
    """Without transliteration and identifiers of its own, an issuer is handed a whole DCC; the others are handed none of it."""
    vector = find(suite().vectors, "german-umlauts")
    handed = request(vector, "salt", SERVICE).body["payload"]
    assert handed["ver"] == ready.USUAL
    assert handed["nam"] == {"fn": "Käßbröhl", "gn": "Jürgen", "fnt": "KAESSBROEHL", "gnt": "JUERGEN"}
    assert handed["v"][0]["ci"].startswith(f"URN:UVCI:01:{vector.input['country']}:")
    assert request(vector, "salt", Role()).body["payload"] == vector.input["payload"]


def test_identifiers_handed_over_are_of_one_application_each() -> None:
    """No two applications are handed the same identifier, and the same one is handed the same in every run."""
    asked = [each for each in suite().vectors if each.expectation.expected == "accept"]
    once, again = ([request(each, salt, SERVICE).body["payload"] for each in asked] for salt in ("salt", "other"))
    given = [entry["ci"] for payload in once for group in "vtr" for entry in payload.get(group) or ()]
    assert once == again
    assert len(set(given)) == len({f"{each.clock} {each.input!r}" for each in asked})


def test_each_behaviour_is_looked_at_by_itself() -> None:
    """An issuer that only leaves names to others is handed names, and makes version and identifier."""
    vector = find(suite().vectors, "german-umlauts")
    handed = request(vector, "salt", Role(behaviours={"transliterates": False})).body["payload"]
    assert handed["nam"]["fnt"] == "KAESSBROEHL"
    assert "ver" not in handed and "ci" not in handed["v"][0]
    handed = request(vector, "salt", Role(behaviours={"identifiers": False})).body["payload"]
    assert "fnt" not in handed["nam"] and "ci" in handed["v"][0]
