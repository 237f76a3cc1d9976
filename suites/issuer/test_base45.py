"""Base45."""

from gdhcn_conformance.plugin import requirements


@requirements("HCERT-B45-*")
def test_base45(row):
    """The text of every certificate is Base45."""
    row.judge()
