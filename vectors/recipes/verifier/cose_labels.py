"""Labels twice: in one header, and one in each (RFC 9052, section 3)."""

from gdhcn_conformance.credentials.cbor_writer import Pairs, Wide
from gdhcn_conformance.generation.recipes import Draft, Profile, negative, open_question, valid

ALG, CONTENT_TYPE, KID = 1, 3, 4
ES256, PS256, ES384 = -7, -37, -35
TWICE = ["cbor-duplicate-key", "cose-malformed", "cbor-malformed"]
OVERRIDDEN = ["key-unsuitable", "cose-malformed", "signature-invalid", "algorithm-unsupported"]


def _and(*pairs):
    """The header with these pairs behind its own, whatever labels it has already."""
    return lambda header: Pairs((*header.items(), *pairs))


def _before(*pairs):
    """The header with these pairs in front of its own."""
    return lambda header: Pairs((*pairs, *header.items()))


@valid(requirement="HCERT-ALG-003", kind="test", version="1.3.0")
def each_label_once(draft: Draft) -> Draft:
    """A test certificate of version 1.3.0 whose headers hold every label once."""
    return draft


@negative(of=each_label_once, requirement="HCERT-COSE-015", reasons=TWICE)
def algorithm_twice(draft: Draft) -> Draft:
    """The protected header has label 1 twice, both times with ES256.

    Nothing can be misread here, and yet the message has to be refused; one COSE library crashes on it instead.
    """
    return draft.at("protected", _and((ALG, ES256)))


@negative(of=each_label_once, requirement="HCERT-COSE-015", reasons=TWICE)
def another_algorithm_first(draft: Draft) -> Draft:
    """The protected header names PS256 and then, under the same label, ES256.

    The signature is right for readers that keep the last value of a label.
    """
    return draft.at("protected", _before((ALG, PS256)))


@negative(of=each_label_once, requirement="HCERT-COSE-015", reasons=TWICE)
def another_algorithm_last(draft: Draft) -> Draft:
    """Two algorithms under label 1, the right one in front: a trap for readers that keep the first value."""
    return draft.at("protected", _and((ALG, PS256)))


@negative(of=each_label_once, requirement="HCERT-COSE-015", reasons=TWICE)
def algorithm_twice_in_different_forms(draft: Draft) -> Draft:
    """Label 1 stands once in its shortest form and once in two bytes.

    It is the same label; a check that compares encoded keys misses it.
    """
    return draft.at("protected", _and((Wide(ALG, 1), ES256)))


@negative(of=each_label_once, requirement="HCERT-COSE-015", reasons=TWICE)
def foreign_key_identifier_first(draft: Draft) -> Draft:
    """The protected header has two key identifiers: eight zero bytes, then the signer's."""
    return draft.at("protected", _before((KID, bytes(8))))


@negative(of=each_label_once, requirement="HCERT-COSE-015", reasons=TWICE)
def foreign_key_identifier_last(draft: Draft) -> Draft:
    """Behind the signer's key identifier stands a second label 4 that no list holds."""
    return draft.at("protected", _and((KID, bytes(8))))


@negative(of=each_label_once, requirement="HCERT-COSE-015", reasons=TWICE)
def content_type_twice(draft: Draft) -> Draft:
    """The label that occurs twice is the content type, which the verifier has no use for."""
    return draft.at("protected", _and((CONTENT_TYPE, 61), (CONTENT_TYPE, 60)))


@negative(of=each_label_once, requirement="HCERT-COSE-015", reasons=TWICE)
def unprotected_key_identifier_twice(draft: Draft) -> Draft:
    """The only key identifiers of the certificate stand in the unprotected header, two equal ones.

    Uniqueness is asked of each of the two maps, not only of the signed one.
    """
    moved = draft.without_protected("kid")
    return moved.at("unprotected", _and((KID, draft.dsc.kid), (KID, draft.dsc.kid)))


