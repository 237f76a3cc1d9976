"""Dates beyond every calendar (RFC 8392, section 2)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/claims-dates-absurd/*")
def test_dates_absurd(case):
    """A date too large to be one leads to a verdict and not to a crash, and never makes an early certificate good."""
    case.judge()
