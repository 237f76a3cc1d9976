"""Keys and signer certificates."""

from gdhcn_conformance.plugin import vectors


@vectors("issuer/signers/*")
def test_signers(case):
    """A certificate is issued under every kind of key and signer that the specification names."""
    case.judge()
