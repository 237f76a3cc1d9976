"""Conforming variants: behaving differently, and rightly, is never a failure."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gdhcn_conformance.adapters.inline import InlineSubject
from gdhcn_conformance.model.verdict import Status
from gdhcn_conformance.reference.variants import conforming
from gdhcn_conformance.running import library
from gdhcn_conformance.running.assess import assess
from gdhcn_conformance.running.plan import Plan
from gdhcn_conformance.running.run import perform
from tests.running.rehearsal import rehearsed

SUITE = library.load("verifier")


@pytest.fixture
def short_way() -> Iterator[None]:
    with rehearsed():
        yield


@pytest.mark.usefixtures("short_way")
@pytest.mark.parametrize("name", conforming())
def test_a_conforming_variant_ends_conformant(name: str) -> None:
    """It ends conformant, or incomplete with the one thing named, and nothing in it fails or warns."""
    variant = conforming()[name]
    plan = Plan(SUITE, SUITE.profile("verifier"), SUITE.vectors, SUITE.defaults(), salt="variants")
    result = assess(perform(plan, InlineSubject(variant.make())))
    wrong = (Status.FAIL, Status.WARN, Status.VOID, Status.MISATTRIBUTED, Status.INCONCLUSIVE)
    assert [(r.vector.id, r.verdict.because) for r in result.results if r.verdict.status in wrong] == []
    assert result.standing == ("incomplete" if variant.missing else "conformant")
    missing = {need for r in result.of(Status.MISSING) for need in r.needs if need in r.verdict.because}
    assert missing == ({variant.missing} if variant.missing else set())


def test_every_open_policy_has_a_variant_on_its_other_side() -> None:
    """For each open policy some conforming variant takes the side that the reference does not."""
    taken = {variant.policy for variant in conforming().values()}
    open_policies = {name for name, policy in SUITE.policies.items() if policy.default == "open"}
    # The one is decided together with alg-unprotected-only; for the other our own reader, which bounds depth, would have to go.
    assert open_policies - taken == {"empty-protected-header", "deep-nesting"}
