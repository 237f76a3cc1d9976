"""The outer item of a certificate (RFC 9052, section 4.2)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/cose-structure/*")
def test_message_structure(case):
    """A conforming verifier reads an array of four elements and refuses every other outer item."""
    case.judge()
