"""PS256: RSASSA-PSS with SHA-256, MGF1 with SHA-256, and a salt of 32 bytes (RFC 8230, section 2; RFC 8017)."""

import hashlib
from functools import cache
from itertools import count

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from gdhcn_conformance.generation.recipes import Draft, Profile, negative, tolerated, valid
from gdhcn_conformance.pki import pss

INVALID = ["signature-invalid"]
LENGTH = ["signature-invalid", "cose-malformed"]
LENGTH_OF_SALT, LENGTH_OF_DIGEST = 32, 32  # octets (RFC 8230, section 2)
BEFORE_THE_TRAILER = LENGTH_OF_DIGEST + 1  # what follows the masked block: the digest and the trailer field
LONGEST_SALT = 222  # 256 bytes less the digest's 32, the trailer and the separator (RFC 8017, section 9.1.1)


def _salted(draft, length, **other):
    """Sign with a salt of this length, and with other functions where they are named."""
    salt = hashlib.shake_256(draft.name.encode()).digest(length)
    return draft.instead("signature", lambda signed: pss.sign(draft.signer.key, signed, salt, **other))


@valid(requirement="HCERT-ALG-004", version="1.3.0", profile=Profile(rsa="rsa-2048-03"))
def salt_of_32_bytes(draft: Draft) -> Draft:
    """A vaccination certificate signed with PS256 as it is meant: SHA-256 throughout and a salt of 32 bytes."""
    return draft


@negative(of=salt_of_32_bytes, requirement="HCERT-SIG-004", reasons=INVALID)
def no_salt(draft: Draft) -> Draft:
    """The signature was made with an empty salt."""
    return _salted(draft, 0)


@negative(of=salt_of_32_bytes, requirement="HCERT-SIG-004", reasons=INVALID)
def salt_of_20_bytes(draft: Draft) -> Draft:
    """The salt has 20 bytes, the default of RSASSA-PSS in PKCS#1 and so of many libraries."""
    return _salted(draft, 20)


@negative(of=salt_of_32_bytes, requirement="HCERT-SIG-004", reasons=INVALID)
def salt_one_byte_short(draft: Draft) -> Draft:
    """One byte is missing from the salt: 31 where the digest has 32."""
    return _salted(draft, 31)


@negative(of=salt_of_32_bytes, requirement="HCERT-SIG-004", reasons=INVALID)
def salt_one_byte_long(draft: Draft) -> Draft:
    """The salt is one byte longer than the digest, the first length beyond what is allowed."""
    return _salted(draft, 33)


@negative(of=salt_of_32_bytes, requirement="HCERT-SIG-004", reasons=INVALID)
def longest_salt(draft: Draft) -> Draft:
    """The salt is as long as the modulus permits, which OpenSSL chooses for signing unless told otherwise.

    Its default for verifying takes any length. The other side of the same default is a verifier that accepts this.
    """
    return _salted(draft, LONGEST_SALT)


@negative(of=salt_of_32_bytes, requirement="HCERT-SIG-004", reasons=INVALID)
def mask_with_sha_1(draft: Draft) -> Draft:
    """The mask was generated with SHA-1, the default of MGF1, while the digest is SHA-256.

    Some interfaces fill in SHA-1 when only the digest is named.
    """
    return _salted(draft, 32, mask_digest="sha1")


@negative(of=salt_of_32_bytes, requirement="HCERT-SIG-004", reasons=INVALID)
def mask_with_sha_384(draft: Draft) -> Draft:
    """The message is hashed with SHA-256 and the mask made with SHA-384, two functions where one is meant."""
    return _salted(draft, 32, mask_digest="sha384")


@negative(of=salt_of_32_bytes, requirement="HCERT-SIG-004", reasons=INVALID)
def digest_sha_384(draft: Draft) -> Draft:
    """Digest, mask and a salt of 48 bytes follow PS384, but the header says PS256."""
    return _salted(draft, 48, digest="sha384")


