"""What was asked for, and what the certificate says: the same person, event and version (HCERT-ISS-002, HCERT-ISS-005).

The schema says what each member means, so a certificate that says something else of a person or an event than the issuer was
told is false, however well it is made. What an issuer may rightly change is not a finding:

* *added*: version, transliterated names, identifier, and the members that nobody told it; `is` is its own name in any case;
* *left out*: what the schema does not require of a test (`nm`, `ma`, `tc`), and what it has no place for;
* *names*: blanks, letter case, apostrophes and dashes of another shape, a title, a legal transliteration (whether the original
  script is kept is HCERT-NAM-012), an end that is cut off where the schema has no room; a person's only name in either member;
* *numbers* by value, *times* by instant, a fraction or the seconds cut off, *days* without a time;
* *codes*: one in use in the place of what is none;
* *country*: its own in the place of that of the request, for an event in the country of issue;
* *recoveries*: the days of validity by its own law, within the window of Regulation (EU) 2021/953.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

from gdhcn_conformance.credentials.value_sets import MEMBERS, VALUE_SETS
from gdhcn_conformance.issued.certificate import GROUPS, Issued
from gdhcn_conformance.issued.check import Findings, check, shown
from gdhcn_conformance.issued.likeness import same_name, same_text

Entry: TypeAlias = Mapping[str, Any]

ISS = 1  # the claim that names the issuing country
FREE = ("is", "ci")  # members of an entry that are the issuer's own
OPTIONAL = ("nm", "ma", "tc")  # of a test, by the schema since 1.3.0
DAYS, TIMES, NUMBERS, TEXTS = ("dt", "fr"), ("sc",), ("dn", "sd"), ("nm", "tc")
FIRST, LAST = timedelta(days=11), timedelta(days=180)  # of a recovery's validity (Regulation (EU) 2021/953, annex)
COUNTRY = re.compile(r"[A-Z]{2,10}")  # what a code is like that nobody needs to put right


@check("HCERT-ISS-002", needs="payload")
def says_what_was_asked(issued: Issued) -> Findings:
    """The certificate holds the person and the event that were handed over."""
    wanted = (issued.asked or {}).get("payload")
    if not isinstance(wanted, dict):
        return None
    return [*_person(wanted, issued.plain), *_events(wanted, issued)]


@check("HCERT-ISS-005", needs="payload")
def is_of_the_version_that_was_asked(issued: Issued) -> Findings:
    """The certificate declares the version that was asked for, of those that the issuer says it issues."""
    wanted = (issued.asked or {}).get("version")
    if not wanted:
        return None
    return _unlike("ver", wanted, issued.plain.get("ver"), same_text)


# The person


def _person(wanted: Entry, given: Entry) -> Iterator[str]:
    asked, got = _names(wanted), _names(given)
    version = str(given.get("ver", ""))
    if len(asked) == 1:
        (only,) = asked.values()
        for name, value in got.items():
            yield from _unlike(f"nam.{name}", only, value, lambda one, other: same_name(one, other, version))
        if not got:
            yield f"got no name, should be {shown(only)}"
    else:
        for name in ("fn", "gn"):
            if name in asked or name in got:
                one, other = asked.get(name), got.get(name)
                yield from _unlike(f"nam.{name}", one, other, lambda one, other: same_name(one, other, version))
    if wanted.get("dob"):
        yield from _unlike("dob", wanted["dob"], given.get("dob"), _same_birth)
    elif given.get("dob"):
        yield f"got {shown(given['dob'])} for dob, which nobody told"


def _names(payload: Entry) -> dict[str, Any]:
    """The names that there are; blanks alone are none."""
    nam = payload.get("nam")
    names = {name: nam.get(name) for name in ("fn", "gn")} if isinstance(nam, dict) else {}
    return {name: value for name, value in names.items() if value is not None and str(value).strip()}


def _same_birth(one: Any, other: Any) -> bool:
    """The same day, as exactly known: placeholders for month and day are none, and a time behind the day is not looked at."""
    return str(other) in {re.sub(r"-(XX|00)\b.*", "", day, flags=re.IGNORECASE) for day in _days(one)}


# The event


def _events(wanted: Entry, issued: Issued) -> Iterator[str]:
    for group, kind in GROUPS.items():
        asked, got = _listed(wanted.get(group)), issued.plain.get(group) or []
        entries = [each for each in got if isinstance(each, dict)] if isinstance(got, list) else []
        if len(asked) != len(entries):
            yield f"got {_counted(len(entries), kind)}, should be {_counted(len(asked), kind)}"
            continue
        for number, (one, other) in enumerate(zip(asked, entries, strict=True)):
            yield from _entry(f"{group}.{number}", one, other, issued)


def _listed(group: Any) -> list[Entry]:
    """What was handed over as a group, also where the list around a single entry is missing."""
    listed = group if isinstance(group, list) else [group]
    return [each for each in listed if isinstance(each, dict)]


def _counted(number: int, kind: str) -> str:
    return f"{number or 'no'} {kind}{'' if number == 1 else 's'}"


def _entry(path: str, asked: Entry, got: Entry, issued: Issued) -> Iterator[str]:
    group = path[0]
    for name, value in asked.items():
        if name in FREE or value is None or name not in KNOWN[group]:
            continue
        if name in OPTIONAL and group == "t" and got.get(name) in (None, ""):
            continue
        yield from _unlike(f"{path}.{name}", value, got.get(name), _comparison(group, name, issued))
    if group == "r":
        yield from _window(path, asked, got)


def _comparison(group: str, name: str, issued: Issued) -> Callable[[Any, Any], bool]:
    if name == "co":
        return lambda one, other: _same_country(one, other, issued)
    if name in MEMBERS[group]:
        return lambda one, other: _same_code(one, other, VALUE_SETS[MEMBERS[group][name]].active)
    return {
        **dict.fromkeys(DAYS, _same_day),
        **dict.fromkeys(TIMES, _same_moment),
        **dict.fromkeys(NUMBERS, _same_number),
        **dict.fromkeys(TEXTS, lambda one, other: same_name(one, other, str(issued.plain.get("ver", "")))),
    }.get(name, same_text)


# The members of an entry that say something of the event; a recovery's window is looked at as a whole.
KNOWN: Mapping[str, frozenset[str]] = {
    "v": frozenset(("tg", "vp", "mp", "ma", "dn", "sd", "dt", "co")),
    "t": frozenset(("tg", "tt", "nm", "ma", "sc", "tr", "tc", "co")),
    "r": frozenset(("tg", "fr", "co")),
}


def _same_code(one: Any, other: Any, active: frozenset[str]) -> bool:
    """The same code; or one in use, where what was told is none."""
    told, given = str(one).strip(), str(other).strip()
    return told == given or (told not in active and given in active)


def _same_country(one: Any, other: Any, issued: Issued) -> bool:
    """The same country; the issuer's own for an event in the country of the request, or where what was told is no code."""
    if same_text(one, other):
        return True
    own = [issued.cwt.get(ISS), *(each.country for each in issued.signers)]
    at_home = one == (issued.asked or {}).get("country")
    return (at_home and other in own) or not (isinstance(one, str) and COUNTRY.fullmatch(one))


