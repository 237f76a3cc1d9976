"""Terminals that cannot spell, readers that go away, and surroundings that want to have a say."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest

from gdhcn_conformance.content import root
from gdhcn_conformance.errors import Exit
from tests.cli.conftest import EXPIRED, kept

RUN = ("run", "--adapter", "always-accept", "--only", EXPIRED, "--out", "out", "--format", "json")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437"])
def test_a_terminal_that_cannot_spell_gets_other_signs(apart, encoding):
    """What an encoding has no sign for is spelt otherwise, and the verdict is the same."""
    ended = apart(*RUN, PYTHONIOENCODING=encoding)
    assert ended.code == Exit.NOT_CONFORMANT
    assert "x not conformant" in ended.out
    assert "Traceback" not in ended.err


def test_a_reader_that_has_gone_does_not_change_the_verdict(apart):
    """Where nobody reads the summary (`| head`), the exit code still is the verdict's, and nothing is said about pipes."""
    read, write = os.pipe()
    os.close(read)
    try:
        ended = apart(*RUN, stdout=write)
    finally:
        os.close(write)
    assert (ended.code, ended.err) == (Exit.NOT_CONFORMANT, "")
    assert ended.log


def test_a_listing_may_be_cut_short(apart):
    """Who reads only the beginning of a listing sees no error."""
    read, write = os.pipe()
    os.close(read)
    try:
        ended = apart("vectors", "list", stdout=write)
    finally:
        os.close(write)
    assert (ended.code, ended.err) == (Exit.CONFORMANT, "")


def test_a_closed_stdout_does_not_change_the_verdict(tmp_path):
    """A run whose stdout is closed ends with its verdict, and writes its reports."""
    words = [sys.executable, "-m", "gdhcn_conformance", *RUN]
    environment = {**os.environ, "PYTHONPATH": str(root())}
    shell = ["sh", "-c", '"$@" >&-', "sh", *words]
    ended = subprocess.run(shell, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (Exit.NOT_CONFORMANT, "")
    assert kept(tmp_path / "out")


@pytest.mark.parametrize(("term", "drawn"), [("xterm", True), ("dumb", False)])
def test_a_bar_is_drawn_on_a_terminal_only(tmp_path, term, drawn):
    """On a terminal a bar shows how far the run is and is gone at its end; a dumb one, like a pipe, is not drawn on."""
    ours, theirs = pty.openpty()
    words = [sys.executable, "-m", "gdhcn_conformance", *RUN]
    environment = {**os.environ, "PYTHONPATH": str(root()), "TERM": term}
    ended = subprocess.run(words, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=theirs, check=False)
    os.close(theirs)
    shown = b""
    try:
        while chunk := os.read(ours, 65536):
            shown += chunk
    except OSError:
        pass  # how Linux says that the other side is closed
    os.close(ours)
    assert ended.returncode == Exit.NOT_CONFORMANT
    assert (b"8/8" in shown) is drawn
    assert shown.endswith(b"\r\x1b[2K") is drawn
    assert b"\x1b" not in ended.stdout


def test_the_surroundings_have_no_say(apart, tmp_path):
    """Options in the environment, and a pytest project around the current folder, change nothing about a run."""
    (tmp_path / "conftest.py").write_text("raise RuntimeError('the surrounding conftest.py was read')\n")
    (tmp_path / "pyproject.toml").write_text(
        '[tool.pytest.ini_options]\naddopts = "-p nonexistent"\nfilterwarnings = ["error"]\ntestpaths = ["nowhere"]\n'
    )
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    (tmp_path / "test_time_expiry.py").write_text("def test_other():\n    assert False\n")
    settings = {"PYTEST_ADDOPTS": "--no-such-option -k nothing", "PYTEST_PLUGINS": "nonexistent"}
    ended = apart(*RUN, **settings)
    assert (ended.code, ended.err) == (Exit.NOT_CONFORMANT, "")
    assert len(ended.outcomes()) == 8
    assert not list(tmp_path.rglob(".pytest_cache"))
