"""Key usage that is empty, foreign, mistyped or any (WHO HCERT, appendix A.2)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/key-usage-foreign/*")
def test_key_usage_foreign(case):
    """Health OIDs alone restrict a signer, and any other identifier is put up with."""
    case.judge()
