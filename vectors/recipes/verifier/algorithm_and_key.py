"""The signer's key: of the kind that the algorithm asks for, on P-256, or RSA of enough bits (WHO HCERT 3.2.2)."""

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from gdhcn_conformance.generation.recipes import Draft, Profile, negative, open_question, tolerated, valid

ES256, PS256, ES384, ES256K = -7, -37, -35, -47
MISMATCH = ["key-unsuitable", "signature-invalid", "algorithm-unsupported"]
# A list may be cleaned of keys that are not allowed when it is loaded; then the identifier leads nowhere.
NOT_ALLOWED = ["key-unsuitable", "key-unknown", "dsc-unreadable", "signature-invalid"]


def _issued_with(draft, **profile):
    """Let a listed signer with another kind of key issue the certificate.

    The list is this certificate's own: a library that cannot read such a key may refuse the whole list, and no other
    certificate shall suffer from that.
    """
    issued = draft.issued_by(draft.other_signer("signer", Profile(**profile)))
    return issued.trusting(*issued.listed)


@valid(requirement="HCERT-ALG-003", kind="test", version="1.0.0")
def ec_key_on_p256(draft: Draft) -> Draft:
    """A test certificate of version 1.0.0 under ES256, by a signer with a key on P-256."""
    return draft


@negative(of=ec_key_on_p256, requirement="HCERT-ALG-006", reasons=MISMATCH)
def ps256_named_for_an_ec_key(draft: Draft) -> Draft:
    """The header names PS256, but the signer has an EC key and made a right ES256 signature.

    A verifier that chooses the algorithm by the key never finds out what the header says.
    """
    return draft.protected(alg=PS256)


@negative(of=ec_key_on_p256, requirement="HCERT-ALG-006", reasons=MISMATCH)
def ps256_named_for_an_ec_key_and_der(draft: Draft) -> Draft:
    """Under PS256 stands an ECDSA signature in DER, the form that general libraries make and verify.

    Passing signature and key to a library that works the rest out for itself ignores COSE altogether.
    """
    digest = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
    return draft.protected(alg=PS256).instead("signature", lambda signed: draft.signer.key.sign(signed, digest))


@negative(of=ec_key_on_p256, requirement="HCERT-ALG-007", reasons=NOT_ALLOWED)
def key_on_p384(draft: Draft) -> Draft:
    """The signer's key is on P-384, the header names ES256, and the signature has 96 bytes.

    Certificates like this were issued. The digest does not make up for the curve.
    """
    return _issued_with(draft, curve="p384")


@negative(of=ec_key_on_p256, requirement="HCERT-ALG-007", reasons=["algorithm-unsupported", *NOT_ALLOWED])
def key_on_p384_with_its_own_algorithm(draft: Draft) -> Draft:
    """Key, digest and header agree on ES384 with P-384, which is stronger than what is allowed and not allowed."""
    moved = _issued_with(draft, curve="p384").protected(alg=ES384)

    def made(signed):
        der = moved.signer.key.sign(signed, ec.ECDSA(hashes.SHA384(), deterministic_signing=True))
        return b"".join(each.to_bytes(48) for each in decode_dss_signature(der))

    return moved.instead("signature", made)


@negative(of=ec_key_on_p256, requirement="HCERT-ALG-007", reasons=NOT_ALLOWED)
def key_on_secp256k1(draft: Draft) -> Draft:
    """The signer's key is on secp256k1; the signature has 64 bytes as on P-256 and the header says ES256."""
    return _issued_with(draft, curve="secp256k1")


@negative(of=ec_key_on_p256, requirement="HCERT-ALG-007", reasons=["algorithm-unsupported", *NOT_ALLOWED])
def key_on_secp256k1_with_its_own_algorithm(draft: Draft) -> Draft:
    """A key on secp256k1 under ES256K, the algorithm that COSE registers for this curve."""
    return _issued_with(draft, curve="secp256k1").protected(alg=ES256K)


@negative(of=ec_key_on_p256, requirement="HCERT-ALG-007", reasons=NOT_ALLOWED)
def key_on_brainpool(draft: Draft) -> Draft:
    """The listed signer uses brainpoolP256r1, a European curve of the right size that GDHCN does not support.

    Lists in use hold such keys, so the verifier has to get past them without a crash.
    """
    return _issued_with(draft, curve="brainpoolP256r1")


