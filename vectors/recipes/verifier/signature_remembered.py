"""A signature that was verified before, over something else (WHO HCERT 3.1; RFC 9052, section 4.4).

Every signature that is lent here belongs to another certificate of the family, which is asked as well: a verifier that
remembers what it has verified by the signature, or by key identifier and signature, knows it by heart. Several
certificates bear each of them and several more have borrowed it, so that in almost every order somebody borrows what was
verified.
"""

from dataclasses import replace

from gdhcn_conformance.credentials import cbor
from gdhcn_conformance.credentials.cbor_writer import Indefinite, encode
from gdhcn_conformance.generation.draft import write
from gdhcn_conformance.generation.recipes import Draft, Profile, negative, tolerated, valid

INVALID = ["signature-invalid"]
JSON = 50  # the content format of application/json (RFC 7252, section 12.3)
SEEN = {"seen": 1}  # an unprotected parameter that means nothing to anybody
SOMEBODY_ELSE = {"nam": {"fn": "Other", "fnt": "OTHER", "gn": "Somebody", "gnt": "SOMEBODY"}, "dob": "1971-05-23"}
DETECTED = "260373001"  # SNOMED CT


def _signature_of(draft, lender):
    """The signature that stands on another vector of the family, as that vector has it."""
    folder = draft.name.rpartition("/")[0]  # the name goes into the salt of PS256
    return write(replace(lender.function(draft), name=f"{folder}/{lender.name}")).layers["signature"]


def _borrowed(draft, lender, changed):
    """The changed certificate under the signature of the lender."""
    signature = _signature_of(draft, lender)
    return changed.instead("signature", lambda _: signature)


# -- a vaccination, somebody else's, and one that ended ----------------------------------------------------------------


@valid(requirement="HCERT-ALG-003", version="1.3.0")
def vaccination(draft: Draft) -> Draft:
    """A vaccination certificate that is in order and gets verified like any other."""
    return draft


@tolerated(of=vaccination, requirement="HCERT-SIG-007")
def vaccination_seen_before(draft: Draft) -> Draft:
    """The same signed bytes once more; a wallet left a note of its own in the unprotected header."""
    return draft.unprotected(SEEN)


@tolerated(of=vaccination, requirement="HCERT-ALG-003")
def vaccination_of_somebody_else(draft: Draft) -> Draft:
    """Another person was vaccinated on that day, and got a certificate from the same signer."""
    return draft.payload(SOMEBODY_ELSE)


@negative(of=vaccination, requirement="HCERT-CWT-007a", reasons=["expired"])
def vaccination_that_ended(draft: Draft) -> Draft:
    """An earlier certificate for this vaccination is rightly signed and ran out three weeks ago."""
    return draft.claims(iat=draft.seconds(days=-28), exp=draft.seconds(days=-21))


@negative(of=vaccination, requirement="HCERT-SIG-008", reasons=INVALID, forgery=True)
def name_of_somebody_else(draft: Draft) -> Draft:
    """Name and birthday are exchanged, the signature stays as it was verified for the first owner."""
    return _borrowed(draft, vaccination, draft.payload(SOMEBODY_ELSE))


@negative(of=vaccination, requirement="HCERT-SIG-008", reasons=INVALID, forgery=True)
def another_year_of_validity(draft: Draft) -> Draft:
    """The end of the certificate moved by a year beneath a signature that is known to be good."""
    return _borrowed(draft, vaccination, draft.claims(exp=draft.seconds(days=545)))


@negative(of=vaccination, requirement="HCERT-SIG-008", reasons=INVALID, forgery=True)
def booster_never_given(draft: Draft) -> Draft:
    """A third of three doses is claimed where two of two were signed."""
    return _borrowed(draft, vaccination, draft.payload({"v.0.dn": 3, "v.0.sd": 3}))


@negative(of=vaccination, requirement="HCERT-SIG-008", reasons=INVALID, forgery=True)
def another_content_type(draft: Draft) -> Draft:
    """Payload and signature are those of the twin; the protected header has one parameter more.

    What is remembered by payload and signature forgets that the header was signed as well.
    """
    return _borrowed(draft, vaccination, draft.protected(content_type=JSON))


@negative(of=vaccination, requirement="HCERT-SIG-008", reasons=INVALID, forgery=True)
def header_of_indefinite_length(draft: Draft) -> Draft:
    """The protected header says the same in other bytes, and bytes are what a signature is made over."""
    changed = draft.at("protected bytes", lambda encoded: encode(Indefinite(cbor.read(encoded).value)))
    return _borrowed(draft, vaccination, changed)


@negative(of=vaccination, requirement="HCERT-SIG-008", reasons=INVALID, forgery=True)
def signature_of_somebody_else(draft: Draft) -> Draft:
    """Two certificates of one signer exchanged their signatures, and this is one of the two."""
    return _borrowed(draft, vaccination_of_somebody_else, draft)


@negative(of=vaccination, requirement="HCERT-SIG-008", reasons=INVALID, forgery=True)
def third_person(draft: Draft) -> Draft:
    """Neither owner of the signature nor of the twin is named: a third birthday stands in the other's certificate."""
    changed = draft.payload({**SOMEBODY_ELSE, "dob": "1999-12-31"})
    return _borrowed(draft, vaccination_of_somebody_else, changed)


