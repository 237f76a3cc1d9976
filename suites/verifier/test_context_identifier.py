"""The context identifier HC1: and what only resembles it (WHO HCERT 4.2.2)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/context-identifier/*")
def test_context_identifier(case):
    """A text is a certificate only if it begins with HC1: and nothing before it."""
    case.judge()
