"""The time of issue, iat, and the beginning of validity, nbf (WHO HCERT 3.2.6; RFC 8392, section 3.1.5)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/time-issue/*")
def test_time_issue(case):
    """A certificate whose time of issue or beginning of validity lies in the future is refused."""
    case.judge()
