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
