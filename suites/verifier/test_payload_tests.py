"""The test entry (EU DCC schema, RFC 3339)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/payload-tests/*")
def test_payload_tests(case):
    """Sampling times are instants and lie in the past, results are handed on as they are, a centre is not demanded."""
    case.judge()
