"""exp: the end of validity, to the second and far beyond it (WHO HCERT 3.2.5)."""

from __future__ import annotations

from datetime import timedelta

from gdhcn_conformance.generation.recipes import Draft, negative, open_question, tolerated, valid

DSC_ENDS = 730  # days from the moment to the end of every signer certificate of the suite, where nothing else is said
BEYOND = ["dsc-expired", "claims-malformed", "expired"]
BEFORE_ISSUE = ["expired", "claims-malformed"]  # an end before the beginning may be noticed first


@valid(requirement="HCERT-KID-004", kind="vaccination", version="1.3.0")
def vaccination(draft: Draft) -> Draft:
    """A vaccination certificate was issued two days ago and ends in half a year."""
    return draft


@valid(requirement="HCERT-KID-004", kind="recovery", version="1.1.0")
def recovery(draft: Draft) -> Draft:
    """A recovery certificate was issued last month and ends together with the recovery's own period of validity."""
    return draft.claims(iat=draft.seconds(days=-30), exp=draft.seconds(days=120))


# -- long past ---------------------------------------------------------------------------------------------------------


@negative(of=vaccination, requirement="HCERT-CWT-007a", reasons=["expired"])
def expired_two_days_ago(draft: Draft) -> Draft:
    """The certificate ended two days ago, a week after it was issued."""
    return draft.claims(iat=draft.seconds(days=-9), exp=draft.seconds(days=-2))


@negative(of=vaccination, requirement="HCERT-CWT-007a", reasons=["expired"], needs=["clock"])
def expired_yesterday(draft: Draft) -> Draft:
    """It was valid until this time yesterday.

    Rounding both to days, and counting the last one in, still lets it pass today.
    """
    return draft.claims(iat=draft.seconds(days=-9), exp=draft.seconds(days=-1))


@negative(of=vaccination, requirement="HCERT-CWT-007a", reasons=["expired"])
def expired_a_month_after_issue(draft: Draft) -> Draft:
    """Half a year has gone by since this certificate ended, a month after it was issued.

    Its signer is valid and its contents are as true as ever; they were signed for a time that is over.
    """
    ended = draft.claims(iat=draft.seconds(days=-210), exp=draft.seconds(days=-180))
    return ended.payload({"v.0.dt": draft.date(-220)})


@negative(of=recovery, requirement="HCERT-CWT-007a", reasons=["expired"])
def expired_within_the_recovery_window(draft: Draft) -> Draft:
    """The recovery entry is valid until months from now (du), but the certificate around it ended last week.

    Taking the date in the entry for the end of the certificate overlooks it.
    """
    return draft.claims(exp=draft.seconds(days=-7))


@negative(of=vaccination, requirement="HCERT-CWT-007a", reasons=[*BEFORE_ISSUE, "claim-missing"])
def exp_zero(draft: Draft) -> Draft:
    """exp is 0, the first second of 1970.

    In many languages zero is as good as nothing, and the comparison is left out.
    """
    return draft.claims(exp=0)


@negative(of=recovery, requirement="HCERT-CWT-007a", reasons=BEFORE_ISSUE)
def exp_of_a_sample(draft: Draft) -> Draft:
    """exp is 42, a number that somebody put in while the software was written and forgot."""
    return draft.claims(exp=42)


@negative(of=recovery, requirement="HCERT-CWT-007a", reasons=BEFORE_ISSUE)
def exp_as_a_period(draft: Draft) -> Draft:
    """Half a year in seconds is given for exp, counted from issue and not from 1970.

    To add it to iat would make sense of it, and is not what the claim means.
    """
    return draft.claims(exp=180 * 86_400)


