"""The algorithm that the header names (WHO HCERT 3.2.2)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/algorithm/*")
def test_algorithm(case):
    """A conforming verifier verifies ES256 and PS256 and refuses every other algorithm."""
    case.judge()
