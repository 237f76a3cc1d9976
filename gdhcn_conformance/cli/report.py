"""`gdhcn-conformance report RUN.ndjson`: every verdict derived anew from a run's log, and the reports from those."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from gdhcn_conformance.cli.finish import exit_code
from gdhcn_conformance.cli.options import FORMATS
from gdhcn_conformance.running import known as deviations


def main(arguments: list[str]) -> int:
    """Read the log, judge, write; ends with the exit code that the run had, unless known deviations changed."""
    parser = argparse.ArgumentParser(
        prog="gdhcn-conformance report", description="Derive the reports of a finished run."
    )
    parser.add_argument("log", metavar="RUN.ndjson", type=Path)
    parser.add_argument("--out", metavar="DIR", type=Path, help="where reports go (default: beside the log)")
    parser.add_argument("--format", action="append", choices=FORMATS, default=[])
    parser.add_argument("--known", metavar="FILE", type=Path)
    parser.add_argument("--fail-on", choices=("any", "new"), default="any")
    given = parser.parse_args(arguments)
    from gdhcn_conformance.reporting.terminal import summary  # noqa: PLC0415 - start-up in milliseconds
    from gdhcn_conformance.reporting.write import write_reports  # noqa: PLC0415
    from gdhcn_conformance.running import log as logs  # noqa: PLC0415
    from gdhcn_conformance.running.assess import assess  # noqa: PLC0415
    from gdhcn_conformance.running.controls import kept  # noqa: PLC0415

    log = logs.read(given.log)
    assessment, controls = assess(log), kept(log.suite["digest"])
    today = datetime.now(UTC).date()
    known = deviations.against(deviations.read(given.known), assessment, today) if given.known else None
    written = write_reports(
        assessment, given.out or given.log.parent, given.format or FORMATS, controls=controls, known=known
    )
    code = exit_code(assessment, known, fail_on=given.fail_on)
    print(summary(assessment, controls=controls, known=known, report=written[0], exit_code=code))
    return code
