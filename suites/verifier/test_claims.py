"""The claims of the CWT (RFC 8392; WHO HCERT 3.2.4)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/claims/*")
def test_claims(case):
    """The payload is one map of claims; the issuer may be missing, and unknown claims are ignored."""
    case.judge()
