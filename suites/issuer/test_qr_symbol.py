"""The QR symbol."""

from gdhcn_conformance.plugin import requirements


@requirements("HCERT-QR-*")
def test_qr_symbol(row):
    """The QR code of every picture is what the specification asks for."""
    row.judge()
