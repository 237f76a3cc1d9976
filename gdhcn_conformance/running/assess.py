"""From a run log to verdicts: on each vector, each requirement, and the profile. Pure: the same log gives the same verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from gdhcn_conformance.model.outcome import Accepted, Outcome, Rejected
from gdhcn_conformance.model.profile import declared_capabilities
from gdhcn_conformance.model.requirement import Basis, Level, Reading, Requirement
from gdhcn_conformance.model.vector import Expected, Vector
from gdhcn_conformance.model.verdict import (
    GRAVITY,
    Declaration,
    Evidence,
    Kind,
    Status,
    Verdict,
    Weight,
    judge,
    worst,
)
from gdhcn_conformance.model.vocabulary import Pipeline, pipeline
from gdhcn_conformance.running.derived import DERIVED
from gdhcn_conformance.running.exchange import INTERRUPTED, Case, output_difference, passes
from gdhcn_conformance.running.issuing import ISSUE, NOTHING_TO_SAY, unseen
from gdhcn_conformance.running.issuing import inspections as inspected_by
from gdhcn_conformance.running.log import RunLog
from gdhcn_conformance.running.settled import settled

NOT_APPLICABLE = Status.NOT_APPLICABLE
CATCH_ALL = 3  # a reason that answers this many stages proves nothing


class Standing(StrEnum):
    """How an implementation stands against a profile."""

    CONFORMANT = "conformant"
    NOT_CONFORMANT = "not conformant"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class Result:
    """One vector's verdict, with what it was judged by."""

    vector: Vector
    case: Case
    expected: Expected
    verdict: Verdict
    needs: frozenset[str]
    inspected: str = ""  # the requirement that was held against what was issued; the vector's own where empty
    others: tuple[str, ...] = ()  # vectors on whose certificates the same was found

    @property
    def requirement(self) -> str:
        """The requirement that this verdict is about."""
        return self.inspected or self.vector.requirement

    @property
    def flaky(self) -> bool:
        """Whether the implementation answered differently when it was asked again."""
        attempts = {type(attempt) for attempt in self.case.reply.attempts}
        later = self.case.again or self.case.reply.outcome
        return bool(attempts - {type(later)}) or type(later) is not type(self.case.reply.outcome)


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement's verdict: the worst of its vectors."""

    requirement: Requirement
    status: Status
    results: tuple[Result, ...]
    standing: str  # required | optional | not-scored


@dataclass(frozen=True, slots=True)
class Channel:
    """How much the implementation's reasons are worth."""

    calibrated: bool
    samples: int  # one-fault samples, one a stage, that were judged
    matched: int  # of these, drew a reason that is admissible for them
    catch_alls: frozenset[str]
    given: int  # refusals of negatives that came with a reason
    refusals: int
    exact: int  # of those given, in the admissible set


@dataclass(frozen=True, slots=True)
class Score:
    """How many of a kind of vectors passed; the denominator is every one selected, also those never sent."""

    passed: int
    total: int


@dataclass(frozen=True, slots=True)
class Assessment:
    """All verdicts of a run."""

    log: RunLog
    results: tuple[Result, ...]
    rows: tuple[Row, ...]
    standing: Standing
    channel: Channel
    positives: Score
    negatives: Score
    findings: tuple[Result, ...]
    inspections: tuple[Result, ...] = ()  # one a requirement and issued certificate, beside the vectors' own results

    @property
    def qualified(self) -> bool:
        """Whether policies were changed, so that the plain word *conformant* may not be said."""
        return self.log.policies != self.log.default_policies

    def of(self, status: Status) -> tuple[Result, ...]:
        """The results with this status, in the order of the suite."""
        return tuple(result for result in self.results if result.verdict.status is status)

    def unreachable(self) -> bool:
        """Whether the run is incomplete only because the implementation gave no usable answer; not where a person stopped it."""
        if any(result.case.reply.outcome == INTERRUPTED for result in self.results):
            return False
        # A sheet without answers is not finished, a picture without a code not readable: nothing was out of reach.
        if self.log.origin in ("deck", "samples"):
            return False
        spoiling = {row.status for row in self.rows if row.standing == "required"} & INCOMPLETE
        if self.log.partial:
            spoiling -= {Status.UNTESTED}
        return self.standing is Standing.INCOMPLETE and spoiling == {Status.INCONCLUSIVE}


INCOMPLETE = frozenset({Status.MISSING, Status.INCONCLUSIVE, Status.VOID, Status.UNTESTED, Status.SUITE_ERROR})


def assess(log: RunLog) -> Assessment:
    """Every verdict of a run, derived from its log."""
    with settled():
        channel = calibrate(log)
        results = tuple(_results(log, calibrated=channel.calibrated))
        inspections = tuple(_inspections(log, results))
        rows = tuple(_rows(log, results, inspections))
    return Assessment(
        log=log,
        results=results,
        rows=rows,
        standing=_standing(rows, partial=log.partial),
        channel=channel,
        positives=_score(results, Expected.ACCEPT),
        negatives=_score(results, Expected.REJECT),
        findings=tuple(sorted((r for r in (*results, *_together(inspections)) if r.verdict.kind), key=_gravity)),
        inspections=inspections,
    )


