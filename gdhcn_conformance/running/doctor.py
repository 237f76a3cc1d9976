"""Is the adapter set up rightly? One finding a check, each with its fix: configuration, not conformance.

Most failures that people meet in their first run are mistakes of set-up. These checks find them in seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING

from gdhcn_conformance.adapters.base import PROTOCOL, Reply, Request, Subject
from gdhcn_conformance.model.outcome import Accepted, Crashed, Hung, Outcome, Rejected, Unsupported
from gdhcn_conformance.running import sources
from gdhcn_conformance.running.assess import CATCH_ALL
from gdhcn_conformance.running.exchange import opaque, output_difference, request
from gdhcn_conformance.running.run import role_of, union

if TYPE_CHECKING:
    from gdhcn_conformance.model.declaration import Handshake, Role
    from gdhcn_conformance.model.profile import Profile
    from gdhcn_conformance.model.vector import Vector
    from gdhcn_conformance.running.library import Suite

SALT = "doctor"
# Certificates that ended so many seconds ago, or end in so many: between two of them lies the implementation's clock.
OFFSETS = (-86_400, -3_600, -600, -120, 120, 600, 3_600, 86_400)
SLOW = 1.0  # seconds for one certificate: a full run of a few hundred then takes minutes


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check came to: `ok` is `None` for a remark that is neither good nor bad."""

    check: str
    ok: bool | None
    says: str
    fix: str = ""


@dataclass(slots=True)
class Doctor:
    """Asks a subject a few vectors and looks at how it answers."""

    suite: Suite
    profile: Profile
    subject: Subject
    role: Role
    countries: tuple[str, ...] = ()
    asked: int = 0
    vectors: dict[str, Vector] = field(init=False)

    def __post_init__(self) -> None:
        self.vectors = {vector.id: vector for vector in self.suite.vectors}

    def ask(self, vectors: list[Vector], **changes: object) -> list[Reply]:
        """The replies to these vectors, in their order; `changes` replace members of the requests."""
        requests = []
        for vector in vectors:
            self.asked += 1
            made = request(vector, SALT, self.role)
            requests.append(replace(made, id=opaque(SALT, f"{vector.id}{self.asked}"), body={**made.body, **changes}))
        replies = self.subject.ask(requests)
        return [replies[each.id] for each in requests]

    def outcome(self, vector: Vector, **changes: object) -> Outcome:
        """What comes of one vector."""
        return self.ask([vector], **changes)[0].outcome

    def configure(self, *more: Vector) -> Outcome:
        """What comes of the trust list of the whole suite, and of these vectors, handed over for a session."""
        entries = [entry.to_json() for entry in union([*self.suite.vectors, *more])]
        self.asked += 1
        asked = Request(opaque(SALT, f"configure{self.asked}"), "configure", {"trust": entries})
        return self.subject.configure(asked).outcome

    def samples(self) -> dict[str, Vector]:
        """One one-fault vector a stage that the implementation declares."""
        stages = self.role.stages
        named = {stage: self.vectors[name] for stage, name in self.profile.samples.items() if name in self.vectors}
        return {stage: vector for stage, vector in named.items() if stages is None or stage in stages}


def examine(
    suite: Suite,
    profile: Profile,
    subject: Subject,
    check: Callable[[Handshake], None] | None = None,
    countries: tuple[str, ...] = (),
) -> Iterator[Finding]:
    """Every finding, as soon as there is one. The subject must not have been started, and is not closed here.

    `countries` are those that the suite was built with, where they are not its own.
    """
    handshake = subject.start()
    if check:
        check(handshake)
    role = role_of(handshake, suite.role)
    yield from _handshake(handshake, role, suite.role)
    if role.clock == "wall":
        suite = sources.fresh(suite, sources.new_seed(), moment=sources.now(), countries=countries)
    doctor = Doctor(suite, profile, subject, role, countries)
    if role.trust == "session":
        taken = doctor.configure()
        yield said(
            "trust list",
            isinstance(taken, Accepted),
            "taken once a session",
            f"answered {taken.kind}",
            "answer 'configure'",
        )
    yield _unknown_operation(doctor)
    if suite.role == "issuer":
        from gdhcn_conformance.running.issuer_doctor import examine_issuer  # noqa: PLC0415 - it is made of this module

        yield from examine_issuer(doctor)
        return
    valid, finding = _valid(doctor)
    yield from finding
    if valid is None:
        return
    yield from _refusals(doctor)
    yield _same_again(doctor, valid)
    yield _no_state(doctor, valid)
    yield from _clock(doctor, valid)
    yield _no_credential(doctor)
    yield from _reasons(doctor)
    yield latency(doctor, valid)


def said(check: str, ok: bool, good: str, bad: str, fix: str) -> Finding:  # noqa: FBT001 - two sides of one sentence
    """A finding with the one sentence or the other, and the fix where it is wanted."""
    return Finding(check, ok, good if ok else bad, "" if ok else fix)


