"""The authority above a listed signer (WHO certificate governance, Validation Model)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/trust-list-authority/*")
def test_trust_list_authority(case):
    """A listed signer is trusted only if an authority listed for the same participant issued it."""
    case.judge()
