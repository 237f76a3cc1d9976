"""The pytest front: suites parametrised by vectors, asked of an implementation once, judged item by item.

After collection and selection the vectors (twins added) are exchanged with the implementation in one go; the items then only
judge. Everything a verdict depends on is in `gdhcn_conformance.running`; this module knows pytest and nothing else does.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from gdhcn_conformance.errors import Problem
from gdhcn_conformance.model.declaration import Handshake
from gdhcn_conformance.model.verdict import Status
from gdhcn_conformance.running.assess import Assessment, Result, assess
from gdhcn_conformance.running.log import RunLog
from gdhcn_conformance.running.plan import Plan, with_twins
from gdhcn_conformance.running.run import perform

MARK = "gdhcn_vectors"
GREEN = frozenset({Status.PASS, Status.OBSERVED, Status.WARN})


def vectors(*globs: str) -> pytest.MarkDecorator:
    """Parametrise a test over the vectors that one of the globs fits; the test takes them as `case`."""
    return getattr(pytest.mark, MARK)(*globs)  # type: ignore[no-any-return]


@dataclass
class Front:
    """What stands behind the items of one pytest session: the plan, the way to the implementation, and what came of it."""

    plan: Plan
    connect: Callable[[], Any]
    check: Callable[[Handshake], None] | None = None
    progress: Callable[[int, int], None] | None = None
    log: RunLog | None = None
    assessment: Assessment | None = None
    problem: Problem | None = None
    finished_elsewhere: bool = False
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

        self.log = perform(plan, self.connect(), seen, self.check)
        self.assessment = assess(self.log)
        self.results = {result.vector.id: result for result in self.assessment.results}


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
        if verdict.status not in GREEN:
            pytest.fail(_told(result), pytrace=False)


def _told(result: Result) -> str:
    vector, verdict = result.vector, result.verdict
    kind = f" ({verdict.kind})" if verdict.kind else ""
    return (
        f"{verdict.status}{kind}: {verdict.because}\n"
        f"  {vector.requirement}  {vector.title}\n"
        f"  reproduce: gdhcn-conformance run --only '{vector.id}' …   explain: gdhcn-conformance explain {vector.id}"
    )


class ProfileItem(pytest.Item):
    """The last item of a run: the profile itself, so that an incomplete run is never green."""

    def runtest(self) -> None:
        """Fail unless the implementation is conformant."""
        assessment = front_of(self.config).assessment
        if assessment is None or assessment.standing != "conformant":
            standing = assessment.standing if assessment else "not run"
            pytest.fail(f"{standing}: see the report", pytrace=False)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the item stands in pytest's own listing."""
        return self.path, None, self.name


FRONT = pytest.StashKey[Front]()


def front_of(config: pytest.Config) -> Front:
    """The session's front: put here by the command line, or made from pytest's own options."""
    if FRONT not in config.stash:
        config.stash[FRONT] = _from_options(config)
    return config.stash[FRONT]


def _from_options(config: pytest.Config) -> Front:
    from gdhcn_conformance.cli.options import front_from  # noqa: PLC0415 - not needed under the command line

    try:
        return front_from(config.option)
    except Problem as problem:
        raise pytest.UsageError(str(problem)) from problem


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of `gdhcn-conformance run`, for who runs pytest on the suites directly."""
    from gdhcn_conformance.cli.options import RUN_OPTIONS  # noqa: PLC0415

    group = parser.getgroup("gdhcn-conformance")
    for names, settings in RUN_OPTIONS:
        group.addoption(*names, **settings)


def pytest_configure(config: pytest.Config) -> None:
    """Register the mark that `vectors` sets."""
    config.addinivalue_line("markers", f"{MARK}(*globs): run the test for each vector that a glob fits")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One item a vector, in the suite's order; the item's id is the vector's own name."""
    mark = metafunc.definition.get_closest_marker(MARK)
    if mark is None:
        return
    front = front_of(metafunc.config)
    chosen = [vector.id for vector in front.plan.vectors if _fits(vector.id, mark.args)]
    metafunc.parametrize("case", chosen, ids=_short(chosen), indirect=True)


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


def pytest_collection_modifyitems(session: pytest.Session, items: list[pytest.Item]) -> None:
    """Add the profile as the last item, where there are items of a suite."""
    if _selected(items):
        items.append(ProfileItem.from_parent(session, name="profile: conformant"))


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
            raise pytest.exit.Exception(str(problem), returncode=problem.exit_code) from problem
    return (yield)


def _selected(items: Iterable[pytest.Item]) -> set[str]:
    cases = (getattr(item, "callspec", None) for item in items if item.get_closest_marker(MARK))
    # pytest gives a test without any vector one item, whose parameter is a marker of its own.
    return {spec.params["case"] for spec in cases if spec is not None and isinstance(spec.params["case"], str)}


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the reports, where pytest was not started by our own command line, and end with its exit code."""
    front = session.config.stash.get(FRONT, None)
    if front is None or front.log is None or front.finished_elsewhere:
        return
    from gdhcn_conformance.cli.finish import finish  # noqa: PLC0415

    session.exitstatus = max(int(session.exitstatus), int(finish(front, session.config.option)))
