"""pytest as the front: who runs it on the suites gets what `gdhcn-conformance run` gives, item by item."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pytest

from gdhcn_conformance.content import root
from gdhcn_conformance.errors import Exit
from gdhcn_conformance.running import library

suite = cache(library.load)  # it is read once
# No cache is written into the checkout, and the garbage of the outer session is left alone.
OURS = ("-p", "no:cacheprovider", "-p", "no:unraisableexception")
EXPIRY = "suites/verifier/test_time_expiry.py"
EXPIRED = ("--only", "verifier/time-expiry/expired-*")
KNOWN = """
[[deviation]]
match = "verifier/time-expiry/{match}"
kind = "unsafe"
reason = "it does not look at exp"
owner = "a.n@example.org"
expires = 2099-01-01
"""


@dataclass(frozen=True)
class Ended:
    """What pytest came to: its exit code, what it printed, and how many items came to what."""

    code: int
    out: str

    def counts(self) -> dict[str, int]:
        """The counts of the last line."""
        return {word: int(number) for number, word in re.findall(r"(\d+) ([a-z]+)", self.out.splitlines()[-1])}


@pytest.fixture
def suites(tmp_path, monkeypatch, capsys) -> Callable[..., Ended]:
    """Runs pytest in the checkout, in this process, with the checkout's settings; reports go to the test's folder."""
    monkeypatch.chdir(root())
    monkeypatch.delenv("CI", raising=False)
    for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(library, "load", lambda role="verifier", folder=None: suite(role))

    def run(*words: str) -> Ended:
        capsys.readouterr()
        code = pytest.main([*OURS, "--out", str(tmp_path / "out"), *words])
        told = capsys.readouterr()
        return Ended(int(code), told.out + told.err)

    return run


def test_it_needs_nothing_but_pytest(tmp_path):
    """`pytest suites` in the checkout is enough: the plugin comes with conftest.py, and reports are written."""
    environment = {name: value for name, value in os.environ.items() if name not in ("CI", "PYTEST_ADDOPTS")}
    words = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", EXPIRY, "--out", str(tmp_path / "out")]
    ended = subprocess.run(words, env=environment, cwd=root(), capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (Exit.NOT_CONFORMANT, "")
    assert "? incomplete" in ended.stdout
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {"run.ndjson", "report.html"}


def test_without_an_adapter_it_is_the_reference(suites):
    """Locally the reference is tested and called so; a part of the suite ends incomplete."""
    ended = suites(EXPIRY)
    assert ended.code == Exit.NOT_CONFORMANT
    assert "this says nothing about any other implementation" in ended.out
    assert "? incomplete" in ended.out
    assert ended.counts() == {"failed": 1, "passed": ended.counts()["passed"]}
    assert "profile: conformant" in ended.out.splitlines()[-2]


def test_in_ci_an_adapter_is_named(suites, monkeypatch):
    """In a CI job a run without --adapter ends with 2, in one message and not in one a module."""
    monkeypatch.setenv("CI", "true")
    ended = suites("suites")
    assert (ended.code, ended.out.count("[no-adapter]")) == (Exit.USAGE, 1)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["suites", "--profile", "verifer"], Exit.USAGE, "unknown-profile"),
        (["suites", "--only", "time-expirry"], Exit.SUITE_ERROR, "nothing-selected"),
        ([EXPIRY, "--adapter", "no-such-command"], Exit.USAGE, "adapter-not-found"),
        ([EXPIRY, "--adapter", "false"], Exit.UNREACHABLE, "adapter-exited"),
    ],
    ids=lambda value: value[-1] if isinstance(value, list) else "",
)
def test_a_problem_is_one_message_with_its_exit_code(suites, words, code, said):
    """What is wrong with options or adapter ends the session once, with the command line's exit code."""
    ended = suites(*words)
    assert (ended.code, ended.out.count(f"[{said}]")) == (code, 1)


def test_findings_fail_their_items(suites):
    """An item fails by its vector's verdict, in three lines that say how to go on; the profile fails last."""
    ended = suites(EXPIRY, *EXPIRED, "--adapter", "mutant:exp-ignored")
    assert ended.code == Exit.NOT_CONFORMANT
    assert "fail (unsafe): got accepted, should be rejected (expired)" in ended.out
    assert "explain: gdhcn-conformance explain verifier/time-expiry/expired-yesterday" in ended.out
    assert ended.counts()["failed"] == 7
    assert "::profile: conformant" in ended.out.splitlines()[-2]


def test_known_deviations_are_expected_failures(suites, tmp_path):
    """With --fail-on new a known finding is an expected failure, and a new one still fails."""
    path = tmp_path / "known.toml"
    path.write_text(KNOWN.format(match="expired-yesterday"), encoding="utf-8")
    words = (EXPIRY, *EXPIRED, "--adapter", "mutant:exp-ignored", "--known", str(path), "--fail-on", "new")
    ended = suites(*words)
    assert ended.code == Exit.NOT_CONFORMANT
    assert (ended.counts()["xfailed"], ended.counts()["failed"]) == (1, 6)
    path.write_text(KNOWN.format(match="no-such-vector"), encoding="utf-8")
    assert suites(*words).code == Exit.KNOWN_DEVIATIONS


def test_the_profile_is_never_deselected(suites):
    """A selection by -k is a part of the suite: its items pass, and the profile fails as incomplete."""
    ended = suites("suites", "-k", "yesterday or exp-zero")
    assert ended.code == Exit.NOT_CONFORMANT
    assert (ended.counts()["failed"], ended.counts()["passed"]) == (1, 2)
    assert re.search(r"A part of the suite: \d+ of \d+ vectors ran\.", ended.out)


def test_a_selection_of_nothing_ends_with_4(suites):
    """Where no item is left nothing was tested, which is no pass."""
    assert suites("suites", "-k", "no_such_name").code == Exit.SUITE_ERROR


def test_collecting_asks_nothing(suites, tmp_path):
    """--collect-only lists the vectors and the profile, and neither asks anything nor writes a report."""
    child = tmp_path / "adapter.py"
    child.write_text(
        "import pathlib, sys\nfor line in sys.stdin:\n    pathlib.Path('asked').touch()\n", encoding="utf-8"
    )
    statement = tmp_path / "implementation.toml"
    statement.write_text(
        f'[implementation]\nname = "x"\nversion = "1"\n[verifier]\ncommand = ["{sys.executable}", "adapter.py"]\n',
        encoding="utf-8",
    )
    ended = suites(EXPIRY, "--collect-only", "-q", "--adapter", str(statement))
    assert ended.code == 0
    assert "test_time_expiry[expired-yesterday]" in ended.out
    assert "::profile: conformant" in ended.out
    assert not (tmp_path / "asked").exists()
    assert not (tmp_path / "out").exists()


def test_the_suites_own_tests_know_nothing_of_adapters(suites, tmp_path, monkeypatch):
    """pytest on tests/ adds no profile and makes no run, though the plugin is loaded, also in CI."""
    monkeypatch.setenv("CI", "true")
    ended = suites("tests/model/test_verdict.py")
    assert ended.code == 0
    assert "profile: conformant" not in ended.out
    assert not (tmp_path / "out").exists()


def test_its_own_tests_are_what_pytest_runs_by_itself(pytestconfig):
    """Without a path pytest runs tests/ and not the suites."""
    assert pytestconfig.getini("testpaths") == ["tests"]
