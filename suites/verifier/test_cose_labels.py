"""Labels that stand twice (RFC 9052, section 3)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/cose-labels/*")
def test_repeated_labels(case):
    """A conforming verifier refuses a label that stands twice in a header and never lets the unprotected header
    overrule the protected one.
    """
    case.judge()
