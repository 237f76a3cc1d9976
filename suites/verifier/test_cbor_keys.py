"""Keys of CBOR maps (RFC 8949, section 5.6; RFC 8392, section 7.2)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/cbor-keys/*")
def test_cbor_keys(case):
    """A map in which a key stands twice is refused, and a key of another type is another key."""
    case.judge()