def _handshake(handshake: Handshake, role: Role, played: str) -> Iterator[Finding]:
    name = f"{handshake.name} {handshake.version}".strip()
    yield said(
        "protocol",
        handshake.protocol == PROTOCOL,
        f"{name} speaks version {PROTOCOL}",
        f"{name} speaks version {handshake.protocol}, this suite {PROTOCOL}",
        "use an adapter for this version",
    )
    if not handshake.version:
        yield Finding(
            "version",
            None,
            "the handshake names no version of the implementation",
            'answer hello with "version": a report without one proves little',
        )
    if played == "issuer":
        keys = f"{len(role.certificates)} signers of its own" if role.certificates else "signs with the key handed over"
        yield Finding(
            "claims",
            None,
            f"{keys}, versions {', '.join(sorted(role.versions)) or 'of its choice'}, clock {role.clock}",
        )
        return
    stages = "all stages" if role.stages is None else f"{len(role.stages)} stages"
    algorithms = (
        "ES256 and PS256" if role.algorithms is None else " and ".join(sorted(role.algorithms)) or "no algorithm"
    )
    yield Finding(
        "claims", None, f"{stages}, {algorithms}, output {role.output}, clock {role.clock}, trust list {role.trust}"
    )


def _unknown_operation(doctor: Doctor) -> Finding:
    name = "frobnicate"
    asked = Request(opaque(SALT, name), name, {})
    outcome = doctor.subject.ask([asked])[asked.id].outcome
    return said(
        "unknown operation",
        isinstance(outcome, Unsupported),
        "answered unsupported",
        f"answered {outcome.kind}, should be unsupported",
        'answer {"outcome": "unsupported"} to every operation that you do not know',
    )


def _valid(doctor: Doctor) -> tuple[Vector | None, list[Finding]]:
    """A valid certificate that is accepted, and a finding for each algorithm declared."""
    findings, accepted = [], None
    for algorithm in ("ES256", "PS256"):
        if doctor.role.algorithms is not None and algorithm not in doctor.role.algorithms:
            continue
        twins = [v for v in doctor.suite.vectors if not v.twin and algorithm in v.needs and v.operation == "verify"][:3]
        replies = doctor.ask(twins)
        good = [twin for twin, reply in zip(twins, replies, strict=True) if isinstance(reply.outcome, Accepted)]
        accepted = accepted or next(iter(good), None)
        findings.append(_of_algorithm(doctor, algorithm, twins, replies))
    unsupported = any(finding.says.endswith("(unsupported)") for finding in findings)
    if unsupported:
        fix = "put your library's call where the adapter answers 'verify'"
        findings.append(Finding("verify", ok=False, says="the operation is answered unsupported", fix=fix))
    elif accepted is None:
        country = doctor.suite.vectors[0].trust[0].country
        fix = (
            f"all certificates are refused: the likely cause is their country codes ({country} and others that ISO 3166-1 "
            "leaves to users); try --countries with codes that the implementation knows"
        )
        findings.append(Finding("country codes", False, "no valid certificate was accepted", fix))
    return accepted, findings


def _of_algorithm(doctor: Doctor, algorithm: str, twins: list[Vector], replies: list[Reply]) -> Finding:
    refused = [reply.outcome for reply in replies if not isinstance(reply.outcome, Accepted)]
    if refused:
        detail = getattr(refused[0], "detail", "") or getattr(refused[0], "reason", "") or refused[0].kind
        fix = "see whether clock and trust list of the request are used"
        return Finding(f"valid, {algorithm}", False, f"{len(refused)} of {len(twins)} not accepted ({detail})", fix)
    for twin, reply in zip(twins, replies, strict=True):
        if isinstance(reply.outcome, Accepted) and (wrong := output_difference(twin, reply.outcome, doctor.role)):
            fix = 'give the health certificate as \'payload\', or declare "output": "none"'
            return Finding(f"valid, {algorithm}", False, f"accepted, but with another output: {wrong}", fix)
    return Finding(f"valid, {algorithm}", ok=True, says="accepted")


def _refusals(doctor: Doctor) -> Iterator[Finding]:
    """One negative for each stage declared."""
    samples = doctor.samples()
    replies = dict(zip(samples, doctor.ask(list(samples.values())), strict=True))
    accepted = [stage for stage, reply in replies.items() if isinstance(reply.outcome, Accepted)]
    broken = [stage for stage, reply in replies.items() if isinstance(reply.outcome, Crashed | Hung)]
    fix = "leave these stages out of 'stages' if the implementation does not perform them; otherwise a run will fail there"
    yield said(
        "refusals",
        not accepted,
        f"one fault each at {len(samples)} stages: refused",
        f"accepted at {', '.join(accepted)}",
        fix,
    )
    if broken:
        fix = "catch what the library documents as a refusal; a crash is never a rejection"
        yield Finding("crashes", ok=False, says=f"crashed or hung at {', '.join(broken)}", fix=fix)


def _same_again(doctor: Doctor, valid: Vector) -> Finding:
    first, second = (reply.outcome.kind for reply in doctor.ask([valid, valid]))
    fix = "the answer must depend on the request alone"
    return said("same again", first == second, "the same answer twice", f"{first}, then {second}", fix)


