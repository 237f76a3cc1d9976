"""The COSE message."""

from gdhcn_conformance.plugin import requirements


@requirements("HCERT-COSE-*")
def test_cose(row):
    """Every certificate is a COSE message as the specification describes it."""
    row.judge()
