"""Several signers under one key identifier (WHO HCERT 3.2.3)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/key-identifier-shared/*")
def test_key_identifier_shared(case):
    """Every signer that has the identifier is tried, and the certificate refused when none of them signed it."""
    case.judge()