@valid(requirement="HCERT-ALG-008a", kind="recovery", version="1.3.0", profile=Profile(rsa="rsa-2048-04"))
def rsa_of_2048_bits(draft: Draft) -> Draft:
    """A recovery certificate under PS256 by a signer whose modulus has 2048 bits, the least that is allowed."""
    return draft


@tolerated(of=rsa_of_2048_bits, requirement="HCERT-ALG-008e")
def rsa_of_3072_bits_on_the_same_list(draft: Draft) -> Draft:
    """Another signer of the same country issued the certificate, with a modulus of 3072 bits."""
    return draft.issued_by(draft.other_signer("signer", Profile(rsa="rsa-3072")))


@negative(of=rsa_of_2048_bits, requirement="HCERT-ALG-008b", reasons=NOT_ALLOWED)
def rsa_of_2047_bits(draft: Draft) -> Draft:
    """The signer's modulus is one bit short of the least length.

    It fills 256 bytes like one of 2048 bits. Counting bytes, or the length of the signature, does not show it.
    """
    return _issued_with(draft, rsa="rsa-2047")


@negative(of=rsa_of_2048_bits, requirement="HCERT-ALG-008b", reasons=NOT_ALLOWED)
def rsa_of_1024_bits(draft: Draft) -> Draft:
    """A listed signer has an RSA key of 1024 bits, as some early lists did, and the signature verifies."""
    return _issued_with(draft, rsa="rsa-1024")


@open_question(of=rsa_of_2048_bits, requirement="HCERT-ALG-008c", policy="rsa-larger-than-3072", reasons=NOT_ALLOWED)
def rsa_of_4096_bits(draft: Draft) -> Draft:
    """The modulus has 4096 bits, more than the governance advises and no less safe."""
    return _issued_with(draft, rsa="rsa-4096")


@open_question(of=rsa_of_2048_bits, requirement="HCERT-ALG-008d", policy="rsa-exponent-3", reasons=NOT_ALLOWED)
def rsa_with_exponent_3(draft: Draft) -> Draft:
    """The public exponent of the signer's RSA key is 3, which verifies quickly and is asked for nowhere."""
    return _issued_with(draft, rsa="rsa-2048-e3")


@negative(of=rsa_of_2048_bits, requirement="HCERT-ALG-006", reasons=MISMATCH)
def es256_named_for_an_rsa_key(draft: Draft) -> Draft:
    """The header names ES256 for an RSA signer, whose signature would be right under PS256."""
    return draft.protected(alg=ES256)


@negative(of=rsa_of_2048_bits, requirement="HCERT-ALG-006", reasons=MISMATCH)
def es256_named_for_an_rsa_key_and_pkcs1(draft: Draft) -> Draft:
    """ES256 is named, and the RSA key signed with SHA-256 in the padding of PKCS#1 v1.5.

    That is what a general library does with an RSA key and SHA-256 if nobody asks for anything else.
    """
    named = draft.protected(alg=ES256)
    return named.instead("signature", lambda signed: draft.signer.key.sign(signed, padding.PKCS1v15(), hashes.SHA256()))


@negative(of=rsa_of_2048_bits, requirement="HCERT-ALG-006", reasons=MISMATCH, needs=["ES256"], forgery=True)
def es256_by_a_stranger_for_an_rsa_key(draft: Draft) -> Draft:
    """ES256 and 64 bytes from a stranger's EC key meet a key identifier that stands for an RSA key.

    Looking for a point in that key fails. It has to end in a refusal, not in an exception.
    """
    stranger = draft.other_signer("stranger")
    return draft.protected(alg=ES256).signed_by(stranger)


@valid(requirement="HCERT-ALG-008e", version="1.3.0", profile=Profile(rsa="rsa-3072"))
def rsa_of_3072_bits(draft: Draft) -> Draft:
    """A vaccination certificate of version 1.3.0 by a signer with 3072 bits, so that its signature has 384 bytes."""
    return draft


@negative(
    of=rsa_of_3072_bits, requirement="HCERT-SIG-005", reasons=["signature-invalid", "cose-malformed"], forgery=True
)
def signature_cut_to_256_bytes(draft: Draft) -> Draft:
    """Of the 384 bytes that a key of 3072 bits signs with, only the first 256 are sent.

    A buffer for keys of 2048 bits would lose the rest.
    """
    return draft.at("signature", lambda made: made[:256])
