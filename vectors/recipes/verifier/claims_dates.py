"""exp and iat are numbers of seconds since 1970: written as a float or with a tag, negative, and beyond 32 bits.

RFC 8392, section 2; WHO HCERT 3.2.5 and 3.2.6. Where a reader may take a notation or leave it, the certificates to be
refused hold a date that refuses them in either case.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from gdhcn_conformance.credentials.cbor import Tagged
from gdhcn_conformance.credentials.cbor_writer import Float
from gdhcn_conformance.generation.recipes import Draft, Profile, negative, open_question, tolerated, valid
from gdhcn_conformance.pki.authority import AUTHORITY

TEXT_DATE, EPOCH, BIGNUM, DECIMAL_FRACTION = 0, 1, 2, 4  # tags (RFC 8949, section 3.4)
DAYS = 100  # the tag of RFC 8943
SIGNED_32, UNSIGNED_32 = 2**31, 2**32  # the first second that does not fit: in 2038 and in 2106
MALFORMED = ["claims-malformed", "cbor-malformed"]
PAST = ["expired", *MALFORMED]
FUTURE = ["issued-in-future", *MALFORMED]


def _valid_until(draft: Draft, end: int) -> Draft:
    """The certificate with this exp, from a signer and an authority that are valid a little longer."""
    days = (end - draft.seconds()) / 86_400
    name = f"{draft.name}/Authority"
    key = draft.pki.authority(draft.country, name)
    authority = draft.pki.reissued(key, name, replace(AUTHORITY, not_after=days + 60), issuer=key)
    signer = draft.other_signer("signer", Profile(not_after=days + 30), authority)
    return draft.issued_by(signer).also_trusting(authority.listed(usage="SCA")).claims(exp=end)


def _rfc3339(draft: Draft, days: int) -> str:
    return (draft.clock + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


@valid(requirement="HCERT-KID-004", kind="test", version="1.3.0")
def test(draft: Draft) -> Draft:
    """The dates of a test certificate are integers of 32 bits, as in almost every certificate."""
    return draft


# -- floating-point numbers --------------------------------------------------------------------------------------------


@open_question(of=test, requirement="HCERT-CWT-017", policy="float-numeric-date", reasons=MALFORMED)
def exp_with_a_fraction(draft: Draft) -> Draft:
    """exp is a floating-point number with milliseconds behind the point."""
    return draft.claims(exp=draft.seconds(days=180) + 0.028)


@open_question(of=test, requirement="HCERT-CWT-017", policy="float-numeric-date", reasons=MALFORMED)
def iat_with_a_fraction(draft: Draft) -> Draft:
    """The time of issue was taken from a clock of higher resolution, as a float of 64 bits."""
    return draft.claims(iat=draft.seconds(days=-2) + 0.637)


@open_question(of=test, requirement="HCERT-CWT-017", policy="float-numeric-date", reasons=MALFORMED)
def both_in_single_precision(draft: Draft) -> Draft:
    """Both dates are floats of 32 bits, which know the time to about two minutes."""
    return draft.claims(exp=Float(draft.seconds(days=180), 4), iat=Float(draft.seconds(days=-2), 4))


@negative(of=test, requirement="HCERT-CWT-007a", reasons=PAST, also=["HCERT-CWT-017"])
def past_exp_as_a_float(draft: Draft) -> Draft:
    """A floating-point exp lies two days back, so that the certificate is to be refused whether floats are read or not.

    Skipping a claim of an unexpected type means that it never ends.
    """
    return draft.claims(exp=draft.seconds(days=-2) + 0.5, iat=draft.seconds(days=-9))


@negative(of=test, requirement="HCERT-CWT-013", reasons=FUTURE, also=["HCERT-CWT-017"])
def future_iat_as_a_float(draft: Draft) -> Draft:
    """The certificate says, in floating point, that it will be issued in a week."""
    return draft.claims(iat=draft.seconds(days=7) + 0.25)


# -- tags --------------------------------------------------------------------------------------------------------------


@open_question(of=test, requirement="HCERT-CWT-018", policy="tagged-numeric-date", reasons=MALFORMED)
def exp_tagged_as_a_date(draft: Draft) -> Draft:
    """exp carries the tag for seconds since 1970, which a claim must not have and many libraries write."""
    return draft.claims(exp=Tagged(EPOCH, draft.seconds(days=180)))


@open_question(of=test, requirement="HCERT-CWT-018", policy="tagged-numeric-date", reasons=MALFORMED)
def iat_as_tagged_text(draft: Draft) -> Draft:
    """The time of issue is a text with the tag for date-times, not a number."""
    return draft.claims(iat=Tagged(TEXT_DATE, _rfc3339(draft, -2)))


@negative(of=test, requirement="HCERT-CWT-007a", reasons=PAST, also=["HCERT-CWT-018"])
def past_exp_with_a_tag(draft: Draft) -> Draft:
    """Behind the tag for seconds since 1970, exp is two days old.

    Read through the tag the certificate has expired, read strictly it is malformed.
    """
    return draft.claims(exp=Tagged(EPOCH, draft.seconds(days=-2)), iat=draft.seconds(days=-9))


@negative(of=test, requirement="HCERT-CWT-007a", reasons=PAST, also=["HCERT-CWT-018"])
def past_exp_as_tagged_text(draft: Draft) -> Draft:
    """The last day of the certificate, some days ago, is written out as text with the tag for date-times."""
    return draft.claims(exp=Tagged(TEXT_DATE, _rfc3339(draft, -3)), iat=draft.seconds(days=-9))


@negative(of=test, requirement="HCERT-CWT-013", reasons=FUTURE, also=["HCERT-CWT-018"])
def future_iat_with_a_tag(draft: Draft) -> Draft:
    """Tag 1 stands before a time of issue that is a week away."""
    return draft.claims(iat=Tagged(EPOCH, draft.seconds(days=7)))


@negative(of=test, requirement="HCERT-CWT-007a", reasons=PAST)
def past_exp_as_a_big_number(draft: Draft) -> Draft:
    """An exp that is over is encoded as a big number of four bytes, small as it is.

    To CBOR it is an integer in an unusual coat; a reader that does not take it off has no date at all.
    """
    ended = draft.seconds(days=-2).to_bytes(4)
    return draft.claims(exp=Tagged(BIGNUM, ended), iat=draft.seconds(days=-9))


@negative(of=test, requirement="HCERT-CWT-007a", reasons=PAST, also=["HCERT-CWT-018"])
def past_exp_as_a_count_of_days(draft: Draft) -> Draft:
    """The end of validity carries the tag for days since 1970 (RFC 8943), and the day was last week.

    As seconds the number would be a day in 1970. It is over by every reading.
    """
    return draft.claims(exp=Tagged(DAYS, draft.seconds(days=-7) // 86_400), iat=draft.seconds(days=-9))


@negative(of=test, requirement="HCERT-CWT-007a", reasons=PAST, also=["HCERT-CWT-018"])
def past_exp_as_a_decimal_fraction(draft: Draft) -> Draft:
    """exp is a decimal fraction, tag 4 with an exponent of minus three: a time two days ago to the millisecond."""
    ended = draft.seconds(days=-2) * 1000 + 637
    return draft.claims(exp=Tagged(DECIMAL_FRACTION, [-3, ended]), iat=draft.seconds(days=-9))


# -- beyond 32 bits ----------------------------------------------------------------------------------------------------


@tolerated(of=test, requirement="HCERT-CWT-021")
def exp_after_2038(draft: Draft) -> Draft:
    """exp is 2 to the 31, the first second that a signed integer of 32 bits does not hold; the signer is valid as long.

    Wrapped around, it lies in 1901.
    """
    return _valid_until(draft, SIGNED_32)


@tolerated(of=test, requirement="HCERT-CWT-021")
def exp_after_2106(draft: Draft) -> Draft:
    """The end of validity is a day behind 2 to the 32, where unsigned integers of 32 bits begin again at 1970.

    Signer and authority have dates in four-digit years, as X.509 has it from 2050 on.
    """
    return _valid_until(draft, UNSIGNED_32 + 86_400)


@tolerated(of=test, requirement="HCERT-CWT-021")
def verified_after_2038(draft: Draft) -> Draft:
    """The clock of the verifier itself stands at 2 to the 31 and one second, in a certificate's last month."""
    return _valid_until(draft, SIGNED_32 + 30 * 86_400).judged_at(datetime.fromtimestamp(SIGNED_32 + 1, UTC))


