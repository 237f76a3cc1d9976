"""What was asked for."""

from gdhcn_conformance.plugin import requirements


@requirements("HCERT-ISS-*")
def test_requests(row):
    """The certificate says what the issuer was told and is what was asked for, and a picture holds it."""
    row.judge()
