"""The pytest front: suites parametrised by vectors, asked of an implementation once, judged item by item.

After collection and selection the vectors (twins added) are exchanged with the implementation in one go; the items then only
judge. Everything a verdict depends on is in `gdhcn_conformance.running`; this module knows pytest and nothing else does.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from gdhcn_conformance.errors import Exit, Problem
from gdhcn_conformance.model.declaration import Handshake
from gdhcn_conformance.model.verdict import Status
from gdhcn_conformance.running.assess import Assessment, Result, assess
from gdhcn_conformance.running.known import Deviation, Known, against
from gdhcn_conformance.running.log import RunLog
from gdhcn_conformance.running.plan import Plan, with_twins
from gdhcn_conformance.running.run import Interrupted, perform

if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter

MARK, ROWS = "gdhcn_vectors", "gdhcn_requirements"
GREEN = frozenset({Status.PASS, Status.OBSERVED, Status.WARN})


def vectors(*globs: str) -> pytest.MarkDecorator:
    """Parametrise a test over the vectors that one of the globs fits; the test takes them as `case`."""
    return getattr(pytest.mark, MARK)(*globs)  # type: ignore[no-any-return]


def requirements(*globs: str) -> pytest.MarkDecorator:
    """Parametrise a test over the requirements on issued certificates that one of the globs fits; the test takes them as `row`."""
    return getattr(pytest.mark, ROWS)(*globs)  # type: ignore[no-any-return]


@dataclass(repr=False)  # pytest writes out the arguments of what fails, and this is a suite of a thousand vectors
class Front:
    """What stands behind the items of one pytest session: the plan, the way to the implementation, and what came of it.

    `deviations` are the known ones, `None` where no file of them was named; `told` is the summary of a run that ended.
    """

    plan: Plan
    connect: Callable[[], Any]
    check: Callable[[Handshake], None] | None = None
    deviations: tuple[Deviation, ...] | None = None
    fail_on: str = "any"
    progress: Callable[[int, int], None] | None = None
    log: RunLog | None = None
    assessment: Assessment | None = None
    known: Known | None = None
    problem: Problem | None = None
    interrupted: bool = False
    finished_elsewhere: bool = False
    told: str = ""
    results: dict[str, Result] = field(default_factory=dict)

    def run(self, selected: set[str]) -> None:
        """Exchange the selected vectors and their twins, once."""
        chosen = with_twins(self.plan.vectors, selected)
        plan = replace(self.plan, vectors=chosen)
        done = 0

        def seen(*_: object) -> None:
            nonlocal done
            done += 1
            if self.progress:
                self.progress(done, len(chosen))

        try:
            self._judge(perform(plan, self.connect(), seen, self.check))
        except Interrupted as stopped:
            self.interrupted = True
            self._judge(stopped.log)
            raise

    def _judge(self, log: RunLog) -> None:
        self.log, self.assessment = log, assess(log)
        self.results = {result.vector.id: result for result in self.assessment.results}
        if self.deviations is not None:
            self.known = against(self.deviations, self.assessment, datetime.now(UTC).date())

    def excuses(self, result: Result) -> bool:
        """Whether this finding is a known one, and only new ones are to fail."""
        return self.known is not None and self.fail_on == "new" and result not in self.known.new


@dataclass(frozen=True, slots=True)
class Case:
    """One vector, as a suite's test sees it."""

    vector: str
    front: Front

    def judge(self) -> None:
        """Pass, skip or fail by the verdict on this vector."""
        result = self.front.results[self.vector]
        verdict = result.verdict
        if verdict.status is Status.NOT_APPLICABLE:
            pytest.skip(verdict.because)
        if verdict.status in GREEN:
            return
        if self.front.excuses(result):
            raise pytest.xfail.Exception(f"known deviation: {verdict.because}", pytrace=False)
        pytest.fail(_told(result), pytrace=False)


