"""Known deviations: findings that somebody owns until a date. Strict both ways, printed in every report.

They never make a profile conformant. With `--fail-on new` they turn exit 1 into 0; an entry that is stale, expired or fits
nothing ends with exit 5.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from gdhcn_conformance.errors import Problem
from gdhcn_conformance.model.verdict import Kind, Status
from gdhcn_conformance.running.assess import INCOMPLETE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from gdhcn_conformance.running.assess import Assessment, Result, Row

MEMBERS = ("match", "kind", "reason", "owner", "expires")
SHAPE = f"each entry is a table [[deviation]] with {', '.join(MEMBERS)}"


@dataclass(frozen=True, slots=True)
class Deviation:
    """One entry: what it fits (a glob over vector and requirement ids), which kind of finding, why, whose, until when."""

    match: str
    kind: str
    reason: str
    owner: str
    expires: date

    def fits(self, result: Result) -> bool:
        """Whether this entry speaks of that finding."""
        names = (result.vector.id, result.requirement, *result.vector.also)
        return self.kind == kind_of(result) and any(fnmatchcase(name, self.match) for name in names)


@dataclass(frozen=True, slots=True)
class Known:
    """What the known deviations came to, against one assessment."""

    entries: tuple[Deviation, ...]
    stale: tuple[Deviation, ...]  # fit nothing that ran
    expired: tuple[Deviation, ...]
    new: tuple[Result, ...]  # findings that no entry speaks of
    open: tuple[str, ...] = ()  # required rows that spoil the profile without a finding that an entry could speak of

    @property
    def in_order(self) -> bool:
        """Whether every entry is in date and fits a finding."""
        return not self.stale and not self.expired


def kind_of(result: Result) -> str:
    """How an entry names this finding: the kind of failure, or else the status (`missing`, `void`, …)."""
    return str(result.verdict.kind or result.verdict.status)


def read(path: Path) -> tuple[Deviation, ...]:
    """The entries of a TOML file of `[[deviation]]` tables; `Problem` (exit 2) says what is wrong in which."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as unreadable:
        problem = f"{path} cannot be read: {unreadable.strerror}"
        raise Problem("known-unreadable", problem, "name a TOML file of [[deviation]] tables") from unreadable
    except ValueError as broken:
        raise Problem("known-not-toml", f"{path} is no TOML: {broken}", SHAPE) from broken
    rows = document.pop("deviation", [])
    if document or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        other = ", ".join(map(repr, document)) or "'deviation' as something else"
        raise Problem("known-member", f"{path} is to hold [[deviation]] tables, and holds {other}.", SHAPE)
    return tuple(_deviation(row, f"{path}, entry {number}") for number, row in enumerate(rows, 1))


def _deviation(row: dict[str, Any], where: str) -> Deviation:
    for name in row.keys() - set(MEMBERS):
        near = get_close_matches(name, MEMBERS, 1)
        raise Problem(
            "known-member", f"{where}: unknown member {name!r}.", f"did you mean {near[0]!r}?" if near else SHAPE
        )
    row = row | {"expires": _day(row.get("expires"), where)}
    for name in MEMBERS:
        if not row.get(name) or not isinstance(row[name], date if name == "expires" else str):
            raise Problem(
                "known-member",
                f"{where}: {name!r} is missing, empty or no text.",
                "each of them is a text; 'expires' is a day",
            )
    kinds = {*Kind, Status.MISSING, Status.VOID, Status.INCONCLUSIVE, Status.MISATTRIBUTED}
    if row["kind"] not in kinds:
        raise Problem("known-kind", f"{where}: no kind {row['kind']!r}.", f"one of {', '.join(sorted(kinds))}")
    return Deviation(row["match"], row["kind"], row["reason"], row["owner"], row["expires"])


def _day(value: Any, where: str) -> Any:
    """A date, also where it is written as text or with a time; anything else as it is."""
    if isinstance(value, datetime):
        return value.date()
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError as wrong:
        raise Problem("known-date", f"{where}: 'expires' is no date: {value!r}.", "write YYYY-MM-DD") from wrong


def against(entries: tuple[Deviation, ...], assessment: Assessment, today: date) -> Known:
    """What the entries come to for this assessment, on this day."""
    findings = [result for result in assessment.results if is_finding(result)]
    warnings = [result for result in assessment.results if result.verdict.kind and not is_finding(result)]
    return Known(
        entries=entries,
        stale=tuple(entry for entry in entries if not any(entry.fits(each) for each in (*findings, *warnings))),
        expired=tuple(entry for entry in entries if entry.expires < today),
        new=tuple(_unknown(findings, entries)),
        open=tuple(row.requirement.id for row in assessment.rows if _is_open(row, entries)),
    )


def _is_open(row: Row, entries: tuple[Deviation, ...]) -> bool:
    """Whether a row costs the profile and no entry could say why: it is untested, or broken by all vectors together."""
    costs = row.standing == "required" and row.status in (Status.FAIL, *INCOMPLETE)
    return costs and not any(is_finding(each) or any(entry.fits(each) for entry in entries) for each in row.results)


def is_finding(result: Result) -> bool:
    """Whether a result is something to be explained: it failed, or spoils the profile."""
    spoiling = (Status.FAIL, Status.MISSING, Status.VOID, Status.INCONCLUSIVE, Status.SUITE_ERROR)
    return result.verdict.status in spoiling


def _unknown(findings: Iterable[Result], entries: tuple[Deviation, ...]) -> Iterable[Result]:
    return (finding for finding in findings if not any(entry.fits(finding) for entry in entries))
