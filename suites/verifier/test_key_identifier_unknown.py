"""Key identifiers of nobody, and of who did not sign (WHO HCERT 3.1 and 3.2.3)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/key-identifier-unknown/*")
def test_key_identifier_unknown(case):
    """Nothing is accepted from an unlisted signer, nor under an identifier that was borrowed from a listed one."""
    case.judge()
