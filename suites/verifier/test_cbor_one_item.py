"""One CBOR item and nothing beside it (RFC 8949, appendix C)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/cbor-one-item/*")
def test_cbor_one_item(case):
    """Only the first item counts at each level, and what is beside it is refused or ignored."""
    case.judge()
