"""exp and iat of another type than number (WHO HCERT 6.3)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/claims-types/*")
def test_claims_types(case):
    """An exp or iat that is no number leads to a refusal, and is not taken for an absent one."""
    case.judge()
