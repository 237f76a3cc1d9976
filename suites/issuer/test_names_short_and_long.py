"""Short names, long names, and single ones."""

from gdhcn_conformance.plugin import vectors


@vectors("issuer/names-short-and-long/*")
def test_names_short_and_long(case):
    """A name of any length that the schema has room for is issued, and so is one without another."""
    case.judge()
