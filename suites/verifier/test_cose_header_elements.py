"""The two headers as elements of the message (RFC 9052, section 3)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/cose-header-elements/*")
def test_header_elements(case):
    """A conforming verifier wants the protected header as a map in a byte string and the unprotected one as a map."""
    case.judge()