@negative(of=test, requirement="HCERT-CWT-021", reasons=["expired"])
def expired_when_verified_after_2038(draft: Draft) -> Draft:
    """A certificate that ended in January 2038 is verified in February, beyond the range of 32 bits.

    With a clock that has wrapped around to 1901 nothing ever expires.
    """
    february = datetime.fromtimestamp(SIGNED_32 + 20 * 86_400, UTC)
    return _valid_until(draft, SIGNED_32 - 86_400).judged_at(february)


@negative(of=test, requirement="HCERT-CWT-013", reasons=FUTURE)
def iat_one_era_ahead(draft: Draft) -> Draft:
    """The time of issue is two days ago plus 2 to the 32 seconds: the same instant to a reader with 32 bits."""
    return draft.claims(iat=draft.seconds(days=-2) + UNSIGNED_32)


@negative(of=test, requirement="HCERT-CWT-013", reasons=FUTURE)
def iat_with_the_highest_bit(draft: Draft) -> Draft:
    """iat is 2 to the 63, which turns into the most negative of numbers where 64 bits are taken as signed."""
    return draft.claims(iat=2**63)


@negative(of=test, requirement="HCERT-CWT-013", reasons=FUTURE)
def iat_with_all_bits(draft: Draft) -> Draft:
    """All 64 bits of the time of issue are set; as a signed number that is minus one, a second before 1970."""
    return draft.claims(iat=2**64 - 1)


