"""CBOR."""

from gdhcn_conformance.plugin import requirements


@requirements("HCERT-CBOR-*")
def test_cbor(row):
    """Every certificate is well-formed CBOR, plainly encoded."""
    row.judge()
