"""The bytes under the signature: the Sig_structure of a single signer (RFC 9052, section 4.4)."""

import base64
import hashlib

from gdhcn_conformance.credentials import cbor, cose
from gdhcn_conformance.credentials.cbor import Tagged
from gdhcn_conformance.credentials.cbor_writer import Indefinite, Pairs, Raw, Wide, encode
from gdhcn_conformance.generation.recipes import Draft, negative, open_question, tolerated, valid

ALG, KID = 1, 4
PROTECTED, PAYLOAD = 0, 2


def _signed(make):
    """What is signed instead, made of the protected header's bytes and the payload's."""
    return lambda parts: make(*parts)


def _element(position, change):
    """Change how one element of the finished message is written."""
    return lambda message: Tagged(
        message.tag, [change(each) if n == position else each for n, each in enumerate(message.value)]
    )


@valid(requirement="HCERT-COSE-013")
def signature_over_the_structure(draft: Draft) -> Draft:
    """The signature covers the array of context string, protected header as sent, no external data, and payload."""
    return draft


@negative(of=signature_over_the_structure, requirement="HCERT-COSE-012", reasons=["signature-invalid"])
def context_of_several_signers(draft: Draft) -> Draft:
    """The context string in the signed structure is "Signature", which belongs to messages of several signers."""
    return draft.instead("signed", _signed(lambda header, claims: encode(["Signature", header, b"", claims])))


@negative(of=signature_over_the_structure, requirement="HCERT-COSE-012", reasons=["signature-invalid"])
def structure_of_several_signers(draft: Draft) -> Draft:
    """The signature covers the five elements that a signer of COSE_Sign signs, with an empty header of its own.

    Such a signature was made for another kind of message; the context string and the fifth element keep the two
    apart.
    """
    return draft.instead("signed", _signed(lambda header, claims: encode(["Signature", header, b"", b"", claims])))


@negative(of=signature_over_the_structure, requirement="HCERT-COSE-012", reasons=["signature-invalid"])
def context_of_a_mac(draft: Draft) -> Draft:
    """The signer signed a structure that begins with "MAC0", the context of an authentication code."""
    return draft.instead("signed", _signed(lambda header, claims: encode(["MAC0", header, b"", claims])))


@negative(of=signature_over_the_structure, requirement="HCERT-COSE-012", reasons=["signature-invalid"])
def external_data_in_the_structure(draft: Draft) -> Draft:
    """The letters HC1 went into the signature as external data, which HCERT has none of."""
    return draft.instead("signed", _signed(lambda header, claims: encode(["Signature1", header, b"HC1", claims])))


@negative(of=signature_over_the_structure, requirement="HCERT-COSE-012", reasons=["signature-invalid"])
def external_data_left_out(draft: Draft) -> Draft:
    """The structure that was signed has three elements: the empty external data was thought superfluous."""
    return draft.instead("signed", _signed(lambda header, claims: encode(["Signature1", header, claims])))


@negative(of=signature_over_the_structure, requirement="HCERT-COSE-012", reasons=["signature-invalid"])
def signature_over_the_payload_alone(draft: Draft) -> Draft:
    """Only the claims were signed, without any structure around them.

    Nothing then binds algorithm and key identifier, so a verifier that tries this form as well can be led to another
    key.
    """
    return draft.instead("signed", _signed(lambda _, claims: claims))


@negative(of=signature_over_the_structure, requirement="HCERT-COSE-012", reasons=["signature-invalid"])
def signature_in_the_manner_of_json(draft: Draft) -> Draft:
    """Header and payload were joined by a full stop in Base64 before signing, as for a JSON Web Signature."""
    return draft.instead("signed", _signed(lambda *parts: b".".join(map(base64.urlsafe_b64encode, parts))))


@negative(of=signature_over_the_structure, requirement="HCERT-COSE-012", reasons=["signature-invalid"])
def payload_not_wrapped_when_signed(draft: Draft) -> Draft:
    """In the signed structure the claims stand as a map, while the message has them in a byte string."""
    return draft.instead("signed", _signed(lambda header, claims: encode(["Signature1", header, b"", Raw(claims)])))


