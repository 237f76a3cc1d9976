"""Codes that no value set has."""

from gdhcn_conformance.plugin import vectors


@vectors("issuer/codes-refused/*")
def test_codes_refused(case):
    """Nothing is issued with a code that is in no value set."""
    case.judge()
