"""`gdhcn-conformance report RUN.ndjson`: every verdict derived anew from a run's log, and the reports from those."""

from __future__ import annotations

import argparse
from pathlib import Path

from gdhcn_conformance.cli.console import say
from gdhcn_conformance.cli.options import FORMATS, check_out


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
    from gdhcn_conformance.cli.finish import derive  # noqa: PLC0415 - start-up in milliseconds
    from gdhcn_conformance.running import known as deviations  # noqa: PLC0415
    from gdhcn_conformance.running import log as logs  # noqa: PLC0415

    entries = deviations.read(given.known) if given.known else None
    log, folder = logs.read(given.log), given.out or given.log.parent
    check_out(folder)
    end = derive(log, folder, given, entries)
    say(end.told)
    return end.code
