"""The outer item: an array of four (RFC 9052, section 4.2)."""

from gdhcn_conformance.credentials import cbor
from gdhcn_conformance.credentials.cbor import Tagged
from gdhcn_conformance.credentials.cbor_writer import Raw, encode
from gdhcn_conformance.generation.recipes import Draft, negative, valid

HCERT = -260
# Who decodes into types of its own meets a wrong structure while it still reads CBOR.
MALFORMED = ["cose-malformed", "cbor-malformed"]
NAMES = ("protected", "unprotected", "payload", "signature")


def _array(change):
    """Change the list of elements and leave tag 18 around what comes of it."""
    return lambda message: Tagged(message.tag, change(message.value))


@valid(requirement="HCERT-COSE-002")
def four_elements(draft: Draft) -> Draft:
    """Tag 18 stands around an array of four: protected header, unprotected header, payload and signature."""
    return draft


@negative(of=four_elements, requirement="HCERT-COSE-001a", reasons=MALFORMED)
def unprotected_header_left_out(draft: Draft) -> Draft:
    """The empty unprotected header is left out, so that the array has three elements.

    A verifier that counts from the end of the array finds payload and signature where it expects them.
    """
    return draft.at("array", _array(lambda elements: [elements[0], *elements[2:]]))


@negative(of=four_elements, requirement="HCERT-COSE-001a", reasons=MALFORMED)
def protected_header_left_out(draft: Draft) -> Draft:
    """The array begins with the unprotected header, which names algorithm and key, and has three elements.

    The signature is right for a message without protected header. A reader that fills up what is missing at the front
    would verify it.
    """
    unprotected = dict(draft.phdr)
    bare = draft.instead("protected bytes", lambda _: b"")
    return bare.at("array", _array(lambda elements: [unprotected, *elements[2:]]))


@negative(of=four_elements, requirement="HCERT-COSE-001a", reasons=MALFORMED)
def fifth_element_at_the_end(draft: Draft) -> Draft:
    """An empty byte string follows the signature as a fifth element.

    Whoever takes the elements by position and never asks how many there are does not notice.
    """
    return draft.at("array", _array(lambda elements: [*elements, b""]))


@negative(of=four_elements, requirement="HCERT-COSE-001a", reasons=MALFORMED)
def sig_structure_sent_as_the_message(draft: Draft) -> Draft:
    """What was signed is sent as it stands, context string and external data included, with the signature behind it.

    An issuer who mistakes the Sig_structure for the message writes this array of five; section 4.4 has it never
    transmitted.
    """
    return draft.at("array", _array(lambda elements: ["Signature1", elements[0], b"", *elements[2:]]))


@negative(of=four_elements, requirement="HCERT-COSE-001a", reasons=MALFORMED)
def map_with_positions_as_keys(draft: Draft) -> Draft:
    """A map from 0, 1, 2 and 3 to the four elements stands where the array belongs.

    In languages whose arrays are maps (PHP, Lua), and where objects are indexed by number, the two look the same.
    """
    return draft.at("array", _array(lambda elements: dict(enumerate(elements))))


@negative(of=four_elements, requirement="HCERT-COSE-001a", reasons=MALFORMED)
def map_with_names_as_keys(draft: Draft) -> Draft:
    """The four elements stand in a map under their names, as the JSON form of a signature has it."""
    return draft.at("array", _array(lambda elements: dict(zip(NAMES, elements, strict=True))))


@negative(of=four_elements, requirement="HCERT-COSE-001a", reasons=MALFORMED)
def array_inside_an_array(draft: Draft) -> Draft:
    """The message is the only element of another array, as a list of one certificate would be written.

    A helper that flattens nested arrays finds four elements again.
    """
    return draft.at("array", _array(lambda elements: [elements]))


@negative(of=four_elements, requirement="HCERT-COSE-001a", reasons=MALFORMED)
def array_without_elements(draft: Draft) -> Draft:
    """Tag 18 holds an empty array; a verifier that reaches for its third element must not end in an exception."""
    return draft.at("array", _array(lambda _: []))


@negative(of=four_elements, requirement="HCERT-COSE-001a", reasons=MALFORMED)
def message_inside_a_byte_string(draft: Draft) -> Draft:
    """The complete message, tag and all, is the content of a byte string.

    A reader that unwraps byte strings until an array appears takes a second form for the first.
    """
    return draft.at("cose", encode)


@negative(of=four_elements, requirement="HCERT-COSE-001a", reasons=MALFORMED, forgery=True)
def claims_that_nobody_signed(draft: Draft) -> Draft:
    """The claims stand alone, as a CBOR map, without headers and without a signature.

    A reader that looks for claims first and for a signature where there is one lets everybody issue certificates.
    """
    return draft.at("array", lambda message: Raw(message.value[2]))


@negative(of=four_elements, requirement="HCERT-COSE-001a", reasons=MALFORMED, forgery=True)
def health_certificate_that_nobody_signed(draft: Draft) -> Draft:
    """Only the innermost map is left, with person and vaccination: no claims, no signer, no signature."""
    return draft.at("array", lambda message: cbor.read(message.value[2]).value[HCERT][1])


@negative(of=four_elements, requirement="HCERT-COSE-001a", reasons=MALFORMED, forgery=True)
def number_under_the_tag(draft: Draft) -> Draft:
    """Tag 18 stands around the number 42, which no reader may index."""
    return draft.at("array", lambda message: Tagged(message.tag, 42))
