"""`gdhcn-conformance run`: pytest on the suites, in a configuration of our own, then the reports."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gdhcn_conformance.cli import options
from gdhcn_conformance.errors import Exit, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from gdhcn_conformance.plugin import Front

CONFIGURATION = Path(__file__).with_name("run.toml")
REFERENCE = "The built-in reference is tested; this says nothing about any other implementation."


def parser() -> argparse.ArgumentParser:
    """What `run` takes."""
    made = argparse.ArgumentParser(
        prog="gdhcn-conformance run", description="Test an implementation and write a report."
    )
    for names, settings in options.RUN_OPTIONS:
        made.add_argument(*names, **settings)
    return made


def main(arguments: list[str]) -> int:
    """Run the suites; gives the exit code of the README's table."""
    given = parser().parse_args(arguments)
    front = options.front_from(given)
    if options.is_reference(given):
        print(REFERENCE)
    front.progress = _bar() if sys.stderr.isatty() else None
    front.finished_elsewhere = True
    status = _pytest(front)
    if front.problem:
        raise front.problem
    if front.assessment is None:
        problem = f"The suites could not be run (pytest ended with {status})."
        raise Problem("suite-error", problem, "run pytest on the suites to see why", exit_code=Exit.SUITE_ERROR)
    from gdhcn_conformance.cli.finish import finish  # noqa: PLC0415 - after the run

    return finish(front, given)


def _pytest(front: Front) -> int:
    import pytest  # noqa: PLC0415 - start-up in milliseconds

    from gdhcn_conformance.content import root  # noqa: PLC0415

    for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
        os.environ.pop(name, None)
    suites = root() / "suites" / front.plan.suite.role
    return int(
        pytest.main(
            [
                *("-c", str(CONFIGURATION), "--rootdir", str(root()), "--confcutdir", str(suites)),
                *("--disable-plugin-autoload", "-p", "no:cacheprovider", "-p", "no:terminal"),
                *("-p", "gdhcn_conformance.plugin", str(suites)),
            ],
            plugins=[_Carrier(front)],
        )
    )


class _Carrier:
    """Hands the front to the plugin, which finds it by name."""

    def __init__(self, front: Front) -> None:
        self.front = front

    def pytest_configure(self, config: pytest.Config) -> None:
        """Put the front where the plugin looks for it, before anything is collected."""
        from gdhcn_conformance.plugin import FRONT  # noqa: PLC0415

        config.stash[FRONT] = self.front


def _bar() -> Callable[[int, int], None]:
    """A progress bar on stderr, drawn at most a hundred times."""
    shown = -1

    def draw(done: int, total: int) -> None:
        nonlocal shown
        percent = done * 100 // total
        if percent == shown:
            return
        shown = percent
        filled = "━" * (percent // 4)
        end = "\r\x1b[2K" if done == total else ""
        sys.stderr.write(f"\r{filled:<25} {done}/{total}{end}")
        sys.stderr.flush()

    return draw