@negative(of=salt_of_32_bytes, requirement="HCERT-SIG-004", reasons=INVALID)
def digest_sha_1(draft: Draft) -> Draft:
    """SHA-1 serves for digest and mask, with a salt of 20 bytes: RSASSA-PSS with all its defaults.

    Collisions of SHA-1 can be made, so that what is signed is no longer what is shown.
    """
    return _salted(draft, 20, digest="sha1")


@negative(of=salt_of_32_bytes, requirement="HCERT-SIG-004", reasons=INVALID)
def padding_of_pkcs1(draft: Draft) -> Draft:
    """Under the number of PS256 stands a signature by RSASSA-PKCS1-v1_5 with SHA-256.

    A library that is asked for RSA and SHA-256 without a padding takes this one.
    """
    return draft.instead("signature", lambda signed: draft.signer.key.sign(signed, padding.PKCS1v15(), hashes.SHA256()))


@negative(of=salt_of_32_bytes, requirement="HCERT-SIG-004", reasons=INVALID)
def message_hashed_twice(draft: Draft) -> Draft:
    """The RSA signer was given the digest of the structure and hashed it once more."""
    return draft.at("signed", lambda structure: hashlib.sha256(structure).digest())


# -- what surrounds salt and digest (RFC 8017, section 9.1.2) ----------------------------------------------------------


def _raised(key, encoded):
    """The signature that recovers this encoded message, whatever it is (RFC 8017, section 5.2.1)."""
    numbers = key.private_numbers()
    modulus = numbers.public_numbers.n
    assert int.from_bytes(encoded) < modulus
    return pow(int.from_bytes(encoded), numbers.d, modulus).to_bytes(len(encoded))


def _encoded(key, signature):
    numbers = key.public_key().public_numbers()
    return pow(int.from_bytes(signature), numbers.e, numbers.n).to_bytes(len(signature))


def _changed_by(draft, position, mask):
    """Change one byte of the encoded message; as the block is masked by exclusive or, the same bits change in the block."""

    def made(signed):
        encoded = bytearray(_encoded(draft.signer.key, draft.signer.sign(signed, draft.name)))
        encoded[position] ^= mask
        return _raised(draft.signer.key, bytes(encoded))

    return draft.instead("signature", made)


SEPARATOR = -BEFORE_THE_TRAILER - LENGTH_OF_SALT - 1  # the place of the 01 before the salt, from the end


@negative(of=salt_of_32_bytes, requirement="HCERT-SIG-004", reasons=INVALID)
def trailer_of_iso_9796(draft: Draft) -> Draft:
    """The trailer field is CC, which ISO 9796-2 puts behind the name of a hash function; PSS ends with BC."""
    return _changed_by(draft, -1, 0xBC ^ 0xCC)


@negative(of=salt_of_32_bytes, requirement="HCERT-SIG-004", reasons=INVALID)
def trailer_of_zero(draft: Draft) -> Draft:
    """Digest, salt and padding are right, and the byte at the very end is 00 where the trailer field belongs."""
    return _changed_by(draft, -1, 0xBC)


@negative(of=salt_of_32_bytes, requirement="HCERT-SIG-004", reasons=INVALID)
def padding_with_one_bit_set(draft: Draft) -> Draft:
    """In the middle of the zeros before the salt a single bit is one.

    The digest does not cover the padding. Who looks for the separator at its place, and no further, finds it.
    """
    return _changed_by(draft, 64, 0x10)


@negative(of=salt_of_32_bytes, requirement="HCERT-SIG-004", reasons=INVALID)
def padding_that_begins_with_a_one(draft: Draft) -> Draft:
    """The lowest bit of the first byte of the padding is set, so that what looks like the separator comes at once."""
    return _changed_by(draft, 0, 0x01)


@negative(of=salt_of_32_bytes, requirement="HCERT-SIG-004", reasons=INVALID)
def separator_missing(draft: Draft) -> Draft:
    """A zero stands between padding and salt where a one must be: nothing marks where the salt begins."""
    return _changed_by(draft, SEPARATOR, 0x01)