@negative(of=vaccination, requirement="HCERT-SIG-008", reasons=INVALID, forgery=True)
def renewed_by_hand(draft: Draft) -> Draft:
    """Today's claims stand above the signature of the certificate that ran out.

    That one was refused for its date alone; that its signature was good is easily kept.
    """
    return _borrowed(draft, vaccination_that_ended, draft)


@negative(of=vaccination, requirement="HCERT-SIG-008", reasons=INVALID, forgery=True)
def date_taken_away(draft: Draft) -> Draft:
    """Of the certificate that ended only exp was moved ahead, the time of issue is still the old one."""
    return _borrowed(draft, vaccination_that_ended, draft.claims(iat=draft.seconds(days=-28)))


# -- a test ------------------------------------------------------------------------------------------------------------


@valid(requirement="HCERT-ALG-003", kind="test", version="1.3.0")
def test(draft: Draft) -> Draft:
    """A test of three days ago has a negative result, and a certificate that says so."""
    return draft


@tolerated(of=test, requirement="HCERT-SIG-007")
def test_seen_before(draft: Draft) -> Draft:
    """The test certificate is shown a second time, with a parameter added that nobody signed."""
    return draft.unprotected(SEEN)


@tolerated(of=test, requirement="HCERT-ALG-003")
def positive_test(draft: Draft) -> Draft:
    """The person's next test found the infection; its certificate is as genuine as the first."""
    return draft.payload({"t.0.tr": DETECTED, "t.0.sc": draft.date(-2) + "T09:00:00Z"})


@negative(of=test, requirement="HCERT-SIG-008", reasons=INVALID, forgery=True)
def negative_result_for_the_positive_test(draft: Draft) -> Draft:
    """The signature of a positive result stands below a negative one of the same morning."""
    return _borrowed(draft, positive_test, draft.payload({"t.0.sc": draft.date(-2) + "T09:00:00Z"}))


@negative(of=test, requirement="HCERT-SIG-008", reasons=INVALID, forgery=True)
def fresh_sample(draft: Draft) -> Draft:
    """The sample was made a day younger than what the laboratory had signed."""
    return _borrowed(draft, test, draft.payload({"t.0.sc": draft.date(-2) + "T18:30:00Z"}))


@negative(of=test, requirement="HCERT-SIG-008", reasons=INVALID, forgery=True)
def test_of_somebody_else(draft: Draft) -> Draft:
    """Who never took the test put their own name over the result and left the signature in its place."""
    return _borrowed(draft, test, draft.payload(SOMEBODY_ELSE))


@negative(of=test, requirement="HCERT-SIG-008", reasons=INVALID, forgery=True)
def issuer_left_out(draft: Draft) -> Draft:
    """iss was cut from the claims of a test whose signature has been verified with it."""
    return _borrowed(draft, test, draft.without_claims("iss"))


# -- a recovery, by an RSA signer --------------------------------------------------------------------------------------


@valid(requirement="HCERT-ALG-004", kind="recovery", version="1.3.0", profile=Profile(rsa="rsa-2048-10"))
def recovery(draft: Draft) -> Draft:
    """An RSA signer's recovery certificate of version 1.3.0 is verified first, or last."""
    return draft


@tolerated(of=recovery, requirement="HCERT-SIG-007")
def recovery_seen_before(draft: Draft) -> Draft:
    """Header, claims and RSA signature are the twin's to the last bit; a note travels beside them unsigned."""
    return _borrowed(draft, recovery, draft.unprotected(SEEN))


@tolerated(of=recovery, requirement="HCERT-ALG-004")
def recovery_of_somebody_else(draft: Draft) -> Draft:
    """Somebody else recovered as well, and the RSA signer says so in a second certificate."""
    return draft.payload(SOMEBODY_ELSE)


@negative(of=recovery, requirement="HCERT-SIG-008", reasons=INVALID, forgery=True)
def recovery_prolonged(draft: Draft) -> Draft:
    """The last day of the recovery lies a month later than in what the RSA key signed."""
    return _borrowed(draft, recovery, draft.payload({"r.0.du": draft.date(150)}))


@negative(of=recovery, requirement="HCERT-SIG-008", reasons=INVALID, forgery=True)
def first_positive_test_moved(draft: Draft) -> Draft:
    """du and df are left alone, and the first positive test came three weeks later than under this signature."""
    return _borrowed(draft, recovery, draft.payload({"r.0.fr": draft.date(-39)}))


@negative(of=recovery, requirement="HCERT-SIG-008", reasons=INVALID, forgery=True)
def rsa_signature_of_somebody_else(draft: Draft) -> Draft:
    """An RSA signature changed hands: it was verified for another person's recovery."""
    return _borrowed(draft, recovery_of_somebody_else, draft)


@negative(of=recovery, requirement="HCERT-SIG-008", reasons=INVALID, forgery=True)
def content_type_under_an_rsa_signature(draft: Draft) -> Draft:
    """A content type joined the protected header of a recovery that has none by its signature."""
    return _borrowed(draft, recovery, draft.protected(content_type=JSON))