@negative(of=each_label_once, requirement="HCERT-COSE-015", reasons=TWICE)
def unknown_text_label_twice(draft: Draft) -> Draft:
    """A text label that means nothing to anybody occurs twice in the unprotected header."""
    return draft.at("unprotected", _and(("note", 1), ("note", 2)))


@negative(of=each_label_once, requirement="HCERT-COSE-016a", reasons=OVERRIDDEN)
def right_algorithm_unprotected_only(draft: Draft) -> Draft:
    """The protected header names PS256, the unprotected one ES256, and ES256 is what the signature was made with.

    A verifier that merges the headers, the unprotected one last, can be told by anybody which algorithm to use.
    """
    return draft.protected(alg=PS256).unprotected(alg=ES256)


@negative(of=each_label_once, requirement="HCERT-COSE-016a", reasons=["algorithm-unsupported", *OVERRIDDEN[:3]])
def forbidden_algorithm_repaired_unprotected(draft: Draft) -> Draft:
    """ES384 is named in the protected header and corrected to ES256 in the unprotected one.

    Looking into the second header when the first has nothing of use is how an unprotected value comes to rule.
    """
    return draft.protected(alg=ES384).unprotected(alg=ES256)


@negative(
    of=each_label_once,
    requirement="HCERT-COSE-016a",
    reasons=["algorithm-unsupported", "algorithm-missing", "cose-malformed"],
)
def null_algorithm_repaired_unprotected(draft: Draft) -> Draft:
    """The protected algorithm is null, and the unprotected header offers ES256.

    "The first value that is not null" reads well in many languages and takes the unsigned value here.
    """
    return draft.protected(alg=None).unprotected(alg=ES256)


@open_question(
    of=each_label_once, requirement="HCERT-COSE-016b", policy="label-in-both-headers", reasons=["cose-malformed"]
)
def same_algorithm_in_both(draft: Draft) -> Draft:
    """Both headers name ES256, which is what the signature was made with."""
    return draft.unprotected(alg=ES256)


@open_question(
    of=each_label_once,
    requirement="HCERT-COSE-016b",
    policy="label-in-both-headers",
    reasons=["cose-malformed", "algorithm-unsupported"],
)
def other_algorithm_unprotected(draft: Draft) -> Draft:
    """The protected header rightly names ES256, and an unprotected PS256 contradicts it.

    If the certificate is not refused, the protected value counts and the signature verifies.
    """
    return draft.unprotected(alg=PS256)


@open_question(
    of=each_label_once, requirement="HCERT-COSE-016b", policy="label-in-both-headers", reasons=["cose-malformed"]
)
def content_type_in_both(draft: Draft) -> Draft:
    """A content type stands in either header, with two different numbers."""
    return draft.protected(content_type=61).unprotected(content_type=60)


@valid(requirement="HCERT-ALG-004", version="1.3.0", profile=Profile(rsa="rsa-2048-06"))
def one_algorithm_of_an_rsa_signer(draft: Draft) -> Draft:
    """A vaccination certificate of version 1.3.0 that names PS256 once, in its protected header."""
    return draft


@negative(of=one_algorithm_of_an_rsa_signer, requirement="HCERT-COSE-016a", reasons=OVERRIDDEN)
def right_algorithm_of_an_rsa_signer_unprotected_only(draft: Draft) -> Draft:
    """An RSA signature under a protected ES256 that the unprotected header changes to PS256."""
    return draft.protected(alg=ES256).unprotected(alg=PS256)


@negative(of=one_algorithm_of_an_rsa_signer, requirement="HCERT-COSE-015", reasons=TWICE)
def algorithm_of_an_rsa_signer_twice(draft: Draft) -> Draft:
    """Label 1 holds ES256 and then PS256, for a key that can only have made the second.

    A verifier that tries each value it finds, or lets the key decide, accepts it.
    """
    return draft.at("protected", _before((ALG, ES256)))
