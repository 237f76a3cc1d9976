"""Key identifiers are compared as whole byte strings, as the list has them (WHO HCERT, appendix A.1).

Most certificates here stand before a list with two signers whose identifiers some shortcut takes for one.
"""

from __future__ import annotations

import base64
from itertools import count

from gdhcn_conformance.generation.recipes import Draft, negative, tolerated, valid
from gdhcn_conformance.pki.authority import Signer

# The rival's signature; or no key at all, where identifiers are computed instead of taken from the list (appendix A.1
# allows it).
OTHER_KEY = ["signature-invalid", "key-unknown"]
OTHER_LENGTH = [*OTHER_KEY, "kid-malformed"]  # or an identifier of another length than eight is not taken for one
LIKE_TEXT = base64.b64decode("TestOnlyKi4=")
SWAPPED_CASE = base64.b64decode("tESToNLYkI4=")


def _rival(draft: Draft) -> Signer:
    return draft.other_signer("rival")


def _beside(draft: Draft, own: bytes, others: bytes) -> Draft:
    """The signer is listed under `own`, which the certificate names; before it stands a rival under `others`."""
    authority = draft.pki.authority(draft.country).listed(usage="SCA")
    listed = draft.trusting(authority, _rival(draft).listed(kid=others), draft.dsc.listed(kid=own))
    return listed.protected(kid=own)


def _forged(draft: Draft, own: bytes, others: bytes) -> Draft:
    """As `_beside`, but the rival has signed, in the signer's name."""
    return _beside(draft, own, others).signed_by(_rival(draft))


@valid(requirement="HCERT-KID-004", kind="vaccination", version="1.2.0")
def vaccination(draft: Draft) -> Draft:
    """The list holds the signer under the first eight octets of its certificate's hash, as the certificate has them."""
    return draft


# -- length ------------------------------------------------------------------------------------------------------------


@tolerated(of=vaccination, requirement="HCERT-KID-009", also=["HCERT-KID-011"])
def nine_bytes_beside_the_first_eight(draft: Draft) -> Draft:
    """The signer is listed under nine bytes; another one under the first eight of them.

    Cut to the usual length, the identifier leads to the other key, and a good certificate is refused.
    """
    return _beside(draft, b"SIGNER-12", b"SIGNER-1")


@negative(of=vaccination, requirement="HCERT-KID-009", reasons=OTHER_LENGTH)
def nine_bytes_signed_by_the_first_eight(draft: Draft) -> Draft:
    """The certificate names a listed identifier of nine bytes; the owner of the first eight signed it.

    A verifier that shortens what it reads to eight bytes accepts the wrong signer.
    """
    return _forged(draft, b"SIGNER-12", b"SIGNER-1")


@tolerated(of=vaccination, requirement="HCERT-KID-009")
def eight_bytes_beside_a_longer_one(draft: Draft) -> Draft:
    """Ahead of the signer, the list has an entry whose identifier goes on where the signer's ends.

    Looking for an entry that starts with the identifier stops at the wrong one.
    """
    return _beside(draft, draft.dsc.kid, draft.dsc.kid + b"2")


@negative(of=vaccination, requirement="HCERT-KID-009", reasons=OTHER_KEY)
def eight_bytes_signed_by_a_longer_one(draft: Draft) -> Draft:
    """The owner of a longer identifier signs under its first eight bytes, which are another signer's."""
    return _forged(draft, draft.dsc.kid, draft.dsc.kid + b"2")


@negative(of=vaccination, requirement="HCERT-KID-009", reasons=OTHER_LENGTH)
def seven_bytes_signed_by_the_whole(draft: Draft) -> Draft:
    """Seven bytes are one signer's identifier and the beginning of another's, who made this signature.

    A comparison over the length of what was read, rather than of both, takes the two for equal.
    """
    return _forged(draft, draft.dsc.kid[:7], draft.dsc.kid)


@negative(of=vaccination, requirement="HCERT-KID-009", reasons=OTHER_KEY)
def leading_zero_byte(draft: Draft) -> Draft:
    """Two identifiers differ by a zero byte in front, and the signature belongs to the one without.

    Read as numbers, both are the same.
    """
    return _forged(draft, b"\0SIGNER1", b"SIGNER1")


@negative(of=vaccination, requirement="HCERT-KID-009", reasons=OTHER_KEY)
def trailing_zero_byte(draft: Draft) -> Draft:
    """A zero byte at the end tells the named signer from the one that signed.

    Copying into a buffer of fixed length, filled up with zeros, loses the difference.
    """
    return _forged(draft, b"SIGNER1\0", b"SIGNER1")


@negative(of=vaccination, requirement="HCERT-KID-009", reasons=OTHER_KEY)
def zero_byte_inside_signed_by_the_other(draft: Draft) -> Draft:
    """The signature is by the owner of an identifier that differs only behind a zero byte from the one named."""
    return _forged(draft, b"SCA\0-ONE", b"SCA\0-TWO")


@negative(of=vaccination, requirement="HCERT-KID-009", reasons=OTHER_KEY)
def differing_in_the_last_bit(draft: Draft) -> Draft:
    """Named and signing identifier are eight bytes each and differ in one bit of the last one."""
    return _forged(draft, b"SIGNER-2", b"SIGNER-3")


