"""What crosses the wall: nothing that tells the answer."""

from __future__ import annotations

import json
from collections import Counter

from gdhcn_conformance.model.declaration import Role
from gdhcn_conformance.model.outcome import Rejected
from gdhcn_conformance.running.exchange import exchange, opaque, request
from tests.running import samples


def test_a_request_tells_nothing_of_what_is_expected() -> None:
    """Neither ids nor members of a request hold a vector's name, requirement, reasons or expectation."""
    for vector in samples.VECTORS:
        made = request(vector, "salt", Role()).to_json()
        assert set(made) == {"op", "id", "credential", "clock", "trust"}
        rest = json.dumps({name: value for name, value in made.items() if name != "credential"})
        for telling in (vector.id, vector.requirement, vector.mutation, *vector.expectation.reasons, "expected"):
            assert not telling or telling not in rest


def test_ids_differ_between_runs_and_not_within_one() -> None:
    """An id is opaque, the same when a vector is asked again in a run, and another in the next."""
    assert opaque("one", "a/valid") == opaque("one", "a/valid") != opaque("two", "a/valid")


def test_the_order_of_asking_is_not_the_suites() -> None:
    """Vectors are asked in the order of their opaque ids."""
    subject = samples.Scripted()
    exchange(subject, samples.VECTORS, "s", Role())
    first = [each.id for each in subject.asked[: len(samples.VECTORS)]]
    assert first == sorted(opaque("s", vector.id) for vector in samples.VECTORS)


def test_some_vectors_are_asked_a_second_time_after_all_others() -> None:
    """A sample is asked again at the end under other ids, so that an answer that changes in between is seen."""
    subject = samples.Scripted()
    cases = exchange(subject, samples.VECTORS, "s", Role())
    again = subject.asked[len(samples.VECTORS) :]
    assert again
    assert {each.body["credential"] for each in again} <= {vector.credential for vector in samples.VECTORS}
    assert {each.id for each in again}.isdisjoint(opaque("s", vector.id) for vector in samples.VECTORS)
    assert sum(case.later is not None for case in cases.values()) == len(again)


def test_a_trust_list_once_a_session_is_not_sent_again() -> None:
    """An implementation that takes its trust list once a session is not sent one with each vector."""
    assert "trust" not in request(samples.VECTORS[0], "s", Role(trust="session")).body


def test_only_twins_that_matter_are_asked_again() -> None:
    """A refused twin is asked once more only where a refusal hangs on it, and not without end."""
    families = tuple(
        each
        for n in range(20)
        for each in (samples.vector(f"f{n}/valid"), samples.vector(f"f{n}/bad", "reject", of=f"f{n}/valid"))
    )
    refusing = samples.Scripted(families, **{f"f{n}__valid": Rejected() for n in range(20)})
    exchange(refusing, families, "s", Role())
    times = Counter(each.id for each in refusing.asked)
    assert sum(count == 2 for count in times.values()) == 5
