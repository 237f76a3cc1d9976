"""Known deviations: findings that somebody owns until a date. Strict both ways, printed in every report.

They never make a profile conformant. With `--fail-on new` they turn exit 1 into 0; an entry that is stale, expired or fits
nothing ends with exit 5.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from gdhcn_conformance.errors import Problem
from gdhcn_conformance.model.verdict import Kind, Status

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from gdhcn_conformance.running.assess import Assessment, Result

MEMBERS = ("match", "kind", "reason", "owner", "expires")


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
        names = (result.vector.id, result.vector.requirement, *result.vector.also)
        return self.kind == kind_of(result) and any(fnmatchcase(name, self.match) for name in names)


@dataclass(frozen=True, slots=True)
class Known:
    """What the known deviations came to, against one assessment."""

    entries: tuple[Deviation, ...]
    stale: tuple[Deviation, ...]  # fit nothing that ran
    expired: tuple[Deviation, ...]
    new: tuple[Result, ...]  # findings that no entry speaks of

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
        rows = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("deviation", [])
    except OSError as unreadable:
        raise Problem("known-unreadable", f"{path} cannot be read: {unreadable.strerror}") from unreadable
    except ValueError as broken:
        raise Problem("known-not-toml", f"{path} is no TOML: {broken}") from broken
    return tuple(_deviation(row, f"{path}, entry {number}") for number, row in enumerate(rows, 1))


def _deviation(row: dict[str, Any], where: str) -> Deviation:
    for name in row.keys() - set(MEMBERS):
        near = get_close_matches(name, MEMBERS, 1)
        raise Problem(
            "known-member", f"{where}: unknown member {name!r}.", f"did you mean {near[0]!r}?" if near else ""
        )
    for name in MEMBERS:
        if not row.get(name):
            raise Problem(
                "known-member",
                f"{where}: {name!r} is missing or empty.",
                "every deviation has a reason, an owner and an end",
            )
    kinds = {*Kind, Status.MISSING, Status.VOID, Status.INCONCLUSIVE, Status.MISATTRIBUTED}
    if row["kind"] not in kinds:
        raise Problem("known-kind", f"{where}: no kind {row['kind']!r}.", f"one of {', '.join(sorted(kinds))}")
    expires = row["expires"]
    if isinstance(expires, str):
        try:
            expires = date.fromisoformat(expires)
        except ValueError as wrong:
            raise Problem("known-date", f"{where}: 'expires' is no date: {expires!r}.", "write YYYY-MM-DD") from wrong
    return Deviation(row["match"], row["kind"], row["reason"], row["owner"], expires)


def against(entries: tuple[Deviation, ...], assessment: Assessment, today: date) -> Known:
    """What the entries come to for this assessment, on this day."""
    findings = [result for result in assessment.results if is_finding(result)]
    return Known(
        entries=entries,
        stale=tuple(entry for entry in entries if not any(entry.fits(finding) for finding in findings)),
        expired=tuple(entry for entry in entries if entry.expires < today),
        new=tuple(_unknown(findings, entries)),
    )


def is_finding(result: Result) -> bool:
    """Whether a result is something to be explained: it failed, or spoils the profile."""
    spoiling = (Status.FAIL, Status.MISSING, Status.VOID, Status.INCONCLUSIVE, Status.SUITE_ERROR)
    return result.verdict.status in spoiling


def _unknown(findings: Iterable[Result], entries: tuple[Deviation, ...]) -> Iterable[Result]:
    return (finding for finding in findings if not any(entry.fits(finding) for entry in entries))
