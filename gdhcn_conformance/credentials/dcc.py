"""The EU DCC payload judged by the rules of a published version (HCERT-SCH-001), compiled into plain functions.

A valid payload takes a few microseconds, about a hundredth of what a JSON Schema engine takes. The verdicts are those of the
published schemas read as JSON Schema 2020-12 with ECMA-262 patterns: 2.0 is an integer and a boolean is not, lengths count
code points, `$` is the very end, members that no rule names are ignored. `format` is not asserted by `validate`; `formats`
does that.

Any Python value may be judged. Only `str` is a string, so byte strings, tags and simple values of CBOR never are; a reader
that wants the date-times of CBOR tag 0 accepted unwraps them first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from gdhcn_conformance.credentials.cbor import Tagged
from gdhcn_conformance.credentials.dcc_rules import (
    PAYLOAD,
    PUBLISHED_VERSIONS,
    SHORT_TEXT,
    Group,
    Record,
    Shape,
    Text,
    Whole,
)
from gdhcn_conformance.credentials.rfc3339 import is_date_time, is_full_date

__all__ = [
    "KINDS",
    "PUBLISHED_VERSIONS",
    "Violation",
    "entries",
    "formats",
    "kinds",
    "longest_text",
    "schema_for",
    "untagged",
    "validate",
]

KINDS = {"v": "vaccination", "t": "test", "r": "recovery"}
"""The groups of a payload and what they attest."""

# No one reads more, and a hostile payload of a million empty entries would fill the memory with them.
_ENOUGH = 100
# Enough to recognise a value by, short enough for one line of a report.
_EXCERPT = 40
_ABSENT: Any = object()
# Semantic versioning 2.0.0 §2: digits without leading zeros, and real dots.
_SAME_MAJOR = re.compile(r"1\.(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)")
_FORMATS: dict[str, Callable[[str], bool]] = {"date": is_full_date, "date-time": is_date_time}


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule that a payload breaks.

    `path` leads to the value: `dob`, `nam.fnt`, `v.0.dn`; empty for the payload itself. A missing member is at the path it
    should have had. `rule` is the JSON Schema keyword: required, type, maxLength, pattern, minimum, maximum, minItems,
    maxItems, anyOf (of `nam`: neither name), oneOf (of the payload: not exactly one group), or format. `detail` completes
    the sentence that starts with the path.
    """

    path: str
    rule: str
    detail: str


Check: TypeAlias = Callable[[Any, str, list[Violation]], None]


def validate(payload: Any, version: str) -> tuple[Violation, ...]:
    """Every violation of a published version's rules, in the order of the rules; empty where the payload is valid.

    After a hundred violations further entries of a group are not looked at. Whatever the payload, nothing is raised;
    `ValueError` only for a version that is not in `PUBLISHED_VERSIONS`.
    """
    found: list[Violation] = []
    _compiled(version)(payload, "", found)
    return tuple(found)


def formats(payload: Any, version: str) -> tuple[Violation, ...]:
    """Every string that is not in the format its rule names: full dates and date-times of RFC 3339 §5.6, strictly.

    Only strings are judged: other values are for `validate`. Bounded and raising as `validate` is.
    """
    found: list[Violation] = []
    for path, value, format_ in _formatted(payload, version):
        if len(found) >= _ENOUGH:
            break
        if isinstance(value, str) and not _FORMATS[format_](value):
            found.append(Violation(path, "format", f"is no {format_} of RFC 3339: {_shown(value)}"))
    return tuple(found)


