"""The end of validity, exp (WHO HCERT 3.2.5)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/time-expiry/*")
def test_time_expiry(case):
    """A certificate is accepted up to the second of exp, by the clock that is given, and refused afterwards."""
    case.judge()
