"""The recovery."""

from gdhcn_conformance.plugin import requirements


@requirements("HCERT-REC-*")
def test_recovery(row):
    """Every recovery has its members, with days in their order."""
    row.judge()
