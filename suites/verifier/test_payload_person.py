"""The holder's names and date of birth (EU DCC schema)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/payload-person/*")
def test_payload_person(case):
    """People without a given name, a surname or a known birthday hold valid certificates, and nobody's is made up."""
    case.judge()