@negative(of=signature_over_the_structure, requirement="HCERT-COSE-012", reasons=["signature-invalid"])
def protected_header_not_wrapped_when_signed(draft: Draft) -> Draft:
    """The signer put the protected map itself into the structure and forgot the byte string around it."""
    return draft.instead("signed", _signed(lambda header, claims: encode(["Signature1", Raw(header), b"", claims])))


@negative(of=signature_over_the_structure, requirement="HCERT-COSE-012", reasons=["signature-invalid"])
def digest_signed_in_place_of_the_structure(draft: Draft) -> Draft:
    """The structure was hashed first and its digest signed as if it were the message, so it is hashed twice.

    Signing services that take a digest, called through an interface that takes a message, produce this.
    """
    return draft.at("signed", lambda structure: hashlib.sha256(structure).digest())


@negative(of=signature_over_the_structure, requirement="HCERT-COSE-012", reasons=["signature-invalid"])
def structure_with_longer_lengths(draft: Draft) -> Draft:
    """The signed structure holds the payload's length in eight bytes, where its encoding must be the shortest.

    A verifier that builds it with an encoder that always writes eight bytes verifies this certificate and no other.
    """
    return draft.instead("signed", _signed(lambda header, claims: encode(["Signature1", header, b"", Wide(claims, 8)])))


@negative(
    of=signature_over_the_structure,
    requirement="HCERT-COSE-012",
    reasons=["signature-invalid"],
    also=["HCERT-COSE-013"],
)
def protected_header_encoded_anew_when_signed(draft: Draft) -> Draft:
    """The message holds the protected map in indefinite length, the signature covers the same map in definite length.

    Verifiers that decode the header and encode it again before verifying accept this, and refuse every issuer whose
    encoder differs from theirs.
    """
    return draft.at("protected", Indefinite).instead(
        "signed", _signed(lambda _, claims: cose.to_be_signed(encode(draft.phdr), claims))
    )


@negative(of=signature_over_the_structure, requirement="HCERT-COSE-012", reasons=["signature-invalid"])
def payload_encoded_anew_when_signed(draft: Draft) -> Draft:
    """The claims are sent in indefinite length and were signed in definite length: equal values, other bytes."""
    return draft.at("claims", Indefinite).instead(
        "signed", _signed(lambda header, claims: cose.to_be_signed(header, encode(cbor.read(claims).value)))
    )


@valid(requirement="HCERT-COSE-013", kind="test", version="1.3.0")
def protected_header_in_shortest_form(draft: Draft) -> Draft:
    """A test certificate whose protected header is as short as CBOR allows, algorithm first."""
    return draft


@tolerated(of=protected_header_in_shortest_form, requirement="HCERT-COSE-013", also=["HCERT-CBOR-006"])
def key_identifier_before_algorithm(draft: Draft) -> Draft:
    """In the protected header the key identifier comes first and the algorithm second.

    Encoders that sort the labels change the signed bytes; the signature is right for the bytes received.
    """
    return draft.at("protected", lambda header: dict(reversed(header.items())))


@tolerated(of=protected_header_in_shortest_form, requirement="HCERT-COSE-013", also=["HCERT-CBOR-008"])
def labels_in_a_longer_form(draft: Draft) -> Draft:
    """The labels 1 and 4 of the protected header take two and three bytes instead of one."""
    return draft.at("protected", lambda header: Pairs(((Wide(ALG, 1), header[ALG]), (Wide(KID, 2), header[KID]))))


@tolerated(of=protected_header_in_shortest_form, requirement="HCERT-COSE-013", also=["HCERT-CBOR-008"])
def algorithm_number_in_eight_bytes(draft: Draft) -> Draft:
    """The number -7 is written with an argument of eight bytes, as encoders for one fixed width do."""
    return draft.protected(alg=Wide(draft.signer.algorithm, 8))


