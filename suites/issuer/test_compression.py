"""Compression."""

from gdhcn_conformance.plugin import requirements


@requirements("HCERT-ZLIB-*")
def test_compression(row):
    """Every certificate is compressed as the specification asks for."""
    row.judge()
