"""The recovery entry (EU DCC schema)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/payload-recoveries/*")
def test_payload_recoveries(case):
    """A recovery's window must not end before it begins; whether today lies in it may be left to the rules."""
    case.judge()
