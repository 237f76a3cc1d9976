"""Key usage without proper health OIDs: empty, foreign, mistyped, any (WHO HCERT A.2; RFC 5280, section 4.2.1.12)."""

from __future__ import annotations

from gdhcn_conformance.generation.recipes import Draft, Profile, negative, open_question, tolerated, valid
from gdhcn_conformance.pki.authority import HEALTH_OIDS

TEST, VACCINATION, RECOVERY = (HEALTH_OIDS[kind] for kind in ("test", "vaccination", "recovery"))
# As the first editions of the format had them, with a zero too many.
MISTYPED = {kind: oid.replace(".4.1.1847.", ".4.1.0.1847.") for kind, oid in HEALTH_OIDS.items()}
CLIENT_AUTH, EMAIL = "1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.4"  # RFC 5280, section 4.2.1.12
ANY = "2.5.29.37.0"  # RFC 5280, section 4.2.1.12
MISMATCH = ["key-usage-mismatch", "key-not-authorised", "key-unknown"]


def _by_signer_for(draft: Draft, *usage: str) -> Draft:
    """The certificate as issued by a signer whose extended key usage holds these OIDs."""
    return draft.issued_by(draft.other_signer("signer", Profile(usage=usage)))


@valid(requirement="HCERT-EKU-003", kind="vaccination", version="1.2.0")
def vaccination(draft: Draft) -> Draft:
    """A signer certificate without extended key usage stands behind a vaccination of version 1.2.0."""
    return draft


@valid(requirement="HCERT-EKU-005a", kind="test", version="1.3.0", profile=Profile(usage=(MISTYPED["test"],)))
def test(draft: Draft) -> Draft:
    """The signer of a test has the OID for tests as the first editions printed it, under 1.3.6.1.4.1.0.1847.

    More than a hundred signers in production were made to that text.
    """
    return draft


@valid(requirement="HCERT-EKU-002", kind="recovery", version="1.3.0", profile=Profile(usage=(RECOVERY, VACCINATION)))
def recovery(draft: Draft) -> Draft:
    """One signer serves recoveries and vaccinations, and this is a recovery."""
    return draft


# -- present and empty -------------------------------------------------------------------------------------------------


@open_question(of=vaccination, requirement="HCERT-EKU-004", policy="empty-eku", reasons=["dsc-unreadable", *MISMATCH])
def empty_extension(draft: Draft) -> Draft:
    """The extended key usage is an empty list, which the format reads as *any kind* and RFC 5280 does not allow."""
    changed = _by_signer_for(draft)
    return changed.trusting(*changed.listed)  # a list of its own: not every parser reads such an entry


# -- foreign only ------------------------------------------------------------------------------------------------------


@open_question(of=vaccination, requirement="HCERT-EKU-006", policy="foreign-eku-only", reasons=MISMATCH)
def client_authentication_only(draft: Draft) -> Draft:
    """The one usage that the signer certificate states is client authentication."""
    return _by_signer_for(draft, CLIENT_AUTH)


@open_question(of=recovery, requirement="HCERT-EKU-006", policy="foreign-eku-only", reasons=MISMATCH)
def two_foreign_identifiers(draft: Draft) -> Draft:
    """Two identifiers are in the signer's key usage, for clients and for mail, and none for health.

    Counting identifiers that are not understood as a restriction refuses signers in real use.
    """
    return _by_signer_for(draft, CLIENT_AUTH, EMAIL)


@open_question(of=test, requirement="HCERT-EKU-006", policy="foreign-eku-only", reasons=MISMATCH)
def fourth_in_the_row_of_health_oids(draft: Draft) -> Draft:
    """The signer's OID is …1847.2021.1.4: next to the three kinds, not assigned to one."""
    return _by_signer_for(draft, f"{TEST[:-1]}4")


# -- under the mistyped arc --------------------------------------------------------------------------------------------


@tolerated(of=vaccination, requirement="HCERT-EKU-005a")
def mistyped_own_kind(draft: Draft) -> Draft:
    """A vaccination's signer holds the OID for vaccinations with the superfluous zero.

    Read as meant it fits, read to the letter it is foreign; either way nothing speaks against the signer.
    """
    return _by_signer_for(draft, MISTYPED["vaccination"])


@tolerated(of=recovery, requirement="HCERT-EKU-005a")
def own_kind_in_both_notations(draft: Draft) -> Draft:
    """To be on the safe side the issuer wrote the OID for recoveries twice, mistyped and corrected."""
    return _by_signer_for(draft, MISTYPED["recovery"], RECOVERY)


@open_question(of=vaccination, requirement="HCERT-EKU-005b", policy="mistyped-eku-arc", reasons=MISMATCH)
def mistyped_other_kind(draft: Draft) -> Draft:
    """The signer of this vaccination has the mistyped OID for tests."""
    return _by_signer_for(draft, MISTYPED["test"])


@open_question(of=test, requirement="HCERT-EKU-005b", policy="mistyped-eku-arc", reasons=MISMATCH)
def mistyped_both_other_kinds(draft: Draft) -> Draft:
    """Recovery and vaccination, both under the mistyped arc, are what the signer of a test has."""
    return _by_signer_for(draft, MISTYPED["recovery"], MISTYPED["vaccination"])


@negative(of=vaccination, requirement="HCERT-EKU-002", reasons=MISMATCH)
def another_kind_in_both_notations(draft: Draft) -> Draft:
    """The OID for tests, mistyped and corrected, restricts the signer of a vaccination.

    Whatever becomes of the mistyped one, the other is a health OID and does not fit.
    """
    return _by_signer_for(draft, MISTYPED["test"], TEST)


@negative(of=vaccination, requirement="HCERT-EKU-002", reasons=MISMATCH, also=["HCERT-EKU-007"])
def mistyped_and_proper_of_different_kinds(draft: Draft) -> Draft:
    """Of the two kinds that are no vaccination, one is in the signer's key usage mistyped and one as it should be.

    If a single foreign identifier lifts the restriction, this certificate passes.
    """
    return _by_signer_for(draft, MISTYPED["recovery"], TEST)


@negative(of=recovery, requirement="HCERT-EKU-002", reasons=MISMATCH, also=["HCERT-EKU-007"])
def another_typing_error_beside_another_kind(draft: Draft) -> Draft:
    """The OID for tests is joined by that for recoveries with its zero in another place, which was never printed.

    Leniency towards one known mistake is not leniency towards every similar one.
    """
    return _by_signer_for(draft, TEST, RECOVERY.replace(".1847.2021.", ".1847.0.2021."))


# -- any ---------------------------------------------------------------------------------------------------------------


@open_question(of=vaccination, requirement="HCERT-EKU-008", policy="any-eku", reasons=MISMATCH)
def any_usage(draft: Draft) -> Draft:
    """The signer's extended key usage consists of anyExtendedKeyUsage."""
    return _by_signer_for(draft, ANY)


@open_question(of=recovery, requirement="HCERT-EKU-008", policy=None, reasons=MISMATCH)
def any_usage_and_another_kind(draft: Draft) -> Draft:
    """Any usage is allowed to the signer of a recovery, and tests are named in particular.

    The one identifier grants what the other, by the rule of health OIDs, takes away.
    """
    return _by_signer_for(draft, TEST, ANY)


@tolerated(of=recovery, requirement="HCERT-EKU-007")
def any_usage_and_own_kind(draft: Draft) -> Draft:
    """Beside any usage the signer has the OID for recoveries, and signed one."""
    return _by_signer_for(draft, ANY, RECOVERY)
