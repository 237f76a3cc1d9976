"""Names in Latin letters."""

from gdhcn_conformance.plugin import vectors


@vectors("issuer/names-latin/*")
def test_names_latin(case):
    """A name with letters beyond A to Z is issued as it is written."""
    case.judge()
