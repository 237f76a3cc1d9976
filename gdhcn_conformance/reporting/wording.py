"""The sentences of a report: what may be said of a run, and what must be said with it.

Verdict and notes make the first screen. A reader who stops there has been told the truth, so everything that narrows a verdict
is a note: another policy, a part of the suite, a checkout, an implementation that is our own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from gdhcn_conformance.model.requirement import Reading
from gdhcn_conformance.model.vector import Expected
from gdhcn_conformance.model.verdict import Kind, Status
from gdhcn_conformance.reporting.texts import NAME, line, plural
from gdhcn_conformance.running.exchange import INTERRUPTED
from gdhcn_conformance.running.issuing import ISSUE

if TYPE_CHECKING:
    from gdhcn_conformance.running.assess import Assessment, Result, Row
    from gdhcn_conformance.running.known import Known
    from gdhcn_conformance.running.log import RunLog

SELECTED = 5  # globs named in a note; nobody reads more of them
OPEN = (Status.SUITE_ERROR, Status.MISSING, Status.INCONCLUSIVE, Status.VOID, Status.UNTESTED)
# For each kind of failure: what it is called in a list of findings, and what it comes to.
KINDS: dict[str, tuple[str, str]] = {
    Kind.UNSAFE: ("accepted what must be refused", "A certificate like this one would be let through."),
    Kind.CRASH: ("crashed or hung", "A certificate like this one would stop the verification."),
    Kind.NONCONFORMING: (
        "issued what breaks a requirement",
        "A certificate like this one may be refused, or read wrongly, where it is shown.",
    ),
    Kind.OVER_STRICT: (
        "refused what must be accepted",
        "The holder of a certificate like this one would be turned away.",
    ),
    Kind.WRONG_OUTPUT: ("read something else", "What is shown of a certificate like this one would be wrong."),
    Kind.MISATTRIBUTED: ("refused for another reason", "The refusal is right; the reason given with it is not."),
}
# The lists of what was not decided, by their names in the document.
HEADINGS = {
    "missing": "Missing: asked for by the profile or declared, and could not be exercised",
    "inconclusive": "Inconclusive: no usable answer, twice",
    "void": "Void: refused as it should be, but so was the valid twin",
    "suite_errors": "Suite errors: faults of this suite",
    "not_applicable": "Not applicable: neither required nor declared",
}
MARKS = {
    "conformant": "✓",
    "not conformant": "✗",
    "incomplete": "?",
}  # a shape beside the word where there are no pictures
ADVICE: dict[str, str] = {
    Kind.CRASH: "Answer it with a verdict: no exception may escape, and no input may exhaust memory or time.",
    Kind.OVER_STRICT: "The certificate is valid. What is unusual about it is permitted, and a verifier has to bear it.",
    Kind.WRONG_OUTPUT: "The certificate is valid and was accepted. Give what stands in it, as it stands there.",
}


# How a report speaks of what a role is asked: the two kinds of vectors, what passed and failed of each, what is exhibited.
WORDS: dict[str, dict[str, str]] = {
    "verifier": {
        "asked": "certificates",
        "positives_passed": "accepted and read rightly",
        "positives_failed": "refused, misread or crashed",
        "negatives_passed": "refused, with the valid twin accepted",
        "negatives_failed": "let through or crashed",
        "positives": "valid certificates accepted",
        "negatives": "invalid certificates refused",
        "exhibit": "What was sent",
        "proof": "a verifier with one bug is caught by its vectors",
    },
    "issuer": {
        "asked": "applications",
        "positives_passed": "answered by a certificate that can be read and verified",
        "positives_failed": "refused, answered by what nobody can use, or crashed",
        "negatives_passed": "refused, with the valid twin issued",
        "negatives_failed": "issued all the same, or crashed",
        "positives": "valid applications issued",
        "negatives": "invalid applications refused",
        "exhibit": "What was issued",
        "proof": "an issuer with one bug is caught",
    },
    "samples": {
        "asked": "certificates",
        "positives_passed": "can be read and verified",
        "positives_failed": "cannot",
        "negatives_passed": "refused",
        "negatives_failed": "issued all the same",
        "positives": "certificates that can be read and verified",
        "negatives": "invalid applications refused",
        "exhibit": "What was found",
        "proof": "an issuer with one bug is caught",
    },
}


def words(log: RunLog) -> dict[str, str]:
    """How a report of this run speaks."""
    return dict(WORDS["samples" if log.origin == "samples" else log.profile.role])


def who(assessment: Assessment) -> str:
    """The implementation by name and version."""
    given = assessment.log.implementation
    named = f"{line(given.get('name', ''), NAME)} {line(given.get('version', ''), NAME)}".strip()
    return named or "an unnamed implementation"


def word(assessment: Assessment) -> str:
    """The verdict in a word; the plain word only where the profile's own policies were in force."""
    return f"{assessment.standing}{' under changed policies' if assessment.qualified else ''}"


