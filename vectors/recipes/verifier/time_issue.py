"""iat and nbf: a certificate does not count before its time (WHO HCERT 3.2.6; RFC 8392, section 3.1.5)."""

from __future__ import annotations

from datetime import timedelta

from gdhcn_conformance.generation.recipes import Draft, negative, open_question, tolerated, valid

DSC_BEGAN = 365  # days since the beginning of every signer certificate of the suite, where nothing else is said
# Some verifiers have one word for both: a certificate whose time has not come.
FUTURE = ["issued-in-future", "not-yet-valid"]
EARLY = ["not-yet-valid", "issued-in-future"]
BEFORE_SIGNER = ["claims-malformed", "dsc-not-yet-valid"]
AFTER_EXP = [*FUTURE, "claims-malformed"]  # a beginning behind the end may be noticed first


@valid(requirement="HCERT-CWT-020", kind="test", version="1.3.0")
def test(draft: Draft) -> Draft:
    """A test certificate has been valid since the second of its issue, by its claims iat and nbf."""
    issued = draft.seconds(days=-2)
    return draft.claims(iat=issued, nbf=issued)


@valid(requirement="HCERT-KID-004", kind="vaccination", version="1.1.0")
def vaccination(draft: Draft) -> Draft:
    """A vaccination certificate was issued two weeks after the dose, as many days ago."""
    return draft.claims(iat=draft.seconds(days=-16))


# -- issued in the future ----------------------------------------------------------------------------------------------


@negative(of=test, requirement="HCERT-CWT-007a", reasons=["expired"])
def test_certificate_ended(draft: Draft) -> Draft:
    """The certificate around a recent test ended two days ago, though the result might still be of use."""
    four_days_ago = draft.seconds(days=-4)
    ended = draft.claims(iat=four_days_ago, nbf=four_days_ago, exp=draft.seconds(days=-2))
    return ended.payload({"t.0.sc": draft.date(-5) + "T08:30:00Z"})


@negative(of=vaccination, requirement="HCERT-CWT-013", reasons=FUTURE)
def issued_in_two_days(draft: Draft) -> Draft:
    """By its own word the certificate will be issued the day after tomorrow."""
    return draft.claims(iat=draft.seconds(days=2))


@negative(of=vaccination, requirement="HCERT-CWT-013", reasons=FUTURE, needs=["clock"])
def issued_tomorrow(draft: Draft) -> Draft:
    """The time of issue is this time tomorrow.

    No local time is so far from UTC.
    """
    return draft.claims(iat=draft.seconds(days=1))


@negative(of=vaccination, requirement="HCERT-CWT-013", reasons=FUTURE)
def issued_next_year(draft: Draft) -> Draft:
    """A year ahead of the verifier's clock the certificate is issued, and it ends half a year later."""
    return draft.claims(iat=draft.seconds(days=365), exp=draft.seconds(days=545))


@negative(of=vaccination, requirement="HCERT-CWT-013", reasons=AFTER_EXP)
def issued_in_milliseconds(draft: Draft) -> Draft:
    """iat was written in milliseconds since 1970, as JavaScript and Java count.

    Taken for seconds, as it must be, it is tens of thousands of years ahead.
    """
    return draft.claims(iat=draft.seconds(days=-2) * 1000)


@negative(of=vaccination, requirement="HCERT-CWT-013", reasons=AFTER_EXP)
def issued_by_the_digits_of_the_clock(draft: Draft) -> Draft:
    """iat has the digits of date and time in a row, YYYYMMDDhhmm, which as seconds is the year 8377."""
    issued = draft.clock - timedelta(days=2)
    return draft.claims(iat=int(issued.strftime("%Y%m%d%H%M")))


@negative(of=test, requirement="HCERT-CWT-013", reasons=AFTER_EXP)
def issued_by_seconds_since_1900(draft: Draft) -> Draft:
    """The issuer took the time from a network clock and left its epoch, 1900, as it was: seventy years too late."""
    return draft.claims(iat=draft.seconds(days=-2) + 2_208_988_800)


