"""`run`: what is tested, with what, and where it is told."""

from __future__ import annotations

import json
import os
import re
import shlex
import stat
import sys
import xml.etree.ElementTree as ET

import pytest

from gdhcn_conformance.content import root
from gdhcn_conformance.errors import Exit
from tests.cli.conftest import CHILDREN, EXPIRED

NOTHING = "nothing about any other implementation"


@pytest.fixture
def shaped(monkeypatch):
    """The command of the reference with another declaration."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (str(root()), os.environ.get("PYTHONPATH")))))
    return lambda *words: shlex.join([sys.executable, str(CHILDREN / "shaped.py"), *words])


class TestReference:
    """A run of our own reference says so wherever it could be taken for something else."""

    @pytest.mark.parametrize("words", [[], ["--adapter", "reference"], ["--adapter", "builtin:reference"]], ids=str)
    def test_it_says_nothing_about_others(self, small, tmp_path, words):
        """First line, title, JUnit name, summary and last line say that it says nothing about any other implementation."""
        ended = small("run", *words)
        assert ended.code == Exit.CONFORMANT
        out = tmp_path / "out"
        title = re.search("<title>(.*?)</title>", (out / "report.html").read_text(encoding="utf-8"), re.DOTALL)[1]
        name = ET.parse(out / "junit.xml").getroot().get("name")
        heading = (out / "summary.md").read_text(encoding="utf-8").splitlines()[0]
        for told in (ended.first, title, name, heading, ended.last):
            assert NOTHING in told

    def test_others_are_not_called_so(self, small, tmp_path):
        """A run of anything else says it nowhere."""
        ended = small("run", "--adapter", "always-accept")
        for told in (ended.out, *(path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir())):
            assert NOTHING not in told


def countries(ended):
    """Those of the trust lists that were sent."""
    return set(re.findall(r'"country": ?"(..)"', json.dumps(ended.log[0]["trust"])))


@pytest.mark.usefixtures("few_recipes")
class TestWhatIsAsked:
    """Selection, and where vectors come from."""

    def test_only_a_requirement(self, cli):
        """`--only` takes vectors and requirements, more than once, and brings twins along."""
        ended = cli("run", "--only", "HCERT-CWT-008", "--only", "verifier/time-expiry/exp-zero")
        names = set(ended.outcomes())
        assert "verifier/time-expiry/exp-zero" in names
        assert "verifier/time-expiry/vaccination" in names
        assert {v["requirement"] for v in ended.vectors} >= {"HCERT-CWT-008", "HCERT-CWT-007a"}

    @pytest.mark.parametrize("glob", ["expired-yesterday", "time-expiry/expired-yest*"])
    def test_the_end_of_a_name_is_enough(self, cli, glob):
        """What a summary says to explain can be run alone by the same name."""
        assert set(cli("run", "--only", glob).outcomes()) == {
            "verifier/time-expiry/vaccination", "verifier/time-expiry/expired-yesterday",
        }  # fmt: skip

    def test_a_part_never_conforms_though_every_requirement_passes(self, small, expired):
        """A selection in which each requirement has a vector that passes is still a part, and not conformant."""
        words = [word for vector in expired[:-1] for word in ("--only", vector.id)]
        ended = small("run", *words)
        assert (ended.code, "? incomplete" in ended.out) == (Exit.NOT_CONFORMANT, True)
        assert "7 of 8 vectors" in ended.out

    def test_a_fresh_seed_gives_the_same_certificates(self, cli):
        """`--fresh SEED` twice asks the same certificates, which are not the committed ones, under other ids."""
        first, second = (cli("run", "--fresh", "7", "--only", EXPIRED) for _ in range(2))
        assert first.vectors == second.vectors
        assert first.log[0]["vectors_from"] == "fresh 7"
        assert first.log[0]["salt"] != second.log[0]["salt"]
        committed = cli("run", "--only", EXPIRED)
        assert committed.vectors != first.vectors
        assert set(committed.outcomes().items()) == set(first.outcomes().items())

    def test_fresh_without_a_seed_keeps_the_one_it_drew(self, cli):
        """`--fresh` alone draws a seed, which is in the log."""
        ended = cli("run", "--fresh", "--only", EXPIRED)
        assert re.fullmatch(r"fresh [1-9]\d*", ended.log[0]["vectors_from"])

    def test_countries_are_those_named(self, cli):
        """`--countries` makes certificates and trust lists of those countries, and of no other."""
        ended = cli("run", "--countries", "DE,FR", "--only", EXPIRED)
        assert countries(ended) == {"DE", "FR"}
        assert ended.log[0]["vectors_from"].endswith(" DE FR")

    def test_what_cannot_be_told_the_time_gets_vectors_of_now(self, cli, shaped):
        """An implementation with a clock of its own is asked certificates of this day, of the seed and countries asked for."""
        words = ("--adapter", shaped("clock=wall"), "--only", EXPIRED)
        ended = cli("run", *words, "--fresh", "7", "--countries", "DE,FR")
        assert "0 findings" in ended.out
        drawn = ended.outcomes()
        assert sorted(name for name in drawn if drawn[name] == "accepted") == [
            "verifier/time-expiry/recovery", "verifier/time-expiry/vaccination",
        ]  # fmt: skip
        assert re.fullmatch(r"live \S+ 7 DE FR", ended.log[0]["vectors_from"])
        assert countries(ended) == {"DE", "FR"}

    def test_a_list_once_a_session_is_handed_over_once(self, small, shaped):
        """An implementation that takes its trust list once a session gets that of all families, and passes."""
        ended = small("run", "--adapter", shaped("trust=session"))
        assert ended.code == Exit.CONFORMANT, ended.out

    def test_a_session_that_refuses_its_list_is_told(self, small, answers, expired):
        """Who declares a session and does not answer `configure` gets one message with a hint."""
        words = ["-c", "import json,sys\nfor l in sys.stdin:\n r=json.loads(l)\n print(json.dumps({'id':r['id'],"
                 "'implementation':{'name':'x'},'roles':{'verifier':{'trust':'session'}},'outcome':'unsupported'}"
                 " if r['op']!='hello' else {'id':r['id'],'implementation':{'name':'x'},"
                 "'roles':{'verifier':{'trust':'session'}}}),flush=True)"]  # fmt: skip
        ended = small("run", "--adapter", shlex.join([sys.executable, *words]))
        assert (ended.code, "[configure-refused]" in ended.err) == (Exit.USAGE, True)


class TestHowItIsJudged:
    """Profile, reading and policies."""

    def test_policies_in_force_are_printed_and_qualify_the_word(self, small):
        """A changed policy is named, and the plain word *conformant* is not said."""
        ended = small("run", "--policy", "leeway-on-exp=refuse")
        assert "conformant under changed policies" in ended.out
        assert "leeway-on-exp = refuse" in ended.out

    def test_a_profile_is_named_with_or_without_its_date(self, cli):
        """`--profile` takes both names, and the log has the full one."""
        for name in ("carrier-library", "carrier-library@2026-11"):
            ended = cli("run", "--profile", name, "--only", EXPIRED)
            assert ended.log[0]["profile"]["name"] == "carrier-library@2026-11"

    def test_a_reading_is_noted(self, small):
        """`--reading operational` is in the log."""
        assert small("run", "--reading", "operational").log[0]["reading"] == "operational"


class TestWhereItIsWritten:
    """`--out` and `--format`."""

    def test_formats_are_those_asked_for(self, small, tmp_path):
        """Only the formats asked for are written, and the log always."""
        small("run", "--format", "junit", "--format", "json")
        assert {path.name for path in (tmp_path / "out").iterdir()} == {"junit.xml", "report.json", "run.ndjson"}

    def test_without_out_a_folder_is_named_by_day_and_implementation(self, small, tmp_path):
        """Reports go to a folder of their own below reports/runs."""
        small("run", "--adapter", "always-accept", "--format", "json", "--out", "")
        (folder,) = (tmp_path / "reports" / "runs").iterdir()
        assert re.fullmatch(r"\d{4}-\d\d-\d\d-alwaysaccept-[0-9a-f]{6}", folder.name)

    @pytest.mark.parametrize("name", ["file", "file/below", "file/far/below"])
    def test_a_file_is_no_folder(self, small, tmp_path, name):
        """`--out` that is a file, or below one, is said before anything is asked."""
        (tmp_path / "file").write_text("mine", encoding="utf-8")
        ended = small("run", "--out", name)
        assert (ended.code, ended.out, "[out-not-a-folder]" in ended.err) == (Exit.USAGE, "", True)
        assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"

    def test_a_folder_that_takes_nothing_is_said_before(self, small, tmp_path, monkeypatch):
        """A folder without write permission, also the current one, is said before anything is asked."""
        tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
        try:
            if os.access(tmp_path, os.W_OK):  # as for the administrator: then a place where nobody may write
                monkeypatch.chdir("/proc")
            ended = small("run", "--out", "")
        finally:
            tmp_path.chmod(stat.S_IRWXU)
        assert (ended.code, ended.out, "[out-unwritable]" in ended.err) == (Exit.USAGE, "", True)
