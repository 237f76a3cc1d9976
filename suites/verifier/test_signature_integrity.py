"""What is signed and what is not (WHO HCERT 3.1; RFC 9052, section 4.4)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/signature-integrity/*")
def test_integrity(case):
    """A conforming verifier refuses a certificate whose signed parts were changed and does not mind changes to the
    unprotected header.
    """
    case.judge()
