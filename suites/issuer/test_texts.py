"""Texts of an event."""

from gdhcn_conformance.plugin import vectors


@vectors("issuer/texts/*")
def test_texts(case):
    """Texts of an event are issued character by character."""
    case.judge()
