"""The key identifier: which of the two headers names the signer, or neither (WHO HCERT 3.2.3)."""

from __future__ import annotations

import hashlib

from gdhcn_conformance.generation.recipes import Draft, Profile, negative, open_question, tolerated, valid

SHA_256 = -16  # COSE's number of the hash in a certificate's thumbprint (RFC 9054, section 2.1)
NO_KEY = ["kid-missing", "key-unknown", "signature-invalid"]
EMPTY = ["kid-missing", "key-unknown", "kid-malformed", "signature-invalid"]  # nothing, or something of length zero


def _unprotected_only(draft: Draft) -> Draft:
    return draft.without_protected("kid").unprotected(kid=draft.dsc.kid)


# -- one header names the signer ---------------------------------------------------------------------------------------


@valid(requirement="HCERT-KID-004")
def vaccination(draft: Draft) -> Draft:
    """A vaccination certificate names its signer in the protected header and nowhere else."""
    return draft


@tolerated(of=vaccination, requirement="HCERT-KID-004")
def unprotected_header_alone(draft: Draft) -> Draft:
    """The signer is named in the unprotected header alone.

    Several countries issued such certificates by the million. A verifier that looks for the identifier in the protected
    header only finds no key for them.
    """
    return _unprotected_only(draft)


@valid(requirement="HCERT-KID-004", kind="recovery", version="1.3.0", profile=Profile(rsa="rsa-2048-07"))
def recovery_by_an_rsa_signer(draft: Draft) -> Draft:
    """A recovery certificate with a PS256 signature names its RSA signer in the unprotected header."""
    return _unprotected_only(draft)


# -- both headers do ---------------------------------------------------------------------------------------------------


@tolerated(of=vaccination, requirement="HCERT-KID-005")
def same_identifier_in_both_headers(draft: Draft) -> Draft:
    """The same right identifier stands in both headers.

    COSE would call a label in both headers malformed; the rule of HCERT for this one label goes before it.
    """
    return draft.unprotected(kid=draft.dsc.kid)


@tolerated(of=vaccination, requirement="HCERT-KID-005")
def unlisted_signer_in_the_unprotected_header(draft: Draft) -> Draft:
    """The protected header names the signer; the unprotected one names somebody whom no list knows.

    A verifier that merges both headers into one map, the unprotected one last, looks for the wrong key.
    """
    return draft.unprotected(kid=draft.other_signer().kid)


@tolerated(of=vaccination, requirement="HCERT-KID-005")
def listed_bystander_in_the_unprotected_header(draft: Draft) -> Draft:
    """The protected header names the signer; the unprotected one names another signer of the trust list.

    The bystander's key is found, and does not verify the signature: what counts is the protected identifier.
    """
    bystander = draft.other_signer("bystander")
    return draft.unprotected(kid=bystander.kid).also_trusting(bystander.listed())


@tolerated(of=recovery_by_an_rsa_signer, requirement="HCERT-KID-005", needs=["PS256"])
def right_identifier_added_to_the_protected_header(draft: Draft) -> Draft:
    """An RSA signer is named in the protected header, and a signer of elliptic curves in the unprotected one.

    Taking the unprotected identifier leads to a key that cannot even be used with PS256.
    """
    bystander = draft.other_signer("bystander")
    return draft.protected(kid=draft.dsc.kid).unprotected(kid=bystander.kid).also_trusting(bystander.listed())


@negative(of=vaccination, requirement="HCERT-KID-005", reasons=["signature-invalid"])
def listed_bystander_protected_signer_unprotected(draft: Draft) -> Draft:
    """The protected header names a listed signer that did not sign; the unprotected one names the one that did.

    A verifier that prefers the unprotected identifier, or tries it when the first key fails, accepts the certificate.
    """
    bystander = draft.other_signer("bystander")
    changed = draft.protected(kid=bystander.kid).unprotected(kid=draft.dsc.kid)
    return changed.also_trusting(bystander.listed())


@negative(
    of=vaccination, requirement="HCERT-KID-005", reasons=["signature-invalid", "key-unknown", "key-not-authorised"]
)
def bystander_abroad_protected_signer_unprotected(draft: Draft) -> Draft:
    """The protected header names a listed signer of another country than iss; the unprotected one names the real
    signer.

    Who narrows the keys by iss finds none under the protected identifier. Falling back to the unprotected one is no way
    out.
    """
    bystander = draft.pki.signer(draft.other_country, f"{draft.name}/bystander")
    changed = draft.protected(kid=bystander.kid).unprotected(kid=draft.dsc.kid)
    authority = draft.pki.authority(draft.other_country)
    return changed.also_trusting(authority.listed(usage="SCA"), bystander.listed())


@negative(of=recovery_by_an_rsa_signer, requirement="HCERT-KID-005", reasons=["key-unsuitable", "signature-invalid"])
def unsuitable_bystander_protected_signer_unprotected(draft: Draft) -> Draft:
    """The protected header of a PS256 certificate names a listed elliptic curve key, the unprotected one its RSA
    signer.

    A verifier that goes on to the unprotected identifier because the first key does not fit the algorithm accepts it.
    """
    bystander = draft.other_signer("bystander")
    return draft.protected(kid=bystander.kid).also_trusting(bystander.listed())


