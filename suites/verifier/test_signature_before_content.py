"""The signature before the content (WHO HCERT 6.3)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/signature-before-content/*")
def test_signature_before_content(case):
    """A conforming verifier names the signature when both the signature and the content are wrong."""
    case.judge()
