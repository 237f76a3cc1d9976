"""From a run to verdicts: requirements, the profile, scores, and the reason channel."""

from __future__ import annotations

from dataclasses import replace

from gdhcn_conformance.model.declaration import Role
from gdhcn_conformance.model.outcome import Accepted, Crashed, ProtocolError, Rejected, Unsupported
from gdhcn_conformance.model.requirement import Basis, Level
from gdhcn_conformance.model.verdict import Kind, Status
from gdhcn_conformance.running.assess import Assessment, Score, Standing, assess
from gdhcn_conformance.running.plan import Plan
from gdhcn_conformance.running.run import perform
from tests.running import samples


def assessed(subject: samples.Scripted | None = None, suite=None, **changes: object) -> Assessment:
    suite = suite or samples.suite()
    profile = changes.pop("profile", samples.PROFILE)
    plan = Plan(suite, profile, suite.vectors, suite.defaults(), salt="s", **changes)
    return assess(perform(plan, subject or samples.Scripted(suite.vectors)))


def status_of(assessment: Assessment, name: str) -> Status:
    return next(r.verdict.status for r in assessment.results if r.vector.id == name)


def test_an_implementation_that_does_everything_right_is_conformant() -> None:
    """All decided vectors pass, the open one is observed, and rows that nobody tests do not stand in the way."""
    result = assessed()
    assert result.standing is Standing.CONFORMANT
    assert (result.positives, result.negatives) == (Score(2, 2), Score(2, 2))
    assert status_of(result, "b/open") is Status.OBSERVED


def test_a_failed_must_is_not_conformant_and_a_failed_should_is() -> None:
    """A MUST that fails costs the profile, a SHOULD warns."""
    assert assessed(samples.Scripted(a__bad=Accepted({}))).standing is Standing.NOT_CONFORMANT
    warned = assessed(samples.Scripted(b__bad=Accepted({})))
    assert warned.standing is Standing.CONFORMANT
    assert status_of(warned, "b/bad") is Status.WARN


def test_a_refused_twin_voids_its_negatives() -> None:
    """When the valid twin is refused, also when asked again alone, a refusal of its negative proves nothing."""
    result = assessed(samples.Scripted(a__valid=Rejected("expired")))
    assert status_of(result, "a/valid") is Status.FAIL
    assert status_of(result, "a/bad") is Status.VOID
    assert result.negatives == Score(1, 2)


def test_a_twin_that_is_accepted_alone_saves_its_negatives() -> None:
    """A twin that is accepted when it is asked once more, alone, does not void its negatives; its own answer stands."""
    result = assessed(samples.Scripted(a__valid=(Rejected("expired"), Accepted({"name": "a/valid"}))))
    assert status_of(result, "a/valid") is Status.FAIL
    assert status_of(result, "a/bad") is Status.PASS
    assert next(r for r in result.results if r.vector.id == "a/valid").flaky


def test_a_twin_read_wrongly_voids_its_negatives() -> None:
    """A twin that is accepted with another output has not passed."""
    result = assessed(samples.Scripted(a__valid=Accepted({"name": "somebody else"})))
    assert status_of(result, "a/valid") is Status.FAIL
    assert status_of(result, "a/bad") is Status.VOID


def test_a_requirement_without_vectors_leaves_the_run_incomplete() -> None:
    """What was not run is untested, and an incomplete run is never conformant."""
    result = assessed(suite=samples.suite(*samples.VECTORS, extra=samples.requirement("R-3")))
    assert result.standing is Standing.INCOMPLETE
    assert next(row.status for row in result.rows if row.requirement.id == "R-3") is Status.UNTESTED


def test_a_partial_selection_is_incomplete() -> None:
    """Running some of the vectors cannot end conformant."""
    suite = samples.suite(samples.VECTORS[2], samples.VECTORS[3])
    assert assessed(suite=suite).standing is Standing.INCOMPLETE


def test_an_unreachable_implementation_is_told_from_a_broken_one() -> None:
    """Incomplete for want of usable answers only is *unreachable*; with a failure it is not conformant."""
    garbled = dict.fromkeys(("a__valid", "a__bad", "b__valid", "b__bad"), ProtocolError("not JSON"))
    assert assessed(samples.Scripted(**garbled)).unreachable()
    assert not assessed(samples.Scripted(a__valid=Unsupported())).unreachable()


