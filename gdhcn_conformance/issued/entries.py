"""What a vaccination, test or recovery says, beyond its schema: dates after the issue, members that do not go together."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

from gdhcn_conformance.credentials.rfc3339 import is_date_time, is_full_date
from gdhcn_conformance.credentials.value_sets import ANY_VACCINE, MRNA, PRODUCTS
from gdhcn_conformance.issued.certificate import GROUPS, Issued
from gdhcn_conformance.issued.check import Findings, check, shown
from gdhcn_conformance.issued.person import not_after
from gdhcn_conformance.issued.times import time_of_issue

NAAT, RAPID = "LP6464-4", "LP217198-3"
LEEWAY = timedelta(minutes=5)  # between the clock of a laboratory and that of the issuer
FIRST, LAST = timedelta(days=11), timedelta(days=180)  # of a recovery's validity, after the first positive test
DAY = timedelta(days=1)
HOUR = 3600  # seconds


@check("HCERT-VAC-009", needs="payload", kind="vaccination")
def vaccinated_before_issue(issued: Issued) -> Findings:
    """Nobody is certified to have been vaccinated tomorrow."""
    return _each(not_after(issued, entry.get("dt"), "dt") for entry in issued.entries("v"))


@check("HCERT-VAC-010", needs="payload", kind="vaccination")
def product_and_holder_go_together(issued: Issued) -> Findings:
    """Value sets, encoding instructions: product, prophylaxis and holder belong to one vaccine."""
    known = [entry for entry in issued.entries("v") if isinstance(entry.get("mp"), str) and entry["mp"] in PRODUCTS]
    if not known:
        return None
    found = []
    for entry in known:
        holder, mrna = PRODUCTS[entry["mp"]]
        if entry.get("ma") not in (holder, ""):
            found.append(f"got {shown(entry.get('ma'))} as holder of {entry['mp']}, should be {holder}")
        if entry.get("vp") not in (*ANY_VACCINE, "") and (entry.get("vp") == MRNA) is not mrna:
            found.append(f"got {shown(entry.get('vp'))} for vp, which {entry['mp']} is not")
    return found


@check("HCERT-TST-006", needs="payload", kind="test")
def no_device_with_naat(issued: Issued) -> Findings:
    """A nucleic acid test names no rapid test device."""
    tests = [entry for entry in issued.entries("t") if entry.get("tt") == NAAT]
    return (
        [f"got ma {shown(entry['ma'])} with a NAAT, should be left out" for entry in tests if entry.get("ma")]
        if tests
        else None
    )


@check("HCERT-TST-007", needs="payload", kind="test")
def device_with_rapid_test(issued: Issued) -> Findings:
    """A rapid antigen test names its device, and no NAAT."""
    tests = [entry for entry in issued.entries("t") if entry.get("tt") == RAPID]
    if not tests:
        return None
    found = [f"got nm {shown(entry['nm'])} with a rapid test, should be left out" for entry in tests if entry.get("nm")]
    return found + ["got a rapid test without ma, should name the device" for entry in tests if not entry.get("ma")]


@check("HCERT-TST-009b", needs="payload", kind="test")
def result_is_given(issued: Issued) -> Findings:
    """An empty result attests nothing, though the schema lets it pass."""
    results = [entry["tr"] for entry in issued.entries("t") if isinstance(entry.get("tr"), str)]
    return ["got an empty tr, should be a result" for each in results if not each] if results else None


@check("HCERT-VAC-012b", needs="payload")
def issuer_is_named(issued: Issued) -> Findings:
    """Every issuer knows its own name."""
    named = [entry["is"] for group in GROUPS for entry in issued.entries(group) if isinstance(entry.get("is"), str)]
    return ["got an empty is, should name the issuer" for each in named if not each] if named else None


@check("HCERT-TST-012", needs="payload", kind="test")
def sampled_before_issue(issued: Issued) -> Findings:
    """A sample is taken before the certificate is issued."""
    latest = _latest_issue(issued)
    tests = issued.plain.get("t")  # with the texts of date-times out of their tags
    given = [entry.get("sc") for entry in tests if isinstance(entry, dict)] if isinstance(tests, list) else []
    times = [sc for sc in given if isinstance(sc, str) and is_date_time(sc)]
    if latest is None or not times:
        return None
    return [
        f"got {shown(sc)} for sc, should not be after {latest:%Y-%m-%dT%H:%M:%SZ}"
        for sc in times
        if _instant(sc) - latest > LEEWAY
    ]


def _latest_issue(issued: Issued) -> datetime | None:
    """When it was issued at the latest: `iat` may have been rounded down to the hour or to somebody's day (HCERT-CWT-025)."""
    at = time_of_issue(issued)
    if at is None:
        return None
    if issued.timed:
        return max(at, issued.clock) if issued.clock - at <= DAY else at
    rounded = at.timestamp() % HOUR == 0
    try:
        return at + DAY if rounded else at
    except OverflowError:  # the last day of the calendar
        return at


def _instant(text: str) -> datetime:
    """The instant of a date-time, a leap second taken for the one before it."""
    plain = re.sub(r":60(?=[.Zz+-]|$)", ":59", text).upper().replace("Z", "+00:00")
    plain = re.sub(r"\.(\d{1,6})\d*", lambda match: "." + match[1].ljust(6, "0"), plain)
    try:
        return datetime.fromisoformat(plain).astimezone(UTC)
    except (ValueError, OverflowError):  # a year that the calendar of the machine does not hold
        return datetime.min.replace(tzinfo=UTC)


@check("HCERT-REC-003", needs="payload", kind="recovery")
def positive_before_issue(issued: Issued) -> Findings:
    """The first positive test lies before the certificate that attests the recovery."""
    return _each(not_after(issued, entry.get("fr"), "fr") for entry in issued.entries("r"))


@check("HCERT-REC-004", needs="payload", kind="recovery")
def validity_ends_after_it_begins(issued: Issued) -> Findings:
    """A recovery is valid until the day on which it becomes valid, or a later one."""
    days = [(_day(entry.get("df")), _day(entry.get("du"))) for entry in issued.entries("r")]
    known = [(begin, end) for begin, end in days if begin and end]
    if not known:
        return None
    return [
        f"got valid from {begin} until {end}, should end no earlier than it begins"
        for begin, end in known
        if begin > end
    ]


@check("HCERT-REC-005", needs="payload", kind="recovery")
def validity_is_that_of_the_regulation(issued: Issued) -> Findings:
    """Regulation (EU) 2021/953, annex: from the 11th day after the first positive test, 180 days at most."""
    known = [(first, entry) for entry in issued.entries("r") if (first := _day(entry.get("fr")))]
    if not known:
        return None
    found = []
    for first, entry in known:
        begin, end = _day(entry.get("df")), _day(entry.get("du"))
        if begin and begin - first < FIRST - DAY:  # whether the day of the test counts was read both ways
            found.append(f"got valid from {begin}, should be no earlier than 11 days after {first}")
        # The window of 180 days was laid from the test by some and from the first day of validity by others.
        if end and end - max(first, begin or first) > LAST:
            found.append(f"got valid until {end}, should be no later than 180 days after {first}")
    return found


def _day(value: Any) -> date | None:
    if not isinstance(value, str) or not is_full_date(value[:10]):
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:  # the year 0000, which RFC 3339 has
        return None


def _each(found: Any) -> Findings:
    said = [each for each in found if each is not None]
    return [text for each in said for text in each] if said else None
