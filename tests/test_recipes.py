"""The recipes: sound by themselves, agreed with by the reference, and enough of them."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from datetime import timedelta
from functools import cache

import pytest
import yaml

from gdhcn_conformance.content import root
from gdhcn_conformance.credentials import compare
from gdhcn_conformance.generation import build
from gdhcn_conformance.model.vector import Expected, Vector
from gdhcn_conformance.reference.verifier import Verifier

EVERY = build.load_recipes(root() / "vectors" / "recipes")
RECIPES = {module: each for module, each in EVERY.items() if module.startswith("verifier/")}
MODULES = sorted(RECIPES)


@cache
def built() -> dict[str, list[Vector]]:
    return build.build(RECIPES)


def vectors() -> list[Vector]:
    return [vector for each in built().values() for vector in each]


@cache
def ledger() -> dict[str, dict]:
    rows = yaml.load((root() / "suites/verifier/requirements.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    return {row["id"]: row for row in rows}


def asked(vector: Vector, clock: str = "") -> dict:
    request = {"clock": clock or vector.clock, "trust": [entry.to_json() for entry in vector.trust]}
    if vector.operation == "verify-image":
        from gdhcn_conformance.running.exchange import drawn

        return Verifier().verify_image(request | {"image": drawn(vector)})
    return Verifier().verify(request | {"credential": vector.credential})


@pytest.mark.parametrize("module", MODULES)
def test_the_reference_does_what_each_recipe_expects(module: str) -> None:
    """The reference accepts, with the right output, and refuses, for an admissible reason, as every recipe says."""
    wrong = []
    for vector in built()[module]:
        answer = asked(vector)
        expected, reasons = vector.expectation.expected, vector.expectation.reasons
        if expected is Expected.ACCEPT and answer["outcome"] == "accepted":
            if different := compare.difference(vector.output, answer["payload"]):
                wrong.append(f"{vector.id}: {different}")
        elif expected is Expected.ACCEPT or (expected is Expected.REJECT and answer["outcome"] == "accepted"):
            wrong.append(f"{vector.id}: {answer['outcome']} {answer.get('reason')} {answer.get('detail')}")
        elif answer["outcome"] == "rejected" and reasons and answer["reason"] not in reasons:
            wrong.append(f"{vector.id}: refused for {answer['reason']} ({answer['detail']}), admissible: {reasons}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("module", MODULES)
def test_recipes_name_rows_of_the_ledger(module: str) -> None:
    """Every requirement and policy that a recipe names is in the ledger, and a policy is the one its row names."""
    policies = {row["name"] for row in yaml.safe_load((root() / "suites/verifier/policies.yaml").read_text())}
    for recipe in RECIPES[module]:
        for name in (recipe.requirement, *recipe.also):
            assert name in ledger(), f"{module}/{recipe.name}: no row {name}"
            assert "not-tested" not in ledger()[name], f"{module}/{recipe.name}: {name} is marked not tested"
        policy = recipe.expectation.policy
        assert policy is None or policy in policies, f"{module}/{recipe.name}: no policy {policy}"
        row = ledger()[recipe.requirement]
        if policy is None and recipe.expectation.expected is not Expected.EITHER:
            assert row["level"] in ("MUST", "SHOULD"), (
                f"{module}/{recipe.name}: {row['id']} is {row['level']}, not to be scored"
            )


@pytest.mark.parametrize("module", MODULES)
def test_time_needs_a_clock_or_a_day_to_spare(module: str) -> None:
    """A vector that does not need the clock holds a day earlier and a day later too."""
    for vector in built()[module]:
        if "clock" in vector.needs or "clock" in vector.context:
            continue
        for days in (-1, 1):
            moment = (build.MOMENT + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
            answers = asked(vector), asked(vector, moment)
            assert answers[0].get("reason") == answers[1].get("reason"), f"{vector.id} at {days:+} day: {answers[1]}"


def test_every_recipe_has_a_page_of_its_own() -> None:
    """Docstrings are there, end as sentences, and no two are alike but for a word."""
    pages = {}
    for module, recipe in ((module, recipe) for module, each in EVERY.items() for recipe in each):
        name = f"{module}/{recipe.name}"
        first = recipe.description.partition("\n\n")[0]
        assert first.endswith("."), f"{name}: the first sentence of its docstring has no full stop"
        assert len(first.split()) >= 5, f"{name}: say more than {first!r}"
        pages[name] = Counter(recipe.description.lower().split())
    by_length = sorted(pages, key=lambda name: pages[name].total())
    for one, other in itertools.combinations(by_length, 2):
        if pages[other].total() - pages[one].total() > 1:
            continue
        differing = max((pages[one] - pages[other]).total(), (pages[other] - pages[one]).total())
        assert differing > 1, f"{one} and {other} read alike but for a word"


def test_twins_stand_alone() -> None:
    """Families share neither person, key nor signer certificate."""
    owners: dict[str, str] = {}
    for vector in vectors():
        if vector.twin is None:
            signer = next(entry.certificate for entry in vector.trust if "DSC" in entry.usage)
            for mark in (signer, str(vector.output["nam"]) + str(vector.output.get("dob"))):
                assert owners.setdefault(mark, vector.id) == vector.id, f"{vector.id} and {owners[mark]} share a mark"


def test_there_are_enough_vectors_and_most_are_negative() -> None:
    """At least 450 verifier vectors, at least 60 in a hundred of the decided ones negative."""
    expected = Counter(vector.expectation.expected for vector in vectors() if vector.role == "verifier")
    assert expected.total() >= 450
    assert expected[Expected.REJECT] >= 0.6 * expected.total()


def test_mutations_are_many_and_none_is_worn_out() -> None:
    """At least 150 different mutations, none used more than eight times."""
    uses = Counter(vector.mutation for vector in vectors() if vector.expectation.expected is Expected.REJECT)
    assert len(uses) >= 150
    assert {name: n for name, n in uses.items() if n > 8} == {}


def test_every_tested_row_has_its_vectors() -> None:
    """Every row that is not marked not-tested has a vector; a MUST that refuses has two different mutations."""
    mutations, positives = defaultdict(set), Counter()
    for vector in vectors():
        for name in (vector.requirement, *vector.also):
            if vector.expectation.expected is Expected.REJECT:
                mutations[name].add(vector.mutation)
            else:
                positives[name] += 1
    poor = []
    for name, row in ledger().items():
        if "not-tested" in row or "derived" in row:
            continue
        if not mutations[name] and not positives[name]:
            poor.append(f"{name} ({row['level']} {row['expects']}): no vector")
        elif row["level"] == "MUST" and row["expects"] in ("reject", "both") and len(mutations[name]) < 2:
            poor.append(f"{name} (MUST {row['expects']}): {len(mutations[name])} mutation(s)")
        elif row["expects"] in ("accept", "both") and not positives[name]:
            poor.append(f"{name} ({row['expects']}): no positive")
    assert not poor, "\n".join(poor)


def test_committed_data_is_what_the_recipes_make() -> None:
    """`vectors/data` holds exactly what the recipes build for the committed moment and seed."""
    assert build.differences(build.files(build.build(EVERY)), root() / "vectors" / "data") == []


def test_building_twice_gives_the_same_bytes() -> None:
    """The same moment and seed give the same bytes; another seed gives other certificates under the same ids."""
    again, other = build.build(RECIPES), build.build(RECIPES, build.Setting(build.MOMENT, seed=1))
    assert build.files(again) == build.files(built())
    pairs = [(a, b) for module in MODULES for a, b in zip(built()[module], other[module], strict=True)]
    assert all(a.id == b.id for a, b in pairs)
    assert all(a.credential != b.credential for a, b in pairs if len(a.credential) > 200)
