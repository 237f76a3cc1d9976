"""Key usage: which kinds of certificate a signer may sign, by the health OIDs in its own (WHO HCERT A.2)."""

from __future__ import annotations

from cryptography import x509
from cryptography.x509.oid import ExtensionOID

from gdhcn_conformance.generation.recipes import Draft, Profile, negative, open_question, tolerated, valid
from gdhcn_conformance.pki.authority import HEALTH_OIDS

TEST, VACCINATION, RECOVERY = (HEALTH_OIDS[kind] for kind in ("test", "vaccination", "recovery"))
# Named for what it is; by who drops the signer for this kind of certificate when the list is read; or by who then finds
# none.
MISMATCH = ["key-usage-mismatch", "key-not-authorised", "key-unknown"]


def _by_signer_for(draft: Draft, *usage: str) -> Draft:
    """The certificate as issued by a signer whose extended key usage holds these OIDs."""
    return draft.issued_by(draft.other_signer("signer", Profile(usage=usage)))


@valid(requirement="HCERT-EKU-002", kind="vaccination", profile=Profile(usage=(VACCINATION,)))
def vaccination(draft: Draft) -> Draft:
    """The signer of a vaccination certificate may sign vaccination certificates and no others."""
    return draft


@valid(requirement="HCERT-EKU-002", kind="test", version="1.2.0", profile=Profile(usage=(TEST,)))
def test(draft: Draft) -> Draft:
    """A signer for tests has signed a test certificate, which is all that its key usage allows."""
    return draft


@valid(
    requirement="HCERT-EKU-002", kind="recovery", version="1.3.0", profile=Profile(usage=(RECOVERY,), rsa="rsa-2048-09")
)
def recovery(draft: Draft) -> Draft:
    """An RSA signer with the OID for recovery certificates signed one with PS256."""
    return draft


# -- one kind signs another --------------------------------------------------------------------------------------------


@negative(of=vaccination, requirement="HCERT-EKU-002", reasons=MISMATCH, mutation="key-usage-of-another-kind")
def vaccination_by_signer_for_tests(draft: Draft) -> Draft:
    """A signer whose only OID stands for tests signed a vaccination certificate.

    Laboratories hold such signers in great number. Without a look at key usage, each of them can vaccinate.
    """
    return _by_signer_for(draft, TEST)


@negative(of=vaccination, requirement="HCERT-EKU-002", reasons=MISMATCH, mutation="key-usage-of-another-kind")
def vaccination_by_signer_for_recoveries(draft: Draft) -> Draft:
    """The vaccination was attested by who may attest recoveries only."""
    return _by_signer_for(draft, RECOVERY)


@negative(of=test, requirement="HCERT-EKU-002", reasons=MISMATCH, mutation="key-usage-of-another-kind")
def test_by_signer_for_vaccinations(draft: Draft) -> Draft:
    """A vaccination centre's signer put its name under a negative test result."""
    return _by_signer_for(draft, VACCINATION)


@negative(of=test, requirement="HCERT-EKU-002", reasons=MISMATCH, mutation="key-usage-of-another-kind")
def test_by_signer_for_recoveries(draft: Draft) -> Draft:
    """Key usage says recovery (…1.3), the certificate is a test (…1.1): first and last of the three arcs."""
    return _by_signer_for(draft, RECOVERY)


@negative(
    of=recovery, requirement="HCERT-EKU-002", reasons=MISMATCH, mutation="key-usage-of-another-kind", needs=["ES256"]
)
def recovery_by_signer_for_tests(draft: Draft) -> Draft:
    """Somebody who may sign tests certified that a disease has been overcome.

    A recovery begins with a positive test, which is no reason to treat the two alike.
    """
    return _by_signer_for(draft, TEST)


@negative(
    of=recovery, requirement="HCERT-EKU-002", reasons=MISMATCH, mutation="key-usage-of-another-kind", needs=["ES256"]
)
def recovery_by_signer_for_vaccinations(draft: Draft) -> Draft:
    """A recovery certificate from a signer with the OID for vaccinations is outside its remit."""
    return _by_signer_for(draft, VACCINATION)


# -- two kinds, and neither is it --------------------------------------------------------------------------------------


@negative(of=vaccination, requirement="HCERT-EKU-002", reasons=MISMATCH, mutation="key-usage-of-both-other-kinds")
def vaccination_by_signer_for_the_rest(draft: Draft) -> Draft:
    """Of the three health OIDs the signer has the two that do not fit its vaccination certificate.

    To ask whether more than one is there, in the hope that they are all, is not to compare them.
    """
    return _by_signer_for(draft, TEST, RECOVERY)


