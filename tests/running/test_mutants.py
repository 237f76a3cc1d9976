"""The kill matrix: every bug is caught by its requirement, and by little else."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache

import pytest

from gdhcn_conformance.adapters.inline import InlineSubject
from gdhcn_conformance.model.verdict import Status
from gdhcn_conformance.reference.mutants import fleet
from gdhcn_conformance.reference.verifier import Verifier
from gdhcn_conformance.running import library
from gdhcn_conformance.running.assess import Assessment, assess
from gdhcn_conformance.running.plan import Plan
from gdhcn_conformance.running.run import perform

BAD = frozenset({Status.FAIL, Status.WARN, Status.VOID, Status.MISATTRIBUTED})


@cache
def suite() -> library.Suite:
    return library.load("verifier")


def assessed(implementation: object) -> Assessment:
    plan = Plan(suite(), suite().profile("verifier"), suite().vectors, suite().defaults(), salt="mutants")
    return assess(perform(plan, InlineSubject(implementation)))


def test_the_reference_is_conformant() -> None:
    """The reference passes every vector that is decided."""
    result = assessed(Verifier())
    assert [(r.vector.id, r.verdict) for r in result.results if r.verdict.status in BAD] == []
    assert result.standing == "conformant", {
        row.requirement.id: row.status for row in result.rows if row.status != "pass"
    }


@pytest.mark.parametrize("name", fleet())
def test_a_mutant_is_caught_by_its_requirement(name: str) -> None:
    """A vector of the broken requirement fails, and 95 in a hundred of all other vectors pass."""
    mutant = fleet()[name]
    result = assessed(mutant.verifier())
    bad = [r for r in result.results if r.verdict.status in BAD]
    mine = [r for r in bad if mutant.requirement in (r.vector.requirement, *r.vector.also)]
    assert mine, f"{name} survives {mutant.requirement}: {mutant.says} (it fails {[r.vector.id for r in bad]})"
    others = [r for r in bad if r not in mine]
    assert len(others) <= 0.05 * len(result.results), f"{name} also fails {[r.vector.id for r in others]}"
    unexplained = [
        r.vector.id for r in others if not any(fnmatchcase(r.vector.requirement, glob) for glob in mutant.also_fails)
    ]
    assert not unexplained, f"{name} also fails {unexplained}"
