"""Certificates of several kinds and their key usage (WHO HCERT, appendix A.2)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/key-usage-several/*")
def test_key_usage_several(case):
    """A certificate of several kinds is accepted only if its signer may sign each of them."""
    case.judge()
