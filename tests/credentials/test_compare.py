"""Outputs are compared by meaning: numbers by value, date-times by instant, strings after NFC and trimming."""

from __future__ import annotations

import pytest

from gdhcn_conformance.credentials.compare import difference, overlap

EXPECTED = {"ver": "1.3.0", "nam": {"fn": "Zoë"}, "v": [{"dn": 2, "dt": "2021-12-16"}]}


@pytest.mark.parametrize(
    "given",
    [
        EXPECTED,
        EXPECTED | {"nam": {"fn": "Zoe\u0308 "}},
        EXPECTED | {"v": [{"dn": 2.0, "dt": "2021-12-16"}]},
        EXPECTED | {"more": 1, "v": [{"dn": 2, "dt": "2021-12-16", "display": "x"}]},
    ],
    ids=["same", "other normal form", "float", "members added"],
)
def test_the_same_meaning_is_no_difference(given: dict) -> None:
    """Another normal form, whole floats and additional members are no difference."""
    assert difference(EXPECTED, given) == ""


def test_date_times_are_compared_as_instants() -> None:
    """The same instant in another zone is the same; another instant is not."""
    assert difference("2022-01-14T14:00:00Z", "2022-01-14T16:00:00+02:00") == ""
    assert difference("2022-01-14T14:00:00Z", "2022-01-14T14:00:01Z") != ""


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({}, "ver: missing"),
        (EXPECTED | {"ver": "1.3.1"}, "ver: got '1.3.1', should be '1.3.0'"),
        (EXPECTED | {"v": []}, "v: got [], should be 1 in a list"),
        (EXPECTED | {"v": [{"dn": True, "dt": "2021-12-16"}]}, "v.0.dn: got True"),
        (None, "output: got None, should be an object"),
        ("text", "output: got 'text'"),
    ],
)
def test_the_first_difference_is_named_by_its_path(given: object, where: str) -> None:
    """A difference says where it is, what came and what should have."""
    assert difference(EXPECTED, given).startswith(where)


def test_fields_are_compared_where_they_are_given() -> None:
    """Of an implementation that gives some fields only those are compared, and giving none is a difference."""
    assert difference(overlap(EXPECTED, {"ver": "1.3.0"}), {"ver": "1.3.0"}) == ""
    assert difference(overlap(EXPECTED, {"ver": "9"}), {"ver": "9"}) != ""
    assert difference(overlap(EXPECTED, {}), {}) != ""
