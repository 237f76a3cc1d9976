"""The kill matrix of issuers: every bug is caught by its requirement, and by little else."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from gdhcn_conformance.adapters.registry import open_subject
from gdhcn_conformance.issued.check import checks
from gdhcn_conformance.model.requirement import Level
from gdhcn_conformance.model.vector import Expected
from gdhcn_conformance.reference import issuer_mutants, mutants
from gdhcn_conformance.reference.issuer import Issuer
from gdhcn_conformance.reference.issuer_mutants import UNPROVEN, fleet
from gdhcn_conformance.reference.issuer_mutants.registry import EVERY_VECTOR
from gdhcn_conformance.reference.mutants.registry import Mutant
from gdhcn_conformance.running.assess import Result
from tests.running.issuers import BAD, assessed, remembered, suite, usual, vectors, wrong


@pytest.fixture(autouse=True)
def short_way() -> Iterator[None]:
    with remembered():
        yield


def layer(mutant: Mutant) -> str:
    return mutant.function.__module__.rpartition(".")[2]


@cache
def decided(of: str) -> frozenset[str]:
    """The requirements of the vectors that are decided."""
    mine = (each for each in vectors(of) if each.expectation.under(suite().defaults()) is not Expected.EITHER)
    return frozenset(name for each in mine for name in (each.requirement, *each.also))


def expected(mutant: Mutant) -> set[str]:
    others = set(mutant.also_fails) - {EVERY_VECTOR}
    spoilt = decided(layer(mutant)) if EVERY_VECTOR in mutant.also_fails else set()
    return (others | spoilt) - {mutant.requirement}


@pytest.mark.parametrize("name", fleet())
def test_a_mutant_is_caught_by_its_requirement(name: str) -> None:
    """A vector or a certificate breaks the requirement, and the other rows that do are those that the mutant names."""
    mutant = fleet()[name]
    caught, others = outcome(mutant)
    assert caught, f"{name} survives {mutant.requirement}: {mutant.says} (it fails {sorted(others)})"
    assert others == expected(mutant), f"{name} fails other rows than it says"
    assert not others or mutant.because, f"{name} does not say why it fails {sorted(others)}"


def outcome(mutant: Mutant) -> tuple[bool, set[str]]:
    """Whether the requirement caught it, and which others it fails, beyond what is said of the reference too."""
    result = assessed(mutant.make(), layer(mutant))
    new = [each for each in wrong(result) if (each.vector.id, each.requirement) not in usual(layer(mutant))]
    derived = {row.requirement.id for row in result.rows if row.requirement.derived and row.status in BAD}
    mine = [each for each in new if mutant.requirement in rows(each)]
    # A vector of another row that is about the mutant's requirement as well is no other.
    others = {each.requirement for each in new if each.inspected or each not in mine} | derived
    return bool(mine) or mutant.requirement in derived, others - {mutant.requirement}


def rows(result: Result) -> tuple[str, ...]:
    return (result.inspected,) if result.inspected else (result.vector.requirement, *result.vector.also)


def test_the_reference_is_conformant() -> None:
    """The reference meets every requirement on every certificate; what it is warned of are answers to open questions."""
    result = assessed(Issuer(), "requests")
    failed = [(each.vector.id, each.requirement, each.verdict.because) for each in wrong(result)]
    assert [each for each in failed if each[:2] not in usual("requests")] == []
    assert not any(each.verdict.status == "fail" for each in (*result.results, *result.inspections))
    assert {row.requirement.id for row in result.rows if row.status in ("fail", "void", "missing")} == set()


def test_every_must_is_proven_by_a_mutant() -> None:
    """Each tested MUST has a mutant that breaks it, save those named as unproven, with a reason."""
    rows = [row for row in suite().requirements.values() if not row.not_tested and not row.derived]
    musts = {row.id for row in rows if row.level is Level.MUST and (row.id in checks() or row.id in refused())}
    proven = {mutant.requirement for mutant in fleet().values()}
    assert musts - proven == set(UNPROVEN)
    assert all(reason.endswith(".") for reason in UNPROVEN.values())


def refused() -> set[str]:
    return {each.requirement for each in suite().vectors if each.expectation.expected == "reject"}


def test_what_is_unproven_is_told_of_the_role() -> None:
    """Reports on issuers are told what is unproven of issuers, and those on verifiers nothing of it."""
    ids = list(suite().requirements)
    assert list(mutants.unproven(ids, "issuer")) == [each for each in ids if each in UNPROVEN]
    assert mutants.unproven(UNPROVEN, "verifier") == {
        name: r for name, r in mutants.UNPROVEN.items() if name in UNPROVEN
    }


def test_every_mutant_breaks_a_row_of_the_ledger() -> None:
    """A mutant names requirements that there are, and no other requirement twice or its own again."""
    for mutant in fleet().values():
        others = [each for each in mutant.also_fails if each != EVERY_VECTOR]
        assert {mutant.requirement, *others} <= set(suite().requirements), mutant.name
        assert len({mutant.requirement, *mutant.also_fails}) == 1 + len(mutant.also_fails), mutant.name
        assert mutant.says.endswith("."), mutant.name


def test_no_two_mutants_have_the_same_name() -> None:
    """One name is enough to find a mutant of any role, and the handshake tells the role."""
    assert not set(fleet()) & set(mutants.fleet())
    for name, role in (("float-exp", "issuer"), (next(iter(mutants.fleet())), "verifier")):
        with open_subject(f"mutant:{name}") as subject:
            assert list(subject.start().roles) == [role]
    assert issuer_mutants.fleet() is fleet()
