"""Dates in general."""

from gdhcn_conformance.plugin import requirements


@requirements("HCERT-DATE-*")
def test_dates(row):
    """Every date and time is written as RFC 3339 has them."""
    row.judge()
