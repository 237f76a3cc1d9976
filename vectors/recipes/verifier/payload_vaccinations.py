"""The vaccination entry: boosters, whole numbers however they are written, and the day."""

from __future__ import annotations

from typing import Any

from gdhcn_conformance.credentials.cbor_writer import Float
from gdhcn_conformance.generation.recipes import Draft, negative, open_question, tolerated, valid

NOT_WHOLE = ("schema-invalid", "hcert-malformed", "cbor-malformed")
NO_DATE = ("schema-invalid", "hcert-malformed", "cbor-malformed")


def _written(draft: Draft, name: str, value: Any) -> Draft:
    """A member of the entry written in another way; what it means stays the draft's."""
    return draft.at("payload", lambda dcc: dcc | {"v": [dcc["v"][0] | {name: value}]})


@valid(requirement="HCERT-VER-100")
def vaccination(draft: Draft) -> Draft:
    """A certificate of the second dose of two."""
    return draft


@tolerated(of=vaccination, requirement="HCERT-VAC-004")
def second_dose_of_one(draft: Draft) -> Draft:
    """2/1: a booster after a vaccine of a single dose."""
    return draft.payload({"v.0.dn": 2, "v.0.sd": 1})


@tolerated(of=vaccination, requirement="HCERT-VAC-004")
def third_dose_of_two(draft: Draft) -> Draft:
    """3/2 counts the booster on top of the series, as the first issuers of booster certificates did.

    "More given than planned" looks like a mistake and was refused by several apps.
    """
    return draft.payload({"v.0.dn": 3, "v.0.sd": 2})


@tolerated(of=vaccination, requirement="HCERT-VAC-004")
def sixth_dose_of_one(draft: Draft) -> Draft:
    """The sixth dose where one was planned, 6/1: the number of boosters is not bounded by the series."""
    return draft.payload({"v.0.dn": 6, "v.0.sd": 1})


@tolerated(of=vaccination, requirement="HCERT-VER-130a")
def tenth_dose_of_ten(draft: Draft) -> Draft:
    """10/10 has two digits in each number, of which version 1.3.0 dropped the upper bound."""
    return draft.payload({"v.0.dn": 10, "v.0.sd": 10})


@open_question(of=vaccination, requirement="HCERT-VAC-006", policy="whole-floats", reasons=NOT_WHOLE)
def doses_as_double_floats(draft: Draft) -> Draft:
    """Both numbers of doses are 64-bit floating-point numbers without a fraction, as JavaScript knows no others."""
    return _written(_written(draft, "dn", Float(2.0, 8)), "sd", Float(2.0, 8))


@open_question(of=vaccination, requirement="HCERT-VAC-006", policy="whole-floats", reasons=NOT_WHOLE)
def dose_as_half_float(draft: Draft) -> Draft:
    """The number of the dose is a floating-point number of 16 bits, the shortest that holds 2.0 exactly."""
    return _written(draft, "dn", Float(2.0, 2))


@negative(of=vaccination, requirement="HCERT-SCH-002c", reasons=NOT_WHOLE, mutation="dose-number-not-whole")
def infinitely_many_doses(draft: Draft) -> Draft:
    """The holder got infinitely many doses, by CBOR's floating-point infinity.

    It is greater than any number a rule compares it with.
    """
    return draft.payload({"v.0.dn": float("inf")})


@negative(of=vaccination, requirement="HCERT-SCH-002c", reasons=NOT_WHOLE, mutation="dose-number-out-of-range")
def zero_doses_as_float(draft: Draft) -> Draft:
    """0.0 is a whole number, and still less than the one dose that is the least."""
    return draft.payload({"v.0.dn": 0.0})


@negative(of=vaccination, requirement="HCERT-SCH-022", reasons=NOT_WHOLE, mutation="convertible-number")
def doses_in_one_text(draft: Draft) -> Draft:
    """dn holds "2/2", the notation that people use, and a lenient parser of numbers reads its first digit."""
    return draft.payload({"v.0.dn": "2/2"})


@negative(of=vaccination, requirement="HCERT-SCH-002a", reasons=NOT_WHOLE, mutation="array-for-a-number")
def doses_in_an_array(draft: Draft) -> Draft:
    """All dose numbers so far, 1 and 2, are listed where the last one belongs."""
    return draft.payload({"v.0.dn": [1, 2]})


@open_question(of=vaccination, requirement="HCERT-VAC-008", policy="date-time-in-date-field", reasons=NO_DATE)
def midnight_of_the_vaccination(draft: Draft) -> Draft:
    """The day of the vaccination comes with a time, midnight UTC, as several countries issued it."""
    return _written(draft, "dt", draft.date(-30) + "T00:00:00Z")


@open_question(of=vaccination, requirement="HCERT-VAC-008", policy="date-time-in-date-field", reasons=NO_DATE)
def local_time_of_the_vaccination(draft: Draft) -> Draft:
    """The vaccination is dated to the millisecond, with an offset that puts it on the day before in UTC."""
    return _written(draft, "dt", draft.date(-30) + "T00:30:00.000+02:00")