@dataclass(frozen=True, slots=True)
class Inspected:
    """One requirement on issued certificates, as a suite's test sees it: held against each of them."""

    requirement: str
    front: Front

    def judge(self) -> None:
        """Pass, skip or fail by what it says of all certificates; the finding on the first that breaks it is told."""
        assessment = self.front.assessment
        row = assessment and next((each for each in assessment.rows if each.requirement.id == self.requirement), None)
        if not row or row.status is Status.NOT_APPLICABLE:
            pytest.skip("says nothing about any certificate that was issued")
        if row.status in GREEN:
            return
        inspected = [each for each in row.results if each.inspected and each.verdict.status not in GREEN]
        broken = [each for each in inspected if each.verdict.kind]
        if not broken:
            pytest.fail(f"{row.status}: no certificate showed it", pytrace=False)
        if all(self.front.excuses(each) for each in broken):
            raise pytest.xfail.Exception(f"known deviation: {broken[0].verdict.because}", pytrace=False)
        pytest.fail(f"{_told(broken[0])}\n  certificates: {len(broken)}", pytrace=False)


def _told(result: Result) -> str:
    vector, verdict = result.vector, result.verdict
    kind = f" ({verdict.kind})" if verdict.kind else ""
    return (
        f"{verdict.status}{kind}: {verdict.because}\n"
        f"  {result.requirement}  {vector.title}\n"
        f"  reproduce: gdhcn-conformance run --only '{vector.id}' …   explain: gdhcn-conformance explain {vector.id}"
    )


class ProfileItem(pytest.Item):
    """The last item of a run: the profile itself, so that an incomplete run is never green."""

    def runtest(self) -> None:
        """Fail unless the implementation is conformant; expected where every finding is known, and only new ones fail."""
        from gdhcn_conformance.cli.finish import exit_code  # noqa: PLC0415 - not needed under the command line

        front = front_of(self.config)
        if front.assessment is None:
            pytest.fail("not run", pytrace=False)
        if front.assessment.standing == "conformant":
            return
        if exit_code(front.assessment, front.known, fail_on=front.fail_on) is Exit.CONFORMANT:
            told = f"{front.assessment.standing}; every finding is a known deviation"
            raise pytest.xfail.Exception(told, pytrace=False)
        pytest.fail(f"{front.assessment.standing}: see the report", pytrace=False)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the item stands in pytest's own listing."""
        return self.path, None, self.name


FRONT = pytest.StashKey[Front]()
PROBLEM = pytest.StashKey[Problem]()


def front_of(config: pytest.Config) -> Front:
    """The session's front: put here by the command line, or made from pytest's own options; `Problem` where those are wrong."""
    if FRONT not in config.stash:
        from gdhcn_conformance.cli.options import front_from  # noqa: PLC0415 - not needed under the command line

        config.stash[FRONT] = front_from(config.option)
    return config.stash[FRONT]


def _end(problem: Problem) -> NoReturn:
    """End the session, with the exit code of the problem."""
    pytest.exit(str(problem), returncode=problem.exit_code)


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of `gdhcn-conformance run`, for who runs pytest on the suites directly."""
    from gdhcn_conformance.cli.options import RUN_OPTIONS  # noqa: PLC0415

    group = parser.getgroup("gdhcn-conformance")
    for names, settings in RUN_OPTIONS:
        group.addoption(*names, **settings)


def pytest_configure(config: pytest.Config) -> None:
    """Register the mark that `vectors` sets."""
    config.addinivalue_line("markers", f"{MARK}(*globs): run the test for each vector that a glob fits")
    config.addinivalue_line("markers", f"{ROWS}(*globs): run the test for each requirement on issued certificates")


# Collecting


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One item a vector, in the suite's order; the item's id is the vector's own name."""
    mark, rows = (metafunc.definition.get_closest_marker(name) for name in (MARK, ROWS))
    if mark is None and rows is None:
        return
    try:
        front = front_of(metafunc.config)
    except Problem as problem:
        metafunc.config.stash[PROBLEM] = problem
        raise
    if mark is not None:
        chosen = [vector.id for vector in front.plan.vectors if _fits(vector.id, mark.args)]
        metafunc.parametrize("case", chosen, ids=_short(chosen), indirect=True)
    if rows is not None:
        names = [name for name in front.plan.inspected() if _fits(name, rows.args)]
        metafunc.parametrize("row", names, ids=names, indirect=True)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """End the session at the first module that meets a problem with the options: they are the same for all."""
    report = yield
    problem = collector.config.stash.get(PROBLEM, None)
    if problem is not None:
        _end(problem)
    return report


