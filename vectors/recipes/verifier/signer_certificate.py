"""The signer certificate itself: its validity, and extensions that a verifier has no use for.

WHO HCERT 5.1; WHO certificate governance, "Revocation of certificates" and "Validation Model".
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from asn1crypto.core import GeneralizedTime, Sequence
from asn1crypto.x509 import Certificate, KeyUsage
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtensionOID

from gdhcn_conformance.generation.recipes import Draft, Profile, negative, open_question, tolerated, valid
from gdhcn_conformance.pki.authority import HEALTH_OIDS

SECOND, MINUTE = 1 / 86_400, 1 / 1440  # in days
# Met at the signer, where it was dropped from the list (then no key is found, or none of those tried fits), or at the claims,
# which then cannot lie within its validity.
EXPIRED = ["dsc-expired", "key-unknown", "key-not-authorised", "dsc-untrusted", "signature-invalid"]
EXPIRED += ["expired", "claims-malformed"]
EARLY = ["dsc-not-yet-valid", "key-unknown", "key-not-authorised", "dsc-untrusted", "signature-invalid"]
EARLY += ["claims-malformed"]
BEYOND = ["dsc-expired", "expired", "claims-malformed"]
PRIVATE_KEY_USAGE_PERIOD = x509.ObjectIdentifier("2.5.29.16")
URL = "http://gdhcn-conformance.invalid/"  # a name that never resolves (RFC 6761, section 6.4)


def _at(name: str) -> x509.UniformResourceIdentifier:
    return x509.UniformResourceIdentifier(URL + name)


def _access(*methods: x509.ObjectIdentifier) -> x509.Extension[x509.ExtensionType]:
    descriptions = [x509.AccessDescription(method, _at(f"access-{n}")) for n, method in enumerate(methods)]
    return x509.Extension(
        ExtensionOID.AUTHORITY_INFORMATION_ACCESS, False, x509.AuthorityInformationAccess(descriptions)
    )


def _revocation_list(name: str) -> x509.Extension[x509.ExtensionType]:
    point = x509.DistributionPoint([_at(name)], None, None, None)
    return x509.Extension(ExtensionOID.CRL_DISTRIBUTION_POINTS, False, x509.CRLDistributionPoints([point]))


def _signed_with(draft: Draft, **profile: object) -> Draft:
    return draft.issued_by(draft.other_signer("signer", Profile(**profile)))


def _issued_two_months_ago(draft: Draft) -> Draft:
    """Issued then, the day after the sample was taken."""
    return draft.claims(iat=draft.seconds(days=-60)).payload({"t.0.sc": draft.date(-61) + "T08:30:00Z"})


OCSP = AuthorityInformationAccessOID.OCSP


@valid(requirement="TRUST-VER-033", kind="vaccination", profile=Profile(extensions=(_access(OCSP),)))
def vaccination(draft: Draft) -> Draft:
    """The signer certificate names an OCSP responder whose address leads nowhere.

    Verifiers should not ask responders about signers; one that does, and takes no answer for a refusal, is out of
    service with its network.
    """
    return draft


@valid(requirement="HCERT-KID-004", kind="test", version="1.3.0", profile=Profile(not_before=-700, not_after=365))
def test(draft: Draft) -> Draft:
    """A test certificate's signer is in the second of its three years."""
    return draft


# -- expired -----------------------------------------------------------------------------------------------------------


@open_question(of=test, requirement="HCERT-DSC-001a", policy="dsc-expired-now", reasons=EXPIRED)
def expired_a_month_ago(draft: Draft) -> Draft:
    """The signer certificate ended a month ago; it signed two days before today, and its certificate has half a year
    left.
    """
    return _signed_with(draft, not_after=-30)


@open_question(of=test, requirement="HCERT-DSC-001a", policy="dsc-expired-now", reasons=EXPIRED)
def expired_since_signing(draft: Draft) -> Draft:
    """When this certificate was issued, two months ago, its signer was valid; a week later the signer expired.

    Nothing is wrong with what was done then. In the shell model the present counts.
    """
    return _issued_two_months_ago(_signed_with(draft, not_after=-53))


