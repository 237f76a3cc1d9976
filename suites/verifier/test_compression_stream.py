"""Where a zlib stream ends, and how much comes out of it (RFC 1950; RFC 1951)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/compression-stream/*")
def test_compression_stream(case):
    """A stream is read to its end, with its checksum and within a bound."""
    case.judge()
