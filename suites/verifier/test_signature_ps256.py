"""PS256 (RFC 8230, section 2; RFC 8017, section 8.1.2)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/signature-ps256/*")
def test_ps256(case):
    """A conforming verifier accepts PS256 with SHA-256 throughout, a salt of 32 bytes and a signature as long as the
    modulus, and nothing else.
    """
    case.judge()
