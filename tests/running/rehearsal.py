"""Runs of many verifiers that differ from the reference in one step, without asking the reference's other steps again.

A step is a function of what is known so far. So what the reference knows before each of its steps is kept for every
certificate. A verifier with one step of its own starts from there; where that step leaves exactly what the reference's
leaves, the answer is the reference's, and else the steps behind it are taken as well. A verifier that differs in more goes
the whole way. `tests/running/test_rehearsal.py` holds the short way against the long one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import lru_cache, wraps
from operator import attrgetter, is_
from typing import Any
from unittest import mock

from gdhcn_conformance.adapters.base import Request
from gdhcn_conformance.credentials import qr
from gdhcn_conformance.credentials.reading import Malformed
from gdhcn_conformance.model.declaration import Role
from gdhcn_conformance.model.vector import Vector
from gdhcn_conformance.reference.steps.examination import Examination, Refused, Step
from gdhcn_conformance.reference.trust_list import TrustList
from gdhcn_conformance.reference.verifier import STEPS, Verifier
from gdhcn_conformance.running import exchange
from gdhcn_conformance.running.exchange import request

REFERENCE = tuple(STEPS.values())
known_in = attrgetter(*(each.name for each in fields(Examination)))  # all that an examination knows, as a tuple
PLAIN = (str, bytes, int, type(None))  # of these, equal values of one type cannot be told apart


@dataclass(slots=True)
class Rehearsed:
    """What the reference knew before each step it took; at the end what it knew last, or its refusal."""

    before: list[tuple[Any, ...]]
    after: Examination | Refused


_RECORD: dict[tuple[str, int, int], tuple[TrustList, Rehearsed]] = {}


@contextmanager
def rehearsed() -> Iterator[None]:
    """Inside, verifiers take the short way, runs share their requests, and a picture is read once."""
    with (
        mock.patch.object(Verifier, "examine", _examine),
        mock.patch.object(exchange, "request", _request),
        mock.patch.object(qr, "read", _reading(qr.read)),
    ):
        yield


def _examine(self: Verifier, text: str, now: int, trust: TrustList) -> Examination:
    """What `Verifier.examine` gives."""
    place = _only_difference(self.steps)
    if place is None:
        return LONG_WAY(self, text, now, trust)
    known = _known(text, now, trust)
    if place >= len(known.before):
        return _ended(known)
    exam = _again(known.before[place])
    self.steps[place](exam)
    if _goes_on_alike(exam, known, place + 1):
        return _ended(known)
    for step in self.steps[place + 1 :]:
        step(exam)
    return exam


LONG_WAY = Verifier.examine


@lru_cache
def _only_difference(steps: tuple[Step, ...]) -> int | None:
    """The place of the only step that is not the reference's, behind the last where there is none; `None` if there are more."""
    if len(steps) != len(REFERENCE):
        return None
    places = [place for place, (mine, theirs) in enumerate(zip(steps, REFERENCE, strict=True)) if mine is not theirs]
    return (places or [len(REFERENCE)])[0] if len(places) < 2 else None


def _known(text: str, now: int, trust: TrustList) -> Rehearsed:
    key = text, now, id(trust)
    if key not in _RECORD:  # the list is kept as well, so that its id stays its own
        _RECORD[key] = trust, _rehearse(Examination(text, now, trust))
    return _RECORD[key][1]


def _rehearse(exam: Examination) -> Rehearsed:
    before = []
    for step in REFERENCE:
        before.append(known_in(exam))
        exam = _again(before[-1])
        try:
            step(exam)
        except Refused as refused:
            return Rehearsed(before, refused)
    return Rehearsed(before, exam)


def _ended(known: Rehearsed) -> Examination:
    if isinstance(known.after, Refused):
        raise Refused(known.after.reason, known.after.detail)
    return known.after


def _again(known: tuple[Any, ...]) -> Examination:
    """An examination that knows this, with maps of its own, of which a careless step may change one."""
    exam = Examination(*known)
    exam.claims, exam.headers = dict(exam.claims), dict(exam.headers)
    return exam


def _goes_on_alike(exam: Examination, known: Rehearsed, place: int) -> bool:
    """Whether the examination knows exactly what the reference knew before the step at this place, or in the end."""
    if place < len(known.before):
        return all(map(_same, known_in(exam), known.before[place]))
    return isinstance(known.after, Examination) and all(map(_same, known_in(exam), known_in(known.after)))


def _same(one: object, other: object) -> bool:
    """Whether both are exactly the same: equal, and written alike, since 1 equals 1.0 and true."""
    if one is other or _same_parts(one, other):
        return True
    if type(one) is not type(other) or one != other:
        return False
    return type(one) in PLAIN or repr(one) == repr(other)


def _request(vector: Vector, salt: str, role: Role) -> Request:
    """What `exchange.request` makes, once for all runs with the same salt."""
    key = id(vector), salt, role.trust, role.clock
    if key not in _REQUESTS:
        _REQUESTS[key] = vector, request(vector, salt, role)
    return _REQUESTS[key][1]


def _same_parts(one: object, other: object) -> bool:
    """Whether both are tuples, or maps, of the same objects in the same order."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(is_, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return _same_parts((*one, *one.values()), (*other, *other.values()))
    return False


def _reading(read: Callable[[bytes], list[Any]]) -> Callable[[bytes], list[Any]]:
    """`read`, whose results and refusals are kept by picture."""

    @wraps(read)
    def remembered(image: bytes) -> list[Any]:
        if image not in _PICTURES:
            try:
                _PICTURES[image] = read(image)
            except Malformed as malformed:
                _PICTURES[image] = malformed
        found = _PICTURES[image]
        if isinstance(found, Malformed):
            raise Malformed(found.code, found.detail)
        return list(found)

    return remembered


_REQUESTS: dict[tuple[int, str, str, str], tuple[Vector, Request]] = {}
_PICTURES: dict[bytes, list[Any] | Malformed] = {}
