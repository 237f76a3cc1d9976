"""Vaccinations."""

from gdhcn_conformance.plugin import vectors


@vectors("issuer/vaccinations/*")
def test_vaccinations(case):
    """A dose is certified, whatever its number, product and day."""
    case.judge()
