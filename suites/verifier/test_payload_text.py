"""Texts in the payload (EU DCC schema, JSON Schema 2020-12)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/payload-text/*")
def test_payload_text(case):
    """Texts are measured in characters, handed on unharmed, and held to the patterns as ECMA-262 means them."""
    case.judge()
