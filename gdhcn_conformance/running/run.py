"""A run: start the subject, ask, log. Knows nothing of pytest; the plugin and the command line are two fronts of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from gdhcn_conformance.adapters.base import Reply, Request
from gdhcn_conformance.errors import Exit, Problem
from gdhcn_conformance.model.declaration import Role
from gdhcn_conformance.model.outcome import Accepted
from gdhcn_conformance.running import log as logs
from gdhcn_conformance.running import sources
from gdhcn_conformance.running.exchange import INTERRUPTED, Case, exchange, opaque
from gdhcn_conformance.running.settled import settled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from gdhcn_conformance.adapters.base import Subject
    from gdhcn_conformance.model.declaration import Handshake
    from gdhcn_conformance.model.vector import TrustEntry, Vector
    from gdhcn_conformance.running.plan import Plan


def perform(
    plan: Plan,
    subject: Subject,
    seen: Callable[[str, Reply], None] | None = None,
    check: Callable[[Handshake], None] | None = None,
) -> logs.RunLog:
    """Run the plan against a subject that has not been started, and give the finished log.

    `seen` is called with vector id and reply, once a vector; `check` may raise a `Problem` at the handshake. `Problem` when
    the subject cannot be started, does not play the role, or nothing is selected; `Interrupted` when a person stops it. An
    implementation that cannot be told the time is asked vectors made for now; one that takes its trust list once a session is
    given the list of all families together.
    """
    if not plan.vectors:
        hint = "'gdhcn-conformance vectors list' lists them all"
        raise Problem("nothing-selected", "No vector is selected.", hint, exit_code=Exit.SUITE_ERROR)
    with settled(), subject:
        handshake = subject.start()
        if check:
            check(handshake)
        role = role_of(handshake, plan.suite.role)
        if role.clock == "wall":
            plan = live(plan)
        begun = logs.begin(plan, handshake)
        if role.trust == "session":
            configure(subject, union(plan.vectors), plan.salt)
        answered: dict[str, Reply] = {}

        def keep(vector: str, reply: Reply) -> None:
            answered[vector] = reply
            if seen:
                seen(vector, reply)

        try:
            cases = exchange(subject, plan.vectors, plan.salt, role, keep)
        except KeyboardInterrupt as stopped:
            raise Interrupted(_finished(begun, _so_far(plan, answered))) from stopped
    return _finished(begun, cases)


class Interrupted(KeyboardInterrupt):
    """A person stopped the run; `log` holds what came before, and says of the rest that it was not asked."""

    def __init__(self, log: logs.RunLog) -> None:
        super().__init__("interrupted")
        self.log = log


def _so_far(plan: Plan, answered: Mapping[str, Reply]) -> dict[str, Case]:
    """A case a vector; those without an answer were not sent, and so are inconclusive."""
    unsent = {vector.id: Reply(opaque(plan.salt, vector.id), INTERRUPTED, sent=False) for vector in plan.vectors}
    return {name: Case(name, answered.get(name, reply)) for name, reply in unsent.items()}


def _finished(begun: logs.RunLog, cases: Mapping[str, Case]) -> logs.RunLog:
    return replace(begun, cases=cases, finished=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def role_of(handshake: Handshake, role: str) -> Role:
    """What the implementation declares for the role under test; without any declaration it claims all of it."""
    if handshake.roles and role not in handshake.roles:
        declared = ", ".join(handshake.roles)
        raise Problem(
            "role-not-declared",
            f"{handshake.name} does not declare the role {role!r} (it declares {declared}).",
            f"add {role!r} to 'roles' in the answer to hello",
        )
    return handshake.roles.get(role, Role())


def live(plan: Plan) -> Plan:
    """The same vectors made for this moment, from the same recipes; `Problem` where they have no recipe.

    A deck was made for the days on which it was scanned, and stays as it is.
    """
    if plan.origin == "deck":
        return plan
    if plan.origin == "corpus":
        raise Problem(
            "corpus-needs-clock",
            "An implementation that cannot be told the time has nothing to run here: a corpus was made for days gone by.",
            "declare 'clock': 'per-call' if it can be told the time, or run the suite's own vectors",
            exit_code=Exit.SUITE_ERROR,
        )
    moment, seed = sources.now(), sources.new_seed() if plan.seed is None else plan.seed
    chosen = {vector.id for vector in plan.vectors}
    made = sources.fresh(plan.suite, seed, moment=moment, countries=plan.countries).vectors
    vectors = tuple(vector for vector in made if vector.id in chosen)
    origin = " ".join(("live", moment.isoformat(), str(seed), *plan.countries))
    return replace(plan, vectors=vectors, vectors_from=origin)


def configure(subject: Subject, entries: Iterable[TrustEntry], salt: str) -> None:
    """Hand over a trust list for a session, each entry once; `Problem` where it is not taken."""
    body = {"trust": tuple(entry.to_json() for entry in dict.fromkeys(entries))}
    reply = subject.configure(Request(opaque(salt, "configure"), "configure", body))
    if not isinstance(reply.outcome, Accepted):
        raise Problem(
            "configure-refused",
            f"The implementation takes its trust list once a session, and did not take it ({reply.outcome.kind}).",
            'answer the operation \'configure\' with {"outcome": "accepted"}',
        )


def union(vectors: Iterable[Vector]) -> list[TrustEntry]:
    """One trust list for all: that of every vector whose list is not itself the mutation, each entry once."""
    entries = (entry for vector in vectors if "trust" not in vector.context for entry in vector.trust)
    return list(dict.fromkeys(entries))
