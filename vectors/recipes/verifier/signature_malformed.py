"""Bytes that are no signature at all: refused, and never a crash (WHO HCERT 6.3; RFC 8017, section 8.1.2)."""

import hashlib
from itertools import count

from gdhcn_conformance.generation.recipes import Draft, Profile, negative, valid
from gdhcn_conformance.pki import pss

INVALID = ["signature-invalid"]
LENGTH = ["signature-invalid", "cose-malformed"]
SIZE = 256  # bytes of a signature by a key of 2048 bits


def _instead(signature):
    return lambda _: signature


@valid(requirement="HCERT-ALG-003", kind="recovery", version="1.3.0")
def well_formed_ecdsa(draft: Draft) -> Draft:
    """A recovery certificate of version 1.3.0 with a sound ECDSA signature."""
    return draft


@negative(of=well_formed_ecdsa, requirement="HCERT-SIG-009", reasons=LENGTH, forgery=True)
def three_bytes(draft: Draft) -> Draft:
    """The signature has three bytes, as in one of the official test certificates.

    Splitting it into halves of fixed length reads beyond its end.
    """
    return draft.instead("signature", _instead(b"\x01\x02\x03"))


@negative(of=well_formed_ecdsa, requirement="HCERT-SIG-009", reasons=LENGTH, forgery=True)
def single_zero_byte(draft: Draft) -> Draft:
    """One zero byte is all there is of the signature."""
    return draft.instead("signature", _instead(b"\x00"))


@negative(of=well_formed_ecdsa, requirement="HCERT-SIG-009", reasons=LENGTH, forgery=True)
def der_of_impossible_length(draft: Draft) -> Draft:
    """A DER sequence announces four gigabytes and has two bytes, a trap for readers that take DER as well."""
    return draft.instead("signature", _instead(bytes.fromhex("3084ffffffff0200")))


@negative(of=well_formed_ecdsa, requirement="HCERT-SIG-009", reasons=LENGTH, forgery=True)
def der_of_empty_integers(draft: Draft) -> Draft:
    """DER again: a sequence of two integers that have no byte at all."""
    return draft.instead("signature", _instead(bytes.fromhex("300402000200")))


@negative(of=well_formed_ecdsa, requirement="HCERT-SIG-009", reasons=LENGTH, forgery=True)
def two_hundred_fifty_six_bytes(draft: Draft) -> Draft:
    """An EC signer's signature is as long as an RSA signature of 2048 bits."""
    return draft.instead("signature", lambda signed: hashlib.shake_256(signed).digest(SIZE))


@negative(of=well_formed_ecdsa, requirement="HCERT-SIG-009", reasons=LENGTH, forgery=True)
def four_thousand_bytes(draft: Draft) -> Draft:
    """The byte string with the signature is longer than the whole certificate is otherwise.

    A buffer on the stack that holds 72 bytes is enough for honest signers only.
    """
    return draft.instead("signature", lambda signed: hashlib.shake_256(signed).digest(4000))


@negative(of=well_formed_ecdsa, requirement="HCERT-SIG-009", reasons=INVALID, forgery=True)
def r_and_s_one(draft: Draft) -> Draft:
    """Both numbers are 1: within range, and still a signature of nothing."""
    return draft.instead("signature", _instead((1).to_bytes(32) * 2))


@valid(requirement="HCERT-ALG-004", kind="test", version="1.3.0", profile=Profile(rsa="rsa-2048-05"))
def well_formed_pss(draft: Draft) -> Draft:
    """A test certificate of version 1.3.0 with a sound RSA signature of 256 bytes."""
    return draft


def _modulus(draft):
    return draft.signer.key.public_key().public_numbers().n


@negative(of=well_formed_pss, requirement="HCERT-SIG-009", reasons=INVALID, forgery=True)
def rsa_signature_of_zeros(draft: Draft) -> Draft:
    """All 256 bytes are zero; raised to whatever power, zero stays zero."""
    return draft.instead("signature", _instead(bytes(SIZE)))


@negative(of=well_formed_pss, requirement="HCERT-SIG-009", reasons=INVALID, forgery=True)
def rsa_signature_equal_to_one(draft: Draft) -> Draft:
    """The RSA signature is the number 1, its own power under every key."""
    return draft.instead("signature", _instead((1).to_bytes(SIZE)))


@negative(of=well_formed_pss, requirement="HCERT-SIG-009", reasons=INVALID, forgery=True)
def rsa_signature_equal_to_the_modulus(draft: Draft) -> Draft:
    """The signature is the signer's modulus, which every certificate tells and which is zero modulo itself."""
    return draft.instead("signature", _instead(_modulus(draft).to_bytes(SIZE)))


@negative(of=well_formed_pss, requirement="HCERT-SIG-005", reasons=INVALID)
def modulus_added_to_the_signature(draft: Draft) -> Draft:
    """To a right signature the modulus was added, and the sum still fits into 256 bytes.

    The power comes out the same. A signature has to be smaller than the modulus, and that has to be looked at.
    """

    def made(signed):
        for tried in count():  # the larger the modulus, the fewer signatures leave room for it
            salt = hashlib.sha256(signed + tried.to_bytes(4)).digest()
            added = int.from_bytes(pss.sign(draft.signer.key, signed, salt)) + _modulus(draft)
            if added < 1 << 8 * SIZE:
                return added.to_bytes(SIZE)
        raise AssertionError

    return draft.instead("signature", made)


@negative(of=well_formed_pss, requirement="HCERT-SIG-009", reasons=LENGTH, forgery=True)
def sixty_four_bytes_for_an_rsa_key(draft: Draft) -> Draft:
    """An RSA signer's signature is only as long as one by ES256."""
    return draft.instead("signature", lambda signed: hashlib.sha512(signed).digest())
