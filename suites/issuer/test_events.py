"""Plain events: certificates of each kind."""

from gdhcn_conformance.plugin import vectors


@vectors("issuer/events/*")
def test_events(case):
    """For a plain event a certificate is issued that can be read and verified."""
    case.judge()
