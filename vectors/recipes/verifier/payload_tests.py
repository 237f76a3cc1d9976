"""The test entry: when the sample was taken, what came of it, and what may be left out."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from gdhcn_conformance.credentials.cbor import Tagged
from gdhcn_conformance.generation.recipes import Draft, negative, open_question, tolerated, valid

# A sample from the future makes the certificate not valid yet, breaks a rule, or is no sound content at all.
NOT_TAKEN_YET = ("not-yet-valid", "rule-failed", "schema-invalid", "issued-in-future")
DETECTED = "260373001"


def _sampled(draft: Draft, moment: str) -> Draft:
    """A sample taken at this moment."""
    return draft.payload({"t.0.sc": moment})


def _tagged(draft: Draft, moment: str) -> Draft:
    """A sample taken at this moment, the text under CBOR's tag for date-times."""

    def tagged(dcc: Any) -> Any:
        return dcc | {"t": [dcc["t"][0] | {"sc": Tagged(0, moment)}]}

    return _sampled(draft, moment).at("payload", tagged)


def _east(moment: datetime) -> str:
    """The moment by clocks that are fourteen hours ahead, as far as any on Earth."""
    return moment.astimezone(timezone(timedelta(hours=14))).isoformat(timespec="seconds")


@valid(requirement="HCERT-VER-100", kind="test")
def negative_test(draft: Draft) -> Draft:
    """A certificate of a negative nucleic acid test whose sample was taken more than two days ago, by UTC."""
    return _sampled(draft, draft.date(-3) + "T20:15:00Z")


@tolerated(of=negative_test, requirement="HCERT-TST-002")
def no_test_centre(draft: Draft) -> Draft:
    """No test centre is named, which version 1.3.0 allows and several data models do not."""
    return draft.without_payload("t.0.tc")


@tolerated(of=negative_test, requirement="HCERT-TST-004")
def offset_east(draft: Draft) -> Draft:
    """The sampling time is local time of India, five hours and a half ahead of UTC."""
    return _sampled(draft, draft.date(-3) + "T14:05:00+05:30")


@tolerated(of=negative_test, requirement="HCERT-TST-004")
def offset_west(draft: Draft) -> Draft:
    """The sampling time is five hours behind UTC.

    Parsers that look for a plus sign, or else append a Z, crash on the minus.
    """
    return _sampled(draft, draft.date(-3) + "T14:05:00-05:00")


@tolerated(of=negative_test, requirement="HCERT-TST-004")
def fraction_of_a_second(draft: Draft) -> Draft:
    """One decimal behind the second, .5, where some parsers know three or none."""
    return _sampled(draft, draft.date(-3) + "T14:05:09.5Z")


@tolerated(of=negative_test, requirement="HCERT-TST-004")
def local_offset_unknown(draft: Draft) -> Draft:
    """-00:00 says that the time is UTC and the local offset not known (RFC 3339, section 4.3)."""
    return _sampled(draft, draft.date(-3) + "T14:05:00-00:00")


@tolerated(of=negative_test, requirement="HCERT-CBOR-012", also=["HCERT-TST-004"])
def tagged_time_with_offset_and_fraction(draft: Draft) -> Draft:
    """Tag 0 marks the sampling time as a date-time, and offset and milliseconds are behind it."""
    return _tagged(draft, draft.date(-3) + "T09:00:00.250-03:00")


@tolerated(of=negative_test, requirement="HCERT-DATE-004")
def offset_of_two_digits(draft: Draft) -> Draft:
    """The offset is written +01, in hours alone, as ISO 8601 permits and RFC 3339 does not."""
    return _sampled(draft, draft.date(-3) + "T14:05:00+01")


@tolerated(of=negative_test, requirement="HCERT-DATE-004")
def offset_without_colon(draft: Draft) -> Draft:
    """Hours and minutes of the offset run together, -0330, the way the C library prints them."""
    return _sampled(draft, draft.date(-3) + "T14:05:00-0330")


@tolerated(of=negative_test, requirement="HCERT-DATE-004")
def twelve_decimals(draft: Draft) -> Draft:
    """Picoseconds: twelve decimals, more than any clock of a laboratory shows and most parsers hold."""
    return _sampled(draft, draft.date(-3) + "T14:05:00.123456789012Z")


@tolerated(of=negative_test, requirement="HCERT-DATE-005", needs=["clock"])
def ahead_on_the_clock_face_only(draft: Draft) -> Draft:
    """The sample was taken half an hour ago on the other side of the world, where clocks are fourteen hours ahead.

    Compared by hours and minutes without the offset it lies ahead.
    """
    return _sampled(draft, _east(draft.clock - timedelta(minutes=30))).claims(iat=draft.seconds(minutes=-10))


@tolerated(of=negative_test, requirement="HCERT-DATE-005", needs=["clock"])
def tomorrow_on_the_calendar_only(draft: Draft) -> Draft:
    """By the calendar where the sample was taken it is tomorrow; as an instant it is an hour past.

    A verifier that keeps the first ten characters refuses it for a day.
    """
    noon = draft.clock.replace(hour=12, minute=0, second=0)
    sampled = _sampled(draft, _east(noon - timedelta(hours=1)))
    return sampled.claims(iat=int(noon.timestamp()) - 60).judged_at(noon)


