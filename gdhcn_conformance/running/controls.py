"""Score the controls on a suite: once for its digest, kept beside the ledger, and printed in every report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from gdhcn_conformance.adapters.base import Limits
from gdhcn_conformance.adapters.inline import InlineSubject
from gdhcn_conformance.adapters.python_object import PythonSubject
from gdhcn_conformance.content import root
from gdhcn_conformance.reference.controls import CONTROLS
from gdhcn_conformance.running.assess import Assessment, Score, assess, vector_operation
from gdhcn_conformance.running.plan import Plan
from gdhcn_conformance.running.run import perform

if TYPE_CHECKING:
    from pathlib import Path

    from gdhcn_conformance.adapters.base import Subject
    from gdhcn_conformance.running.library import Suite

SALT = "controls"  # fixed, so that scores are the same each time
# A control that hangs does so at once; a fifth of a second is long for any of the others to answer in.
LIMITS = Limits(answer=0.2)


def names(role: str) -> tuple[str, ...]:
    """The controls that play this role: those that have its operation."""
    operation = vector_operation(role)
    return tuple(name for name, (made, _) in CONTROLS.items() if hasattr(made, operation))


def score(suite: Suite, profile: str = "") -> dict[str, dict[str, Score]]:
    """Positives and negatives passed by each control of the suite's role, out of all of them, also those never sent."""
    return {name: score_of(suite, name, profile) for name in names(suite.role)}


def score_of(suite: Suite, name: str, profile: str = "") -> dict[str, Score]:
    """Positives and negatives passed by one control."""
    assessment = assessment_of(suite, name, profile)
    return {"positives": assessment.positives, "negatives": assessment.negatives}


def assessment_of(suite: Suite, name: str, profile: str = "") -> Assessment:
    """All verdicts on one control; without a profile's name, by the one that is called like the role."""
    plan = Plan(suite, suite.profile(profile or suite.role), suite.vectors, suite.defaults(), salt=SALT)
    return assess(perform(plan, _subject(name)))


def _subject(name: str) -> Subject:
    made, apart = CONTROLS[name]
    if apart:
        return PythonSubject(f"{made.__module__}:{made.__name__}", LIMITS)
    return InlineSubject(made(), f"builtin:{name}")


def kept(digest: str, role: str = "verifier") -> dict[str, dict[str, Score]]:
    """The scores measured for the suite of exactly this digest, empty where there are none."""
    try:
        document = json.loads(_path(role).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    if document["digest"] != digest:
        return {}
    return {
        name: {kind: Score(row["passed"], row["total"]) for kind, row in scores.items()}
        for name, scores in document["scores"].items()
    }


def keep(suite: Suite, scores: dict[str, dict[str, Score]]) -> None:
    """Write the scores down beside the ledger, with the digest of the suite they were measured on."""
    document = {"digest": suite.digest, "scores": to_json(scores)}
    _path(suite.role).write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


def to_json(scores: dict[str, dict[str, Score]]) -> dict[str, dict[str, dict[str, int]]]:
    """The scores as plain JSON: name, then positives and negatives, each with passed and total."""
    return {
        name: {kind: {"passed": each.passed, "total": each.total} for kind, each in kinds.items()}
        for name, kinds in scores.items()
    }


def _path(role: str) -> Path:
    return root() / "suites" / role / "controls.json"
