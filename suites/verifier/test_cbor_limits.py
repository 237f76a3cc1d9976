"""Lengths beyond the input and nesting without end (RFC 8949, section 10)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/cbor-limits/*")
def test_cbor_limits(case):
    """Neither announced lengths nor deep nesting exhaust memory or stack; such certificates are refused."""
    case.judge()