@negative(of=salt_of_32_bytes, requirement="HCERT-SIG-004", reasons=INVALID)
def separator_of_two(draft: Draft) -> Draft:
    """The byte before the salt is 02; a reader that stops at whatever is not zero takes it for the separator."""
    return _changed_by(draft, SEPARATOR, 0x03)


@cache  # at most one encoded message in two is small enough to have its highest bit set and stay below the modulus
def _with_the_highest_bit(key, signed):
    modulus = key.public_key().public_numbers().n
    for tried in count():
        encoded = _encoded(key, pss.sign(key, signed, hashlib.sha256(tried.to_bytes(4)).digest()))
        highest = bytes([encoded[0] | 0x80]) + encoded[1:]
        if int.from_bytes(highest) < modulus:
            return _raised(key, highest)
    raise AssertionError


@negative(of=salt_of_32_bytes, requirement="HCERT-SIG-004", reasons=INVALID)
def unused_bit_set(draft: Draft) -> Draft:
    """The one bit that the encoded message has more than it uses is one, and must be zero (step 6).

    Step 9 clears it behind the mask. Who takes that for the check lets two signatures stand for one.
    """
    return draft.instead("signature", lambda signed: _with_the_highest_bit(draft.signer.key, signed))


# -- its length --------------------------------------------------------------------------------------------------------


@valid(requirement="HCERT-SIG-005", kind="recovery", version="1.3.0", profile=Profile(rsa="rsa-2048-05"))
def as_long_as_the_modulus(draft: Draft) -> Draft:
    """A recovery certificate of version 1.3.0 whose PS256 signature has exactly the 256 bytes of the modulus."""
    return draft


@cache  # some two hundred signatures are tried for one that begins with a zero byte
def _beginning_with_zero(key, signed):
    for tried in count():
        signature = pss.sign(key, signed, hashlib.sha256(tried.to_bytes(4)).digest())
        if signature[0] == 0:
            return signature
    raise AssertionError


@tolerated(of=as_long_as_the_modulus, requirement="HCERT-SIG-005")
def begins_with_a_zero_byte(draft: Draft) -> Draft:
    """The first of the signature's 256 bytes is zero, which happens once in two hundred certificates.

    Reading it as a number and writing the number back loses the byte.
    """
    return draft.instead("signature", lambda signed: _beginning_with_zero(draft.signer.key, signed))


@negative(of=begins_with_a_zero_byte, requirement="HCERT-SIG-005", reasons=LENGTH)
def zero_byte_stripped(draft: Draft) -> Draft:
    """The leading zero byte is left out, and the number that remains is the right one in 255 bytes.

    OpenSSL verifies it: the length has to be compared with that of the modulus first (RFC 8017, section 8.1.2, step 1).
    """
    return draft.at("signature", lambda signature: signature[1:])


@negative(of=as_long_as_the_modulus, requirement="HCERT-SIG-005", reasons=LENGTH)
def zero_byte_added(draft: Draft) -> Draft:
    """A zero byte stands before the signature, as in the encoding of a positive number in DER; there are 257 bytes."""
    return draft.at("signature", lambda signature: b"\x00" + signature)


@negative(of=as_long_as_the_modulus, requirement="HCERT-SIG-005", reasons=LENGTH)
def byte_behind_the_signature(draft: Draft) -> Draft:
    """One byte follows the 256 of the signature.

    Readers that take as many bytes as the modulus has leave it where it is.
    """
    return draft.at("signature", lambda signature: signature + b"\x00")


@negative(of=as_long_as_the_modulus, requirement="HCERT-SIG-005", reasons=LENGTH, forgery=True)
def last_byte_of_the_rsa_signature_missing(draft: Draft) -> Draft:
    """Of the RSA signature the last byte is cut off, so that its length is 255 and its number another."""
    return draft.at("signature", lambda signature: signature[:-1])


@negative(of=as_long_as_the_modulus, requirement="HCERT-SIG-004", reasons=INVALID)
def least_significant_byte_first(draft: Draft) -> Draft:
    """The RSA signature stands with its least significant byte first, as some interfaces of Windows return it."""
    return draft.at("signature", lambda signature: signature[::-1])
