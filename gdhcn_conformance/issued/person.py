"""The person: names in both forms, and the date of birth (EU DCC schema; ICAO Doc 9303)."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from gdhcn_conformance.credentials import icao
from gdhcn_conformance.issued.certificate import Issued
from gdhcn_conformance.issued.check import Findings, check, shown
from gdhcn_conformance.issued.schema import longest_text
from gdhcn_conformance.issued.times import day_of_issue

STANDARD = {"fn": "fnt", "gn": "gnt"}
PARTIAL = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
PLACEHOLDER = re.compile(r"[Xx?*]|-00\b|^0000")


def names(issued: Issued) -> dict[str, str]:
    """The members of `nam` that are text."""
    nam = issued.plain.get("nam")
    return {name: value for name, value in nam.items() if isinstance(value, str)} if isinstance(nam, dict) else {}


@check("HCERT-NAM-007", needs="payload")
def standard_form_is_a_transliteration(issued: Issued) -> Findings:
    """ICAO Doc 9303 part 3, section 6: the standard form is one of the legal transliterations of the name."""
    given, limit = names(issued), longest_text(issued)
    pairs = [
        (given[name], given[standard], standard)
        for name, standard in STANDARD.items()
        if name in given and standard in given
    ]
    judged = [
        (standard, name, tidy, icao.agrees(name, tidy, limit))
        for name, form, standard in pairs
        if (tidy := _tidy(form)) is not None
    ]
    if not any(agrees is not None for *_, agrees in judged):
        return None
    return [
        f"{standard}: {icao.explain(name, form, limit)}" for standard, name, form, agrees in judged if agrees is False
    ]


def _tidy(form: str) -> str | None:
    """The form without fillers too many, which are HCERT-NAM-008's; `None` where it is no standard form at all."""
    return re.sub("<+", "<", form).strip("<") if re.fullmatch("[A-Z<]*", form) else None


@check("HCERT-NAM-008", needs="payload")
def fillers_stand_between_names(issued: Issued) -> Findings:
    """ICAO Doc 9303 part 3, section 4.6: one filler between two parts of a name, none before or behind."""
    given = names(issued)
    forms = [(standard, given[standard]) for standard in STANDARD.values() if given.get(standard)]
    if not forms:
        return None
    wrong = [(name, form) for name, form in forms if form.startswith("<") or form.endswith("<") or "<<" in form]
    return [f"got {shown(form)} for {name}, should have single fillers, between parts only" for name, form in wrong]


@check("HCERT-NAM-012", needs="payload")
def original_script_is_kept(issued: Issued) -> Findings:
    """EU DCC schema, FAQ: fn and gn hold the name as it is written, in its own script."""
    asked = (issued.asked or {}).get("payload")
    wanted = asked.get("nam") if isinstance(asked, dict) else None
    if not isinstance(wanted, dict):
        return None
    given = names(issued)
    found = []
    for name in STANDARD:
        was, got = wanted.get(name), given.get(name)
        if isinstance(was, str) and got and not was.isascii() and got.isascii():
            found.append(f"got {shown(got)} for {name}, should be {shown(was.strip())} in its own script")
    return found


@check("HCERT-DOB-004", needs="payload")
def birth_is_a_day_that_there_is(issued: Issued) -> Findings:
    """The date of birth is one of the calendar, as far as it is known."""
    born = issued.plain.get("dob")
    match = PARTIAL.fullmatch(born) if isinstance(born, str) else None
    if match is None:
        return None
    year, month, day = (int(part or 1) for part in match.groups())
    try:
        date(year, month, day)
    except ValueError:
        return [f"got {shown(born)} for dob, should be a date that there is"]
    return []


@check("HCERT-DOB-005", needs="payload")
def birth_without_placeholders(issued: Issued) -> Findings:
    """What is not known of a date of birth is left out, and nothing put in its place."""
    born = issued.plain.get("dob")
    if not isinstance(born, str) or not born:
        return None
    return [f"got {shown(born)} for dob, should leave out what is not known"] if PLACEHOLDER.search(born) else []


@check("HCERT-DOB-008", needs="payload")
def born_before_issue(issued: Issued) -> Findings:
    """Nobody is certified before birth."""
    return not_after(issued, issued.plain.get("dob"), "dob")


def not_after(issued: Issued, value: Any, name: str) -> Findings:
    """What is wrong with a date that lies after the day of issue; `None` where it cannot be compared."""
    today = day_of_issue(issued)
    match = re.match(r"\d{4}(-\d\d){0,2}", value) if isinstance(value, str) else None
    if today is None or match is None:
        return None
    return (
        [f"got {shown(value)} for {name}, should not be after the day of issue, {today}"]
        if match[0] > today[: len(match[0])]
        else []
    )
