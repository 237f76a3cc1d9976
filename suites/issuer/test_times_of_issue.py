"""Moments of issue."""

from gdhcn_conformance.plugin import vectors


@vectors("issuer/times-of-issue/*")
def test_times_of_issue(case):
    """A certificate is issued at any moment, also at the end of a month or year."""
    case.judge()
