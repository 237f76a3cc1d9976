"""A profile: what must pass for a role, with a date, frozen at release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from gdhcn_conformance.model.declaration import Role

ALGORITHMS = frozenset({"ES256", "PS256"})


@dataclass(frozen=True, slots=True)
class Profile:
    """What an implementation is judged as.

    `name` carries its date (`verifier@2026-11`). `capabilities` are what it requires of an implementation; `required`,
    `optional` and `not_scored` are requirement ids or globs, looked up in this order of precedence: not-scored, optional,
    required. `is_not` says, for the report's first line, what a conformant implementation has not been shown to be.
    `samples` names one one-fault vector a stage, with which the reason channel is calibrated.
    """

    name: str
    role: str
    text: str
    capabilities: frozenset[str]
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    not_scored: tuple[str, ...] = ()
    is_not: str = ""
    samples: Mapping[str, str] = field(default_factory=dict)

    def standing(self, requirement: str) -> str:
        """How this requirement stands: `required`, `optional`, `not-scored`."""
        for globs, standing in (
            (self.not_scored, "not-scored"),
            (self.optional, "optional"),
            (self.required, "required"),
        ):
            if any(fnmatchcase(requirement, glob) for glob in globs):
                return standing
        return "not-scored"


def declared_capabilities(role: Role, universe: frozenset[str]) -> frozenset[str]:
    """Which of these capabilities an implementation declares; what it says nothing about counts as claimed.

    Capabilities are `ES256`, `PS256`, `stage:NAME`, `product:NAME`, `operation:NAME`, `clock` (it can be told the time),
    `trust-per-call`, `output`, and behaviours by their names. Operations beyond the role's own, and `version:X`, are the
    exception: they must be declared.
    """
    return frozenset(capability for capability in universe if _declares(role, capability))


def _declares(role: Role, capability: str) -> bool:
    group, _, name = capability.rpartition(":")
    listed = {
        "stage": role.stages,
        "product": role.products,
        "operation": role.operations,
        "version": role.versions,
    }
    if group in listed:
        members = listed[group]
        return members is None or name in members
    if capability in ALGORITHMS:
        return role.algorithms is None or capability in role.algorithms
    switches = {
        "clock": role.clock == "per-call",
        "trust-per-call": role.trust == "per-call",
        "output": role.output != "none",
    }
    return switches.get(capability, role.behaviours.get(capability, True))
