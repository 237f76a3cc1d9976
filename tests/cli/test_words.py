"""`explain`, `vectors`, `report`, `doctor` and `controls`: what each says, and of what."""

from __future__ import annotations

import json
import os
import shlex
import sys

import pytest

from gdhcn_conformance.content import root
from gdhcn_conformance.errors import Exit
from gdhcn_conformance.reference.controls import CONTROLS
from tests.cli.conftest import CHILDREN, EXPIRED, suite


class TestExplain:
    """Every name that a report prints can be looked up."""

    @pytest.mark.parametrize(
        ("name", "says"),
        [
            ("verifier/time-expiry/expired-yesterday", "admissible reason expired (stage time)"),
            ("time-expiry/expired-yesterday", "verifier/time-expiry/expired-yesterday\n"),
            ("expired-yesterday", "verifier/time-expiry/expired-yesterday\n"),
            ("time-expiry", "reject  verifier/time-expiry/expired-yesterday"),
            ("verifier/time-expiry/*", "verifier/time-expiry: "),
            ("HCERT-CWT-007a", "source: WHO HCERT 1.1.1"),
            ("TRUST-VER-020", "HCERT-CWT-007a (also "),
            ("expired", "how to mend: "),
            ("time", "time: a stage"),
            ("stage:time", "time: a stage"),
            ("leeway-on-exp", "a policy, by default "),
            ("verifier", "verifier@2026-11: a profile"),
            ("carrier-library@2026-11", "carrier-library@2026-11: a profile"),
            ("several-keys-per-kid", "a capability that an implementation declares"),
            ("unsafe", "accepted what must be refused"),
            ("void", "so was the valid twin"),
            ("not-applicable", "neither required nor declared"),
        ],
    )
    def test_a_name_is_explained(self, cli, name, says):
        """Vectors (whole or by their end), modules, rows of this and other ledgers, reasons, stages and more are known."""
        ended = cli("explain", name)
        assert (ended.code, ended.err) == (Exit.CONFORMANT, "")
        assert says in ended.out

    def test_a_name_of_two_things_is_told_in_both_senses(self, cli):
        """A name that is a stage and a module is explained as both."""
        out = cli("explain", "key-usage").out
        assert "key-usage: a stage" in out
        assert "verifier/key-usage: " in out

    def test_a_slip_is_met_with_what_was_meant(self, cli):
        """An unknown name ends with 2 and proposes known ones."""
        ended = cli("explain", "time-expirry")
        assert (ended.code, "[unknown-name]" in ended.err) == (Exit.USAGE, True)
        assert "did you mean: verifier/time-expiry/*" in ended.err

    def test_an_end_that_several_share_names_them(self, cli):
        """The last part of several vectors' names is not enough, and they are listed."""
        ended = cli("explain", "vaccination")
        assert (ended.code, "[ambiguous-name]" in ended.err) == (Exit.USAGE, True)
        assert "verifier/time-expiry/vaccination" in ended.err

    def test_whatever_the_terminal_says_to_explain_can_be(self, cli, monkeypatch):
        """The names that a summary prints behind *explain* are found."""
        out = cli("run", "--adapter", "always-accept", "--only", EXPIRED).out
        names = [line.rpartition("   explain ")[2] for line in out.splitlines() if "   explain " in line]
        assert names
        assert all(cli("explain", name).code == Exit.CONFORMANT for name in names)


class TestVectors:
    """`vectors` shows what is there, and keeps the committed data what the recipes make."""

    @pytest.mark.parametrize("name", ["verifier/time-expiry/expired-yesterday", "expired-yesterday"])
    def test_one_is_shown_layer_by_layer(self, cli, name):
        """A vector is shown with its text, its bytes and their diagnostic notation."""
        out = cli("vectors", "show", name).out
        assert all(word in out for word in ("requirement  HCERT-CWT-007a", "text         HC1:", "diagnostic   18("))

    @pytest.mark.parametrize("name", ["expired-yesterdy", "verifier/time-expiry/*", "HCERT-CWT-007a"])
    def test_what_is_no_vector_is_told(self, cli, name):
        """A slip, a glob and a requirement are no name of a vector: 4, with a hint."""
        ended = cli("vectors", "show", name)
        assert (ended.code, "[nothing-selected]" in ended.err) == (Exit.SUITE_ERROR, True)
        assert "hint: " in ended.err

    def test_they_are_listed_with_their_titles(self, cli):
        """`vectors list` takes globs over vectors and requirements."""
        out = cli("vectors", "list", "HCERT-CWT-008").out
        assert "accept  HCERT-CWT-008" in out
        assert cli("vectors", "list", "nothing-like-it").code == Exit.SUITE_ERROR

    def test_edited_data_is_seen(self, cli, monkeypatch):
        """`vectors check` ends with 4 and names the files that the recipes do not make."""
        monkeypatch.setattr("gdhcn_conformance.cli.vectors._made", lambda: {"lock.json": b"{}"})
        ended = cli("vectors", "check")
        assert (ended.code, "[vectors-differ]" in ended.err) == (Exit.SUITE_ERROR, True)
        assert "time-expiry.json" in ended.out

    def test_an_installed_suite_is_not_changed(self, cli, monkeypatch):
        """In a wheel neither vectors are built nor scores written."""
        monkeypatch.setattr("gdhcn_conformance.content.is_wheel", lambda: True)
        for words in (("vectors", "build"), ("controls", "--write")):
            ended = cli(*words)
            assert (ended.code, "[wheel-is-fixed]" in ended.err) == (Exit.USAGE, True)


