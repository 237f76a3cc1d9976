"""The document that every report is written from: its schema, its words, and that the log alone is enough for it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from gdhcn_conformance.content import root
from gdhcn_conformance.model import vector_file
from gdhcn_conformance.model.requirement import Reading
from gdhcn_conformance.model.vocabulary import schema as vocabulary
from gdhcn_conformance.reporting.document import document
from gdhcn_conformance.running import log as logs
from gdhcn_conformance.running.assess import Assessment, assess
from gdhcn_conformance.running.known import Deviation, against
from tests.reporting import samples

SCHEMAS = root() / "reports" / "schemas"


@cache
def validator(name: str) -> Draft202012Validator:
    read = {path.name: json.loads(path.read_text("utf-8")) for path in SCHEMAS.glob("*.json")}
    registry = Registry().with_resources(
        (each["$id"], Resource.from_contents(each)) for each in read.values() if "$id" in each
    )
    return Draft202012Validator(read[f"{name}.schema.json"], registry=registry)


def changed(assessment: Assessment, **values: object) -> Assessment:
    return assess(replace(assessment.log, **values))


def codes(assessment: Assessment, known: object = None) -> set[str]:
    return {note["code"] for note in document(assessment, known=known)["notes"]}


SUBJECTS = {
    "reference": lambda: None,
    "ignores-expiry": lambda: samples.Asked(samples.ignores_expiry),
    "always-accept": lambda: samples.Asked(samples.accepts_everything),
    "always-crash": lambda: samples.Asked(samples.crashes),
    "says-nothing": lambda: samples.Asked(lambda _: {"outcome": "protocol-error", "detail": "no JSON"}),
    "another-reason": lambda: samples.Asked(samples.gives_another_reason),
    "unsupported": lambda: samples.Asked(lambda _: {"outcome": "unsupported"}),
}


@pytest.mark.parametrize("name", SUBJECTS)
def test_the_document_of_a_run_fits_the_published_schema(name):
    """Whatever an implementation does, the report's document is valid under report.schema.json."""
    assessment = samples.run(SUBJECTS[name]())
    known = against((Deviation("T-*", "unsafe", "in work", "us", date(2027, 1, 1)),), assessment, date(2026, 12, 1))
    validator("report").validate(
        document(
            assessment,
            controls={"always-accept": samples.scores(assessment)},
            known=known,
            unproven={"T-CWT-001": "nobody tried"},
        )
    )


def test_what_is_unproven_is_told_of_the_requirements_of_the_run():
    """Of what is given as unproven, the rows of this ledger are told with text and reason; where nothing is given, nothing is said."""
    assessment = samples.run()
    rows = document(assessment, unproven={"T-CWT-001": "nobody tried", "T-NONE": "not in this ledger"})["unproven"]
    text = assessment.log.requirements["T-CWT-001"].text
    assert rows == [{"id": "T-CWT-001", "text": text, "reason": "nobody tried"}]
    assert document(assessment, unproven={})["unproven"] == []
    assert document(assessment)["unproven"] is None


@pytest.mark.parametrize("name", SUBJECTS)
def test_every_line_of_a_log_fits_the_published_schema(name):
    """Header, cases and footer of a run log are valid under run-log.schema.json."""
    log = samples.run(SUBJECTS[name]()).log
    for line in logs.lines(log):
        validator("run-log").validate(json.loads(line))


def test_a_file_of_vectors_fits_the_published_schema():
    """What the recipes build is valid under vectors.schema.json."""
    validator("vectors").validate(vector_file.to_json(samples.suite().vectors))


@pytest.mark.parametrize("path", sorted(SCHEMAS.glob("*.json")), ids=lambda path: path.name)
def test_every_published_schema_is_one(path):
    """Each file among the schemas is a valid JSON Schema."""
    Draft202012Validator.check_schema(json.loads(path.read_text("utf-8")))


def test_the_published_vocabulary_is_the_one_in_use():
    """vocabulary.schema.json says what model.vocabulary.schema() makes of the tables."""
    published = json.loads((SCHEMAS / "vocabulary.schema.json").read_text("utf-8"))
    assert published == vocabulary(), "write model.vocabulary.schema() into reports/schemas/vocabulary.schema.json"


