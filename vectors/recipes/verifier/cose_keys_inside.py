"""Keys and certificates that travel inside the message (RFC 9360; WHO HCERT, appendix A)."""

import base64
import hashlib

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gdhcn_conformance.credentials.cbor import Tagged
from gdhcn_conformance.generation.recipes import Draft, Profile, negative, valid

KCCS, X5BAG, X5U = 14, 32, 35  # CWT claims set in a header (RFC 9528, section 9.6); RFC 9360, table 1
SHA_256 = -16
URI = 32  # the CBOR tag of a URI (RFC 8949, section 3.4.5.3)
CNF, COSE_KEY = 8, 1  # the key that a token is bound to (RFC 8747, section 3.1)
FOREIGN = ["signature-invalid"]
UNLISTED = ["key-unknown", "signature-invalid"]
NO_NAME = [*UNLISTED, "kid-malformed"]  # where a key identifier may not be so long


def _attacker(draft):
    """A signer below an authority that calls itself by the SCA's name and has another key."""
    impostor = draft.pki.authority(draft.country, f"{draft.name}/SCA")
    return draft.other_signer("attacker", issuer=impostor), impostor


def _cose_key(signer):
    numbers = signer.key.public_key().public_numbers()
    return {
        1: 2,
        -1: 1,
        -2: numbers.x.to_bytes(32),
        -3: numbers.y.to_bytes(32),
    }  # EC2 on P-256 (RFC 9053, section 7.1.1)


@valid(requirement="HCERT-ALG-003", version="1.3.0")
def key_on_the_trust_list_only(draft: Draft) -> Draft:
    """The message holds no key and no certificate; the one that verifies it stands on the trust list."""
    return draft


@negative(of=key_on_the_trust_list_only, requirement="HCERT-COSE-019", reasons=FOREIGN, forgery=True)
def attacker_in_the_unprotected_x5chain(draft: Draft) -> Draft:
    """An attacker signs, names a listed signer by its key identifier and brings a certificate of its own along.

    A COSE library that finds x5chain verifies with the certificate it brings and never asks for the listed key.
    """
    attacker, _ = _attacker(draft)
    return draft.signed_by(attacker).unprotected(x5chain=attacker.certificate)


@negative(of=key_on_the_trust_list_only, requirement="HCERT-COSE-019", reasons=FOREIGN, forgery=True)
def attacker_in_the_protected_x5chain(draft: Draft) -> Draft:
    """The attacker's certificate stands in the protected header, covered by the attacker's own signature.

    That a certificate is signed with the key inside it proves nothing.
    """
    attacker, _ = _attacker(draft)
    return draft.signed_by(attacker).protected(x5chain=attacker.certificate)


@negative(of=key_on_the_trust_list_only, requirement="HCERT-COSE-019", reasons=UNLISTED, forgery=True)
def attacker_under_its_own_key_identifier(draft: Draft) -> Draft:
    """Key identifier, x5chain and signature all agree with each other, and the trust list knows none of it."""
    attacker, _ = _attacker(draft)
    return draft.signed_by(attacker).protected(kid=attacker.kid).unprotected(x5chain=attacker.certificate)


@negative(of=key_on_the_trust_list_only, requirement="HCERT-COSE-019", reasons=["kid-missing", *UNLISTED], forgery=True)
def attacker_without_a_key_identifier(draft: Draft) -> Draft:
    """There is no key identifier at all; only x5chain says with which key to verify, and it is the attacker's."""
    attacker, _ = _attacker(draft)
    return draft.signed_by(attacker).without_protected("kid").protected(x5chain=attacker.certificate)


@negative(of=key_on_the_trust_list_only, requirement="HCERT-COSE-019", reasons=UNLISTED, forgery=True)
def chain_to_an_authority_of_the_same_name(draft: Draft) -> Draft:
    """x5chain leads from the attacker's certificate to an authority whose name is that of the listed SCA.

    Matching issuers by name alone ends at the listed authority; its key never signed any of this.
    """
    attacker, impostor = _attacker(draft)
    chain = [attacker.certificate, impostor.certificate]
    return draft.signed_by(attacker).protected(kid=attacker.kid, x5chain=chain)


@negative(of=key_on_the_trust_list_only, requirement="HCERT-COSE-019", reasons=FOREIGN, forgery=True)
def attacker_before_the_listed_signer(draft: Draft) -> Draft:
    """x5chain holds two certificates, the attacker's and then the listed signer's.

    If one of them is looked up on the list and the signature verified with the first, both checks succeed.
    """
    attacker, _ = _attacker(draft)
    return draft.signed_by(attacker).unprotected(x5chain=[attacker.certificate, draft.dsc.certificate])


@negative(of=key_on_the_trust_list_only, requirement="HCERT-COSE-019", reasons=FOREIGN, forgery=True)
def attacker_behind_the_listed_signer(draft: Draft) -> Draft:
    """The listed signer's certificate leads the chain in the header, and the attacker's, with which was signed, ends
    it.
    """
    attacker, _ = _attacker(draft)
    return draft.signed_by(attacker).unprotected(x5chain=[draft.dsc.certificate, attacker.certificate])


