"""Codes and their value sets (EU DCC value sets)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/value-sets/*")
def test_value_sets(case):
    """A retired code is accepted, a blank at its end does no harm, and a code of another type than text is refused."""
    case.judge()
