"""How key identifiers are compared (WHO HCERT, appendix A.1)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/key-identifier-matching/*")
def test_key_identifier_matching(case):
    """Key identifiers are compared in full, byte by byte, whatever their length and notation."""
    case.judge()
