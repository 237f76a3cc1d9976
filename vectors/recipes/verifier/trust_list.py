"""The trust list: who is on it, as what, and for which domain (WHO HCERT 5.1 and appendix A)."""

from __future__ import annotations

from gdhcn_conformance.generation.recipes import Draft, negative, open_question, tolerated, valid
from gdhcn_conformance.model.vector import TrustEntry
from gdhcn_conformance.pki.authority import Signer

NOT_LISTED = ["key-unknown", "signature-invalid"]
# Left out when the list is read, met when the key is looked up, or never tried.
USAGE = ["list-usage"]  # what a library without a notion of list usage declares false
NO_SIGNER = ["key-not-authorised", "key-unknown", "signature-invalid"]


def _authority(draft: Draft) -> TrustEntry:
    return draft.pki.authority(draft.country).listed(usage="SCA")


def _abroad(draft: Draft) -> tuple[TrustEntry, TrustEntry]:
    """The authority and a signer of another country, as entries."""
    signer = draft.pki.signer(draft.other_country, f"{draft.name}/abroad")
    return draft.pki.authority(draft.other_country).listed(usage="SCA"), signer.listed()


@valid(requirement="HCERT-KID-004", kind="vaccination", version="1.3.0")
def vaccination(draft: Draft) -> Draft:
    """A vaccination certificate is by the one signer on the list, whom the one authority on the list issued."""
    return draft


@valid(requirement="HCERT-KID-004", kind="test", version="1.3.0")
def test(draft: Draft) -> Draft:
    """A test certificate comes with a list of two countries, each with its authority and a signer."""
    return draft.also_trusting(*_abroad(draft))


# -- taken off ---------------------------------------------------------------------------------------------------------


@negative(of=vaccination, requirement="HCERT-DSC-002", reasons=NOT_LISTED, forgery=True)
def signer_taken_off(draft: Draft) -> Draft:
    """Only the authority is left on the list; the signer has been taken off.

    A verifier that adds new entries and never drops old ones still has the key from the certificate before.
    """
    return draft.trusting(_authority(draft))


@negative(of=vaccination, requirement="HCERT-DSC-002", reasons=NOT_LISTED, forgery=True)
def nobody_on_the_list(draft: Draft) -> Draft:
    """The trust list is empty, with not a single authority or signer.

    No list to check against is not the same as nothing to object to.
    """
    return draft.trusting()


@negative(of=vaccination, requirement="HCERT-DSC-002", reasons=NOT_LISTED, forgery=True)
def successor_in_its_place(draft: Draft) -> Draft:
    """The list has another signer of the same authority and with the same subject in the signer's place.

    Looking signers up by name or by authority finds the successor, and stops there.
    """
    return draft.trusting(_authority(draft), draft.other_signer("vaccination").listed())


@negative(of=test, requirement="HCERT-DSC-002", reasons=NOT_LISTED, forgery=True)
def country_taken_off(draft: Draft) -> Draft:
    """All entries of the issuing country are gone, and those of another one remain."""
    return draft.trusting(*_abroad(draft))


@negative(of=test, requirement="HCERT-DSC-002", reasons=NOT_LISTED, forgery=True)
def signer_left_under_another_identifier(draft: Draft) -> Draft:
    """The signer's identifier now belongs to a successor, and nobody on the list has the signer's own key.

    A key that is cached by its identifier outlives its entry.
    """
    successor = draft.other_signer("successor")
    return draft.trusting(_authority(draft), successor.listed(kid=draft.dsc.kid))


@negative(of=vaccination, requirement="HCERT-DSC-002", reasons=NOT_LISTED, also=["HCERT-COSE-019"], forgery=True)
def signer_taken_off_but_brought_along(draft: Draft) -> Draft:
    """The signer is off the list; its certificate comes in the message (x5chain), and its authority is still listed.

    The chain from what was brought along up to the list is good. But what is trusted is what is on the list.
    """
    return draft.trusting(_authority(draft)).unprotected(x5chain=draft.dsc.certificate)


@open_question(of=vaccination, requirement="HCERT-KID-007b", policy="kid-selector-or-hint", reasons=["key-unknown"])
def certificate_replaced_key_kept(draft: Draft) -> Draft:
    """The signer's certificate was renewed with the same key: the list has the new one only, under the new identifier.

    The key is still trusted, the identifier in the certificate has gone.
    """
    renewed = draft.pki.reissued(draft.dsc, f"{draft.name}/renewed")
    return draft.trusting(_authority(draft), renewed.listed())


# -- listed as something else ------------------------------------------------------------------------------------------


def _as(draft: Draft, usage: str) -> Draft:
    return draft.trusting(_authority(draft), draft.dsc.listed(usage=usage))


@negative(of=vaccination, requirement="TRUST-VER-028a", reasons=NO_SIGNER, forgery=True, needs=USAGE)
def authority_signs(draft: Draft) -> Draft:
    """The signing authority itself signs a health certificate, under its own identifier on the list.

    It is the most trusted key there is, for another purpose: a verifier that looks for a key and not for a signer
    accepts it.
    """
    authority = draft.pki.authority(draft.country)
    return draft.protected(kid=authority.kid).signed_by(authority)


@negative(of=test, requirement="TRUST-VER-028a", reasons=NO_SIGNER, forgery=True, needs=USAGE)
def authority_signs_unprotected(draft: Draft) -> Draft:
    """The authority's key signs a test certificate, named in the unprotected header only."""
    authority = draft.pki.authority(draft.country)
    return draft.without_protected("kid").unprotected(kid=authority.kid).signed_by(authority)


