"""What issuers are handed: sound by itself, answered by the reference as it must be, and enough of it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
import yaml

from gdhcn_conformance.content import root
from gdhcn_conformance.generation import build
from gdhcn_conformance.issued.certificate import take_apart
from gdhcn_conformance.issued.check import inspect
from gdhcn_conformance.model.vector import Expected, Vector
from gdhcn_conformance.reference.issuer import Issuer

RECIPES = build.load_recipes(root() / "vectors" / "recipes", "issuer")
MODULES = sorted(RECIPES)


@cache
def built() -> dict[str, list[Vector]]:
    return build.build(RECIPES)


@cache
def ledger() -> dict[str, dict[str, Any]]:
    rows = yaml.safe_load((root() / "suites/issuer/requirements.yaml").read_text(encoding="utf-8"))
    return {row["id"]: row for row in rows}


def vectors() -> list[Vector]:
    return [vector for each in built().values() for vector in each]


def asked(vector: Vector, days: int = 0) -> dict[str, Any]:
    """The reference's answer, at the vector's time or some days from it; pictures are drawn elsewhere."""
    assert vector.input is not None
    clock = datetime.fromisoformat(vector.clock) + timedelta(days=days)
    return Issuer().issue({**vector.input, "picture": False, "clock": clock.isoformat()})


def wrong(vectors: list[Vector], days: int = 0) -> dict[str, Any]:
    """What the reference does not answer as expected."""
    wanted = {Expected.ACCEPT: {"accepted"}, Expected.REJECT: {"rejected"}, Expected.EITHER: {"accepted", "rejected"}}
    answers = {vector.id: (vector.expectation.expected, asked(vector, days)) for vector in vectors}
    return {name: got for name, (expected, got) in answers.items() if got["outcome"] not in wanted[expected]}


@pytest.mark.parametrize("module", MODULES)
def test_the_reference_does_what_each_recipe_expects(module: str) -> None:
    """The reference issues what is to be issued, refuses what is to be refused, and has an answer to everything."""
    assert wrong(built()[module]) == {}


@pytest.mark.parametrize("days", [-1, 1])
def test_time_needs_a_clock_or_a_day_to_spare(days: int) -> None:
    """An input that does not need the clock is answered alike a day earlier and a day later."""
    assert wrong([vector for vector in vectors() if "clock" not in vector.needs], days) == {}


@pytest.mark.parametrize("moment", ["2024-02-29T00:10:00", "2025-12-31T23:50:00", "2027-03-30T12:00:00"])
def test_recipes_hold_at_any_moment(moment: str) -> None:
    """Made for another time, such as a leap day or the end of a year, every input is answered in the same way."""
    setting = build.Setting(datetime.fromisoformat(moment).replace(tzinfo=UTC), seed=1)
    assert wrong([vector for each in build.build(RECIPES, setting).values() for vector in each]) == {}


@pytest.mark.parametrize("module", MODULES)
def test_what_the_reference_issues_meets_every_requirement(module: str) -> None:
    """Nothing that the reference issues, to whatever input, has a finding."""
    broken = {}
    for vector in built()[module]:
        if (answer := asked(vector))["outcome"] == "accepted":
            handed = [entry.certificate for entry in vector.trust if "DSC" in entry.usage]
            clock = datetime.fromisoformat(vector.clock)
            issued = take_apart(answer["credential"], clock, certificates=handed, asked=vector.input)
            found = {row: said for row, said in inspect(issued, ledger()) if said}
            broken |= {vector.id: found or issued.unusable()} if found or issued.unusable() else {}
    assert broken == {}


@pytest.mark.parametrize("module", MODULES)
def test_recipes_name_rows_of_the_ledger(module: str) -> None:
    """Every requirement that a recipe names is in the ledger, and one that scores is a MUST or a SHOULD."""
    for recipe in RECIPES[module]:
        for name in (recipe.requirement, *recipe.also):
            assert name in ledger(), f"{module}/{recipe.name}: no row {name}"
            assert "not-tested" not in ledger()[name], f"{module}/{recipe.name}: {name} is marked not tested"
        if recipe.expectation.expected is not Expected.EITHER:
            assert ledger()[recipe.requirement]["level"] in ("MUST", "SHOULD"), f"{module}/{recipe.name}"


def test_twins_stand_alone() -> None:
    """Families share neither a person nor a signer certificate."""
    owners: dict[str, str] = {}
    for vector in vectors():
        if vector.twin is None:
            assert vector.input is not None
            payload, signer = vector.input["payload"], vector.input["signer"]["certificate"]
            for mark in (signer, f"{payload['nam']} {payload['dob']}"):
                assert owners.setdefault(mark, vector.id) == vector.id, f"{vector.id} and {owners[mark]} share a mark"


def test_there_are_enough_inputs() -> None:
    """At least 90 inputs are to be issued, and at least 25 to be refused, by as many mutations."""
    expected = Counter(vector.expectation.expected for vector in vectors())
    assert expected[Expected.ACCEPT] >= 90
    mutations = {vector.mutation for vector in vectors() if vector.expectation.expected is Expected.REJECT}
    assert len(mutations) >= 25


def test_pictures_are_few() -> None:
    """Drawing takes time: at most six pictures are asked for."""
    assert 2 <= sum(bool((vector.input or {}).get("picture")) for vector in vectors()) <= 6