def _no_state(doctor: Doctor, valid: Vector) -> Finding:
    bad = next(
        (each for each in doctor.suite.vectors if each.twin == valid.id and each.expectation.expected == "reject"), None
    )
    if bad is None:
        return Finding("no state", None, "no negative of that family to ask in between")
    kinds = [reply.outcome.kind for reply in doctor.ask([valid, bad, valid])]
    fix = "keep nothing between two requests"
    return said(
        "no state", kinds[0] == kinds[2], "A, B, A: the same answer to A", f"A was {kinds[0]}, then {kinds[2]}", fix
    )


def _clock(doctor: Doctor, valid: Vector) -> Iterator[Finding]:
    if doctor.role.clock == "wall":
        yield _own_clock(doctor)
        return
    later = (datetime.fromisoformat(valid.clock) + timedelta(days=7300)).strftime("%Y-%m-%dT%H:%M:%SZ")
    outcome = doctor.outcome(valid, clock=later)
    if doctor.role.stages is not None and not {"time", "dsc"} & doctor.role.stages:
        yield Finding("clock", None, "no stage that looks at the time is declared")
        return
    fix = "use the request's 'clock' instead of the machine's, or declare \"clock\": \"wall\""
    good = "twenty years later the same certificate is refused"
    yield said("clock", isinstance(outcome, Rejected), good, f"twenty years later it is {outcome.kind}", fix)


def _own_clock(doctor: Doctor) -> Finding:
    """How far the implementation's clock is from ours, between two certificates of which it accepts one."""
    seen = dict(zip(OFFSETS, doctor.ask(list(_ending(doctor).values())), strict=True))
    accepted = [offset for offset in OFFSETS if isinstance(seen[offset].outcome, Accepted)]
    refused = [offset for offset in OFFSETS if isinstance(seen[offset].outcome, Rejected)]
    if not accepted or not refused or max(refused) > min(accepted):
        says = "no order in which certificates that end one after the other are accepted"
        return Finding("clock", ok=False, says=says, fix="set the machine's clock, and see whether exp is checked")
    near = max(refused) >= -600 and min(accepted) <= 600  # ten minutes: twice the largest leeway that is tolerated
    says = f"its clock, leeway taken off, is between {max(refused)} and {min(accepted)} seconds from ours"
    return Finding("clock", near, says, "" if near else "set the clocks of both machines")


def _ending(doctor: Doctor) -> Mapping[int, Vector]:
    """Certificates that end at the offsets from now."""
    from gdhcn_conformance.generation.expiring import expiring  # noqa: PLC0415 - only for implementations with their own clock

    made: Mapping[int, Vector] = expiring(sources.now(), sources.new_seed(), OFFSETS, doctor.countries)
    if doctor.role.trust == "session":
        doctor.configure(*made.values())
    return made


def _no_credential(doctor: Doctor) -> Finding:
    asked = Request(opaque(SALT, "nothing"), "verify", {"clock": doctor.suite.vectors[0].clock, "trust": []})
    outcome = doctor.subject.ask([asked])[asked.id].outcome
    return said(
        "no credential",
        not isinstance(outcome, Rejected | Accepted),
        f"a request without one is {outcome.kind}, not an answer about a certificate",
        f"a request without one is answered {outcome.kind}",
        "an all-catching 'except' turns the adapter's own errors into rejections: catch only what the library documents",
    )


def _reasons(doctor: Doctor) -> Iterator[Finding]:
    """Whether reasons mean something: each sample drew one that is admissible for it."""
    samples = doctor.samples()
    replies = dict(zip(samples, doctor.ask(list(samples.values())), strict=True))
    given = {stage: getattr(reply.outcome, "reason", None) for stage, reply in replies.items()}
    if not any(given.values()):
        yield Finding(
            "reasons", None, "none given: they are evidence, not a duty", "map the library's errors to reason codes"
        )
        return
    answers = list(given.values())
    everywhere = {reason for reason in answers if reason and answers.count(reason) >= CATCH_ALL}
    fitting = {stage: vector.expectation.reasons for stage, vector in samples.items()}
    wrong = [stage for stage, reason in given.items() if reason in everywhere or reason not in fitting[stage]]
    says = f"each of {len(given)} one-fault samples drew a reason that fits it"
    other = f"{len(wrong)} of {len(given)} one-fault samples did not draw a reason that fits ({', '.join(wrong)})"
    yield Finding(
        "reasons", None if wrong else True, other if wrong else says, "reasons then prove nothing" if wrong else ""
    )


def latency(doctor: Doctor, valid: Vector) -> Finding:
    """How long one answer takes, and what a whole run comes to."""
    times = [reply.micros for reply in doctor.ask([valid] * 20)]
    typical = median(times) / 1e6
    says = f"{typical * 1000:.1f} ms a certificate, {typical * len(doctor.suite.vectors):.1f} s for a whole run"
    return Finding(
        "latency", None if typical > SLOW else True, says, "raise --deadline if needed" if typical > SLOW else ""
    )
