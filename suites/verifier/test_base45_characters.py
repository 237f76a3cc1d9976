"""The alphabet of Base45 (RFC 9285, sections 4.2 and 6)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/base45-characters/*")
def test_base45_characters(case):
    """All 45 characters are read, blanks included, and any other leads to a refusal."""
    case.judge()
