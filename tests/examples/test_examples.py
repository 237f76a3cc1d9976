"""The example adapters: real libraries behind the adapter protocol, for the whole suite."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import jsonschema
import pytest

from gdhcn_conformance.adapters.base import Request
from gdhcn_conformance.adapters.process import ProcessSubject
from gdhcn_conformance.content import root
from gdhcn_conformance.model.outcome import Accepted, Crashed, ProtocolError, Rejected, Unsupported
from gdhcn_conformance.model.vector import Expected
from gdhcn_conformance.model.verdict import Status
from gdhcn_conformance.running import doctor, library
from gdhcn_conformance.running.assess import assess
from gdhcn_conformance.running.exchange import request as asking
from gdhcn_conformance.running.plan import Plan, with_twins
from gdhcn_conformance.running.run import perform, role_of
from tests import promises

EXAMPLES = root() / "examples" / "adapters"
SUITE = library.load("verifier")
SCHEMA = json.loads((root() / "reports/schemas/adapter-protocol.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def subject(example):
    """The example, started; one process for all tests, which must not depend on what was asked before."""
    with ProcessSubject(example) as made:
        made.start()
        yield made


@pytest.fixture(scope="session")
def result(example):
    """The assessment of a run of the whole suite; of a part of it where verifying is slow and CI does not promise it."""
    slow = example[0] == "node" and "node" not in promises.promised()
    vectors = with_twins(SUITE.vectors, one_of_each()) if slow else SUITE.vectors
    plan = Plan(SUITE, SUITE.profile("verifier"), vectors, SUITE.defaults(), salt="examples")
    return assess(perform(plan, ProcessSubject(example)))


def one_of_each():
    """The first vector of each requirement and expectation."""
    first = {(vector.requirement, vector.expectation.expected): vector.id for vector in reversed(SUITE.vectors)}
    return set(first.values())


@pytest.fixture(scope="session")
def valid(result):
    """A valid vector that was not derived from another, and that the example accepts, with its own payload."""
    passed = (r.vector for r in result.results if r.expected is Expected.ACCEPT and r.verdict.status is Status.PASS)
    return next(vector for vector in passed if vector.twin is None)


def later(vector, **by):
    return (datetime.fromisoformat(vector.clock) + timedelta(**by)).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_the_handshake_is_the_published_one(subject):
    """The answer to hello is allowed by the published schema, and names library, version and language."""
    handshake = subject.start()
    jsonschema.validate(dict(handshake.raw), {**SCHEMA, "$ref": "#/$defs/hello-answer", "anyOf": [{}]})
    assert all((handshake.name, handshake.version, handshake.language))


def test_the_version_is_the_pinned_one(subject):
    """The library that answers has the version that requirements.txt or package.json pins."""
    handshake = subject.start()
    pinned = dict(line.split("==") for line in (EXAMPLES / "python" / "requirements.txt").read_text().split())
    pinned |= json.loads((EXAMPLES / "node" / "package.json").read_text())["dependencies"]
    assert handshake.version == pinned[handshake.name]


def test_the_readme_tells_what_is_declared(subject):
    """The stages that the README calls declared are the ones in the handshake."""
    handshake = subject.start()
    folder = "python" if handshake.language == "python" else "node"
    page = (EXAMPLES / folder / "README.md").read_text(encoding="utf-8")
    row = next(line for line in page.splitlines() if line.endswith("the library: declared |"))
    assert set(row.split("|")[1].replace(" ", "").split(",")) == role_of(handshake, "verifier").stages


def test_a_run_ends(result):
    """Every vector was sent and answered by the rules of the protocol."""
    replies = [r.case.reply for r in result.results]
    assert {r.vector.id for r in result.results} == {vector.id for vector in result.log.vectors}
    assert [reply for reply in replies if not reply.sent or isinstance(reply.outcome, ProtocolError)] == []
    assert result.of(Status.SUITE_ERROR) == ()


def test_valid_certificates_are_accepted_and_read(result):
    """A valid certificate is accepted, and what was read in it is what stands in it, for each of the two algorithms."""
    passed = [r.vector for r in result.results if r.expected is Expected.ACCEPT and r.verdict.status is Status.PASS]
    assert {name for vector in passed for name in vector.needs} >= {"ES256", "PS256"}


def test_a_forgery_is_refused_for_its_reason(result):
    """A certificate with a broken signature is refused, and its reason is among those that are admissible."""
    reasons = {
        r.case.reply.outcome.reason
        for r in result.results
        if r.expected is Expected.REJECT
        and r.verdict.status is Status.PASS
        and isinstance(r.case.reply.outcome, Rejected)
        and r.case.reply.outcome.reason in r.vector.expectation.reasons
    }
    assert "signature-invalid" in reasons


def test_what_is_not_declared_is_not_judged(result):
    """No vector of a stage that the library does not perform passes or fails."""
    stages = result.log.role.stages
    undeclared = [r for r in result.results if any(n.startswith("stage:") and n[6:] not in stages for n in r.needs)]
    assert {r.verdict.status for r in undeclared} <= {Status.MISSING, Status.NOT_APPLICABLE}


def test_the_time_is_that_of_each_request(subject, valid):
    """Of requests in flight together, each is judged at its own time, by the library's own comparison."""
    role = role_of(subject.start(), "verifier")
    made = asking(valid, "examples", role)
    times = [valid.clock, later(valid, days=7300)] * 6
    asked = [replace(made, id=f"{n}", body={**made.body, "clock": time}) for n, time in enumerate(times)]
    outcomes = [reply.outcome for reply in subject.ask(asked).values()]
    assert [outcome.kind for outcome in outcomes] == ["accepted", "rejected"] * 6
    assert {outcome.reason for outcome in outcomes if isinstance(outcome, Rejected)} == {"expired"}


