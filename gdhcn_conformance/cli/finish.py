"""After a run: the log, the reports, the summary on the terminal, and the exit code."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gdhcn_conformance.cli.options import FORMATS
from gdhcn_conformance.errors import Exit
from gdhcn_conformance.model.verdict import Status
from gdhcn_conformance.running import known as deviations
from gdhcn_conformance.running import log as logs
from gdhcn_conformance.running.assess import Assessment, Standing

if TYPE_CHECKING:
    from argparse import Namespace

    from gdhcn_conformance.plugin import Front

RUNS = Path("reports") / "runs"
LOG = "run.ndjson"


def finish(front: Front, given: Namespace) -> Exit:
    """Write the log first, so that nothing is lost, then everything that is derived from it."""
    from gdhcn_conformance.reporting.terminal import summary  # noqa: PLC0415 - only at the end of a run
    from gdhcn_conformance.reporting.write import write_reports  # noqa: PLC0415
    from gdhcn_conformance.running.controls import kept  # noqa: PLC0415

    assert front.log is not None
    folder = Path(given.out) if given.out else RUNS / _name(front.log)
    logs.write(front.log, folder / LOG)
    log = logs.read(folder / LOG)  # with its digest: reports are made from what was written, not from memory
    from gdhcn_conformance.running.assess import assess  # noqa: PLC0415

    assessment = assess(log)
    known, controls = _known(given.known, assessment), kept(log.suite["digest"])
    written = write_reports(assessment, folder, given.format or FORMATS, controls=controls, known=known)
    code = exit_code(assessment, known, fail_on=given.fail_on)
    print(summary(assessment, controls=controls, known=known, report=(written or [folder / LOG])[0], exit_code=code))
    if log.vectors_from.startswith("corpus"):
        from gdhcn_conformance.running.corpus import account  # noqa: PLC0415 - only for a corpus

        print(account(log).sentence())
    return code


def exit_code(assessment: Assessment, known: deviations.Known | None, *, fail_on: str = "any") -> Exit:
    """The exit code of the README's table."""
    if assessment.of(Status.SUITE_ERROR) or not assessment.results:
        return Exit.SUITE_ERROR
    if known is not None and not known.in_order:
        return Exit.KNOWN_DEVIATIONS
    if assessment.standing is Standing.CONFORMANT:
        return Exit.CONFORMANT
    if assessment.unreachable():
        return Exit.UNREACHABLE
    if known is not None and fail_on == "new" and not known.new:
        return Exit.CONFORMANT
    return Exit.NOT_CONFORMANT


def _known(path: str | None, assessment: Assessment) -> deviations.Known | None:
    if not path:
        return None
    return deviations.against(deviations.read(Path(path)), assessment, datetime.now(UTC).date())


def _name(log: logs.RunLog) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", log.implementation["name"].lower()).strip("-")[:40]
    return f"{log.started[:10]}-{plain or 'unnamed'}-{log.run[:6]}"
