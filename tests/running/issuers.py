"""Runs of many issuers that differ from the reference in one step, without doing again what comes out the same.

Keys are read once, a signature over the same bytes is made once, a certificate is taken apart once, and what the requirements
say of the same certificate, issued for the same vector, is kept. Which vectors an issuer is asked depends on where its bug is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import cache, lru_cache
from typing import Any
from unittest import mock

from gdhcn_conformance.adapters.inline import InlineSubject
from gdhcn_conformance.model.verdict import Status
from gdhcn_conformance.pki.authority import Signer
from gdhcn_conformance.reference import issuer
from gdhcn_conformance.reference.issuer import Issuer
from gdhcn_conformance.running import assess, exchange, issuing, library
from gdhcn_conformance.running.assess import Assessment, Result
from gdhcn_conformance.running.plan import Plan, select
from gdhcn_conformance.running.run import perform

BAD = frozenset({Status.FAIL, Status.WARN, Status.VOID, Status.MISATTRIBUTED})
# A bug that shows on every certificate, or on every one of a kind, is looked for on these.
SHOWN = (
    "events/*",
    "versions/*-1-0-*",
    "versions/*-1-2-1",
    "versions/*-1-3-2",
    "births/born-today",
    "births/year-alone",
    "names-latin/[fgp]*",
    "tests-taken/rapid-negative",
    "tests-taken/without-centre",
    "texts/eighty-characters",
)
SOME = tuple(f"issuer/{each}" for each in SHOWN)
WHOLE = ("requests", "refusals", "signers")  # layers whose bugs show on few applications: they are asked all


@cache
def suite() -> library.Suite:
    return library.load("issuer")


@cache
def vectors(layer: str) -> tuple[Any, ...]:
    """Those that an issuer with a bug in this layer is asked; pictures take fifty milliseconds each, and are for their own layer."""
    if layer == "all":
        return suite().vectors
    if layer == "picture":
        return select(suite().vectors, ["issuer/events/*"])
    plain = tuple(each for each in suite().vectors if not each.input.get("picture"))
    return plain if layer in WHOLE else select(plain, SOME)


def assessed(implementation: object, layer: str) -> Assessment:
    """All verdicts on an issuer, with the vectors of a layer."""
    plan = Plan(suite(), suite().profile("issuer"), vectors(layer), suite().defaults(), salt="issuers")
    return assess.assess(perform(plan, InlineSubject(implementation)))


def wrong(assessment: Assessment) -> list[Result]:
    """What is bad of an assessment: results of vectors, and of requirements on certificates."""
    return [each for each in (*assessment.results, *assessment.inspections) if each.verdict.status in BAD]


@cache
def usual(layer: str) -> frozenset[tuple[str, str]]:
    """Vector and requirement of what is said of the reference, too: warnings, as where it takes an answer that is left open."""
    return frozenset((each.vector.id, each.requirement) for each in wrong(assessed(Issuer(), layer)))


@contextmanager
def remembered() -> Iterator[None]:
    """Inside, nothing is done twice."""
    with (
        mock.patch.object(issuer, "begin", _begin),
        mock.patch.object(Signer, "sign", _sign),
        mock.patch.object(issuing, "_taken", TAKEN),
        mock.patch.object(assess, "inspected_by", _inspected),
        mock.patch.object(assess, "replace", _replaced),
        mock.patch.object(exchange, "REPEATED", 1),  # whether it answers alike again is asked of verifiers
    ):
        yield


BEGIN, SIGN, INSPECTED = issuer.begin, Signer.sign, assess.inspected_by
TAKEN = lru_cache(maxsize=None)(issuing._taken.__wrapped__)
_BEGUN: dict[tuple[str, str], issuer.Making] = {}
_SIGNED: dict[tuple[bytes, bytes], bytes] = {}
_SAID: dict[tuple[Any, ...], tuple[Any, ...]] = {}


def _begin(request: Any) -> issuer.Making:
    key = request["signer"]["certificate"], request["country"]
    if key not in _BEGUN:
        _BEGUN[key] = BEGIN(request)
    empty: dict[str, Any] = {name: {} for name in ("payload", "claims", "protected", "unprotected")}
    return replace(_BEGUN[key], asked=request, now=datetime.fromisoformat(request["clock"]), **empty)


def _sign(self: Signer, message: bytes, salt_name: str = "") -> bytes:
    key = self.certificate, message
    if key not in _SIGNED:
        _SIGNED[key] = SIGN(self, message, salt_name)
    return _SIGNED[key]


def _replaced(value: Any, **changes: Any) -> Any:
    """What `dataclasses.replace` gives; a result, of which there is one for each requirement on each certificate, more quickly."""
    if type(value) is not Result:
        return replace(value, **changes)
    names = ("vector", "case", "expected", "verdict", "needs", "inspected", "others")
    return Result(*(changes[name] if name in changes else getattr(value, name) for name in names))


def _inspected(vector: Any, outcome: Any, expected: Any, log: Any) -> tuple[Any, ...]:
    given = outcome.output or {}
    key = vector.id, given.get("credential"), given.get("image"), expected, log.role
    known = repr(key)
    if known not in _SAID:
        _SAID[known] = tuple(INSPECTED(vector, outcome, expected, log))
    return _SAID[known]