@open_question(of=test, requirement="HCERT-DSC-001a", policy="dsc-expired-now", reasons=EXPIRED, needs=["clock"])
def expired_a_second_ago(draft: Draft) -> Draft:
    """One second has passed since notAfter of the signer certificate."""
    return _signed_with(draft, not_after=-SECOND)


@open_question(of=test, requirement="HCERT-DSC-001a", policy="exp-beyond-dsc", reasons=BEYOND, needs=["clock"])
def in_its_last_second(draft: Draft) -> Draft:
    """The certificate is verified in the very second that its signer certificate gives as its last one.

    RFC 5280 counts that second in; what remains open is that exp of the certificate lies beyond it.
    """
    return _signed_with(draft, not_after=0)


@tolerated(of=test, requirement="HCERT-DSC-001a", needs=["clock"])
def in_its_last_minute(draft: Draft) -> Draft:
    """The signer certificate, and with it exp, ends a minute after verification.

    A verifier that rounds to days, or adds a margin of its own, refuses a signer that is still valid.
    """
    return _signed_with(draft, not_after=MINUTE).claims(exp=draft.seconds(minutes=1))


# -- not valid yet -----------------------------------------------------------------------------------------------------


@open_question(of=test, requirement="HCERT-DSC-001b", policy="dsc-not-yet-valid-now", reasons=EARLY)
def begins_in_a_month(draft: Draft) -> Draft:
    """The signer is listed already, but its certificate only begins in a month: somebody signed ahead of time."""
    return _signed_with(draft, not_before=30)


@open_question(of=test, requirement="HCERT-DSC-001b", policy="dsc-not-yet-valid-now", reasons=EARLY, needs=["clock"])
def begins_in_ten_minutes(draft: Draft) -> Draft:
    """Ten minutes are missing until notBefore of the signer certificate, more than clocks usually differ."""
    return _signed_with(draft, not_before=10 * MINUTE)


@tolerated(of=test, requirement="HCERT-DSC-001b", needs=["clock"])
def began_a_minute_ago(draft: Draft) -> Draft:
    """A signer certificate that became valid a minute ago has been in use for half of it.

    Hours of grace before a new key counts are nobody's rule; time zones mistaken for one another look like that.
    """
    return _signed_with(draft, not_before=-MINUTE).claims(iat=draft.seconds(seconds=-30))


# -- where its revocation could be looked up ---------------------------------------------------------------------------


@tolerated(of=test, requirement="TRUST-VER-033")
def responder_and_issuer_out_of_reach(draft: Draft) -> Draft:
    """Beside an OCSP responder the signer certificate names a place to fetch its issuer from; neither host exists."""
    return _signed_with(draft, extensions=(_access(OCSP, AuthorityInformationAccessOID.CA_ISSUERS),))


@open_question(of=test, requirement="TRUST-VER-034", policy="unreachable-crl", reasons=["dsc-untrusted", "key-unknown"])
def revocation_list_out_of_reach(draft: Draft) -> Draft:
    """The signer certificate names a revocation list on a host that does not exist."""
    return _signed_with(draft, extensions=(_revocation_list("signers.crl"),))


# -- a private key that was to sign no longer --------------------------------------------------------------------------


class _Period(Sequence):
    """PrivateKeyUsagePeriod (RFC 3280, section 4.2.1.4)."""

    _fields = [
        ("not_before", GeneralizedTime, {"implicit": 0, "optional": True}),
        ("not_after", GeneralizedTime, {"implicit": 1, "optional": True}),
    ]


def _usage_period(draft: Draft, first: int, last: int) -> x509.Extension[x509.ExtensionType]:
    moment = draft.setting.moment.replace(microsecond=0)
    period = _Period({"not_before": moment + timedelta(days=first), "not_after": moment + timedelta(days=last)})
    value = x509.UnrecognizedExtension(PRIVATE_KEY_USAGE_PERIOD, period.dump())
    return x509.Extension(PRIVATE_KEY_USAGE_PERIOD, False, value)


