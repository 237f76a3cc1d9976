"""Identifiers that lead to nobody, and identifiers of somebody who did not sign (WHO HCERT 3.1 and 3.2.3)."""

from __future__ import annotations

import base64

from gdhcn_conformance.generation.recipes import Draft, Profile, negative, open_question, valid

# A verifier that treats the identifier as a hint tries the listed keys before it gives up.
NOBODY = ["key-unknown", "signature-invalid"]


@valid(requirement="HCERT-KID-004", kind="recovery", version="1.3.0")
def recovery(draft: Draft) -> Draft:
    """A recovery certificate is signed by the listed signer that its protected header names."""
    return draft


# -- nobody on the list, and not signed by anybody on it ---------------------------------------------------------------


@negative(of=recovery, requirement="HCERT-KID-007a", reasons=NOBODY, forgery=True)
def unlisted_signer(draft: Draft) -> Draft:
    """A signer that was never put on the list signs under its own identifier.

    Its certificate is genuine and from the listed authority; that alone does not make it trusted.
    """
    stranger = draft.other_signer("stranger")
    return draft.protected(kid=stranger.kid).signed_by(stranger)


@negative(of=recovery, requirement="HCERT-KID-007a", reasons=NOBODY, forgery=True)
def unlisted_signer_in_the_unprotected_header(draft: Draft) -> Draft:
    """An unlisted signer is named in the unprotected header, and no other identifier is there."""
    stranger = draft.other_signer("stranger")
    return draft.without_protected("kid").unprotected(kid=stranger.kid).signed_by(stranger)


@negative(of=recovery, requirement="HCERT-KID-007a", reasons=NOBODY, forgery=True)
def unlisted_protected_listed_unprotected(draft: Draft) -> Draft:
    """A forger names itself in the protected header and a listed signer in the unprotected one.

    Looking up one identifier to see whether the certificate is trusted, and another one to verify it, lets the forger
    in.
    """
    forger = draft.other_signer("forger")
    return draft.protected(kid=forger.kid).unprotected(kid=draft.dsc.kid).signed_by(forger)


@negative(of=recovery, requirement="HCERT-KID-007a", reasons=NOBODY, forgery=True)
def unlisted_signer_of_an_unlisted_country(draft: Draft) -> Draft:
    """Country, authority, signer and identifier of this certificate are all unknown to the list.

    It is complete and right in itself: whoever only checks that it was not tampered with accepts it.
    """
    stranger = draft.pki.signer("XZ", f"{draft.name}/stranger")
    changed = draft.payload({"r.0.co": "XZ"}).claims(iss="XZ")
    return changed.protected(kid=stranger.kid).signed_by(stranger)


@negative(of=recovery, requirement="HCERT-KID-007a", reasons=NOBODY, needs=["PS256"], forgery=True)
def unlisted_rsa_signer(draft: Draft) -> Draft:
    """An RSA signer without an entry signs with PS256 under the hash of its own certificate."""
    stranger = draft.other_signer("stranger", Profile(rsa="rsa-2048-08"))
    return draft.protected(alg=stranger.algorithm, kid=stranger.kid).signed_by(stranger)


@negative(of=recovery, requirement="HCERT-KID-007a", reasons=NOBODY, also=["HCERT-COSE-019"], forgery=True)
def unlisted_signer_with_its_chain(draft: Draft) -> Draft:
    """An unlisted signer brings its certificate, and its authority's, in the protected header.

    The authority is the country's own and on the list. It vouches for whom it issued, the list for whom it holds.
    """
    stranger = draft.other_signer("stranger")
    chain = [stranger.certificate, draft.pki.authority(draft.country).certificate]
    return draft.protected(kid=stranger.kid, x5chain=chain).signed_by(stranger)


@negative(of=recovery, requirement="HCERT-KID-007a", reasons=NOBODY, forgery=True)
def eight_zero_bytes(draft: Draft) -> Draft:
    """The identifier is eight zero bytes, and the signature a stranger's.

    It is what a buffer holds that nobody filled: an entry of the list whose identifier failed to parse may have the
    same.
    """
    return draft.protected(kid=bytes(8)).signed_by(draft.other_signer("stranger"))


# -- nobody on the list, but signed by somebody on it ------------------------------------------------------------------


# The identifier matches no entry, though a listed key would verify the signature.
_hint = open_question(
    of=recovery, requirement="HCERT-KID-007b", policy="kid-selector-or-hint", reasons=["key-unknown", "kid-malformed"]
)


@_hint
def first_seven_bytes(draft: Draft) -> Draft:
    """A listed signer signed, but the identifier lacks its last byte.

    A search for entries that begin with it finds the signer.
    """
    return draft.protected(kid=draft.dsc.kid[:7])


