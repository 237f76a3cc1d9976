"""Tags around the message (RFC 9052, section 2; RFC 8392, sections 6 and 7.2)."""

from gdhcn_conformance.plugin import vectors


@vectors("verifier/cose-tags/*")
def test_tags(case):
    """A conforming verifier reads a message of a single signer under its tag and refuses other messages and other
    stacks of tags.
    """
    case.judge()
