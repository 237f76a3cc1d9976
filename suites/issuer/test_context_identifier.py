"""The context identifier."""

from gdhcn_conformance.plugin import requirements


@requirements("HCERT-CTX-*")
def test_context_identifier(row):
    """Every certificate begins with the context identifier."""
    row.judge()
