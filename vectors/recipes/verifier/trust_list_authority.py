"""The authority above a listed signer: on the list, of the same participant, and the one that issued it.

WHO certificate governance, "Revocation of certificates" and "Validation Model". Each certificate is signed by the
signer that its list holds; what differs is who issued that signer.
"""

from __future__ import annotations

from dataclasses import replace

from gdhcn_conformance.generation.recipes import Draft, Profile, negative, open_question, tolerated, valid
from gdhcn_conformance.model.vector import TrustEntry
from gdhcn_conformance.pki.authority import AUTHORITY, Signer

# Found when the certificate is verified, or when the list was vetted: then the signer is not there any more, and no other key
# that is tried fits.
UNTRUSTED = ["dsc-untrusted", "key-unknown", "key-not-authorised", "signature-invalid"]
YEAR = 365


def _real(draft: Draft) -> TrustEntry:
    return draft.pki.authority(draft.country).listed(usage="SCA")


def _namesake(draft: Draft) -> Signer:
    """A self-made authority with the subject of the country's own, and another key."""
    return draft.pki.authority(draft.country, f"{draft.name}/SCA")


def _issued_under(draft: Draft, issuer: Signer, *authorities: TrustEntry) -> Draft:
    """A signer that `issuer` issued signs and is listed, beside these authorities."""
    signer = draft.other_signer("signer", issuer=issuer)
    return draft.issued_by(signer).trusting(*authorities, signer.listed())


def _self_signed(draft: Draft, first: float, last: float) -> Signer:
    """An authority of the country that is valid between these days, counted from the moment."""
    name = f"{draft.name}/Authority"
    key = draft.pki.authority(draft.country, name)
    return draft.pki.reissued(key, name, replace(AUTHORITY, not_before=first, not_after=last), issuer=key)


@valid(requirement="HCERT-KID-004", kind="recovery", version="1.3.0")
def recovery(draft: Draft) -> Draft:
    """A recovery certificate's signer was issued by the authority that is listed for the same country."""
    return draft


@open_question(of=recovery, requirement="TRUST-VER-028b", policy="domain-of-list-entry", reasons=UNTRUSTED)
def authority_listed_in_another_domain(draft: Draft) -> Draft:
    """The country listed its authority for the domain DDCC only, and its signer for DCC.

    No text matches authorities by domain; who takes the entries of one domain only finds none above the signer.
    """
    authority = draft.pki.authority(draft.country)
    return draft.trusting(authority.listed(usage="SCA", domain="DDCC"), draft.dsc.listed())


# -- taken off, or exchanged -------------------------------------------------------------------------------------------


@negative(of=recovery, requirement="TRUST-VER-003", reasons=UNTRUSTED)
def authority_taken_off(draft: Draft) -> Draft:
    """The country's authority is no longer listed, while its signer and another country's authority are.

    To take an authority off is how all its signers are withdrawn at once.
    """
    return draft.trusting(draft.pki.authority(draft.other_country).listed(usage="SCA"), draft.dsc.listed())


@negative(of=recovery, requirement="TRUST-VER-003", reasons=UNTRUSTED)
def authority_exchanged_for_a_namesake(draft: Draft) -> Draft:
    """A new authority with the old one's name, and a new key, has taken its place on the list.

    The signer's issuer name fits; no key that is listed verifies its certificate.
    """
    return draft.trusting(_namesake(draft).listed(usage="SCA"), draft.dsc.listed())


@negative(of=recovery, requirement="TRUST-VER-003", reasons=UNTRUSTED)
def authority_left_under_another_usage(draft: Draft) -> Draft:
    """The authority's certificate is still on the list, but for TLS; the only SCA entry is another country's."""
    authority = draft.pki.authority(draft.country)
    abroad = draft.pki.authority(draft.other_country)
    return draft.trusting(abroad.listed(usage="SCA"), authority.listed(usage="TLS"), draft.dsc.listed())


