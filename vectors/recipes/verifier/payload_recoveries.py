"""The recovery entry: a window with a first and a last day."""

from __future__ import annotations

from typing import Any

from gdhcn_conformance.credentials.cbor import Tagged
from gdhcn_conformance.generation.recipes import Draft, negative, open_question, tolerated, valid

# A window that no day lies in is unsound content to one verifier and never current to another.
IMPOSSIBLE = ("schema-invalid", "rule-failed", "expired", "not-yet-valid")
OUTSIDE = ("not-yet-valid", "expired", "rule-failed")
MISTYPED = ("schema-invalid", "hcert-malformed", "cbor-malformed")


def _window(draft: Draft, first: int, last: int) -> Draft:
    """A recovery valid from and until the days so far from today."""
    return draft.payload({"r.0.df": draft.date(first), "r.0.du": draft.date(last)})


@valid(requirement="HCERT-VER-100", kind="recovery")
def recovery(draft: Draft) -> Draft:
    """A recovery certificate in the middle of its window."""
    return draft


@negative(of=recovery, requirement="HCERT-REC-004", reasons=IMPOSSIBLE, mutation="exchange-first-and-last-day")
def first_and_last_day_exchanged(draft: Draft) -> Draft:
    """The two days of the window were taken for each other.

    If their order does not matter to the verifier, today still lies between them.
    """
    return _window(draft, 120, -49)


@negative(of=recovery, requirement="HCERT-REC-004", reasons=IMPOSSIBLE, mutation="last-day-before-the-first")
def ends_a_day_before_it_begins(draft: Draft) -> Draft:
    """The last day of validity is the day before the first, both a month ago."""
    return _window(draft, -30, -31)


@negative(of=recovery, requirement="HCERT-REC-004", reasons=IMPOSSIBLE, mutation="last-day-before-the-first")
def over_before_the_infection(draft: Draft) -> Draft:
    """Validity ended more than a year before the first positive test, by a slip in the year of the last day."""
    return draft.payload({"r.0.du": draft.date(120 - 730)})


@tolerated(of=recovery, requirement="HCERT-REC-004", needs=["clock"])
def window_of_one_day(draft: Draft) -> Draft:
    """First and last day are the same, and it is today: the shortest window there is.

    A comparison that wants the end after the beginning refuses it.
    """
    return _window(draft, 0, 0)


@open_question(of=recovery, requirement="HCERT-REC-006", policy="recovery-outside-its-window", reasons=OUTSIDE)
def window_not_begun(draft: Draft) -> Draft:
    """The first day of validity lies five days ahead, the infection six days back."""
    return _window(draft.payload({"r.0.fr": draft.date(-6)}), 5, 174)


@open_question(of=recovery, requirement="HCERT-REC-006", policy="recovery-outside-its-window", reasons=OUTSIDE)
def window_over(draft: Draft) -> Draft:
    """The last day of validity passed a week ago, while the certificate itself is good for months."""
    return _window(draft.payload({"r.0.fr": draft.date(-187)}), -176, -7)


@open_question(of=recovery, requirement="HCERT-VAC-008", policy="date-time-in-date-field", reasons=MISTYPED)
def midnights_of_the_window(draft: Draft) -> Draft:
    """All three days of the recovery are written as midnights in UTC."""

    def timed(dcc: Any) -> Any:
        entry = dcc["r"][0]
        return dcc | {"r": [entry | {name: entry[name] + "T00:00:00Z" for name in ("fr", "df", "du")}]}

    return draft.at("payload", timed)


@negative(of=recovery, requirement="HCERT-SCH-002a", reasons=MISTYPED, mutation="array-for-a-text")
def window_in_one_member(draft: Draft) -> Draft:
    """df holds both days of the window in an array, and du repeats the last.

    Printed, or compared as text, an array of dates can pass for its first element.
    """
    return draft.payload({"r.0.df": [draft.date(-49), draft.date(120)]})


@negative(of=recovery, requirement="HCERT-SCH-022", reasons=MISTYPED, mutation="convertible-time")
def last_day_in_seconds(draft: Draft) -> Draft:
    """The last day of validity is a number of seconds since 1970.

    Read as milliseconds it is a day in January 1970, and with a text compared to a number anything may come out.
    """
    return draft.payload({"r.0.du": draft.seconds(days=120)})


@negative(of=recovery, requirement="HCERT-SCH-022", reasons=MISTYPED, mutation="convertible-time")
def first_day_under_a_tag_for_dates(draft: Draft) -> Draft:
    """Tag 1004 announces a full date as text, which CBOR libraries hand on as an object of their own, not as text."""
    return draft.payload({"r.0.df": Tagged(1004, draft.date(-49))})
