"""Null, undefined and dates that are no number (RFC 8949, section 3.3)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/cbor-values/*")
def test_cbor_values(case):
    """A value that is none does not stand for a date or for a required member."""
    case.judge()
