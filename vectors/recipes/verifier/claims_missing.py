"""The dates exp and iat have to be there, each under its own label (WHO HCERT 3.2.5 and 3.2.6)."""

from __future__ import annotations

from gdhcn_conformance.generation.recipes import Draft, negative, valid

EXP, IAT = 4, 6  # RFC 8392, section 4
CWT_CLAIMS = 15  # CWT claims in a COSE header (RFC 9597)
# A date that is missing may be taken for zero: then the certificate has expired since 1970.
NO_EXP = ["claim-missing", "claims-malformed", "expired", "cbor-malformed"]
NO_IAT = ["claim-missing", "claims-malformed", "expired", "issued-in-future", "cbor-malformed"]


@valid(requirement="HCERT-CWT-019", kind="test", version="1.3.0")
def test(draft: Draft) -> Draft:
    """A test certificate has exp and iat under labels 4 and 6, and an unknown claim under 46."""
    return draft.claims({46: "TEST ONLY"})


@valid(requirement="HCERT-CWT-003", kind="vaccination", version="1.0.1")
def vaccination(draft: Draft) -> Draft:
    """The claims of a vaccination certificate are exp, iat and the health certificate, and nothing besides."""
    return draft.without_claims("iss")


# -- exp ---------------------------------------------------------------------------------------------------------------


@negative(of=test, requirement="HCERT-CWT-005", reasons=NO_EXP)
def without_exp(draft: Draft) -> Draft:
    """There is no claim 4: the certificate does not say until when it is valid.

    No end was given; to take that for no end is the usual mistake.
    """
    return draft.without_claims("exp")


@negative(of=test, requirement="HCERT-CWT-005", reasons=NO_EXP)
def exp_is_null(draft: Draft) -> Draft:
    """Claim 4 is present, with null for a value.

    Asking whether the claim is there, and then comparing only if it is a number, lets the certificate live for ever.
    """
    return draft.claims(exp=None)


@negative(of=test, requirement="HCERT-CWT-005", reasons=NO_EXP)
def exp_under_its_name(draft: Draft) -> Draft:
    """The end of validity has the text label "exp", as in a JSON web token."""
    return draft.without_claims("exp").claims({"exp": draft.seconds(days=180)})


@negative(of=test, requirement="HCERT-CWT-005", reasons=NO_EXP)
def exp_under_a_digit_as_text(draft: Draft) -> Draft:
    """The label of the end of validity is the text "4", which a map of JSON cannot tell from the number."""
    return draft.without_claims("exp").claims({"4": draft.seconds(days=180)})


@negative(of=vaccination, requirement="HCERT-CWT-005", reasons=NO_EXP)
def exp_under_a_negative_label(draft: Draft) -> Draft:
    """Minus five has the argument that four has in CBOR, and stands where the label of exp should.

    A decoder that drops the sign of a label finds exp there.
    """
    return draft.without_claims("exp").claims({-5: draft.seconds(days=180)})


@negative(of=vaccination, requirement="HCERT-CWT-005", reasons=NO_EXP)
def exp_inside_the_health_certificate(draft: Draft) -> Draft:
    """The end of validity was written into the claim -260, next to the health certificate.

    It is signed and can be found; the place for it is one level up.
    """
    ended = {EXP: draft.seconds(days=180)}
    return draft.without_claims("exp").at("hcert", lambda hcert: hcert | ended)


@negative(of=vaccination, requirement="HCERT-CWT-005", reasons=NO_EXP)
def exp_in_the_protected_header(draft: Draft) -> Draft:
    """The protected header carries the end of validity (in its parameter for CWT claims), the payload does not.

    HCERT takes claims from the payload.
    """
    return draft.without_claims("exp").protected({CWT_CLAIMS: {EXP: draft.seconds(days=180)}})


@negative(of=test, requirement="HCERT-CWT-005", reasons=NO_EXP)
def exp_in_the_unprotected_header(draft: Draft) -> Draft:
    """The end of validity was moved into the unprotected header, as its CWT claims, where no signature covers it.

    Anybody could move it on from there.
    """
    return draft.without_claims("exp").unprotected({CWT_CLAIMS: {EXP: draft.seconds(days=180)}})


@negative(of=vaccination, requirement="HCERT-CWT-005", reasons=NO_EXP)
def nbf_instead_of_exp(draft: Draft) -> Draft:
    """The one date beside iat is nbf (5), as if somebody had miscounted the labels."""
    return draft.without_claims("exp").claims({5: draft.seconds(days=-1)})


# -- iat ---------------------------------------------------------------------------------------------------------------


@negative(of=test, requirement="HCERT-CWT-011", reasons=NO_IAT)
def without_iat(draft: Draft) -> Draft:
    """Claim 6 is missing, so that nobody can tell when the certificate was issued."""
    return draft.without_claims("iat")


@negative(of=test, requirement="HCERT-CWT-011", reasons=NO_IAT)
def iat_is_null(draft: Draft) -> Draft:
    """The time of issue is null.

    In many languages null is less than any number, and so lies in the past.
    """
    return draft.claims(iat=None)


@negative(of=test, requirement="HCERT-CWT-011", reasons=NO_IAT)
def iat_under_its_name(draft: Draft) -> Draft:
    """ "iat", in letters, is the label of the time of issue."""
    return draft.without_claims("iat").claims({"iat": draft.seconds(days=-2)})


@negative(of=vaccination, requirement="HCERT-CWT-011", reasons=NO_IAT)
def iat_under_the_neighbouring_label(draft: Draft) -> Draft:
    """Label 7, which belongs to a byte string that identifies the token, has the time of issue."""
    return draft.without_claims("iat").claims({IAT + 1: draft.seconds(days=-2)})


@negative(of=vaccination, requirement="HCERT-CWT-011", reasons=NO_IAT)
def nbf_instead_of_iat(draft: Draft) -> Draft:
    """In place of the time of issue stands the beginning of validity, nbf, with the same date.

    The two often agree, and still one does not replace the other.
    """
    return draft.without_claims("iat").claims(nbf=draft.seconds(days=-2))


@negative(of=vaccination, requirement="HCERT-CWT-011", reasons=NO_IAT, also=["HCERT-CWT-005"])
def neither_exp_nor_iat(draft: Draft) -> Draft:
    """The health certificate is the only claim, without a date of any kind around it."""
    return draft.without_claims("exp", "iat")
