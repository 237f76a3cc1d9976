"""The types of the payload's members (WHO HCERT 6.3, EU DCC schema)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/payload-types/*")
def test_payload_types(case):
    """A member of a type that the schema does not give it leads to a refusal, never to a crash or a guess."""
    case.judge()
