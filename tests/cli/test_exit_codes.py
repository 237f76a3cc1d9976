"""Each exit code of the README's table, from the command line."""

from __future__ import annotations

import sys

import pytest

from gdhcn_conformance.errors import INTERRUPTED, Exit
from tests.cli.conftest import CHILDREN, EXPIRED

MUTANT = "mutant:exp-ignored"
KNOWN = """
[[deviation]]
match = "{match}"
kind = "{kind}"
reason = "it does not look at exp"
owner = "a.n@example.org"
expires = {expires}
"""


def known(tmp_path, match="HCERT-*", kind="unsafe", expires="2099-01-01"):
    path = tmp_path / "known.toml"
    path.write_text(KNOWN.format(match=match, kind=kind, expires=expires), encoding="utf-8")
    return str(path)


def test_0_conformant(cli, tmp_path):
    """A whole run of an implementation that passes ends with 0, with every report and the log."""
    ended = cli("run", "--adapter", "reference")
    assert (ended.code, ended.err) == (Exit.CONFORMANT, "")
    assert "✓ conformant" in ended.out
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "junit.xml", "report.html", "report.json", "run.ndjson", "summary.md",
    ]  # fmt: skip


def test_1_not_conformant(cli):
    """A requirement that fails ends with 1."""
    ended = cli("run", "--adapter", "always-accept", "--only", EXPIRED)
    assert ended.code == Exit.NOT_CONFORMANT
    assert "✗ not conformant" in ended.out


