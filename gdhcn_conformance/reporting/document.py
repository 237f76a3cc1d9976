"""The report as one JSON document, from which every format is written. A pure function of the assessment.

`reports/schemas/report.schema.json` describes the shape. Every string in it is bounded and cleaned; what a medium needs on top
of that is its writer's business.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from statistics import median
from typing import TYPE_CHECKING, Any

from gdhcn_conformance.model.requirement import Level, Requirement
from gdhcn_conformance.model.vector import Expected
from gdhcn_conformance.model.verdict import Status
from gdhcn_conformance.reporting import wording
from gdhcn_conformance.reporting.findings import finding, requirement
from gdhcn_conformance.reporting.texts import DETAIL, NAME, SHORT, clean, line, whole

if TYPE_CHECKING:
    from gdhcn_conformance.running.assess import Assessment, Result, Row, Score
    from gdhcn_conformance.running.known import Known
    from gdhcn_conformance.running.log import RunLog

FORMAT = 1
SLOWEST = 5  # vectors named in the timing summary


def document(
    assessment: Assessment,
    *,
    controls: Mapping[str, Mapping[str, Score]] | None = None,
    known: Known | None = None,
    unproven: Mapping[str, str] | None = None,
    exhibits: bool = True,
) -> dict[str, Any]:
    """The report. `controls` are the fakes' scores by name, each `positives` and `negatives`; `known` is what the known deviations came to.

    `unproven` are the requirements, by id, of which nothing shows that their vectors would catch a bug, each with the reason.
    Without `exhibits` findings lack what was sent, which takes most of the time. `assessment.log.digest` is shown as it is: it is
    set on a log that was read from its file.
    """
    log = assessment.log
    findings = [finding(result, log, known, exhibits=exhibits) for result in _ordered(assessment)]
    made = {
        "format": FORMAT,
        "verdict": _verdict(assessment),
        "notes": wording.notes(assessment, known),
        "implementation": _implementation(log),
        "profile": _profile(log),
        "run": _run(log),
        "suite": dict(log.suite),
        "levels": _levels(assessment.rows),
        "scores": _scores(assessment),
        "words": wording.words(log),
        "kinds": wording.kinds(),
        "findings": findings,
        "chapters": _chapters(assessment),
        "vectors": [_vector(result) for result in assessment.results],
        "lists": _lists(assessment),
        "policies": _policies(log),
        "reasons": _reasons(assessment),
        "known": _known(known),
        "controls": [
            {"name": name, "positives": _score(scores["positives"]), "negatives": _score(scores["negatives"])}
            for name, scores in (controls or {}).items()
        ],
        "unproven": _unproven(log, unproven),
        "timing": _timing(assessment.results),
    }
    cleaned: dict[str, Any] = whole(made)
    return cleaned


def _verdict(assessment: Assessment) -> dict[str, Any]:
    findings = Counter(wording.severity(result) for result in assessment.findings)
    return {
        "standing": str(assessment.standing),
        "word": wording.word(assessment),
        "sentence": wording.sentence(assessment),
        "why": wording.why(assessment),
        "qualified": assessment.qualified,
        "reference": wording.is_reference(assessment),
        "partial": assessment.log.partial,
        "findings": {name: findings[name] for name in ("critical", "failure", "warning")},
        "unreachable": assessment.unreachable(),
    }


def _implementation(log: RunLog) -> dict[str, Any]:
    named = {name: line(log.implementation.get(name, ""), NAME) for name in ("name", "version", "language")}
    role = log.role
    declared: dict[str, Any] = {
        name: sorted(value) if value is not None else None
        for name, value in (("products", role.products), ("algorithms", role.algorithms), ("stages", role.stages))
    }
    declared |= {"operations": sorted(role.operations), "behaviours": dict(role.behaviours)}
    declared |= {"output": role.output, "clock": role.clock, "trust": role.trust}
    return named | {"about": {name: clean(value) for name, value in log.about.items()}, "declares": declared}


def _profile(log: RunLog) -> dict[str, Any]:
    profile = log.profile
    return {
        "name": profile.name,
        "role": profile.role,
        "text": profile.text,
        "is_not": profile.is_not,
        "reading": str(log.reading),
        "capabilities": sorted(profile.capabilities),
        "required": list(profile.required),
        "optional": list(profile.optional),
        "not_scored": list(profile.not_scored),
    }


def _run(log: RunLog) -> dict[str, Any]:
    return {
        "id": log.run,
        "started": log.started,
        "finished": log.finished,
        "log_digest": log.digest,
        "vectors_from": log.vectors_from,
        "vectors": len(log.vectors),
        "total_vectors": log.total_vectors,
        "only": list(log.only),
    }


def _levels(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """For MUST and SHOULD, what became of the required rows that were scored: each is in exactly one of the parts."""
    parts = {
        "passed": {Status.PASS},
        "misattributed": {Status.MISATTRIBUTED},
        "warned": {Status.WARN},
        "failed": {Status.FAIL},
        "undecided": set(wording.OPEN),
    }
    required = [row for row in rows if row.standing == "required"]
    made = []
    for level in (Level.MUST, Level.SHOULD):
        statuses = [row.status for row in required if row.requirement.level is level]
        counts = {name: sum(status in which for status in statuses) for name, which in parts.items()}
        unscored = sum(status in (Status.OBSERVED, Status.NOT_APPLICABLE) for status in statuses)
        made.append({"level": str(level), **counts, "total": sum(counts.values()), "not_scored": unscored})
    return made


def _scores(assessment: Assessment) -> dict[str, Any]:
    """Valid and invalid certificates; `failed` also counts warnings, what is left was not decided."""
    made = {}
    scores = (
        ("positives", Expected.ACCEPT, assessment.positives),
        ("negatives", Expected.REJECT, assessment.negatives),
    )
    for name, expected, score in scores:
        statuses = [result.verdict.status for result in assessment.results if result.expected is expected]
        failed = sum(status in (Status.FAIL, Status.WARN) for status in statuses)
        other = sum(status is Status.MISATTRIBUTED for status in statuses)
        rest = score.total - score.passed - failed - other
        made[name] = _score(score) | {"failed": failed, "misattributed": other, "undecided": rest}
    return made


def _score(score: Score) -> dict[str, int]:
    return {"passed": score.passed, "total": score.total}


def _ordered(assessment: Assessment) -> list[Result]:
    """The findings: first what fails, by gravity, then what only warns."""
    return sorted(assessment.findings, key=lambda result: result.verdict.status is not Status.FAIL)


def _chapters(assessment: Assessment) -> list[dict[str, Any]]:
    """The ledger in its own order, each row with what became of it; findings by their numbers, which count from 1."""
    numbers: dict[tuple[str, str], int] = {}
    for number, result in enumerate(_ordered(assessment), 1):
        for name in (result.vector.id, *result.others):
            numbers[name, result.inspected] = number
    rows = {row.requirement.id: row for row in assessment.rows}
    chapters: dict[str, list[dict[str, Any]]] = {}
    for requirement_ in assessment.log.requirements.values():
        row = rows.get(requirement_.id)
        told = row.results if row else ()
        results = [each for each in told if not (each.inspected and each.verdict.status is Status.NOT_APPLICABLE)]
        not_tested = requirement_.not_tested
        chapters.setdefault(requirement_.chapter, []).append(
            requirement(requirement_)
            | {
                "also": list(requirement_.also),
                "policy": requirement_.policy or "",
                "note": requirement_.note,
                "standing": row.standing if row else "not-tested",
                "status": str(row.status) if row else "not-tested",
                "passed": sum(result.verdict.status is Status.PASS for result in results),
                "vectors": len(results),
                "findings": sorted(
                    {numbers[key] for each in results if (key := (each.vector.id, each.inspected)) in numbers}
                ),
                "not_tested": f"{not_tested.reason}: {not_tested.detail}".rstrip(": ") if not_tested else "",
            }
        )
    return [{"name": name, "requirements": each} for name, each in chapters.items()]


def _vector(result: Result) -> dict[str, Any]:
    return {
        "id": result.vector.id,
        "title": result.vector.title,
        "requirement": result.vector.requirement,
        "expected": wording.expected(result),
        "observed": wording.observed(result, SHORT),
        "status": str(result.verdict.status),
        "kind": str(result.verdict.kind or ""),
        "because": line(result.verdict.because),
        "micros": result.case.reply.micros,
    }


def _lists(assessment: Assessment) -> dict[str, Any]:
    """What was not decided, or not scored, each with the reason for it."""
    untested = [row.requirement for row in assessment.rows if row.status is Status.UNTESTED]
    ledger = [(each, each.not_tested) for each in assessment.log.requirements.values() if each.not_tested]
    partial = "no vector of it was selected" if assessment.log.partial else "no vector exercises it"
    return {
        "missing": wording.grouped(assessment.of(Status.MISSING)),
        "inconclusive": wording.grouped(assessment.of(Status.INCONCLUSIVE)),
        "void": wording.grouped(assessment.of(Status.VOID)),
        "suite_errors": wording.grouped(assessment.of(Status.SUITE_ERROR)),
        "not_applicable": wording.grouped(assessment.of(Status.NOT_APPLICABLE)),
        "observed": [result.vector.id for result in assessment.of(Status.OBSERVED)],
        "flaky": [result.vector.id for result in assessment.results if result.flaky],
        "not_tested": [_not_tested(row, why.reason, why.detail) for row, why in ledger]
        + [_not_tested(row, partial, "", untested=True) for row in untested],
    }


def _not_tested(row: Requirement, reason: str, detail: str, *, untested: bool = False) -> dict[str, Any]:
    """A requirement without a verdict; `untested` where vectors would be needed for one and none ran."""
    return {"id": row.id, "text": row.text, "reason": reason, "detail": detail, "untested": untested}


def _policies(log: RunLog) -> list[dict[str, Any]]:
    made = []
    for name, value in log.policies.items():
        policy, default = log.policy_table.get(name), log.default_policies.get(name, "")
        question, stance = (policy.question, policy.stance) if policy else ("", "")
        told = {"name": name, "question": question, "stance": stance, "value": value, "default": default}
        made.append(told | {"changed": value != default})
    return made


def _reasons(assessment: Assessment) -> dict[str, Any]:
    channel = assessment.channel
    return {
        "calibrated": channel.calibrated,
        "samples": channel.samples,
        "matched": channel.matched,
        "catch_alls": sorted(channel.catch_alls),
        "refusals": channel.refusals,
        "given": channel.given,
        "exact": channel.exact,
    }


def _known(known: Known | None) -> list[dict[str, Any]] | None:
    if known is None:
        return None
    return [
        {
            "match": entry.match,
            "kind": entry.kind,
            "reason": clean(entry.reason, DETAIL),
            "owner": entry.owner,
            "expires": entry.expires.isoformat(),
            "stale": entry in known.stale,
            "expired": entry in known.expired,
        }
        for entry in known.entries
    ]


def _unproven(log: RunLog, given: Mapping[str, str] | None) -> list[dict[str, str]] | None:
    """Of the run's own requirements those given as unproven; `None` where nobody said."""
    if given is None:
        return None
    rows = [(row.id, row.text, given[row.id]) for row in log.requirements.values() if row.id in given]
    return [{"id": name, "text": text, "reason": reason} for name, text, reason in rows]


def _timing(results: Iterable[Result]) -> dict[str, Any]:
    """Times in microseconds, of what was asked."""
    asked = [(result.case.reply.micros, result.vector.id) for result in results if result.case.reply.sent]
    slowest = sorted(asked, reverse=True)[:SLOWEST]
    return {
        "asked": len(asked),
        "total": sum(micros for micros, _ in asked),
        "median": int(median(micros for micros, _ in asked)) if asked else 0,
        "slowest": [{"vector": name, "micros": micros} for micros, name in slowest],
    }
