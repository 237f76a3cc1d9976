"""What a run is made of, read from the content folder: ledger, policies, profiles, vectors."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from gdhcn_conformance.content import is_wheel, root
from gdhcn_conformance.errors import Exit, Problem
from gdhcn_conformance.model import vector_file
from gdhcn_conformance.model.profile import Profile
from gdhcn_conformance.model.requirement import (
    NOT_TESTED_REASONS,
    POLICY_VALUES,
    Basis,
    Level,
    NotTested,
    Policy,
    Requirement,
    Source,
)
from gdhcn_conformance.model.vector import Vector

LOCK = "lock.json"
MEND = {
    "vectors-damaged": "run 'gdhcn-conformance vectors build' if the change was meant, else restore the file",
    "suite-damaged": "mend the row, or restore the file",
}
REINSTALL = "install the suite again"


@dataclass(frozen=True, slots=True)
class Suite:
    """The content of one role: its ledger by id, policies by name, profiles by full name, and its vectors.

    `digest` is that of the vectors' lock and of the ledger, profiles and policies together: what a run was made with.
    """

    role: str
    requirements: Mapping[str, Requirement]
    policies: Mapping[str, Policy]
    profiles: Mapping[str, Profile]
    vectors: tuple[Vector, ...]
    digest: str

    def profile(self, name: str) -> Profile:
        """The profile of this name, with its date or (the newest) without; `Problem` names those there are."""
        if name in self.profiles:
            return self.profiles[name]
        dated = sorted(full for full in self.profiles if full.partition("@")[0] == name)
        if not dated:
            known = ", ".join(sorted(self.profiles))
            raise Problem("unknown-profile", f"There is no profile {name!r}.", f"profiles of this suite: {known}")
        return self.profiles[dated[-1]]

    def defaults(self) -> dict[str, str]:
        """Every policy's own value, by name."""
        return {policy.name: policy.default for policy in self.policies.values()}


def roles(folder: Path | None = None) -> tuple[str, ...]:
    """The roles that have a suite: the folders of `suites` that hold a ledger."""
    return tuple(sorted(path.parent.name for path in ((folder or root()) / "suites").glob("*/requirements.yaml")))


def role_of(profile: str) -> str:
    """The role that a profile is of, by its name with or without a date; `Problem` names the profiles that there are."""
    known = {row["name"]: role for role in roles() for row in _rows(*_profiles(role))}
    for full, role in known.items():
        if profile in (full, full.partition("@")[0]):
            return role
    hint = f"profiles: {', '.join(sorted(known))}"
    raise Problem("unknown-profile", f"There is no profile {profile!r}.", hint)


def _profiles(role: str) -> tuple[bytes, Path]:
    path = root() / "suites" / role / "profiles.yaml"
    return _read(path), path


def load(role: str = "verifier", folder: Path | None = None) -> Suite:
    """The suite of a role; `Problem` (exit 4) where its content is damaged or edited."""
    base = folder or root()
    parts = {name: base / "suites" / role / f"{name}.yaml" for name in ("requirements", "policies", "profiles")}
    texts = {name: _read(path) for name, path in parts.items()}
    rows = {name: _rows(texts[name], path) for name, path in parts.items()}
    try:
        requirements = _index(_requirement(row) for row in rows["requirements"])
        policies = {row["name"]: _policy(row) for row in rows["policies"]}
        profiles = {row["name"]: _profile(row) for row in rows["profiles"]}
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise _damaged(
            "suite-damaged", f"a row of {base / 'suites' / role} has not the shape of one: {wrong!r}"
        ) from wrong
    vectors, lock = load_vectors(base / "vectors" / "data", role)
    digest = hashlib.sha256(lock + b"".join(hashlib.sha256(text).digest() for text in texts.values())).hexdigest()
    return Suite(role, requirements, policies, profiles, tuple(vectors), digest)


def load_vectors(folder: Path, role: str) -> tuple[list[Vector], bytes]:
    """The committed vectors of a role and what the lock says of them; `Problem` (exit 4) names a file that the lock does not fit."""
    try:
        locked = dict(json.loads((folder / LOCK).read_bytes())["sha256"])
        names: dict[str, str] = {name: digest for name, digest in locked.items() if name.startswith(f"{role}/")}
    except (OSError, ValueError, KeyError, TypeError) as unreadable:
        raise _damaged("vectors-damaged", f"{folder / LOCK} cannot be read: {unreadable}") from unreadable
    vectors: list[Vector] = []
    for name, digest in names.items():
        data = (folder / name).read_bytes() if (folder / name).is_file() else b""
        if hashlib.sha256(data).hexdigest() != digest:
            summary = f"{name} is not what the lock says it is: vectors were edited by hand or are incomplete."
            raise _damaged("vectors-damaged", summary)
        try:
            vectors += vector_file.from_json(json.loads(data))
        except (ValueError, KeyError, TypeError) as wrong:
            raise _damaged("vectors-damaged", f"{name} holds what is no vector: {wrong!r}") from wrong
    return vectors, json.dumps(names, sort_keys=True).encode()


def _damaged(code: str, summary: str) -> Problem:
    return Problem(code, summary, REINSTALL if is_wheel() else MEND[code], exit_code=Exit.SUITE_ERROR)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as unreadable:
        raise _damaged("suite-damaged", f"{path} cannot be read: {unreadable.strerror}") from unreadable


def _rows(text: bytes, path: Path) -> list[dict[str, Any]]:
    try:
        rows = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe loaders
    except yaml.YAMLError as broken:
        raise _damaged("suite-damaged", f"{path} is no YAML: {broken}") from broken
    if not isinstance(rows, list):
        raise _damaged("suite-damaged", f"{path} holds no list of rows.")
    return rows


def _index(requirements: Iterable[Requirement]) -> dict[str, Requirement]:
    return {requirement.id: requirement for requirement in requirements}


def _requirement(row: Mapping[str, Any]) -> Requirement:
    not_tested = row.get("not-tested")
    if not_tested and not_tested["reason"] not in NOT_TESTED_REASONS:
        raise _damaged("suite-damaged", f"{row['id']}: {not_tested['reason']!r} is no reason")
    source = row["source"]
    return Requirement(
        id=row["id"],
        chapter=row["chapter"],
        text=row["text"],
        level=Level(row["level"]),
        basis=Basis(row["basis"]),
        source=Source(source["document"], str(source.get("section", "")), source.get("url", "")),
        also=tuple(row.get("also", ())),
        policy=row.get("policy"),
        needs=tuple(row.get("needs", ())),
        not_tested=NotTested(not_tested["reason"], not_tested.get("detail", "")) if not_tested else None,
        derived=row.get("derived", ""),
        decides=row.get("decides", ""),
        note=row.get("note", ""),
    )


def _policy(row: Mapping[str, Any]) -> Policy:
    if row["default"] not in POLICY_VALUES:
        raise _damaged("suite-damaged", f"policy {row['name']}: no value {row['default']!r}")
    return Policy(row["name"], row["question"], row["default"], row.get("stance", ""))


def _profile(row: Mapping[str, Any]) -> Profile:
    return Profile(
        name=row["name"],
        role=row["role"],
        text=row["text"],
        capabilities=frozenset(row["capabilities"]),
        required=tuple(row["required"]),
        optional=tuple(row.get("optional", ())),
        not_scored=tuple(row.get("not-scored", ())),
        is_not=" ".join(row.get("is-not", "").split()),
        samples=row.get("samples", {}),
    )
