"""How names are written."""

from gdhcn_conformance.plugin import vectors


@vectors("issuer/names-written/*")
def test_names_written(case):
    """Punctuation, blanks and letter case are no reason to refuse a name."""
    case.judge()
