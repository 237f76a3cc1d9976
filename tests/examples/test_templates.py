"""`gdhcn-conformance adapter new`: what it writes starts at once, and says what is to be done."""

import re

import pytest

from gdhcn_conformance.adapters.base import Request
from gdhcn_conformance.adapters.statement import read_statement
from gdhcn_conformance.cli import adapter
from gdhcn_conformance.cli.main import main
from gdhcn_conformance.errors import Exit, Problem
from gdhcn_conformance.model.outcome import Accepted, Crashed, Rejected, Unsupported
from gdhcn_conformance.model.verdict import Status
from gdhcn_conformance.running import library
from gdhcn_conformance.running.assess import Standing, assess
from gdhcn_conformance.running.plan import Plan
from gdhcn_conformance.running.run import perform
from tests import promises

LINES = 15  # "Fifteen lines are enough for a first adapter in any language" (ARCHITECTURE.md)
FILES = {"python": "adapter.py", "node": "adapter.js"}
# What somebody does with the template: a library is imported, and `verify` is the README's.
LIBRARY = {
    "python": """
class mylib:
    class Refused(Exception): pass
    def verify(credential, trust, clock):
        print("the library prints"); os.system("echo so does its child process")
        if credential == "bad": raise mylib.Refused("it is bad")
        if credential == "bug": raise KeyError("nobody documents this")
        return {"trust": trust, "clock": clock}
""",
    "node": """
class Refused extends Error {}
const mylib = { Refused, verify (credential, trust, clock) {
  console.log('the library prints'); process.stdout.write('and writes\\n')
  if (credential === 'bad') throw new Refused('it is bad')
  if (credential === 'bug') throw new TypeError('nobody documents this')
  return { trust, clock }
} }
""",
}
VERIFY = {"python": r"def verify\(.*?\n\n", "node": r"async function verify .*?\n}\n"}


@pytest.fixture(params=FILES)
def language(request):
    if request.param == "node":
        promises.require("node")
    return request.param


@pytest.fixture
def folder(language, tmp_path):
    """A folder into which the command has written the template."""
    assert main(["adapter", "new", language, str(tmp_path / "made" / "here")]) == Exit.CONFORMANT
    return tmp_path / "made" / "here"


@pytest.fixture
def statement(folder):
    return read_statement(folder / "implementation.toml")


def verify(ident, credential):
    body = {"credential": credential, "clock": "2022-01-15T10:00:00Z", "trust": [{"kid": "AA=="}]}
    return Request(ident, "verify", body)


def test_there_is_a_template_for_each_language_that_has_one():
    """The languages that can be named are those whose template is tested here."""
    assert set(adapter.languages()) == set(FILES)


def test_the_python_template_is_short():
    """The adapter in Python has at most fifteen lines, comments counted."""
    lines = (adapter.root() / adapter.TEMPLATES / "python" / FILES["python"]).read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if line.strip()]) <= LINES


def test_it_starts_and_answers(statement):
    """It answers hello as its statement says, and is honest about what it cannot do yet, with what is to be done."""
    with statement.reach["verifier"].open() as subject:
        statement.check(subject.start())
        replies = subject.ask([verify("a", "HC1:"), Request("b", "frobnicate", {})])
    assert isinstance(replies["a"].outcome, Unsupported)
    assert "TODO 2" in replies["a"].outcome.detail
    assert replies["b"].outcome == Unsupported()


def test_an_empty_template_is_never_green(statement):
    """A run against it ends, incomplete: every vector is missing, and none passes."""
    suite = library.load("verifier")
    plan = Plan(suite, suite.profile("verifier"), suite.vectors, suite.defaults(), salt="templates")
    result = assess(perform(plan, statement.reach["verifier"].open()))
    assert result.standing is Standing.INCOMPLETE
    assert {each.verdict.status for each in result.results} <= {Status.MISSING, Status.NOT_APPLICABLE}


def test_filled_in_by_its_readme_it_is_an_adapter(language, folder, statement):
    """With the README's lines and a library that prints, it accepts, refuses, and lets the undocumented end it."""
    readme = (folder / "README.md").read_text(encoding="utf-8")
    block = re.search(r"^   ```\w+\n(.*?)^   ```$", readme, re.MULTILINE | re.DOTALL)[1]
    filled = "".join(line[3:] for line in block.splitlines(keepends=True))
    written = folder / FILES[language]
    empty = written.read_text(encoding="utf-8")
    text, times = re.subn(VERIFY[language], lambda _: LIBRARY[language] + filled + "\n", empty, flags=re.DOTALL)
    assert times == 1
    written.write_text(text, encoding="utf-8")
    with statement.reach["verifier"].open() as subject:
        replies = subject.ask([verify("a", "good"), verify("b", "bad"), verify("c", "bug"), verify("d", "good")])
    read = Accepted({"trust": [{"kid": "AA=="}], "clock": "2022-01-15T10:00:00Z"})
    assert replies["a"].outcome == replies["d"].outcome == read
    assert replies["b"].outcome == Rejected(None, "it is bad")
    assert isinstance(replies["c"].outcome, Crashed)
    assert "nobody documents this" in replies["c"].outcome.detail


def test_the_next_two_commands_are_printed(capsys, folder):
    """What it prints last are the doctor's command and the run's, and they name the statement that was written."""
    *_, doctor, run = capsys.readouterr().out.splitlines()
    assert doctor.split() == ["gdhcn-conformance", "doctor", "--adapter", str(folder / "implementation.toml")]
    assert run.split() == ["gdhcn-conformance", "run", "--adapter", str(folder / "implementation.toml")]


@pytest.mark.parametrize("name", ["README.md", "implementation.toml", "adapter.py"])
def test_nothing_is_overwritten(name, tmp_path):
    """Where one of the files is there already, nothing at all is written."""
    (tmp_path / name).write_text("mine", encoding="utf-8")
    with pytest.raises(Problem, match="nothing was written") as caught:
        adapter.main(["new", "python", str(tmp_path)])
    assert (caught.value.code, caught.value.exit_code) == ("adapter-exists", Exit.USAGE)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text(encoding="utf-8") == "mine"


def test_beside_other_files_it_is_written(tmp_path):
    """A folder that holds other things is taken."""
    (tmp_path / "other.txt").touch()
    adapter.main(["new", "python", str(tmp_path)])
    assert {path.name for path in tmp_path.iterdir()} == {"other.txt", "README.md", "adapter.py", "implementation.toml"}


def test_where_nothing_can_be_written_a_person_is_told(tmp_path, capsys):
    """A folder that cannot be made is a problem with a hint, not a traceback."""
    (tmp_path / "file").touch()
    assert main(["adapter", "new", "python", str(tmp_path / "file" / "below")]) == Exit.USAGE
    assert "cannot be written" in capsys.readouterr().err


def test_an_unknown_language_names_the_known_ones(capsys):
    """A language without a template is refused with the names of those that have one."""
    with pytest.raises(SystemExit):
        adapter.main(["new", "cobol", "somewhere"])
    told = capsys.readouterr().err
    assert "python" in told
    assert "node" in told
