"""Tags around the message: COSE_Sign1, CWT, other COSE messages, and stacks of tags (RFC 9052, section 2; RFC 8392)."""

import hashlib
import hmac
from functools import reduce

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gdhcn_conformance.credentials.cbor import Tagged
from gdhcn_conformance.credentials.cbor_writer import Indefinite, Raw, Wide, encode
from gdhcn_conformance.generation.recipes import Draft, negative, open_question, tolerated, valid

ENCRYPT0, MAC0, SIGN1, ENCODED_CBOR, CWT, SIGN, SELF_DESCRIBED = 16, 17, 18, 24, 61, 98, 55799
ALG, KID = 1, 4
# Who decodes into types of its own meets a wrong structure while it still reads CBOR.
MALFORMED = ["cose-malformed", "cbor-malformed"]
HS256 = 5  # HMAC with SHA-256, a symmetric algorithm (RFC 9053, section 3.1)


def _under(*tags):
    """Put these tags around the array, the outermost first, in place of tag 18."""
    return lambda message: reduce(lambda inner, tag: Tagged(tag, inner), reversed(tags), message.value)


def _array(change):
    return lambda message: Tagged(message.tag, change(message.value))


@valid(requirement="HCERT-COSE-002", version="1.3.0")
def tag_of_a_single_signer(draft: Draft) -> Draft:
    """A certificate of version 1.3.0 under tag 18, which says that one signer signed it."""
    return draft


@tolerated(of=tag_of_a_single_signer, requirement="HCERT-COSE-002", also=["HCERT-CBOR-008"])
def tag_number_in_a_longer_form(draft: Draft) -> Draft:
    """Tag 18 is written in two bytes where one would do.

    A verifier that recognises messages by their first byte, D2, finds another one here and an equal tag.
    """
    return draft.at("array", lambda message: Wide(message, 1))


@tolerated(of=tag_of_a_single_signer, requirement="HCERT-COSE-002", also=["HCERT-CBOR-007"])
def array_of_indefinite_length(draft: Draft) -> Draft:
    """The array under tag 18 does not announce its four elements and ends with a break."""
    return draft.at("array", _array(Indefinite))


@tolerated(of=tag_of_a_single_signer, requirement="HCERT-COSE-002", also=["HCERT-CBOR-008"])
def array_length_in_a_longer_form(draft: Draft) -> Draft:
    """The length four of the array stands in a byte of its own, so its first byte is not 84."""
    return draft.at("array", _array(lambda elements: Wide(elements, 1)))


@open_question(of=tag_of_a_single_signer, requirement="HCERT-COSE-003", policy="untagged-cose", reasons=MALFORMED)
def no_tag(draft: Draft) -> Draft:
    """No tag stands around the array, as in certificates that several countries issued.

    The type of the message is known from where it was found, which RFC 9052 allows.
    """
    return draft.at("array", _under())


@open_question(of=tag_of_a_single_signer, requirement="HCERT-COSE-003", policy="untagged-cose", reasons=MALFORMED)
def no_tag_and_indefinite_length(draft: Draft) -> Draft:
    """Neither a tag nor an announced length: the first byte is 9F, and only parsing shows a COSE message."""
    return draft.at("array", lambda message: Indefinite(message.value))


@open_question(of=tag_of_a_single_signer, requirement="HCERT-COSE-005", policy="cwt-tag", reasons=MALFORMED)
def cwt_tag_around_the_cose_tag(draft: Draft) -> Draft:
    """Tag 61 says that a CWT follows, and tag 18 inside it that it is signed by one signer."""
    return draft.at("array", _under(CWT, SIGN1))


@open_question(of=tag_of_a_single_signer, requirement="HCERT-COSE-005", policy="cwt-tag", reasons=MALFORMED)
def cwt_tag_in_a_longer_form(draft: Draft) -> Draft:
    """Tag 61 is written in four bytes before tag 18.

    Verifiers that compare the first three bytes with D8 3D D2 know the CWT tag in its shortest form only.
    """
    return draft.at("array", lambda message: Wide(Tagged(CWT, message), 4))


@negative(of=tag_of_a_single_signer, requirement="HCERT-COSE-006", reasons=MALFORMED)
def cwt_tag_without_a_cose_tag(draft: Draft) -> Draft:
    """Tag 61 stands directly around the array; the COSE tag that has to follow it is missing.

    RFC 8392 section 6 lets the tag stand only before a tagged message. Whoever takes off all tags does not notice.
    """
    return draft.at("array", _under(CWT))


