"""A run: start the subject, ask, log. Knows nothing of pytest; the plugin and the command line are two fronts of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from gdhcn_conformance.errors import Exit, Problem
from gdhcn_conformance.model.declaration import Role
from gdhcn_conformance.running import log as logs
from gdhcn_conformance.running.exchange import exchange

if TYPE_CHECKING:
    from collections.abc import Callable

    from gdhcn_conformance.adapters.base import Reply, Subject
    from gdhcn_conformance.model.declaration import Handshake
    from gdhcn_conformance.running.plan import Plan


def perform(plan: Plan, subject: Subject, seen: Callable[[str, Reply], None] | None = None) -> logs.RunLog:
    """Run the plan against a subject that has not been started, and give the finished log.

    `seen` is called with vector id and reply, once a vector. `Problem` when the subject cannot be started, does not play the
    role, or nothing is selected.
    """
    if not plan.vectors:
        raise Problem("nothing-selected", "No vector is selected.", exit_code=Exit.SUITE_ERROR)
    with subject:
        handshake = subject.start()
        role = role_of(handshake, plan.suite.role)
        begun = logs.begin(plan, handshake)
        cases = exchange(subject, plan.vectors, plan.salt, role, seen)
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
