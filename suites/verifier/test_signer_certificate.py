"""The signer certificate itself (WHO HCERT 5.1; WHO certificate governance, Revocation of certificates)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/signer-certificate/*")
def test_signer_certificate(case):
    """The signer certificate must be valid at the time of verification; hosts that it names need not answer."""
    case.judge()