@negative(of=recovery, requirement="HCERT-CWT-007a", reasons=BEFORE_ISSUE)
def exp_as_a_count_of_days(draft: Draft) -> Draft:
    """exp counts days since 1970, some twenty thousand; as seconds they are over in the first hours of that year."""
    return draft.claims(exp=draft.seconds(days=180) // 86_400)


@negative(of=recovery, requirement="HCERT-CWT-007a", reasons=BEFORE_ISSUE)
def exp_as_the_digits_of_a_date(draft: Draft) -> Draft:
    """The digits of a date still ahead, as YYYYMMDD, were written for exp; as seconds they are a day of August 1970."""
    return draft.claims(exp=int(draft.date(180).replace("-", "")))


@negative(of=vaccination, requirement="HCERT-CWT-007a", reasons=BEFORE_ISSUE)
def exp_counted_from_2001(draft: Draft) -> Draft:
    """Seconds since the beginning of 2001, where Apple's clocks start, make an exp thirty-one years too early.

    A library that converts with its own epoch does not notice.
    """
    return draft.claims(exp=draft.seconds(days=180) - 978_307_200)


@negative(of=vaccination, requirement="HCERT-CWT-007a", reasons=BEFORE_ISSUE)
def expired_as_it_was_issued(draft: Draft) -> Draft:
    """exp and iat are the same second, five days ago: valid for no longer than that."""
    then = draft.seconds(days=-5)
    return draft.claims(iat=then, exp=then)


@negative(of=vaccination, requirement="HCERT-CWT-007a", reasons=["expired"])
def expired_with_nbf_past(draft: Draft) -> Draft:
    """The period from nbf to exp is over, both of them present and in order.

    Seeing that the beginning has passed is half of the check.
    """
    return draft.claims(iat=draft.seconds(days=-20), nbf=draft.seconds(days=-20), exp=draft.seconds(days=-5))


# -- around the last second --------------------------------------------------------------------------------------------


@tolerated(of=vaccination, requirement="HCERT-CWT-008", needs=["clock"])
def one_second_before_exp(draft: Draft) -> Draft:
    """The certificate has one more second to live.

    Whoever subtracts a safety margin from exp refuses it too early.
    """
    return draft.claims(exp=draft.seconds(seconds=1))


@tolerated(of=vaccination, requirement="HCERT-CWT-008", needs=["clock"])
def at_exp(draft: Draft) -> Draft:
    """Verification and exp fall on the same second.

    exp is the time after which a certificate is refused, so in that second it is not; web tokens have it otherwise.
    """
    return draft.claims(exp=draft.seconds())


@open_question(
    of=vaccination, requirement="HCERT-CWT-007b", policy="leeway-on-exp", reasons=["expired"], needs=["clock"]
)
def one_second_after_exp(draft: Draft) -> Draft:
    """exp was one second ago."""
    return draft.claims(exp=draft.seconds(seconds=-1))


@open_question(
    of=vaccination, requirement="HCERT-CWT-007b", policy="leeway-on-exp", reasons=["expired"], needs=["clock"]
)
def five_minutes_after_exp(draft: Draft) -> Draft:
    """Five minutes have passed since the end of validity, as much as any leeway for clocks is meant to be."""
    return draft.claims(exp=draft.seconds(minutes=-5))


@negative(of=vaccination, requirement="HCERT-CWT-007b", reasons=["expired"], needs=["clock"])
def ten_minutes_after_exp(draft: Draft) -> Draft:
    """Ten minutes ago the certificate ended, twice the leeway that clocks may be granted."""
    return draft.claims(exp=draft.seconds(minutes=-10))


@negative(of=vaccination, requirement="HCERT-CWT-007a", reasons=["expired"], also=["HCERT-CWT-007b"], needs=["clock"])
def an_hour_after_exp(draft: Draft) -> Draft:
    """The certificate has been over for an hour.

    No leeway for clocks is that long. Local time taken for UTC keeps it valid an hour west of Greenwich.
    """
    return draft.claims(exp=draft.seconds(hours=-1))


@negative(of=recovery, requirement="HCERT-CWT-007a", reasons=["expired"], also=["HCERT-CWT-007b"], needs=["clock"])
def twelve_hours_after_exp(draft: Draft) -> Draft:
    """The certificate has been invalid for half a day.

    In the time zone farthest west the moment of its end has not come yet; exp knows UTC only.
    """
    return draft.claims(exp=draft.seconds(hours=-12))


# -- the same certificate under other clocks ---------------------------------------------------------------------------


@tolerated(of=vaccination, requirement="HCERT-CWT-023")
def verified_on_its_last_day(draft: Draft) -> Draft:
    """The clock that the verifier is given says that a day is left to this certificate.

    By the clock of the computer it may have ended long ago.
    """
    return draft.judged_at(draft.clock + timedelta(days=179))


@negative(of=vaccination, requirement="HCERT-CWT-023", reasons=["expired"], also=["HCERT-CWT-007a"])
def verified_the_day_after(draft: Draft) -> Draft:
    """Not a byte of the certificate has changed, and by the clock given a day has passed since its end."""
    return draft.judged_at(draft.clock + timedelta(days=181))


@negative(of=vaccination, requirement="HCERT-CWT-023", reasons=["expired"], also=["HCERT-CWT-007a"])
def verified_a_year_after(draft: Draft) -> Draft:
    """A certificate of half a year is verified after a year and a half; its signer is valid and listed as before."""
    return draft.judged_at(draft.clock + timedelta(days=545))


@negative(of=recovery, requirement="HCERT-CWT-023", reasons=["issued-in-future", "not-yet-valid"])
def verified_before_its_issue(draft: Draft) -> Draft:
    """The verifier's clock has been set back to a month and a half ago, before the certificate was issued.

    A clock in the past is the cheapest way to revive an old certificate; this one did not exist then.
    """
    return draft.judged_at(draft.clock - timedelta(days=45))


@negative(of=recovery, requirement="HCERT-CWT-023", reasons=["expired"], needs=["clock"])
def verified_a_minute_short_of_a_day_after(draft: Draft) -> Draft:
    """Moved on by 120 days and not quite one more, the clock is past the end of validity."""
    return draft.judged_at(draft.clock + timedelta(days=121, minutes=-1))


# -- beyond the signer certificate -------------------------------------------------------------------------------------


@open_question(of=vaccination, requirement="HCERT-CWT-010", policy="exp-beyond-dsc", reasons=BEYOND)
def exp_a_day_beyond_the_signer(draft: Draft) -> Draft:
    """exp is one day later than the end of the signer certificate, both of them two years away."""
    return draft.claims(exp=draft.seconds(days=DSC_ENDS + 1))


@open_question(of=vaccination, requirement="HCERT-CWT-010", policy="exp-beyond-dsc", reasons=BEYOND)
def exp_in_milliseconds(draft: Draft) -> Draft:
    """The issuer wrote exp in milliseconds, which as seconds lie tens of thousands of years ahead."""
    return draft.claims(exp=draft.seconds(days=180) * 1000)
