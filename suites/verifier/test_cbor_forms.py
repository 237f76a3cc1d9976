"""Other forms of the same CBOR (RFC 8949, section 3)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/cbor-forms/*")
def test_cbor_forms(case):
    """Order, indefinite length, long arguments and tag 0 change nothing in what is read."""
    case.judge()