def _short(names: list[str]) -> list[str]:
    """The last part of each vector's id, or all but the first where that is not enough to tell them apart."""
    short = [name.rpartition("/")[2] for name in names]
    return short if len(set(short)) == len(names) else [name.partition("/")[2] for name in names]


def _fits(name: str, globs: Iterable[str]) -> bool:
    return any(fnmatchcase(name, glob) for glob in globs)


@pytest.fixture
def case(request: pytest.FixtureRequest) -> Case:
    """The vector under test."""
    return Case(request.param, front_of(request.config))


@pytest.fixture
def row(request: pytest.FixtureRequest) -> Inspected:
    """The requirement under test."""
    return Inspected(request.param, front_of(request.config))


@pytest.hookimpl(trylast=True)  # after whatever leaves items out: the profile is never left out, and comes last
def pytest_collection_modifyitems(session: pytest.Session, items: list[pytest.Item]) -> None:
    """Leave out tests without a vector, and add the profile as the last item, where there are items of a suite."""
    marked = [item for item in items if any(item.get_closest_marker(name) for name in (MARK, ROWS))]
    empty = [item for item in marked if not _asked(item)]
    if empty:
        session.config.hook.pytest_deselected(items=empty)
        items[:] = [item for item in items if item not in empty]
    if _selected(items):
        items.append(ProfileItem.from_parent(session, name="profile: conformant"))


def pytest_report_collectionfinish(config: pytest.Config, items: list[pytest.Item]) -> list[str]:
    """What is about to be tested, in a line below the number of items."""
    from gdhcn_conformance.cli.options import SAYS_NOTHING, is_reference  # noqa: PLC0415

    if not _selected(items):
        return []
    front = front_of(config)
    told = SAYS_NOTHING if is_reference(config.option) else f"implementation: {front.connect().address}"
    return [told, f"profile: {front.plan.profile.name}, vectors: {front.plan.vectors_from}"]


def _vector(item: pytest.Item) -> str | None:
    """The vector an item is about; a test without any has one item, whose parameter is a marker of pytest's own."""
    return _parameter(item, MARK, "case")


def _parameter(item: pytest.Item, mark: str, fixture: str) -> str | None:
    spec = getattr(item, "callspec", None)
    name = spec.params.get(fixture) if spec is not None and item.get_closest_marker(mark) else None
    return name if isinstance(name, str) else None


def _asked(item: pytest.Item) -> set[str]:
    """The vectors that an item needs answers to: its own, or all where it holds a requirement against every certificate."""
    if _parameter(item, ROWS, "row"):
        return {vector.id for vector in front_of(item.config).plan.vectors}
    name = _vector(item)
    return {name} if name else set()


def _selected(items: Iterable[pytest.Item]) -> set[str]:
    return set().union(*map(_asked, items))


# Running


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    """Exchange everything that was selected, before the first item is judged."""
    selected = _selected(session.items)
    if selected and not session.config.option.collectonly:
        front = front_of(session.config)
        try:
            front.run(selected)
        except Problem as problem:
            front.problem = problem
            _end(problem)
    return (yield)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the reports, where pytest was not started by our own command line, and end with its exit code."""
    front = session.config.stash.get(FRONT, None)
    if front is None or front.finished_elsewhere:
        return
    if front.log is None:
        if session.exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
            session.exitstatus = Exit.SUITE_ERROR
        return
    from gdhcn_conformance.cli.finish import exit_code, finish  # noqa: PLC0415

    assert front.assessment is not None
    ours = exit_code(front.assessment, front.known, fail_on=front.fail_on)
    code = max(int(session.exitstatus), int(ours))  # whatever else ran may have failed, too
    try:
        front.told = finish(front.log, session.config.option, front.deviations, code).told
    except Problem as problem:
        front.told, code = str(problem), problem.exit_code
    session.exitstatus = code


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop an implementation that was started and never asked, as with --collect-only."""
    front = config.stash.get(FRONT, None)
    if front is not None:
        front.connect().close()


def pytest_terminal_summary(terminalreporter: TerminalReporter, config: pytest.Config) -> None:
    """The summary that `gdhcn-conformance run` ends with."""
    front = config.stash.get(FRONT, None)
    if front is not None and front.told:
        terminalreporter.section("conformance")
        terminalreporter.write_line(front.told)
