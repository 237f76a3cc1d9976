"""What is selected: twins come along, and a mistyped name is never a green run."""

from __future__ import annotations

import pytest

from gdhcn_conformance.errors import Exit, Problem
from gdhcn_conformance.running import plan
from tests.running import samples


def chosen(*globs: str) -> list[str]:
    return [vector.id for vector in plan.select(samples.VECTORS, globs)]


def test_twins_of_what_is_selected_come_along() -> None:
    """A negative brings its twin, by vector id and by requirement."""
    assert chosen("a/bad") == ["a/valid", "a/bad"]
    assert chosen("R-2") == ["b/valid", "b/bad", "b/open"]
    assert chosen() == [vector.id for vector in samples.VECTORS]


def test_a_glob_that_fits_nothing_is_an_error() -> None:
    """Nothing selected is exit 4, and the nearest names are offered."""
    with pytest.raises(Problem, match="fits no vector") as told:
        chosen("a/bda")
    assert told.value.exit_code is Exit.SUITE_ERROR
    assert "a/bad" in told.value.hint


def test_policies_are_set_by_name() -> None:
    """A policy is set by name and value; unknown names and values are told with those there are."""
    suite = samples.suite()
    assert plan.policies_in_force(suite, ["leeway=refuse"]) == {"leeway": "refuse"}
    for wrong, code in (
        ("leway=refuse", "unknown-policy"),
        ("leeway=maybe", "policy-value"),
        ("leeway", "policy-value"),
    ):
        with pytest.raises(Problem) as told:
            plan.policies_in_force(suite, [wrong])
        assert told.value.code == code


def test_a_profile_is_found_with_and_without_its_date() -> None:
    """A profile's short name means the newest; an unknown one is told with those there are."""
    suite = samples.suite()
    assert suite.profile("verifier") is suite.profile("verifier@2026-11")
    with pytest.raises(Problem, match="no profile 'verfier'"):
        suite.profile("verfier")
