"""Names in other scripts."""

from gdhcn_conformance.plugin import vectors


@vectors("issuer/names-scripts/*")
def test_names_scripts(case):
    """A name in another script is issued in that script."""
    case.judge()