def test_a_declared_stage_decides_what_applies() -> None:
    """Negatives of a stage that is neither declared nor required are not applicable; required, they are missing."""
    role = Role(stages=frozenset({"signature"}))
    loose = assessed(samples.Scripted(role=role))
    assert status_of(loose, "a/bad") is Status.NOT_APPLICABLE
    strict = replace(samples.PROFILE, capabilities=frozenset({"stage:time"}))
    result = assessed(samples.Scripted(role=role), profile=strict)
    assert status_of(result, "a/bad") is Status.MISSING
    assert result.standing is Standing.INCOMPLETE


def test_crashes_fail_the_requirement_that_nothing_crashes() -> None:
    """A crash anywhere, also on an open question, fails the row that follows from all vectors."""
    crashing = samples.requirement("R-5", derived="no-crash")
    suite = samples.suite(*samples.VECTORS, crashing=crashing)
    result = assessed(samples.Scripted(b__open=Crashed("boom")), suite=suite)
    assert next(row.status for row in result.rows if row.requirement.id == "R-5") is Status.FAIL
    assert result.standing is Standing.NOT_CONFORMANT


def test_findings_are_ordered_by_gravity() -> None:
    """Unsafe comes before a crash, a crash before over-strict; what only warns comes after what fails, within a kind."""
    result = assessed(
        samples.Scripted(a__valid=Rejected(), b__valid=Crashed(), a__bad=Accepted({}), b__bad=Accepted({}))
    )
    assert [r.verdict.kind for r in result.findings] == [Kind.UNSAFE, Kind.UNSAFE, Kind.CRASH, Kind.OVER_STRICT]
    assert [r.vector.id for r in result.findings[:2]] == ["a/bad", "b/bad"]


def test_a_vector_counts_for_every_requirement_it_names() -> None:
    """A warning under a SHOULD is a failure of the MUST that the same vector also shows."""
    shared = samples.vector("b/shared", "reject", of="b/valid", requirement="R-2", also=("R-1",))
    vectors = (*samples.VECTORS, shared)
    result = assessed(samples.Scripted(vectors, b__shared=Accepted({})), suite=samples.suite(*vectors))
    rows = {row.requirement.id: row.status for row in result.rows}
    assert (rows["R-1"], rows["R-2"]) == (Status.FAIL, Status.WARN)


def test_reasons_count_when_the_samples_show_that_they_mean_something() -> None:
    """With a calibrated channel a reason outside the admissible set is misattributed, and costs no profile."""
    result = assessed(samples.Scripted(b__bad=Rejected("schema-invalid")))
    assert result.channel.calibrated
    assert status_of(result, "b/bad") is Status.MISATTRIBUTED
    assert result.standing is Standing.CONFORMANT


def test_reasons_of_another_stage_leave_the_channel_uncalibrated() -> None:
    """Where a sample draws a reason of another stage, reasons prove nothing, and nothing is misattributed."""
    result = assessed(samples.Scripted(a__bad=Rejected("schema-invalid"), b__bad=Rejected("schema-invalid")))
    assert not result.channel.calibrated
    assert status_of(result, "a/bad") is Status.PASS
    assert (result.channel.given, result.channel.exact) == (2, 0)


def test_a_changed_policy_decides_and_is_told() -> None:
    """A policy set to refuse turns the open question into a negative, and the result is qualified."""
    suite = samples.suite()
    plan = Plan(suite, samples.PROFILE, suite.vectors, {"leeway": "refuse"}, salt="s")
    result = assess(perform(plan, samples.Scripted()))
    assert result.qualified
    assert result.negatives == Score(2, 3)


def test_a_stance_warns_unless_a_forgery_passes() -> None:
    """On a stance an accepted negative warns; an accepted forgery fails."""
    row = samples.requirement("R-1", Level.MUST, Basis.STANCE)
    for forgery, expected in ((False, Status.WARN), (True, Status.FAIL)):
        vectors = (samples.vector("a/valid"), samples.vector("a/bad", "reject", of="a/valid", forgery=forgery))
        result = assessed(samples.Scripted(vectors, a__bad=Accepted({})), suite=samples.suite(*vectors, row=row))
        assert status_of(result, "a/bad") is expected
