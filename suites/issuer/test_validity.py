"""How long a certificate is valid."""

from gdhcn_conformance.plugin import vectors


@vectors("issuer/validity/*")
def test_validity(case):
    """A certificate is issued for as long as is asked, within the life of its signer."""
    case.judge()
