"""A finding: one vector on which an implementation failed, with everything needed to understand, repeat and mend it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from gdhcn_conformance.model.requirement import Reading, Requirement
from gdhcn_conformance.model.vector import Expected
from gdhcn_conformance.model.verdict import Kind
from gdhcn_conformance.model.vocabulary import Pipeline, pipeline
from gdhcn_conformance.reporting import wording
from gdhcn_conformance.reporting.exhibits import exhibit
from gdhcn_conformance.reporting.texts import DETAIL, as_json, clean, line, web_address
from gdhcn_conformance.running.issuing import ISSUE

if TYPE_CHECKING:
    from gdhcn_conformance.running.assess import Result
    from gdhcn_conformance.running.known import Known
    from gdhcn_conformance.running.log import RunLog


def finding(result: Result, log: RunLog, known: Known | None, *, exhibits: bool = True) -> dict[str, Any]:
    """The finding as the report's JSON object; without `exhibits`, what was sent is left out."""
    vector, verdict, table = result.vector, result.verdict, pipeline()
    stage = table.reasons[vector.expectation.reasons[0]].stage if vector.expectation.reasons else ""
    return {
        "vector": vector.id,
        "title": vector.title,
        "description": vector.description,
        "kind": str(verdict.kind),
        "status": str(verdict.status),
        "severity": wording.severity(result),
        "because": clean(verdict.because),
        "reasons": list(vector.expectation.reasons),
        "expected": wording.expected(result),
        "observed": wording.observed(result, DETAIL),
        "stage": stage,
        "stage_summary": table.stages[stage].summary if stage else "",
        "requirement": requirement(log.requirements[result.requirement]),
        "also": list(vector.also),
        "hints": list(_hints(result, table)),
        "reproduce": reproduce(vector.id, log),
        # Of a sample nothing is known but what the report says of it; the requirement can be looked up.
        "explain": f"gdhcn-conformance explain {shlex.quote(line(explained(vector.id, result.requirement)))}",
        "twin": vector.twin or "",
        "mutation": vector.mutation,
        "clock": vector.clock,
        "trust": len(vector.trust),
        "context": sorted(vector.context),
        "forgery": vector.forgery,
        "flaky": result.flaky,
        "attempts": [f"{each.kind}: {line(each.detail)}" for each in result.case.reply.attempts],
        "known": _known(result, known),
        "read": _read(result),
        "others": list(result.others),
        "asked": as_json((vector.input or {}).get("payload")) if (vector.input or {}).get("payload") else "",
        "exhibit": exhibit(_shown(result)) if exhibits else None,
    }


def explained(vector: str, requirement: str) -> str:
    """The name under which `explain` knows what a finding is about."""
    return requirement if vector.startswith("samples/") else vector


def _shown(result: Result) -> str:
    """The certificate that a finding is about: the one that was sent, or the one that was issued."""
    output = getattr(result.case.reply.outcome, "output", None)
    if result.vector.operation == ISSUE:
        return str(output.get("credential", "")) if isinstance(output, dict) else ""
    return result.vector.credential


def requirement(row: Requirement) -> dict[str, Any]:
    """What a requirement says, how strongly, by whom."""
    source = {"document": row.source.document, "section": row.source.section, "url": web_address(row.source.url)}
    return {"id": row.id, "text": row.text, "level": str(row.level), "basis": str(row.basis), "source": source}


def reproduce(vector: str, log: RunLog) -> str:
    """One command line that asks this vector (and its twin) again, under the same profile, reading and policies."""
    words = ["gdhcn-conformance", "run", "--adapter", "…", "--only", line(vector), "--profile", log.profile.name]
    if log.reading is not Reading.NORMATIVE:
        words += ["--reading", str(log.reading)]
    for name, value in log.policies.items():
        if log.default_policies.get(name) != value:
            words += ["--policy", f"{name}={value}"]
    origin, which = log.origin, log.vectors_from.partition(" ")[2]
    if origin == "deck":
        words[2] = "--answers"
    if origin == "samples":
        words[2:4] = ["--samples", which]
    if origin in ("fresh", "corpus"):
        words += [f"--{origin}", which]
    return " ".join("…" if word == "…" else shlex.quote(line(word, DETAIL)) for word in words)


def _hints(result: Result, table: Pipeline) -> Iterator[dict[str, str]]:
    """The usual causes: of what had to be refused, its likeliest reason's; of what was refused wrongly, what it came to."""
    kind, reasons = result.verdict.kind, result.vector.expectation.reasons
    if kind in wording.ADVICE:
        yield {"reason": "", "summary": "", "cause": "", "mend": wording.ADVICE[kind]}
    if result.expected is Expected.REJECT:
        for code in reasons[:1]:
            reason = table.reasons[code]
            yield {"reason": code, "summary": reason.summary, "cause": reason.cause, "mend": reason.mend}
    given = table.reasons.get(getattr(result.case.reply.outcome, "reason", None) or "")
    if given is not None and kind in (Kind.OVER_STRICT, Kind.MISATTRIBUTED):
        yield {"reason": given.code, "summary": given.summary, "cause": "", "mend": ""}


def _read(result: Result) -> dict[str, str]:
    """What stands in an accepted certificate and what was read in it, where that is the finding."""
    if result.verdict.kind is not Kind.WRONG_OUTPUT:
        return {}
    output = getattr(result.case.reply.outcome, "output", None)
    return {"should": as_json(result.vector.output), "got": as_json(output)}


def _known(result: Result, known: Known | None) -> dict[str, str] | None:
    for entry in known.entries if known else ():
        if entry.fits(result):
            return {"owner": entry.owner, "reason": entry.reason, "expires": entry.expires.isoformat()}
    return None