def test_a_report_is_the_same_from_memory_and_from_the_log(tmp_path):
    """The document derived from a written log equals the one made right after the run."""
    assessment = samples.run(samples.Asked(samples.ignores_expiry))
    digest = logs.write(assessment.log, tmp_path / "run.ndjson")
    again = assess(logs.read(tmp_path / "run.ndjson"))
    assert document(again) == document(replace(assessment, log=replace(assessment.log, digest=digest)))
    assert document(again)["run"]["log_digest"] == digest


def test_a_finding_says_everything_needed_to_mend_it():
    """A finding names stage, clause, usual cause, a command that repeats it, and shows what was sent, layer by layer."""
    (finding,) = document(samples.run(samples.Asked(samples.ignores_expiry)))["findings"]
    assert (finding["kind"], finding["severity"], finding["stage"]) == ("unsafe", "critical", "time")
    assert finding["requirement"]["source"]["url"] == samples.WHO
    assert finding["hints"][0]["cause"]
    assert finding["hints"][0]["mend"]
    assert finding["reproduce"] == (
        "gdhcn-conformance run --adapter … --only verifier/expiry/expired-by-a-month --profile sample@2026-11"
    )
    assert [layer["name"] for layer in finding["exhibit"]["layers"]] == ["COSE message", "protected header", "claims"]
    assert '"ver": "1.3.0"' in finding["exhibit"]["layers"][2]["diagnostic"]
    assert finding["exhibit"]["exact"]


def test_the_command_repeats_reading_policies_and_seed():
    """The command that repeats a finding carries reading, changed policies and the seed of fresh vectors."""
    assessment = changed(
        samples.run(samples.Asked(samples.ignores_expiry)),
        reading=Reading.OPERATIONAL,
        policies={"trailing-newline": "refuse"},
        vectors_from="fresh 77",
    )
    command = document(assessment)["findings"][0]["reproduce"]
    assert command.endswith("--reading operational --policy trailing-newline=refuse --fresh 77")


def test_the_parts_of_a_level_make_its_whole():
    """Each scored requirement of a level is in exactly one part, and the total is their sum."""
    for assessment in (samples.run(), samples.run(samples.Asked(samples.crashes)), samples.large()):
        for level in document(assessment, exhibits=False)["levels"]:
            parts = ("passed", "misattributed", "warned", "failed", "undecided")
            assert level["total"] == sum(level[part] for part in parts)


def test_every_requirement_and_every_vector_is_listed_once():
    """Chapters hold the whole ledger in its order, tested or not, and the vectors are all there."""
    made = document(samples.run())
    ids = [row["id"] for chapter in made["chapters"] for row in chapter["requirements"]]
    assert ids == [row.id for row in samples.ROWS]
    assert [row["id"] for row in made["vectors"]] == [vector.id for vector in samples.suite().vectors]
    assert made["lists"]["not_tested"][0]["reason"] == "needs a list server"


def test_the_plain_word_needs_the_profiles_own_policies():
    """Under a changed policy no word of the verdict is the plain *conformant*."""
    plain = samples.run()
    assert document(plain)["verdict"]["word"] == "conformant"
    verdict = document(changed(plain, policies={"trailing-newline": "refuse"}))["verdict"]
    assert verdict["word"] == "conformant under changed policies"
    assert "conformant under changed policies" in verdict["sentence"]
    assert verdict["qualified"]
    assert "policies" in codes(changed(plain, policies={"trailing-newline": "refuse"}))


