"""The verdict table of ARCHITECTURE.md, line by line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gdhcn_conformance.model.outcome import Accepted, Crashed, Hung, ProtocolError, Rejected, Unsupported
from gdhcn_conformance.model.requirement import Basis, Level, Reading
from gdhcn_conformance.model.vector import Expected
from gdhcn_conformance.model.verdict import Declaration, Evidence, Kind, Status, Weight, judge, worst

MUST = Weight(Level.MUST, Basis.NORMATIVE)
NEGATIVE = Evidence(Expected.REJECT, Rejected("expired"), MUST, twin_passed=True, reasons=("expired",))
POSITIVE = Evidence(Expected.ACCEPT, Accepted({}), MUST, output_matches=True)
NEEDS = Declaration(needs=frozenset({"PS256"}))


def status(evidence: Evidence, **changes: object) -> tuple[Status, Kind | None]:
    verdict = judge(replace(evidence, **changes))
    return verdict.status, verdict.kind


def test_line_1_a_capability_that_nobody_names_is_not_applicable() -> None:
    """What neither the profile requires nor the implementation declares is not applicable, whatever came of it."""
    for outcome in (Accepted(), Rejected(), Crashed(), Unsupported()):
        assert status(NEGATIVE, outcome=outcome, declaration=NEEDS) == (Status.NOT_APPLICABLE, None)


def test_line_2_a_required_capability_that_is_not_declared_is_missing() -> None:
    """What the profile requires and the implementation does not declare is missing, whatever came of it."""
    declaration = replace(NEEDS, required=NEEDS.needs)
    for outcome in (Accepted(), Rejected("expired"), Crashed()):
        assert status(NEGATIVE, outcome=outcome, declaration=declaration) == (Status.MISSING, None)


def test_line_2_a_declared_capability_answered_unsupported_is_missing() -> None:
    """Declared and then answered unsupported is missing, never a rejection."""
    declaration = replace(NEEDS, declared=NEEDS.needs)
    assert status(NEGATIVE, outcome=Unsupported(), declaration=declaration) == (Status.MISSING, None)
    assert status(POSITIVE, outcome=Unsupported()) == (Status.MISSING, None)


def test_line_3_no_usable_answer_is_inconclusive() -> None:
    """An answer that is none proves nothing either way."""
    assert status(NEGATIVE, outcome=ProtocolError("not JSON")) == (Status.INCONCLUSIVE, None)


@pytest.mark.parametrize("outcome", [Crashed(), Hung()])
@pytest.mark.parametrize("expected", list(Expected))
def test_line_4_a_crash_or_a_hang_fails_whatever_was_expected(outcome: object, expected: Expected) -> None:
    """A crash and a hang fail, on positives, negatives and open questions, whatever the twin did."""
    for twin in (True, False, None):
        assert status(NEGATIVE, outcome=outcome, expected=expected, twin_passed=twin) == (Status.FAIL, Kind.CRASH)


@pytest.mark.parametrize("outcome", [Accepted(), Rejected()])
def test_line_5_an_open_question_is_observed(outcome: object) -> None:
    """Where the specifications leave room, both answers are recorded and neither is scored."""
    assert status(NEGATIVE, outcome=outcome, expected=Expected.EITHER) == (Status.OBSERVED, None)


@pytest.mark.parametrize("twin", [True, False, None])
def test_line_6_accepting_what_must_be_refused_is_unsafe(twin: bool | None) -> None:
    """Accepting what must be refused is unsafe, whatever its twin did."""
    assert status(NEGATIVE, outcome=Accepted({}), twin_passed=twin) == (Status.FAIL, Kind.UNSAFE)


def test_line_7_refusing_what_must_be_accepted_is_over_strict() -> None:
    """Refusing what must be accepted is over-strict."""
    assert status(POSITIVE, outcome=Rejected("expired"), output_matches=None) == (Status.FAIL, Kind.OVER_STRICT)


def test_line_7_accepting_with_another_output_is_wrong_output() -> None:
    """Accepting and reading something else in the certificate fails; an output that cannot be compared does not."""
    assert status(POSITIVE, output_matches=False) == (Status.FAIL, Kind.WRONG_OUTPUT)
    assert status(POSITIVE, output_matches=None) == (Status.PASS, None)


def test_line_8_a_refusal_is_void_when_the_twin_did_not_pass() -> None:
    """A refusal proves nothing when the valid twin is refused too."""
    assert status(NEGATIVE, twin_passed=False) == (Status.VOID, None)


def test_line_9_a_wrong_reason_is_misattributed_only_on_a_calibrated_channel() -> None:
    """A reason outside the admissible set counts only when reasons have been shown to mean something."""
    wrong = Rejected("schema-invalid")
    assert status(NEGATIVE, outcome=wrong, calibrated=True) == (Status.MISATTRIBUTED, Kind.MISATTRIBUTED)
    assert status(NEGATIVE, outcome=wrong, calibrated=False) == (Status.PASS, None)
    assert status(NEGATIVE, outcome=Rejected(None), calibrated=True) == (Status.PASS, None)


def test_line_9_where_the_requirement_is_about_the_reason_it_decides() -> None:
    """A wrong reason then fails; without reasons that mean something, a refusal is recorded and proves nothing."""
    wrong, right = Rejected("schema-invalid"), Rejected("expired")
    assert status(NEGATIVE, outcome=wrong, calibrated=True, by_reason=True) == (Status.FAIL, Kind.MISATTRIBUTED)
    assert status(NEGATIVE, outcome=right, calibrated=True, by_reason=True) == (Status.PASS, None)
    for outcome, calibrated in ((wrong, False), (Rejected(None), True), (Rejected(None), False)):
        assert status(NEGATIVE, outcome=outcome, calibrated=calibrated, by_reason=True) == (Status.OBSERVED, None)
    assert status(NEGATIVE, outcome=Accepted(), by_reason=True) == (Status.FAIL, Kind.UNSAFE)


def test_line_10_otherwise_it_passes() -> None:
    """Refused as expected for an admissible reason, and accepted as expected with the right output, pass."""
    assert status(NEGATIVE, calibrated=True) == (Status.PASS, None)
    assert status(POSITIVE) == (Status.PASS, None)


def test_on_a_should_fail_and_void_warn_and_keep_their_kind() -> None:
    """A SHOULD never fails: it warns, and the kind stays."""
    should = replace(MUST, level=Level.SHOULD)
    assert status(NEGATIVE, weight=should, outcome=Accepted()) == (Status.WARN, Kind.UNSAFE)
    assert status(NEGATIVE, weight=should, twin_passed=False) == (Status.WARN, None)
    assert status(POSITIVE, weight=should, outcome=Rejected()) == (Status.WARN, Kind.OVER_STRICT)


@pytest.mark.parametrize("basis", list(Basis))
def test_the_reading_says_which_bases_fail(basis: Basis) -> None:
    """Normative, schema and external fail always; template, narrative, gateway and check only operationally; a stance never."""
    firm = basis in {Basis.NORMATIVE, Basis.SCHEMA, Basis.EXTERNAL}
    for reading, fails in ((Reading.NORMATIVE, firm), (Reading.OPERATIONAL, basis is not Basis.STANCE)):
        weight = Weight(Level.MUST, basis, reading)
        expected = Status.FAIL if fails else Status.WARN
        assert status(POSITIVE, weight=weight, outcome=Rejected()) == (expected, Kind.OVER_STRICT)


@pytest.mark.parametrize("basis", [Basis.STANCE, Basis.CHECK])
def test_a_forgery_and_a_crash_fail_on_any_basis(basis: Basis) -> None:
    """A forgery let through and a crash are never a matter of opinion."""
    weight = Weight(Level.MUST, basis)
    forged = replace(weight, forgery=True)
    assert status(NEGATIVE, weight=weight, outcome=Accepted()) == (Status.WARN, Kind.UNSAFE)
    assert status(NEGATIVE, weight=forged, outcome=Accepted()) == (Status.FAIL, Kind.UNSAFE)
    assert status(NEGATIVE, weight=weight, outcome=Crashed()) == (Status.FAIL, Kind.CRASH)


def test_the_worst_verdict_speaks_for_a_requirement() -> None:
    """One failure outweighs any number of passes; no verdict at all is untested; a pass outweighs an observation."""
    assert worst([Status.PASS, Status.FAIL, Status.OBSERVED]) is Status.FAIL
    assert worst([Status.OBSERVED, Status.PASS, Status.NOT_APPLICABLE]) is Status.PASS
    assert worst([Status.NOT_APPLICABLE]) is Status.NOT_APPLICABLE
    assert worst([]) is Status.UNTESTED


def test_a_verdict_says_what_came_and_what_should_have() -> None:
    """The sentence of a failure names both sides."""
    verdict = judge(replace(NEGATIVE, outcome=Accepted()))
    assert verdict.because == "got accepted, should be rejected (expired)"
