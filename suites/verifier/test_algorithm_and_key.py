"""The signer's key (WHO HCERT 3.2.2; certificate governance, requirements on the DSC)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/algorithm-and-key/*")
def test_algorithm_and_key(case):
    """A conforming verifier uses a listed key only if its kind, curve and size fit the algorithm that the header
    names.
    """
    case.judge()
