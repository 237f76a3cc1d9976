"""exp and iat as numbers of seconds (RFC 8392, section 2; WHO HCERT 3.2.5 and 3.2.6)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/claims-dates/*")
def test_claims_dates(case):
    """Dates are read by their value, whatever their notation, sign and size."""
    case.judge()