@negative(of=tag_of_a_single_signer, requirement="HCERT-COSE-006", reasons=MALFORMED)
def cwt_tag_twice_without_a_cose_tag(draft: Draft) -> Draft:
    """Two tags 61 follow each other and then comes the bare array, so that two tags are seen and neither is a COSE
    tag.
    """
    return draft.at("array", _under(CWT, CWT))


@negative(of=tag_of_a_single_signer, requirement="HCERT-COSE-006", reasons=MALFORMED, forgery=True)
def cwt_tag_around_bare_claims(draft: Draft) -> Draft:
    """Tag 61 announces a CWT, and inside it stand the claims themselves, signed by nobody.

    A library that offers to read unsecured tokens returns them like any others.
    """
    return draft.at("array", lambda message: Tagged(CWT, Raw(message.value[2])))


@valid(requirement="HCERT-COSE-002", kind="test", version="1.3.0")
def tag_around_a_test_certificate(draft: Draft) -> Draft:
    """A test certificate in the plainest form of the message: tag 18 in one byte, then an array of four."""
    return draft


@negative(of=tag_around_a_test_certificate, requirement="HCERT-COSE-007a", reasons=MALFORMED)
def cose_tag_twice(draft: Draft) -> Draft:
    """Tag 18 stands twice around the array, which says that a message is its own content."""
    return draft.at("array", _under(SIGN1, SIGN1))


@negative(of=tag_around_a_test_certificate, requirement="HCERT-COSE-007a", reasons=MALFORMED)
def cwt_tag_inside_the_cose_tag(draft: Draft) -> Draft:
    """The tags of COSE and CWT have changed places: 61 stands inside 18."""
    return draft.at("array", _under(SIGN1, CWT))


@negative(of=tag_around_a_test_certificate, requirement="HCERT-COSE-007a", reasons=MALFORMED)
def cwt_tag_twice_around_the_cose_tag(draft: Draft) -> Draft:
    """A CWT in a CWT: tag 61 twice, then tag 18.

    Nested tokens are allowed by RFC 8392, but the inner one is then the payload of the outer; here nothing lies
    between.
    """
    return draft.at("array", _under(CWT, CWT, SIGN1))


@negative(of=tag_around_a_test_certificate, requirement="HCERT-COSE-007a", reasons=MALFORMED)
def message_as_encoded_cbor(draft: Draft) -> Draft:
    """Tag 24 announces encoded CBOR, and its byte string holds the whole message.

    Some decoders open it unasked. An outer item of this kind is no COSE message.
    """
    return draft.at("cose", lambda message: encode(Tagged(ENCODED_CBOR, message)))


@negative(of=tag_around_a_test_certificate, requirement="HCERT-COSE-007a", reasons=MALFORMED)
def array_in_a_byte_string_under_the_tag(draft: Draft) -> Draft:
    """Tag 18 stands around a byte string in which the array is encoded, not around the array."""
    return draft.at("array", _array(encode))


@negative(of=tag_around_a_test_certificate, requirement="HCERT-COSE-007a", reasons=MALFORMED)
def tag_that_equals_18_in_one_byte(draft: Draft) -> Draft:
    """The tag is 274, whose last byte is that of tag 18.

    A reader that keeps tag numbers in a byte cannot tell the two apart.
    """
    return draft.at("array", _under(256 + SIGN1))


@negative(of=tag_around_a_test_certificate, requirement="HCERT-COSE-007a", reasons=MALFORMED)
def tag_of_a_date_around_the_message(draft: Draft) -> Draft:
    """Tag 1, which marks a number of seconds since 1970, stands around the tagged message.

    Decoders that convert dates by themselves raise an exception far from any signature check.
    """
    return draft.at("array", _under(1, SIGN1))


@open_question(
    of=tag_around_a_test_certificate,
    requirement="HCERT-COSE-007b",
    policy="self-described-cbor",
    reasons=MALFORMED,
)
def self_described_cbor(draft: Draft) -> Draft:
    """Tag 55799 stands before the message and says only that CBOR follows."""
    return draft.at("array", _under(SELF_DESCRIBED, SIGN1))


