"""Each benchmark: what we do, the least that it can be compared with, and the limit that the ratio must keep."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from gdhcn_conformance.adapters.inline import InlineSubject
from gdhcn_conformance.adapters.process import ProcessSubject
from gdhcn_conformance.adapters.python_object import PythonSubject  # noqa: F401 - named in WHOLE
from gdhcn_conformance.model.declaration import Role
from gdhcn_conformance.pki import keys
from gdhcn_conformance.reference.verifier import Verifier
from gdhcn_conformance.running import library, log
from gdhcn_conformance.running.assess import assess
from gdhcn_conformance.running.exchange import request
from gdhcn_conformance.running.plan import Plan
from gdhcn_conformance.running.run import perform

HERE = Path(__file__).parent
ROOT = HERE.parent
CASES = 5_000  # enough that starting the child does not show


@dataclass(frozen=True)
class Benchmark:
    name: str
    what: str
    limit: float
    ours: Callable[[], float]
    bare: Callable[[], float] | None = None
    unit: str = "x "


def measure(benchmark: Benchmark, rounds: int) -> float:
    """The best of our rounds over the best of the bare ones, sides alternating; ours alone where there is no other."""
    ours, bare = [], []
    for _ in range(rounds):
        ours.append(benchmark.ours())
        if benchmark.bare:
            bare.append(benchmark.bare())
    return min(ours) / (min(bare) if bare else 1)


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def spawned(*words: str) -> float:
    return timed(lambda: subprocess.run([sys.executable, *words], check=True, capture_output=True, cwd=ROOT))


@cache
def suite() -> library.Suite:
    return library.load("verifier")


@cache
def plan(copies: int = 1) -> Plan:
    vectors = tuple(each for each in suite().vectors if each.operation == "verify") * copies
    return Plan(suite(), suite().profile("verifier"), vectors, suite().defaults(), salt="benchmark")


@cache
def requests() -> list[dict]:
    """The messages of a run, in the order in which a run sends them."""
    asked = (request(each, plan().salt, Role()) for each in plan().vectors)
    return [each.to_json() for each in sorted(asked, key=lambda each: each.id)]


def whole_run(subject) -> None:
    subject.launch()
    finished = perform(plan(), subject)
    assess(finished)
    for _ in log.lines(finished):
        pass


def bare_loop() -> None:
    verifier = Verifier()
    for each in requests():
        verifier.verify(each)


def pipelined() -> float:
    """Microseconds a case through the process adapter, the child doing nothing."""
    with ProcessSubject([sys.executable, str(HERE / "echo_child.py")]) as subject:
        subject.start()
        bodies = [request(each, "benchmark", Role()) for each in plan().vectors]
        asked = [replace(bodies[n % len(bodies)], id=f"{n:016x}") for n in range(CASES)]
        return timed(lambda: subject.ask(asked)) / CASES * 1e6


EMPTY = """
import pytest

@pytest.mark.parametrize("number", range({count}))
def test_nothing(number):
    if number % 2:
        pytest.fail("no", pytrace=False)
"""


class Halves:
    """Answers every other certificate wrongly, at no cost."""

    def __init__(self) -> None:
        self.answers = {each.credential: n % 2 for n, each in enumerate(plan().vectors)}

    def hello(self):
        return {"implementation": {"name": "halves", "version": "1"}, "roles": {"verifier": {"output": "none"}}}

    def verify(self, asked):
        return {"outcome": "accepted" if self.answers.get(asked["credential"]) else "rejected"}


def pytest_on_suites() -> float:
    """What pytest takes for collecting and judging all vectors; the exchange is taken off."""
    from gdhcn_conformance.cli import run
    from gdhcn_conformance.plugin import Front

    spent = 0.0

    class Timed(Front):
        def run(self, selected):
            nonlocal spent
            spent = timed(lambda: super(Timed, self).run(selected))

    front = Timed(plan=plan(), connect=lambda: InlineSubject(Halves()), finished_elsewhere=True)
    return timed(lambda: run._pytest(run._Carrier(front))) - spent


def pytest_on_nothing() -> float:
    import pytest

    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "test_empty.py").write_text(EMPTY.format(count=len(plan().vectors)))
        words = [
            "-c",
            str(ROOT / "gdhcn_conformance" / "cli" / "run.toml"),
            "--rootdir",
            folder,
            "--confcutdir",
            folder,
        ]
        words += ["--disable-plugin-autoload", "-p", "no:cacheprovider", "-p", "no:terminal", folder]
        return timed(lambda: pytest.main(words))


WHOLE = "from benchmarks.sides import *; from benchmarks.cwt_object import Cwt; whole_run({subject})"


def cwt_in_a_process() -> float:
    """The whole run in a process of its own, the library in a child of that."""
    os.environ["PYTHONPATH"] = str(ROOT)
    return spawned("-W", "ignore", "-c", WHOLE.format(subject="PythonSubject('benchmarks.cwt_object:Cwt')"))


def cwt_in_line() -> float:
    """The whole run and the library in one process of its own."""
    return spawned("-W", "ignore", "-c", WHOLE.format(subject="InlineSubject(Cwt())"))


@cache
def valid_request() -> dict:
    good = next(each for each in plan().vectors if each.twin is None and "ES256" in each.needs)
    return request(good, plan().salt, Role()).to_json()


def valid_certificate() -> float:
    """One valid ES256 certificate in the reference, its trust list known."""
    verifier, good = Verifier(), valid_request()
    verifier.verify(good)
    return timed(lambda: [verifier.verify(good) for _ in range(500)])


def bare_signature() -> float:
    """The signature of such a certificate alone."""
    key = keys.derive("benchmark")
    signature = key.sign(bytes(300), ec.ECDSA(hashes.SHA256()))
    public = key.public_key()
    return timed(lambda: [public.verify(signature, bytes(300), ec.ECDSA(hashes.SHA256())) for _ in range(500)])


BENCHMARKS = (
    Benchmark(
        "version",
        "`--version` over a bare interpreter's start",
        6,
        lambda: spawned("-m", "gdhcn_conformance", "--version"),
        lambda: spawned("-c", "pass"),
    ),
    Benchmark(
        "valid certificate",
        "the reference on a valid ES256 certificate over its signature alone (79 µs on a quiet machine, so 250 µs)",
        3.2,
        valid_certificate,
        bare_signature,
    ),
    Benchmark(
        "run without pytest",
        "exchange, judgement and log over a bare loop of the same implementation",
        1.3,
        lambda: timed(lambda: whole_run(InlineSubject(Verifier()))),
        lambda: timed(bare_loop),
    ),
    Benchmark(
        "pytest",
        "what pytest adds over as many empty items, half of them failing",
        1.5,
        pytest_on_suites,
        pytest_on_nothing,
    ),
    Benchmark(
        "process",
        "a whole run of cwt over the process adapter, over the same in one process; both start afresh",
        1.5,
        cwt_in_a_process,
        cwt_in_line,
    ),
    Benchmark(
        "pipelined adapter", "a case through the process adapter, against an echo child", 25, pipelined, unit="µs"
    ),
    Benchmark(
        "doctor",
        "doctor on the reference over the process adapter",
        2,
        lambda: spawned(
            "-m", "gdhcn_conformance", "doctor", "--adapter", "gdhcn_conformance.reference.verifier:Verifier"
        ),
        unit="s ",
    ),
)
