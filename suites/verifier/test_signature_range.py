"""The range of r and s (FIPS 186-4, section 6.4)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/signature-range/*")
def test_range_of_r_and_s(case):
    """A conforming verifier refuses r and s outside their range and accepts both ends of it."""
    case.judge()
