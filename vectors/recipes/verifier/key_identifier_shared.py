"""Several signers under one key identifier: each of them is tried (WHO HCERT 3.2.3)."""

from __future__ import annotations

from gdhcn_conformance.generation.recipes import Draft, Profile, negative, tolerated, valid
from gdhcn_conformance.model.vector import TrustEntry
from gdhcn_conformance.pki.authority import HEALTH_OIDS, Signer

SHARED = ["several-keys-per-kid"]
RSA = Profile(rsa="rsa-2048-08")


def _sharing(draft: Draft, *signers: Signer | TrustEntry) -> Draft:
    """The list holds these signers, in this order, all under the identifier that the certificate names."""
    kid = draft.dsc.kid
    countries = (draft.country, draft.other_country)
    authorities = [draft.pki.authority(country).listed(usage="SCA") for country in countries]
    entries = [each.listed(kid=kid) if isinstance(each, Signer) else each for each in signers]
    return draft.trusting(*authorities, *entries)


def _abroad(draft: Draft) -> Signer:
    return draft.pki.signer(draft.other_country, f"{draft.name}/abroad")


@valid(requirement="HCERT-KID-004", kind="test", version="1.3.0")
def test(draft: Draft) -> Draft:
    """A test certificate names a signer that has its key identifier to itself."""
    return draft


@valid(
    requirement="HCERT-EKU-002",
    kind="vaccination",
    version="1.3.0",
    profile=Profile(usage=(HEALTH_OIDS["vaccination"],)),
)
def vaccination(draft: Draft) -> Draft:
    """A signer for vaccination certificates only, alone under its identifier, has signed one."""
    return draft


# -- one of them signed ------------------------------------------------------------------------------------------------


@tolerated(of=test, requirement="HCERT-KID-008", needs=SHARED)
def first_of_two(draft: Draft) -> Draft:
    """Two signers share the identifier, and the first on the list signed.

    Where keys are stored in a table by their identifier, the second one has overwritten it.
    """
    return _sharing(draft, draft.dsc, draft.other_signer("second"))


@tolerated(of=test, requirement="HCERT-KID-008", needs=SHARED)
def second_of_two(draft: Draft) -> Draft:
    """Of two signers under one identifier the later one signed.

    A verifier that gives up after the first key refuses the certificate.
    """
    return _sharing(draft, draft.other_signer("first"), draft.dsc)


@tolerated(of=test, requirement="HCERT-KID-008", needs=SHARED)
def third_of_three(draft: Draft) -> Draft:
    """Two keys fail before the third, the last under this identifier, verifies the signature."""
    return _sharing(draft, draft.other_signer("first"), draft.other_signer("second"), draft.dsc)


@tolerated(of=test, requirement="HCERT-KID-008", needs=SHARED)
def signer_of_another_country_first(draft: Draft) -> Draft:
    """A signer of another participant has the same identifier and is listed first.

    Chance does not stop at borders; neither may the search.
    """
    return _sharing(draft, _abroad(draft), draft.dsc)


@tolerated(of=test, requirement="HCERT-KID-008", needs=SHARED)
def rsa_key_before_the_elliptic_one(draft: Draft) -> Draft:
    """An RSA signer shares the identifier of an ES256 signer and is tried first.

    Its key does not fit the algorithm; that is a reason to go on, not to fail.
    """
    return _sharing(draft, draft.other_signer("rsa", RSA), draft.dsc)


@tolerated(of=test, requirement="HCERT-KID-008", needs=[*SHARED, "PS256"])
def elliptic_key_before_the_rsa_one(draft: Draft) -> Draft:
    """The certificate is signed with PS256, and its RSA signer comes after an elliptic curve key of the same
    identifier.
    """
    signer = draft.other_signer("rsa", RSA)
    # Under the RSA signer's own identifier, so that a verifier that computes identifiers finds it too.
    shared = _sharing(draft, draft.dsc.listed(kid=signer.kid), signer.listed())
    return shared.protected(alg=signer.algorithm, kid=signer.kid).signed_by(signer)


@tolerated(of=test, requirement="HCERT-KID-008", needs=SHARED)
def authority_with_the_same_identifier_first(draft: Draft) -> Draft:
    """An authority is registered under the signer's identifier; it is no document signer and only stands in the way."""
    authority = draft.pki.authority(draft.other_country)
    return _sharing(draft, authority.listed(usage="SCA", kid=draft.dsc.kid), draft.dsc)


@tolerated(of=vaccination, requirement="HCERT-KID-008", needs=SHARED)
def signer_for_tests_first(draft: Draft) -> Draft:
    """Before the vaccination certificate's signer stands one that may sign tests only.

    Whose key usage counts is settled by the signature, and not by the order of the list.
    """
    return _sharing(draft, _for_tests(draft), draft.dsc)


# -- none of them did --------------------------------------------------------------------------------------------------


