"""Lengths beyond the input and nesting without end, in the message and in the claims (RFC 8949, section 10)."""

from typing import Any

from gdhcn_conformance.credentials.cbor import ARRAY, BYTES, MAP, TAG, TEXT, Tagged
from gdhcn_conformance.credentials.cbor_writer import Raw, encode, head
from gdhcn_conformance.generation.recipes import Draft, negative, open_question, valid

# A reader that calls itself for each level needs a frame for each of these; usual limits lie between 500 and 1000.
DEEP = 10_000
HUGE = (1 << 63) - 1  # the largest length that a signed 64-bit number holds
ALL_ONES = (1 << 64) - 1  # added to a position in 64 bits, it is one less
PRIVATE = (
    -70_000
)  # a label for private use, as claim and as header parameter (RFC 8392, section 9.1; RFC 9052, section 11.1)
CWT = 61  # the CBOR tag of a CWT (RFC 8392, section 6)
IN_THE_MESSAGE = ["cbor-malformed", "cose-malformed"]
# A header that cannot be read may also be taken for one that names no algorithm.
IN_THE_HEADER = [*IN_THE_MESSAGE, "algorithm-missing"]
IN_THE_CLAIMS = ["cbor-malformed", "claims-malformed"]


def _element(draft: Draft, place: int, make: Any) -> Draft:
    """The message with one of its elements made anew: 0 protected, 1 unprotected header, 2 payload, 3 signature."""

    def change(tagged: Tagged) -> Tagged:
        elements = list(tagged.value)
        elements[place] = make(elements[place])
        return Tagged(tagged.tag, elements)

    return draft.at("array", change)


@valid(requirement="HCERT-COSE-002", kind="test")
def lengths_that_are_true(draft: Draft) -> Draft:
    """A test certificate in which everything is as long as it says."""
    return draft


@negative(of=lengths_that_are_true, requirement="HCERT-CBOR-003a", reasons=IN_THE_MESSAGE, also=["HCERT-CBOR-001"])
def protected_header_of_eight_exabytes(draft: Draft) -> Draft:
    """The first byte string of the message announces 2 to the 63rd minus one bytes.

    Reserving the memory first, and reading then, ends the process; it is asked for before any signature.
    """
    return _element(draft, 0, lambda header: Raw(head(BYTES, HUGE) + header))


@negative(of=lengths_that_are_true, requirement="HCERT-CBOR-003a", reasons=IN_THE_MESSAGE, also=["HCERT-CBOR-001"])
def payload_of_four_gigabytes(draft: Draft) -> Draft:
    """The payload's length is given as 4294967295 bytes, the most that four bytes can say.

    That much can be had on a server, and many requests for it cannot.
    """
    return _element(draft, 2, lambda payload: Raw(head(BYTES, 0xFFFF_FFFF) + payload))


@negative(of=lengths_that_are_true, requirement="HCERT-CBOR-003a", reasons=IN_THE_MESSAGE, also=["HCERT-CBOR-001"])
def signature_whose_length_wraps_around(draft: Draft) -> Draft:
    """The signature announces 2 to the 64th minus one bytes, which added to its place points one byte back.

    A comparison of that sum with the end of the input finds it within, in languages whose integers overflow.
    """
    return _element(draft, 3, lambda signature: Raw(head(BYTES, ALL_ONES) + signature))


@negative(of=lengths_that_are_true, requirement="HCERT-CBOR-003a", reasons=IN_THE_MESSAGE, also=["HCERT-CBOR-001"])
def unprotected_header_of_countless_pairs(draft: Draft) -> Draft:
    """The unprotected header is a map that announces 2 to the 61st pairs.

    Hash tables made with room for as many as announced are the danger here.
    """
    return _element(draft, 1, lambda _: Raw(head(MAP, 1 << 61)))


@negative(of=lengths_that_are_true, requirement="HCERT-CBOR-003a", reasons=IN_THE_MESSAGE, also=["HCERT-CBOR-001"])
def array_of_countless_elements(draft: Draft) -> Draft:
    """The message is an array that announces a thousand million elements and has four.

    Those four are in order, so a reader that takes four and asks no more sees a message.
    """

    def change(tagged: Tagged) -> Raw:
        return Raw(head(TAG, tagged.tag) + head(ARRAY, 10**9) + b"".join(map(encode, tagged.value)))

    return draft.at("array", change)


