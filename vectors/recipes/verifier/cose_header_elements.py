"""The two headers as elements of the message: a map in a byte string, and a map (RFC 9052, section 3)."""

from gdhcn_conformance.credentials.cbor import Tagged
from gdhcn_conformance.credentials.cbor_writer import encode
from gdhcn_conformance.generation.recipes import Draft, negative, valid

PROTECTED, UNPROTECTED = 0, 1
# Who decodes into types of its own meets a wrong structure while it still reads CBOR.
MALFORMED = ["cose-malformed", "cbor-malformed"]
# A header that cannot be read may also be taken for one that names no algorithm.
UNREADABLE = [*MALFORMED, "algorithm-missing"]
ALG = 1


def _element(position, change):
    """Change one element of the finished message; what was signed stays as it was."""
    return lambda message: Tagged(
        message.tag, [change(each) if n == position else each for n, each in enumerate(message.value)]
    )


def _flat(header):
    return [each for pair in header.items() for each in pair]


@valid(requirement="HCERT-COSE-002", kind="test")
def map_in_a_byte_string(draft: Draft) -> Draft:
    """The protected header is a byte string that holds a map, the unprotected one an empty map."""
    return draft


@negative(of=map_in_a_byte_string, requirement="HCERT-COSE-008", reasons=MALFORMED)
def protected_header_as_a_map(draft: Draft) -> Draft:
    """The protected header stands in the array as a map instead of inside a byte string.

    The signature is right for a verifier that encodes the map anew and goes on.
    """
    return draft.at("array", _element(PROTECTED, lambda _: dict(draft.phdr)))


@negative(of=map_in_a_byte_string, requirement="HCERT-COSE-008", reasons=UNREADABLE)
def protected_header_holds_an_array(draft: Draft) -> Draft:
    """Inside the byte string, labels and values follow each other in an array of four and not in a map of two."""
    return draft.at("protected", _flat)


@negative(of=map_in_a_byte_string, requirement="HCERT-COSE-008", reasons=UNREADABLE)
def protected_header_holds_a_number(draft: Draft) -> Draft:
    """The byte string holds nothing but the number of the algorithm; the key is named in the unprotected header."""
    return draft.at("protected", lambda header: header[ALG]).unprotected(kid=draft.dsc.kid)


@negative(of=map_in_a_byte_string, requirement="HCERT-COSE-008", reasons=UNREADABLE)
def protected_header_wrapped_twice(draft: Draft) -> Draft:
    """The byte string holds another byte string, and only that one holds the map.

    Libraries that wrap the header themselves produce this when they are handed one that is wrapped already.
    """
    return draft.at("protected bytes", encode)


@negative(of=map_in_a_byte_string, requirement="HCERT-COSE-008", reasons=UNREADABLE)
def protected_header_cut_short(draft: Draft) -> Draft:
    """The byte string ends one byte before its map does, and the signature covers it as it stands.

    A streaming decoder hands out algorithm and most of the key identifier before it finds that something is missing.
    """
    return draft.at("protected bytes", lambda encoded: encoded[:-1])


@negative(of=map_in_a_byte_string, requirement="HCERT-COSE-008", reasons=MALFORMED)
def protected_header_in_hexadecimal(draft: Draft) -> Draft:
    """A text of hexadecimal digits takes the place of the byte string.

    Decoders that turn byte strings into such texts for JSON make the two hard to tell apart.
    """
    return draft.at("array", _element(PROTECTED, bytes.hex))


@negative(of=map_in_a_byte_string, requirement="HCERT-COSE-008", reasons=UNREADABLE)
def protected_header_null(draft: Draft) -> Draft:
    """Null stands for the protected header; the unprotected one names algorithm and key.

    The signature is right for a verifier that takes null for the empty byte string.
    """
    moved = draft.instead("protected bytes", lambda _: b"").unprotected(draft.phdr)
    return moved.at("array", _element(PROTECTED, lambda _: None))


@valid(requirement="HCERT-KID-004", kind="recovery")
def key_identifier_in_the_unprotected_map(draft: Draft) -> Draft:
    """The unprotected header is a map that holds the key identifier, the only one of this certificate."""
    return draft.without_protected("kid").unprotected(kid=draft.dsc.kid)


@negative(of=map_in_a_byte_string, requirement="HCERT-COSE-009", reasons=MALFORMED)
def unprotected_header_as_an_empty_byte_string(draft: Draft) -> Draft:
    """The unprotected header, empty in the twin, is written as an empty byte string like a protected one.

    At least one published verifier took whatever was no map for an empty one; section 3 wants a map.
    """
    return draft.at("array", _element(UNPROTECTED, lambda _: b""))


@negative(of=key_identifier_in_the_unprotected_map, requirement="HCERT-COSE-009", reasons=MALFORMED)
def unprotected_header_wrapped_in_a_byte_string(draft: Draft) -> Draft:
    """The unprotected map, with the key identifier in it, is wrapped into a byte string as only the protected one may
    be.
    """
    return draft.at("array", _element(UNPROTECTED, encode))


@negative(of=map_in_a_byte_string, requirement="HCERT-COSE-009", reasons=MALFORMED)
def unprotected_header_null(draft: Draft) -> Draft:
    """Null says that there is no unprotected header, where an empty map should say it."""
    return draft.at("array", _element(UNPROTECTED, lambda _: None))


@negative(of=map_in_a_byte_string, requirement="HCERT-COSE-009", reasons=MALFORMED)
def unprotected_header_as_an_empty_array(draft: Draft) -> Draft:
    """An array without elements stands for the map without members.

    Where the language has one type for both, the difference is lost unless the decoder is asked.
    """
    return draft.at("array", _element(UNPROTECTED, lambda _: []))


@negative(of=key_identifier_in_the_unprotected_map, requirement="HCERT-COSE-009", reasons=MALFORMED)
def unprotected_header_as_an_array_of_pairs(draft: Draft) -> Draft:
    """Label 4 and the key identifier stand behind each other in an array, the way some writers flatten a map."""
    return draft.at("array", _element(UNPROTECTED, _flat))
