"""The vaccination."""

from gdhcn_conformance.plugin import requirements


@requirements("HCERT-VAC-*")
def test_vaccination(row):
    """Every vaccination has its members, with values that can be."""
    row.judge()
