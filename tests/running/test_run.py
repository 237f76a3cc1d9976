"""A run that a person stops, and one of a part of the suite."""

from __future__ import annotations

import pytest

from gdhcn_conformance.model.outcome import ProtocolError
from gdhcn_conformance.model.verdict import Status
from gdhcn_conformance.running import log
from gdhcn_conformance.running.assess import Standing, assess
from gdhcn_conformance.running.exchange import INTERRUPTED
from gdhcn_conformance.running.plan import Plan
from gdhcn_conformance.running.run import Interrupted, perform
from tests.running import samples


class Stopped(samples.Scripted):
    """Answers the first vectors in the order of asking; then a person presses Ctrl-C."""

    closed = False

    def ask(self, requests, seen=None):
        for request in requests[:2]:
            seen(self._reply(request, alone=False))
        raise KeyboardInterrupt

    def close(self) -> None:
        self.closed = True


def plan(**settings: object) -> Plan:
    suite = samples.suite()
    return Plan(suite, samples.PROFILE, suite.vectors, suite.defaults(), salt="s", **settings)


def stopped(tmp_path) -> tuple[Stopped, log.RunLog]:
    subject = Stopped()
    with pytest.raises(Interrupted) as told:
        perform(plan(), subject)
    log.write(told.value.log, tmp_path / "run.ndjson")
    return subject, log.read(tmp_path / "run.ndjson")


def test_what_came_before_an_interruption_is_kept(tmp_path) -> None:
    """The log of a stopped run has each answer that came and says of the rest that it was not sent; the subject is closed."""
    subject, kept = stopped(tmp_path)
    unsent = [case for case in kept.cases.values() if not case.reply.sent]
    assert subject.closed
    assert set(kept.cases) == {vector.id for vector in samples.VECTORS}
    assert len(unsent) == len(samples.VECTORS) - 2
    assert {case.reply.outcome for case in unsent} == {INTERRUPTED}


def test_an_interrupted_run_is_incomplete_and_nobodys_fault(tmp_path) -> None:
    """It is not called conformant, not called unreachable, and no refusal is void for want of a twin that was not asked."""
    assessment = assess(stopped(tmp_path)[1])
    assert assessment.standing is Standing.INCOMPLETE
    assert not assessment.unreachable()
    assert not assessment.of(Status.VOID)


def test_a_part_in_which_every_requirement_passes_is_incomplete() -> None:
    """One vector a requirement is not the suite, whatever comes of it."""
    chosen = tuple(vector for vector in samples.VECTORS if vector.id != "b/bad")
    suite = samples.suite()
    part = Plan(suite, samples.PROFILE, chosen, suite.defaults(), salt="s")
    assessment = assess(perform(part, samples.Scripted()))
    assert {row.status for row in assessment.rows} == {Status.PASS}
    assert assessment.standing is Standing.INCOMPLETE


def test_a_part_without_a_usable_answer_is_unreachable() -> None:
    """What was left out does not hide that nothing could be asked."""
    suite = samples.suite()
    part = Plan(suite, samples.PROFILE, samples.VECTORS[:2], suite.defaults(), salt="s")
    garbled = dict.fromkeys(("a__valid", "a__bad"), ProtocolError("not JSON"))
    assert assess(perform(part, samples.Scripted(**garbled))).unreachable()