@negative(of=vaccination, requirement="HCERT-KID-005", reasons=["signature-invalid"], forgery=True)
def signer_protected_forger_signs(draft: Draft) -> Draft:
    """The protected header names a listed signer, the unprotected one the unlisted forger whose signature it is.

    The identifiers are there for the taking; only the protected one's key may decide, and it did not sign.
    """
    forger = draft.other_signer("forger")
    return draft.unprotected(kid=forger.kid).signed_by(forger)


@negative(of=vaccination, requirement="HCERT-KID-005", reasons=["signature-invalid"])
def bystander_in_both_headers(draft: Draft) -> Draft:
    """Both headers agree on a listed signer, and it was another listed signer of the country that signed."""
    bystander = draft.other_signer("bystander")
    both = draft.protected(kid=bystander.kid).unprotected(kid=bystander.kid)
    return both.also_trusting(bystander.listed())


# -- neither does ------------------------------------------------------------------------------------------------------


@open_question(of=vaccination, requirement="HCERT-KID-006", policy="kid-missing", reasons=["kid-missing"])
def no_identifier(draft: Draft) -> Draft:
    """No header of this certificate holds a key identifier at all; a listed signer signed it."""
    return draft.without_protected("kid")


@open_question(of=vaccination, requirement="HCERT-KID-006", policy="kid-missing", reasons=EMPTY)
def empty_identifier(draft: Draft) -> Draft:
    """The key identifier is a byte string of length zero, on a certificate by a listed signer."""
    return draft.protected(kid=b"")


@open_question(of=vaccination, requirement="HCERT-KID-006", policy="kid-missing", reasons=["kid-missing"])
def identifier_under_a_text_label(draft: Draft) -> Draft:
    """The identifier stands in the protected header under the text label "kid", which is not label 4.

    Text labels are allowed in COSE and mean whatever two parties agree on; here nobody agreed.
    """
    return draft.without_protected("kid").protected({"kid": draft.dsc.kid})


@open_question(of=vaccination, requirement="HCERT-KID-006", policy="kid-missing", reasons=["kid-missing"])
def thumbprint_instead_of_an_identifier(draft: Draft) -> Draft:
    """The protected header holds the thumbprint of the signer certificate (x5t, RFC 9360), and no key identifier."""
    thumbprint = hashlib.sha256(draft.dsc.certificate).digest()
    return draft.without_protected("kid").protected(x5t=[SHA_256, thumbprint])


@negative(of=vaccination, requirement="HCERT-KID-007a", reasons=NO_KEY, also=["HCERT-KID-006"], forgery=True)
def no_identifier_and_unlisted_signer(draft: Draft) -> Draft:
    """There is no key identifier, and none of the listed keys made the signature.

    Whether a verifier refuses at once or tries every key, it must end in a refusal. One that skips the signature when
    it finds no key does not.
    """
    return draft.without_protected("kid").signed_by(draft.other_signer("forger"))


@negative(of=vaccination, requirement="HCERT-KID-007a", reasons=EMPTY, also=["HCERT-KID-006"], forgery=True)
def empty_identifier_and_unlisted_signer(draft: Draft) -> Draft:
    """An identifier of no bytes at all stands above a forger's signature.

    Every identifier begins with the empty string: a look-up by prefix returns all keys, and with some code the first
    one counts as verified.
    """
    return draft.protected(kid=b"").signed_by(draft.other_signer("forger"))


@negative(
    of=recovery_by_an_rsa_signer, requirement="HCERT-KID-007a", reasons=NO_KEY, also=["HCERT-KID-006"], forgery=True
)
def thumbprint_of_an_unlisted_signer(draft: Draft) -> Draft:
    """Only a thumbprint (x5t) says who signed, and it is that of a certificate which the list does not hold.

    A verifier that takes the signer from such a hint still has to find it on the trust list.
    """
    forger = draft.other_signer("forger", Profile(rsa="rsa-2048-08"))
    thumbprint = hashlib.sha256(forger.certificate).digest()
    changed = draft.protected(x5t=[SHA_256, thumbprint]).signed_by(forger)
    return changed.at("unprotected", lambda _: {})


# -- the country beside it ---------------------------------------------------------------------------------------------


@open_question(
    of=vaccination,
    requirement="HCERT-KID-014",
    policy="iss-differs-from-dsc-country",
    reasons=["key-unknown", "key-not-authorised", "signature-invalid"],
)
def iss_of_another_listed_country(draft: Draft) -> Draft:
    """The claim iss names a country that has signers of its own on the list, while another country's signer signed.

    Without a rule any listed signer may write certificates in any country's name.
    """
    authority = draft.pki.authority(draft.other_country)
    native = draft.pki.signer(draft.other_country, f"{draft.name}/native")
    return draft.claims(iss=draft.other_country).also_trusting(authority.listed(usage="SCA"), native.listed())


@open_question(
    of=vaccination,
    requirement="HCERT-KID-014",
    policy="iss-differs-from-dsc-country",
    reasons=["key-unknown", "key-not-authorised", "claims-malformed"],
)
def iss_is_the_name_of_a_ministry(draft: Draft) -> Draft:
    """Instead of a country's code, iss holds the full name of the office that issued the certificate.

    Such certificates were in use; a filter by country finds no key for them.
    """
    return draft.claims(iss="TEST ONLY Ministry of Health")
