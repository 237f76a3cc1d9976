"""The bytes under the signature (RFC 9052, section 4.4)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/sig-structure/*")
def test_signed_bytes(case):
    """A conforming verifier verifies the Sig_structure of a single signer, with the protected header in the bytes it
    received.
    """
    case.judge()