def test_the_reference_is_called_what_it_is():
    """A report on the built-in reference says that it says nothing about others; one on another does not."""
    assert document(samples.run())["verdict"]["reference"]
    assert "reference" in codes(samples.run())
    other = changed(samples.run(), implementation={"name": "reference", "version": "9", "language": ""})
    assert not document(other)["verdict"]["reference"]


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("is-not", {"profile": replace(samples.PROFILE, is_not="It is no verifier.")}),
        ("checkout", {"suite": {"version": "0.1.0", "installed": "checkout"}}),
        ("vectors", {"vectors_from": "fresh 5"}),
        ("reading", {"reading": Reading.OPERATIONAL}),
        ("partial", {"only": ("T-CWT-*",), "total_vectors": 99}),
    ],
)
def test_what_narrows_a_verdict_is_noted(code, values):
    """A changed reading, other vectors, a part of the suite, a checkout or a profile's own bounds are each noted."""
    whole = changed(samples.run(), suite={"version": "0.1.0", "installed": "wheel"})
    assert code not in codes(whole)
    assert code in codes(changed(whole, **values))


@pytest.mark.parametrize(("code", "role"), [("output", "none"), ("clock", "wall"), ("trust", "session")])
def test_what_an_implementation_cannot_be_asked_is_noted(code, role):
    """Output that is not shown, a clock of its own and a list once a session are each noted."""
    whole = samples.run()
    assert code in codes(changed(whole, role=replace(whole.log.role, **{code: role})))
    assert code not in codes(whole)


def test_a_part_of_the_suite_is_never_conformant():
    """A run of selected vectors is incomplete, says which were selected, and why the rest is untested."""
    made = document(samples.run(only=["T-CWT-001"]))
    assert made["verdict"]["partial"]
    assert made["verdict"]["standing"] == "incomplete"
    assert "is undecided: the run is incomplete" in made["verdict"]["sentence"]
    assert {row["reason"] for row in made["lists"]["not_tested"] if row["untested"]} == {"no vector of it was selected"}


def test_a_refusal_for_another_reason_is_found_and_costs_nothing():
    """A calibrated implementation that refuses for the wrong reason stays conformant, and is not counted as having passed."""
    made = document(samples.run(samples.Asked(samples.gives_another_reason)))
    (finding,) = made["findings"]
    assert (finding["kind"], finding["severity"]) == ("misattributed", "warning")
    assert finding["hints"][-1]["reason"] == "base45-invalid"
    assert (made["levels"][0]["passed"], made["levels"][0]["misattributed"], made["levels"][0]["total"]) == (3, 1, 4)
    assert made["scores"]["negatives"] == {"passed": 2, "total": 3, "failed": 0, "misattributed": 1, "undecided": 0}
    assert made["verdict"]["standing"] == "conformant"


def test_what_fails_is_numbered_before_what_warns():
    """Findings are numbered in the order in which they are shown, and requirements name them by these numbers."""
    made = document(samples.large(), exhibits=False)
    fails = [finding["status"] == "fail" for finding in made["findings"]]
    assert fails == sorted(fails, reverse=True)
    for chapter in made["chapters"]:
        for row in chapter["requirements"]:
            assert {made["findings"][n - 1]["requirement"]["id"] for n in row["findings"]} <= {row["id"]}


def test_a_known_deviation_stands_at_its_finding():
    """A finding that somebody owns says who and until when, and a stale entry is marked."""
    assessment = samples.run(samples.Asked(samples.ignores_expiry))
    entries = tuple(Deviation(m, "unsafe", "in work", "us", date(2027, 1, 1)) for m in ("*expired*", "nothing"))
    made = document(assessment, known=against(entries, assessment, date(2026, 12, 1)))
    assert made["findings"][0]["known"] == {"owner": "us", "reason": "in work", "expires": "2027-01-01"}
    assert [row["stale"] for row in made["known"]] == [False, True]


def test_a_certificate_that_cannot_be_taken_apart_says_where():
    """The exhibit of a text that is no Base45 has no layers, and says why."""
    assessment = samples.run(samples.Asked(samples.accepts_everything))
    log = replace(
        assessment.log,
        vectors=tuple(replace(each, credential="HC1:\x00lower") for each in assessment.log.vectors),
    )
    exhibit = document(assess(log))["findings"][0]["exhibit"]
    assert exhibit["layers"] == []
    assert exhibit["stops"].startswith("base45-alphabet")
    assert (exhibit["text"], exhibit["exact"]) == ("HC1:\\x00lower", False)
