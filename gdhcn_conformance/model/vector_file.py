"""A file of vectors: the JSON in which vectors are committed, and in which a run log keeps the ones it ran.

Trust lists stand once a file and are referred to by name. `reports/schemas/vectors.schema.json` describes the same shape.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

from gdhcn_conformance.model.vector import Expectation, Expected, TrustEntry, Vector

FORMAT = 1
TrustLists: TypeAlias = dict[tuple[TrustEntry, ...], str]


def to_json(vectors: Iterable[Vector]) -> dict[str, Any]:
    """The vectors as one JSON document; equal inputs give equal documents."""
    all_of_them = tuple(vectors)
    lists = trust_lists(all_of_them)
    return {
        "format": FORMAT,
        "trust": trust_to_json(lists),
        "vectors": [vector_to_json(vector, lists) for vector in all_of_them],
    }


def trust_lists(vectors: Iterable[Vector]) -> TrustLists:
    """The name of each trust list: that of the first vector that is judged under it."""
    lists: TrustLists = {}
    for vector in vectors:
        lists.setdefault(vector.trust, vector.id)
    return lists


def trust_to_json(lists: TrustLists) -> dict[str, Any]:
    """The trust lists by name."""
    return {name: [entry.to_json() for entry in entries] for entries, name in lists.items()}


def from_json(document: dict[str, Any]) -> list[Vector]:
    """The vectors of a document that `to_json` made; `KeyError`, `ValueError` or `TypeError` on any other."""
    if document["format"] != FORMAT:
        raise ValueError(f"format {document['format']!r}, this suite reads {FORMAT}")
    lists = {name: tuple(_entry(entry) for entry in entries) for name, entries in document["trust"].items()}
    return [_vector(row, lists) for row in document["vectors"]]


def vector_to_json(vector: Vector, lists: TrustLists) -> dict[str, Any]:
    """One vector, which names its trust list."""
    expectation = vector.expectation
    row: dict[str, Any] = {
        "id": vector.id,
        "title": vector.title,
        "description": vector.description,
        "role": vector.role,
        "operation": vector.operation,
        "requirement": vector.requirement,
        "expected": expectation.expected.value,
        "clock": vector.clock,
        "trust": lists[vector.trust],
        "source": vector.source,
        "credential": vector.credential,
    }
    optional = (
        ("also", vector.also and list(vector.also)),
        ("reasons", expectation.reasons and list(expectation.reasons)),
        ("policy", expectation.policy),
        ("twin", vector.twin),
        ("mutation", vector.mutation),
        ("needs", vector.needs and sorted(vector.needs)),
        ("context", vector.context and sorted(vector.context)),
        ("forgery", vector.forgery),
        ("notes", vector.notes and dict(vector.notes)),
        ("output", vector.output),
        ("input", vector.input and dict(vector.input)),
    )
    return row | {name: value for name, value in optional if value}  # what is empty is left out


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
        input=row.get("input"),
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
