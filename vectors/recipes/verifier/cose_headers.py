"""Header parameters: those that do not matter, and names that are not labels (RFC 9052, section 3)."""

import hashlib

from gdhcn_conformance.credentials.cbor_writer import Pairs
from gdhcn_conformance.generation.recipes import Draft, Profile, negative, tolerated, valid

KID = 4
INITIALISATION_VECTOR, PARTIAL_IV, X5CHAIN, X5T = 5, 6, 33, 34  # RFC 9052, table 3; RFC 9360, table 1
CONTENT_FORMAT_CWT = 61  # application/cwt among CoAP's content formats (RFC 8392, section 9.3)
SHA_256 = -16  # the COSE algorithm number of SHA-256 (RFC 9054)
UNREGISTERED = 99  # in the range for standards, and given to nothing so far


@valid(requirement="HCERT-ALG-003", kind="vaccination", version="1.3.0")
def two_parameters(draft: Draft) -> Draft:
    """A certificate of version 1.3.0 that has the two header parameters it needs and no other."""
    return draft


@tolerated(of=two_parameters, requirement="HCERT-COSE-018a")
def content_type_as_a_number(draft: Draft) -> Draft:
    """The protected header says by label 3 and a number that the payload is a CWT."""
    return draft.protected(content_type=CONTENT_FORMAT_CWT)


@tolerated(of=two_parameters, requirement="HCERT-COSE-018a")
def content_type_as_a_media_type(draft: Draft) -> Draft:
    """Label 3 of the protected header holds the media type application/cwt as a text."""
    return draft.protected(content_type="application/cwt")


@tolerated(of=two_parameters, requirement="HCERT-COSE-018a")
def content_type_unprotected(draft: Draft) -> Draft:
    """A content type, where it is not even signed, is the only member of the unprotected header."""
    return draft.unprotected(content_type=CONTENT_FORMAT_CWT)


@tolerated(of=two_parameters, requirement="HCERT-COSE-018b")
def initialisation_vector(draft: Draft) -> Draft:
    """Label 5, an initialisation vector, stands in the unprotected header, though nothing is encrypted."""
    return draft.unprotected({INITIALISATION_VECTOR: bytes(12)})


@tolerated(of=two_parameters, requirement="HCERT-COSE-018b")
def partial_initialisation_vector(draft: Draft) -> Draft:
    """The protected header carries label 6, which RFC 9052 lists among the common parameters and signatures never
    use.
    """
    return draft.protected({PARTIAL_IV: b"\x01"})


@valid(requirement="HCERT-ALG-004", kind="test", version="1.3.0", profile=Profile(rsa="rsa-2048-03"))
def two_parameters_of_an_rsa_signer(draft: Draft) -> Draft:
    """A test certificate under PS256 whose protected header names algorithm and key and says nothing more."""
    return draft


@tolerated(of=two_parameters, requirement="HCERT-COSE-018b")
def unknown_label_protected(draft: Draft) -> Draft:
    """The protected header has a member under label 99, which nobody has defined."""
    return draft.protected({UNREGISTERED: "anything"})


@tolerated(of=two_parameters_of_an_rsa_signer, requirement="HCERT-COSE-018b")
def unknown_label_before_the_others(draft: Draft) -> Draft:
    """A member under the undefined label 99 comes first in the protected header, ahead of algorithm and key
    identifier.

    A reader that takes the first two pairs by position finds neither.
    """
    return draft.at("protected", lambda header: {UNREGISTERED: b"", **header})


@tolerated(of=two_parameters, requirement="HCERT-COSE-018b")
def private_label(draft: Draft) -> Draft:
    """A label below -65536, which RFC 9052 leaves to private use, stands in the protected header."""
    return draft.protected({-70_001: True})


@tolerated(of=two_parameters, requirement="HCERT-COSE-018b")
def text_label(draft: Draft) -> Draft:
    """The unprotected header has a member under the text label "note"; labels may be texts."""
    return draft.unprotected({"note": "printed at counter 4"})


@tolerated(of=two_parameters_of_an_rsa_signer, requirement="HCERT-COSE-018b")
def unknown_label_with_nested_content(draft: Draft) -> Draft:
    """Under an undefined label stands an array of maps and byte strings, which need not be understood to be skipped."""
    return draft.unprotected({UNREGISTERED: [{"a": [1, b"\x00"], 2: None}, {}, [[]]]})


@tolerated(of=two_parameters, requirement="HCERT-COSE-018b")
def thumbprint_of_the_signer(draft: Draft) -> Draft:
    """The protected header also names the signer by the SHA-256 thumbprint of its certificate (x5t)."""
    return draft.protected(x5t=[SHA_256, hashlib.sha256(draft.dsc.certificate).digest()])


@tolerated(of=two_parameters_of_an_rsa_signer, requirement="HCERT-COSE-018b")
def certificate_of_the_signer(draft: Draft) -> Draft:
    """The unprotected header brings along the signer's own certificate (x5chain), which is listed anyway."""
    return draft.unprotected(x5chain=draft.dsc.certificate)


@tolerated(of=two_parameters, requirement="HCERT-COSE-018b", also=["HCERT-COSE-020"])
def text_label_alg_beside_the_algorithm(draft: Draft) -> Draft:
    """Beside label 1 with ES256 there is a member named "alg" that says PS256.

    Only the integer label counts. Readers that turn labels into names let one overwrite the other.
    """
    return draft.protected({"alg": "PS256"})


@valid(requirement="HCERT-ALG-003", kind="recovery", version="1.3.0")
def algorithm_under_label_1(draft: Draft) -> Draft:
    """A recovery certificate of version 1.3.0 that names ES256 under the integer label 1, as all do."""
    return draft


def _under_label(draft, label, value):
    """Name the algorithm under this label in place of 1; the key identifier stays where it is."""
    return draft.instead("protected", lambda header: Pairs(((label, value), (KID, header[KID]))))


@negative(of=algorithm_under_label_1, requirement="HCERT-COSE-020", reasons=["algorithm-missing"])
def algorithm_under_a_name(draft: Draft) -> Draft:
    """The protected header has the number -7 under the text "alg" and no label 1."""
    return _under_label(draft, "alg", draft.signer.algorithm)


@negative(of=algorithm_under_label_1, requirement="HCERT-COSE-020", reasons=["algorithm-missing"])
def algorithm_in_the_manner_of_json(draft: Draft) -> Draft:
    """Name and value of the algorithm are texts, "alg" and "ES256", as in the header of a JSON Web Signature."""
    return _under_label(draft, "alg", "ES256")


@negative(of=algorithm_under_label_1, requirement="HCERT-COSE-020", reasons=["algorithm-missing"])
def algorithm_under_the_digit_1(draft: Draft) -> Draft:
    """The label is the text "1" and not the number.

    Objects of JavaScript have text keys only, so that a reader which stores the header in one sees no difference.
    """
    return _under_label(draft, "1", draft.signer.algorithm)


@negative(of=algorithm_under_label_1, requirement="HCERT-COSE-020", reasons=["algorithm-missing", "cose-malformed"])
def algorithm_under_the_label_true(draft: Draft) -> Draft:
    """The label is the value true, which is neither a number nor a text.

    True equals 1 in several languages, and a map looked up with 1 then finds it.
    """
    return _under_label(draft, True, draft.signer.algorithm)