def needs_of(vector: Vector, expected: Expected, table: Pipeline) -> frozenset[str]:
    """The capabilities without which a vector decides nothing.

    A negative needs the stage at which it must be refused; what is merely recorded needs none. A change of trust list or
    clock needs those per call.
    """
    decided = expected is not Expected.EITHER
    stages = {f"stage:{table.stage_of(reason)}" for reason in vector.expectation.reasons[:1] if decided}
    context = {"trust": "trust-per-call", "clock": "clock"}
    others = {context[name] for name in vector.context}
    if vector.operation != vector_operation(vector.role):
        others.add(f"operation:{vector.operation}")
    return vector.needs | stages | others


def vector_operation(role: str) -> str:
    """The operation that every implementation of a role has."""
    return {"verifier": "verify", "issuer": ISSUE}[role]


def _results(log: RunLog, *, calibrated: bool) -> Iterable[Result]:
    table = pipeline()
    expectations = [vector.expectation.under(log.policies) for vector in log.vectors]
    needs = [needs_of(vector, expected, table) for vector, expected in zip(log.vectors, expectations, strict=True)]
    universe = frozenset(log.profile.capabilities).union(*needs)
    declared = declared_capabilities(log.role, universe)
    declarations = {each: Declaration(each, log.profile.capabilities, declared) for each in set(needs)}
    differences = _differences(log)
    passed = _twins_passed(log, differences)
    for vector, expected, needed in zip(log.vectors, expectations, needs, strict=True):
        case, requirement = log.cases[vector.id], log.requirements[vector.requirement]
        outcome = case.reply.outcome
        matches = None
        if isinstance(outcome, Accepted) and expected is Expected.ACCEPT:
            difference = differences[vector.id]
            matches, outcome = not difference, replace(outcome, detail=difference) if difference else outcome
        evidence = Evidence(
            expected=expected,
            outcome=outcome,
            weight=_weight(requirement.level, requirement.basis, log.reading, forgery=vector.forgery),
            declaration=declarations[needed],
            twin_passed=passed[vector.twin] if vector.twin else None,
            output_matches=matches,
            reasons=vector.expectation.reasons,
            calibrated=calibrated,
            by_reason=requirement.decides == "reason",
        )
        verdict = _as_issued(vector, outcome, judge(evidence))
        yield Result(vector, case, expected, _unless_stopped(log, vector, verdict), needed)


def _as_issued(vector: Vector, outcome: Outcome, verdict: Verdict) -> Verdict:
    """The verdict in the words of an issuer: what it gives is no reading of a certificate, and a file is not asked twice."""
    if vector.operation == ISSUE and verdict.kind is Kind.WRONG_OUTPUT:
        return Verdict(verdict.status, Kind.NONCONFORMING, f"got a certificate that nobody can use ({outcome.detail})")
    if vector.source == "samples" and verdict.status is Status.INCONCLUSIVE:
        return Verdict(verdict.status, because=outcome.detail)
    return verdict


def _unless_stopped(log: RunLog, vector: Vector, verdict: Verdict) -> Verdict:
    """The verdict, unless it rests on a twin that the run did not come to."""
    if verdict.status is Status.VOID and vector.twin and log.cases[vector.twin].reply.outcome == INTERRUPTED:
        return Verdict(
            Status.INCONCLUSIVE, because="refused, but the run was interrupted before its valid twin was asked"
        )
    return verdict


@cache
def _weight(level: Level, basis: Basis, reading: Reading, *, forgery: bool) -> Weight:
    return Weight(level, basis, reading, forgery)


def _differences(log: RunLog) -> dict[str, str]:
    """How the output of each accepted vector departs from the expected one; empty where it does not."""
    accepted = ((vector, log.cases[vector.id].reply.outcome) for vector in log.vectors)
    return {v.id: output_difference(v, out, log.role) for v, out in accepted if isinstance(out, Accepted)}


def _twins_passed(log: RunLog, differences: Mapping[str, str]) -> dict[str, bool]:
    """Whether each twin was accepted and read rightly, at first or when asked once more, alone."""
    by_id = {vector.id: vector for vector in log.vectors}

    def passed(name: str) -> bool:
        again = log.cases[name].again
        at_once = differences.get(name) == ""
        return at_once or (again is not None and passes(by_id[name], again, log.role))

    return {name: passed(name) for name in {vector.twin for vector in log.vectors if vector.twin}}


def _inspections(log: RunLog, results: Iterable[Result]) -> Iterable[Result]:
    """What each requirement says about each certificate that was issued."""
    for result in results:
        vector, outcome = result.vector, result.case.reply.outcome
        if vector.operation == ISSUE and isinstance(outcome, Accepted) and result.verdict.status is not NOT_APPLICABLE:
            found = inspected_by(vector, outcome, result.expected, log)
            for requirement, verdict in found:
                # Not `replace`, which takes four times as long: an issuer's run has thirty thousand of them.
                yield Result(vector, result.case, Expected.EITHER, verdict, result.needs, requirement)


