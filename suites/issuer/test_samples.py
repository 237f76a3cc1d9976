"""Certificates found in a folder, judged as if they had been issued for this run (`--samples`)."""

from gdhcn_conformance.plugin import vectors


@vectors("samples/*")
def test_sample(case):
    """A certificate that was issued can be read and verified."""
    case.judge()