@negative(of=lengths_that_are_true, requirement="HCERT-CBOR-003a", reasons=IN_THE_HEADER, also=["HCERT-CBOR-001"])
def key_identifier_of_a_terabyte(draft: Draft) -> Draft:
    """Inside the protected header the key identifier announces a terabyte, and eight bytes follow.

    They are the right eight. The header is read before the signature, by a second reader in most libraries.
    """
    return draft.protected(kid=Raw(head(BYTES, 1 << 40) + draft.dsc.kid))


@negative(of=lengths_that_are_true, requirement="HCERT-CBOR-003a", reasons=IN_THE_CLAIMS, also=["HCERT-CBOR-001"])
def claims_of_four_thousand_million_pairs(draft: Draft) -> Draft:
    """The map of claims, rightly signed, announces 4294967295 pairs.

    The usual four are there, and then the payload ends.
    """
    return draft.at("cwt", lambda claims: head(MAP, 0xFFFF_FFFF) + claims[1:])


@negative(of=lengths_that_are_true, requirement="HCERT-CBOR-003a", reasons=IN_THE_CLAIMS, also=["HCERT-CBOR-001"])
def last_claim_of_eight_exabytes(draft: Draft) -> Draft:
    """An unknown claim at the end announces a text of 2 to the 63rd minus one bytes and has three.

    Cutting the length down to what is left accepts the certificate.
    """
    return draft.claims({PRIVATE: Raw(head(TEXT, HUGE) + b"abc")})


@valid(requirement="HCERT-CWT-019", kind="recovery", version="1.3.0")
def shallow_nesting(draft: Draft) -> Draft:
    """A recovery certificate with an unknown claim of three arrays, each inside the other."""
    return draft.claims({PRIVATE: [[[]]]})


@negative(of=shallow_nesting, requirement="HCERT-CBOR-003a", reasons=IN_THE_MESSAGE)
def arrays_instead_of_a_message(draft: Draft) -> Draft:
    """Ten thousand arrays of one element each, one inside the other, are all that was compressed.

    The text is short and costs nothing to make; a recursive reader runs out of stack on it.
    """
    return draft.instead("cose", lambda _: b"\x81" * DEEP + b"\x80")


@negative(of=shallow_nesting, requirement="HCERT-CBOR-003a", reasons=IN_THE_MESSAGE)
def tags_around_the_message(draft: Draft) -> Draft:
    """Tag 61 stands ten thousand times before a right COSE message.

    A loop that takes off tags while there are any gets through to a valid certificate.
    """
    return draft.at("cose", lambda message: head(TAG, CWT) * DEEP + message)


@open_question(of=shallow_nesting, requirement="HCERT-CBOR-003b", policy="deep-nesting", reasons=IN_THE_MESSAGE)
def maps_in_the_unprotected_header(draft: Draft) -> Draft:
    """An unknown parameter of the unprotected header is a map in a map in a map, ten thousand deep.

    Nobody needs a key to add it to somebody's certificate.
    """
    return draft.unprotected({PRIVATE: Raw(b"\xa1\x00" * DEEP + b"\xa0")})


@open_question(of=shallow_nesting, requirement="HCERT-CBOR-003b", policy="deep-nesting", reasons=IN_THE_HEADER)
def arrays_in_the_protected_header(draft: Draft) -> Draft:
    """The protected header has an additional parameter of ten thousand nested arrays of indefinite length.

    A bound on the depth of the message does not help when the header's own reader has none.
    """
    return draft.protected({PRIVATE: Raw(b"\x9f" * DEEP + b"\xff" * DEEP)})


@open_question(of=shallow_nesting, requirement="HCERT-CBOR-003b", policy="deep-nesting", reasons=IN_THE_CLAIMS)
def arrays_in_an_unknown_claim(draft: Draft) -> Draft:
    """The unknown claim is ten thousand arrays deep, and the signature over it is right.

    Trust in the signer is no protection: the depth is met by every program that opens the payload, also to show or to
    log it.
    """
    return draft.claims({PRIVATE: Raw(b"\x81" * DEEP + b"\x80")})
