"""Recoveries within their window."""

from gdhcn_conformance.plugin import vectors


@vectors("issuer/recoveries/*")
def test_recoveries(case):
    """A recovery is certified from the first to the last day of its window."""
    case.judge()
