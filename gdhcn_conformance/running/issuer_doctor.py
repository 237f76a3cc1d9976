"""Is the adapter of an issuer set up rightly? The checks of `doctor` that are about issuing, each with its fix."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from gdhcn_conformance.adapters.base import Reply, Request
from gdhcn_conformance.credentials import compare
from gdhcn_conformance.model.outcome import Accepted, Outcome, Rejected, Unsupported
from gdhcn_conformance.model.vector import Expected, Vector
from gdhcn_conformance.running import issuing
from gdhcn_conformance.running.doctor import SALT, Doctor, Finding, latency, said
from gdhcn_conformance.running.exchange import opaque, output_difference

IAT = 6
LATER = timedelta(days=30)  # within the validity of every signer that is handed over, and far beyond any tolerance
TOLERATED = timedelta(minutes=10)  # an issuer may round the time of issue, or set it back a little


def examine_issuer(doctor: Doctor) -> Iterator[Finding]:
    """Every finding on issuing, after the handshake."""
    plain = [each for each in doctor.suite.vectors if _is_plain(doctor, each)]
    replies = doctor.ask(plain[:3])
    issued = [each for each, reply in zip(plain, replies, strict=False) if isinstance(reply.outcome, Accepted)]
    yield from _issues(doctor, plain[:3], replies)
    if not issued:
        return
    yield from _refuses(doctor)
    yield _no_state(doctor, issued)
    yield _clock(doctor, issued[0])
    yield _no_payload(doctor)
    yield from _picture(doctor)
    yield latency(doctor, issued[0])


def _is_plain(doctor: Doctor, vector: Vector) -> bool:
    behaviours = doctor.role.behaviours
    wanted = vector.twin is None and vector.expectation.expected is Expected.ACCEPT
    return wanted and all(behaviours.get(each, True) for each in vector.needs)


def _issues(doctor: Doctor, asked: list[Vector], replies: list[Reply]) -> Iterator[Finding]:
    """A certificate for a plain application, that can be read and that the signer signed."""
    outcomes = [reply.outcome for reply in replies]
    if any(isinstance(each, Unsupported) for each in outcomes):
        fix = "put your issuer's call where the adapter answers 'issue'"
        yield Finding("issue", ok=False, says="the operation is answered unsupported", fix=fix)
        return
    refused = [each for each in outcomes if not isinstance(each, Accepted)]
    if refused:
        fix = "see what the issuer lacks in the request; its country code may be the cause, try --countries with known ones"
        yield Finding("issue", False, f"{len(refused)} of {len(asked)} not issued ({_told(refused[0])})", fix)
        return
    for vector, outcome in zip(asked, outcomes, strict=True):
        if isinstance(outcome, Accepted) and (wrong := output_difference(vector, outcome, doctor.role)):
            fix = "give the text of the QR code as 'credential', signed with the key that is handed over or declared"
            yield Finding("issue", False, f"issued, but nobody could use it: {wrong}", fix)
            return
    yield Finding("issue", ok=True, says=f"{len(asked)} certificates, each can be read and verified")


def _told(outcome: Outcome) -> str:
    return outcome.detail or outcome.kind


def _refuses(doctor: Doctor) -> Iterator[Finding]:
    """An application that must be refused is refused."""
    negatives = [each for each in doctor.suite.vectors if each.expectation.expected is Expected.REJECT][:5]
    outcomes = [reply.outcome for reply in doctor.ask(negatives)]
    wrong = [each for each, outcome in zip(negatives, outcomes, strict=True) if not isinstance(outcome, Rejected)]
    fix = 'answer {"outcome": "rejected"} where the issuer refuses; what it issues all the same, a run will find'
    bad = f"not refused: {', '.join(each.title.rstrip('.') for each in wrong)}"
    yield Finding(
        "refusals", None if wrong else True, bad if wrong else "invalid applications are refused", fix if wrong else ""
    )


def _no_state(doctor: Doctor, issued: list[Vector]) -> Finding:
    """A, B, A: each certificate is about the person that was asked for."""
    first, second = issued[0], issued[-1]
    for vector, reply in zip((first, second, first), doctor.ask([first, second, first]), strict=True):
        if not isinstance(reply.outcome, Accepted):
            return Finding(
                "no state",
                False,
                f"the same application is {reply.outcome.kind} when asked again",
                "keep nothing between two requests",
            )
        taken = issuing.issued(vector, reply.outcome, doctor.role)
        wanted = (vector.input or {}).get("payload", {}).get("dob")
        if taken.payload is not None and wanted and compare.difference(wanted, taken.plain.get("dob")):
            return Finding(
                "no state",
                False,
                "a certificate is about another person than was asked for",
                "keep nothing between two requests",
            )
    return Finding("no state", ok=True, says="A, B, A: each certificate is about the person asked for")


def _clock(doctor: Doctor, vector: Vector) -> Finding:
    if doctor.role.clock == "wall":
        return Finding("clock", None, "it looks at the machine's clock; certificates are asked for now")
    later = datetime.fromisoformat(vector.clock) + LATER
    outcome = doctor.outcome(vector, clock=later.strftime("%Y-%m-%dT%H:%M:%SZ"))
    fix = 'use the request\'s \'clock\' as the time of issue, or declare "clock": "wall"'
    if not isinstance(outcome, Accepted):
        return Finding("clock", False, f"a month later the same application is {outcome.kind}", fix)
    stamped = issuing.issued(vector, outcome, doctor.role).cwt.get(IAT)
    if not isinstance(stamped, int | float):
        return Finding("clock", None, "the certificate has no time of issue to see it by")
    near = abs(stamped - later.timestamp()) <= TOLERATED.total_seconds()
    return said(
        "clock",
        near,
        "the time of issue is the one given",
        f"iat is {stamped:.0f}, should be {later.timestamp():.0f}",
        fix,
    )


def _no_payload(doctor: Doctor) -> Finding:
    asked = Request(opaque(SALT, "nothing"), issuing.ISSUE, {"clock": doctor.suite.vectors[0].clock, "country": "XA"})
    outcome = doctor.subject.ask([asked])[asked.id].outcome
    return said(
        "no payload",
        not isinstance(outcome, Rejected | Accepted),
        f"a request without one is {outcome.kind}, not an answer about an application",
        f"a request without one is answered {outcome.kind}",
        "an all-catching 'except' turns the adapter's own errors into refusals: catch only what the issuer documents",
    )


def _picture(doctor: Doctor) -> Iterator[Finding]:
    if "picture" not in doctor.role.operations:
        yield Finding("picture", None, "none is declared: the requirements on the QR symbol are then not tested")
        return
    asked = next((each for each in doctor.suite.vectors if (each.input or {}).get("picture")), None)
    if asked is None:
        return
    outcome = doctor.outcome(asked)
    wrong = output_difference(asked, outcome, doctor.role) if isinstance(outcome, Accepted) else _told(outcome)
    yield said(
        "picture", not wrong, "given where it is asked for", wrong, "give the picture as 'image', in standard Base64"
    )
