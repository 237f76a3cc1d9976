"""The members of the payload (WHO HCERT 6.3, EU DCC schema)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/payload-members/*")
def test_payload_members(case):
    """Every required member must be there under its exact name, and members that nobody knows are ignored."""
    case.judge()
