"""A small suite for tests of the engine: three families, a policy, a SHOULD, and requirements to go with them."""

from __future__ import annotations

from gdhcn_conformance.adapters.base import Handshake, Reply, Request, Subject
from gdhcn_conformance.model.declaration import Role
from gdhcn_conformance.model.outcome import Accepted, Rejected
from gdhcn_conformance.model.profile import Profile
from gdhcn_conformance.model.requirement import Basis, Level, NotTested, Policy, Requirement, Source
from gdhcn_conformance.model.vector import Expectation, Expected, TrustEntry, Vector
from gdhcn_conformance.running.library import Suite

TRUST = (TrustEntry("AAAAAAAAAAA=", "MAA=", "XA", ("DSC",)),)


def requirement(name: str, level: Level = Level.MUST, basis: Basis = Basis.NORMATIVE, **more: object) -> Requirement:
    return Requirement(name, "time", f"{name} holds.", level, basis, Source("WHO HCERT", "3"), **more)


def vector(
    name: str, expected: str = "accept", *, of: str | None = None, requirement: str = "R-1", **more: object
) -> Vector:
    reasons = ("expired",) if expected == "reject" else ()
    expectation = Expectation(Expected(expected), reasons, more.pop("policy", None))
    settings = {"output": {"name": name} if expected == "accept" else None, "mutation": name if of else ""} | more
    return Vector(
        id=name,
        title=f"{name}.",
        description=f"{name}.",
        role="verifier",
        operation="verify",
        requirement=requirement,
        expectation=expectation,
        credential=f"HC1:{name}",
        clock="2022-01-15T10:00:00Z",
        trust=TRUST,
        twin=of,
        **settings,
    )


VECTORS = (
    vector("a/valid"),
    vector("a/bad", "reject", of="a/valid"),
    vector("b/valid", requirement="R-2"),
    vector("b/bad", "reject", of="b/valid", requirement="R-2"),
    vector("b/open", "either", of="b/valid", requirement="R-2", policy="leeway"),
)
PROFILE = Profile("verifier@2026-11", "verifier", "A verifier.", frozenset(), ("R-*",), samples={"time": "a/bad"})


def suite(*vectors: Vector, **requirements: Requirement) -> Suite:
    rows = {"R-1": requirement("R-1"), "R-2": requirement("R-2", Level.SHOULD)} | {
        row.id: row for row in requirements.values()
    }
    untested = requirement("R-9", not_tested=NotTested("needs a person"))
    return Suite(
        role="verifier",
        requirements=rows | {"R-9": untested},
        policies={"leeway": Policy("leeway", "May it?", "open")},
        profiles={PROFILE.name: PROFILE},
        vectors=vectors or VECTORS,
        digest="0" * 64,
    )


def right(each: Vector) -> object:
    """What a conforming implementation answers."""
    if each.expectation.expected is Expected.REJECT:
        return Rejected("expired")
    return Accepted({"name": each.id})


class Scripted(Subject):
    """Answers from a script: by vector id, else rightly; remembers what it was asked."""

    address = "scripted"

    def __init__(self, vectors: tuple[Vector, ...] = VECTORS, role: Role | None = None, **script: object) -> None:
        self.by_credential = {each.credential: each for each in vectors}
        self.script = {name.replace("__", "/"): outcome for name, outcome in script.items()}
        self.role = role or Role()
        self.asked: list[Request] = []

    def start(self) -> Handshake:
        return Handshake("scripted", "1", roles={"verifier": self.role})

    def ask(self, requests, seen=None):
        replies = {each.id: self._reply(each, alone=False) for each in requests}
        for reply in replies.values():
            if seen:
                seen(reply)
        return replies

    def ask_alone(self, request):
        return self._reply(request, alone=True)

    def _reply(self, request: Request, *, alone: bool) -> Reply:
        self.asked.append(request)
        vector = self.by_credential[request.body["credential"]]
        outcome = self.script.get(vector.id, right(vector))
        if isinstance(outcome, tuple):
            outcome = outcome[alone]
        return Reply(request.id, outcome, 10)

    def close(self) -> None:
        pass