class TestReport:
    """`report` derives everything anew from a log."""

    def test_it_says_what_the_run_said(self, cli, tmp_path):
        """Summary, exit code and every report are those of the run."""
        ran = cli("run", "--adapter", "always-accept", "--only", EXPIRED)
        first = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
        again = cli("report", "out/run.ndjson", "--out", "again")
        assert (again.code, again.out.replace("again/", "out/")) == (ran.code, ran.out)
        assert {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()} == {
            name: data for name, data in first.items() if name != "run.ndjson"
        }

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            (lambda data: data[:-200], "log-truncated"),
            (lambda data: data.replace(b'"outcome":"rejected"', b'"outcome":"accepted"', 1), "log-altered"),
            (lambda _: b"", "log-truncated"),
            (lambda _: b"\xff\xfe not a log\n", "log-truncated"),
            (lambda _: b"[]\n{}\n", "log-truncated"),
        ],
        ids=["cut", "altered", "empty", "no text", "no log"],
    )
    def test_a_log_that_is_none_is_refused(self, cli, tmp_path, change, code):
        """A log that was cut, altered or never was one ends with 2; nothing is derived from it."""
        cli("run", "--adapter", "reference", "--only", EXPIRED)
        path = tmp_path / "broken.ndjson"
        path.write_bytes(change((tmp_path / "out" / "run.ndjson").read_bytes()))
        ended = cli("report", str(path), "--out", "again")
        assert (ended.code, f"[{code}]" in ended.err) == (Exit.USAGE, True)
        assert not (tmp_path / "again").exists()

    def test_a_log_that_is_not_there(self, cli):
        """A missing log ends with 2."""
        ended = cli("report", "nowhere.ndjson")
        assert (ended.code, "[log-unreadable]" in ended.err) == (Exit.USAGE, True)


class TestDoctor:
    """`doctor` says what to mend before a run."""

    def test_the_reference_is_ready_and_says_what_it_is(self, cli):
        """Nothing is to be mended in the reference, and nobody takes it for another."""
        ended = cli("doctor")
        assert (ended.code, ended.last) == (Exit.CONFORMANT, "ready for a run")
        assert "nothing about any other" in ended.first

    def test_each_finding_has_its_fix(self, cli):
        """An adapter that accepts everything is told what is wrong, with a fix each, and ends with 2."""
        ended = cli("doctor", "--adapter", "always-accept")
        assert ended.code == Exit.USAGE
        assert ended.out.count("  ✗ ") == ended.out.count("\n      fix: ") - ended.out.count("  · reasons") - 1
        assert ended.last == f"{ended.out.count('  ✗ ')} things to mend before a run says much"

    def test_one_that_refuses_everything_is_asked_about_countries(self, cli):
        """The likely cause of a library that refuses every certificate is named."""
        assert "try --countries" in cli("doctor", "--adapter", "always-reject").out

    def test_what_cannot_be_reached_ends_with_3(self, cli):
        """An adapter that does not start is the run's message and exit code."""
        ended = cli("doctor", "--adapter", "false")
        assert (ended.code, "[adapter-exited]" in ended.err) == (Exit.UNREACHABLE, True)

    def test_a_session_with_a_clock_of_its_own_is_ready(self, cli, monkeypatch):
        """Samples are asked with their own list again after the clock was looked for with another."""
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (str(root()), os.environ.get("PYTHONPATH")))))
        monkeypatch.setattr("gdhcn_conformance.running.sources.fresh", _some_now)
        command = shlex.join([sys.executable, str(CHILDREN / "shaped.py"), "clock=wall", "trust=session"])
        ended = cli("doctor", "--adapter", command, "--countries", "DE,FR")
        assert (ended.code, ended.last) == (Exit.CONFORMANT, "ready for a run"), ended.out
        assert "✓ reasons" in ended.out


def _some_now(_suite, seed=0, *, moment=None, countries=()):
    """`sources.fresh`, from the modules alone that the doctor needs a vector of."""
    from dataclasses import replace

    from gdhcn_conformance.generation import build

    whole = suite("verifier")
    asked = {*whole.profile("verifier").samples.values(), "verifier/algorithm/", "verifier/time-expiry/"}
    modules = {name.rpartition("/")[0] for name in asked}
    recipes = {name: each for name, each in build.load_recipes(root() / "vectors/recipes").items() if name in modules}
    setting = replace(build.COMMITTED, seed=seed, countries=tuple(countries) or build.COMMITTED.countries)
    built = build.build(recipes, replace(setting, moment=moment or setting.moment))
    return replace(whole, vectors=tuple(vector for each in built.values() for vector in each))


def test_controls_are_scored(small, monkeypatch):
    """`controls` prints what each fake scores, as a table and as JSON."""
    some = {name: CONTROLS[name] for name in ("always-accept", "decodes-only")}
    monkeypatch.setattr("gdhcn_conformance.running.controls.CONTROLS", some)
    scores = json.loads(small("controls", "--format", "json").out)
    assert scores["always-accept"] == {"positives": {"passed": 0, "total": 2}, "negatives": {"passed": 0, "total": 6}}
    assert scores["decodes-only"]["positives"] == {"passed": 2, "total": 2}
    assert small("controls").out.splitlines()[1].split() == ["always-accept", "0/6", "0", "%", "0/2", "0", "%"]
    assert small("controls", "--fresh", "--write").code == Exit.USAGE
