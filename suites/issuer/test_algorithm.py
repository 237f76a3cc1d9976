"""Algorithm and key."""

from gdhcn_conformance.plugin import requirements


@requirements("HCERT-ALG-*")
def test_algorithm(row):
    """Every certificate names its algorithm, and the key is one for it."""
    row.judge()
