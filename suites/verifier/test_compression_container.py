"""The zlib container and its header (RFC 1950; WHO HCERT 4.2.1)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/compression-container/*")
def test_compression_container(case):
    """Every valid zlib header is accepted, and every other container is refused."""
    case.judge()
