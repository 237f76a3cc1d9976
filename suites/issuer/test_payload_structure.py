"""The structure of the payload."""

from gdhcn_conformance.plugin import requirements


@requirements("HCERT-SCH-*", "HCERT-VER-*")
def test_payload_structure(row):
    """Every payload is valid under the version that it declares."""
    row.judge()
