"""CBOR that is not well-formed (RFC 8949, appendix F)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/cbor-well-formedness/*")
def test_cbor_well_formedness(case):
    """CBOR that is not well-formed is refused, in whatever layer it stands."""
    case.judge()
