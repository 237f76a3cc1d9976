"""The form of an ES256 signature: r and s, 32 bytes each, the most significant first (RFC 9053, section 2.1)."""

import base64
import hashlib
from itertools import count

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from gdhcn_conformance.generation.recipes import Draft, negative, tolerated, valid

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256 (FIPS 186-4, appendix D.1.2.3)
LENGTH = ["signature-invalid", "cose-malformed"]


def _halves(change):
    """Make another signature of the two halves of the right one."""
    return lambda signature: change(signature[:32], signature[32:])


def _number(encoded):
    return int.from_bytes(encoded)


def _searching(draft, wanted):
    """Sign again and again, each time with another nonce, until r and s look as wanted."""

    def made(signed):
        secret = draft.signer.key.private_numbers().private_value
        digest = _number(hashlib.sha256(signed).digest())
        for tried in count():
            nonce = _number(hashlib.sha256(signed + tried.to_bytes(4)).digest()) % (ORDER - 1) + 1
            r = ec.derive_private_key(nonce, ec.SECP256R1()).public_key().public_numbers().x % ORDER
            s = pow(nonce, -1, ORDER) * (digest + r * secret) % ORDER
            if wanted(r.to_bytes(32), s.to_bytes(32)):
                return r.to_bytes(32) + s.to_bytes(32)
        raise AssertionError

    return draft.instead("signature", made)


@valid(requirement="HCERT-ALG-003", version="1.0.0")
def sixty_four_bytes(draft: Draft) -> Draft:
    """A vaccination certificate of version 1.0.0 with an ES256 signature of 64 bytes, r before s."""
    return draft


@negative(of=sixty_four_bytes, requirement="HCERT-SIG-001", reasons=LENGTH)
def signature_in_der(draft: Draft) -> Draft:
    """The signature is a DER sequence of two integers, as OpenSSL and most general libraries make it.

    A verifier that hands the bytes to such a library unconverted accepts this certificate and no other.
    """
    return draft.at("signature", _halves(lambda r, s: encode_dss_signature(_number(r), _number(s))))


@negative(of=sixty_four_bytes, requirement="HCERT-SIG-001", reasons=["signature-invalid"])
def halves_swapped(draft: Draft) -> Draft:
    """The second half stands first: s and then r."""
    return draft.at("signature", _halves(lambda r, s: s + r))


@negative(of=sixty_four_bytes, requirement="HCERT-SIG-001", reasons=["signature-invalid"])
def halves_with_the_least_byte_first(draft: Draft) -> Draft:
    """Either half is written with its least significant byte first, the order of the processor in most computers."""
    return draft.at("signature", _halves(lambda r, s: r[::-1] + s[::-1]))


@negative(of=sixty_four_bytes, requirement="HCERT-SIG-001", reasons=["signature-invalid"])
def signature_from_back_to_front(draft: Draft) -> Draft:
    """All 64 bytes stand in reverse, so that s comes first and each number is turned around."""
    return draft.at("signature", lambda signature: signature[::-1])


@negative(of=sixty_four_bytes, requirement="HCERT-SIG-001", reasons=LENGTH, forgery=True)
def last_byte_missing(draft: Draft) -> Draft:
    """The signature has 63 bytes: the last one is cut off."""
    return draft.at("signature", lambda signature: signature[:-1])


@negative(of=sixty_four_bytes, requirement="HCERT-SIG-001", reasons=LENGTH, forgery=True)
def first_half_only(draft: Draft) -> Draft:
    """There are 32 bytes, the number r without its s; reading the rest runs past the end."""
    return draft.at("signature", _halves(lambda r, _: r))


@negative(of=sixty_four_bytes, requirement="HCERT-SIG-001", reasons=LENGTH)
def zero_byte_in_front(draft: Draft) -> Draft:
    """A zero byte precedes the 64 bytes of the signature.

    If r is everything up to the last 32 bytes, the two numbers come out right.
    """
    return draft.at("signature", lambda signature: b"\x00" + signature)


@negative(of=sixty_four_bytes, requirement="HCERT-SIG-001", reasons=LENGTH)
def recovery_byte_at_the_end(draft: Draft) -> Draft:
    """A 65th byte follows, as in signatures from which the public key can be recovered.

    Who reads the first 64 bytes and forgets to look for more verifies it.
    """
    return draft.at("signature", lambda signature: signature + b"\x1b")


