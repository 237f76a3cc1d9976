"""Tests of both kinds."""

from gdhcn_conformance.plugin import vectors


@vectors("issuer/tests-taken/*")
def test_tests_taken(case):
    """A test is certified whatever its kind, its result, and the way its time is written."""
    case.judge()
