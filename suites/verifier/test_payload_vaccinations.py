"""The vaccination entry (EU DCC schema)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/payload-vaccinations/*")
def test_payload_vaccinations(case):
    """Boosters are accepted, doses are whole numbers of one and more, and a date stays a date."""
    case.judge()