@negative(of=vaccination, requirement="HCERT-KID-009", reasons=OTHER_KEY)
def differing_in_the_last_four_bytes(draft: Draft) -> Draft:
    """The two identifiers share their first four bytes, as many as a 32-bit hash of them would have."""
    return _forged(draft, b"TEST-ONE", b"TEST-TWO")


@negative(of=vaccination, requirement="HCERT-KID-009", reasons=OTHER_KEY)
def bytes_in_reverse_order(draft: Draft) -> Draft:
    """The signing key's identifier has the bytes of the named one from back to front.

    As little-endian number the one is the other.
    """
    return _forged(draft, b"FEDCBA98", b"89ABCDEF")


@negative(of=vaccination, requirement="HCERT-KID-012", reasons=OTHER_KEY)
def letters_of_another_case(draft: Draft) -> Draft:
    """Two identifiers that happen to be ASCII are told apart by upper and lower case; the lower one has signed."""
    return _forged(draft, b"SIGNER-A", b"signer-a")


# -- notation ----------------------------------------------------------------------------------------------------------


@tolerated(of=vaccination, requirement="HCERT-KID-012")
def hash_with_plus_and_slash_in_base64(draft: Draft) -> Draft:
    """The Base64 of the signer's identifier, itself the hash of its certificate, holds both + and /.

    Lists and look-up tables that mix the two alphabets of Base64 lose more than one signer in four.
    """
    signers = (draft.other_signer(f"signer {number}") for number in count())
    return draft.issued_by(next(s for s in signers if {*"+/"} <= {*base64.b64encode(s.kid).decode()}))


@tolerated(of=vaccination, requirement="HCERT-KID-012", also=["HCERT-KID-011"])
def nothing_but_plus_and_slash(draft: Draft) -> Draft:
    """The identifier is FB FF FE and so on: in Base64 almost every character is + or /, in its URL form - or _."""
    kid = bytes.fromhex("FBFFFEFBFFFEFBFF")
    return _beside(draft, kid, draft.dsc.kid)


@tolerated(of=vaccination, requirement="HCERT-KID-012", also=["HCERT-KID-011"])
def base64_of_another_case(draft: Draft) -> Draft:
    """In Base64 the identifiers of two signers are the same letters in opposite case.

    Where keys are kept in a table that ignores case, such as some databases have, one overwrites the other.
    """
    return _beside(draft, LIKE_TEXT, SWAPPED_CASE)


@negative(of=vaccination, requirement="HCERT-KID-012", reasons=OTHER_KEY)
def signed_by_the_base64_of_another_case(draft: Draft) -> Draft:
    """Whoever signed has an identifier whose Base64 differs from the named one in upper and lower case only."""
    return _forged(draft, LIKE_TEXT, SWAPPED_CASE)


@negative(of=vaccination, requirement="HCERT-KID-012", reasons=OTHER_KEY)
def bytes_that_are_no_text(draft: Draft) -> Draft:
    """Named are eight bytes FF; the signature is by the owner of eight bytes FE.

    Neither is UTF-8: decoded as text with replacement characters, the two look alike.
    """
    return _forged(draft, b"\xff" * 8, b"\xfe" * 8)


@negative(of=vaccination, requirement="HCERT-KID-012", reasons=OTHER_LENGTH)
def base64_text_that_is_an_identifier_itself(draft: Draft) -> Draft:
    """Twelve ASCII bytes are the identifier of one signer, and the Base64 of another's, who has signed.

    What is compared as Base64 on one side and as bytes on the other meets the wrong entry.
    """
    return _forged(draft, base64.b64encode(draft.dsc.kid), draft.dsc.kid)


@negative(of=vaccination, requirement="HCERT-KID-012", reasons=OTHER_LENGTH)
def hexadecimal_text_that_is_an_identifier_itself(draft: Draft) -> Draft:
    """Sixteen ASCII bytes, registered as one signer's identifier, spell in hexadecimal that of who signed here."""
    return _forged(draft, draft.dsc.kid.hex().encode(), draft.dsc.kid)


# -- registered identifiers of other lengths ---------------------------------------------------------------------------


def _registered(draft: Draft, kid: bytes) -> Draft:
    authority = draft.pki.authority(draft.country).listed(usage="SCA")
    return draft.trusting(authority, draft.dsc.listed(kid=kid)).protected(kid=kid)


@tolerated(of=vaccination, requirement="TRUST-VER-014", also=["HCERT-KID-011"])
def registered_with_six_bytes(draft: Draft) -> Draft:
    """The participant registered its signer under an identifier of six bytes, and uses it.

    Participants may choose identifiers of their own; one of this length was published.
    """
    return _registered(draft, b"XA-001")


@tolerated(of=vaccination, requirement="TRUST-VER-014", also=["HCERT-KID-011"])
def registered_with_thirty_two_bytes(draft: Draft) -> Draft:
    """An identifier as long as a SHA-256 digest is registered for the signer."""
    return _registered(draft, b"GDHCN TEST ONLY KEY IDENTIFIER 1")


@negative(of=vaccination, requirement="HCERT-KID-013", reasons=OTHER_LENGTH, also=["TRUST-VER-014"], forgery=True)
def registered_with_six_bytes_and_foreign_signature(draft: Draft) -> Draft:
    """A registered identifier of six bytes stands above the signature of somebody who is not listed.

    An entry that does not look like the others must not be let through unverified.
    """
    return _registered(draft, b"XA-001").signed_by(draft.other_signer("forger"))
