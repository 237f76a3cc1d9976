"""Addresses, and what they lead to."""

import sys

import pytest

from gdhcn_conformance.adapters import registry
from gdhcn_conformance.adapters.http import HttpSubject
from gdhcn_conformance.adapters.inline import InlineSubject
from gdhcn_conformance.adapters.process import ProcessSubject
from gdhcn_conformance.adapters.python_object import PythonSubject
from gdhcn_conformance.adapters.registry import Options, Scheme, open_subject, register
from gdhcn_conformance.errors import Problem


@pytest.fixture(autouse=True)
def builtin(monkeypatch):
    """Something built in, and a registry of the test's own."""
    monkeypatch.setattr(registry, "BUILTIN", {"reference": "collections:Counter", "always-accept": "collections:deque"})
    monkeypatch.setattr(registry, "SCHEMES", dict(registry.SCHEMES))


@pytest.mark.parametrize(
    ("address", "kind", "shown"),
    [
        ("http://localhost:1/x", HttpSubject, "http://localhost:1/x"),
        ("HTTPS://localhost", HttpSubject, "HTTPS://localhost"),
        ("my_package.adapter:Verifier", PythonSubject, "my_package.adapter:Verifier"),
        ("adapter:Outer.Inner", PythonSubject, "adapter:Outer.Inner"),
        ("python:adapter:Verifier", PythonSubject, "adapter:Verifier"),
        ("reference", InlineSubject, "builtin:reference"),
        ("builtin:always-accept", InlineSubject, "builtin:always-accept"),
        (" python adapter.py --flag 'a b' ", ProcessSubject, "python adapter.py --flag 'a b'"),
        ("./adapter", ProcessSubject, "./adapter"),
        ("adapter", ProcessSubject, "adapter"),
        ("docker run -i image:tag", ProcessSubject, "docker run -i image:tag"),
        ("tool:1.0", ProcessSubject, "tool:1.0"),
        ("command:a:b", ProcessSubject, "a:b"),
    ],
)
def test_an_address_leads_to_its_kind(address, kind, shown):
    """Each form of address leads to one kind of subject, which shows it again."""
    subject = open_subject(address)
    assert type(subject) is kind
    assert subject.address == shown


@pytest.mark.parametrize(
    ("address", "code", "hint"),
    [
        ("ftp://host/", "adapter-scheme", "http://, https://"),
        ("builtin:refrence", "builtin-unknown", "Did you mean 'reference'?"),
        ("always-acept", "adapter-not-found", "Did you mean 'always-accept'?"),
        ("python:not a name", "adapter-object", "module"),
        ("", "adapter-command", "python adapter.py"),
    ],
)
def test_a_wrong_address_is_one_problem(address, code, hint):
    """An address that leads nowhere says what was probably meant."""
    with pytest.raises(Problem) as caught:
        open_subject(address)
    assert caught.value.code == code
    assert hint in caught.value.hint


def test_options_reach_their_subject():
    """Options are handed to the kind of subject that takes them."""
    with open_subject(f"{sys.executable} -c pass", options=Options(env={"A": "b"}, cwd="/")) as subject:
        assert subject._line._launch.env["A"] == "b"
        assert subject._line._launch.cwd == "/"


def test_an_option_that_means_nothing_is_refused():
    """An option that a kind of subject has no use for is an error, not ignored."""
    with pytest.raises(Problem) as caught:
        open_subject("./adapter", options=Options(headers={"Authorization": "x"}))
    assert caught.value.code == "option-not-taken"
    assert "cwd, env" in caught.value.hint


def test_a_new_kind_joins_by_registering():
    """A kind of address that is registered is found by its name, and no name is given twice."""
    made = []
    register(Scheme("dossier", lambda rest, limits, options: made.append(rest)))
    open_subject("dossier:folder/of:samples")
    assert made == ["folder/of:samples"]
    with pytest.raises(ValueError, match="registered already"):
        register(Scheme("dossier", lambda *_: None))
