"""Corpora and vectors that are missing, broken or edited, from the command line."""

from __future__ import annotations

import json
import shutil

import pytest

from gdhcn_conformance.content import root
from gdhcn_conformance.errors import Exit
from gdhcn_conformance.running import library
from tests.cli.conftest import load
from tests.corpus.material import document, put, raw

BROKEN = {
    "half written": (raw(document())[:700], "invalid JSON"),
    "no JSON": (b'{"PREFIX": }', "invalid JSON"),
    "empty": (b"", "empty file"),
}


@pytest.fixture(autouse=True)
def nothing_elsewhere(monkeypatch):
    """No corpus but the test's own is found."""
    monkeypatch.delenv("GDHCN_CORPORA", raising=False)


class TestCorpus:
    """What a person meets who names a corpus."""

    def test_a_missing_folder_is_a_usage_error(self, cli):
        """A folder that is not there ends with 2 and says where corpora come from."""
        ended = cli("run", "--corpus", "nowhere")
        assert (ended.code, "[corpus-missing]" in ended.err) == (Exit.USAGE, True)
        assert "hint: clone a public corpus" in ended.err

    def test_an_empty_folder_selects_nothing(self, cli, tmp_path):
        """A folder without a test file ends with 4."""
        (tmp_path / "corpus").mkdir()
        ended = cli("run", "--corpus", "corpus")
        assert (ended.code, "[corpus-empty]" in ended.err) == (Exit.SUITE_ERROR, True)

    @pytest.mark.parametrize("name", BROKEN)
    def test_nothing_but_broken_files_ends_with_4(self, cli, tmp_path, name):
        """Where no file can be used the reason of each is the hint."""
        data, reason = BROKEN[name]
        put(tmp_path / "corpus", "1.json", data)
        ended = cli("run", "--corpus", "corpus")
        assert (ended.code, "[corpus-unusable]" in ended.err) == (Exit.SUITE_ERROR, True)
        assert f"hint: 1.json: {reason}" in ended.err

    @pytest.mark.parametrize("name", BROKEN)
    def test_one_broken_file_is_told_and_the_others_run(self, cli, tmp_path, name):
        """A broken file beside a good one is named with its reason, and the good one is judged."""
        data, reason = BROKEN[name]
        put(tmp_path / "corpus", "1.json", data)
        put(tmp_path / "corpus", "2.json", document())
        ended = cli("run", "--corpus", "corpus", "--format", "json")
        assert ended.code == Exit.CONFORMANT
        assert f"unusable: 1.json: {reason}" in ended.out
        assert ended.outcomes() == {"corpus/2": "accepted"}

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("a byte order mark", b"\xef\xbb\xbf" + raw(document())),
            ("CRLF", json.dumps(document(), indent=1).replace("\n", "\r\n").encode()),
            ("wrong hex in a member that is not needed", raw(document() | {"COSE": "zz"})),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_what_can_be_read_nevertheless_is_run(self, cli, tmp_path, name, data):
        """A byte order mark, CRLF and wrong hex where nothing depends on it cost no file."""
        put(tmp_path / "corpus", "1.json", data)
        ended = cli("run", "--corpus", "corpus", "--format", "json")
        assert (ended.code, ended.outcomes()) == (Exit.CONFORMANT, {"corpus/1": "accepted"})

    def test_import_shows_what_was_done_about_it(self, cli, tmp_path):
        """`vectors import` names what was normalised and what is unusable, a JSON line a file."""
        put(tmp_path / "corpus", "1.json", raw(document() | {"COSE": "zz"}))
        put(tmp_path / "corpus", "2.json", b"{")
        ended = cli("vectors", "import", "corpus")
        first, second = map(json.loads, ended.out.splitlines())
        assert (ended.code, first["status"], second["status"]) == (Exit.CONFORMANT, "judged", "unusable")
        assert "COSE is not hexadecimal" in first["normalised"][0]

    def test_a_name_with_escapes_does_not_reach_the_terminal(self, cli, tmp_path):
        """A file's name is text of somebody else's, too."""
        put(tmp_path / "corpus", "1\x1b[2J.json", b"{")
        put(tmp_path / "corpus", "2.json", document())
        assert "\x1b" not in cli("run", "--corpus", "corpus", "--format", "json").out


class TestDamaged:
    """What a person meets whose suite was edited or cut."""

    @pytest.fixture
    def content(self, tmp_path, cli, monkeypatch):
        """A copy of ledger and vectors, read in the place of the suite's own."""
        copy = tmp_path / "content"
        shutil.copytree(root() / "vectors" / "data", copy / "vectors" / "data")
        shutil.copytree(root() / "suites", copy / "suites")
        monkeypatch.setattr(library, "load", lambda role="verifier", folder=None: load(role, copy))
        return copy

    @pytest.mark.parametrize(
        ("file", "change"),
        [
            ("vectors/data/verifier/time-expiry.json", lambda data: data.replace(b"HC1:", b"HC1;", 1)),
            ("vectors/data/verifier/time-expiry.json", lambda data: data[:5000]),
            ("vectors/data/verifier/time-expiry.json", lambda data: data + b"\n"),
            ("vectors/data/verifier/time-expiry.json", lambda data: data.replace(b"\n", b"\r\n")),
            ("vectors/data/lock.json", lambda data: data[:100]),
            ("vectors/data/lock.json", lambda data: b"[]"),
        ],
        ids=["edited", "cut", "a line break more", "CRLF", "lock cut", "another lock"],
    )
    def test_a_locked_vector_is_as_it_was_locked(self, content, cli, file, change):
        """Vectors that the lock does not fit stop the run with 4, before anything is asked."""
        path = content / file
        path.write_bytes(change(path.read_bytes()))
        ended = cli("run", "--adapter", "reference")
        assert (ended.code, "[vectors-damaged]" in ended.err) == (Exit.SUITE_ERROR, True)
        assert "hint: run 'gdhcn-conformance vectors build'" in ended.err
        assert not ended.log

    @pytest.mark.parametrize(
        ("file", "change"),
        [
            ("requirements.yaml", lambda text: text.replace("level: MUST", "level: OUGHT", 1)),
            ("requirements.yaml", lambda text: text + "\n- id: [\n"),
            ("policies.yaml", lambda text: text.replace("default: open", "default: maybe", 1)),
            ("profiles.yaml", lambda _: "verifier\n"),
        ],
        ids=["unknown level", "no YAML", "unknown default", "no rows"],
    )
    def test_a_ledger_that_cannot_be_read_is_told(self, content, cli, file, change):
        """Ledger, policies and profiles that are no such thing stop the run with 4 and name the file."""
        path = content / "suites" / "verifier" / file
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
        ended = cli("run", "--adapter", "reference")
        assert (ended.code, "[suite-damaged]" in ended.err) == (Exit.SUITE_ERROR, True)
        assert "hint: " in ended.err

    def test_a_file_that_is_gone_is_named(self, content, cli):
        """A suite without its ledger is no suite."""
        (content / "suites" / "verifier" / "requirements.yaml").unlink()
        ended = cli("explain", "expired")
        assert (ended.code, "requirements.yaml" in ended.err) == (Exit.SUITE_ERROR, True)
