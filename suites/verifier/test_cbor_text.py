"""Text strings in CBOR (RFC 8949, section 3.1)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/cbor-text/*")
def test_cbor_text(case):
    """Text that is not UTF-8 is refused, and so are bytes where the schema has text."""
    case.judge()
