"""After a run: the log, the reports, the summary, and the exit code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gdhcn_conformance.cli.options import FORMATS, RUNS
from gdhcn_conformance.errors import Exit
from gdhcn_conformance.model.verdict import Status
from gdhcn_conformance.running import known as deviations
from gdhcn_conformance.running import log as logs
from gdhcn_conformance.running.assess import Assessment, Standing, assess

if TYPE_CHECKING:
    from argparse import Namespace

    from gdhcn_conformance.running.corpus.account import Account

LOG = "run.ndjson"
UNUSABLE = 5  # files of a corpus, or of a folder of samples, named on the terminal
DETAIL = 2_000  # characters of its account: the disputes by name fit in


@dataclass(frozen=True, slots=True)
class End:
    """What a run came to: the summary for a person, and the exit code."""

    told: str
    code: int


def finish(
    log: logs.RunLog, given: Namespace, entries: tuple[deviations.Deviation, ...] | None, code: int | None = None
) -> End:
    """Write the log first, so that nothing is lost, then everything that is derived from it.

    `given` are the options of a run; `entries` the known deviations, `None` where no file of them was named; `code` the exit
    code, where it is not the verdict that decides it.
    """
    folder = Path(given.out) if given.out else RUNS / _name(log)
    logs.write(log, folder / LOG)
    # With its digest: reports are made from what was written, not from memory.
    return derive(logs.read(folder / LOG), folder, given, entries, code)


def derive(
    log: logs.RunLog,
    folder: Path,
    given: Namespace,
    entries: tuple[deviations.Deviation, ...] | None,
    code: int | None = None,
) -> End:
    """Judge a log and write its reports into the folder: those of `given.format`, all where it names none."""
    from gdhcn_conformance.reference.mutants import unproven  # noqa: PLC0415 - only at the end of a run
    from gdhcn_conformance.reporting.terminal import summary  # noqa: PLC0415
    from gdhcn_conformance.reporting.write import write_reports  # noqa: PLC0415
    from gdhcn_conformance.running.controls import kept  # noqa: PLC0415

    role = log.profile.role
    assessment, controls = assess(log), kept(log.suite["digest"], role)
    known = None if entries is None else deviations.against(entries, assessment, datetime.now(UTC).date())
    found = log.origin in ("corpus", "samples")  # certificates of which no mutant shows anything
    shown = None if found else unproven(log.requirements, role)
    written = write_reports(assessment, folder, given.format or FORMATS, controls=controls, known=known, unproven=shown)
    code = exit_code(assessment, known, fail_on=given.fail_on) if code is None else code
    told = summary(assessment, controls=controls, known=known, report=written[0], exit_code=code)
    if log.origin == "corpus":
        from gdhcn_conformance.running.corpus import account  # noqa: PLC0415 - only for a corpus

        told = f"{_accounted(account(log))}\n\n{told}"
    if log.origin == "samples":
        from gdhcn_conformance.evidence.samples_suite import account as files  # noqa: PLC0415 - only for samples

        told = f"{_listed(*files(log.requirements), '')}\n\n{told}"
    return End(told, code)


def _accounted(account: Account) -> str:
    """What became of a corpus's files; of those that cannot be used, a few with the reason."""
    return _listed(account.sentence(), account.lines(), "unusable: ")


def _listed(sentence: str, lines: Sequence[str], what: str) -> str:
    """A sentence, and a few lines of what it counts."""
    from gdhcn_conformance.reporting.texts import line  # noqa: PLC0415

    shown = [f"  {what}{line(each)}" for each in lines[:UNUSABLE]]
    more = len(lines) - len(shown)
    rest = [f"  and {more} more, each with its reason in the report"] if more > 0 else []
    return "\n".join([line(sentence, DETAIL), *shown, *rest])


def exit_code(assessment: Assessment, known: deviations.Known | None, *, fail_on: str = "any") -> Exit:
    """The exit code of the README's table. Known deviations say nothing of an implementation that could not be reached."""
    if assessment.of(Status.SUITE_ERROR) or not assessment.results:
        return Exit.SUITE_ERROR
    if assessment.unreachable():
        return Exit.UNREACHABLE
    if known is not None and not known.in_order:
        return Exit.KNOWN_DEVIATIONS
    if assessment.standing is Standing.CONFORMANT:
        return Exit.CONFORMANT
    if known is not None and fail_on == "new" and not known.new and not known.open:
        return Exit.CONFORMANT
    return Exit.NOT_CONFORMANT


def _name(log: logs.RunLog) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", log.implementation["name"].lower()).strip("-")[:40]
    return f"{log.started[:10]}-{plain or 'unnamed'}-{log.run[:6]}"
