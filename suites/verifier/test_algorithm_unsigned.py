"""No signature, and secrets that everybody has (WHO HCERT 3.1)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/algorithm-unsigned/*")
def test_unsigned_and_symmetric(case):
    """A conforming verifier refuses a certificate without a signature and one that is protected by a symmetric
    algorithm.
    """
    case.judge()
