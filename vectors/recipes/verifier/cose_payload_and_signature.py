"""Payload and signature as elements of the message: two byte strings that are there (RFC 9052, section 4.2; RFC
8392).
"""

import base64

from gdhcn_conformance.credentials.cbor import UNDEFINED, Tagged
from gdhcn_conformance.credentials.cbor_writer import Raw
from gdhcn_conformance.generation.recipes import Draft, negative, valid

PAYLOAD, SIGNATURE = 2, 3
# Who decodes into types of its own meets a wrong structure while it still reads CBOR.
MALFORMED = ["cose-malformed", "cbor-malformed"]
BIGNUM = 2  # the CBOR tag of an unsigned number in a byte string (RFC 8949, section 3.4.3)


def _element(position, change):
    """Change one element of the finished message; what was signed stays as it was."""
    return lambda message: Tagged(
        message.tag, [change(each) if n == position else each for n, each in enumerate(message.value)]
    )


@valid(requirement="HCERT-COSE-002", version="1.2.0")
def payload_in_a_byte_string(draft: Draft) -> Draft:
    """A certificate of version 1.2.0 whose claims are wrapped in a byte string, with the signature in another."""
    return draft


@negative(of=payload_in_a_byte_string, requirement="HCERT-COSE-010", reasons=MALFORMED)
def payload_detached(draft: Draft) -> Draft:
    """The payload is null, as in a message whose content travels elsewhere; the signature covers the claims.

    COSE knows detached payloads, a health certificate has nowhere to fetch one from.
    """
    return draft.at("array", _element(PAYLOAD, lambda _: None))


@negative(of=payload_in_a_byte_string, requirement="HCERT-COSE-010", reasons=MALFORMED)
def payload_undefined(draft: Draft) -> Draft:
    """CBOR's value undefined stands in the place of the payload.

    It is not the nil of a detached payload, and some decoders hand it out as an object of their own.
    """
    return draft.at("array", _element(PAYLOAD, lambda _: UNDEFINED))


@negative(
    of=payload_in_a_byte_string,
    requirement="HCERT-COSE-010",
    reasons=[*MALFORMED, "claims-malformed", "claim-missing"],
)
def payload_empty(draft: Draft) -> Draft:
    """The payload is a byte string of no bytes, rightly signed.

    The signature verifies, so a verifier that reports success before it looks for claims shows an empty certificate
    as valid.
    """
    return draft.at("cwt", lambda _: b"")


@negative(of=payload_in_a_byte_string, requirement="HCERT-COSE-010", reasons=MALFORMED)
def payload_as_a_map(draft: Draft) -> Draft:
    """The claims stand in the array as a map, not wrapped in a byte string.

    The signature fits for a verifier that encodes the map itself before verifying.
    """
    return draft.at("array", _element(PAYLOAD, Raw))


@negative(of=payload_in_a_byte_string, requirement="HCERT-COSE-010", reasons=MALFORMED)
def payload_as_base64_text(draft: Draft) -> Draft:
    """The claims arrive as a text in Base64, the form that a payload has in a JSON Web Signature."""
    return draft.at("array", _element(PAYLOAD, lambda claims: base64.urlsafe_b64encode(claims).decode()))


@negative(of=payload_in_a_byte_string, requirement="HCERT-COSE-010", reasons=MALFORMED)
def payload_in_an_array_of_one(draft: Draft) -> Draft:
    """An array of one element holds the byte string with the claims, as if several payloads could be signed at once."""
    return draft.at("array", _element(PAYLOAD, lambda claims: [claims]))


@valid(requirement="HCERT-ALG-003", kind="recovery", version="1.3.0")
def signature_in_a_byte_string(draft: Draft) -> Draft:
    """A recovery certificate of version 1.3.0 whose fourth element is a byte string with the 64 bytes of the
    signature.
    """
    return draft


@negative(of=signature_in_a_byte_string, requirement="HCERT-COSE-011", reasons=MALFORMED, forgery=True)
def signature_left_out(draft: Draft) -> Draft:
    """The array ends after the payload: nobody signed.

    A verifier that verifies the signature if there is one accepts what anybody can write.
    """
    return draft.at("array", lambda message: Tagged(message.tag, message.value[:SIGNATURE]))


@negative(
    of=signature_in_a_byte_string,
    requirement="HCERT-COSE-011",
    reasons=["signature-invalid", *MALFORMED],
    forgery=True,
)
def signature_empty(draft: Draft) -> Draft:
    """The signature is a byte string without a byte in it, which is a signature by nobody."""
    return draft.at("array", _element(SIGNATURE, lambda _: b""))


@negative(of=signature_in_a_byte_string, requirement="HCERT-COSE-011", reasons=MALFORMED, forgery=True)
def signature_null(draft: Draft) -> Draft:
    """Null takes the place of the signature.

    Where null turns into an absent value, the step that verifies it may be skipped without an error.
    """
    return draft.at("array", _element(SIGNATURE, lambda _: None))


@negative(of=signature_in_a_byte_string, requirement="HCERT-COSE-011", reasons=MALFORMED)
def signature_as_base64_text(draft: Draft) -> Draft:
    """The right signature is written as a text in Base64.

    Lenient readers convert it; a reader by RFC 9052 finds the wrong type.
    """
    return draft.at("array", _element(SIGNATURE, lambda made: base64.b64encode(made).decode()))


@negative(of=signature_in_a_byte_string, requirement="HCERT-COSE-011", reasons=MALFORMED)
def signature_as_two_byte_strings(draft: Draft) -> Draft:
    """The halves r and s of the right signature stand as two byte strings in an array, joined nowhere."""
    return draft.at("array", _element(SIGNATURE, lambda made: [made[:32], made[32:]]))


@negative(of=signature_in_a_byte_string, requirement="HCERT-COSE-011", reasons=MALFORMED)
def signature_as_a_number(draft: Draft) -> Draft:
    """The bytes of the right signature are tagged as one very large number.

    Decoders turn that tag into an integer of their language, and some convert it back when bytes are asked for.
    """
    return draft.at("array", _element(SIGNATURE, lambda made: Tagged(BIGNUM, made)))
