"""What the suite asks of a subject: the vocabulary of the adapter wall, whatever the transport.

A *subject* is whatever answers for an implementation under test: a child process, a web service, a Python object in a
child process of ours, a built-in implementation, a folder of evidence.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from gdhcn_conformance.model.declaration import PROTOCOL, Handshake, Role
from gdhcn_conformance.model.outcome import Outcome

__all__ = ["PROTOCOL", "Handshake", "Limits", "Reply", "Request", "Role", "Subject"]


@dataclass(frozen=True, slots=True)
class Request:
    """One question: `id` is opaque, `operation` its name, `body` the other members of the message.

    Nothing in it tells what is expected: ids are salted per run, names and families stay on this side of the wall.
    """

    id: str
    operation: str
    body: Mapping[str, Any]

    def to_json(self) -> dict[str, Any]:
        """The message as the protocol's JSON object."""
        return {"op": self.operation, "id": self.id, **self.body}


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of one request.

    `micros` is the time from the previous answer (or from sending) to this one, in microseconds; answers that arrive together
    share it evenly. `attempts` holds the outcomes of earlier tries, oldest first, when the request had to be asked again
    alone; `sent` is false when the breaker had opened, and the request was not asked for an outcome of its own.
    """

    id: str
    outcome: Outcome
    micros: int = 0
    attempts: tuple[Outcome, ...] = ()
    sent: bool = True


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on a subject. Times in seconds, sizes in bytes."""

    start: float = 20.0  # a JVM with a large class path needs several seconds
    answer: float = 10.0  # from the previous answer; slow hardware verifies a certificate in far less
    reply: int = 1_000_000  # a payload is below 100 kB; what is longer is a fault
    memory: int = 2_000_000_000  # resident; a JVM with a default heap stays below it on the certificates sent
    in_flight: int = 64  # enough to hide the latency of a pipe, few enough to ask again after a crash
    breaker: int = 8  # so many requests in a row without an answer, each alone in a fresh process: it is down


class Subject(ABC):
    """An implementation under test, seen from the suite."""

    address: str

    def launch(self) -> None:  # noqa: B027 - most have nothing to do beforehand
        """Let it begin to start, while the suite is still loading; never raises."""

    @abstractmethod
    def start(self) -> Handshake:
        """Start it and shake hands; `Problem` with one diagnosis when that fails."""

    @abstractmethod
    def ask(self, requests: Sequence[Request], seen: Callable[[Reply], None] | None = None) -> dict[str, Reply]:
        """Ask all requests, pipelined where the transport can, and give the replies by id.

        What crashes, hangs or gives no usable answer is asked again alone, in a fresh process; only what then fails alone
        is attributed to it. `seen` is called once a request, as its reply comes in, and shows progress; what is returned
        counts, for an answer is taken back when a second one to the same request follows.
        """

    @abstractmethod
    def ask_alone(self, request: Request) -> Reply:
        """Ask one request in a fresh process (or connection), with nothing before it."""

    def configure(self, request: Request) -> Reply:
        """Begin a session with this message (a trust list that holds for all that follows) in a fresh process.

        It is sent again to each later fresh process of the session, before anything else.
        """
        return self.ask_alone(request)

    @abstractmethod
    def close(self) -> None:
        """Stop it; never raises because of what the implementation does."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
