"""RSASSA-PSS-VERIFY with SHA-256 and a salt of 32 octets, from RFC 8017 and nothing but `hashlib`: an opinion that is no OpenSSL's."""

from __future__ import annotations

import hashlib

HASH, SALT = 32, 32  # octets (RFC 8230, section 2)


def verifies(modulus: int, exponent: int, signature: bytes, message: bytes) -> bool:
    """RFC 8017, section 8.1.2; its step numbers, and those of section 9.1.2, stand beside the lines."""
    number = int.from_bytes(signature)
    if len(signature) != (modulus.bit_length() + 7) // 8 or number >= modulus:  # 1, 2b
        return False
    bits = modulus.bit_length() - 1
    length = (bits + 7) // 8
    recovered = pow(number, exponent, modulus)
    if recovered.bit_length() > 8 * length:  # 2c
        return False
    encoded = recovered.to_bytes(length)
    masked, digest, trailer = encoded[: -HASH - 1], encoded[-HASH - 1 : -1], encoded[-1]  # 5
    unused = 8 * length - bits
    if trailer != 0xBC or masked[0] >> 8 - unused:  # 4, 6
        return False
    block = bytearray(a ^ b for a, b in zip(masked, mask(digest, len(masked)), strict=True))  # 7, 8
    block[0] &= 0xFF >> unused  # 9
    padding, salt = bytes(block[:-SALT]), bytes(block[-SALT:])  # 11
    if padding != b"\x01".rjust(len(padding), b"\0"):  # 10
        return False
    return digest == hashlib.sha256(bytes(8) + hashlib.sha256(message).digest() + salt).digest()  # 12 to 14


def mask(seed: bytes, length: int) -> bytes:
    """MGF1 (RFC 8017, appendix B.2.1)."""
    rounds = range((length + HASH - 1) // HASH)
    return b"".join(hashlib.sha256(seed + each.to_bytes(4)).digest() for each in rounds)[:length]
