"""Country, issuer and identifier of an event (EU DCC schema, UVCI URN registration)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/payload-origin/*")
def test_payload_origin(case):
    """Foreign events and identifiers of every known shape are accepted, checksum or not, and no other type than text."""
    case.judge()
