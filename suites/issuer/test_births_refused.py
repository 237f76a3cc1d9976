"""Dates of birth that cannot be."""

from gdhcn_conformance.plugin import vectors


@vectors("issuer/births-refused/*")
def test_births_refused(case):
    """Nothing is issued for a date of birth that no certificate can hold."""
    case.judge()
