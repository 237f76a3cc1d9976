"""Several events, or none."""

from gdhcn_conformance.plugin import vectors


@vectors("issuer/groups-refused/*")
def test_groups_refused(case):
    """Nothing is issued for several events at once, or for none."""
    case.judge()
