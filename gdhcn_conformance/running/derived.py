"""Requirements that follow from all vectors together, and so have none of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from gdhcn_conformance.model.outcome import Accepted, Rejected
from gdhcn_conformance.model.verdict import Kind, Status
from gdhcn_conformance.running import issuing

if TYPE_CHECKING:
    from gdhcn_conformance.running.assess import Result
    from gdhcn_conformance.running.log import RunLog

# From the results of a run and its log to those that break the requirement, and its status.
Derivation: TypeAlias = "Callable[[tuple[Result, ...], RunLog], tuple[tuple[Result, ...], Status]]"


def _no_crash(results: tuple[Result, ...], _: RunLog) -> tuple[tuple[Result, ...], Status]:
    """No vector crashed or hung; inconclusive where none had a usable answer."""
    crashed = tuple(result for result in results if result.verdict.kind is Kind.CRASH)
    answered = any(isinstance(result.case.reply.outcome, Accepted | Rejected) for result in results)
    return crashed, Status.FAIL if crashed else Status.PASS if answered else Status.INCONCLUSIVE


def _same_again(results: tuple[Result, ...], _: RunLog) -> tuple[tuple[Result, ...], Status]:
    """What was asked a second time was answered alike; inconclusive where nothing could be."""
    repeated = [result for result in results if isinstance(result.case.later, Accepted | Rejected)]
    changed = tuple(result for result in repeated if type(result.case.later) is not type(result.case.reply.outcome))
    return changed, Status.FAIL if changed else Status.PASS if repeated else Status.INCONCLUSIVE


def _unique_identifiers(results: tuple[Result, ...], log: RunLog) -> tuple[tuple[Result, ...], Status]:
    """No identifier of a certificate stands in that of another person or event."""
    from gdhcn_conformance.issued.identifiers import shared_identifiers  # noqa: PLC0415 - for issuers only

    issued = {
        result.vector.id: issuing.issued(result.vector, result.case.reply.outcome, log.role)
        for result in results
        if result.vector.operation == issuing.ISSUE and isinstance(result.case.reply.outcome, Accepted)
    }
    shared = shared_identifiers(issued)
    reused = tuple(result for result in results if result.vector.id in shared)
    return reused, Status.FAIL if reused else Status.PASS if issued else Status.UNTESTED


# Each by the name under which a row of the ledger asks for it.
DERIVED: Mapping[str, Derivation] = {
    "no-crash": _no_crash,
    "same-again": _same_again,
    "unique-identifiers": _unique_identifiers,
}
