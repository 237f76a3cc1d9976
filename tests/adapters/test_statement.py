"""The implementation conformance statement: what it may say, and what is held against the handshake."""

import sys

import pytest

from gdhcn_conformance.adapters.base import Handshake, Limits
from gdhcn_conformance.adapters.statement import read_statement
from gdhcn_conformance.errors import Exit, Problem

NAMED = '[implementation]\nname = "acme"\nversion = "4.2"\n'


@pytest.fixture
def statement(tmp_path):
    """Reads a statement of this text."""

    def read(text):
        path = tmp_path / "implementation.toml"
        path.write_text(text, encoding="utf-8")
        return read_statement(path)

    return read


def test_everything_that_can_be_stated_is_kept(statement):
    """Each member of the table is kept as it stands."""
    stated = statement(
        NAMED
        + 'vendor = "Acme"\ncontact = "a@acme.example"\nenvironment = "uat"\ncountry = "XCL"\n[verifier]\ncommand = "x"'
    )
    assert (stated.name, stated.version, stated.vendor) == ("acme", "4.2", "Acme")
    assert (stated.contact, stated.environment, stated.country) == ("a@acme.example", "uat", "XCL")


@pytest.mark.parametrize(
    ("table", "address", "given"),
    [
        ('command = "java -jar x.jar"', "command:java -jar x.jar", ["cwd"]),
        ('command = ["my adapter", "--x"]', "command:'my adapter' --x", ["cwd"]),
        ('object = "pkg:Obj"\ninterpreter = ".venv/bin/python"', "python:pkg:Obj", ["cwd", "interpreter"]),
        ('url = "https://x.example/"\nca = "ca.pem"\nheaders = {A = "env:B"}', "https://x.example/", ["ca", "headers"]),
        ('url = "https://x.example/"\nproxy = "http://p:1"', "https://x.example/", ["proxy"]),
        ('command = "x"\ncwd = "sub"\nenv = {A = "b"}', "command:x", ["cwd", "env"]),
    ],
)
@pytest.mark.parametrize("head", ["[verifier]", "[[reach]]", '[[reach]]\nrole = "verifier"'])
def test_a_role_is_reached_in_one_way(statement, head, table, address, given):
    """A table of a role, or of reach, gives one address with its options."""
    reach = statement(f"{NAMED}{head}\n{table}").reach["verifier"]
    assert reach.address == address
    assert sorted(reach.options.given()) == given


def test_paths_are_relative_to_the_statement(statement, tmp_path):
    """A folder or file that is named is looked for beside the statement."""
    assert statement(NAMED + '[verifier]\ncommand = "x"').reach["verifier"].options.cwd == str(tmp_path)
    assert statement(NAMED + '[verifier]\ncommand = "x"\ncwd = "a"').reach["verifier"].options.cwd == str(
        tmp_path / "a"
    )
    reach = statement(NAMED + '[verifier]\nurl = "https://x"\nca = "c.pem"').reach["verifier"]
    assert reach.options.ca == str(tmp_path / "c.pem")


def test_an_object_beside_the_statement_is_found(statement, tmp_path):
    """A Python object is looked for in the statement's folder, and the deadline is the statement's."""
    (tmp_path / "beside.py").write_text(
        "class V:\n    def verify(self, request):\n        return {'outcome': 'rejected'}\n"
    )
    reach = statement(f'{NAMED}[verifier]\nobject = "beside:V"\ninterpreter = "{sys.executable}"\ndeadline = 2').reach[
        "verifier"
    ]
    with reach.open(Limits(answer=7)) as subject:
        assert subject.limits.answer == 2
        assert subject.start().name == "beside:V"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (NAMED + 'vendr = "x"', "Did you mean 'vendor'?"),
        (NAMED + "[verifer]", "Did you mean 'verifier'?"),
        (NAMED + '[verifier]\ncomand = "x"', "unknown key 'comand'"),
        (NAMED + '[verifier]\ncommand = "x"\ndead-line = 5', "Did you mean 'deadline'?"),
        (NAMED + "[verifier]", "exactly one of command, url, object"),
        (NAMED + '[verifier]\ncommand = "x"\nurl = "http://x"', "gives 2 addresses"),
        (NAMED + "[verifier]\ncommand = 5", "no text"),
        (NAMED + "[verifier]\ncommand = []", "no text"),
        (NAMED + '[verifier]\ncommand = "x"\ndeadline = "5"', "no number of seconds"),
        (NAMED + '[verifier]\ncommand = "x"\ndeadline = -1', "no number of seconds"),
        (NAMED + '[verifier]\ncommand = "x"\ndeadline = inf', "no number of seconds"),
        (NAMED + '[verifier]\nurl = "http://x"\nheaders = {A = 5}', "no table of texts"),
        (NAMED + 'environment = "production"', "dev, uat, prod"),
        (NAMED + 'country = "Chile"', "two or three capital letters"),
        (NAMED + '[[reach]]\ncommand = "x"\n[[reach]]\ncommand = "y"', "two ways"),
        (NAMED + '[[reach]]\nrole = "isuer"\ncommand = "x"', "Known: verifier"),
        (NAMED + 'reach = "x"', "unknown key 'reach'"),
        ('reach = "x"\n' + NAMED, "[[reach]]"),
        ('[implementation]\nname = "acme"', "no version"),
        ("", "no name"),
        ("[implementation", "not TOML"),
    ],
)
def test_a_mistake_is_named(statement, text, word):
    """Whatever is wrong with a statement is one problem that names the file and the place."""
    with pytest.raises(Problem) as caught:
        statement(text)
    assert caught.value.exit_code is Exit.USAGE
    assert word in str(caught.value)
    assert "implementation.toml" in str(caught.value)


def test_a_missing_statement_is_a_problem(tmp_path):
    """A file that is not there is told as that."""
    with pytest.raises(Problem) as caught:
        read_statement(tmp_path / "implementation.toml")
    assert caught.value.code == "statement-unreadable"


@pytest.mark.parametrize(("name", "version"), [("acme", "4.3"), ("other", "4.2"), ("other", "4.3")])
def test_another_implementation_is_not_tested(statement, name, version):
    """A run is refused when what answers says that it is something else than the statement does."""
    with pytest.raises(Problem) as caught:
        statement(NAMED).check(Handshake(name, version))
    assert caught.value.exit_code is Exit.USAGE
    assert "the statement says" in caught.value.summary


def test_what_the_handshake_does_not_say_is_not_held_against_it(statement):
    """The same name and version, or no version, pass."""
    statement(NAMED).check(Handshake("acme", "4.2"))
    statement(NAMED).check(Handshake("acme"))
