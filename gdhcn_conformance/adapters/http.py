"""An implementation behind a URL: the same messages as bodies of POST requests, one message a request.

A few connections are kept alive, each with one request in flight. Redirects are never followed, the proxy settings of the
environment are not looked at, and the values of headers are kept out of everything that is written down.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from gdhcn_conformance.adapters.attribution import USABLE, Answer, Break, Line, LineSubject, Take
from gdhcn_conformance.adapters.base import Handshake, Limits, Request
from gdhcn_conformance.adapters.handshake import HELLO_ID, hello, read_handshake
from gdhcn_conformance.adapters.protocol import UnusableLineError, answer_id, encode, parse, read_outcome
from gdhcn_conformance.adapters.service import NoAnswerError, Service, Wire
from gdhcn_conformance.adapters.texts import Secrets, quote
from gdhcn_conformance.errors import Exit, Problem
from gdhcn_conformance.model.outcome import Hung, Outcome, ProtocolError

WORKERS = 8  # requests in flight: enough to hide the way there and back, few enough for a service with one database
TICK = 0.05  # seconds between two looks at the deadlines: small against any of them
GRACE = 1.0  # seconds after its deadline in which a cut connection must have been noticed


class HttpSubject(LineSubject):
    """A web service. `headers` may hold `env:NAME`; `ca` is a PEM file to trust instead of the system's authorities.

    `proxy` is the URL of an HTTP proxy. `Problem` where one of these cannot be used.
    """

    def __init__(
        self,
        url: str,
        limits: Limits | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        ca: str | Path | None = None,
        proxy: str | None = None,
    ) -> None:
        limits = limits or Limits()
        secrets = Secrets()
        service = Service.at(url, headers or {}, secrets, ca, proxy)
        super().__init__(secrets.redact(url), HttpLine(service, limits), limits)


@dataclass(slots=True, eq=False)
class Flight:
    """A request on its way; times are monotonic."""

    request: Request
    body: bytes
    wire: Wire
    departed: float
    deadline: float
    cut: bool = False


Landings: TypeAlias = "queue.SimpleQueue[tuple[Flight, Outcome, float]]"


class HttpLine(Line):
    """The way to a web service: connections that are kept, and a fresh one for what is asked alone."""

    def __init__(self, service: Service, limits: Limits) -> None:
        self._service = service
        self._limits = limits
        self._wires: list[Wire] = []

    def open(self) -> Handshake:
        """Shake hands; `Problem` where nothing answers."""
        wire = self._wire()
        self._wires.append(wire)
        try:
            body = wire.post(encode(hello()), self._limits.start)
            document = parse(body)
            ident = answer_id(document, body)
        except NoAnswerError as error:
            raise _unreachable(error.code, error.outcome.detail, error.hint) from None
        except UnusableLineError as error:
            raise _unreachable("adapter-not-json", f"it sent {error}", "Answer with one JSON object.") from None
        if ident != HELLO_ID:
            raise _unreachable("adapter-not-json", f"an answer to another message: {quote(body)}", "Send the id back.")
        return read_handshake(document)

    def renew(self) -> None:
        """Nothing to be laid anew: what is asked alone has a fresh connection."""

    def configure(self, request: Request) -> Answer:
        """See `Line.configure`; a service keeps its session itself."""
        return self.alone(request)

    def pipeline(self, waiting: deque[Request], take: Take) -> Break | None:
        """See `Line.pipeline`; stops early when as many in a row as open the breaker gave no usable answer."""
        while len(self._wires) < min(WORKERS, self._limits.in_flight):
            self._wires.append(self._wire())
        self._exchange(waiting, list(self._wires), take)
        return None

    def alone(self, request: Request) -> Answer:
        """See `Line.alone`: on a fresh connection, so nothing came before it."""
        wire = self._wire()
        answers: list[tuple[Outcome, int]] = []
        self._exchange(deque([request]), [wire], lambda _, outcome, micros: answers.append((outcome, micros)))
        wire.close()
        outcome, micros = answers[0]
        return Answer(outcome, micros, clean=True, open=True)

    def close(self) -> None:
        """Close the connections."""
        wires, self._wires = self._wires, []
        for wire in wires:
            wire.close()

    def _wire(self) -> Wire:
        return Wire(self._service, self._limits.reply)

    def _exchange(self, waiting: deque[Request], idle: list[Wire], take: Take) -> None:
        flights: set[Flight] = set()
        landings: Landings = queue.SimpleQueue()
        failures = 0
        while flights or (waiting and failures < self._limits.breaker):
            while waiting and idle and failures < self._limits.breaker:
                flights.add(self._depart(waiting.popleft(), idle.pop(), landings))
            for flight, outcome, seconds in self._landed(flights, landings):
                flights.discard(flight)
                idle.append(flight.wire)
                failures = 0 if isinstance(outcome, USABLE) else failures + 1
                take(flight.request, outcome, int(seconds * 1_000_000))

    def _depart(self, request: Request, wire: Wire, landings: Landings) -> Flight:
        now = time.monotonic()
        flight = Flight(request, encode(request), wire, now, now + self._limits.answer)
        # A daemon: a thread that no deadline reaches (a resolver's) must not keep the suite from ending.
        threading.Thread(target=self._fly, args=(flight, landings), daemon=True).start()
        return flight

    def _fly(self, flight: Flight, landings: Landings) -> None:
        try:
            body = flight.wire.post(flight.body, self._limits.answer)
            outcome = _read(body, flight.request)
        except NoAnswerError as error:
            outcome = error.outcome
        landings.put((flight, outcome, time.monotonic() - flight.departed))

    def _landed(self, flights: set[Flight], landings: Landings) -> list[tuple[Flight, Outcome, float]]:
        """Those that have come back, at most a tick later; overdue ones are cut, and given up when even that is of no use."""
        landed = []
        try:
            flight, outcome, seconds = landings.get(timeout=TICK)
            if flight in flights:
                landed.append((flight, outcome, seconds))
        except queue.Empty:
            pass
        now = time.monotonic()
        for flight in flights.difference(each for each, _, _ in landed):
            if now > flight.deadline + GRACE:
                fresh = self._wire()
                self._wires = [fresh if each is flight.wire else each for each in self._wires]
                flight.wire = fresh
                landed.append((flight, Hung(f"no answer within {self._limits.answer:g} s"), now - flight.departed))
            elif now > flight.deadline and not flight.cut:
                flight.cut = True
                flight.wire.abort()
        return landed


def _read(body: bytes, request: Request) -> Outcome:
    try:
        document = parse(body)
        ident = answer_id(document, body)
    except UnusableLineError as error:
        return ProtocolError(f"it sent {error}")
    if ident != request.id:
        return ProtocolError(f"it answered another request than the one that was asked: {quote(body)}")
    return read_outcome(document)


def _unreachable(code: str, what: str, hint: str) -> Problem:
    return Problem(code, f"the service did not answer hello: {what}", hint, exit_code=Exit.UNREACHABLE)
