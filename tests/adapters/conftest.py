"""Subjects and requests for the tests of the adapter wall."""

import sys
from pathlib import Path

import pytest

from gdhcn_conformance.adapters import child, memory, process
from gdhcn_conformance.adapters.base import Limits, Request
from gdhcn_conformance.adapters.process import ProcessSubject
from gdhcn_conformance.adapters.python_object import PythonSubject

HOSTILE = Path(__file__).parent / "children" / "hostile.py"
# A Python without site-packages starts in 15 ms. The times are long because a busy machine is no fault; the tests in which
# something hangs set their own.
PYTHON = [sys.executable, "-I", "-S"]
LIMITS = {"start": 10.0, "answer": 10.0, "memory": 100_000_000, "breaker": 3}


@pytest.fixture(autouse=True)
def impatience(monkeypatch):
    """What has failed is not waited for, and memory is looked at more often."""
    monkeypatch.setattr(memory, "INTERVAL", 0.02)
    monkeypatch.setattr(memory, "SHARE", 4)
    monkeypatch.setattr(child, "EXIT_SECONDS", 0.1)
    monkeypatch.setattr(process, "FAREWELL_SECONDS", 0.1)


@pytest.fixture
def hostile():
    """Makes a subject of a child in `children/hostile.py`, by name; other limits by name, too."""
    opened = []

    def make(name, *, cwd=None, env=None, **limits):
        subject = ProcessSubject([*PYTHON, str(HOSTILE), name], Limits(**{**LIMITS, **limits}), cwd=cwd, env=env)
        opened.append(subject)
        return subject

    yield make
    for subject in opened:
        subject.close()


@pytest.fixture
def verify():
    """Makes requests to verify credentials; ids are q0, q1 and so on."""

    def make(*credentials):
        return [Request(f"q{n}", "verify", {"credential": text}) for n, text in enumerate(credentials)]

    return make


@pytest.fixture
def kinds():
    """The kinds of outcome in the order of the requests."""
    return lambda replies: [reply.outcome.kind for reply in replies.values()]


@pytest.fixture
def python_subject():
    """The object `Polite` of `children/objects.py`, in a process of its own."""
    with PythonSubject("objects:Polite", Limits(**LIMITS), path=[HOSTILE.parent]) as subject:
        yield subject
