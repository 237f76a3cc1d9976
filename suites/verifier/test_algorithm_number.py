"""The number that names the algorithm (RFC 9053, table 1)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/algorithm-number/*")
def test_algorithm_number(case):
    """A conforming verifier compares the algorithm's number with its sign, its width and its type."""
    case.judge()