@open_question(of=test, requirement="TRUST-VER-036", policy=None)
def private_key_usage_period_ended(draft: Draft) -> Draft:
    """The signer's private key usage period ended a month ago, after this certificate was issued; its certificate goes
    on.
    """
    return _issued_two_months_ago(_signed_with(draft, extensions=(_usage_period(draft, -365, -30),)))


# -- what its key is for, and whose it is ------------------------------------------------------------------------------

NO_SIGNATURES = {
    "requirement": "HCERT-DSC-006",
    "policy": "key-usage-without-digital-signature",
    "reasons": ["key-not-authorised", "key-unknown", "dsc-untrusted", "key-usage-mismatch", "signature-invalid"],
}


def _key_for(draft: Draft, *uses: str) -> Draft:
    """A signer whose certificate has these bits of the key usage (RFC 5280, section 4.2.1.3) and no others."""
    signer = draft.other_signer("signer")
    made = Certificate.load(signer.certificate)
    body = made["tbs_certificate"]
    usage = next(each for each in body["extensions"] if each["extn_id"].native == "key_usage")
    usage["extn_value"] = KeyUsage(set(uses))
    made["signature_value"] = draft.pki.authority(draft.country).key.sign(
        body.dump(force=True), ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
    )
    return draft.issued_by(replace(signer, certificate=made.dump(force=True)))


@open_question(of=test, **NO_SIGNATURES)
def key_for_key_agreement(draft: Draft) -> Draft:
    """The key usage of the signer certificate is keyAgreement alone, as of a server's key."""
    return _key_for(draft, "key_agreement")


@open_question(of=test, **NO_SIGNATURES)
def key_for_content_commitment(draft: Draft) -> Draft:
    """The signer's key may sign by nonRepudiation, the bit that is called contentCommitment now, not by digitalSignature.

    Both bits stand for signatures on documents; the trust network's template has the other one.
    """
    return _key_for(draft, "non_repudiation")


@open_question(of=test, **NO_SIGNATURES)
def key_for_certificates(draft: Draft) -> Draft:
    """keyCertSign and cRLSign are all that the signer's certificate has its key for, and yet it is no authority's."""
    return _key_for(draft, "key_cert_sign", "crl_sign")


@open_question(
    of=test,
    requirement="HCERT-KID-014",
    policy="iss-differs-from-dsc-country",
    reasons=["key-not-authorised", "dsc-untrusted", "key-unknown", "signature-invalid", "claims-malformed"],
)
def country_of_another_participant(draft: Draft) -> Draft:
    """The subject of the signer certificate names another country than iss and than the participant who listed it.

    The participant's own authority issued it. A signer may be run from abroad, or an authority make signers for all.
    """
    authority = draft.pki.authority(draft.country)
    signer = draft.pki.signer(draft.other_country, f"{draft.name}/signer", issuer=authority)
    return draft.issued_by(replace(signer, country=draft.country))


# -- what it takes all the same ----------------------------------------------------------------------------------------


@negative(of=test, requirement="HCERT-KID-013", reasons=["signature-invalid"], forgery=True)
def responder_out_of_reach_and_foreign_signature(draft: Draft) -> Draft:
    """The named signer's OCSP responder does not answer, and the signature is a forger's.

    Code that gives up on its network error, and calls that a soft failure, has not come to the signature.
    """
    return _signed_with(draft, extensions=(_access(OCSP),)).signed_by(draft.other_signer("forger"))


@negative(of=test, requirement="HCERT-EKU-002", reasons=["key-usage-mismatch", "key-not-authorised", "key-unknown"])
def usage_among_other_extensions(draft: Draft) -> Draft:
    """A signer for vaccinations signed a test; its certificate also names a responder and a revocation list.

    Whatever is made of the extensions that do not matter here, the one that does is among them.
    """
    return _signed_with(
        draft, usage=(HEALTH_OIDS["vaccination"],), extensions=(_access(OCSP), _revocation_list("signers.crl"))
    )
