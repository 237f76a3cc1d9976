"""Who did it: how a failure among many requests in flight is laid to the one request that causes it.

A process that dies with sixty requests unanswered says nothing about fifty-nine of them. So those are asked again, each
with nothing else in flight; a request is blamed only when it fails with nothing before it, in a fresh process, or in one
that has just been seen to be sound. Whatever the transport, this is the only place that decides it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeAlias

from gdhcn_conformance.adapters.base import Handshake, Limits, Reply, Request, Subject
from gdhcn_conformance.errors import Problem
from gdhcn_conformance.model.outcome import Accepted, Crashed, Outcome, Rejected, Unsupported

Take: TypeAlias = Callable[[Request, Outcome, int], None]
USABLE = (Accepted, Rejected, Unsupported)
NEVER = -1_000_000_000  # so many confirmations more than can come


@dataclass(frozen=True, slots=True)
class Break:
    """An exchange that ended early: why, what was unanswered (in the order of sending), and an answer to be taken back."""

    outcome: Outcome
    unanswered: list[Request]
    taken_back: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one request with nothing else in flight.

    `micros` as in `Reply`. `clean`: nothing had been asked before it. `open`: the line still stands, and can be asked more.
    """

    outcome: Outcome
    micros: int
    clean: bool
    open: bool


class Line(ABC):
    """A way to an implementation that can break and be laid anew: a process, or connections."""

    @abstractmethod
    def open(self) -> Handshake:
        """Lay it and shake hands; `Problem` where that fails."""

    @abstractmethod
    def renew(self) -> None:
        """Lay it anew, as if nothing had been asked; `Problem` where that fails."""

    @abstractmethod
    def pipeline(self, waiting: deque[Request], take: Take) -> Break | None:
        """Ask what is waiting, many at a time; a `Break` where that ended early. May stop early, with requests waiting."""

    @abstractmethod
    def alone(self, request: Request) -> Answer:
        """Ask one request with nothing else in flight."""

    @abstractmethod
    def configure(self, request: Request) -> Answer:
        """Begin a session with this message: laid anew, and set up alike whenever it is laid anew later."""

    @abstractmethod
    def close(self) -> None:
        """Give it up."""


@dataclass(slots=True)
class Standing:
    """What is known of an implementation over a whole session.

    `witness` is a request that was answered, kept to see whether it is still answered; `failures` counts requests that failed
    alone since it last was. `confirmed` counts answers that could not be used and came again in a fresh process; below zero
    when one did not. `down` is the outcome of what is not sent, once the breaker has opened.
    """

    witness: Request | None = None
    witness_kind: str = ""
    failures: int = 0
    confirmed: int = 0
    down: Outcome | None = None

    def testify(self, request: Request, outcome: Outcome) -> None:
        """Remember a request that was answered, best one that was accepted."""
        if not self.witness_kind or (outcome.kind == Accepted.kind != self.witness_kind):
            self.witness, self.witness_kind = request, outcome.kind

    def forget(self, ident: str) -> None:
        """The witness turned out not to be one."""
        if self.witness is not None and self.witness.id == ident:
            self.witness, self.witness_kind = None, ""

    def compare(self, again: Outcome) -> None:
        """An answer that could not be used was followed by this one in a fresh process."""
        if isinstance(again, USABLE):
            self.confirmed = NEVER
        else:
            self.confirmed += 1

    def confirms(self, outcome: Outcome) -> bool:
        """Whether the witness was answered as before."""
        return outcome.kind == self.witness_kind


