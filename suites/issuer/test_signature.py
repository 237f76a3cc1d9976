"""The signature."""

from gdhcn_conformance.plugin import requirements


@requirements("HCERT-SIG-*")
def test_signature(row):
    """The signature of every certificate is made as the algorithm says."""
    row.judge()
