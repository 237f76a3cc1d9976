"""The blocks of deflate data (RFC 1951, section 3.2)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/compression-blocks/*")
def test_compression_blocks(case):
    """All kinds of blocks are inflated, and data that no encoder can produce is refused."""
    case.judge()
