"""Who issued the signer certificate, and with which algorithm: a listed authority of any kind will do.

WHO certificate governance, "Validation Model" and "Requirements on TLS, Upload and SCA".
"""

from __future__ import annotations

from dataclasses import replace

from asn1crypto.algos import SignedDigestAlgorithm
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from gdhcn_conformance.generation.recipes import Draft, Profile, negative, open_question, tolerated, valid
from gdhcn_conformance.pki.authority import Signer

UNTRUSTED = ["dsc-untrusted", "key-unknown", "key-not-authorised", "signature-invalid"]  # as in `trust_list_authority`
YEAR = 365
CA = Profile(ca=True, not_before=-2 * YEAR, not_after=4 * YEAR)
RSA = "rsa-2048-08"
RSA_PSS = {  # SHA-256 throughout, and a salt of 32 octets (RFC 4055, section 3.1)
    "algorithm": "rsassa_pss",
    "parameters": {
        "hash_algorithm": {"algorithm": "sha256"},
        "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": {"algorithm": "sha256"}},
        "salt_length": 32,
    },
}


def _issued_under(draft: Draft, issuer: Signer) -> Signer:
    return draft.other_signer("signer", issuer=issuer)


def _listed_below(draft: Draft, authority: Signer, signer: Signer, *others: Signer) -> Draft:
    """`signer` signs; the list holds it, its authority and these other authorities."""
    entries = (each.listed(usage="SCA") for each in (authority, *others))
    return draft.issued_by(signer).trusting(*entries, signer.listed())


def _root(draft: Draft) -> Signer:
    return draft.pki.authority(draft.country, f"{draft.name}/Root")


def _subordinate(draft: Draft, root: Signer) -> Signer:
    return draft.pki.signer(draft.country, f"{draft.name}/SCA", CA, root)


def _resigned(certificate: bytes, algorithm: SignedDigestAlgorithm, signature: bytes | None = None) -> bytes:
    """The certificate with another signature algorithm, and then with the signature made by it."""
    made = Certificate.load(certificate)
    made["tbs_certificate"]["signature"] = made["signature_algorithm"] = algorithm
    if signature is not None:
        made["signature_value"] = signature
    return made.dump(force=True)


def _to_be_signed(certificate: bytes) -> bytes:
    return Certificate.load(certificate)["tbs_certificate"].dump()


@valid(requirement="HCERT-KID-004", kind="recovery", version="1.3.0")
def recovery(draft: Draft) -> Draft:
    """A recovery certificate's signer comes from a self-signed authority on P-256, which signs with SHA-256."""
    return draft


# -- an authority below another one ------------------------------------------------------------------------------------


@tolerated(of=recovery, requirement="TRUST-VER-037")
def authority_below_an_unlisted_root(draft: Draft) -> Draft:
    """The listed authority is a subordinate CA; the root above it is on no list.

    The list is the anchor. A verifier that builds chains up to a self-signed certificate finds none.
    """
    authority = _subordinate(draft, _root(draft))
    return _listed_below(draft, authority, _issued_under(draft, authority))


@tolerated(of=recovery, requirement="TRUST-VER-037")
def authority_below_a_listed_root(draft: Draft) -> Draft:
    """Root and subordinate authority are both listed, and the root's path length (0) leaves no room for a CA below it.

    Walking the path up to the root, as for web servers, ends in a refusal. The network has two levels and looks no
    higher.
    """
    root = _root(draft)
    authority = _subordinate(draft, root)
    return _listed_below(draft, authority, _issued_under(draft, authority), root)


@tolerated(of=recovery, requirement="TRUST-VER-037")
def authority_below_an_expired_root(draft: Draft) -> Draft:
    """The root that issued the listed authority expired a month ago and is listed as well.

    Authority and signer are both valid, and more is not asked for.
    """
    name = f"{draft.name}/Root"
    root = draft.pki.reissued(_root(draft), name, replace(CA, not_before=-4 * YEAR, not_after=-30), issuer=_root(draft))
    authority = _subordinate(draft, root)
    return _listed_below(draft, authority, _issued_under(draft, authority), root)


@negative(of=recovery, requirement="TRUST-VER-005", reasons=UNTRUSTED)
def two_levels_below_the_listed_root(draft: Draft) -> Draft:
    """The root is listed, and the authority between it and the signer is not.

    By the rules for web servers this would be a good path, with the intermediate fetched from somewhere.
    """
    root = _root(draft)
    return _listed_below(draft, root, _issued_under(draft, _subordinate(draft, root)))


@negative(of=recovery, requirement="TRUST-VER-005", reasons=UNTRUSTED)
def sibling_of_the_listed_authority(draft: Draft) -> Draft:
    """One root has two subordinate authorities; the listed one is not the one that issued the signer.

    The two have the same issuer, which proves nothing about who is trusted.
    """
    root = _root(draft)
    listed = _subordinate(draft, root)
    sibling = draft.pki.signer(draft.country, f"{draft.name}/Sibling", CA, root)
    return _listed_below(draft, listed, _issued_under(draft, sibling))


# -- the algorithm of its signature ------------------------------------------------------------------------------------


@open_question(of=recovery, requirement="HCERT-DSC-004", policy=None)
def signed_with_rsa(draft: Draft) -> Draft:
    """An authority with an RSA key issued the elliptic curve signer, with a signature of PKCS#1 version 1.5."""
    authority = draft.pki.signer(draft.country, f"{draft.name}/SCA", replace(CA, rsa=RSA))
    return _listed_below(draft, authority, _issued_under(draft, authority))


@open_question(of=recovery, requirement="HCERT-DSC-004", policy=None)
def signed_with_rsa_pss(draft: Draft) -> Draft:
    """The signature on the elliptic curve signer's certificate is RSA-PSS.

    Several countries' signers vanished from lists because a gateway could not verify that.
    """
    authority = draft.pki.signer(draft.country, f"{draft.name}/SCA", replace(CA, rsa=RSA))
    first = _issued_under(draft, authority)
    algorithm = SignedDigestAlgorithm(RSA_PSS)
    renamed = _resigned(first.certificate, algorithm)
    signature = authority.sign(_to_be_signed(renamed), draft.name)  # PS256 is the same signature
    return _listed_below(draft, authority, replace(first, certificate=_resigned(renamed, algorithm, signature)))


@open_question(of=recovery, requirement="HCERT-DSC-004", policy=None)
def signed_with_p_384_and_sha_384(draft: Draft) -> Draft:
    """The authority has a key on P-384 and signs with SHA-384, though its signers are all on P-256."""
    authority = draft.pki.signer(draft.country, f"{draft.name}/SCA", replace(CA, curve="p384"))
    first = _issued_under(draft, authority)
    algorithm = SignedDigestAlgorithm({"algorithm": "sha384_ecdsa"})
    renamed = _resigned(first.certificate, algorithm)
    signature = authority.key.sign(_to_be_signed(renamed), ec.ECDSA(hashes.SHA384(), deterministic_signing=True))
    return _listed_below(draft, authority, replace(first, certificate=_resigned(renamed, algorithm, signature)))
