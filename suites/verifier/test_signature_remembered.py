"""A signature verified before, over other bytes (WHO HCERT 3.1)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/signature-remembered/*")
def test_signature_remembered(case):
    """A signature counts for the bytes that it was made over, however often it has been verified for them."""
    case.judge()
