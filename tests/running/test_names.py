"""Names as people write them: the end of one is enough, and a slip is met with what was meant."""

from __future__ import annotations

import pytest

from gdhcn_conformance.errors import Problem
from gdhcn_conformance.running import plan
from tests.running import samples

NAMES = ("verifier/time-expiry/at-exp", "verifier/time-expiry/recovery", "verifier/claims/recovery")
VECTORS = tuple(samples.vector(name) for name in NAMES)


@pytest.mark.parametrize("name", [NAMES[0], "time-expiry/at-exp", "at-exp"])
def test_the_end_of_a_name_is_enough(name: str) -> None:
    """A vector is found by its whole name, and by any end of it that starts behind a slash."""
    assert plan.find(VECTORS, name) is VECTORS[0]


def test_part_of_a_word_is_not_enough() -> None:
    """An end that starts within a word is nobody's name."""
    assert plan.find(VECTORS, "exp") is None


def test_a_whole_name_goes_before_an_end() -> None:
    """A vector whose whole name another one ends in is found by it."""
    short = samples.vector("recovery")
    assert plan.find((*VECTORS, short), "recovery") is short


def test_an_end_that_several_share_is_a_problem() -> None:
    """Where several names end so, all of them are the hint."""
    with pytest.raises(Problem) as told:
        plan.find(VECTORS, "recovery")
    assert told.value.code == "ambiguous-name"
    assert NAMES[1] in told.value.hint


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("at-epx", NAMES[0]),
        ("time-expirry", "verifier/time-expiry/*"),
        ("verifier/time-expirry/*", "verifier/time-expiry/*"),
        ("R-11", "R-1"),
    ],
)
def test_a_slip_is_met_with_what_was_meant(slip: str, meant: str) -> None:
    """A misspelt last part, folder, glob or requirement leads to its right name."""
    assert meant in plan.nearest(slip, NAMES, ["R-1"])
