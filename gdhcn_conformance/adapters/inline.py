"""A Python object asked directly, in this process: only for what the suite ships, which neither hangs nor dies."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from gdhcn_conformance.adapters.base import Handshake, Reply, Request, Subject
from gdhcn_conformance.adapters.handshake import read_handshake
from gdhcn_conformance.adapters.host import answer_to, describe
from gdhcn_conformance.adapters.protocol import read_outcome
from gdhcn_conformance.adapters.texts import clean
from gdhcn_conformance.model.outcome import Crashed, Outcome, ProtocolError, Unsupported

Method = Callable[[dict[str, Any]], Any]


class InlineSubject(Subject):
    """An object with one method an operation, as `host.py` serves it.

    An exception is a crash, an operation without a method unsupported. No deadline holds: nothing could enforce it.
    """

    def __init__(self, served: object, address: str = "inline") -> None:
        self.address = address
        self._served = served() if isinstance(served, type) else served
        self._methods: dict[str, Method | None] = {}

    def start(self) -> Handshake:
        """What the object's `hello` declares, or its type's name; `Problem` as for any other subject."""
        if hasattr(self._served, "hello"):
            return read_handshake(answer_to(self._served, "", {"op": "hello", "id": "0"}))
        return Handshake(name=type(self._served).__name__, language="python")

    def ask(self, requests: Sequence[Request], seen: Callable[[Reply], None] | None = None) -> dict[str, Reply]:
        """Ask one after the other."""
        replies = {}
        since = time.perf_counter_ns()
        for request in requests:
            outcome = self._ask(request)
            now = time.perf_counter_ns()
            replies[request.id] = reply = Reply(request.id, outcome, (now - since) // 1000)
            since = now
            if seen is not None:
                seen(reply)
        return replies

    def ask_alone(self, request: Request) -> Reply:
        """Ask one; what the suite ships keeps nothing between two requests."""
        return self.ask([request])[request.id]

    def close(self) -> None:
        """Nothing is held."""

    def _ask(self, request: Request) -> Outcome:
        method = self._method(request.operation)
        if method is None:
            return Unsupported()
        try:
            answer = method(request.to_json())
        except Exception as error:  # noqa: BLE001 - what an implementation does not document as a refusal is a crash
            return Crashed(clean(describe(error)))
        if not isinstance(answer, dict):
            return ProtocolError(f"the answer is a {type(answer).__name__}, should be a JSON object")
        return read_outcome(answer)

    def _method(self, operation: str) -> Method | None:
        if operation not in self._methods:
            method = None if operation.startswith("_") else getattr(self._served, operation.replace("-", "_"), None)
            self._methods[operation] = method if callable(method) else None
        return self._methods[operation]
