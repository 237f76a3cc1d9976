"""The form of an ES256 signature (RFC 9053, section 2.1)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/signature-es256/*")
def test_form_of_es256(case):
    """A conforming verifier takes an ES256 signature as r and s of 32 bytes each and in no other form."""
    case.judge()
