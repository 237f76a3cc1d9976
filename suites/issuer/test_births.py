"""Dates of birth."""

from gdhcn_conformance.plugin import vectors


@vectors("issuer/births/*")
def test_births(case):
    """Whoever was born is certified, however much of the day is known."""
    case.judge()
