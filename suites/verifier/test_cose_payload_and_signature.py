"""Payload and signature as elements of the message (RFC 9052, section 4.2)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/cose-payload-and-signature/*")
def test_payload_and_signature(case):
    """A conforming verifier refuses a message whose payload or signature is missing, empty or no byte string."""
    case.judge()
