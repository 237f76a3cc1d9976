"""Where the hcert claim stands (WHO HCERT 3.2.7)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/hcert-claim/*")
def test_hcert_claim(case):
    """The health certificate is read from key 1 of claim -260, as a map, and from nowhere else."""
    case.judge()
