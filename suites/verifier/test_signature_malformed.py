"""Bytes that are no signature (WHO HCERT 6.3)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/signature-malformed/*")
def test_malformed_signatures(case):
    """A conforming verifier refuses a malformed signature without a crash."""
    case.judge()