@negative(of=recovery, requirement="TRUST-VER-003", reasons=UNTRUSTED)
def authority_left_under_another_participant(draft: Draft) -> Draft:
    """The certificate that issued the signer is listed for another participant than the signer itself."""
    authority = draft.pki.authority(draft.country)
    return draft.trusting(authority.listed(usage="SCA", country=draft.other_country), draft.dsc.listed())


# -- issued by somebody else -------------------------------------------------------------------------------------------


@negative(of=recovery, requirement="TRUST-VER-005", reasons=UNTRUSTED)
def issued_by_a_namesake(draft: Draft) -> Draft:
    """A self-made authority with the name of the listed one issued the signer.

    Chains that are joined by name alone hold.
    """
    return _issued_under(draft, _namesake(draft), _real(draft))


@negative(of=recovery, requirement="TRUST-VER-005", reasons=UNTRUSTED)
def issued_by_a_namesake_listed_abroad(draft: Draft) -> Draft:
    """The authority that issued the signer has the right name and is listed, but for another participant.

    One participant could make signers for all if authorities were searched through the whole list.
    """
    namesake = _namesake(draft)
    return _issued_under(draft, namesake, _real(draft), namesake.listed(usage="SCA", country=draft.other_country))


@negative(of=recovery, requirement="TRUST-VER-005", reasons=UNTRUSTED)
def issued_by_the_authority_of_another_country(draft: Draft) -> Draft:
    """Another country's listed authority issued a signer that this country's entry holds.

    The chain is complete and every certificate of it on the list; its two ends belong to different participants.
    """
    abroad = draft.pki.authority(draft.other_country)
    return _issued_under(draft, abroad, _real(draft), abroad.listed(usage="SCA"))


@negative(of=recovery, requirement="TRUST-VER-005", reasons=UNTRUSTED)
def issued_by_an_unlisted_intermediate(draft: Draft) -> Draft:
    """Between the listed authority and the signer stands an issuing CA that is not on the list.

    The trust network has two levels; an intermediate is an authority of its own, and listed or unknown.
    """
    intermediate = draft.other_signer("Issuing CA", Profile(ca=True, not_after=3 * YEAR))
    return _issued_under(draft, intermediate, _real(draft))


@negative(of=recovery, requirement="TRUST-VER-005", reasons=UNTRUSTED)
def issued_by_the_root_of_the_listed_authority(draft: Draft) -> Draft:
    """The signer comes from a root whose subordinate authority is listed, the root itself is not.

    Trust goes down from what is listed, never up.
    """
    root = draft.pki.authority(draft.country, f"{draft.name}/Root")
    listed = draft.pki.signer(draft.country, f"{draft.name}/SCA", Profile(ca=True, not_after=3 * YEAR), root)
    return _issued_under(draft, root, _real(draft), listed.listed(usage="SCA"))


@negative(of=recovery, requirement="TRUST-VER-005", reasons=UNTRUSTED)
def issued_by_another_signer(draft: Draft) -> Draft:
    """A listed document signer, which is no authority, issued the certificate of a second one.

    The first was issued properly: a chain of any length with a listed certificate in it is found, and is worth nothing.
    """
    return _issued_under(draft, draft.dsc, _real(draft), draft.dsc.listed())


@negative(of=recovery, requirement="TRUST-VER-005", reasons=UNTRUSTED)
def issued_by_an_upload_certificate(draft: Draft) -> Draft:
    """The issuer of the signer is on the list under the usage UP, and the country's SCA is another certificate."""
    upload = draft.pki.authority(draft.country, f"{draft.name}/Upload")
    return _issued_under(draft, upload, _real(draft), upload.listed(usage="UP"))


@negative(of=recovery, requirement="TRUST-VER-005", reasons=UNTRUSTED)
def issued_by_itself(draft: Draft) -> Draft:
    """The signer's certificate is self-signed, and no authority vouches for it.

    A self-signed certificate on a trust list is easily mistaken for an anchor.
    """
    signer = draft.pki.reissued(draft.dsc, f"{draft.name}/recovery", issuer=draft.dsc)
    return draft.issued_by(signer).trusting(_real(draft), signer.listed())


