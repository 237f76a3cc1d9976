"""A file of vectors: the JSON in which vectors are committed, and in which a run log keeps the ones it ran.

Trust lists stand once a file and are referred to by name. `reports/schemas/vectors.schema.json` describes the same shape.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gdhcn_conformance.model.vector import Expectation, Expected, TrustEntry, Vector

FORMAT = 1


def to_json(vectors: Iterable[Vector]) -> dict[str, Any]:
    """The vectors as one JSON document; equal inputs give equal documents."""
    lists: dict[tuple[TrustEntry, ...], str] = {}
    rows = [_row(vector, lists) for vector in vectors]
    named = {name: [entry.to_json() for entry in entries] for entries, name in lists.items()}
    return {"format": FORMAT, "trust": named, "vectors": rows}


def from_json(document: dict[str, Any]) -> list[Vector]:
    """The vectors of a document that `to_json` made; `KeyError`, `ValueError` or `TypeError` on any other."""
    if document["format"] != FORMAT:
        raise ValueError(f"format {document['format']!r}, this suite reads {FORMAT}")
    lists = {name: tuple(_entry(entry) for entry in entries) for name, entries in document["trust"].items()}
    return [_vector(row, lists) for row in document["vectors"]]


def _row(vector: Vector, lists: dict[tuple[TrustEntry, ...], str]) -> dict[str, Any]:
    expectation = vector.expectation
    row: dict[str, Any] = {
        "id": vector.id,
        "title": vector.title,
        "description": vector.description,
        "role": vector.role,
        "operation": vector.operation,
        "requirement": vector.requirement,
        "also": list(vector.also),
        "expected": expectation.expected.value,
        "reasons": list(expectation.reasons),
        "policy": expectation.policy,
        "twin": vector.twin,
        "mutation": vector.mutation,
        "needs": sorted(vector.needs),
        "context": sorted(vector.context),
        "forgery": vector.forgery,
        "source": vector.source,
        "notes": dict(vector.notes),
        "clock": vector.clock,
        "trust": lists.setdefault(vector.trust, vector.id),
        "credential": vector.credential,
        "output": vector.output,
    }
    return {name: value for name, value in row.items() if value}  # what is empty is left out


def _vector(row: dict[str, Any], lists: dict[str, tuple[TrustEntry, ...]]) -> Vector:
    expectation = Expectation(Expected(row["expected"]), tuple(row.get("reasons", ())), row.get("policy"))
    return Vector(
        id=row["id"],
        title=row["title"],
        description=row["description"],
        role=row["role"],
        operation=row["operation"],
        requirement=row["requirement"],
        expectation=expectation,
        credential=row.get("credential", ""),
        clock=row["clock"],
        trust=lists[row["trust"]],
        output=row.get("output"),
        twin=row.get("twin"),
        mutation=row.get("mutation", ""),
        also=tuple(row.get("also", ())),
        needs=frozenset(row.get("needs", ())),
        context=frozenset(row.get("context", ())),
        forgery=row.get("forgery", False),
        source=row.get("source", "recipe"),
        notes=row.get("notes", {}),
    )


def _entry(row: dict[str, Any]) -> TrustEntry:
    return TrustEntry(row["kid"], row["certificate"], row["country"], tuple(row["usage"]), row["domain"])
