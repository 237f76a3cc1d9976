"""The groups of events in the payload (EU DCC schema)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/payload-groups/*")
def test_payload_groups(case):
    """A certificate attests one event: one group with one entry, and every entry that is there is judged."""
    case.judge()
