"""Stages and reasons: the closed vocabulary in which a refusal is described.

One table a pipeline, in `pipelines/`; an unknown code is an error. The published JSON Schema is made from the same table.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

TABLES = Path(__file__).parent / "pipelines"
Row = TypeVar("Row")


class UnknownCodeError(LookupError):
    """A stage or reason that the pipeline's table does not hold."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a pipeline; `position` counts from 0 in the order of verification."""

    code: str
    summary: str
    position: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a credential is refused, with the usual cause of getting it wrong and the way to mend it."""

    code: str
    stage: str
    summary: str
    cause: str
    mend: str


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The stages of one format, in order, and the reasons that belong to them."""

    name: str
    stages: dict[str, Stage]
    reasons: dict[str, Reason]

    def reason(self, code: str) -> Reason:
        """The reason with this code; `UnknownCodeError` names the codes there are."""
        return _lookup(self.reasons, code, f"reason of the {self.name} pipeline")

    def stage(self, code: str) -> Stage:
        """The stage with this code; `UnknownCodeError` names the codes there are."""
        return _lookup(self.stages, code, f"stage of the {self.name} pipeline")

    def stage_of(self, reason: str) -> str:
        """The code of the stage that a reason belongs to."""
        return self.reason(reason).stage


def _lookup(table: dict[str, Row], code: str, what: str) -> Row:
    try:
        return table[code]
    except KeyError:
        raise UnknownCodeError(f"{code!r} is not a {what}; known: {', '.join(table)}") from None


@cache
def pipeline(name: str = "hcert") -> Pipeline:
    """The pipeline of that name, read once and checked: every reason's stage exists, no code stands twice."""
    table = tomllib.loads((TABLES / f"{name}.toml").read_text(encoding="utf-8"))
    stages = {row["code"]: Stage(row["code"], row["summary"], n) for n, row in enumerate(table["stage"])}
    reasons = {row["code"]: Reason(**row) for row in table["reason"]}
    if len(stages) != len(table["stage"]) or len(reasons) != len(table["reason"]):
        raise UnknownCodeError(f"a code stands twice in the table of the {name} pipeline")
    for reason in reasons.values():
        _lookup(stages, reason.stage, f"stage of the {name} pipeline (reason {reason.code})")
    return Pipeline(table["pipeline"], stages, reasons)


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of stage and reason codes, made from the tables of all pipelines."""
    tables = [pipeline(path.stem) for path in sorted(TABLES.glob("*.toml"))]
    described = {
        table.name: {
            "stage": {"enum": list(table.stages)},
            "reason": {
                "oneOf": [
                    {"const": reason.code, "description": reason.summary, "x-stage": reason.stage}
                    for reason in table.reasons.values()
                ]
            },
        }
        for table in tables
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Stages and reasons of the GDHCN conformance suite",
        "$defs": described,
    }
