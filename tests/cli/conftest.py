"""The command line as a person meets it, mostly in this process, in a folder of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from gdhcn_conformance.cli.main import main
from gdhcn_conformance.content import root
from gdhcn_conformance.generation import build
from gdhcn_conformance.model.vector import Vector
from gdhcn_conformance.reference.verifier import Verifier
from gdhcn_conformance.running import library
from gdhcn_conformance.running.plan import select

CHILDREN = Path(__file__).parent / "children"
EXPIRED = "verifier/time-expiry/expired-*"  # eight vectors of two families: a run of a third of a second


@dataclass(frozen=True)
class Ended:
    """What a command came to."""

    code: int
    out: str
    err: str
    log: list[dict[str, Any]] = field(default_factory=list)

    @property
    def first(self) -> str:
        """The first line."""
        return self.out.splitlines()[0]

    @property
    def last(self) -> str:
        """The last line."""
        return self.out.splitlines()[-1]

    @property
    def vectors(self) -> list[dict[str, Any]]:
        """The vectors in the log that was kept."""
        return [row for row in self.log if row["type"] == "vector"]

    def outcomes(self) -> dict[str, str]:
        """What each vector drew, by its name, from the log that was kept."""
        return {row["vector"]: row["outcome"] for row in self.log if row["type"] == "case"}


def kept(folder: Path) -> list[dict[str, Any]]:
    """The log in a folder of reports, empty where there is none."""
    path = folder / "run.ndjson"
    return [json.loads(line) for line in path.read_bytes().splitlines()] if path.is_file() else []


load = library.load
suite = cache(load)  # it is read once


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch, tmp_path):
    """No test runs in the checkout, or in what it believes to be a CI job."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)


@pytest.fixture
def cli(monkeypatch, capsys, tmp_path) -> Callable[..., Ended]:
    """Runs a command in this process; reports go to `out` below the test's folder."""
    monkeypatch.setattr(library, "load", lambda role="verifier", folder=None: suite(role))

    def run(*words: str) -> Ended:
        out = ["--out", "out"] if words[0] == "run" and "--out" not in words else []
        capsys.readouterr()
        try:
            code = main([*words, *out])
        except SystemExit as ended:  # argparse ends so
            code = int(ended.code or 0)
        told = capsys.readouterr()
        return Ended(int(code), told.out, told.err, kept(tmp_path / "out"))

    return run


@pytest.fixture
def small(monkeypatch, cli) -> Callable[..., Ended]:
    """`cli` on a suite of those eight vectors and their rows, so that a whole run takes a third of a second."""
    whole = suite("verifier")
    vectors = select(whole.vectors, [EXPIRED])
    rows = {name for vector in vectors for name in (vector.requirement, *vector.also)}
    part = replace(
        whole,
        vectors=vectors,
        requirements={name: whole.requirements[name] for name in whole.requirements if name in rows},
        profiles={"verifier@2026-11": replace(whole.profile("verifier"), required=("*",), samples={})},
    )
    monkeypatch.setattr(library, "load", lambda role="verifier", folder=None: part)
    return cli


@pytest.fixture
def few_recipes(monkeypatch) -> None:
    """Vectors are built anew from one module of recipes, and not from all, which takes seconds."""
    read = build.load_recipes

    def load_recipes(folder: Path, role: str = "") -> dict[str, Any]:
        found = read(folder, role)
        return {module: recipes for module, recipes in found.items() if module == EXPIRED.rpartition("/")[0]}

    monkeypatch.setattr(build, "load_recipes", load_recipes)


def hears_interrupts() -> None:
    """A shell lets what it starts in the background ignore Ctrl-C, and whatever that starts in turn."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def apart(tmp_path) -> Callable[..., Ended]:
    """Runs a command in a process of its own, for what cannot be seen from inside; `env` is added to the environment."""

    def run(*words: str, stdout: Any = subprocess.PIPE, **env: str) -> Ended:
        path = os.pathsep.join(filter(None, (str(root()), os.environ.get("PYTHONPATH"))))
        ended = subprocess.run(
            [sys.executable, "-m", "gdhcn_conformance", *words],
            stdout=stdout,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path, **env},
            cwd=tmp_path,
            check=False,
            preexec_fn=hears_interrupts,
        )
        out, err = ((each or b"").decode("utf-8", "replace") for each in (ended.stdout, ended.stderr))
        return Ended(ended.returncode, out, err, kept(tmp_path / "out"))

    return run


@pytest.fixture(scope="session")
def expired() -> tuple[Vector, ...]:
    """The eight vectors of `EXPIRED` and their twins."""
    return select(suite("verifier").vectors, [EXPIRED])


@pytest.fixture(scope="session")
def answers(expired, tmp_path_factory) -> Path:
    """What a conforming implementation answers to them, for a child that can do nothing but look it up."""
    verifier = Verifier()
    table = {}
    for vector in expired:
        trust = [entry.to_json() for entry in vector.trust]
        table[vector.credential] = verifier.verify(
            {"credential": vector.credential, "clock": vector.clock, "trust": trust}
        )
    path = tmp_path_factory.mktemp("answers") / "answers.json"
    path.write_text(json.dumps(table), encoding="utf-8")
    return path
