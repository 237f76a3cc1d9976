"""The hcert claim."""

from gdhcn_conformance.plugin import requirements


@requirements("HCERT-CLM-*")
def test_hcert_claim(row):
    """Every certificate has the health certificate in its place."""
    row.judge()
