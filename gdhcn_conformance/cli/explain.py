"""`gdhcn-conformance explain NAME`: what a vector, requirement, reason, stage or policy is about."""

from __future__ import annotations

import argparse
import textwrap
from difflib import get_close_matches
from typing import TYPE_CHECKING

from gdhcn_conformance.errors import Exit, Problem

if TYPE_CHECKING:
    from gdhcn_conformance.model.requirement import Requirement
    from gdhcn_conformance.model.vector import Vector
    from gdhcn_conformance.running.library import Suite


def main(arguments: list[str]) -> int:
    """Look the name up wherever it may stand, and print what is known of it."""
    parser = argparse.ArgumentParser(prog="gdhcn-conformance explain", description="What a name is about.")
    parser.add_argument("name", help="a vector, requirement, reason, stage or policy")
    given = parser.parse_args(arguments)
    from gdhcn_conformance.running import library  # noqa: PLC0415 - start-up in milliseconds

    print("\n".join(explained(library.load("verifier"), given.name)))
    return Exit.CONFORMANT


def explained(suite: Suite, name: str) -> list[str]:
    """The lines that explain a name; `Problem` with the nearest names where there is none."""
    from gdhcn_conformance.model.vocabulary import pipeline  # noqa: PLC0415

    table = pipeline()
    by_id = {vector.id: vector for vector in suite.vectors}
    also = {other: row for row in suite.requirements.values() for other in row.also}
    if name in by_id:
        return _vector(suite, by_id[name])
    if name in suite.requirements or name in also:
        return _requirement(suite, suite.requirements.get(name) or also[name])
    if name in table.reasons:
        reason = table.reasons[name]
        lines = [f"{name}: a reason of stage {reason.stage}", reason.summary, f"usual cause: {reason.cause}"]
        return [*lines, f"how to mend: {reason.mend}"]
    if name in table.stages:
        reasons = [f"  {each.code:<24} {each.summary}" for each in table.reasons.values() if each.stage == name]
        return [f"{name}: a stage", table.stages[name].summary, *reasons]
    if name in suite.policies:
        policy = suite.policies[name]
        rows = [f"  {row.id}" for row in suite.requirements.values() if row.policy == name]
        return [f"{name}: a policy, by default {policy.default}", policy.question, *_wrapped(policy.stance), *rows]
    known = [*by_id, *suite.requirements, *also, *table.reasons, *table.stages, *suite.policies]
    near = get_close_matches(name, known, 3, 0.5)
    raise Problem("unknown-name", f"Nothing is called {name!r}.", f"did you mean: {', '.join(near)}" if near else "")


def _vector(suite: Suite, vector: Vector) -> list[str]:
    from gdhcn_conformance.model.vocabulary import pipeline  # noqa: PLC0415

    lines = [vector.id, "", *vector.description.splitlines(), ""]
    expected = vector.expectation.under(suite.defaults())
    lines.append(
        f"expected: {expected}" + (f" (policy {vector.expectation.policy})" if vector.expectation.policy else "")
    )
    if vector.twin:
        lines.append(f"derived from {vector.twin} by {vector.mutation}")
    for code in vector.expectation.reasons:
        reason = pipeline().reason(code)
        lines += [
            f"admissible reason {code} (stage {reason.stage}): {reason.summary}",
            f"  usual cause: {reason.cause}",
        ]
        lines.append(f"  how to mend: {reason.mend}")
    return [*lines, "", *_requirement(suite, suite.requirements[vector.requirement])]


def _requirement(suite: Suite, row: Requirement) -> list[str]:
    also = f" (also {', '.join(row.also)})" if row.also else ""
    lines = [
        f"{row.id}{also}: {row.level}, {row.basis}",
        *_wrapped(row.text),
        f"source: {row.source.document}, {row.source.section}  {row.source.url}".rstrip(),
    ]
    lines += _wrapped(row.note)
    if row.not_tested:
        return [*lines, f"not tested: {row.not_tested.reason}. {row.not_tested.detail}".rstrip()]
    mine = [vector for vector in suite.vectors if row.id in (vector.requirement, *vector.also)]
    return [*lines, *(f"  {v.expectation.under(suite.defaults()):<7} {v.id}" for v in mine)]


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(" ".join(text.split()), 110)