@negative(of=recovery, requirement="TRUST-VER-005", reasons=UNTRUSTED)
def signature_of_the_authority_broken(draft: Draft) -> Draft:
    """Issuer name and authority key identifier point to the listed authority, whose signature has a bit changed.

    Whoever compares the two identifiers and does not verify takes the certificate for genuine.
    """
    certificate = bytearray(draft.dsc.certificate)
    certificate[-1] ^= 1  # inside s, the last number of the signature
    signer = replace(draft.dsc, certificate=bytes(certificate))
    return draft.issued_by(signer).trusting(_real(draft), signer.listed())


# -- expired -----------------------------------------------------------------------------------------------------------


def _under_authority_until(draft: Draft, last: float) -> Draft:
    authority = _self_signed(draft, -4 * YEAR, last)
    return _issued_under(draft, authority, authority.listed(usage="SCA"))


EXPIRED = ["dsc-expired", *UNTRUSTED]


@open_question(of=recovery, requirement="TRUST-VER-008b", policy="dsc-expired-now", reasons=EXPIRED)
def authority_expired_a_month_ago(draft: Draft) -> Draft:
    """The authority's certificate ended a month ago; the signer it issued, still listed, has two years to go.

    In the shell model every certificate of the path must be valid at the moment of validation.
    """
    return _under_authority_until(draft, -30)


@open_question(of=recovery, requirement="TRUST-VER-008b", policy="dsc-expired-now", reasons=EXPIRED, needs=["clock"])
def authority_expired_a_minute_ago(draft: Draft) -> Draft:
    """One minute has passed since the end of the authority above the signer."""
    return _under_authority_until(draft, -1 / 1440)


@tolerated(of=recovery, requirement="TRUST-VER-008b")
def renewed_authority_behind_the_expired_one(draft: Draft) -> Draft:
    """The authority's expired certificate is listed first, then the renewed one for the same name and key.

    Both verify the signer's certificate. Stopping at the first of them finds an expired path and misses the valid one.
    """
    expired, renewed = _self_signed(draft, -4 * YEAR, -30), _self_signed(draft, -60, 4 * YEAR)
    signer = draft.other_signer("signer", Profile(not_before=-45), renewed)  # within the validity of the renewed one
    return draft.issued_by(signer).trusting(expired.listed(usage="SCA"), renewed.listed(usage="SCA"), signer.listed())


# -- not valid yet -----------------------------------------------------------------------------------------------------


def _under_authority_from(draft: Draft, first: float) -> Draft:
    authority = _self_signed(draft, first, 4 * YEAR)
    return _issued_under(draft, authority, authority.listed(usage="SCA"))


EARLY = ["dsc-not-yet-valid", *UNTRUSTED]
NOT_YET = {"requirement": "TRUST-VER-008c", "policy": "dsc-not-yet-valid-now", "reasons": EARLY}


@open_question(of=recovery, **NOT_YET)
def authority_begins_in_a_month(draft: Draft) -> Draft:
    """The next authority was put on the list a month ahead of its beginning, and has issued a signer that is in force.

    A path is good while all of its certificates are, at its upper end as well.
    """
    return _under_authority_from(draft, 30)


@open_question(of=recovery, **NOT_YET, needs=["clock"])
def authority_begins_in_an_hour(draft: Draft) -> Draft:
    """In an hour the authority above the signer will be valid."""
    return _under_authority_from(draft, 1 / 24)


@tolerated(of=recovery, requirement="TRUST-VER-008c")
def next_authority_before_the_present_one(draft: Draft) -> Draft:
    """The renewed certificate of the authority, which begins in a month, is listed before the one in force.

    Name and key are the same in both. The signer hangs below either of them, and today the second one counts.
    """
    coming, present = _self_signed(draft, 30, 4 * YEAR), _self_signed(draft, -2 * YEAR, YEAR)
    signer = draft.other_signer("signer", Profile(not_after=YEAR - 30), present)
    return draft.issued_by(signer).trusting(coming.listed(usage="SCA"), present.listed(usage="SCA"), signer.listed())
