"""The key identifier: in which header it stands (WHO HCERT 3.2.3)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/key-identifier/*")
def test_key_identifier(case):
    """The signer is named by the protected header, and by the unprotected one only where that names nobody."""
    case.judge()
