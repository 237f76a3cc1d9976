"""Who is on the trust list, and as what (WHO HCERT 5.1 and appendix A)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/trust-list/*")
def test_trust_list(case):
    """Only what a document signer on the list in force has signed is accepted."""
    case.judge()
