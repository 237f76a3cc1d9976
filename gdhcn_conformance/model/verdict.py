"""The verdict on one vector: one pure function of expectation, outcome, twin and declaration, first line that fits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from gdhcn_conformance.model.outcome import (
    Accepted,
    Crashed,
    Hung,
    Outcome,
    ProtocolError,
    Rejected,
    Unsupported,
)
from gdhcn_conformance.model.requirement import Basis, Level, Reading
from gdhcn_conformance.model.vector import Expected


class Status(StrEnum):
    """What the suite says about one vector, one requirement; in the order in which one of them speaks for several."""

    SUITE_ERROR = "suite-error"  # a fault of ours
    FAIL = "fail"
    MISSING = "missing"  # the profile asks for it and the implementation cannot be exercised
    INCONCLUSIVE = "inconclusive"  # no usable answer, twice
    VOID = "void"  # refused as expected, but so was its valid twin: proves nothing
    UNTESTED = "untested"  # no vector ran
    MISATTRIBUTED = "misattributed"  # refused as expected, for a reason that is not the one
    WARN = "warn"  # a failure of what is not required
    PASS = "pass"  # noqa: S105 - a verdict, not a password
    OBSERVED = "observed"  # recorded, never scored
    NOT_APPLICABLE = "not-applicable"


class Kind(StrEnum):
    """What kind of failure, from the gravest to the mildest."""

    UNSAFE = "unsafe"  # accepted what must be refused
    CRASH = "crash"
    NONCONFORMING = "nonconforming"  # issued a certificate that breaks a requirement
    OVER_STRICT = "over-strict"  # refused what must be accepted
    WRONG_OUTPUT = "wrong-output"  # accepted, and read something else in it
    MISATTRIBUTED = "misattributed"


SEVERITY = tuple(Status)
GRAVITY = tuple(Kind)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status, the kind of failure where there is one, and a sentence of the form *got X, should be Y*."""

    status: Status
    kind: Kind | None = None
    because: str = ""


PASSED = Verdict(Status.PASS)


@dataclass(frozen=True, slots=True)
class Weight:
    """How strongly the requirement behind a vector is asked for, under the reading in force."""

    level: Level
    basis: Basis
    reading: Reading = Reading.NORMATIVE
    forgery: bool = False

    def softens(self, kind: Kind | None) -> bool:
        """Whether a failure of this kind is only a warning.

        A SHOULD always warns. On a basis that the reading does not count, everything warns but a forgery let through and a
        crash: those are never a matter of opinion.
        """
        if self.level is not Level.MUST:
            return True
        if self.basis in self.reading.failing:
            return False
        return not (kind is Kind.CRASH or (kind is Kind.UNSAFE and self.forgery))


@dataclass(frozen=True, slots=True)
class Declaration:
    """What one vector needs, held against what the profile requires and what the implementation declares."""

    needs: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    declared: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that one verdict rests on.

    `twin_passed` is `None` for a vector without a twin. `output_matches` is `None` where nothing could be compared.
    `calibrated` says that the implementation's reasons have been shown to mean something; `by_reason` that the requirement is
    about the reason itself, as where it is about the order of checks.
    """

    expected: Expected
    outcome: Outcome
    weight: Weight
    declaration: Declaration = Declaration()
    twin_passed: bool | None = None
    output_matches: bool | None = None
    reasons: tuple[str, ...] = ()
    calibrated: bool = False
    by_reason: bool = False


def judge(evidence: Evidence) -> Verdict:
    """The verdict by the table of ARCHITECTURE.md; the number in each comment is the table's line."""
    needs, outcome = evidence.declaration.needs, evidence.outcome
    known = evidence.declaration.required | evidence.declaration.declared
    if needs - known:  # 1
        return Verdict(Status.NOT_APPLICABLE, because=f"needs {_names(needs - known)}: neither required nor declared")
    if needs - evidence.declaration.declared:  # 2
        lacking = _names(needs - evidence.declaration.declared)
        return Verdict(
            Status.MISSING, because=f"the profile requires {lacking}, the implementation does not declare it"
        )
    if isinstance(outcome, Unsupported):  # 2
        what = _names(needs) or "the operation"
        return Verdict(Status.MISSING, because=f"{what} declared, but answered unsupported {_quoted(outcome.detail)}")
    if isinstance(outcome, ProtocolError):  # 3
        return Verdict(Status.INCONCLUSIVE, because=f"no usable answer, twice: {outcome.detail}")
    return softened(_judge_answer(evidence), evidence.weight)


def _judge_answer(evidence: Evidence) -> Verdict:
    outcome, expected = evidence.outcome, evidence.expected
    match outcome:
        case Crashed() | Hung():  # 4
            return Verdict(Status.FAIL, Kind.CRASH, f"{outcome.kind}, also when asked alone {_quoted(outcome.detail)}")
        case _ if expected is Expected.EITHER:  # 5
            return Verdict(Status.OBSERVED, because=f"{outcome.kind}; the specifications leave room")
        case Accepted() if expected is Expected.REJECT:  # 6
            should = f"rejected {_quoted(_names(evidence.reasons))}".rstrip()
            return Verdict(Status.FAIL, Kind.UNSAFE, f"got accepted, should be {should}")
        case Rejected() if expected is Expected.ACCEPT:  # 7
            said = _names(filter(None, (outcome.reason, outcome.detail))) or "no reason given"
            return Verdict(Status.FAIL, Kind.OVER_STRICT, f"got rejected ({said}), should be accepted")
        case Accepted() if evidence.output_matches is False:  # 7
            return Verdict(Status.FAIL, Kind.WRONG_OUTPUT, f"got accepted with another output ({outcome.detail})")
        case Rejected() if evidence.twin_passed is False:  # 8
            return Verdict(Status.VOID, because="refused as it should be, but so was its valid twin: proves nothing")
        case Rejected() if _wrong_reason(evidence, outcome):  # 9
            should = _names(evidence.reasons)
            status = Status.FAIL if evidence.by_reason else Status.MISATTRIBUTED
            return Verdict(status, Kind.MISATTRIBUTED, f"got {outcome.reason}, should be {should}")
        case Rejected() if evidence.by_reason and not (evidence.calibrated and outcome.reason):  # 9
            return Verdict(Status.OBSERVED, because="refused; which check came first could not be seen from the reason")
    return PASSED  # 10


def _wrong_reason(evidence: Evidence, outcome: Rejected) -> bool:
    given = outcome.reason
    return evidence.calibrated and given is not None and bool(evidence.reasons) and given not in evidence.reasons


def softened(verdict: Verdict, weight: Weight) -> Verdict:
    """On a SHOULD, and on a basis that the reading does not count, *fail* and *void* are called *warn*; the kind stays."""
    if verdict.status in (Status.FAIL, Status.VOID) and weight.softens(verdict.kind):
        return Verdict(Status.WARN, verdict.kind, verdict.because)
    return verdict


def worst(statuses: Iterable[Status]) -> Status:
    """The worst of several verdicts; `untested` when there are none, `not-applicable` only when all are."""
    met = set(statuses)
    return min(met, key=SEVERITY.index, default=Status.UNTESTED)


def _names(codes: Iterable[str]) -> str:
    return ", ".join(sorted(codes) if isinstance(codes, frozenset) else codes)


def _quoted(detail: str) -> str:
    return f"({detail})" if detail else ""
