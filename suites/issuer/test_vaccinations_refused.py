"""Vaccinations that no certificate can state."""

from gdhcn_conformance.plugin import vectors


@vectors("issuer/vaccinations-refused/*")
def test_vaccinations_refused(case):
    """Nothing is issued for a vaccination that the schema has no way to state."""
    case.judge()
