"""Controls: what does not look at certificates scores nothing, and what guesses scores what guessing is worth."""

from __future__ import annotations

from collections import Counter
from functools import cache
from math import sqrt

import pytest

from gdhcn_conformance.running import controls, library, sources
from gdhcn_conformance.running.assess import Score


@cache
def suite() -> library.Suite:
    return library.load("verifier")


@cache
def scores() -> dict[str, dict[str, Score]]:
    return controls.score(suite())


BLIND = ("always-accept", "always-reject", "always-crash", "always-hang", "echo", "decodes-only")


@pytest.mark.parametrize("name", BLIND)
def test_what_verifies_nothing_scores_nothing_on_negatives(name: str) -> None:
    """Not one negative passes, out of all that are decided, also those never sent."""
    decided = [each for each in suite().vectors if each.expectation.under(suite().defaults()) == "reject"]
    assert scores()[name]["negatives"] == Score(0, len(decided))


def test_accepting_everything_does_not_pass_positives() -> None:
    """Who accepts without reading fails positives, because outputs are compared."""
    positives = scores()["always-accept"]["positives"]
    assert positives.passed < positives.total


def passed_by_family(name: str) -> Counter[str]:
    results = controls.assessment_of(suite(), name).results
    twins = {result.vector.id: result.vector.twin for result in results}

    def root(vector: str) -> str:
        return root(twins[vector]) if twins[vector] else vector

    passed = Counter()
    for result in results:
        if result.expected == "reject":
            passed[root(result.vector.id)] += result.verdict.status == "pass"
    return passed


def test_peeking_is_worth_no_more_than_guessing() -> None:
    """Deciding by everything but the certificate scores what a coin scores, within three standard errors.

    Negatives of one family stand or fall with one twin, so it is families that are independent of each other.
    """
    coin, peeks = (passed_by_family(name) for name in ("coin-flip", "peeks"))
    differences = [coin[family] - peeks[family] for family in coin]
    assert abs(sum(differences)) <= 3 * sqrt(sum(each * each for each in differences))


def test_knowing_the_public_vectors_helps_only_on_those() -> None:
    """Who has learned the committed vectors passes them, and falls to the coin on fresh ones."""
    known = scores()["knows-the-public-vectors"]["negatives"]
    assert known.passed > 0.9 * known.total
    fresh = sources.fresh(suite(), seed=7)
    one, other = (controls.score_of(fresh, name) for name in ("coin-flip", "knows-the-public-vectors"))
    assert one == other


def test_the_scores_kept_for_reports_are_those_of_this_suite() -> None:
    """`controls.json` was measured on exactly these vectors and this ledger, and says what is measured now."""
    assert controls.kept(suite().digest) == scores(), "run 'gdhcn-conformance controls --write'"