def test_1_incomplete(cli):
    """A part of the suite ends with 1 also where all of it passes: it shows nobody conformant."""
    ended = cli("run", "--adapter", "reference", "--only", EXPIRED)
    assert ended.code == Exit.NOT_CONFORMANT
    assert "? incomplete" in ended.out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--adapter", ""], "no-adapter"),
        (["--adapter", "  "], "no-adapter"),
        (["--adapter", "no-such-command"], "adapter-not-found"),
        (["--adapter", "referense"], "adapter-not-found"),
        (["--adapter", "gopher://example.org"], "adapter-scheme"),
        (["--adapter", "missing.toml"], "statement-unreadable"),
        (["--profile", "verifer"], "unknown-profile"),
        (["--policy", "leeway"], "unknown-policy"),
        (["--policy", "leeway-on-exp=maybe"], "policy-value"),
        (["--countries", "xx"], "country-code"),
        (["--countries", "DE,DE"], "country-code"),
        (["--known", "missing.toml"], "known-unreadable"),
        (["--corpus", "missing"], "corpus-missing"),
        (["--corpus", "missing", "--fresh"], "corpus-option"),
        (["--corpus", "missing", "--profile", "verifier"], "corpus-option"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_2_usage(cli, words, code):
    """What is wrong with the options is one sentence with its code and a hint, and nothing is written."""
    ended = cli("run", *words)
    assert ended.code == Exit.USAGE
    assert f"[{code}]" in ended.err
    assert "\n  hint: " in ended.err
    assert "Traceback" not in ended.err
    assert not ended.log


@pytest.mark.parametrize(
    "words",
    [["--deadline", "-3"], ["--deadline", "nan"], ["--format", "pdf"], ["--fresh", "abc"], ["--reading", "strict"]],
    ids=" ".join,
)
def test_2_a_value_that_is_none(cli, words):
    """A value that an option cannot take ends with 2 and says which it can."""
    ended = cli("run", *words)
    assert ended.code == Exit.USAGE
    assert f"argument {words[0]}" in ended.err


def test_2_without_an_adapter_in_ci(cli, monkeypatch):
    """A CI job must name what it tests; a variable that says there is no CI does not make one."""
    monkeypatch.setenv("CI", "true")
    ended = cli("run")
    assert (ended.code, "--adapter reference" in ended.err) == (Exit.USAGE, True)
    monkeypatch.setenv("CI", "false")
    assert "built-in reference" in cli("run", "--only", EXPIRED).out


def test_3_unreachable(cli):
    """An implementation that does not come to its first answer ends with 3."""
    ended = cli("run", "--adapter", "http://127.0.0.1:9/")
    assert ended.code == Exit.UNREACHABLE
    assert "[adapter-unreachable]" in ended.err


def test_4_nothing_selected(cli):
    """A name that fits nothing ends with 4 and proposes what may have been meant."""
    ended = cli("run", "--only", "time-expirry")
    assert ended.code == Exit.SUITE_ERROR
    assert "[nothing-selected]" in ended.err
    assert "verifier/time-expiry/*" in ended.err


def test_4_a_fault_of_the_suite(cli, monkeypatch):
    """An exception of our own never ends like a verdict, and says whose fault it is."""
    monkeypatch.setattr("gdhcn_conformance.running.plan.select", lambda *_: 1 / 0)
    ended = cli("run", "--adapter", "reference")
    assert ended.code == Exit.SUITE_ERROR
    assert "[suite-error]" in ended.err
    assert "ZeroDivisionError" in ended.err


def test_4_a_fault_after_the_exchange(cli, monkeypatch):
    """Where an item of the suite breaks, its name is told, and log and reports are kept."""
    monkeypatch.setattr("gdhcn_conformance.plugin.Case.judge", lambda _: 1 / 0)
    ended = cli("run", "--adapter", "reference", "--only", EXPIRED)
    assert ended.code == Exit.SUITE_ERROR
    assert "test_time_expiry[expired-yesterday]: ZeroDivisionError" in ended.err
    assert len(ended.outcomes()) == 8


def test_5_known_deviations(cli, tmp_path):
    """A known deviation that nothing fits any more ends with 5."""
    ended = cli("run", "--adapter", "reference", "--only", EXPIRED, "--known", known(tmp_path))
    assert ended.code == Exit.KNOWN_DEVIATIONS
    assert "1 stale, 0 expired" in ended.out


def test_5_an_expired_one(cli, tmp_path):
    """A known deviation ends on its day, also where it still fits."""
    words = ("--known", known(tmp_path, expires="2022-01-01"), "--fail-on", "new")
    ended = cli("run", "--adapter", MUTANT, "--only", EXPIRED, *words)
    assert ended.code == Exit.KNOWN_DEVIATIONS
    assert "0 stale, 1 expired" in ended.out


def test_130_interrupted(apart, expired, answers):
    """Ctrl-C ends with a shell's code for it; what was answered before is in log and report, the rest was not asked."""
    last = expired[-1].credential
    child = [sys.executable, "-I", "-S", str(CHILDREN / "misbehaves.py"), "stops_the_suite", str(answers), last]
    statement = "\n".join(
        ["[implementation]", 'name = "misbehaves"', 'version = "1"', "[verifier]", f"command = {child!r}"]
    )
    path = answers.with_name("implementation.toml")
    path.write_text(statement, encoding="utf-8")
    ended = apart("run", "--adapter", str(path), "--only", EXPIRED, "--out", "out")
    assert ended.code == INTERRUPTED
    assert "the run was interrupted" in ended.out
    assert ended.err.endswith("interrupted\n")
    kinds = ended.outcomes()
    assert len(kinds) == 8
    assert kinds[expired[-1].id] == "protocol-error"


class TestKnownDeviations:
    """What `--fail-on new` changes, and what it does not."""

    def test_they_turn_1_into_0_and_say_so(self, small, tmp_path):
        """A run whose every finding is known ends with 0, and is still not conformant."""
        words = ("run", "--adapter", MUTANT, "--known", known(tmp_path))
        ended = small(*words, "--fail-on", "new")
        assert (ended.code, "✗ not conformant" in ended.out) == (Exit.CONFORMANT, True)
        assert "(known)" in ended.out
        assert small(*words).code == Exit.NOT_CONFORMANT

    def test_a_new_finding_keeps_1(self, small, tmp_path):
        """One finding that no entry speaks of is enough for 1."""
        words = ("--known", known(tmp_path, match="*/expired-yesterday"), "--fail-on", "new")
        assert small("run", "--adapter", MUTANT, *words).code == Exit.NOT_CONFORMANT

    def test_a_part_of_the_suite_is_not_excused(self, cli, tmp_path):
        """What was not run is nobody's known deviation: a part of the suite stays 1."""
        words = ("--only", EXPIRED, "--known", known(tmp_path, match="*"), "--fail-on", "new")
        assert cli("run", "--adapter", MUTANT, *words).code == Exit.NOT_CONFORMANT

    def test_an_unreachable_implementation_stays_unreachable(self, cli, tmp_path):
        """Entries are not called stale by a run that came to nothing."""
        ended = cli("run", "--adapter", "false", "--known", known(tmp_path), "--fail-on", "new")
        assert ended.code == Exit.UNREACHABLE
