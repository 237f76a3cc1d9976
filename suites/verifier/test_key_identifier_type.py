"""The key identifier is a byte string (RFC 9052, section 3.1)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/key-identifier-type/*")
def test_key_identifier_type(case):
    """A key identifier of any other type leads to a refusal, not to a crash."""
    case.judge()
