"""The key identifier."""

from gdhcn_conformance.plugin import requirements


@requirements("HCERT-KID-*")
def test_key_identifier(row):
    """The key identifier of every certificate leads to its signer."""
    row.judge()
