"""Header parameters and their labels (RFC 9052, sections 1.5 and 3)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/cose-headers/*")
def test_header_parameters(case):
    """A conforming verifier ignores parameters that do not concern it and knows the algorithm by the label 1 alone."""
    case.judge()
