"""The run log: sealed, complete, and enough to derive every verdict from."""

from __future__ import annotations

import json

import pytest

from gdhcn_conformance.errors import Problem
from gdhcn_conformance.model.outcome import Accepted, Crashed, Rejected
from gdhcn_conformance.running import log
from gdhcn_conformance.running.assess import assess
from gdhcn_conformance.running.plan import Plan
from gdhcn_conformance.running.run import perform
from tests.running import samples


@pytest.fixture
def written(tmp_path):
    suite = samples.suite()
    plan = Plan(suite, samples.PROFILE, suite.vectors, suite.defaults(), salt="s")
    script = {"a__bad": Accepted({"lone": "\ud800"}), "b__bad": Crashed("x\u2028y"), "b__valid": Rejected()}
    finished = perform(plan, samples.Scripted(**script))
    log.write(finished, tmp_path / "run.ndjson")
    return finished, tmp_path / "run.ndjson"


def test_a_log_read_back_gives_the_same_verdicts(written) -> None:
    """Verdicts derived from the file are those derived from memory."""
    finished, path = written
    again = log.read(path)
    assert assess(again).results == assess(finished).results
    assert [row.status for row in assess(again).rows] == [row.status for row in assess(finished).rows]


def test_a_log_is_one_json_document_a_line(written) -> None:
    """Header, vectors, cases by vector id, footer; hostile answers do not break a line."""
    documents = [json.loads(line) for line in written[1].read_bytes().splitlines()]
    assert [each["type"] for each in documents] == ["header", *["vector"] * 5, *["case"] * 5, "footer"]
    names = [each["vector"] for each in documents if each["type"] == "case"]
    assert names == sorted(names)


@pytest.mark.parametrize("line", [0, 2, 8])
def test_an_altered_line_is_seen(written, line: int) -> None:
    """A changed byte anywhere is told as such."""
    lines = written[1].read_bytes().splitlines(keepends=True)
    lines[line] = lines[line].replace(b'":"', b'":" ', 1)
    written[1].write_bytes(b"".join(lines))
    with pytest.raises(Problem, match="is not what the run wrote"):
        log.read(written[1])


def test_a_dropped_line_is_seen(written) -> None:
    """A case that is left out is told as such."""
    lines = written[1].read_bytes().splitlines(keepends=True)
    written[1].write_bytes(b"".join(lines[:2] + lines[3:]))
    with pytest.raises(Problem, match="is not what the run wrote"):
        log.read(written[1])


def test_a_cut_log_is_seen(written) -> None:
    """A log without footer is a run that did not finish."""
    lines = written[1].read_bytes().splitlines(keepends=True)
    written[1].write_bytes(b"".join(lines[:-1]))
    with pytest.raises(Problem, match="no footer"):
        log.read(written[1])


@pytest.mark.parametrize("content", [b"", b"\n", b"hello", b"[]", b"\xff\xfe", b'{"type": "footer"}'])
def test_what_is_no_log_is_one_problem(tmp_path, content: bytes) -> None:
    """Any other file gives one clear problem."""
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(Problem):
        log.read(tmp_path / "x")


def test_a_missing_log_is_one_problem(tmp_path) -> None:
    """A path that leads nowhere says so."""
    with pytest.raises(Problem, match="cannot be read"):
        log.read(tmp_path / "nowhere")


def test_the_same_run_gives_the_same_verdict_lines() -> None:
    """Two runs with one salt differ in nothing but time stamps and timings."""
    suite = samples.suite()
    plan = Plan(suite, samples.PROFILE, suite.vectors, suite.defaults(), salt="s")
    one, other = (assess(perform(plan, samples.Scripted())) for _ in range(2))
    assert [(r.vector.id, r.verdict) for r in one.results] == [(r.vector.id, r.verdict) for r in other.results]