@_hint
def sixteen_bytes(draft: Draft) -> Draft:
    """The certificate names sixteen bytes, of which the first eight are the signer's identifier on the list.

    One country's early certificates had this length. To shorten what was read is to compare something else.
    """
    return draft.protected(kid=draft.dsc.kid + bytes(range(8)))


@_hint
def base64_text_as_bytes(draft: Draft) -> Draft:
    """The byte string holds the twelve ASCII characters of the identifier's Base64, not the identifier itself.

    Real certificates had that: their issuer forgot to decode what it read from the list.
    """
    return draft.protected(kid=base64.b64encode(draft.dsc.kid))


@_hint
def unknown_protected_signer_unprotected(draft: Draft) -> Draft:
    """A made-up identifier in the protected header goes before the listed signer's in the unprotected one.

    Reading the unprotected one here is against the rule; trying all keys because nothing matched is what the policy is
    about. From outside both look the same.
    """
    return draft.protected(kid=b"TESTONLY").unprotected(kid=draft.dsc.kid)


# -- somebody on the list, who did not sign ----------------------------------------------------------------------------


@negative(of=recovery, requirement="HCERT-KID-013", reasons=["signature-invalid"], forgery=True)
def foreign_signature(draft: Draft) -> Draft:
    """The identifier is a listed signer's; the signature was made with a key that no list holds.

    Finding the identifier on the list is not yet a proof of anything.
    """
    return draft.signed_by(draft.other_signer("forger"))


@negative(of=recovery, requirement="HCERT-KID-013", reasons=["signature-invalid"], forgery=True)
def foreign_signature_under_an_unprotected_identifier(draft: Draft) -> Draft:
    """The unprotected header borrows a listed signer's identifier for a forger's signature.

    Nothing protects this header; the signature is all there is.
    """
    return draft.without_protected("kid").unprotected(kid=draft.dsc.kid).signed_by(draft.other_signer("forger"))


@negative(of=recovery, requirement="HCERT-KID-015", reasons=["signature-invalid"])
def signature_of_another_listed_signer(draft: Draft) -> Draft:
    """The identifier is one listed signer's, the signature another listed signer's of the same country.

    A verifier that tries every key of the country accepts it, whatever the certificate says about its signer.
    """
    other = draft.other_signer("other")
    return draft.signed_by(other).also_trusting(other.listed())


@negative(of=recovery, requirement="HCERT-KID-015", reasons=["signature-invalid"])
def signature_of_a_listed_signer_abroad(draft: Draft) -> Draft:
    """Named is a signer of the issuing country, while the signature comes from a listed signer of another one.

    It would put one country's certificates under another country's identifier.
    """
    abroad = draft.pki.signer(draft.other_country, f"{draft.name}/abroad")
    authority = draft.pki.authority(draft.other_country)
    return draft.signed_by(abroad).also_trusting(authority.listed(usage="SCA"), abroad.listed())


@negative(of=recovery, requirement="HCERT-KID-013", reasons=["signature-invalid"], forgery=True)
def signature_of_the_authority(draft: Draft) -> Draft:
    """The identifier is the document signer's, but its signing authority made the signature.

    Who verifies with every certificate of the chain lets it through.
    """
    return draft.signed_by(draft.pki.authority(draft.country))


@negative(
    of=recovery,
    requirement="HCERT-KID-013",
    reasons=["key-not-authorised", "key-unknown", "signature-invalid"],
    forgery=True,
)
def identifier_of_the_authority(draft: Draft) -> Draft:
    """The header names the listed authority, under which a forger signed.

    An entry was found, it is the most trusted of all, and neither its usage nor its key fit.
    """
    authority = draft.pki.authority(draft.country)
    return draft.protected(kid=authority.kid).signed_by(draft.other_signer("forger"))


@negative(
    of=recovery, requirement="HCERT-KID-013", reasons=["signature-invalid"], also=["HCERT-COSE-019"], forgery=True
)
def signature_of_a_namesake(draft: Draft) -> Draft:
    """The forger's certificate travels along (x5chain) and has the subject of the listed signer's; its key is another.

    To look it up by its subject finds somebody who is trusted, and then the key that was brought along is used.
    """
    forger = draft.other_signer("recovery")  # the subject is the last part of the name
    return draft.unprotected(x5chain=forger.certificate).signed_by(forger)


@negative(
    of=recovery,
    requirement="HCERT-KID-013",
    reasons=["key-unsuitable", "signature-invalid"],
    needs=["PS256"],
    forgery=True,
)
def foreign_rsa_signature(draft: Draft) -> Draft:
    """A listed elliptic curve signer is named, and a foreign RSA key signed with the matching algorithm PS256.

    The key must come from the list together with its type, not from what the message would like it to be.
    """
    forger = draft.other_signer("forger", Profile(rsa="rsa-2048-08"))
    return draft.protected(alg=forger.algorithm).signed_by(forger)
