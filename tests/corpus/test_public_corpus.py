"""The public corpus itself, where it is there: every file accounted for, and the reference agrees with all that is undisputed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gdhcn_conformance.adapters.inline import InlineSubject
from gdhcn_conformance.model.vector import Expected
from gdhcn_conformance.model.verdict import Status
from gdhcn_conformance.reference.verifier import Verifier
from gdhcn_conformance.running import corpus, library
from gdhcn_conformance.running.assess import assess
from tests.corpus.test_corpus_suite import run

CORPORA = Path(os.environ.get("GDHCN_CORPORA", Path(__file__).parents[2].parent / "shared" / "corpora"))
TESTDATA = CORPORA / "dgc-testdata"

pytestmark = pytest.mark.skipif(
    not TESTDATA.is_dir(), reason="dgc-testdata is not there; GDHCN_CORPORA says where public corpora are"
)


@pytest.fixture(scope="module")
def suite():
    return corpus.corpus(library.load("verifier"), TESTDATA)


@pytest.fixture(scope="module")
def assessment(suite):
    return assess(run(suite, InlineSubject(Verifier())))


def test_every_file_is_accounted_for(suite):
    """Judged, disputed and unusable are as many as there are files, and none is unusable."""
    account = corpus.account(suite)
    files = [path for path in TESTDATA.rglob("*.json") if path.parent.name.lower() == "raw"]
    assert account.total == len(files)
    assert account.unusable == ()
    assert account.observed == 0
    assert account.judged > 4 * sum(count for _, count in account.disputed)


def test_the_reference_agrees_with_every_undisputed_file(assessment):
    """Whatever is declared and confirmed is what the reference says, with a reason of the fault's own layer."""
    assert assessment.findings == ()
    assert {result.verdict.status for result in assessment.results} == {Status.PASS, Status.OBSERVED}
    assert assessment.channel.calibrated
    assert assessment.channel.exact == assessment.channel.refusals


def test_every_disputed_file_names_the_row_or_policy_that_explains_it(suite):
    """No dispute is without an explanation that can be looked up."""
    ledger = library.load("verifier")
    disputed = [vector for vector in suite.vectors if vector.expectation.expected is Expected.EITHER]
    for vector in disputed:
        assert vector.notes["dispute"]["explained_by"] in ledger.requirements.keys() | ledger.policies.keys(), vector.id
        assert vector.notes["dispute"]["why"]


def test_every_stage_has_a_file_that_is_refused_there(suite):
    """The official list of tests reaches each stage."""
    refused = {v.requirement for v in suite.vectors if v.expectation.expected is Expected.REJECT}
    assert refused == {
        "CORPUS-PREFIX", "CORPUS-BASE45", "CORPUS-COMPRESSION", "CORPUS-DECODE", "CORPUS-VERIFY", "CORPUS-KEY-USAGE",
        "CORPUS-SCHEMA", "CORPUS-EXPIRATION",
    }  # fmt: skip


def test_nothing_disputed_is_found_by_name(suite, tmp_path):
    """A file under another name comes to the same."""
    names = {v.notes["path"]: v for v in suite.vectors if "dispute" in v.notes}
    for number, path in enumerate(names):
        (tmp_path / f"{number}.json").write_bytes((TESTDATA / path).read_bytes())
    again = corpus.corpus(library.load("verifier"), tmp_path)
    explained = {v.notes["sha256"]: v.notes["dispute"]["explained_by"] for v in again.vectors}
    assert explained == {v.notes["sha256"]: v.notes["dispute"]["explained_by"] for v in names.values()}
