"""CBOR that is not well-formed, in message, protected header, claims and health certificate (RFC 8949, appendix F)."""

from gdhcn_conformance.credentials.cbor import BYTES
from gdhcn_conformance.credentials.cbor_writer import Indefinite, Raw, encode, head
from gdhcn_conformance.generation.recipes import Draft, negative, valid

PRIVATE = (
    -70_000
)  # a label for private use, as claim and as header parameter (RFC 8392, section 9.1; RFC 9052, section 11.1)
# The claims lie in a byte string of the message; a verifier opens it when it comes to the CWT.
IN_THE_CLAIMS = ["cbor-malformed", "claims-malformed"]
IN_THE_CERTIFICATE = ["cbor-malformed", "claims-malformed", "hcert-malformed", "schema-invalid"]
IN_THE_MESSAGE = ["cbor-malformed", "cose-malformed"]
# A header that cannot be read may also be taken for one that names no algorithm.
IN_THE_HEADER = [*IN_THE_MESSAGE, "algorithm-missing"]
CONTENT_FORMAT_CWT = 61  # application/cwt among CoAP's content formats (RFC 8392, section 9.3)
SIGNATURE = 64  # octets of an ES256 signature, and the last ones of the message


def _claim(draft: Draft, encoded: bytes) -> Draft:
    """One more claim, the last, whose value is these bytes."""
    return draft.claims({PRIVATE: Raw(encoded)})


@valid(requirement="HCERT-CWT-019", kind="vaccination")
def unknown_claim_that_is_well_formed(draft: Draft) -> Draft:
    """A vaccination certificate whose last claim, under a label for private use, is a short text."""
    return draft.claims({PRIVATE: "abc"})


@negative(
    of=unknown_claim_that_is_well_formed, requirement="HCERT-CBOR-001", reasons=IN_THE_CLAIMS, mutation="stray-break"
)
def break_for_the_value_of_a_claim(draft: Draft) -> Draft:
    """The value of the unknown claim is FF, a break, in a map of definite length.

    One common library hands out a marker object for it and goes on; no other claim is disturbed.
    """
    return _claim(draft, b"\xff")


@negative(of=unknown_claim_that_is_well_formed, requirement="HCERT-CBOR-001", reasons=IN_THE_CLAIMS)
def reserved_additional_information(draft: Draft) -> Draft:
    """The last claim's value begins with 1C, whose additional information of 28 has no meaning yet.

    Taking it for the number 28, or for one without further bytes, leaves the rest of the claims readable.
    """
    return _claim(draft, b"\x1c")


@negative(of=unknown_claim_that_is_well_formed, requirement="HCERT-CBOR-001", reasons=IN_THE_CLAIMS)
def integer_of_indefinite_length(draft: Draft) -> Draft:
    """1F is the value of the unknown claim: an integer of indefinite length, which there is not."""
    return _claim(draft, b"\x1f")


@negative(of=unknown_claim_that_is_well_formed, requirement="HCERT-CBOR-001", reasons=IN_THE_CLAIMS)
def false_in_two_bytes(draft: Draft) -> Draft:
    """The unknown claim is false, written in two bytes, F8 14.

    Simple values below 32 have no such form (RFC 8949, section 3.3); a reader unaware of it finds nothing odd.
    """
    return _claim(draft, b"\xf8\x14")


@negative(of=unknown_claim_that_is_well_formed, requirement="HCERT-CBOR-001", reasons=IN_THE_CLAIMS)
def text_that_ends_too_early(draft: Draft) -> Draft:
    """The last claim announces a text of three bytes, and the payload ends after two.

    Slicing beyond the end gives what there is in many languages, here two letters of a claim nobody needs.
    """
    return _claim(draft, b"\x63ab")


@negative(of=unknown_claim_that_is_well_formed, requirement="HCERT-CBOR-001", reasons=IN_THE_CLAIMS)
def one_pair_fewer_than_announced(draft: Draft) -> Draft:
    """The map of claims announces one pair more than follow.

    A reader in a loop that stops at the end of its input returns the claims it has, and they are all there.
    """
    return draft.at("cwt", lambda claims: bytes((claims[0] + 1,)) + claims[1:])


@negative(of=unknown_claim_that_is_well_formed, requirement="HCERT-CBOR-001", reasons=IN_THE_CLAIMS)
def map_without_its_break(draft: Draft) -> Draft:
    """The claims are a map of indefinite length, and the break at its end is missing.

    The payload simply ends; whether that was the end of the map cannot be known.
    """
    return draft.instead("cwt", lambda claims: encode(Indefinite(claims))[:-1])


@negative(of=unknown_claim_that_is_well_formed, requirement="HCERT-CBOR-001", reasons=IN_THE_CLAIMS)
def key_without_a_value(draft: Draft) -> Draft:
    """A map of indefinite length ends after a key: a claim has a label and no value.

    Counting items instead of pairs, or dropping the odd one, hides it (RFC 8949, section 3.2.2).
    """
    return draft.instead("cwt", lambda claims: encode(Indefinite(claims))[:-1] + b"\x00\xff")


