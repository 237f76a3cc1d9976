"""The run log: NDJSON with a header, a line a vector, a line a case, and a footer that seals it.

Every report is derived from it alone. Header and vectors hold everything that a verdict depends on: ledger rows, policies,
profile, reading, what the implementation declared, and what it was asked. The footer holds the number of cases and the SHA-256
digest of every byte before it, so that a cut, an added or an altered line is seen.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import orjson

from gdhcn_conformance import __version__, content
from gdhcn_conformance.adapters.base import Reply
from gdhcn_conformance.errors import Problem
from gdhcn_conformance.model import outcome as outcomes
from gdhcn_conformance.model import vector_file
from gdhcn_conformance.model.declaration import Handshake, Role
from gdhcn_conformance.model.profile import Profile
from gdhcn_conformance.model.requirement import Basis, Level, NotTested, Policy, Reading, Requirement, Source
from gdhcn_conformance.model.vector import Vector
from gdhcn_conformance.running.exchange import Case
from gdhcn_conformance.running.plan import Plan, origin_of

FORMAT = 1
REQUIREMENT = tuple(member.name for member in fields(Requirement))
# What orjson refuses (half a surrogate pair in a hostile answer, an integer beyond 64 bits) is written in ASCII instead.
ENCODE = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class RunLog:
    """A run, as its log tells it: enough to derive every verdict, next year too."""

    run: str
    started: str
    suite: Mapping[str, Any]
    implementation: Mapping[str, Any]
    about: Mapping[str, str]
    profile: Profile
    role: Role
    reading: Reading
    policies: Mapping[str, str]
    default_policies: Mapping[str, str]
    requirements: Mapping[str, Requirement]
    policy_table: Mapping[str, Policy]
    vectors: tuple[Vector, ...]
    vectors_from: str
    only: tuple[str, ...]
    total_vectors: int
    salt: str
    cases: Mapping[str, Case] = field(default_factory=dict)
    finished: str = ""
    digest: str = ""

    @property
    def origin(self) -> str:
        """Where the vectors come from, in a word: `committed`, `fresh`, `live`, `corpus`, `samples` or `deck`."""
        return origin_of(self.vectors_from)

    @property
    def partial(self) -> bool:
        """Whether vectors of the suite were left out, so that the profile cannot be decided."""
        return len(self.vectors) < self.total_vectors


def begin(plan: Plan, handshake: Handshake, now: datetime | None = None) -> RunLog:
    """The log of a run that is about to start; `now` only dates it and judges nothing."""
    started = (now or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")
    identity = {"name": handshake.name, "version": handshake.version, "language": handshake.language}
    return RunLog(
        run=hashlib.sha256(f"{started}{plan.salt}".encode()).hexdigest()[:12],
        started=started,
        suite={
            "version": __version__,
            "digest": plan.suite.digest,
            "installed": "wheel" if content.is_wheel() else "checkout",
            "python": platform.python_version(),
            "platform": platform.platform(terse=True),
        },
        implementation=identity,
        about=dict(plan.about),
        profile=plan.profile,
        role=handshake.roles.get(plan.suite.role, Role()),
        reading=plan.reading,
        policies=dict(plan.policies),
        default_policies=plan.suite.defaults(),
        requirements=plan.suite.requirements,
        policy_table=plan.suite.policies,
        vectors=plan.vectors,
        vectors_from=plan.vectors_from,
        only=plan.only,
        total_vectors=len(plan.suite.vectors),
        salt=plan.salt,
    )


def lines(log: RunLog) -> Iterable[bytes]:
    """The log as NDJSON: header, vectors, cases by vector id, footer."""
    digest = hashlib.sha256()
    lists = vector_file.trust_lists(log.vectors)
    vectors = ({"type": "vector"} | vector_file.vector_to_json(vector, lists) for vector in log.vectors)
    cases = (_case(log.cases[name]) for name in sorted(log.cases))
    for document in chain([_header(log, lists)], vectors, cases):
        line = _dump(document)
        digest.update(line)
        yield line
    yield _dump({"type": "footer", "finished": log.finished, "cases": len(log.cases), "sha256": digest.hexdigest()})


def write(log: RunLog, path: Path) -> str:
    """Write the log; gives the SHA-256 digest of the whole file, which reports print. `Problem` where it cannot be written."""
    digest = hashlib.sha256()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            for line in lines(log):
                digest.update(line)
                file.write(line)
    except OSError as refused:
        problem = f"{refused.filename or path} cannot be written: {refused.strerror}"
        raise Problem("log-unwritable", problem, "name another folder with --out") from refused
    return digest.hexdigest()


def read(path: Path) -> RunLog:
    """The log of a finished run; `Problem` (exit 2) where it is cut short, altered, or no run log."""
    try:
        data = path.read_bytes()
    except OSError as unreadable:
        raise Problem(
            "log-unreadable", f"{path} cannot be read: {unreadable.strerror}", "name a run.ndjson"
        ) from unreadable
    *body, last = data.splitlines(keepends=True) or [b""]
    try:
        footer = json.loads(last)
        documents = [json.loads(line) for line in body]
        sealed, count = footer["sha256"], footer["cases"]
    except (ValueError, KeyError, TypeError) as broken:
        raise Problem(
            "log-truncated",
            f"{path} has no footer: the run did not finish, or the file was cut, or is no log of a run.",
            "name the run.ndjson of a run that ended",
        ) from broken
    cases = sum(each.get("type") == "case" for each in documents)
    if sealed != hashlib.sha256(b"".join(body)).hexdigest() or count != cases:
        hint = "take the log as the run wrote it; nothing can be derived from another"
        raise Problem("log-altered", f"{path} is not what the run wrote: its digest does not fit.", hint)
    try:
        return _log(documents[0], documents[1:], footer, hashlib.sha256(data).hexdigest())
    except (KeyError, ValueError, TypeError) as unknown:
        hint = "use the version of the suite that wrote it"
        raise Problem("log-format", f"{path} was written in another format ({unknown!r}).", hint) from unknown


def _header(log: RunLog, lists: vector_file.TrustLists) -> dict[str, Any]:
    requirements = [_requirement_row(row) for row in log.requirements.values()]
    return {
        "type": "header",
        "format": FORMAT,
        "run": log.run,
        "started": log.started,
        "suite": dict(log.suite),
        "implementation": dict(log.implementation),
        "about": dict(log.about),
        "profile": _plain(asdict(log.profile)),
        "role": _plain(asdict(log.role)),
        "reading": log.reading,
        "policies": dict(log.policies),
        "default_policies": dict(log.default_policies),
        "policy_table": [asdict(policy) for policy in log.policy_table.values()],
        "requirements": requirements,
        "vectors_from": log.vectors_from,
        "only": list(log.only),
        "total_vectors": log.total_vectors,
        "salt": log.salt,
        "trust": vector_file.trust_to_json(lists),
    }


def _requirement_row(row: Requirement) -> dict[str, Any]:
    """A ledger row as JSON; `dataclasses.asdict` takes ten times as long for the few hundred there are."""
    members = {name: getattr(row, name) for name in REQUIREMENT}
    not_tested = row.not_tested and {"reason": row.not_tested.reason, "detail": row.not_tested.detail}
    source = {"document": row.source.document, "section": row.source.section, "url": row.source.url}
    return members | {"source": source, "not_tested": not_tested}


def _case(case: Case) -> dict[str, Any]:
    reply = case.reply
    document = {"type": "case", "vector": case.vector, "id": reply.id, "micros": reply.micros}
    document |= outcomes.to_json(reply.outcome)
    if reply.attempts:
        document["attempts"] = [outcomes.to_json(each) for each in reply.attempts]
    if not reply.sent:
        document["sent"] = False
    for name, outcome in (("again", case.again), ("later", case.later)):
        if outcome is not None:
            document[name] = outcomes.to_json(outcome)
    return document


def _log(header: dict[str, Any], rows: list[dict[str, Any]], footer: dict[str, Any], digest: str) -> RunLog:
    if header["type"] != "header" or header["format"] != FORMAT:
        raise ValueError(f"format {header.get('format')!r}")
    vectors = {"format": vector_file.FORMAT, "trust": header["trust"]}
    vectors["vectors"] = [row for row in rows if row["type"] == "vector"]
    return RunLog(
        run=header["run"],
        started=header["started"],
        suite=header["suite"],
        implementation=header["implementation"],
        about=header["about"],
        profile=_profile(header["profile"]),
        role=_role(header["role"]),
        reading=Reading(header["reading"]),
        policies=header["policies"],
        default_policies=header["default_policies"],
        policy_table={row["name"]: Policy(**row) for row in header["policy_table"]},
        requirements={row["id"]: _requirement(row) for row in header["requirements"]},
        vectors=tuple(vector_file.from_json(vectors)),
        vectors_from=header["vectors_from"],
        only=tuple(header["only"]),
        total_vectors=header["total_vectors"],
        salt=header["salt"],
        cases={row["vector"]: _read_case(row) for row in rows if row["type"] == "case"},
        finished=footer["finished"],
        digest=digest,
    )


def _read_case(row: dict[str, Any]) -> Case:
    about = {"type", "vector", "id", "micros", "attempts", "sent", "again", "later"}
    reply = Reply(
        id=row["id"],
        outcome=outcomes.from_json({name: value for name, value in row.items() if name not in about}),
        micros=row["micros"],
        attempts=tuple(outcomes.from_json(each) for each in row.get("attempts", ())),
        sent=row.get("sent", True),
    )
    second = {name: outcomes.from_json(row[name]) for name in ("again", "later") if name in row}
    return Case(row["vector"], reply, **second)


def _requirement(row: dict[str, Any]) -> Requirement:
    not_tested = NotTested(**row["not_tested"]) if row["not_tested"] else None
    firm = {"level": Level(row["level"]), "basis": Basis(row["basis"]), "source": Source(**row["source"])}
    tuples = {"also": tuple(row["also"]), "needs": tuple(row["needs"])}
    return Requirement(**row | firm | tuples | {"not_tested": not_tested})


def _profile(row: dict[str, Any]) -> Profile:
    tuples = {name: tuple(row[name]) for name in ("required", "optional", "not_scored")}
    return Profile(**row | tuples | {"capabilities": frozenset(row["capabilities"])})


def _role(row: dict[str, Any]) -> Role:
    sets = ("products", "algorithms", "stages", "operations", "versions")
    made = {name: None if row[name] is None else frozenset(row[name]) for name in sets}
    return Role(**row | made | {"certificates": tuple(row["certificates"])})


def _plain(value: Any) -> Any:
    """Sets as sorted lists, so that equal logs are equal bytes."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return sorted(value) if isinstance(value, frozenset) else value


def _dump(document: Mapping[str, Any]) -> bytes:
    try:
        return orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE)
    except TypeError:
        return ENCODE(document).encode() + b"\n"
