"""The test."""

from gdhcn_conformance.plugin import requirements


@requirements("HCERT-TST-*")
def test_test(row):
    """Every test has its members, with values that can be."""
    row.judge()
