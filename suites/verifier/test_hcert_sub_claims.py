"""What the hcert claim holds (WHO HCERT 3.2.7.1)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/hcert-sub-claims/*")
def test_hcert_sub_claims(case):
    """An EU certificate is a map under key 1, whatever stands beside it; other sub-claims alone are not accepted."""
    case.judge()
