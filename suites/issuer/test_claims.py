"""The claims of the CWT."""

from gdhcn_conformance.plugin import requirements


@requirements("HCERT-CWT-*")
def test_claims(row):
    """Every certificate has the claims that are asked for, of the right type."""
    row.judge()