def sentence(assessment: Assessment) -> str:
    """The verdict in one sentence."""
    name, profile = who(assessment), assessment.log.profile.name
    if assessment.standing == "incomplete":
        under = "Under changed policies, whether" if assessment.qualified else "Whether"
        return f"{under} {name} conforms to the profile {profile} is undecided: the run is incomplete."
    return f"{name} is {word(assessment)} with the profile {profile}."


def why(assessment: Assessment) -> str:
    """What the verdict rests on, in a sentence or two."""
    required = [row for row in assessment.rows if row.standing == "required"]
    failed = sum(row.status is Status.FAIL for row in required)
    undecided = sum(row.status in OPEN for row in required)
    said = []
    if failed:
        met = Counter(result.verdict.kind for result in assessment.findings if result.verdict.status is Status.FAIL)
        which = ", ".join(f"{KINDS[kind][0]} ({plural(met[kind], 'vector')})" for kind in Kind if met[kind])
        said.append(f"{plural(failed, 'requirement')} of the profile failed.{f' It {which}.' if which else ''}")
    if undecided:
        said.append(f"{plural(undecided, 'requirement')} could not be decided{_causes(required)}.")
    if not said:
        held = sum(row.status in (Status.PASS, Status.MISATTRIBUTED) for row in required)
        said.append(f"{plural(held, 'requirement')} of the profile held, none failed.")
    warned = sum(row.status is Status.WARN for row in required)
    if warned:
        said.append(f"{plural(warned, 'requirement')} drew a warning, which does not count against the profile.")
    return " ".join(said)


def _causes(rows: Iterable[Row]) -> str:
    met = Counter(row.status for row in rows if row.status in OPEN)
    return f" ({', '.join(f'{met[status]} {status}' for status in Status if met[status])})"


def severity(result: Result) -> str:
    """`critical` lets a certificate through, `failure` costs the profile where required, `warning` does not."""
    if result.verdict.status is not Status.FAIL:
        return "warning"
    return "critical" if result.verdict.kind is Kind.UNSAFE else "failure"


def expected(result: Result) -> str:
    """What should have come of a vector."""
    policy = result.vector.expectation.policy
    because = f" (policy {policy})" if policy else ""
    if result.inspected:
        return "a certificate that meets the requirement"
    if result.vector.operation == ISSUE:
        return {Expected.ACCEPT: "issued", Expected.REJECT: "refused", Expected.EITHER: "either"}[
            result.expected
        ] + because
    if result.expected is Expected.REJECT:
        reasons = ", ".join(result.vector.expectation.reasons)
        return f"rejected{': ' + reasons if reasons else ''}{because}"
    return {Expected.ACCEPT: "accepted", Expected.EITHER: "either"}[result.expected] + because


def observed(result: Result, limit: int) -> str:
    """What came of a vector, with the implementation's own words."""
    outcome = result.case.reply.outcome
    if result.inspected:
        return line(result.verdict.because, limit)
    said = ": ".join(filter(None, (getattr(outcome, "reason", None), outcome.detail)))
    asked = "" if result.case.reply.sent else " (not asked: it was down)"
    return line(f"{outcome.kind}{': ' + said if said else ''}{asked}", limit)


def is_reference(assessment: Assessment) -> bool:
    """Whether the built-in reference was tested."""
    given, suite = assessment.log.implementation, assessment.log.suite
    return given.get("name") == "reference" and given.get("version") == suite.get("version")


def notes(assessment: Assessment, known: Known | None) -> list[dict[str, str]]:
    """What has to be read with the verdict; `grave` says whether it narrows it (`caution`) or explains it (`note`)."""
    found = [*_about_the_run(assessment), *_about_the_answers(assessment), *_about_the_rest(assessment, known)]
    return [{"code": code, "grave": grave, "text": text} for code, grave, text in found]


def _about_the_run(assessment: Assessment) -> Iterator[tuple[str, str, str]]:
    log = assessment.log
    if is_reference(assessment):
        yield (
            "reference",
            "caution",
            "This is the suite's own built-in reference: it says nothing about any other implementation.",
        )
    if log.partial:
        part = f"{len(log.vectors)} of {log.total_vectors} vectors ran{_selected(log.only)}"
        yield "partial", "caution", f"A part of the suite: {part}. A part never makes an implementation conformant."
    changed = [f"{n} = {value}" for n, value in log.policies.items() if log.default_policies.get(n) != value]
    if assessment.qualified:
        yield "policies", "caution", f"Policies were changed: {', '.join(changed) or 'some are not in force'}."
    if log.profile.is_not:
        yield "is-not", "caution", log.profile.is_not
    if log.suite.get("installed") != "wheel":
        yield "checkout", "caution", "The suite is a checkout, not an installed wheel: its files may have been edited."
    if log.vectors_from != "committed":
        yield "vectors", "note", f"The vectors are not the committed ones: {log.vectors_from}."
    yield from _about_samples(log)
    if log.reading is not Reading.NORMATIVE:
        yield (
            "reading",
            "note",
            "Under the operational reading, prose, templates and official checks may fail a profile too.",
        )