@dataclass(slots=True)
class Inquiry:
    """One batch of requests, asked until each has a reply that is its own."""

    line: Line
    standing: Standing
    limits: Limits
    seen: Callable[[Reply], None] | None = None
    replies: dict[str, Reply] = field(default_factory=dict)
    _doubtful: deque[tuple[Request, Outcome]] = field(default_factory=deque)
    _told: set[str] = field(default_factory=set)

    def run(self, requests: Sequence[Request]) -> dict[str, Reply]:
        """Ask them all and give the replies by id, in the order of the requests."""
        by_id = {request.id: request for request in requests}
        if len(by_id) != len(requests):
            raise ValueError("two requests of one batch have the same id")
        waiting = deque(requests)
        try:
            while waiting and self.standing.down is None:
                self._round(waiting, by_id)
        except Problem as problem:
            self.standing.down = Crashed(f"not sent: it could not be started again: {problem.summary}")
        self._give_up(requests)
        return {request.id: self.replies[request.id] for request in requests}

    def _round(self, waiting: deque[Request], by_id: dict[str, Request]) -> None:
        """Ask many at a time until that breaks or is done, then clear up what is open."""
        before = len(self.replies)
        broken = self.line.pipeline(waiting, self._take)
        if broken and broken.taken_back in self.replies:
            del self.replies[broken.taken_back]
            self.standing.forget(broken.taken_back)
            broken.unanswered.insert(0, by_id[broken.taken_back])
        if len(self.replies) > before:
            self.standing.failures = 0
        if broken:
            self._find(broken, waiting)
        self._confirm()

    def _take(self, request: Request, outcome: Outcome, micros: int) -> None:
        """An answer while others are in flight: final where it can be used."""
        if isinstance(outcome, USABLE):
            self.standing.testify(request, outcome)
            self._settle(Reply(request.id, outcome, micros))
        else:
            self._doubtful.append((request, outcome))

    def _find(self, broken: Break, waiting: deque[Request]) -> None:
        """Ask again, one at a time and in the order of sending, what was unanswered, until one is found that did it."""
        suspects = deque(broken.unanswered)
        while suspects and self.standing.down is None:
            if self._ask_again(suspects.popleft(), broken.outcome):
                break
        waiting.extendleft(reversed(suspects))

    def _confirm(self) -> None:
        """Ask again, one at a time, what was answered without a usable answer."""
        while self._doubtful and self.standing.down is None:
            self._ask_again(*self._doubtful[0])
            self._doubtful.popleft()

    def _ask_again(self, request: Request, first: Outcome) -> bool:
        """Whether it fails with nothing before it, and so is what did it; its reply is settled either way."""
        attempts = [first]
        answer = self.line.alone(request)
        if not isinstance(answer.outcome, USABLE) and not answer.clean and not self._is_plain(answer):
            attempts.append(answer.outcome)
            self.line.renew()
            again = self.line.alone(request)
            if answer.open:
                self.standing.compare(again.outcome)
            answer = again
        self._settle(Reply(request.id, answer.outcome, answer.micros, tuple(attempts)))
        if isinstance(answer.outcome, USABLE):
            self.standing.testify(request, answer.outcome)
            self.standing.failures = 0
            return False
        self._count(answer.outcome)
        return True

    def _is_plain(self, answer: Answer) -> bool:
        """Whether an answer that cannot be used may be believed without a fresh process.

        Starting one can take a second, and an implementation may answer hundreds of requests so. It is believed when as many
        as open the breaker came again in a fresh process, none did not, and the process is seen to be sound.
        """
        return answer.open and self.standing.confirmed >= self.limits.breaker and self._is_sound()

    def _is_sound(self) -> bool:
        """Whether the witness is still answered on the line as it stands."""
        if self.standing.witness is None:
            return False
        sound = self.standing.confirms(self.line.alone(self.standing.witness).outcome)
        if sound:
            self.standing.failures = 0
        return sound

    def _count(self, outcome: Outcome) -> None:
        """One more that failed alone; after `breaker` of them it is down, unless the witness is still answered."""
        self.standing.failures += 1
        if self.standing.failures < self.limits.breaker:
            return
        if self.standing.witness is not None:
            self.line.renew()
            if self._is_sound():
                return
        said = f"not sent: {self.standing.failures} requests in a row failed, the last one so: {outcome.detail}"
        self.standing.down = type(outcome)(detail=said)

    def _give_up(self, requests: Sequence[Request]) -> None:
        """The breaker is open: what was answered keeps its answer, and what was not is not sent."""
        for request, outcome in self._doubtful:
            self._settle(Reply(request.id, outcome))
        if self.standing.down is not None:
            for request in requests:
                if request.id not in self.replies:
                    self._settle(Reply(request.id, self.standing.down, sent=False))

    def _settle(self, reply: Reply) -> None:
        self.replies[reply.id] = reply
        if self.seen is not None and reply.id not in self._told:
            self._told.add(reply.id)
            self.seen(reply)


class LineSubject(Subject):
    """A subject over a line: everything that is the same for processes and web services."""

    def __init__(self, address: str, line: Line, limits: Limits) -> None:
        self.address = address
        self.limits = limits
        self._line = line
        self._standing = Standing()
        self._handshake: Handshake | None = None

    def start(self) -> Handshake:
        """Start it and shake hands; a second call gives the same handshake and starts nothing."""
        if self._handshake is None:
            self._standing = Standing()
            self._handshake = self._line.open()
        return self._handshake

    def ask(self, requests: Sequence[Request], seen: Callable[[Reply], None] | None = None) -> dict[str, Reply]:
        """See `Subject.ask`."""
        self.start()
        return Inquiry(self._line, self._standing, self.limits, seen).run(requests)

    def ask_alone(self, request: Request) -> Reply:
        """See `Subject.ask_alone`; the breaker does not hold it back."""
        self.start()
        return self._alone(request, self._on_fresh_line)

    def _on_fresh_line(self, request: Request) -> Answer:
        self._line.renew()
        return self._line.alone(request)

    def _alone(self, request: Request, way: Callable[[Request], Answer]) -> Reply:
        try:
            answer = way(request)
        except Problem as problem:
            return Reply(request.id, Crashed(f"not sent: it could not be started again: {problem.summary}"), sent=False)
        return Reply(request.id, answer.outcome, answer.micros)

    def configure(self, request: Request) -> Reply:
        """See `Subject.configure`."""
        self.start()
        self._standing = Standing()
        return self._alone(request, self._line.configure)

    def close(self) -> None:
        """Stop it; it can be started again."""
        self._handshake = None
        with suppress(OSError):
            self._line.close()