@valid(requirement="HCERT-ALG-003", kind="recovery", version="1.3.0")
def signed_by_one_signer(draft: Draft) -> Draft:
    """A recovery certificate with the signature of one signer, neither encrypted nor protected by a shared secret."""
    return draft


def _signed_by_several(draft, tags):
    """The same content as a COSE_Sign message, rightly signed in that form by the one signer."""

    def made(message):
        protected, unprotected, payload, _ = message.value
        signed = encode(["Signature", b"", protected, b"", payload])  # RFC 9052, section 4.4
        signer = [protected, unprotected, draft.signer.sign(signed, draft.name)]
        return _under(*tags)(Tagged(SIGN, [b"", {}, payload, [signer]]))

    return draft.at("array", made)


@negative(of=signed_by_one_signer, requirement="HCERT-COSE-001b", reasons=["cose-malformed", "algorithm-missing"])
def list_of_signers(draft: Draft) -> Draft:
    """A COSE_Sign message, tag 98, with one signer in its list and everything rightly signed in that form."""
    return _signed_by_several(draft, [SIGN])


@negative(of=signed_by_one_signer, requirement="HCERT-COSE-001b", reasons=["cose-malformed", "algorithm-missing"])
def list_of_signers_without_a_tag(draft: Draft) -> Draft:
    """The array of a COSE_Sign message without its tag has four elements too, the last a list of signers."""
    return _signed_by_several(draft, [])


@negative(of=signed_by_one_signer, requirement="HCERT-COSE-001b", reasons=MALFORMED)
def tag_of_several_signers(draft: Draft) -> Draft:
    """Tag 98 of COSE_Sign stands around a message of a single signer.

    Who goes by the shape of the array and never looks at the tag verifies it all the same.
    """
    return draft.at("array", _under(SIGN))


@negative(of=signed_by_one_signer, requirement="HCERT-COSE-001b", reasons=MALFORMED)
def tag_of_an_encrypted_message(draft: Draft) -> Draft:
    """The signed array is announced as COSE_Encrypt0 by tag 16, although nothing in it is encrypted."""
    return draft.at("array", _under(ENCRYPT0))


@negative(
    of=signed_by_one_signer,
    requirement="HCERT-COSE-011",
    reasons=MALFORMED,
    forgery=True,
    also=["HCERT-COSE-001b"],
)
def encrypted_message_in_plain_text(draft: Draft) -> Draft:
    """A COSE_Encrypt0 of three elements, with the readable claims where the ciphertext belongs and no signature.

    A verifier that supports encrypted messages and skips a decryption for which it has no key hands the claims on.
    """
    return draft.at("array", lambda message: Tagged(ENCRYPT0, message.value[:3]))


def _with_a_mac(draft, key):
    """The same claims as a COSE_Mac0 message under a key that everybody has."""
    header = encode({ALG: HS256, KID: draft.dsc.kid})

    def made(message):
        payload = message.value[2]
        signed = encode(["MAC0", header, b"", payload])  # RFC 9052, section 6.3
        return Tagged(MAC0, [header, {}, payload, hmac.digest(key, signed, hashlib.sha256)])

    return draft.at("array", made)


@negative(
    of=signed_by_one_signer,
    requirement="HCERT-COSE-001c",
    reasons=["cose-malformed", "algorithm-unsupported"],
    forgery=True,
)
def mac_under_the_public_key(draft: Draft) -> Draft:
    """A COSE_Mac0, tag 17, whose secret is the signer's public key as it stands in the certificate.

    A library that looks at the tag and takes the key it was given for the secret lets everybody forge certificates.
    """
    public = draft.dsc.key.public_key()
    return _with_a_mac(draft, public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


@negative(
    of=signed_by_one_signer,
    requirement="HCERT-COSE-001c",
    reasons=["cose-malformed", "algorithm-unsupported"],
    forgery=True,
)
def mac_under_the_key_identifier(draft: Draft) -> Draft:
    """Tag 17 with a MAC made with the key identifier, for verifiers that resolve a secret from it and find the name
    itself.
    """
    return _with_a_mac(draft, draft.dsc.kid)


@negative(of=signed_by_one_signer, requirement="HCERT-COSE-007a", reasons=MALFORMED)
def tag_of_a_mac(draft: Draft) -> Draft:
    """A rightly signed array under tag 17, so that the message claims to carry a MAC and carries a signature.

    Nothing is forged by reading it; the tag says that it is not what it is.
    """
    return draft.at("array", _under(MAC0))
