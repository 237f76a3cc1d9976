"""The health certificate held against the JSON Schema of the version that it declares (WHO HCERT 3.1; EU DCC schema).

Every violation of a schema breaks HCERT-SCH-001, and one requirement that says which: the first of `ROWS` that it fits. A format
is an annotation to the schema, so a text that is in no right format breaks only that one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from gdhcn_conformance.credentials import dcc
from gdhcn_conformance.credentials.dcc import Violation
from gdhcn_conformance.issued.certificate import GROUPS, Issued
from gdhcn_conformance.issued.check import Findings, check, shown

VERSION = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+")
TIMED = re.compile(r"[Tt ][0-9]{1,2}:")  # a time of day behind a date
WHOLE = "HCERT-SCH-001"  # that the health certificate as a whole is valid
DATES = ("dt", "fr", "df", "du", "sc", "dr", "dob")
# Members of each map, in any version: what is not among them is additional.
MEMBERS = {
    "": {"ver", "nam", "dob", *GROUPS},
    "nam": {"fn", "fnt", "gn", "gnt"},
    "v": {"tg", "vp", "mp", "ma", "dn", "sd", "dt", "co", "is", "ci"},
    "t": {"tg", "tt", "nm", "ma", "sc", "dr", "tr", "tc", "co", "is", "ci"},
    "r": {"tg", "fr", "co", "is", "df", "du", "ci"},
}
RESULT_DATE_UNTIL = "1.2.0"  # the version that took `dr` out of the test


def version(issued: Issued) -> str | None:
    """The published schema that the declared version is judged by; `None` where it is judged by none."""
    declared = issued.plain.get("ver")
    return dcc.schema_for(declared) if isinstance(declared, str) and VERSION.fullmatch(declared) else None


def older(issued: Issued, than: str) -> bool:
    """Whether the schema that it is judged by was published before this version."""
    judged = version(issued)
    order = dcc.PUBLISHED_VERSIONS
    return judged is not None and order.index(judged) < order.index(than)


def longest_text(issued: Issued) -> int:
    """How many characters a name, or another text, may have in it."""
    return dcc.longest_text(str(issued.plain.get("ver")))


def violations(issued: Issued) -> tuple[tuple[str, Violation], ...] | None:
    """Every violation with the requirement that it breaks; `None` where no version says what to judge by."""
    if "violations" not in issued.memory:
        judged = version(issued)
        found = () if judged is None else (*dcc.validate(issued.plain, judged), *dcc.formats(issued.plain, judged))
        broken = tuple((_row(each, issued), each) for each in found)
        issued.memory["violations"] = None if judged is None else broken
    kept: tuple[tuple[str, Violation], ...] | None = issued.memory["violations"]
    return kept


def at(payload: Any, path: str) -> Any:
    """The value at a path such as `v.0.dn`; `None` where there is none."""
    value = payload
    for step in path.split(".") if path else ():
        if isinstance(value, list):
            value = value[int(step)] if step.isdigit() and int(step) < len(value) else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value


def _row(violation: Violation, issued: Issued) -> str:
    value = at(issued.plain, violation.path)
    return next((row for row, fits in ROWS if fits(violation, value, issued)), WHOLE)


Fits = Callable[[Violation, Any, Issued], bool]


def _rule(path: str, *rules: str) -> Fits:
    pattern = re.compile(path)
    return lambda violation, _, __: bool(pattern.fullmatch(violation.path)) and violation.rule in rules


def _last(violation: Violation) -> str:
    return violation.path.rpartition(".")[2]


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


# The requirement of each violation, first that fits.
ROWS: tuple[tuple[str, Fits], ...] = (
    ("HCERT-DATE-001", lambda each, value, _: _last(each) in DATES and each.rule == "type" and _number(value)),
    ("HCERT-SCH-006", _rule("nam|dob", "required")),
    ("HCERT-SCH-007", _rule("", "oneOf")),
    ("HCERT-SCH-008", _rule("[vtr]", "minItems", "maxItems")),
    (
        "HCERT-SCH-011",
        lambda each, value, _: each.path in GROUPS and each.rule == "type" and not isinstance(value, list),
    ),
    ("HCERT-NAM-001", _rule(r"nam\.fnt", "required")),
    ("HCERT-NAM-002", _rule("nam", "anyOf")),
    ("HCERT-NAM-005", _rule(r"nam\.(fn|gn)", "maxLength")),
    ("HCERT-NAM-006", _rule(r"nam\.(fnt|gnt)", "maxLength", "pattern")),
    ("HCERT-DOB-006", lambda each, value, _: each.path == "dob" and each.rule != "type" and "T" in str(value)),
    ("HCERT-DOB-001", lambda each, _, issued: each.path == "dob" and each.rule != "type" and older(issued, "1.1.0")),
    ("HCERT-DOB-002", _rule("dob", "pattern", "format", "maxLength")),
    ("HCERT-VAC-001", _rule(r"v\.\d+\.\w+", "required")),
    ("HCERT-VAC-002", _rule(r"v\.\d+\.(dn|sd)", "type", "minimum")),
    ("HCERT-VAC-003", _rule(r"v\.\d+\.(dn|sd)", "maximum")),
    ("HCERT-VAC-012", _rule(r"[vtr]\.\d+\.is", "maxLength")),
    ("HCERT-TST-001", _rule(r"t\.\d+\.\w+", "required")),
    ("HCERT-TST-008", _rule(r"t\.\d+\.(nm|ma|tc)", "maxLength")),
    ("HCERT-REC-001", _rule(r"r\.\d+\.\w+", "required")),
    ("HCERT-CO-001", _rule(r"[vtr]\.\d+\.co", "pattern", "maxLength")),
    ("HCERT-UVCI-006", _rule(r"[vtr]\.\d+\.ci", "maxLength")),
    ("HCERT-TST-003", _rule(r"t\.\d+\.(sc|dr)", "format")),
    ("HCERT-DATE-002", lambda each, value, _: each.rule == "format" and not TIMED.search(str(value))),
    ("HCERT-VAC-007", _rule(r"v\.\d+\.dt", "format")),
    ("HCERT-REC-002", _rule(r"r\.\d+\.(fr|df|du)", "format")),
    ("HCERT-SCH-022", lambda each, _, __: each.rule == "type"),
)
# The kind of certificate that a row is about, where it is about one.
KINDS = {"VAC": "vaccination", "TST": "test", "REC": "recovery"}


def _of_row(row: str) -> Callable[[Issued], Findings]:
    def found(issued: Issued) -> Findings:
        broken = violations(issued)
        if broken is None:
            return None
        mine = [each for name, each in broken if row in (name, each.rule != "format" and WHOLE)]
        return [f"{each.path or 'the health certificate'}: {each.detail}" for each in mine]

    return found


for _name in dict.fromkeys([WHOLE, *(row for row, _ in ROWS)]):
    _part = _name.split("-")[1]
    check(_name, needs="payload", kind="" if _name == "HCERT-VAC-012" else KINDS.get(_part, ""))(_of_row(_name))


@check(WHOLE, needs="payload")
def version_has_a_schema(issued: Issued) -> Findings:
    """WHO HCERT 3.1: there is a schema to be valid by. Minor versions are compatible, so the newest judges unknown ones."""
    declared = issued.plain.get("ver")
    if not isinstance(declared, str) or not VERSION.fullmatch(declared):
        return None
    return [] if version(issued) else [f"got {shown(declared)} for ver, of which there is no schema to be valid by"]


@check("HCERT-SCH-003", needs="payload")
def version_is_declared(issued: Issued) -> Findings:
    """EU DCC schema: `ver` is there, three numbers with dots between them."""
    declared = issued.plain.get("ver")
    if "ver" not in issued.plain:
        return ["got no ver, should be the version of the schema"]
    right = isinstance(declared, str) and VERSION.fullmatch(declared)
    return [] if right else [f"got {shown(declared)} for ver, should be MAJOR.MINOR.PATCH"]


@check("HCERT-SCH-004", needs="payload")
def version_is_published(issued: Issued) -> Findings:
    """The version declared is one of those that were published."""
    declared = issued.plain.get("ver")
    if not isinstance(declared, str) or not VERSION.fullmatch(declared):
        return None
    published = declared in dcc.PUBLISHED_VERSIONS
    return [] if published else [f"got {declared} for ver, should be one of {', '.join(dcc.PUBLISHED_VERSIONS)}"]


@check("HCERT-SCH-009", needs="payload")
def one_event_before_the_schema_said_so(issued: Issued) -> Findings:
    """Regulation (EU) 2021/953, article 3: one certificate, one event, also where an older schema lets more pass."""
    if not older(issued, "1.3.0"):
        return None
    number = sum(len(issued.entries(group)) for group in GROUPS)
    return [] if number == 1 else [f"got {number} events, should be one"]


@check("HCERT-SCH-012", needs="payload")
def no_additional_members(issued: Issued) -> Findings:
    """Special case handling: members that the schema does not know are not issued."""
    payload = issued.plain
    places: list[tuple[str, str, Any]] = [("", "", payload), ("nam", "nam.", payload.get("nam"))]
    places += [(group, f"{group}.{n}.", each) for group in GROUPS for n, each in enumerate(issued.entries(group))]
    found = (
        (prefix, name)
        for kind, prefix, each in places
        if isinstance(each, dict)
        for name in each
        if name not in MEMBERS[kind]
    )
    return [
        f"got the member {prefix}{str(name)[:40]}, should be left out: no version of the schema knows it"
        for prefix, name in found
    ]


@check("HCERT-TST-005", needs="payload", kind="test")
def no_result_date(issued: Issued) -> Findings:
    """EU DCC schema 1.2.0: the date of the result is no member of a test any more."""
    if version(issued) is None or older(issued, RESULT_DATE_UNTIL):
        return None
    return ["got dr, should be left out since 1.2.0" for entry in issued.entries("t") if "dr" in entry]


@check("HCERT-SCH-019", needs="payload")
def no_blanks_around_strings(issued: Issued) -> Findings:
    """Special case handling: strings have no blanks before or behind them."""
    return [
        f"got {shown(value)} for {path}, should be without blanks around it"
        for path, value in texts(issued.plain)
        if value != value.strip()
    ]


def texts(value: Any, path: str = "") -> list[tuple[str, str]]:
    """Every string of the health certificate with its path."""
    if isinstance(value, str):
        return [(path, value)]
    if isinstance(value, dict):
        inside = ((f"{path}.{name}" if path else str(name), each) for name, each in value.items())
    elif isinstance(value, list):
        inside = ((f"{path}.{number}", each) for number, each in enumerate(value))
    else:
        return []
    return [found for name, each in inside for found in texts(each, name)]
