"""Numbers that no ES256 signature has: r and s below 1 or not below the group order (FIPS 186-4, section 6.4)."""

import hashlib

from cryptography.hazmat.primitives.asymmetric import ec

from gdhcn_conformance.generation.draft import write
from gdhcn_conformance.generation.recipes import Draft, negative, tolerated, valid
from gdhcn_conformance.pki.authority import Signer

# Of P-256 (FIPS 186-4, appendix D.1.2.3).
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
PRIME = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
INVALID = ["signature-invalid"]


def _pair(change):
    """Make another signature of the numbers r and s of the right one."""

    def changed(signature):
        r, s = change(int.from_bytes(signature[:32]), int.from_bytes(signature[32:]))
        return r.to_bytes(32) + s.to_bytes(32)

    return changed


def _digest(encoded):
    return int.from_bytes(hashlib.sha256(encoded).digest())


@valid(requirement="HCERT-ALG-003", kind="recovery", version="1.0.0")
def numbers_within_the_order(draft: Draft) -> Draft:
    """A recovery certificate of version 1.0.0 whose r and s are positive and smaller than the order of the group."""
    return draft


@negative(of=numbers_within_the_order, requirement="HCERT-SIG-002", reasons=INVALID, forgery=True)
def r_and_s_zero(draft: Draft) -> Draft:
    """The signature consists of 64 zero bytes.

    In a verifier that does not look at the range, both sides of the equation become zero and anything is signed by
    anybody; several releases of Java had this fault.
    """
    return draft.at("signature", _pair(lambda *_: (0, 0)))


@negative(of=numbers_within_the_order, requirement="HCERT-SIG-002", reasons=INVALID, forgery=True)
def r_zero(draft: Draft) -> Draft:
    """The number r is zero and s is that of a right signature."""
    return draft.at("signature", _pair(lambda _, s: (0, s)))


@negative(of=numbers_within_the_order, requirement="HCERT-SIG-002", reasons=INVALID, forgery=True)
def s_zero(draft: Draft) -> Draft:
    """There is an r and no s: the second half is all zeros, which has no inverse.

    A division by it must not escape as an exception.
    """
    return draft.at("signature", _pair(lambda r, _: (r, 0)))


@negative(of=numbers_within_the_order, requirement="HCERT-SIG-002", reasons=INVALID, forgery=True)
def r_and_s_equal_to_the_order(draft: Draft) -> Draft:
    """Both numbers are the group order, which is zero again for whoever reduces before comparing with zero, or
    compares first.
    """
    return draft.at("signature", _pair(lambda *_: (ORDER, ORDER)))


@negative(of=numbers_within_the_order, requirement="HCERT-SIG-002", reasons=INVALID, forgery=True)
def r_equal_to_the_order(draft: Draft) -> Draft:
    """The first half is exactly the order of the group, one more than r may be."""
    return draft.at("signature", _pair(lambda _, s: (ORDER, s)))


@negative(of=numbers_within_the_order, requirement="HCERT-SIG-002", reasons=INVALID, forgery=True)
def s_equal_to_the_order(draft: Draft) -> Draft:
    """The number s is one larger than the largest that is allowed."""
    return draft.at("signature", _pair(lambda r, _: (r, ORDER)))


@negative(of=numbers_within_the_order, requirement="HCERT-SIG-002", reasons=INVALID, forgery=True)
def r_equal_to_the_field_prime(draft: Draft) -> Draft:
    """The number r is the prime of the field, where it might be confused with the order of the group."""
    return draft.at("signature", _pair(lambda _, s: (PRIME, s)))


@negative(of=numbers_within_the_order, requirement="HCERT-SIG-002", reasons=INVALID, forgery=True)
def all_bits_set(draft: Draft) -> Draft:
    """Every bit of the signature is one, so that r and s are the largest numbers that fit."""
    return draft.at("signature", lambda _: b"\xff" * 64)


