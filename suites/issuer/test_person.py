"""The person."""

from gdhcn_conformance.plugin import requirements


@requirements("HCERT-NAM-*")
def test_person(row):
    """The names of every person are written as the schema and Doc 9303 ask for."""
    row.judge()
