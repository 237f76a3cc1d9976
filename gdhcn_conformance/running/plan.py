"""What will be run: the vectors selected, with their twins, and everything that a verdict depends on."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from fnmatch import fnmatchcase

from gdhcn_conformance.errors import Exit, Problem
from gdhcn_conformance.model.profile import Profile
from gdhcn_conformance.model.requirement import POLICY_VALUES, Reading
from gdhcn_conformance.model.vector import Vector
from gdhcn_conformance.running.library import Suite


@dataclass(frozen=True, slots=True)
class Plan:
    """One run before it starts. `salt` makes the ids that an implementation sees opaque, and the order of asking."""

    suite: Suite
    profile: Profile
    vectors: tuple[Vector, ...]
    policies: Mapping[str, str]
    reading: Reading = Reading.NORMATIVE
    salt: str = field(default_factory=lambda: secrets.token_hex(16))
    only: tuple[str, ...] = ()
    vectors_from: str = "committed"  # committed | fresh SEED | live MOMENT | corpus PATH
    about: Mapping[str, str] = field(default_factory=dict)  # the implementation conformance statement, redacted


def policies_in_force(suite: Suite, given: Iterable[str] = ()) -> dict[str, str]:
    """The suite's own policies, with `NAME=VALUE` settings applied; `Problem` names what is unknown and what there is."""
    policies = suite.defaults()
    for setting in given:
        name, _, value = setting.partition("=")
        if name not in policies:
            near = ", ".join(get_close_matches(name, policies, 3, 0.4)) or ", ".join(sorted(policies))
            raise Problem("unknown-policy", f"There is no policy {name!r}.", f"did you mean: {near}")
        if value not in POLICY_VALUES:
            raise Problem(
                "policy-value", f"Policy {name} has no value {value!r}.", f"one of {', '.join(POLICY_VALUES)}"
            )
        policies[name] = value
    return policies


def select(vectors: Sequence[Vector], only: Sequence[str] = ()) -> tuple[Vector, ...]:
    """The vectors whose id or requirement one of the globs fits, with their twins; all without a glob.

    A glob that fits nothing is a `Problem` (exit 4): a mistyped name must not end as a green run.
    """
    if not only:
        return tuple(vectors)
    chosen = {vector.id for vector in vectors if any(_fits(vector, glob) for glob in only)}
    for glob in only:
        if not any(_fits(vector, glob) for vector in vectors):
            names = {vector.id for vector in vectors} | {vector.requirement for vector in vectors}
            near = ", ".join(get_close_matches(glob, names, 3, 0.5)) or "see 'gdhcn-conformance vectors list'"
            problem = f"{glob!r} fits no vector and no requirement that has vectors."
            raise Problem("nothing-selected", problem, f"did you mean: {near}", exit_code=Exit.SUITE_ERROR)
    return with_twins(vectors, chosen)


def with_twins(vectors: Sequence[Vector], chosen: set[str]) -> tuple[Vector, ...]:
    """The chosen vectors and all that they were derived from, in the order of the suite."""
    by_id = {vector.id: vector for vector in vectors}
    wanted = set(chosen)
    for name in chosen:
        twin = by_id[name].twin
        while twin is not None and twin not in wanted:
            wanted.add(twin)
            twin = by_id[twin].twin
    return tuple(vector for vector in vectors if vector.id in wanted)


def _fits(vector: Vector, glob: str) -> bool:
    return fnmatchcase(vector.id, glob) or any(fnmatchcase(name, glob) for name in (vector.requirement, *vector.also))