@negative(
    of=negative_test,
    requirement="HCERT-TST-011",
    needs=["stage:hcert"],
    reasons=NOT_TAKEN_YET,
    mutation="sample-in-the-future",
)
def sample_in_three_days(draft: Draft) -> Draft:
    """The sample will be taken three days from now.

    An age of less than two days is what many verifiers ask for, and a negative age is less.
    """
    return _sampled(draft, draft.date(3) + "T09:00:00Z")


@negative(
    of=negative_test,
    requirement="HCERT-TST-011",
    needs=["stage:hcert"],
    reasons=NOT_TAKEN_YET,
    mutation="sample-in-another-year",
)
def sample_in_another_century(draft: Draft) -> Draft:
    """A slip in the year puts the sampling a hundred years ahead, and with it the day when the test is out of date."""
    return _sampled(draft, draft.date(36525 - 3) + "T09:00:00Z")


@negative(
    of=negative_test,
    requirement="HCERT-TST-011",
    reasons=NOT_TAKEN_YET,
    mutation="sample-in-the-future",
    needs=["clock", "stage:hcert"],
)
def sample_tomorrow(draft: Draft) -> Draft:
    """By an hour more than a day the sampling lies ahead."""
    return _sampled(draft, (draft.clock + timedelta(hours=25)).strftime("%Y-%m-%dT%H:%M:%SZ"))


@negative(
    of=negative_test,
    requirement="HCERT-TST-011",
    reasons=NOT_TAKEN_YET,
    mutation="sample-ahead-by-its-offset",
    needs=["clock", "stage:hcert"],
)
def sample_today_on_the_calendar_only(draft: Draft) -> Draft:
    """Today's date stands on the sample, but twelve hours west of here late evening is tomorrow noon.

    Dates compared without their offset, or as the day they name, call it today's.
    """
    return _sampled(draft, draft.date(0) + "T23:00:00-12:00")


@negative(
    of=negative_test,
    requirement="HCERT-TST-011",
    needs=["stage:hcert"],
    reasons=NOT_TAKEN_YET,
    mutation="sample-in-the-future",
)
def tagged_sample_of_next_week(draft: Draft) -> Draft:
    """A sampling time of next week stands under tag 0.

    A verifier that understands only untagged texts may hold the sample for one without a time, and pass it.
    """
    return _tagged(draft, draft.date(6) + "T09:00:00+03:00")


@negative(
    of=negative_test,
    requirement="HCERT-TST-011",
    needs=["stage:hcert"],
    reasons=NOT_TAKEN_YET,
    mutation="result-before-the-sample",
)
def result_of_a_sample_not_yet_taken(draft: Draft) -> Draft:
    """The sample is due in four days and its result, dr, is two days old.

    Who judges a test by the day of its result does not see what is impossible about it.
    """
    return draft.payload({"t.0.sc": draft.date(4) + "T09:00:00Z", "t.0.dr": draft.date(-2) + "T09:00:00Z"})


@valid(requirement="HCERT-VER-100", kind="test")
def antigen_test(draft: Draft) -> Draft:
    """A certificate of a negative antigen test, with device and centre."""
    changed = draft.without_payload("t.0.nm").payload({"t.0.tt": "LP217198-3", "t.0.ma": "1232"})
    return _sampled(changed, draft.date(-3) + "T11:45:00Z")


@tolerated(of=antigen_test, requirement="HCERT-TST-010", needs=["output"])
def virus_detected(draft: Draft) -> Draft:
    """The antigen test found the virus, and the certificate that says so is genuine.

    Technically valid, it must be handed on with the result it has: whether it lets anyone pass is a matter of rules.
    """
    return draft.payload({"t.0.tr": DETECTED})


UNKNOWN_RESULT = {"policy": "unknown-value-set-code", "reasons": ("schema-invalid", "value-unknown", "rule-failed")}


@open_question(of=antigen_test, requirement="HCERT-VS-011", also=["HCERT-TST-010"], needs=["output"], **UNKNOWN_RESULT)
def result_of_an_unknown_code(draft: Draft) -> Draft:
    """The code of the result is one more than that of "not detected", and means nothing.

    Whoever asks only whether it is the positive one shows a negative test.
    """
    return draft.payload({"t.0.tr": "260415001"})


@open_question(of=antigen_test, requirement="HCERT-VS-011", also=["HCERT-TST-010"], needs=["output"], **UNKNOWN_RESULT)
def result_in_words(draft: Draft) -> Draft:
    """Instead of a code the result reads "NotDetected", by which one country meant negative."""
    return draft.payload({"t.0.tr": "NotDetected"})


@open_question(of=antigen_test, requirement="HCERT-VS-011", also=["HCERT-TST-010"], needs=["output"], **UNKNOWN_RESULT)
def result_left_empty(draft: Draft) -> Draft:
    """tr has no characters, the schema's way of saying that a mandatory value is not known."""
    return draft.payload({"t.0.tr": ""})