@negative(of=test, requirement="HCERT-KID-008", reasons=["signature-invalid"], needs=SHARED, forgery=True)
def none_of_two(draft: Draft) -> Draft:
    """Two signers share the identifier named, and the signature is by neither of them."""
    return _sharing(draft, draft.dsc, draft.other_signer("second")).signed_by(draft.other_signer("forger"))


@negative(of=test, requirement="HCERT-KID-008", reasons=["signature-invalid"], needs=SHARED, forgery=True)
def none_of_three(draft: Draft) -> Draft:
    """All three signers under the identifier are tried in vain.

    A loop that remembers whether it has ended, instead of whether it has succeeded, accepts the certificate.
    """
    three = draft.other_signer("first"), draft.dsc, draft.other_signer("third")
    return _sharing(draft, *three).signed_by(draft.other_signer("forger"))


@negative(
    of=test, requirement="HCERT-KID-008", reasons=["signature-invalid", "key-unsuitable"], needs=SHARED, forgery=True
)
def neither_the_rsa_nor_the_elliptic_key(draft: Draft) -> Draft:
    """An RSA and an elliptic curve key share the identifier; the ES256 signature fits neither.

    Errors of the unsuitable key must not be taken for the end of the search, nor for success.
    """
    return _sharing(draft, draft.dsc, draft.other_signer("rsa", RSA)).signed_by(draft.other_signer("forger"))


@negative(of=test, requirement="HCERT-KID-015", reasons=["signature-invalid"], needs=SHARED)
def listed_signer_outside_the_shared_identifier(draft: Draft) -> Draft:
    """Two signers have the identifier; a third, listed under its own, has signed.

    Widening the search from the identifier to the whole list accepts a signer that was not named.
    """
    third = draft.other_signer("third")
    return _sharing(draft, draft.dsc, draft.other_signer("second"), third.listed()).signed_by(third)


@negative(
    of=test,
    requirement="HCERT-KID-008",
    reasons=["signature-invalid", "key-not-authorised"],
    needs=[*SHARED, "list-usage"],
    also=["TRUST-VER-028a"],
    forgery=True,
)
def only_the_authority_under_it_signed(draft: Draft) -> Draft:
    """Document signer and authority are registered under one identifier, and the authority's key signed.

    Sorting out the usage of an entry comes before trying its key.
    """
    authority = draft.pki.authority(draft.country)
    entry = authority.listed(usage="SCA", kid=draft.dsc.kid)
    return _sharing(draft, draft.dsc, entry).signed_by(authority)


@negative(of=test, requirement="HCERT-ALG-007", reasons=["key-unsuitable", "signature-invalid"], needs=SHARED)
def key_on_a_foreign_curve_signed(draft: Draft) -> Draft:
    """A key on secp256k1 shares the identifier with one on P-256, and made the signature of 64 bytes.

    Tried in turn, the second key verifies; it is of a kind that the network does not have.
    """
    signer = draft.other_signer("foreign", Profile(curve="secp256k1"))
    return _sharing(draft, draft.dsc, signer).signed_by(signer)


@negative(
    of=test,
    requirement="TRUST-VER-005",
    reasons=["dsc-untrusted", "signature-invalid", "key-not-authorised"],
    needs=SHARED,
)
def signer_without_an_authority_signed(draft: Draft) -> Draft:
    """Of two signers under the identifier, the one that signed was issued by an authority that is not listed.

    The other one's chain is in order, which does not help it.
    """
    signer = draft.other_signer("orphan", issuer=draft.pki.authority(draft.country, f"{draft.name}/SCA"))
    return _sharing(draft, draft.dsc, signer).signed_by(signer)


@negative(
    of=vaccination,
    requirement="HCERT-EKU-002",
    reasons=["key-usage-mismatch", "key-not-authorised", "signature-invalid"],
    needs=SHARED,
    also=["HCERT-KID-008"],
)
def signed_by_the_one_for_tests(draft: Draft) -> Draft:
    """A signer for tests and one for vaccinations share the identifier, and the one for tests signed a vaccination.

    Joining what both may do, or looking at the first entry's usage, lets it through.
    """
    signer = _for_tests(draft)
    return _sharing(draft, draft.dsc, signer).signed_by(signer)


@negative(
    of=test,
    requirement="TRUST-VER-028a",
    reasons=["signature-invalid", "key-not-authorised"],
    needs=[*SHARED, "list-usage"],
    forgery=True,
)
def right_key_in_the_wrong_entry(draft: Draft) -> Draft:
    """The forger's certificate is listed under the shared identifier, but as an upload certificate.

    Its key verifies the signature; the entries that may sign documents do not.
    """
    forger = draft.other_signer("upload")
    return _sharing(draft, forger.listed(usage="UP", kid=draft.dsc.kid), draft.dsc).signed_by(forger)


def _for_tests(draft: Draft) -> Signer:
    return draft.other_signer("tests", Profile(usage=(HEALTH_OIDS["test"],)))
