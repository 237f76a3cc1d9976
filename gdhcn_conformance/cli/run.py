"""`gdhcn-conformance run`: pytest on the suites, in a configuration of our own, then the reports."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gdhcn_conformance.cli import answers, console, options
from gdhcn_conformance.errors import INTERRUPTED, Exit, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from gdhcn_conformance.plugin import Front

CONFIGURATION = Path(__file__).with_name("run.toml")
CLEAR = "\r\x1b[2K"  # back to the beginning of the line, and nothing left in it (ECMA-48, EL)
STEPS = 25  # characters of the progress bar: with its numbers it fits half a usual line


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
        console.say(options.SAYS_NOTHING)
    for why in (each for each in answers.UNDECIDED if each in front.plan.about):
        console.say(f"cards {why}: {front.plan.about[why]}")
    front.progress = _bar() if console.is_lively() else None
    front.finished_elsewhere = True
    carrier = _Carrier(front)
    status = _pytest(carrier)
    if front.progress:
        sys.stderr.write(CLEAR)
    if front.problem:
        raise front.problem
    code = _finish(front, given) if front.log else Exit.SUITE_ERROR
    if front.interrupted:
        raise KeyboardInterrupt
    if carrier.faults or front.log is None:
        faults = "\n  ".join(carrier.faults) or f"pytest ended with {status}"
        problem = f"The suites could not be run as they should: {faults}"
        hint = "this is a fault of the suite, and says nothing about an implementation; report it"
        raise Problem("suite-error", problem, hint, exit_code=Exit.SUITE_ERROR)
    return code


def _finish(front: Front, given: argparse.Namespace) -> int:
    from gdhcn_conformance.cli.finish import finish  # noqa: PLC0415 - after the run

    assert front.log is not None
    end = finish(front.log, given, front.deviations, INTERRUPTED if front.interrupted else None)
    console.say(end.told)
    return end.code


def _pytest(carrier: _Carrier) -> int:
    import pytest  # noqa: PLC0415 - start-up in milliseconds

    from gdhcn_conformance.content import root  # noqa: PLC0415

    for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
        os.environ.pop(name, None)
    suites = root() / "suites" / carrier.front.plan.suite.role
    return int(
        pytest.main(
            [
                *("-c", str(CONFIGURATION), "--rootdir", str(root()), "--confcutdir", str(suites)),
                *("--disable-plugin-autoload", "-p", "no:cacheprovider", "-p", "no:terminal", "--capture=no"),
                # It collects garbage until none is left, twice a run, to find faults of another kind than ours.
                *("-p", "no:unraisableexception"),
                *("-p", "gdhcn_conformance.plugin", str(suites)),
            ],
            plugins=[carrier],
        )
    )


class _Carrier:
    """Hands the front to the plugin, which finds it by name, and takes down what went wrong in the suites themselves."""

    def __init__(self, front: Front) -> None:
        self.front = front
        self.faults: list[str] = []

    def pytest_configure(self, config: pytest.Config) -> None:
        """Put the front where the plugin looks for it, before anything is collected."""
        from gdhcn_conformance.plugin import FRONT  # noqa: PLC0415

        config.stash[FRONT] = self.front

    def pytest_exception_interact(self, node: pytest.Item | pytest.Collector, call: pytest.CallInfo[object]) -> None:
        """Whatever stops a module or an item, other than a verdict, is a fault of the suite."""
        import pytest  # noqa: PLC0415

        assert call.excinfo is not None
        if not isinstance(call.excinfo.value, pytest.fail.Exception) or isinstance(node, pytest.Collector):
            self.faults.append(f"{node.nodeid}: {call.excinfo.exconly()}")

    def pytest_internalerror(self, excinfo: pytest.ExceptionInfo[BaseException]) -> bool:
        """A fault outside all items; with where it came from, since nobody else prints it."""
        self.faults.append(str(excinfo.getrepr(style="short")))
        return True


def _bar() -> Callable[[int, int], None]:
    """A progress bar on stderr, drawn at most a hundred times."""
    shown = -1

    def draw(done: int, total: int) -> None:
        nonlocal shown
        percent = done * 100 // total
        if percent == shown:
            return
        shown = percent
        filled = "━" * (percent * STEPS // 100)
        sys.stderr.write(f"\r{filled:<{STEPS}} {done}/{total}")
        sys.stderr.flush()

    return draw