def schema_for(declared: Any) -> str | None:
    """The published version whose rules judge a payload that declares this `ver`; None where none can.

    A published version is judged by its own rules. Any other version 1.x.y, be it later than all (1.3.9) or a gap (1.0.4),
    by the newest of the major (HCERT-SCH-005): a minor version stays compatible with those before it (HCERT specification,
    *Versioning Policy*), so the newest rules are the ones meant to read them all, and of a version nobody published it
    cannot be known which older rules it kept. The newest also ask for exactly one entry, as verifiers may of
    every version (A-28). Other majors, and what is not three plain numbers, are not for these rules.
    """
    if not isinstance(declared, str):
        return None
    if declared in PUBLISHED_VERSIONS:
        return declared
    return PUBLISHED_VERSIONS[-1] if _SAME_MAJOR.fullmatch(declared) else None


def kinds(payload: Any) -> tuple[str, ...]:
    """What the payload attests, of vaccination, test and recovery, in this order: each group that is an array with entries.

    Neither null nor an empty array attests anything (A-19); whether the entries are valid is not asked.
    """
    if not isinstance(payload, dict):
        return ()
    return tuple(kind for group, kind in KINDS.items() if isinstance(payload.get(group), list) and payload[group])


def entries(payload: Any, groups: Iterable[str] = tuple(KINDS)) -> list[dict[Any, Any]]:
    """The entries of these groups that are maps, whatever the payload is."""
    listed = [payload.get(group) for group in groups] if isinstance(payload, dict) else []
    return [entry for group in listed if isinstance(group, list) for entry in group if isinstance(entry, dict)]


def untagged(value: Any) -> Any:
    """The value with date-time strings read alike, tagged 0 or not (eHealth Network FAQ)."""
    if isinstance(value, dict):
        return {key: untagged(each) for key, each in value.items()}
    if isinstance(value, list):
        return [untagged(each) for each in value]
    if isinstance(value, Tagged) and value.tag == 0 and isinstance(value.value, str):
        return value.value
    return value


def longest_text(version: str) -> int:
    """How many characters a name, or another text, has in this version of the schema; in an unknown one, as in the newest."""
    most = SHORT_TEXT.at(version if version in PUBLISHED_VERSIONS else PUBLISHED_VERSIONS[-1]).most
    assert most is not None  # every version has a limit
    return most


@cache
def _compiled(version: str) -> Check:
    """The check of a whole payload, built once for each version."""
    if version not in PUBLISHED_VERSIONS:
        raise ValueError(f"no schema of version {version!r} is published; there are {', '.join(PUBLISHED_VERSIONS)}")
    return _check(PAYLOAD, version)


def _check(shape: Shape, version: str) -> Check:
    """The check of one shape."""
    if isinstance(shape, Record):
        return _record(shape, version)
    if isinstance(shape, Group):
        return _group(shape, version)
    if isinstance(shape, Whole):
        return _whole(shape)
    return _text(shape)


def _text(text: Text) -> Check:
    """The check of a string; a pattern's search is bound here, once."""
    most, pattern = text.most, text.pattern
    matches = re.compile(pattern.python).search if pattern else None

    def check(value: Any, where: str, found: list[Violation]) -> None:
        if not isinstance(value, str):
            found.append(_mistyped("a string", value, where))
            return
        if most is not None and len(value) > most:
            found.append(Violation(where, "maxLength", f"has {len(value)} characters, at most {most} are allowed"))
        if pattern is not None and matches is not None and matches(value) is None:
            found.append(Violation(where, "pattern", f"does not match {pattern.published}: {_shown(value)}"))

    return check


def _whole(whole: Whole) -> Check:
    """The check of a whole number, be it an int or a float."""
    least, most = whole.least, whole.most

    def check(value: Any, where: str, found: list[Violation]) -> None:
        if isinstance(value, bool) or not (isinstance(value, int) or (isinstance(value, float) and value.is_integer())):
            found.append(_mistyped("an integer", value, where))
        elif value < least:
            found.append(Violation(where, "minimum", f"is {_shown(value)}, at least {least} is required"))
        elif most is not None and value > most:
            found.append(Violation(where, "maximum", f"is {_shown(value)}, at most {most} is allowed"))

    return check


