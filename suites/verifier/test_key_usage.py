"""Which kinds of certificate a signer may sign (WHO HCERT, appendix A.2)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/key-usage/*")
def test_key_usage(case):
    """A signer with health OIDs may sign the kinds of certificate that they name, and no other."""
    case.judge()
