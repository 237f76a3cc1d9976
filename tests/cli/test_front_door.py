"""The first words: version, help, slips, and what none of them loads."""

from __future__ import annotations

import subprocess
import sys

import pytest

import gdhcn_conformance
from gdhcn_conformance.cli.main import COMMANDS
from gdhcn_conformance.content import root
from gdhcn_conformance.errors import Exit

HEAVY = ("pytest", "_pytest", "cryptography", "yaml", "jinja2", "PIL", "zxingcpp", "segno", "hypothesis", "cbor2")


@pytest.mark.parametrize("word", ["--version", "-V"])
def test_the_version_is_the_packages(cli, word):
    """The version is printed alone on a line."""
    assert cli(word).out == f"gdhcn-conformance {gdhcn_conformance.__version__}\n"


@pytest.mark.parametrize("word", ["--help", "-h", "help"])
def test_help_names_every_command_and_exit_code(cli, word):
    """Help lists the commands, and what each exit code means."""
    ended = cli(word)
    assert ended.code == Exit.CONFORMANT
    assert all(f"\n  {name} " in ended.out for name in COMMANDS)
    assert all(f"{int(code)} " in ended.out for code in Exit)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(cli, name):
    """Each command says what it takes."""
    ended = cli(name, "--help")
    assert (ended.code, f"usage: gdhcn-conformance {name}" in ended.out) == (Exit.CONFORMANT, True)


def test_a_misspelt_command_is_a_usage_error(cli):
    """A command that is not there ends with 2 and names the one that may have been meant."""
    ended = cli("runn")
    assert (ended.code, "did you mean 'run'?" in ended.err) == (Exit.USAGE, True)


def test_no_word_at_all_is_a_usage_error(monkeypatch, capsys):
    """Without a command the usage is printed, and the exit code says that nothing was done."""
    from gdhcn_conformance.cli.main import main

    assert main([]) == Exit.USAGE
    assert "usage: " in capsys.readouterr().out


@pytest.mark.parametrize(
    "words", [["--version"], ["--help"], ["run", "--help"], ["run", "--adapter", ""]], ids=" ".join
)
def test_nothing_heavy_is_loaded_to_say_little(words):
    """Version, help and a usage error load neither pytest nor cryptography, YAML, templates or images."""
    code = (
        f"import sys; from gdhcn_conformance.cli.main import main\n"
        f"try: main({words!r})\nexcept SystemExit: pass\n"
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root())
    assert ended.stdout.splitlines()[-1] == "[]"