@negative(of=numbers_within_the_order, requirement="HCERT-SIG-002", reasons=["signature-invalid", "cose-malformed"])
def order_added_to_both(draft: Draft) -> Draft:
    """The group order was added to r and to s, which then need 33 bytes each.

    Arithmetic modulo the order does not see the difference; the length and the range do.
    """

    def changed(signature):
        return b"".join((int.from_bytes(half) + ORDER).to_bytes(33) for half in (signature[:32], signature[32:]))

    return draft.at("signature", changed)


@valid(requirement="HCERT-KID-004", version="1.3.0")
def headers_that_leave_the_key_open(draft: Draft) -> Draft:
    """The protected header holds the algorithm only, so that what is signed does not depend on the key."""
    return draft.without_protected("kid").unprotected(kid=draft.dsc.kid)


def _key_chosen(draft, choose):
    """Let a listed signer issue whose key was chosen after the message, so that a wanted s comes out.

    `choose` is given the digest, the nonce and its r, and gives the private key and s.
    """
    digest = _digest(write(draft).layers["signed"])
    nonce = _digest(draft.name.encode()) % (ORDER - 1) + 1
    r = ec.derive_private_key(nonce, ec.SECP256R1()).public_key().public_numbers().x % ORDER
    secret, s = choose(digest, nonce, r)
    key = ec.derive_private_key(secret % ORDER, ec.SECP256R1())
    signer = draft.pki.reissued(Signer(key, b"", draft.country), draft.name)
    issued = draft.unprotected(kid=signer.kid).also_trusting(signer.listed())
    return issued.instead("signature", lambda _: r.to_bytes(32) + (s % ORDER).to_bytes(32))


def _key_for(s):
    """The key under which this s is right: s = (digest + r · key) / nonce."""
    return lambda digest, nonce, r: ((s * nonce - digest) * pow(r, -1, ORDER), s)


@tolerated(of=headers_that_leave_the_key_open, requirement="HCERT-SIG-003")
def smallest_s(draft: Draft) -> Draft:
    """The number s is 1, the smallest there is, and right under the signer's key; 31 zero bytes stand before it."""
    return _key_chosen(draft, _key_for(1))


@tolerated(of=headers_that_leave_the_key_open, requirement="HCERT-SIG-003")
def largest_s(draft: Draft) -> Draft:
    """The number s is the group order less one, as large as it may be, and the signature verifies."""
    return _key_chosen(draft, _key_for(ORDER - 1))


@tolerated(of=headers_that_leave_the_key_open, requirement="HCERT-SIG-003")
def two_equal_points(draft: Draft) -> Draft:
    """Key and digest are such that verifying adds a point to itself.

    The general formula for adding points divides by zero there; an implementation of its own making may have no
    other.
    """
    return _key_chosen(draft, lambda digest, nonce, r: (digest * pow(r, -1, ORDER), 2 * digest * pow(nonce, -1, ORDER)))


@negative(of=smallest_s, requirement="HCERT-SIG-002", reasons=INVALID)
def order_added_to_the_smallest_s(draft: Draft) -> Draft:
    """The number s is one more than the group order, equal to the right s but for a multiple of the order, and fits
    its 32 bytes.

    Only a look at the range finds it; without that, every small s has a second form.
    """
    return draft.at("signature", _pair(lambda r, s: (r, s + ORDER)))


@negative(of=headers_that_leave_the_key_open, requirement="HCERT-SIG-009", reasons=INVALID, forgery=True)
def sum_at_infinity(draft: Draft) -> Draft:
    """The numbers are chosen so that verifying ends at the point at infinity, which has no coordinate to compare with
    r.

    Both are within range. Asking such a point for its coordinate raises an exception or yields zero.
    """

    def made(signed):
        secret = draft.signer.key.private_numbers().private_value
        return (-_digest(signed) * pow(secret, -1, ORDER) % ORDER).to_bytes(32) + bytes(31) + b"\x01"

    return draft.instead("signature", made)
