"""The picture of a certificate (WHO HCERT 4.2.2)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/qr-symbol/*")
def test_qr_symbol(case):
    """A symbol is read character by character, and a picture without one is refused and not a crash."""
    case.judge()
