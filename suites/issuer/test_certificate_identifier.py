"""The identifier of the certificate."""

from gdhcn_conformance.plugin import requirements


@requirements("HCERT-UVCI-*")
def test_certificate_identifier(row):
    """Every certificate has an identifier of its own, formed as agreed."""
    row.judge()