def test_an_empty_trust_list_knows_no_key(subject, valid):
    """Without an entry in the list of the request a certificate is refused as unknown, whatever was known before."""
    made = asking(valid, "examples", role_of(subject.start(), "verifier"))
    asked = [replace(made, id="with"), replace(made, id="without", body={**made.body, "trust": []})]
    replies = subject.ask(asked)
    assert isinstance(replies["with"].outcome, Accepted)
    assert replies["without"].outcome.reason == "key-unknown"


def test_an_unreadable_entry_does_not_spoil_the_list(subject, valid):
    """An entry that holds no certificate is left out, and the others are used."""
    made = asking(valid, "examples", role_of(subject.start(), "verifier"))
    bad = {"kid": "AAAAAAAAAAA=", "certificate": "AAAA", "country": "XA", "usage": ["DSC"], "domain": "DCC"}
    outcome = subject.ask_alone(replace(made, body={**made.body, "trust": [bad, *made.body["trust"]]})).outcome
    assert isinstance(outcome, Accepted)


def test_a_request_that_makes_no_sense_is_no_refusal(subject):
    """A request without a certificate ends in a crash, and an operation that is not known is unsupported."""
    nothing = Request("nothing", "verify", {"clock": "2022-01-15T10:00:00Z", "trust": []})
    replies = subject.ask([nothing, Request("other", "frobnicate", {})])
    assert isinstance(replies["nothing"].outcome, Crashed)
    assert isinstance(replies["other"].outcome, Unsupported)


def test_the_doctor_finds_nothing_to_mend_in_the_adapter(example):
    """The doctor goes through all its checks, and finds at most that the library accepts what it should refuse."""
    with ProcessSubject(example) as subject:
        findings = list(doctor.examine(SUITE, SUITE.profile("verifier"), subject))
    assert findings[-1].check == "latency"
    assert [finding for finding in findings if finding.ok is False and finding.check != "refusals"] == []