def _about_samples(log: RunLog) -> Iterator[tuple[str, str, str]]:
    """What the certificates of a folder could not be held against, each said once."""
    if log.origin != "samples":
        return
    unread = sum("unread" in vector.notes for vector in log.vectors)
    if unread:
        yield (
            "unread",
            "caution",
            f"Could not be read, so that nothing is said of it: {plural(unread, 'sample')}.",
        )
    read = [vector for vector in log.vectors if "unread" not in vector.notes]
    unsigned = sum(not vector.trust for vector in read)
    if unsigned:
        many = "any of them" if unsigned == len(read) else f"{unsigned} of {plural(len(read), 'certificate')}"
        text = f"No DSC that signed it lies beside {many}: nothing is said about signature and signer."
        yield "no-signer", "caution", text
    account = log.requirements.get("SAMPLES-FILES")
    if account and account.not_tested:
        yield "files", "note", account.not_tested.detail


def _selected(globs: Sequence[str]) -> str:
    """How a part of the suite was selected; pytest has other ways than globs."""
    if not globs:
        return ""
    more = f" and {len(globs) - SELECTED} more" if len(globs) > SELECTED else ""
    return f" (--only {', '.join(globs[:SELECTED])}{more})"


def _about_the_answers(assessment: Assessment) -> Iterator[tuple[str, str, str]]:
    log, channel = assessment.log, assessment.channel
    unsent = [result.case.reply.outcome for result in assessment.results if not result.case.reply.sent]
    if unsent:
        because = "the run was interrupted" if unsent[0] == INTERRUPTED else "it was down by then"
        yield "unsent", "caution", f"Never asked, for {because}: {plural(len(unsent), 'vector')}."
    flaky = sum(result.flaky for result in assessment.results)
    if flaky:
        yield "flaky", "caution", f"Answered differently when asked again: {plural(flaky, 'vector')}."
    if log.role.output == "none":
        yield "output", "caution", "Output unproven: it does not say what it read in the certificates that it accepted."
    if log.role.clock != "per-call":
        yield "clock", "note", "It cannot be told the time, so that limits in time were not put to it."
    if log.role.trust != "per-call":
        yield "trust", "note", "It takes its trust list once a session, so that faulty lists were not put to it."
    if channel.refusals and not channel.calibrated and log.profile.role != "issuer":  # of whom no reasons are asked
        drew = f"{channel.matched} of {plural(channel.samples, 'sample')} drew a reason of the right stage"
        proof = drew if channel.samples else "this profile has no samples to test them by"
        yield "reasons", "note", f"Refusals count; the reasons given with them are no evidence ({proof})."


def _about_the_rest(assessment: Assessment, known: Known | None) -> Iterator[tuple[str, str, str]]:
    missing = len(assessment.of(Status.MISSING))
    if missing:
        asked = "asked for by the profile, or declared"
        yield "missing", "caution", f"Could not be exercised, though {asked}: {plural(missing, 'vector')}."
    not_tested = sum(bool(requirement.not_tested) for requirement in assessment.log.requirements.values())
    if not_tested:
        yield (
            "not-tested",
            "note",
            f"Cannot be tested through an adapter: {plural(not_tested, 'requirement')} of the ledger.",
        )
    outside = sum(row.standing != "required" for row in assessment.rows)
    if outside:
        yield "outside", "note", f"Outside what this profile requires: {plural(outside, 'requirement')}."
    left_open = len(assessment.of(Status.OBSERVED))
    if left_open:
        yield (
            "observed",
            "note",
            f"Recorded without a score, for the specifications leave room: {plural(left_open, 'vector')}.",
        )
    not_applicable = len(assessment.of(Status.NOT_APPLICABLE))
    if not_applicable:
        yield (
            "not-applicable",
            "note",
            f"Not applicable, neither required nor declared: {plural(not_applicable, 'vector')}.",
        )
    if known is not None:
        entries = (
            f"{plural(len(known.entries), 'known deviation')}, {len(known.stale)} stale, {len(known.expired)} expired"
        )
        yield "known", "note" if known.in_order else "caution", f"{entries}; they never make a profile conformant."


def kinds() -> dict[str, dict[str, str]]:
    """The kinds of failure in order of gravity, with what they are called and what they come to."""
    return {str(kind): {"name": KINDS[kind][0], "means": KINDS[kind][1]} for kind in Kind}


def grouped(results: Iterable[Result]) -> list[dict[str, Any]]:
    """Vectors with the same sentence behind their verdict, together, in the order in which they are met."""
    groups: dict[str, list[str]] = {}
    for result in results:
        groups.setdefault(line(result.verdict.because), []).append(result.vector.id)
    return [{"because": because, "vectors": names} for because, names in groups.items()]
