"""Keys and certificates inside the message (RFC 9360; WHO HCERT, appendix A)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/cose-keys-inside/*")
def test_keys_inside_the_message(case):
    """A conforming verifier takes keys from the trust list and never from the certificate that it verifies."""
    case.judge()