def _record(record: Record, version: str) -> Check:
    """The check of an object: each member the version defines, then the members of which one must be there."""
    shapes = [(member, member.shape.at(version)) for member in record.members]
    members = [(m.name, m.needed.at(version), _check(shape, version)) for m, shape in shapes if shape is not None]
    either, one = record.at_least_one.at(version), record.exactly_one.at(version)

    def check(value: Any, where: str, found: list[Violation]) -> None:
        if not isinstance(value, dict):
            found.append(_mistyped("an object", value, where))
            return
        inside = where and where + "."
        for name, needed, check_member in members:
            member = value.get(name, _ABSENT)
            if member is not _ABSENT:
                check_member(member, inside + name, found)
            elif needed:
                found.append(Violation(inside + name, "required", "is missing"))
        if either and not any(name in value for name in either):
            found.append(Violation(where, "anyOf", f"has none of {', '.join(either)}"))
        if one and sum(name in value for name in one) != 1:
            present = ", ".join(name for name in one if name in value) or "none"
            found.append(Violation(where, "oneOf", f"has {present} where exactly one of {', '.join(one)} is required"))

    return check


def _group(group: Group, version: str) -> Check:
    """The check of an array of entries."""
    most, check_entry = group.most.at(version), _check(group.entry, version)

    def check(value: Any, where: str, found: list[Violation]) -> None:
        if not isinstance(value, list):
            found.append(_mistyped("an array", value, where))
            return
        if not value:
            found.append(Violation(where, "minItems", "is empty"))
        if most is not None and len(value) > most:
            found.append(Violation(where, "maxItems", f"has {len(value)} entries, at most {most} is allowed"))
        for place, entry in enumerate(value):
            if len(found) >= _ENOUGH:
                break
            check_entry(entry, f"{where}.{place}", found)

    return check


def _formatted(payload: Any, version: str) -> Iterator[tuple[str, Any, str]]:
    """Path, value and format of every member present whose rule names a format."""
    if not isinstance(payload, dict):
        return
    top, groups = _formatted_members(version)
    yield from ((name, payload[name], format_) for name, format_ in top if name in payload)
    for group, members in groups:
        entries = payload.get(group)
        for place, entry in enumerate(entries if isinstance(entries, list) else ()):
            if isinstance(entry, dict):
                yield from ((f"{group}.{place}.{name}", entry[name], f) for name, f in members if name in entry)


_Members: TypeAlias = tuple[tuple[str, str], ...]


@cache
def _formatted_members(version: str) -> tuple[_Members, tuple[tuple[str, _Members], ...]]:
    """The members with a format, as pairs of name and format: those of the payload, then those of each group's entries."""
    _compiled(version)  # refuses a version that is not published

    def of(record: Record) -> _Members:
        shapes = ((member.name, member.shape.at(version)) for member in record.members)
        return tuple((name, shape.format) for name, shape in shapes if isinstance(shape, Text) and shape.format)

    groups = ((member.name, member.shape.at(version)) for member in PAYLOAD.members)
    return of(PAYLOAD), tuple((name, of(shape.entry)) for name, shape in groups if isinstance(shape, Group))


def _mistyped(wanted: str, value: Any, where: str) -> Violation:
    """A value of another type than the rule's."""
    return Violation(where, "type", f"is {_shown(value)}, not {wanted}")


def _shown(value: Any) -> str:
    """A value in a few words, by JSON's names; never its inside, which may be deep, endless or huge."""
    if isinstance(value, str):
        return repr(value) if len(value) <= _EXCERPT else f"{value[:_EXCERPT]!r} and {len(value) - _EXCERPT} more"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        # Python refuses to write numbers of more than some thousand digits; CBOR's own integers have 64 bits.
        return str(value) if value.bit_length() <= 64 else f"an integer of {value.bit_length()} bits"
    if isinstance(value, float):
        return repr(value)
    names = {"list": "an array", "dict": "an object", "bytes": "a byte string"}
    return names.get(type(value).__name__, f"a {type(value).__name__}")
