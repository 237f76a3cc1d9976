"""Versions of the schema."""

from gdhcn_conformance.plugin import vectors


@vectors("issuer/versions/*")
def test_versions(case):
    """A certificate is issued under each version that the issuer declares."""
    case.judge()
