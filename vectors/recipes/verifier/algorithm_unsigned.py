"""No signature, and secrets that everybody has (WHO HCERT 3.1: issuers sign, and sign asymmetrically)."""

import hashlib
import hmac

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gdhcn_conformance.generation.recipes import Draft, negative, valid

NONE = 0  # reserved by RFC 9053: no algorithm
HS256_64, HS256 = 4, 5  # HMAC with SHA-256, the first cut to 64 bits (RFC 9053, table 3)
UNSUPPORTED = ["algorithm-unsupported", "key-unsuitable", "signature-invalid"]
NO_NUMBER = ["algorithm-unsupported", "cose-malformed", "signature-invalid"]


def _under_a_secret(draft, secret, algorithm=HS256, length=32):
    """Put an HMAC in the place of the signature, made with what is no secret."""
    named = draft.protected(alg=algorithm)
    return named.instead("signature", lambda signed: hmac.digest(secret, signed, hashlib.sha256)[:length])


@valid(requirement="HCERT-ALG-003", kind="test", version="1.3.0")
def signature_by_a_private_key(draft: Draft) -> Draft:
    """A test certificate that its signer signed with a private key, neither left unsigned nor under a shared secret."""
    return draft


@negative(of=signature_by_a_private_key, requirement="HCERT-ALG-005c", reasons=UNSUPPORTED)
def algorithm_zero_over_a_right_signature(draft: Draft) -> Draft:
    """The algorithm is 0, which is reserved, and the signature is a right one by ES256.

    Zero is what an algorithm that was never set looks like; taking it for a default hides a missing check.
    """
    return draft.protected(alg=NONE)


@negative(of=signature_by_a_private_key, requirement="HCERT-ALG-005a", reasons=UNSUPPORTED, forgery=True)
def algorithm_zero_without_a_signature(draft: Draft) -> Draft:
    """The header names algorithm 0 and the signature is empty, so that there is nothing to verify and nobody who
    signed.
    """
    return draft.protected(alg=NONE).instead("signature", lambda _: b"")


@negative(of=signature_by_a_private_key, requirement="HCERT-ALG-005a", reasons=NO_NUMBER, forgery=True)
def algorithm_none_without_a_signature(draft: Draft) -> Draft:
    """The algorithm is the text "none", as in unsecured JSON tokens, with a signature of no bytes."""
    return draft.protected(alg="none").instead("signature", lambda _: b"")


@negative(of=signature_by_a_private_key, requirement="HCERT-ALG-005a", reasons=UNSUPPORTED, forgery=True)
def secret_is_the_public_key(draft: Draft) -> Draft:
    """The header names HS256, and the authentication code was made with the signer's public key (DER) as the secret.

    A verifier that hands the listed key to whatever algorithm the header names verifies what anybody can make.
    """
    public = draft.dsc.key.public_key()
    return _under_a_secret(draft, public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


@negative(of=signature_by_a_private_key, requirement="HCERT-ALG-005a", reasons=UNSUPPORTED, forgery=True)
def secret_is_the_certificate_in_pem(draft: Draft) -> Draft:
    """HS256 with the text of the signer's PEM file as the secret, for verifiers that keep their list in such files."""
    return _under_a_secret(draft, x509.load_der_x509_certificate(draft.dsc.certificate).public_bytes(Encoding.PEM))


@negative(of=signature_by_a_private_key, requirement="HCERT-ALG-005a", reasons=UNSUPPORTED, forgery=True)
def secret_is_the_certificate_in_der(draft: Draft) -> Draft:
    """The bytes of the listed certificate served as the key of HS256; every verifier holds them, and so does
    everybody else.
    """
    return _under_a_secret(draft, draft.dsc.certificate)


@negative(of=signature_by_a_private_key, requirement="HCERT-ALG-005a", reasons=UNSUPPORTED, forgery=True)
def short_code_under_the_public_point(draft: Draft) -> Draft:
    """Algorithm 4 keeps eight bytes of the code, here made with the public point of the signer's key."""
    point = draft.dsc.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return _under_a_secret(draft, point, HS256_64, 8)


@negative(of=signature_by_a_private_key, requirement="HCERT-ALG-005a", reasons=UNSUPPORTED, forgery=True)
def secret_is_empty(draft: Draft) -> Draft:
    """An authentication code under an empty secret, the value that a key of the wrong kind may turn into."""
    return _under_a_secret(draft, b"")
