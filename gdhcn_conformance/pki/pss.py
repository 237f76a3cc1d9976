"""RSASSA-PSS with the salt given, so that a signature is a function of its inputs (RFC 8017, sections 8.1.1 and 9.1.1).

Libraries draw the salt at random. Test vectors must be reproducible, and some must use a salt of a wrong length or another
mask generation function on purpose. This signs test data only: it takes no care against side channels.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

TRAILER = b"\xbc"


def sign(key: RSAPrivateKey, message: bytes, salt: bytes, *, digest: str = "sha256", mask_digest: str = "") -> bytes:
    """The signature of `message` with this salt, as long as the modulus.

    `digest` and `mask_digest` (the same where empty) are names of `hashlib`.
    """
    numbers = key.private_numbers()
    modulus = numbers.public_numbers.n
    encoded = _encode(message, salt, modulus.bit_length() - 1, digest, mask_digest or digest)
    # The Chinese remainder theorem makes the exponentiation four times as fast (RFC 8017, section 5.1.2).
    by_p = pow(int.from_bytes(encoded), numbers.dmp1, numbers.p)
    by_q = pow(int.from_bytes(encoded), numbers.dmq1, numbers.q)
    signature = by_q + numbers.q * ((by_p - by_q) * numbers.iqmp % numbers.p)
    return signature.to_bytes((modulus.bit_length() + 7) // 8)


def _encode(message: bytes, salt: bytes, bits: int, digest: str, mask_digest: str) -> bytes:
    """EMSA-PSS-ENCODE (RFC 8017, section 9.1.1); `bits` is one less than the modulus has."""
    length = (bits + 7) // 8
    hashed = hashlib.new(digest, bytes(8) + hashlib.new(digest, message).digest() + salt).digest()
    block = bytes(length - len(salt) - len(hashed) - 2) + b"\x01" + salt
    masked = bytearray(a ^ b for a, b in zip(block, mask(hashed, len(block), mask_digest), strict=True))
    masked[0] &= 0xFF >> (8 * length - bits)
    return bytes(masked) + hashed + TRAILER


def mask(seed: bytes, length: int, digest: str) -> bytes:
    """MGF1 with this hash function: so many octets from the seed (RFC 8017, appendix B.2.1)."""
    made = b""
    counter = 0
    while len(made) < length:
        made += hashlib.new(digest, seed + counter.to_bytes(4)).digest()
        counter += 1
    return made[:length]