@tolerated(of=protected_header_in_shortest_form, requirement="HCERT-COSE-013", also=["HCERT-CBOR-007"])
def protected_map_of_indefinite_length(draft: Draft) -> Draft:
    """The protected map ends with a break instead of announcing two pairs, and was signed like that.

    Streaming encoders write it so. A verifier that encodes the decoded map again gets other bytes.
    """
    return draft.at("protected", Indefinite)


@tolerated(of=protected_header_in_shortest_form, requirement="HCERT-COSE-013", also=["HCERT-CBOR-007"])
def key_identifier_in_chunks(draft: Draft) -> Draft:
    """The key identifier is a byte string of indefinite length, cut into pieces of three bytes."""
    return draft.protected(kid=Indefinite(draft.dsc.kid, 3))


@tolerated(of=protected_header_in_shortest_form, requirement="HCERT-COSE-013", also=["HCERT-CBOR-008"])
def protected_header_behind_a_longer_length(draft: Draft) -> Draft:
    """In the message the protected byte string has its length in two bytes; in the signed structure it has the
    shortest.

    Only the content of the byte string is carried over. Whoever copies the element with its head verifies other
    bytes.
    """
    return draft.at("array", _element(PROTECTED, lambda header: Wide(header, 2)))


@tolerated(of=protected_header_in_shortest_form, requirement="HCERT-COSE-013", also=["HCERT-CBOR-007"])
def protected_header_in_chunks(draft: Draft) -> Draft:
    """The protected byte string arrives in pieces of five bytes, which are joined before they are verified."""
    return draft.at("array", _element(PROTECTED, lambda header: Indefinite(header, 5)))


@tolerated(of=protected_header_in_shortest_form, requirement="HCERT-COSE-013", also=["HCERT-CBOR-007"])
def payload_in_chunks(draft: Draft) -> Draft:
    """The claims are sent as a byte string of indefinite length with chunks of 64 bytes, and signed as one string."""
    return draft.at("array", _element(PAYLOAD, lambda claims: Indefinite(claims, 64)))


@valid(requirement="HCERT-KID-004", kind="recovery", version="1.3.0")
def only_the_algorithm_is_protected(draft: Draft) -> Draft:
    """The protected header holds the algorithm alone; the key is named in the unprotected one."""
    return draft.without_protected("kid").unprotected(kid=draft.dsc.kid)


def _nothing_protected(draft, encoded, signed_as):
    """Move all parameters to the unprotected header; `signed_as` is what stands for the header under the signature."""
    moved = draft.instead("protected bytes", lambda _: encoded).unprotected(alg=draft.signer.algorithm)
    return moved.instead(
        "signed", _signed(lambda _, claims: cose.to_be_signed(signed_as, claims, normalise_empty=False))
    )


@open_question(
    of=only_the_algorithm_is_protected,
    requirement="HCERT-COSE-014",
    policy="empty-protected-header",
    reasons=["algorithm-missing"],
)
def protected_header_of_no_bytes(draft: Draft) -> Draft:
    """Nothing is protected, and a byte string of no bytes says so; algorithm and key are named in the unprotected
    header.
    """
    return _nothing_protected(draft, b"", b"")


@open_question(
    of=only_the_algorithm_is_protected,
    requirement="HCERT-COSE-014",
    policy="empty-protected-header",
    reasons=["algorithm-missing"],
)
def empty_map_in_the_protected_header(draft: Draft) -> Draft:
    """An empty map is wrapped in the protected byte string, and the signature covers the byte string of no bytes.

    Section 4.4 wants that form under the signature whenever nothing is protected.
    """
    return _nothing_protected(draft, encode({}), b"")


@open_question(
    of=only_the_algorithm_is_protected,
    requirement="HCERT-COSE-014",
    policy="empty-protected-header",
    reasons=["algorithm-missing", "signature-invalid"],
)
def empty_map_signed_as_received(draft: Draft) -> Draft:
    """The wrapped empty map was signed in just these bytes, A0, as libraries do that treat all headers alike."""
    return _nothing_protected(draft, encode({}), encode({}))