@negative(of=key_on_the_trust_list_only, requirement="HCERT-COSE-019", reasons=UNLISTED, forgery=True)
def unlisted_signer_below_the_listed_authority(draft: Draft) -> Draft:
    """The SCA on the list did issue the certificate in x5chain, but as a document signer that one is not listed.

    A path to a listed authority is what TLS asks for; here each signer has to be on the list, so that it can be taken
    off.
    """
    other = draft.other_signer("unlisted")
    return draft.signed_by(other).protected(kid=other.kid).unprotected(x5chain=other.certificate)


@negative(of=key_on_the_trust_list_only, requirement="HCERT-COSE-019", reasons=FOREIGN, forgery=True)
def bag_of_certificates_with_a_thumbprint(draft: Draft) -> Draft:
    """An unordered bag (x5bag) brings the attacker's certificate, and x5t picks it out by its thumbprint."""
    attacker, _ = _attacker(draft)
    thumbprint = [SHA_256, hashlib.sha256(attacker.certificate).digest()]
    bag = [draft.dsc.certificate, attacker.certificate]
    return draft.signed_by(attacker).protected(x5t=thumbprint).unprotected({X5BAG: bag})


@negative(of=key_on_the_trust_list_only, requirement="HCERT-COSE-019", reasons=FOREIGN, forgery=True)
def address_of_a_certificate(draft: Draft) -> Draft:
    """The header gives an address (x5u) from which the attacker's certificate could be fetched.

    The host does not exist. A verifier that follows addresses in certificates tells a stranger where they are shown.
    """
    attacker, _ = _attacker(draft)
    return draft.signed_by(attacker).protected({X5U: Tagged(URI, "https://signer.invalid/dsc.der")})


@valid(requirement="HCERT-ALG-003", kind="test", version="1.2.0")
def no_key_in_headers_or_claims(draft: Draft) -> Draft:
    """A test certificate of version 1.2.0 with neither a key in its headers nor one among its claims."""
    return draft


@negative(of=no_key_in_headers_or_claims, requirement="HCERT-COSE-019", reasons=FOREIGN, forgery=True)
def key_confirmed_in_the_claims(draft: Draft) -> Draft:
    """The claims hold a public key under cnf (claim 8), and the signature was made with that key.

    The claim names the key of whoever presents a token. It never says who issued it.
    """
    attacker, _ = _attacker(draft)
    return draft.signed_by(attacker).claims({CNF: {COSE_KEY: _cose_key(attacker)}})


@negative(of=no_key_in_headers_or_claims, requirement="HCERT-COSE-019", reasons=FOREIGN, forgery=True)
def key_in_a_claims_set_header(draft: Draft) -> Draft:
    """A header parameter for unsigned claims sets (kccs) carries the attacker's key as a COSE_Key."""
    attacker, _ = _attacker(draft)
    return draft.signed_by(attacker).unprotected({KCCS: {CNF: {COSE_KEY: _cose_key(attacker)}}})


@negative(of=no_key_in_headers_or_claims, requirement="HCERT-COSE-019", reasons=FOREIGN, forgery=True)
def key_in_the_manner_of_json(draft: Draft) -> Draft:
    """Under the text label "jwk" the protected header holds the attacker's key, as JSON Web Signatures may."""
    attacker, _ = _attacker(draft)
    numbers = attacker.key.public_key().public_numbers()
    x, y = (base64.urlsafe_b64encode(each.to_bytes(32)).rstrip(b"=").decode() for each in (numbers.x, numbers.y))
    return draft.signed_by(attacker).protected({"jwk": {"kty": "EC", "crv": "P-256", "x": x, "y": y}})


@negative(of=no_key_in_headers_or_claims, requirement="HCERT-COSE-019", reasons=NO_NAME, forgery=True)
def certificate_as_the_key_identifier(draft: Draft) -> Draft:
    """The key identifier is not the short name of a certificate but the attacker's whole certificate."""
    attacker, _ = _attacker(draft)
    return draft.signed_by(attacker).protected(kid=attacker.certificate)


@negative(of=no_key_in_headers_or_claims, requirement="HCERT-COSE-019", reasons=NO_NAME, forgery=True)
def public_key_as_the_key_identifier(draft: Draft) -> Draft:
    """The 65 bytes of the attacker's public point stand in the header as its key identifier."""
    attacker, _ = _attacker(draft)
    point = attacker.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return draft.signed_by(attacker).protected(kid=point)


@valid(requirement="HCERT-ALG-004", kind="recovery", version="1.3.0", profile=Profile(rsa="rsa-2048-05"))
def rsa_key_on_the_trust_list_only(draft: Draft) -> Draft:
    """A recovery certificate of version 1.3.0 by an RSA signer whose certificate the message does not carry."""
    return draft


@negative(
    of=rsa_key_on_the_trust_list_only,
    requirement="HCERT-COSE-019",
    reasons=["key-unsuitable", *FOREIGN],
    needs=["ES256"],
    forgery=True,
)
def attacker_with_a_key_of_another_kind(draft: Draft) -> Draft:
    """The identifier is a listed RSA signer's; algorithm, signature and the certificate in x5chain are an attacker's
    with an EC key.

    Choosing the key by what fits the algorithm leads past the list to the certificate in the header.
    """
    attacker, _ = _attacker(draft)
    named = draft.signed_by(attacker).protected(alg=attacker.algorithm)
    return named.unprotected(x5chain=attacker.certificate)
