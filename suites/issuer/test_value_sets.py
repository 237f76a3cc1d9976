"""The codes of the value sets."""

from gdhcn_conformance.plugin import requirements


@requirements("HCERT-VS-*")
def test_value_sets(row):
    """Every coded value is in its value set, and in use."""
    row.judge()