@negative(of=test, requirement="TRUST-VER-028a", reasons=NO_SIGNER, forgery=True, needs=USAGE)
def authority_abroad_signs(draft: Draft) -> Draft:
    """Another country's authority, which is on the list too, signs in the place of a document signer."""
    authority = draft.pki.authority(draft.other_country)
    return draft.protected(kid=authority.kid).signed_by(authority)


@negative(of=vaccination, requirement="TRUST-VER-028a", reasons=NO_SIGNER, forgery=True, needs=USAGE)
def listed_as_upload_certificate(draft: Draft) -> Draft:
    """The signer is on the list for uploads to the gateway (UP), and not as a document signer."""
    return _as(draft, "UP")


@negative(of=vaccination, requirement="TRUST-VER-028a", reasons=NO_SIGNER, forgery=True, needs=USAGE)
def listed_as_tls_certificate(draft: Draft) -> Draft:
    """The entry of the key that signed says TLS: it authenticates connections."""
    return _as(draft, "TLS")


@negative(of=vaccination, requirement="TRUST-VER-028a", reasons=NO_SIGNER, forgery=True, needs=USAGE)
def listed_as_data_exchange_certificate(draft: Draft) -> Draft:
    """A key for signed data exchange (DESC) signs a health certificate.

    Its usage begins with the same letter as DSC and is another one.
    """
    return _as(draft, "DESC")


@negative(of=test, requirement="TRUST-VER-028a", reasons=NO_SIGNER, forgery=True, needs=USAGE)
def listed_as_authority(draft: Draft) -> Draft:
    """The signer's certificate is entered as an authority (SCA), the only usage that it is listed under."""
    return _as(draft, "SCA")


@negative(of=test, requirement="TRUST-VER-028a", reasons=NO_SIGNER, forgery=True, needs=USAGE)
def upload_certificate_beside_the_signer(draft: Draft) -> Draft:
    """Signer and upload certificate of the country are both listed, and the upload key signed.

    All three are from one authority and one office; only their usage tells them apart.
    """
    upload = draft.other_signer("upload")
    return draft.also_trusting(upload.listed(usage="UP")).protected(kid=upload.kid).signed_by(upload)


# -- listed for another domain -----------------------------------------------------------------------------------------


@open_question(
    of=vaccination,
    requirement="TRUST-VER-028b",
    policy="domain-of-list-entry",
    reasons=["key-not-authorised", "key-unknown"],
)
def signer_of_another_domain(draft: Draft) -> Draft:
    """The signer is listed for another trust domain (IPS-PILGRIMAGE), in which it signs something else."""
    return draft.trusting(_authority(draft), draft.dsc.listed(domain="IPS-PILGRIMAGE"))


@open_question(
    of=test,
    requirement="TRUST-VER-028b",
    policy="domain-of-list-entry",
    reasons=["key-not-authorised", "key-unknown"],
)
def authority_and_signer_of_another_domain(draft: Draft) -> Draft:
    """Every entry of the issuing country belongs to the domain DDCC, the certificate is a DCC."""
    authority = draft.pki.authority(draft.country).listed(usage="SCA", domain="DDCC")
    return draft.trusting(authority, draft.dsc.listed(domain="DDCC"), *_abroad(draft))


# -- listed more than once, and other lists ----------------------------------------------------------------------------


def _twice(draft: Draft, first: Signer | TrustEntry, second: Signer | TrustEntry) -> Draft:
    entries = (each.listed() if isinstance(each, Signer) else each for each in (first, second))
    return draft.trusting(_authority(draft), *_abroad(draft), *entries)


@tolerated(of=test, requirement="TRUST-VER-049")
def same_entry_twice(draft: Draft) -> Draft:
    """The signer's entry stands on the list twice, the same in every member.

    Lists that were put together from several sources look like this; an index with unique keys does not take them.
    """
    return _twice(draft, draft.dsc, draft.dsc)


@tolerated(of=test, requirement="TRUST-VER-049")
def also_under_another_participant(draft: Draft) -> Draft:
    """Another participant passes the signer on as its own entry, behind the right one.

    The second entry is of no use, as that participant's authority did not issue the signer; nor does it do harm.
    """
    return _twice(draft, draft.dsc, draft.dsc.listed(country=draft.other_country))


@tolerated(of=test, requirement="TRUST-VER-049")
def first_under_another_participant(draft: Draft) -> Draft:
    """Ahead of the right entry the list has the same signer under a participant to which it does not belong.

    Keeping the first of equal certificates, and then finding that its country has no authority for it, loses a good
    signer.
    """
    return _twice(draft, draft.dsc.listed(country=draft.other_country), draft.dsc)


@tolerated(of=vaccination, requirement="TRUST-VER-049")
def in_two_domains(draft: Draft) -> Draft:
    """The signer is listed for two domains, once for IPS-PILGRIMAGE and once for DCC, in this order.

    Whatever a verifier thinks of domains, the second entry is in order.
    """
    return _twice(draft, draft.dsc.listed(domain="IPS-PILGRIMAGE"), draft.dsc)


@open_question(of=vaccination, requirement="TRUST-VER-050", policy=None)
def list_of_one_signer(draft: Draft) -> Draft:
    """A country's own list was cut down to the one signer it needs, without any authority.

    Nothing says that a verifier must take a list that it cannot vet; nothing forbids it to rely on who made the list.
    """
    return draft.trusting(draft.dsc.listed())
