"""Claims that must be there: exp and iat (WHO HCERT 3.2.5 and 3.2.6)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/claims-missing/*")
def test_claims_missing(case):
    """A certificate without exp or without iat is refused, wherever else the date may stand."""
    case.judge()
