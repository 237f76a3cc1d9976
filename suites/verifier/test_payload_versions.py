"""The version that a payload declares (EU DCC schema)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/payload-versions/*")
def test_payload_versions(case):
    """Every published version is read by its own rules, an unknown minor by the newest, another major not at all."""
    case.judge()
