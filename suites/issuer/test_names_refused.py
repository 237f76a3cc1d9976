"""Persons without a name."""

from gdhcn_conformance.plugin import vectors


@vectors("issuer/names-refused/*")
def test_names_refused(case):
    """Nothing is issued for nobody."""
    case.judge()
