"""The algorithm that the header names: ES256 or PS256, and no other (WHO HCERT 3.2.2)."""

import hashlib

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from gdhcn_conformance.generation.recipes import Draft, Profile, negative, open_question, valid
from gdhcn_conformance.pki import pss

ES256, PS256 = -7, -37
EDDSA, ESP256, ES384, ES512, PS384, PS512, ES256K, RS256 = -8, -9, -35, -36, -38, -39, -47, -257
UNSUPPORTED = ["algorithm-unsupported", "key-unsuitable"]


def _ecdsa(draft, digest):
    """Sign with the signer's key and another digest, r and s as in COSE."""

    def made(signed):
        der = draft.signer.key.sign(signed, ec.ECDSA(digest, deterministic_signing=True))
        return b"".join(each.to_bytes(32) for each in decode_dss_signature(der))

    return draft.instead("signature", made)


def _pss(draft, digest):
    """Sign with the signer's RSA key and another digest, with a salt as long as that digest."""
    salt = hashlib.new(digest, draft.name.encode()).digest()
    return draft.instead("signature", lambda signed: pss.sign(draft.signer.key, signed, salt, digest=digest))


@valid(requirement="HCERT-ALG-003")
def es256_in_the_protected_header(draft: Draft) -> Draft:
    """The protected header names ES256 by its number -7, and the key on P-256 made the signature."""
    return draft


@open_question(
    of=es256_in_the_protected_header,
    requirement="HCERT-ALG-002",
    policy="alg-unprotected-only",
    reasons=["algorithm-missing"],
)
def algorithm_unprotected(draft: Draft) -> Draft:
    """The algorithm stands in the unprotected header only, where nothing authenticates it; the key identifier is
    protected.
    """
    return draft.without_protected("alg").unprotected(alg=ES256)


@open_question(
    of=es256_in_the_protected_header,
    requirement="HCERT-ALG-002",
    policy="alg-unprotected-only",
    reasons=["algorithm-missing"],
)
def algorithm_and_key_identifier_unprotected(draft: Draft) -> Draft:
    """The protected header has a content type and nothing else; algorithm and key identifier are both unprotected."""
    moved = draft.protected(content_type=61).without_protected("alg", "kid")
    return moved.unprotected(alg=ES256, kid=draft.dsc.kid)


@negative(of=es256_in_the_protected_header, requirement="HCERT-ALG-005b", reasons=["algorithm-missing"])
def algorithm_left_out(draft: Draft) -> Draft:
    """Neither header names an algorithm; the signature is ES256.

    A verifier that takes the only algorithm which suits the listed key does not miss it.
    """
    return draft.without_protected("alg")


@negative(of=es256_in_the_protected_header, requirement="HCERT-ALG-005b", reasons=UNSUPPORTED)
def es384_with_a_p256_key(draft: Draft) -> Draft:
    """The header names ES384, and the signature is right for it: SHA-384 with the signer's P-256 key."""
    return _ecdsa(draft.protected(alg=ES384), hashes.SHA384())


@negative(of=es256_in_the_protected_header, requirement="HCERT-ALG-005b", reasons=UNSUPPORTED)
def es512_with_a_p256_key(draft: Draft) -> Draft:
    """A right signature under ES512, which COSE allows with any curve and HCERT does not list."""
    return _ecdsa(draft.protected(alg=ES512), hashes.SHA512())


@negative(of=es256_in_the_protected_header, requirement="HCERT-ALG-005c", reasons=[*UNSUPPORTED, "signature-invalid"])
def eddsa_over_an_es256_signature(draft: Draft) -> Draft:
    """The header says EdDSA, the signature is ES256.

    Whoever lets the key decide and ignores the header verifies it.
    """
    return draft.protected(alg=EDDSA)


@negative(of=es256_in_the_protected_header, requirement="HCERT-ALG-005c", reasons=[*UNSUPPORTED, "signature-invalid"])
def es256k_over_an_es256_signature(draft: Draft) -> Draft:
    """Number -47 is ES256K, ECDSA on another curve of 256 bits; key and signature belong to P-256."""
    return draft.protected(alg=ES256K)


@negative(of=es256_in_the_protected_header, requirement="HCERT-ALG-005b", reasons=UNSUPPORTED)
def esp256_for_es256(draft: Draft) -> Draft:
    """The algorithm is called ESP256, number -9, the later name under which curve and digest are both fixed.

    Libraries that learned it treat it like ES256. HCERT knows the number -7.
    """
    return draft.protected(alg=ESP256)


@valid(requirement="HCERT-ALG-004", kind="test", profile=Profile(rsa="rsa-2048-03"))
def ps256_in_the_protected_header(draft: Draft) -> Draft:
    """A test certificate whose protected header names PS256 by its number -37."""
    return draft


@negative(of=ps256_in_the_protected_header, requirement="HCERT-ALG-005b", reasons=UNSUPPORTED)
def ps384_with_an_rsa_key(draft: Draft) -> Draft:
    """Header and signature agree on PS384: RSASSA-PSS with SHA-384 and a salt of 48 bytes."""
    return _pss(draft.protected(alg=PS384), "sha384")


@negative(of=ps256_in_the_protected_header, requirement="HCERT-ALG-005b", reasons=UNSUPPORTED)
def ps512_with_an_rsa_key(draft: Draft) -> Draft:
    """The certificate is signed and labelled with PS512, which one published verifier counts among the supported
    ones.
    """
    return _pss(draft.protected(alg=PS512), "sha512")


@negative(of=ps256_in_the_protected_header, requirement="HCERT-ALG-005b", reasons=UNSUPPORTED)
def rs256_with_an_rsa_key(draft: Draft) -> Draft:
    """RS256 is named and used, the older RSA signature with PKCS#1 v1.5 padding that most JSON tokens carry."""
    rsa = draft.protected(alg=RS256)
    return rsa.instead("signature", lambda signed: draft.signer.key.sign(signed, padding.PKCS1v15(), hashes.SHA256()))


@negative(of=ps256_in_the_protected_header, requirement="HCERT-ALG-005b", reasons=["algorithm-missing"])
def algorithm_of_an_rsa_signer_left_out(draft: Draft) -> Draft:
    """An RSA signer's header consists of the key identifier; padding and digest are anybody's guess."""
    return draft.without_protected("alg")
