"""Labels that must be understood (RFC 9052, section 3.1)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/cose-critical/*")
def test_critical_labels(case):
    """A conforming verifier refuses a certificate that marks a label critical which it does not understand."""
    case.judge()