@negative(of=test, requirement="HCERT-CWT-013", reasons=FUTURE)
def issued_in_the_future_with_nbf_past(draft: Draft) -> Draft:
    """nbf says that the certificate is valid since two days, iat that it will be issued in four.

    nbf does not stand in for iat where both are there.
    """
    return draft.claims(iat=draft.seconds(days=4))


@negative(of=vaccination, requirement="HCERT-CWT-013", reasons=FUTURE, also=["HCERT-CWT-023"])
def verified_a_month_ago(draft: Draft) -> Draft:
    """The given clock shows a day a month ago; the certificate is sixteen days old, and unborn by that clock."""
    return draft.judged_at(draft.clock - timedelta(days=30))


# -- around the first second -------------------------------------------------------------------------------------------


@tolerated(of=vaccination, requirement="HCERT-CWT-014", needs=["clock"])
def one_second_after_iat(draft: Draft) -> Draft:
    """The certificate is one second old.

    Certificates are scanned as soon as they are printed; to wait until a new one has settled refuses it.
    """
    return draft.claims(iat=draft.seconds(seconds=-1))


@tolerated(of=vaccination, requirement="HCERT-CWT-014", needs=["clock"])
def at_iat(draft: Draft) -> Draft:
    """Issue and verification fall on the same second.

    Requiring that iat lies before now, instead of not after it, refuses the certificate.
    """
    return draft.claims(iat=draft.seconds())


@open_question(
    of=vaccination, requirement="HCERT-VRF-009a", policy="iat-in-future-small", reasons=FUTURE, needs=["clock"]
)
def one_second_before_iat(draft: Draft) -> Draft:
    """The issuer's clock is one second ahead of the verifier's."""
    return draft.claims(iat=draft.seconds(seconds=1))


@open_question(
    of=vaccination, requirement="HCERT-VRF-009a", policy="iat-in-future-small", reasons=FUTURE, needs=["clock"]
)
def a_minute_before_iat(draft: Draft) -> Draft:
    """A minute is missing until the time of issue, as happens between two clocks that nobody keeps."""
    return draft.claims(iat=draft.seconds(minutes=1))


@negative(of=vaccination, requirement="HCERT-VRF-009b", reasons=FUTURE, needs=["clock"])
def ten_minutes_before_iat(draft: Draft) -> Draft:
    """The time of issue is ten minutes away, twice of what may pass for a clock that is wrong."""
    return draft.claims(iat=draft.seconds(minutes=10))


@negative(of=vaccination, requirement="HCERT-VRF-009b", reasons=FUTURE, needs=["clock"])
def an_hour_before_iat(draft: Draft) -> Draft:
    """iat is an hour ahead.

    So it looks when an issuer writes local time and calls it UTC.
    """
    return draft.claims(iat=draft.seconds(hours=1))


@negative(of=vaccination, requirement="HCERT-VRF-009b", reasons=FUTURE, needs=["clock"])
def three_hours_before_iat(draft: Draft) -> Draft:
    """Three hours too early for its iat the certificate is verified, on the same calendar day.

    Comparing the days only accepts it.
    """
    return draft.claims(iat=draft.seconds(hours=3))


@negative(of=test, requirement="HCERT-VRF-009b", reasons=FUTURE, needs=["clock"])
def fourteen_hours_before_iat(draft: Draft) -> Draft:
    """Fourteen hours lie between the clock and iat, the widest offset from UTC that is in use."""
    return draft.claims(iat=draft.seconds(hours=14))


# -- not before --------------------------------------------------------------------------------------------------------


@tolerated(of=vaccination, requirement="HCERT-CWT-020", needs=["clock"])
def at_nbf(draft: Draft) -> Draft:
    """Validity begins, by nbf, in the very second of verification.

    The time before which a certificate is not accepted is itself not before.
    """
    return draft.claims(nbf=draft.seconds())


