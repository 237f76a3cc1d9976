"""Who issued the signer certificate, and how (WHO certificate governance, Validation Model)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/signer-certificate-issuer/*")
def test_signer_certificate_issuer(case):
    """A listed authority of any kind suffices above a signer, and no other does."""
    case.judge()
