"""Ask a subject every selected vector, once and pipelined; what failed is asked again by the rules of the adapter wall."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from gdhcn_conformance.adapters.base import Reply, Request, Subject
from gdhcn_conformance.credentials import compare
from gdhcn_conformance.model.declaration import Role
from gdhcn_conformance.model.outcome import Accepted, Outcome, ProtocolError, Rejected
from gdhcn_conformance.model.vector import TrustEntry, Vector
from gdhcn_conformance.running import issuing

REPEATED = 16  # so many vectors are asked a second time, to see whether the answer is the same after all the others
CONFIRMED = 5  # after so many twins in a row are refused again alone, the rest are taken to be refused too

INTERRUPTED = ProtocolError("not sent: the run was interrupted")  # of what a person's Ctrl-C came before


@dataclass(frozen=True, slots=True)
class Case:
    """One vector and what came of it.

    `again` is the outcome of a twin that was asked once more, alone; `later` that of a vector asked a second time at the end
    of the run, after many others.
    """

    vector: str
    reply: Reply
    again: Outcome | None = None
    later: Outcome | None = None


def opaque(salt: str, name: str) -> str:
    """The id under which an implementation sees a vector in this run: it tells nothing, and is the same when asked again."""
    return hashlib.blake2b(
        name.encode(), key=salt.encode()[:64], digest_size=8
    ).hexdigest()  # 64: the longest key it takes


def request(vector: Vector, salt: str, role: Role) -> Request:
    """The question that a vector asks, as much of it as the implementation wants to be told."""
    body = BODIES[vector.operation](vector, role)
    if role.clock == "per-call":
        body["clock"] = vector.clock
    return Request(opaque(salt, vector.id), vector.operation, body)


def _trusting(vector: Vector, role: Role, body: dict[str, Any]) -> dict[str, Any]:
    return body | {"trust": _listed(vector.trust)} if role.trust == "per-call" else body


# What is asked by each operation, beside the clock: a new one joins here.
BODIES: Mapping[str, Callable[[Vector, Role], dict[str, Any]]] = {
    "verify": lambda vector, role: _trusting(vector, role, {"credential": vector.credential}),
    "verify-image": lambda vector, role: _trusting(vector, role, {"image": drawn(vector)}),
    "issue": issuing.body,
}


@lru_cache(maxsize=1024)  # the same list, so that the encoder of a transport writes it once
def _listed(entries: tuple[TrustEntry, ...]) -> tuple[dict[str, Any], ...]:
    return tuple(entry.to_json() for entry in entries)


def drawn(vector: Vector) -> str:
    """The vector's QR image as Base64, drawn on demand from its credential and notes."""
    return _drawn(vector.credential, json.dumps(vector.notes["image"], sort_keys=True))


@lru_cache(maxsize=256)  # a symbol takes 50 ms to draw, and the same process may ask several implementations
def _drawn(credential: str, how: str) -> str:
    from gdhcn_conformance.generation.images import draw  # noqa: PLC0415 - only for the few vectors that are images

    return base64.b64encode(draw(credential, json.loads(how))).decode()


def exchange(
    subject: Subject, vectors: Sequence[Vector], salt: str, role: Role, seen: Callable[[str, Reply], None] | None = None
) -> dict[str, Case]:
    """All cases by vector id. `seen` is called once a vector as its reply comes in.

    The order in which vectors are asked follows their opaque ids, so that it tells nothing either.
    """
    by_name = {vector.id: request(vector, salt, role) for vector in vectors}
    names = {each.id: name for name, each in by_name.items()}
    requests = sorted(by_name.values(), key=lambda each: each.id)
    spread = requests[:: max(1, len(requests) // REPEATED)]
    repeats = {opaque(salt, f"{each.id} later"): each for each in spread}
    asked = [*requests, *(replace(each, id=name) for name, each in repeats.items())]

    def told(reply: Reply) -> None:
        if seen and reply.id in names:
            seen(names[reply.id], reply)

    replies = subject.ask(asked, told if seen else None)
    cases = {name: Case(name, replies[each]) for each, name in names.items()}
    later = {names[each.id]: replies[name].outcome for name, each in repeats.items() if replies[name].sent}
    again = dict(_ask_again(subject, vectors, cases, by_name, role))
    second = again.keys() | later.keys()
    return cases | {name: replace(cases[name], again=again.get(name), later=later.get(name)) for name in second}


def _ask_again(
    subject: Subject, vectors: Sequence[Vector], cases: Mapping[str, Case], requests: Mapping[str, Request], role: Role
) -> Iterator[tuple[str, Outcome]]:
    """Ask refused twins once more, alone, where a negative's verdict hangs on it."""
    by_id = {vector.id: vector for vector in vectors}
    answered = (Accepted, Rejected)
    wanted = {v.twin for v in vectors if v.twin and isinstance(cases[v.id].reply.outcome, Rejected)}
    refused = 0
    for name in sorted(wanted):
        outcome = cases[name].reply.outcome
        if passes(by_id[name], outcome, role) or not isinstance(outcome, answered) or refused >= CONFIRMED:
            continue
        second = subject.ask_alone(requests[name]).outcome
        refused = 0 if passes(by_id[name], second, role) else refused + 1
        yield name, second


def passes(vector: Vector, outcome: Outcome, role: Role) -> bool:
    """Whether a valid vector was accepted, and read rightly where the implementation gives what it read."""
    return isinstance(outcome, Accepted) and output_difference(vector, outcome, role) == ""


def output_difference(vector: Vector, outcome: Accepted, role: Role) -> str:
    """How the output departs from the expected one; empty where it does not, or where there is nothing to compare.

    The role says what the implementation declares to give: its reading of the `payload`, some `fields` of it, or `none`. What
    an issuer gives is a certificate, which differs where nobody could use it.
    """
    if vector.operation == issuing.ISSUE:
        return issuing.unusable(vector, outcome, role)
    output = role.output
    if vector.output is None or output == "none":
        return ""
    if output == "fields":
        return compare.difference(compare.overlap(vector.output, outcome.output), outcome.output)
    return compare.difference(vector.output, outcome.output)