@valid(requirement="HCERT-VER-100", kind="test", version="1.1.0")
def well_formed_throughout(draft: Draft) -> Draft:
    """A test certificate of version 1.1.0, well-formed in all its layers."""
    return draft


@negative(of=well_formed_throughout, requirement="HCERT-CBOR-001", reasons=IN_THE_CERTIFICATE)
def byte_chunk_in_a_text(draft: Draft) -> Draft:
    """The name of the certificate's issuer is a text of indefinite length with a byte string for one of its chunks.

    Chunks must be of the type of the whole; gluing their bytes together asks no questions.
    """
    return draft.payload({"t.0.is": Raw(b"\x7f" + encode("TEST ONLY ") + encode(b"Health Authority") + b"\xff")})


@negative(of=well_formed_throughout, requirement="HCERT-CBOR-001", reasons=IN_THE_CERTIFICATE)
def chunks_inside_a_chunk(draft: Draft) -> Draft:
    """A chunk of the testing centre's name is itself of indefinite length.

    A recursive reader joins the inner chunks first; RFC 8949, section 3.2.3, allows definite ones only.
    """
    return draft.payload({"t.0.tc": Raw(b"\x7f" + encode(Indefinite("TEST ONLY Centre", 4)) + b"\xff")})


@negative(of=well_formed_throughout, requirement="HCERT-CBOR-001", reasons=IN_THE_CERTIFICATE, mutation="stray-break")
def break_for_the_value_of_a_member(draft: Draft) -> Draft:
    """The health certificate has a further member, unknown to any schema, whose value is a break.

    Schemas let unknown members pass, so only the CBOR reader can object.
    """
    return draft.payload({"note": Raw(b"\xff")})


@valid(requirement="HCERT-SIG-007", kind="recovery")
def content_type_in_the_unprotected_header(draft: Draft) -> Draft:
    """A recovery certificate with a content type in the unprotected header, where nothing is signed."""
    return draft.unprotected(content_type=CONTENT_FORMAT_CWT)


@negative(
    of=content_type_in_the_unprotected_header,
    requirement="HCERT-CBOR-001",
    reasons=IN_THE_MESSAGE,
    mutation="stray-break",
)
def break_in_the_unprotected_header(draft: Draft) -> Draft:
    """The content type in the unprotected header is a break without anything to be broken off.

    It can be put there by anybody, without the signer's key.
    """
    return draft.unprotected(content_type=Raw(b"\xff"))


@negative(
    of=content_type_in_the_unprotected_header,
    requirement="HCERT-CBOR-001",
    reasons=IN_THE_HEADER,
    mutation="stray-break",
)
def break_in_the_protected_header(draft: Draft) -> Draft:
    """The protected header holds, beside algorithm and key identifier, an unknown parameter with a break for its value.

    The signature is made over the header as it stands, and so verifies.
    """
    return draft.protected({PRIVATE - 1: Raw(b"\xff")})


@negative(
    of=content_type_in_the_unprotected_header,
    requirement="HCERT-CBOR-001",
    reasons=IN_THE_HEADER,
    mutation="one-pair-fewer-than-announced",
)
def protected_header_that_announces_three(draft: Draft) -> Draft:
    """The protected header says that it has three parameters, and ends after two.

    Both that are needed are among them; errors in the header are swallowed by at least one published library.
    """
    return draft.at("protected bytes", lambda header: bytes((header[0] + 1,)) + header[1:])


@negative(of=content_type_in_the_unprotected_header, requirement="HCERT-CBOR-001", reasons=IN_THE_MESSAGE)
def signature_that_ends_too_early(draft: Draft) -> Draft:
    """The signature's byte string announces 65 bytes, and the message ends with the 64 of a right one.

    Cutting the announced length down to what is there gives a signature that verifies.
    """
    return draft.at(
        "cose", lambda message: message[: -SIGNATURE - 2] + head(BYTES, SIGNATURE + 1) + message[-SIGNATURE:]
    )


@negative(of=content_type_in_the_unprotected_header, requirement="HCERT-CBOR-001", reasons=IN_THE_MESSAGE)
def message_without_its_break(draft: Draft) -> Draft:
    """The array of the message is of indefinite length and lacks the break behind the signature.

    All four elements are complete; it is the end of the array that was lost.
    """
    return draft.at("array", lambda tagged: type(tagged)(tagged.tag, Indefinite(tagged.value))).at(
        "cose", lambda m: m[:-1]
    )


@negative(of=content_type_in_the_unprotected_header, requirement="HCERT-CBOR-001", reasons=IN_THE_MESSAGE)
def reserved_array_length(draft: Draft) -> Draft:
    """The array of the message begins with 9C, a length that is reserved, where 84 would say four.

    Readers that pick the elements by position after skipping two bytes do not see it.
    """
    return draft.at("cose", lambda message: message[:1] + b"\x9c" + message[2:])
