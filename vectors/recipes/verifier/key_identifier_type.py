"""The key identifier is a byte string: what is of another type names nobody (RFC 9052, section 3.1)."""

from __future__ import annotations

import base64

from gdhcn_conformance.credentials.cbor import Tagged
from gdhcn_conformance.generation.recipes import Draft, negative, valid

# Met where the type is looked at, where the headers are decoded into typed fields, or where the value is looked up as
# it is.
NO_BYTE_STRING = ["kid-malformed", "kid-missing", "cose-malformed", "cbor-malformed", "key-unknown"]
BIGNUM = 2  # the tag of an unsigned integer written as a byte string (RFC 8949, section 3.4.3)


def _base64(draft: Draft) -> str:
    return base64.b64encode(draft.dsc.kid).decode()


def _moved_to_unprotected(draft: Draft, value: object) -> Draft:
    return draft.without_protected("kid").unprotected(kid=value)


@valid(requirement="HCERT-KID-004", kind="test", version="1.2.0")
def test(draft: Draft) -> Draft:
    """A test certificate names its signer by a byte string of eight octets."""
    return draft


@negative(of=test, requirement="HCERT-KID-010", reasons=NO_BYTE_STRING)
def base64_text(draft: Draft) -> Draft:
    """The identifier is a text string: the Base64 of the octets, just as trust lists print it.

    Code that turns every identifier into Base64 before comparing finds this one equal.
    """
    return draft.protected(kid=_base64(draft))


@negative(of=test, requirement="HCERT-KID-010", reasons=NO_BYTE_STRING)
def base64_text_in_the_unprotected_header(draft: Draft) -> Draft:
    """A text string with the right Base64 is all that the unprotected header offers as an identifier.

    Issuing software whose CBOR library serialised a JSON string made such headers.
    """
    return _moved_to_unprotected(draft, _base64(draft))


@negative(of=test, requirement="HCERT-KID-010", reasons=NO_BYTE_STRING)
def hexadecimal_text(draft: Draft) -> Draft:
    """The identifier is written in hexadecimal digits, as a text string of sixteen characters."""
    return draft.protected(kid=draft.dsc.kid.hex())


@negative(of=test, requirement="HCERT-KID-010", reasons=NO_BYTE_STRING)
def text_protected_bytes_unprotected(draft: Draft) -> Draft:
    """A text string in the protected header stands before the right byte string in the unprotected one.

    The protected header goes first even where its value is unusable; swallowing the type error and looking further is
    the mistake.
    """
    return draft.protected(kid=_base64(draft)).unprotected(kid=draft.dsc.kid)


@negative(of=test, requirement="HCERT-KID-010", reasons=NO_BYTE_STRING)
def integer(draft: Draft) -> Draft:
    """The identifier is an unsigned integer of 64 bits whose octets, read as a number, are those of the signer's.

    A type assertion that is not checked ends here in a panic.
    """
    return draft.protected(kid=int.from_bytes(draft.dsc.kid))


@negative(of=test, requirement="HCERT-KID-010", reasons=NO_BYTE_STRING)
def small_integer_in_the_unprotected_header(draft: Draft) -> Draft:
    """The unprotected header calls its key by the number 1, as if keys were counted.

    An index into the list of keys would even find one.
    """
    return _moved_to_unprotected(draft, 1)


@negative(of=test, requirement="HCERT-KID-010", reasons=NO_BYTE_STRING)
def big_number(draft: Draft) -> Draft:
    """The right octets carry the tag of a big number, and so are an integer and no byte string any more.

    Decoders that drop unknown tags, or hand out the content of this one, see the signer's identifier.
    """
    return draft.protected(kid=Tagged(BIGNUM, draft.dsc.kid))


@negative(of=test, requirement="HCERT-KID-010", reasons=NO_BYTE_STRING)
def array_with_the_identifier(draft: Draft) -> Draft:
    """An array of one element wraps the right byte string.

    Nothing in COSE lets a message name several keys in one parameter.
    """
    return draft.protected(kid=[draft.dsc.kid])


@negative(of=test, requirement="HCERT-KID-010", reasons=NO_BYTE_STRING)
def array_of_octets(draft: Draft) -> Draft:
    """The eight octets are written as an array of eight small integers, the way JavaScript prints a buffer."""
    return draft.protected(kid=list(draft.dsc.kid))


@negative(of=test, requirement="HCERT-KID-010", reasons=NO_BYTE_STRING)
def map_in_the_unprotected_header(draft: Draft) -> Draft:
    """A map with the octets under their positions takes the place of the unprotected identifier."""
    return _moved_to_unprotected(draft, dict(enumerate(draft.dsc.kid)))


@negative(of=test, requirement="HCERT-KID-010", reasons=NO_BYTE_STRING)
def boolean(draft: Draft) -> Draft:
    """Where the identifier belongs, the protected header says true."""
    return draft.protected(kid=True)


@negative(of=test, requirement="HCERT-KID-010", reasons=[*NO_BYTE_STRING, "signature-invalid"], forgery=True)
def null_and_an_unlisted_signer(draft: Draft) -> Draft:
    """Label 4 of the protected header is null, and a signer whom the list does not know made the signature.

    Taken for missing or for malformed, it leads to no key; read as a wildcard it must not lead to every one.
    """
    return draft.protected(kid=None).signed_by(draft.other_signer("forger"))
