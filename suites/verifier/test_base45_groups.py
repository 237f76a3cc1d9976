"""Groups of characters in Base45 (RFC 9285, sections 4 and 6)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/base45-groups/*")
def test_base45_groups(case):
    """A group worth more than its bytes can hold, or a character left over, leads to a refusal."""
    case.judge()