def _together(inspections: Iterable[Result]) -> Iterable[Result]:
    """One finding a requirement: that on the first certificate which breaks it, with the names of the others."""
    broken: dict[str, list[Result]] = {}
    for result in inspections:
        if result.verdict.kind:
            broken.setdefault(result.requirement, []).append(result)
    for first, *rest in broken.values():
        yield replace(first, others=tuple(result.vector.id for result in rest))


def _rows(log: RunLog, results: tuple[Result, ...], inspections: tuple[Result, ...]) -> Iterable[Row]:
    covered: dict[str, list[Result]] = {}
    for result in results:
        for name in (result.vector.requirement, *result.vector.also):
            covered.setdefault(name, []).append(result)
    for result in inspections:
        covered.setdefault(result.requirement, []).append(result)
    for requirement in log.requirements.values():
        if requirement.not_tested:
            continue
        mine = tuple(covered.get(requirement.id, ()))
        statuses = [_status_for(result, requirement, log) for result in mine]
        if requirement.derived:
            mine, status = DERIVED[requirement.derived](results, log)
            statuses = [_softened(status, requirement, log)]
        status = worst(statuses)
        issuing = log.profile.role == "issuer"  # ids of requirements are shared between ledgers
        if issuing and status is NOT_APPLICABLE and unseen(requirement.id, log.role, any_certificate=bool(inspections)):
            # The suite's own applications let every row say something; samples of its kind may give it no occasion.
            occasion = any(each.verdict == NOTHING_TO_SAY for each in mine)
            status = NOT_APPLICABLE if occasion and log.origin == "samples" else Status.UNTESTED
        yield Row(requirement, status, mine, log.profile.standing(requirement.id))


def _softened(status: Status, requirement: Requirement, log: RunLog) -> Status:
    softens = Weight(requirement.level, requirement.basis, log.reading).softens(None)
    return Status.WARN if status is Status.FAIL and softens else status


def _status_for(result: Result, requirement: Requirement, log: RunLog) -> Status:
    """The result's status as it counts for this requirement: a warning under one row may be a failure under another."""
    verdict = result.verdict
    if verdict.status not in (Status.WARN, Status.FAIL, Status.VOID) or requirement.id == result.requirement:
        return verdict.status
    weight = _weight(requirement.level, requirement.basis, log.reading, forgery=result.vector.forgery)
    if weight.softens(verdict.kind):
        return Status.WARN
    return Status.FAIL if verdict.kind else Status.VOID


def _standing(rows: Iterable[Row], *, partial: bool) -> Standing:
    """What the required rows come to; a part of the suite may find a failure, and never makes anything conformant."""
    required = {row.status for row in rows if row.standing == "required"}
    if Status.FAIL in required:
        return Standing.NOT_CONFORMANT
    return Standing.INCOMPLETE if required & INCOMPLETE or not required or partial else Standing.CONFORMANT


def _score(results: Iterable[Result], expected: Expected) -> Score:
    mine = [result for result in results if result.expected is expected]
    return Score(sum(result.verdict.status is Status.PASS for result in mine), len(mine))


def _gravity(result: Result) -> tuple[int, bool, str]:
    kind = result.verdict.kind
    return (GRAVITY.index(kind) if kind else len(GRAVITY), result.verdict.status is Status.WARN, result.vector.id)


def calibrate(log: RunLog) -> Channel:
    """Whether the implementation's reasons mean something: each one-fault sample drew a reason that is admissible for it.

    A reason that answers three or more stages is a catch-all. Samples of stages that the implementation does not declare are
    left out.
    """
    admissible = {vector.id: vector.expectation.reasons for vector in log.vectors}
    stages = {stage: vector for stage, vector in log.profile.samples.items() if _declares_stage(log, stage)}
    given = {stage: _reason(log.cases.get(vector)) for stage, vector in stages.items()}
    answered: dict[str, set[str]] = {}
    for stage, reason in given.items():
        if reason:
            answered.setdefault(reason, set()).add(stage)
    catch_alls = frozenset(reason for reason, where in answered.items() if len(where) >= CATCH_ALL)
    telling = {stage: reason for stage, reason in given.items() if reason and reason not in catch_alls}
    matched = sum(reason in admissible[stages[stage]] for stage, reason in telling.items())
    refused = [(v, _reason(log.cases[v.id])) for v in log.vectors if _refused_negative(log, v)]
    return Channel(
        calibrated=bool(stages) and matched == len(stages),
        samples=len(stages),
        matched=matched,
        catch_alls=catch_alls,
        given=sum(reason is not None for _, reason in refused),
        refusals=len(refused),
        exact=sum(reason in v.expectation.reasons for v, reason in refused if reason),
    )


def _declares_stage(log: RunLog, stage: str) -> bool:
    return log.role.stages is None or stage in log.role.stages


def _refused_negative(log: RunLog, vector: Vector) -> bool:
    negative = vector.expectation.under(log.policies) is Expected.REJECT
    return negative and isinstance(log.cases[vector.id].reply.outcome, Rejected)


def _reason(case: Case | None) -> str | None:
    outcome = case.reply.outcome if case else None
    return outcome.reason if isinstance(outcome, Rejected) else None