def _same_number(one: Any, other: Any) -> bool:
    """The same number, also where digits were handed over as text."""
    if isinstance(other, bool) or not isinstance(other, int | float):
        return False
    try:
        return float(one) == float(other)
    except (TypeError, ValueError):
        return False


def _same_day(one: Any, other: Any) -> bool:
    return str(other) in _days(one)


def _days(told: Any) -> set[str]:
    """The days that this may mean: itself, without a time behind it, out of other orders and forms, or seconds since 1970."""
    text = str(told).strip()
    found = {text, text[:10] if re.fullmatch(r"\d{4}-\d\d-\d\d[T ].*", text) else text}
    if match := re.fullmatch(r"(\d\d)[./-](\d\d)[./-](\d{4})", text):
        first, second, year = match.groups()
        found |= {f"{year}-{second}-{first}", f"{year}-{first}-{second}"}
    if re.fullmatch(r"\d{8}", text):
        found.add(f"{text[:4]}-{text[4:6]}-{text[6:]}")
    if isinstance(told, int | float):
        found |= {str(date(1970, 1, 1) + timedelta(days=told // 86_400))} if 0 < told < 1e10 else set()
    return found


def _same_moment(one: Any, other: Any) -> bool:
    """The same instant, or what is left of it without its fraction or its seconds; of what is told without a zone, the day."""
    told, given = _instant(one), _instant(other)
    if given is None:
        return same_text(one, other)
    if told is None:
        return not isinstance(one, str) or abs(_local(one) - given.replace(tzinfo=None)) <= timedelta(hours=38)
    return given in (told, told.replace(microsecond=0), told.replace(second=0, microsecond=0))


def _instant(text: Any) -> datetime | None:
    """The instant of a date-time; of a leap second the one before it."""
    try:
        read = datetime.fromisoformat(str(text).strip().upper().replace(":60", ":59"))
    except ValueError:
        return None
    return read if read.tzinfo else None


def _local(text: str) -> datetime:
    """The time on the clock of wherever it was; the beginning of time where nothing can be read."""
    try:
        return datetime.fromisoformat(text.strip().upper()).replace(tzinfo=None)
    except ValueError:
        return datetime.min  # noqa: DTZ901 - compared with times on a clock


def _window(path: str, asked: Entry, got: Entry) -> Iterator[str]:
    """The days of validity as they were told, or others within the window after the first positive result."""
    told = {name: asked.get(name) for name in ("df", "du")}
    if all(_same_day(value, got.get(name)) for name, value in told.items() if value is not None):
        return
    try:
        first, begin, end = (date.fromisoformat(str(got.get(name))) for name in ("fr", "df", "du"))
    except ValueError:
        yield f"got {shown([got.get('df'), got.get('du')])} for {path}.df and du, should be {shown(list(told.values()))}"
        return
    if not first + FIRST <= begin <= end <= first + LAST:
        yield f"got {begin} to {end} for {path}.df and du, should be {told['df']} to {told['du']}"


def _unlike(path: str, asked: Any, got: Any, same: Callable[[Any, Any], bool]) -> list[str]:
    if asked is not None and got is not None and same(asked, got):
        return []
    told = "left out" if asked is None else shown(asked)
    return [f"got {'nothing' if got is None else shown(got)} for {path}, should be {told}"]
