"""`gdhcn-conformance doctor`: is the adapter set up rightly? One line a check, with the fix."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from gdhcn_conformance.cli import options
from gdhcn_conformance.cli.console import say
from gdhcn_conformance.errors import Exit

if TYPE_CHECKING:
    from gdhcn_conformance.running.doctor import Finding

SIGNS = {True: "✓", False: "✗", None: "·"}


def main(arguments: list[str]) -> int:
    """Run the checks; exit 0 when nothing is wrong, 2 when something must be mended first, 3 when it cannot be reached."""
    parser = argparse.ArgumentParser(prog="gdhcn-conformance doctor", description="Check an adapter before a run.")
    for names, settings in options.RUN_OPTIONS:
        if names[0] in ("--adapter", "--profile", "--deadline", "--countries"):
            parser.add_argument(*names, **settings)
    given = parser.parse_args(arguments)
    subject, _, check = options.connection(given)
    codes = options.countries(given.countries)
    from gdhcn_conformance.reporting.texts import clean, plural  # noqa: PLC0415 - start-up in milliseconds
    from gdhcn_conformance.running import doctor, library, sources  # noqa: PLC0415

    role = options.role_of(given)
    suite = library.load(role)
    if codes:
        suite = sources.fresh(suite, sources.new_seed(), countries=codes)
    profile = suite.profile(given.profile or role)
    if options.is_reference(given):
        say(options.SAYS_NOTHING)
    wrong = 0
    with subject:
        for finding in doctor.examine(suite, profile, subject, check, codes):
            say(clean(_line(finding)))
            wrong += finding.ok is False
    say(f"{plural(wrong, 'thing')} to mend before a run says much" if wrong else "ready for a run")
    return Exit.USAGE if wrong else Exit.CONFORMANT


def _line(finding: Finding) -> str:
    fix = f"\n      fix: {finding.fix}" if finding.fix else ""
    return f"  {SIGNS[finding.ok]} {finding.check:<18} {finding.says}{fix}"
