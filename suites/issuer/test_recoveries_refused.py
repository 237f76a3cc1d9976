"""Recoveries whose days cannot be."""

from gdhcn_conformance.plugin import vectors


@vectors("issuer/recoveries-refused/*")
def test_recoveries_refused(case):
    """Nothing is issued for a recovery whose first positive result has no day."""
    case.judge()