@negative(of=test, requirement="HCERT-EKU-002", reasons=MISMATCH, mutation="key-usage-of-both-other-kinds")
def test_by_signer_for_the_rest(draft: Draft) -> Draft:
    """Recoveries and vaccinations are this signer's business; it signed a test."""
    return _by_signer_for(draft, RECOVERY, VACCINATION)


@negative(
    of=recovery,
    requirement="HCERT-EKU-002",
    reasons=MISMATCH,
    mutation="key-usage-of-both-other-kinds",
    needs=["ES256"],
)
def recovery_by_signer_for_the_rest(draft: Draft) -> Draft:
    """The OIDs of tests and vaccinations together do not add up to that of recoveries."""
    return _by_signer_for(draft, TEST, VACCINATION)


@negative(of=vaccination, requirement="HCERT-EKU-002", reasons=MISMATCH)
def critical_key_usage_of_another_kind(draft: Draft) -> Draft:
    """The extended key usage, marked critical, holds the OID for tests; the certificate is a vaccination.

    Some signers in production have it critical. Where that makes the extension look foreign, it must not make it void.
    """
    usage = x509.ExtendedKeyUsage([x509.ObjectIdentifier(TEST)])
    critical = x509.Extension(ExtensionOID.EXTENDED_KEY_USAGE, True, usage)
    return draft.issued_by(draft.other_signer("signer", Profile(extensions=(critical,))))


@negative(of=vaccination, requirement="HCERT-EKU-002", reasons=MISMATCH)
def signer_of_the_right_kind_unprotected(draft: Draft) -> Draft:
    """A signer for tests signed and is named; the unprotected header names the signer for vaccinations beside it.

    The key usage that counts is that of the certificate whose key verified the signature.
    """
    return _by_signer_for(draft, TEST).unprotected(kid=draft.dsc.kid).also_trusting(draft.dsc.listed())


@negative(of=vaccination, requirement="HCERT-EKU-002", reasons=[*MISMATCH, "schema-invalid", "hcert-malformed"])
def vaccination_with_an_empty_test_group(draft: Draft) -> Draft:
    """A signer for tests signed a vaccination, and put an empty group of tests beside it.

    Who asks whether there is a member t, and not whether there is anything in it, takes the certificate for a test.
    """
    return _by_signer_for(draft, TEST).payload({"t": []})


@negative(of=vaccination, requirement="HCERT-EKU-002", reasons=[*MISMATCH, "schema-invalid", "hcert-malformed"])
def vaccination_with_a_null_recovery_group(draft: Draft) -> Draft:
    """The member r of a vaccination certificate is null, which suits its signer for recoveries."""
    return _by_signer_for(draft, RECOVERY).payload({"r": None})


@negative(of=test, requirement="HCERT-EKU-002", reasons=[*MISMATCH, "schema-invalid", "hcert-malformed"])
def test_with_an_empty_vaccination_group(draft: Draft) -> Draft:
    """Ahead of the test, an empty array of vaccinations pretends that the signer for vaccinations is in the right
    place.
    """
    changed = _by_signer_for(draft, VACCINATION)
    return changed.at("payload", lambda payload: {"v": []} | payload)


@negative(of=recovery, requirement="HCERT-EKU-002", reasons=MISMATCH)
def other_certificate_for_the_same_key(draft: Draft) -> Draft:
    """The key may sign recoveries by one of its certificates and tests by the other; the one listed is for tests.

    What a key was allowed to do yesterday, under another certificate, does not count.
    """
    restricted = draft.pki.reissued(draft.dsc, f"{draft.name}/signer", Profile(usage=(TEST,)))
    return draft.issued_by(restricted)


@open_question(of=vaccination, requirement="HCERT-EKU-002", policy="kid-selector-or-hint", reasons=MISMATCH)
def both_certificates_for_the_same_key(draft: Draft) -> Draft:
    """One key has two listed certificates, for vaccinations and for tests; a vaccination names the one for tests.

    Where key usage is remembered by the key, the certificate that is read first speaks for both.
    """
    restricted = draft.pki.reissued(draft.dsc, f"{draft.name}/signer", Profile(usage=(TEST,)))
    return draft.also_trusting(restricted.listed()).protected(kid=restricted.kid)


@negative(of=test, requirement="HCERT-KID-013", reasons=["signature-invalid"], forgery=True)
def right_kind_and_foreign_signature(draft: Draft) -> Draft:
    """Kind and key usage agree, and the signature is by a stranger with the very same key usage."""
    return draft.signed_by(draft.other_signer("stranger", Profile(usage=(TEST,))))


# -- its own kind among others -----------------------------------------------------------------------------------------


@tolerated(of=vaccination, requirement="HCERT-EKU-002")
def vaccination_by_signer_for_two_kinds(draft: Draft) -> Draft:
    """The OID for vaccinations comes second in the signer's extended key usage, after the one for tests.

    Looking at the first OID only refuses it.
    """
    return _by_signer_for(draft, TEST, VACCINATION)


