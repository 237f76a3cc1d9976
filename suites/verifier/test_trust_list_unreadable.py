"""Entries of the trust list that cannot be read (WHO HCERT, appendix A)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/trust-list-unreadable/*")
def test_trust_list_unreadable(case):
    """An entry that cannot be read is skipped: it disturbs no other, and nobody can sign in its name."""
    case.judge()
