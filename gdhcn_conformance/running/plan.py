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
from gdhcn_conformance.running.issuing import ISSUE
from gdhcn_conformance.running.library import Suite

LISTING = "'gdhcn-conformance vectors list' lists them all"


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
    vectors_from: str = "committed"  # committed | fresh SEED COUNTRIES | live MOMENT SEED COUNTRIES | corpus PATH | samples PATH | deck NAME MOMENT SEED COUNTRIES
    seed: int | None = None  # of fresh vectors
    countries: tuple[str, ...] = ()  # of fresh vectors, where they are not the suite's own
    about: Mapping[str, str] = field(default_factory=dict)  # the implementation conformance statement, redacted

    @property
    def origin(self) -> str:
        """Where the vectors come from, in a word."""
        return origin_of(self.vectors_from)

    def inspected(self) -> tuple[str, ...]:
        """The requirements that are held against every issued certificate; none where nothing is issued."""
        if not any(vector.operation == ISSUE for vector in self.vectors):
            return ()
        from gdhcn_conformance.issued.check import checks  # noqa: PLC0415 - for issuers only

        tested = (name for name, requirement in self.suite.requirements.items() if not requirement.not_tested)
        return tuple(name for name in tested if name in checks())


def origin_of(vectors_from: str) -> str:
    """The first word of where vectors come from: what follows says which of its kind."""
    return vectors_from.partition(" ")[0]


def policies_in_force(suite: Suite, given: Iterable[str] = ()) -> dict[str, str]:
    """The suite's own policies, with `NAME=VALUE` settings applied; `Problem` names what is unknown and what there is."""
    policies = suite.defaults()
    for setting in given:
        name, _, value = setting.partition("=")
        if name not in policies:
            near = get_close_matches(name, policies, 3, 0.4)
            hint = f"did you mean: {', '.join(near)}" if near else f"policies: {', '.join(sorted(policies))}"
            raise Problem("unknown-policy", f"There is no policy {name!r}.", hint)
        if value not in POLICY_VALUES:
            raise Problem(
                "policy-value", f"Policy {name} has no value {value!r}.", f"one of {', '.join(POLICY_VALUES)}"
            )
        policies[name] = value
    return policies


def select(vectors: Sequence[Vector], only: Sequence[str] = ()) -> tuple[Vector, ...]:
    """The vectors whose id (the end of it is enough) or requirement one of the globs fits, with their twins; all without a glob.

    A glob that fits nothing is a `Problem` (exit 4): a mistyped name must not end as a green run.
    """
    if not only:
        return tuple(vectors)
    chosen = {vector.id for vector in vectors if any(_fits(vector, glob) for glob in only)}
    for glob in only:
        if not any(_fits(vector, glob) for vector in vectors):
            near = nearest(glob, (vector.id for vector in vectors), (vector.requirement for vector in vectors))
            hint = f"did you mean: {', '.join(near)}" if near else LISTING
            problem = f"{glob!r} fits no vector and no requirement that has vectors."
            raise Problem("nothing-selected", problem, hint, exit_code=Exit.SUITE_ERROR)
    return with_twins(vectors, chosen)


def find(vectors: Sequence[Vector], name: str) -> Vector | None:
    """The vector of this id, or the only one whose id ends in it (`expired-two-days-ago`); `None` where there is none.

    `Problem` names them all where several do.
    """
    found = [vector for vector in vectors if vector.id == name]
    found = found or [vector for vector in vectors if vector.id.endswith(f"/{name}")]
    if len(found) > 1:
        summary = f"{len(found)} vectors are called {name!r}."
        raise Problem("ambiguous-name", summary, f"one of: {', '.join(vector.id for vector in found)}")
    return found[0] if found else None


def one(vectors: Sequence[Vector], name: str) -> Vector:
    """What `find` finds; `Problem` (exit 4) with the nearest names where it finds nothing."""
    vector = find(vectors, name)
    if vector is None:
        near = [each for each in nearest(name, (vector.id for vector in vectors)) if not each.endswith("/*")]
        hint = f"did you mean: {', '.join(near)}" if near else LISTING
        raise Problem("nothing-selected", f"There is no vector {name!r}.", hint, exit_code=Exit.SUITE_ERROR)
    return vector


def nearest(name: str, paths: Iterable[str], others: Iterable[str] = ()) -> list[str]:
    """At most three known names that this one may be a slip of; of a path the last part, or its folder, is enough."""
    whole = {path: path for path in paths}
    folders = {f"{path.rpartition('/')[0]}/*" for path in whole}
    known = {path.rpartition("/")[2]: path for path in whole} | {folder.split("/")[-2]: folder for folder in folders}
    known |= whole | {folder: folder for folder in folders} | {other: other for other in others}
    return list(dict.fromkeys(known[each] for each in get_close_matches(name, known, 3, 0.65)))


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
    """Whether the glob fits the vector's id, whole or from a slash on, or a requirement that it is about."""
    names = (vector.id, vector.requirement, *vector.also)
    return any(fnmatchcase(name, glob) for name in names) or fnmatchcase(vector.id, f"*/{glob}")