@tolerated(of=test, requirement="HCERT-EKU-002")
def test_by_signer_for_two_kinds(draft: Draft) -> Draft:
    """Tests and recoveries, named in this order, may both be signed by the signer of a test certificate."""
    return _by_signer_for(draft, TEST, RECOVERY)


@tolerated(of=recovery, requirement="HCERT-EKU-002", needs=["ES256"])
def recovery_by_signer_for_all_kinds(draft: Draft) -> Draft:
    """All three OIDs are listed in the signer certificate of a recovery."""
    return _by_signer_for(draft, TEST, VACCINATION, RECOVERY)


# -- without the extension ---------------------------------------------------------------------------------------------


@tolerated(of=vaccination, requirement="HCERT-EKU-003")
def vaccination_by_unrestricted_signer(draft: Draft) -> Draft:
    """The certificate of the vaccination's signer has no extended key usage.

    Hundreds of signers in production have none; to look for an OID that must be there refuses all they signed.
    """
    return draft.issued_by(draft.other_signer("signer"))


@tolerated(of=test, requirement="HCERT-EKU-003")
def test_by_unrestricted_signer(draft: Draft) -> Draft:
    """Without the extension a signer may sign tests, as anything else."""
    return draft.issued_by(draft.other_signer("signer"))


@tolerated(of=recovery, requirement="HCERT-EKU-003", needs=["ES256"])
def recovery_by_unrestricted_signer(draft: Draft) -> Draft:
    """A recovery was signed by an elliptic curve signer to which key usage sets no bounds."""
    return draft.issued_by(draft.other_signer("signer"))


# -- a foreign identifier beside a health OID --------------------------------------------------------------------------

CLIENT_AUTH, EMAIL = "1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.4"  # RFC 5280, section 4.2.1.12
LIST_SIGNER = "2.23.136.1.1.14.2"  # ICAO Doc 9303: it occurs on signers of passports and of health certificates


@tolerated(of=vaccination, requirement="HCERT-EKU-007")
def own_kind_and_client_authentication(draft: Draft) -> Draft:
    """Client authentication stands before the OID for vaccinations in the signer's extended key usage."""
    return _by_signer_for(draft, CLIENT_AUTH, VACCINATION)


@tolerated(of=test, requirement="HCERT-EKU-007")
def own_kind_and_a_barcode_signer(draft: Draft) -> Draft:
    """A signer for tests has an OID from the world of passports as well.

    What a verifier does not know it should take no notice of.
    """
    return _by_signer_for(draft, TEST, LIST_SIGNER)


@negative(of=vaccination, requirement="HCERT-EKU-002", reasons=MISMATCH, also=["HCERT-EKU-007"])
def another_kind_and_client_authentication(draft: Draft) -> Draft:
    """A foreign OID is listed beside the one for tests, on the signer of a vaccination.

    It does not lift the restriction: with one health OID present, the health OIDs decide.
    """
    return _by_signer_for(draft, TEST, CLIENT_AUTH)


@negative(of=test, requirement="HCERT-EKU-002", reasons=MISMATCH, also=["HCERT-EKU-007"])
def foreign_before_another_kind(draft: Draft) -> Draft:
    """Two foreign OIDs come first and the one for recoveries last; the certificate is a test.

    If the first OID says that usage is unrestricted, the last one has not been heard.
    """
    return _by_signer_for(draft, EMAIL, LIST_SIGNER, RECOVERY)


@negative(of=vaccination, requirement="HCERT-EKU-002", reasons=MISMATCH, also=["HCERT-EKU-007"])
def another_kind_and_an_arc_below_the_own(draft: Draft) -> Draft:
    """Beside the OID for tests there is one that only begins with that for vaccinations: an arc below it.

    Comparing by prefix finds what is not there.
    """
    return _by_signer_for(draft, TEST, f"{VACCINATION}.1")


@negative(of=test, requirement="HCERT-EKU-002", reasons=MISMATCH, also=["HCERT-EKU-007"])
def another_kind_and_a_longer_number(draft: Draft) -> Draft:
    """The OID for vaccinations stands with …2021.1.12, whose digits start like the certificate's own …2021.1.1.

    As text the one is the beginning of the other. As an identifier it is another.
    """
    return _by_signer_for(draft, VACCINATION, f"{TEST}2")


@negative(of=vaccination, requirement="HCERT-EKU-002", reasons=MISMATCH, also=["HCERT-EKU-007"])
def another_kind_and_the_same_ending(draft: Draft) -> Draft:
    """An OID that ends like the one for vaccinations, from the arc for examples, does not stand in for it.

    The only health OID is that for recoveries. Who takes the last number for the kind is misled.
    """
    return _by_signer_for(draft, RECOVERY, "2.999.2021.1.2")
