"""Certificates of a public corpus, judged as their files declare (`--corpus`)."""

from gdhcn_conformance.plugin import vectors


@vectors("corpus/*")
def test_file(case):
    """A file's certificate is refused at the first step that the file calls wrong, and accepted where it calls none so."""
    case.judge()
