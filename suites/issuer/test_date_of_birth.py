"""The date of birth."""

from gdhcn_conformance.plugin import requirements


@requirements("HCERT-DOB-*")
def test_date_of_birth(row):
    """Every date of birth is one that the schema has and the calendar too."""
    row.judge()