@open_question(
    of=vaccination, requirement="HCERT-VRF-009a", policy="iat-in-future-small", reasons=EARLY, needs=["clock"]
)
def nbf_in_a_minute(draft: Draft) -> Draft:
    """One minute is left until nbf, which a verifier may put down to the clocks.

    RFC 7519, from which the claim comes, allows a small leeway, usually of no more than a few minutes.
    """
    return draft.claims(nbf=draft.seconds(minutes=1))


@negative(of=vaccination, requirement="HCERT-VRF-009b", reasons=EARLY, needs=["clock"])
def nbf_in_ten_minutes(draft: Draft) -> Draft:
    """Verification comes ten minutes before nbf, longer than the clocks of two servers disagree."""
    return draft.claims(nbf=draft.seconds(minutes=10))


@negative(of=test, requirement="HCERT-CWT-020", reasons=EARLY)
def nbf_in_two_days(draft: Draft) -> Draft:
    """The certificate was issued two days ago, and is valid from the day after tomorrow."""
    return draft.claims(nbf=draft.seconds(days=2))


@negative(of=vaccination, requirement="HCERT-CWT-020", reasons=EARLY)
def nbf_in_a_month(draft: Draft) -> Draft:
    """nbf, a claim that few certificates have, lies a month ahead.

    Verifiers made for certificates without it never look for it.
    """
    return draft.claims(nbf=draft.seconds(days=30))


@negative(of=test, requirement="HCERT-CWT-020", reasons=EARLY, needs=["clock"])
def nbf_in_an_hour(draft: Draft) -> Draft:
    """An hour is left until validity begins, more than any leeway for clocks."""
    return draft.claims(nbf=draft.seconds(hours=1))


@negative(of=test, requirement="HCERT-CWT-020", reasons=[*EARLY, "claims-malformed"])
def nbf_behind_exp(draft: Draft) -> Draft:
    """Validity begins a day after it ends: there is no time at which this certificate is good."""
    return draft.claims(nbf=draft.seconds(days=181))


@negative(of=test, requirement="HCERT-CWT-020", reasons=[*EARLY, "claims-malformed"])
def nbf_in_milliseconds(draft: Draft) -> Draft:
    """iat counts seconds and nbf milliseconds, from the same instant, so that validity begins in ages."""
    return draft.claims(nbf=draft.seconds(days=-2) * 1000)


@negative(of=vaccination, requirement="HCERT-CWT-020", reasons=[*EARLY, "claims-malformed", "cbor-malformed"])
def nbf_in_the_future_as_a_float(draft: Draft) -> Draft:
    """The beginning of validity, a floating-point number, lies a week ahead."""
    return draft.claims(nbf=draft.seconds(days=7) + 0.5)


# -- before the signer certificate -------------------------------------------------------------------------------------


def _issued_long_ago(draft: Draft, iat: int) -> Draft:
    """Issued then, and two weeks before it the dose was given."""
    return draft.claims(iat=iat).payload({"v.0.dt": draft.date(-DSC_BEGAN - 14)})


@tolerated(of=vaccination, requirement="TRUST-VER-022")
def iat_in_the_first_second_of_the_signer(draft: Draft) -> Draft:
    """The certificate was issued a year ago, in the second in which its signer certificate began.

    That second belongs to the validity of the signer.
    """
    return _issued_long_ago(draft, draft.seconds(days=-DSC_BEGAN))


@open_question(of=vaccination, requirement="TRUST-VER-022", policy="iat-before-dsc", reasons=BEFORE_SIGNER)
def iat_a_second_before_the_signer(draft: Draft) -> Draft:
    """iat is one second earlier than the beginning of the signer certificate."""
    return _issued_long_ago(draft, draft.seconds(days=-DSC_BEGAN, seconds=-1))


@open_question(of=vaccination, requirement="TRUST-VER-022", policy="iat-before-dsc", reasons=BEFORE_SIGNER)
def iat_in_1970(draft: Draft) -> Draft:
    """The time of issue is 0: a clock that was never set stood at the beginning of 1970, decades before the signer."""
    return draft.claims(iat=0)