@negative(of=sixty_four_bytes, requirement="HCERT-SIG-001", reasons=LENGTH)
def sign_bytes_kept(draft: Draft) -> Draft:
    """The halves have 33 bytes each, with the zero byte that marks a positive number in Java and in DER.

    Cutting the signature in the middle, whatever its length, yields the right numbers.
    """
    return draft.at("signature", _halves(lambda r, s: b"\x00" + r + b"\x00" + s))


@negative(of=sixty_four_bytes, requirement="HCERT-SIG-001", reasons=LENGTH)
def halves_as_long_as_for_p384(draft: Draft) -> Draft:
    """Two halves of 48 bytes, filled up with zeros at the front, as if the curve were P-384."""
    return draft.at("signature", _halves(lambda r, s: r.rjust(48, b"\x00") + s.rjust(48, b"\x00")))


@negative(of=sixty_four_bytes, requirement="HCERT-SIG-001", reasons=LENGTH)
def signature_in_hexadecimal(draft: Draft) -> Draft:
    """The byte string holds the 128 hexadecimal digits of the signature instead of its 64 bytes."""
    return draft.at("signature", lambda signature: signature.hex().encode())


@negative(of=sixty_four_bytes, requirement="HCERT-SIG-001", reasons=LENGTH)
def signature_in_base64(draft: Draft) -> Draft:
    """In the byte string stand the 88 characters of the signature's Base64 form."""
    return draft.at("signature", base64.b64encode)


@negative(of=sixty_four_bytes, requirement="HCERT-SIG-001", reasons=LENGTH)
def signature_twice(draft: Draft) -> Draft:
    """The same signature stands twice in a row in the byte string, 128 bytes of which either half would do."""
    return draft.at("signature", lambda signature: signature * 2)


@valid(requirement="HCERT-SIG-003", kind="test", version="1.3.0")
def halves_as_they_come(draft: Draft) -> Draft:
    """A test certificate of version 1.3.0 whose signature was taken as it came, whichever of its two values s has."""
    return draft


@tolerated(of=halves_as_they_come, requirement="HCERT-SIG-003")
def high_value_of_s(draft: Draft) -> Draft:
    """Of the two values of s that verify, the signature has the larger.

    Rules against it belong to crypto currencies; half of all certificates in use would be refused.
    """
    return draft.at("signature", _halves(lambda r, s: r + max(_number(s), ORDER - _number(s)).to_bytes(32)))


@tolerated(of=halves_as_they_come, requirement="HCERT-SIG-003")
def low_value_of_s(draft: Draft) -> Draft:
    """The smaller of both values of s is in the signature, so that s lies below half the group order."""
    return draft.at("signature", _halves(lambda r, s: r + min(_number(s), ORDER - _number(s)).to_bytes(32)))


@tolerated(of=halves_as_they_come, requirement="HCERT-SIG-001")
def r_starts_with_a_zero_byte(draft: Draft) -> Draft:
    """The number r is small enough to begin with a zero byte, as one in 256 does.

    Conversions to DER must drop that byte, and many drop it wrongly.
    """
    return _searching(draft, lambda r, _: r[0] == 0)


@tolerated(of=halves_as_they_come, requirement="HCERT-SIG-001")
def s_starts_with_a_zero_byte(draft: Draft) -> Draft:
    """Here it is s that has a leading zero byte, in the middle of the signature."""
    return _searching(draft, lambda _, s: s[0] == 0)


@tolerated(of=halves_as_they_come, requirement="HCERT-SIG-001")
def highest_bits_set(draft: Draft) -> Draft:
    """Both r and s have their highest bit set.

    Read as signed numbers they are negative; in DER each gets a zero byte that is not in the message.
    """
    return _searching(draft, lambda r, s: r[0] >= 0x80 <= s[0])


@negative(of=r_starts_with_a_zero_byte, requirement="HCERT-SIG-001", reasons=LENGTH)
def zero_byte_of_r_stripped(draft: Draft) -> Draft:
    """The leading zero byte of r is left out, so that 63 bytes remain and nothing else is wrong.

    If s is the last 32 bytes and r whatever stands before, the signature verifies.
    """
    return draft.at("signature", lambda signature: signature[1:])


@negative(of=s_starts_with_a_zero_byte, requirement="HCERT-SIG-001", reasons=LENGTH)
def zero_byte_of_s_stripped(draft: Draft) -> Draft:
    """The zero byte at the start of s is missing, and s is the shorter of the two halves.

    A reader that takes the first 32 bytes for r and all others for s puts up with it.
    """
    return draft.at("signature", _halves(lambda r, s: r + s[1:]))
