"""Runs to report on: a few recipes asked of the reference and of verifiers with a fault; and one as large as a real suite."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from gdhcn_conformance.adapters.base import Handshake, Reply, Request, Subject
from gdhcn_conformance.generation.build import build
from gdhcn_conformance.generation.recipes import Draft, negative, open_question, tolerated, valid
from gdhcn_conformance.model import outcome as outcomes
from gdhcn_conformance.model.declaration import Role
from gdhcn_conformance.model.profile import Profile
from gdhcn_conformance.model.requirement import Basis, Level, NotTested, Policy, Requirement, Source
from gdhcn_conformance.reference.verifier import Verifier
from gdhcn_conformance.running.assess import Assessment, Score, assess
from gdhcn_conformance.running.library import Suite
from gdhcn_conformance.running.plan import Plan, select
from gdhcn_conformance.running.run import perform

WHO = "https://smart.who.int/trust/hcert_spec.html"


@valid(requirement="T-CWT-001")
def valid_vaccination(draft: Draft) -> Draft:
    """A vaccination certificate issued two days ago that ends in half a year."""
    return draft


@negative(of=valid_vaccination, requirement="T-CWT-001", reasons=["expired"], mutation="exp-in-the-past")
def expired_by_a_month(draft: Draft) -> Draft:
    """The certificate ended a month before the time of verification.

    A verifier that never looks at `exp` accepts this certificate.
    """
    return draft.claims(exp=draft.seconds(days=-30), iat=draft.seconds(days=-60))


@negative(
    of=valid_vaccination, requirement="T-SIG-001", reasons=["signature-invalid"], forgery=True, also=["T-SIG-002"]
)
def signed_by_somebody_else(draft: Draft) -> Draft:
    """The signature was made with a key that is not on the trust list."""
    return draft.signed_by(draft.other_signer())


@negative(of=valid_vaccination, requirement="T-CTX-001", reasons=["context-missing"])
def lower_case_context_identifier(draft: Draft) -> Draft:
    """The text begins with hc1: in lower case."""
    return draft.at("text", lambda text: "hc1:" + text[4:])


@tolerated(of=valid_vaccination, requirement="T-CWT-002")
def ends_in_ten_years(draft: Draft) -> Draft:
    """The certificate ends in ten years, which no clause forbids."""
    return draft.claims(exp=draft.seconds(days=3650))


@open_question(of=valid_vaccination, requirement="T-CTX-002", policy="trailing-newline", reasons=["base45-invalid"])
def line_break_at_the_end(draft: Draft) -> Draft:
    """A line break follows the last character of the text."""
    return draft.at("text", lambda text: text + "\n")


@valid(requirement="T-USE-001", kind="test", needs=["operation:verify-image"])
def only_as_an_image(draft: Draft) -> Draft:
    """A test certificate that needs what nobody declares."""
    return draft


RECIPES = {
    "verifier/expiry": [valid_vaccination, expired_by_a_month, ends_in_ten_years],
    "verifier/signature": [signed_by_somebody_else],
    "verifier/context-identifier": [lower_case_context_identifier, line_break_at_the_end],
    "verifier/image": [only_as_an_image],
}


def row(name: str, chapter: str, text: str, level: str = "MUST", basis: str = "normative", **more: Any) -> Requirement:
    source = Source("WHO HCERT 1.1.1", "3.2.5", WHO)
    return Requirement(name, chapter, text, Level(level), Basis(basis), **{"source": source} | more)


ROWS = (
    row("T-CTX-001", "context-identifier", "A text that does not start with HC1: exactly is refused.", basis="check"),
    row(
        "T-CTX-002", "context-identifier", "A line break at the end may be stripped.", "MAY", policy="trailing-newline"
    ),
    row("T-SIG-001", "signature", "The signature verifies under the listed key."),
    row("T-SIG-002", "signature", "A forged certificate is refused.", "SHOULD", "stance"),
    row("T-CWT-001", "time", "A certificate is not accepted after its expiration time."),
    row("T-CWT-002", "time", "Any later expiration time is accepted.", "SHOULD"),
    row("T-USE-001", "image", "A certificate can be read from an image."),
    row(
        "T-LST-001",
        "trust-list",
        "The list is refreshed daily.",
        not_tested=NotTested("needs a list server", "no clock"),
    ),
    row("T-ALL-001", "behaviour", "Nothing crashes it.", derived="no-crash"),
)
POLICIES = {"trailing-newline": Policy("trailing-newline", "May a line break be stripped?", "open", "Strip one.")}
PROFILE = Profile(
    "sample@2026-11",
    "verifier",
    "A verifier.",
    frozenset({"ES256"}),
    ("T-*",),
    not_scored=("T-USE-*",),
    samples={"signature": "verifier/signature/signed-by-somebody-else", "time": "verifier/expiry/expired-by-a-month"},
)


@cache
def suite() -> Suite:
    vectors = tuple(vector for each in build(RECIPES).values() for vector in each)
    return Suite("verifier", {each.id: each for each in ROWS}, POLICIES, {PROFILE.name: PROFILE}, vectors, "0" * 64)


class Asked(Subject):
    """A verifier asked directly: `answer` takes the request's JSON and gives the protocol's answer."""

    address = "in the test"

    def __init__(self, answer: Callable[[dict[str, Any]], dict[str, Any]], name: str = "acme-verify", **role: Any):
        self.answer, self.name = answer, name
        self.role = Role(stages=frozenset({"context", "signature", "time", "base45"}), **role)

    def start(self) -> Handshake:
        version = Verifier().hello()["implementation"]["version"]
        return Handshake(self.name, version, "python", roles={"verifier": self.role})

    def ask(self, requests: Sequence[Request], seen: Any = None) -> dict[str, Reply]:
        return {each.id: self.ask_alone(each) for each in requests}

    def ask_alone(self, request: Request) -> Reply:
        answer = dict(self.answer(request.to_json()))
        if "payload" in answer:
            answer["output"] = answer.pop("payload")
        return Reply(request.id, outcomes.from_json(answer), 1_234)

    def close(self) -> None:
        """Nothing is held."""


def ignores_expiry(request: dict[str, Any]) -> dict[str, Any]:
    answer = Verifier().verify(request)
    if answer.get("reason") == "expired":
        return Verifier().verify(request | {"clock": "2021-12-01T00:00:00Z"})
    return answer


def gives_another_reason(request: dict[str, Any]) -> dict[str, Any]:
    answer = Verifier().verify(request)
    return answer | ({"reason": "base45-invalid"} if answer.get("reason") == "context-missing" else {})


def accepts_everything(request: dict[str, Any]) -> dict[str, Any]:
    return {"outcome": "accepted", "payload": {}}


def crashes(request: dict[str, Any]) -> dict[str, Any]:
    return {"outcome": "crashed", "detail": "Traceback (most recent call last)\nZeroDivisionError"}


def run(
    subject: Subject | None = None, only: Sequence[str] = (), given: Suite | None = None, **more: Any
) -> Assessment:
    """A run of the sample suite (or another) against a subject, assessed; the reference itself without one."""
    which = given or suite()
    settings = {"policies": which.defaults(), "salt": "5a17", "only": tuple(only)} | more
    plan = Plan(which, next(iter(which.profiles.values())), select(which.vectors, only), **settings)
    return assess(perform(plan, subject or Asked(Verifier().verify, "reference")))


def scores(assessment: Assessment) -> dict[str, Score]:
    """What a control comes to."""
    return {"positives": assessment.positives, "negatives": assessment.negatives}


def large(vectors: int = 450, requirements: int = 220, findings: int = 100) -> Assessment:
    """As many vectors as a real suite has, asked of a verifier with as many faults; the certificates are a few, repeated."""
    small = suite()
    levels = ("MUST", "MUST", "SHOULD")
    chapters = (
        "context-identifier",
        "base45",
        "compression",
        "cbor",
        "cose-structure",
        "signature",
        "time",
        "behaviour",
    )
    text = "A certificate whose {} departs from what the specification asks for is refused, whatever else it holds."
    rows = {
        f"T-ROW-{n:03}": row(
            f"T-ROW-{n:03}", chapters[n * len(chapters) // requirements], text.format(n), levels[n % 3]
        )
        for n in range(requirements)
    }
    begin = [vector for vector in small.vectors if not vector.needs - {"ES256"} and vector.expectation.policy is None]
    made = [
        replace(begin[n % len(begin)], id=f"verifier/module-{n // 20:02}/vector-{n:03}", twin=None, also=())
        for n in range(vectors)
    ]
    made = [replace(each, requirement=f"T-ROW-{n % requirements:03}") for n, each in enumerate(made)]
    profile = replace(PROFILE, not_scored=(), samples={"time": made[1].id, "signature": made[3].id})
    return run(
        _faulty(findings), given=Suite("verifier", rows, POLICIES, {profile.name: profile}, tuple(made), "1" * 64)
    )


def _faulty(findings: int) -> Subject:
    left = findings

    def answer(request: dict[str, Any]) -> dict[str, Any]:
        nonlocal left
        given = _known_answer(request["credential"], request["clock"], request["trust"])
        if given["outcome"] == "rejected" and left:
            left -= 1
            return {"outcome": "accepted"} if left % 4 else {"outcome": "crashed", "detail": "IndexError: list index"}
        return given

    return Asked(answer)


_ANSWERS: dict[str, dict[str, Any]] = {}


def _known_answer(credential: str, clock: str, trust: list[Any]) -> dict[str, Any]:
    if credential not in _ANSWERS:
        request = {"credential": credential, "clock": clock, "trust": trust}
        _ANSWERS[credential] = Verifier().verify(request)
    return _ANSWERS[credential]