# -- negative ----------------------------------------------------------------------------------------------------------


@negative(of=test, requirement="HCERT-CWT-024", reasons=PAST)
def exp_one_second_before_1970(draft: Draft) -> Draft:
    """exp is minus one: validity ended with the year 1969.

    Compared as unsigned, it is the largest number there is.
    """
    return draft.claims(exp=-1)


@negative(of=test, requirement="HCERT-CWT-024", reasons=PAST)
def exp_with_its_sign_turned(draft: Draft) -> Draft:
    """The right end of validity has a minus in front.

    A decoder that takes the argument of a negative integer for its value reads a date half a year ahead.
    """
    return draft.claims(exp=-draft.seconds(days=180))


@negative(of=test, requirement="HCERT-CWT-024", reasons=PAST)
def exp_one_era_back(draft: Draft) -> Draft:
    """exp is half a year ahead less 2 to the 32: in 1886, and in the lowest 32 bits like the true one."""
    return draft.claims(exp=draft.seconds(days=180) - UNSIGNED_32)


@negative(of=test, requirement="HCERT-CWT-024", reasons=PAST)
def lowest_exp(draft: Draft) -> Draft:
    """exp is the lowest integer of CBOR, minus 2 to the 64.

    No 64-bit type holds it; what overflows on the way becomes zero, or worse, positive.
    """
    return draft.claims(exp=-(2**64))


@negative(of=test, requirement="HCERT-CWT-024", reasons=PAST)
def both_dates_negative(draft: Draft) -> Draft:
    """Both dates lie before 1970, iat a year before exp: in order with each other and long over."""
    return draft.claims(exp=-86_400, iat=-366 * 86_400)


# -- in the wrong order ------------------------------------------------------------------------------------------------

ORDER = ["claims-malformed", "expired", "issued-in-future"]


@negative(of=test, requirement="HCERT-CWT-016", reasons=ORDER)
def exp_and_iat_exchanged(draft: Draft) -> Draft:
    """The values of exp and iat were exchanged: it ended before it began.

    One look at a date is enough to refuse the certificate. Some verifiers look at neither.
    """
    return draft.claims(exp=draft.seconds(days=-2), iat=draft.seconds(days=180))


@negative(of=test, requirement="HCERT-CWT-016", reasons=ORDER)
def exp_before_iat_both_past(draft: Draft) -> Draft:
    """exp lies a month before iat, and iat two days before now.

    Reckoning the end from the day of the event, and not from that of issue, led issuers to such dates.
    """
    return draft.claims(exp=draft.seconds(days=-32))


@negative(of=test, requirement="HCERT-CWT-016", reasons=ORDER)
def exp_before_iat_both_future(draft: Draft) -> Draft:
    """Ten days from now the certificate ends, and twenty days from now it is issued.

    The present lies before both; only a verifier that checks nothing but exp is content.
    """
    return draft.claims(exp=draft.seconds(days=10), iat=draft.seconds(days=20))
