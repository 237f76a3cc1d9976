"""The signer certificate."""

from gdhcn_conformance.plugin import requirements


@requirements("HCERT-EKU-*", "HCERT-DSC-*")
def test_signer_certificate(row):
    """Every certificate is signed by somebody who may sign it."""
    row.judge()
