"""`gdhcn-conformance explain NAME`: what a vector, requirement, reason or any other name in a report is about."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from gdhcn_conformance.errors import Exit, Problem

if TYPE_CHECKING:
    from gdhcn_conformance.model.requirement import Requirement
    from gdhcn_conformance.model.vector import Vector
    from gdhcn_conformance.running.library import Suite


def main(arguments: list[str]) -> int:
    """Look the name up wherever it may stand, and print what is known of it."""
    parser = argparse.ArgumentParser(prog="gdhcn-conformance explain", description="What a name is about.")
    parser.add_argument(
        "name",
        help="a vector (the last part of its name is enough), a module, requirement, reason, stage, policy, profile, "
        "capability, or a verdict's word",
    )
    given = parser.parse_args(arguments)
    from gdhcn_conformance.running import library  # noqa: PLC0415 - start-up in milliseconds

    print("\n\n".join(_by_all_roles([library.load(role) for role in reversed(library.roles())], given.name)))
    return Exit.CONFORMANT


def _by_all_roles(suites: list[Suite], name: str) -> list[str]:
    """What the suite of each role says of a name, each thing once; `Problem` where none knows it, with the nearest names."""
    found: list[str] = []
    unknown: list[Problem] = []
    for suite in suites:
        try:
            said = "\n".join(explained(suite, name))
        except Problem as nobody:
            unknown.append(nobody)
        else:
            found += [] if said in found else [said]
    if not found:
        raise next((each for each in unknown if each.hint.startswith("did you mean")), unknown[0])
    return found


def explained(suite: Suite, name: str) -> list[str]:
    """The lines that explain a name, one paragraph a meaning; `Problem` with the nearest names where there is none."""
    meanings = [lines for look in MEANINGS if (lines := look(suite, name))]
    if meanings:
        return [line for lines in meanings for line in ("", *lines)][1:]
    from gdhcn_conformance.model.vocabulary import pipeline  # noqa: PLC0415
    from gdhcn_conformance.running.plan import nearest  # noqa: PLC0415

    others = [*suite.requirements, *suite.policies, *suite.profiles, *pipeline().reasons, *pipeline().stages]
    near = nearest(name, (vector.id for vector in suite.vectors), others)
    hint = (
        f"did you mean: {', '.join(near)}" if near else "names stand in reports and in 'gdhcn-conformance vectors list'"
    )
    raise Problem("unknown-name", f"Nothing is called {name!r}.", hint)


def _requirement(suite: Suite, name: str) -> list[str]:
    rows = [row for row in suite.requirements.values() if name in (row.id, *row.also)]
    return [line for row in rows for line in _row(suite, row)]


def _row(suite: Suite, row: Requirement) -> list[str]:
    also = f" (also {', '.join(row.also)})" if row.also else ""
    lines = [
        f"{row.id}{also}: {row.level}, {row.basis}",
        *_wrapped(row.text),
        f"source: {row.source.document}, {row.source.section}  {row.source.url}".rstrip(),
        *_wrapped(row.note),
    ]
    if row.not_tested:
        return [*lines, f"not tested: {row.not_tested.reason}. {row.not_tested.detail}".rstrip()]
    return [
        *lines,
        *_listed(suite, (vector for vector in suite.vectors if row.id in (vector.requirement, *vector.also))),
    ]


def _reason(_: Suite, name: str) -> list[str]:
    from gdhcn_conformance.model.vocabulary import pipeline  # noqa: PLC0415

    reason = pipeline().reasons.get(name)
    if reason is None:
        return []
    lines = [f"{name}: a reason of stage {reason.stage}", reason.summary, f"usual cause: {reason.cause}"]
    return [*lines, f"how to mend: {reason.mend}"]


def _stage(_: Suite, name: str) -> list[str]:
    from gdhcn_conformance.model.vocabulary import pipeline  # noqa: PLC0415

    table, code = pipeline(), name.removeprefix("stage:")
    if code not in table.stages:
        return []
    reasons = [f"  {each.code:<24} {each.summary}" for each in table.reasons.values() if each.stage == code]
    return [f"{code}: a stage", table.stages[code].summary, *reasons]


def _policy(suite: Suite, name: str) -> list[str]:
    policy = suite.policies.get(name)
    if policy is None:
        return []
    rows = [f"  {row.id}" for row in suite.requirements.values() if row.policy == name]
    return [f"{name}: a policy, by default {policy.default}", policy.question, *_wrapped(policy.stance), *rows]


def _profile(suite: Suite, name: str) -> list[str]:
    """A profile, with its date or without."""
    dated = {full.partition("@")[0] for full in suite.profiles} | set(suite.profiles)
    if name not in dated:
        return []
    profile = suite.profile(name)
    needs = f"requires of an implementation: {', '.join(sorted(profile.capabilities))}"
    return [f"{profile.name}: a profile", *_wrapped(profile.text), *_wrapped(profile.is_not), *_wrapped(needs)]


def _module(suite: Suite, name: str) -> list[str]:
    """A module of vectors: `verifier/time-expiry`, `time-expiry`, either with `/*` behind it."""
    module = name.removesuffix("*").removesuffix("/")
    mine = [v for v in suite.vectors if module in (folder := v.id.rpartition("/")[0], folder.rpartition("/")[2])]
    return [f"{mine[0].id.rpartition('/')[0]}: {len(mine)} vectors", *_listed(suite, mine)] if mine else []


def _vector(suite: Suite, name: str) -> list[str]:
    from gdhcn_conformance.model.vocabulary import pipeline  # noqa: PLC0415
    from gdhcn_conformance.running.plan import find  # noqa: PLC0415

    vector = find(suite.vectors, name)
    if vector is None:
        return []
    policy = f" (policy {vector.expectation.policy})" if vector.expectation.policy else ""
    lines = [vector.id, "", *vector.description.splitlines(), ""]
    lines.append(f"expected: {vector.expectation.under(suite.defaults())}{policy}")
    if vector.twin:
        lines.append(f"derived from {vector.twin} by {vector.mutation}")
    for code in vector.expectation.reasons:
        reason = pipeline().reason(code)
        lines.append(f"admissible reason {code} (stage {reason.stage}): {reason.summary}")
        lines += [f"  usual cause: {reason.cause}", f"  how to mend: {reason.mend}"]
    return [*lines, "", *_row(suite, suite.requirements[vector.requirement])]


def _capability(suite: Suite, name: str) -> list[str]:
    """What an implementation can declare: the vectors and rows that need it, and the profiles that require it."""
    vectors = [vector for vector in suite.vectors if name in vector.needs]
    rows = [f"  {row.id}" for row in suite.requirements.values() if name in row.needs]
    profiles = [profile.name for profile in suite.profiles.values() if name in profile.capabilities]
    if not vectors and not rows and not profiles:
        return []
    required = f", required by {', '.join(profiles)}" if profiles else ""
    return [f"{name}: a capability that an implementation declares{required}; {len(vectors)} vectors need it", *rows]


def _word(_: Suite, name: str) -> list[str]:
    """A verdict's word."""
    from gdhcn_conformance.reporting.wording import HEADINGS, KINDS  # noqa: PLC0415

    if name in KINDS:
        return [f"{name}: a kind of failure", *KINDS[name]]
    heading = HEADINGS.get(name.replace("-", "_"))
    return [f"a verdict. {heading}"] if heading else []


# Where a name may stand. A name can mean several things (`revocation`), and is then told in each sense; a vector comes last,
# since other names are looked up whole and its by the end.
MEANINGS: tuple[Callable[[Suite, str], list[str]], ...] = (
    _requirement,
    _reason,
    _stage,
    _policy,
    _profile,
    _capability,
    _word,
    _module,
    _vector,
)


def _listed(suite: Suite, vectors: Iterable[Vector]) -> list[str]:
    return [f"  {v.expectation.under(suite.defaults()):<7} {v.id}" for v in vectors]


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(" ".join(text.split()), 110)
