"""The country."""

from gdhcn_conformance.plugin import requirements


@requirements("HCERT-CO-*")
def test_country(row):
    """The country of every event is a code."""
    row.judge()
