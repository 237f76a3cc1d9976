"""The kill matrix: every bug is caught by its requirement, and by little else."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
import yaml

from gdhcn_conformance.adapters.inline import InlineSubject
from gdhcn_conformance.content import root
from gdhcn_conformance.model.verdict import Status
from gdhcn_conformance.reference.mutants import UNPROVEN, fleet, unproven
from gdhcn_conformance.reference.verifier import Verifier
from gdhcn_conformance.running import library
from gdhcn_conformance.running.assess import Assessment, assess
from gdhcn_conformance.running.plan import Plan
from gdhcn_conformance.running.run import perform
from tests.running.rehearsal import rehearsed

BAD = frozenset({Status.FAIL, Status.WARN, Status.VOID, Status.MISATTRIBUTED})


@cache
def suite() -> library.Suite:
    return library.load("verifier")


@cache
def ledger() -> list[dict]:
    return yaml.load((root() / "suites/verifier/requirements.yaml").read_bytes(), Loader=yaml.CSafeLoader)


def assessed(implementation: object) -> Assessment:
    plan = Plan(suite(), suite().profile("verifier"), suite().vectors, suite().defaults(), salt="mutants")
    return assess(perform(plan, InlineSubject(implementation)))


@pytest.fixture
def short_way() -> Iterator[None]:
    with rehearsed():
        yield


def test_the_reference_is_conformant() -> None:
    """The reference passes every vector that is decided."""
    result = assessed(Verifier())
    assert [(r.vector.id, r.verdict) for r in result.results if r.verdict.status in BAD] == []
    assert result.standing == "conformant", {
        row.requirement.id: row.status for row in result.rows if row.status != "pass"
    }


@pytest.mark.usefixtures("short_way")
@pytest.mark.parametrize("name", fleet())
def test_a_mutant_is_caught_by_its_requirement(name: str) -> None:
    """A vector of the broken requirement fails, and 95 in a hundred of all other vectors pass."""
    mutant = fleet()[name]
    result = assessed(mutant.make())
    bad = [r for r in result.results if r.verdict.status in BAD]
    mine = [r for r in bad if mutant.requirement in (r.vector.requirement, *r.vector.also)]
    assert mine, f"{name} survives {mutant.requirement}: {mutant.says} (it fails {[r.vector.id for r in bad]})"
    others = [r for r in bad if r not in mine]
    assert len(others) <= 0.05 * len(result.results), f"{name} also fails {[r.vector.id for r in others]}"
    assert {r.vector.requirement for r in others} == set(mutant.also_fails), f"{name} fails other rows than it says"
    assert not others or mutant.because, f"{name} does not say why it fails {mutant.also_fails}"


def test_every_must_that_refuses_is_proven_by_a_mutant() -> None:
    """Each tested MUST whose vectors refuse has a mutant that breaks it, save those named as unproven, with a reason."""
    refusing = {
        row["id"]
        for row in ledger()
        if row["level"] == "MUST" and row.get("expects") in ("reject", "both") and "derived" not in row
    }
    proven = {mutant.requirement for mutant in fleet().values()}
    assert refusing - proven == set(UNPROVEN)
    assert all(reason.endswith(".") for reason in UNPROVEN.values())


def test_what_is_unproven_is_told_of_the_rows_at_hand() -> None:
    """Of any rows the unproven ones are told, in the order of the rows."""
    ids = [row["id"] for row in ledger()]
    assert set(unproven(ids)) == set(UNPROVEN)
    assert list(unproven(ids)) == [each for each in ids if each in UNPROVEN]
    assert unproven(["HCERT-CTX-001"]) == {}


def test_every_mutant_breaks_a_row_of_the_ledger() -> None:
    """A mutant names requirements that there are, and no other requirement twice or its own again."""
    ids = {row["id"] for row in ledger()}
    for mutant in fleet().values():
        assert {mutant.requirement, *mutant.also_fails} <= ids, mutant.name
        assert len({mutant.requirement, *mutant.also_fails}) == 1 + len(mutant.also_fails), mutant.name
        assert mutant.says.endswith("."), mutant.name
