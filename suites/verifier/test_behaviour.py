"""The verdict as a whole (WHO HCERT 4.1 and 6.3, RFC 8392 section 7.2)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/behaviour/*")
def test_behaviour(case):
    """Another encoding of the same signed bytes changes no verdict, and what has any fault is refused as a whole."""
    case.judge()
