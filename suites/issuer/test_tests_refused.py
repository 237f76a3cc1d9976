"""Tests without a time."""

from gdhcn_conformance.plugin import vectors


@vectors("issuer/tests-refused/*")
def test_tests_refused(case):
    """Nothing is issued for a test whose time nobody can know."""
    case.judge()
