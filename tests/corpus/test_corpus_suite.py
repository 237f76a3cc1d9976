"""A corpus folder as a suite: vectors, twins, ledger and profile, and what the command line is told."""

from __future__ import annotations

import json
from argparse import Namespace

import pytest

from gdhcn_conformance.adapters.inline import InlineSubject
from gdhcn_conformance.errors import Exit, Problem
from gdhcn_conformance.model import vector_file
from gdhcn_conformance.model.requirement import Reading
from gdhcn_conformance.model.vector import Expected
from gdhcn_conformance.model.verdict import Kind, Status
from gdhcn_conformance.reference.verifier import Verifier
from gdhcn_conformance.running import corpus, library
from gdhcn_conformance.running.assess import Standing, assess
from gdhcn_conformance.running.plan import Plan, policies_in_force, select
from gdhcn_conformance.running.run import perform
from tests.corpus.material import described, document, only, picture, put, raw


@pytest.fixture(scope="module")
def base():
    return library.load("verifier")


@pytest.fixture
def folder(tmp_path):
    """Two valid files of two signers, one expired, one forged, one disputed, and one that is broken."""
    put(tmp_path, "XA/2DCode/raw/1.json", document())
    put(tmp_path, "XB/1.3.0/2DCode/Raw/1.json", document(name="another", kind="test"))
    put(tmp_path, "XA/2DCode/raw/2.json", document(lambda d: d.claims(exp=d.seconds(days=-1)), only("EXPIRATIONCHECK")))
    forged = document(lambda d: d.signed_by(d.other_signer()), only("VERIFY"), name="another", kind="test")
    put(tmp_path, "XB/1.3.0/2DCode/Raw/2.json", forged)
    put(tmp_path, "XA/2DCode/raw/3.json", document(lambda d: d.claims(exp=d.seconds(days=731))))
    put(tmp_path, "XA/2DCode/raw/4.json", raw(document())[:500])
    return tmp_path


def run(suite, subject, **settings):
    plan = Plan(
        suite=suite,
        profile=suite.profile("corpus"),
        vectors=suite.vectors,
        policies=policies_in_force(suite),
        reading=Reading.OPERATIONAL,
        vectors_from="corpus somewhere",
        **settings,
    )
    return perform(plan, subject)


class Refuses:
    def verify(self, request):
        return {"outcome": "rejected"}


class Accepts:
    def verify(self, request):
        return {"outcome": "accepted", "payload": {}}


def test_every_usable_file_is_a_vector(base, folder):
    """One vector a usable file, named by its folders without those that only sort."""
    vectors = {vector.id: vector for vector in corpus.corpus(base, folder).vectors}
    assert set(vectors) == {"corpus/XA/1", "corpus/XA/2", "corpus/XA/3", "corpus/XB/1.3.0/1", "corpus/XB/1.3.0/2"}
    assert all(vector.source == "corpus" and vector.operation == "verify" for vector in vectors.values())
    first = vectors["corpus/XA/1"]
    assert first.clock == "2022-01-15T10:00:00Z"
    assert [(entry.usage, entry.country) for entry in first.trust] == [(("DSC",), first.trust[0].country)]
    assert first.notes["computed"]["VERIFY"]
    assert vectors["corpus/XA/3"].notes["dispute"]["explained_by"] == "exp-beyond-dsc"


def test_a_negative_hangs_on_a_valid_file_of_its_signer(base, folder):
    """The twin of a file to be refused is a valid one by the same signer, where there is one."""
    vectors = {vector.id: vector for vector in corpus.corpus(base, folder).vectors}
    assert vectors["corpus/XA/2"].twin == "corpus/XA/1"
    assert vectors["corpus/XB/1.3.0/2"].twin == "corpus/XB/1.3.0/1"
    assert vectors["corpus/XA/3"].twin is None
    assert vectors["corpus/XB/1.3.0/2"].forgery
    assert not vectors["corpus/XA/2"].forgery


def test_vectors_survive_the_log(base, folder):
    """Corpus vectors come out of a run log as they went in, notes included."""
    vectors = list(corpus.corpus(base, folder).vectors)
    assert vector_file.from_json(json.loads(json.dumps(vector_file.to_json(vectors)))) == vectors


def test_the_ledger_is_the_corpus_own(base, folder):
    """A corpus run has a row a stage that occurs, all MUST on the basis of a check, and the suite's policies."""
    suite = corpus.corpus(base, folder)
    assert set(suite.requirements) == {"CORPUS-ACCEPT", "CORPUS-EXPIRATION", "CORPUS-VERIFY", "CORPUS-FILES"}
    assert set(suite.profile("corpus").required) == {"CORPUS-ACCEPT", "CORPUS-EXPIRATION", "CORPUS-VERIFY"}
    assert all(row.source.document == "dgc-testdata" for row in suite.requirements.values())
    assert suite.policies == base.policies
    assert suite.digest != base.digest


def test_the_digest_depends_on_every_file(base, folder):
    """Two corpora that differ in one file are two suites."""
    before = corpus.corpus(base, folder).digest
    assert corpus.corpus(base, folder).digest == before
    (folder / "XA/2DCode/raw/2.json").unlink()
    assert corpus.corpus(base, folder).digest != before


def test_the_account_tells_every_file(base, folder):
    """Judged, disputed and unusable add up to the files, and a log tells the same."""
    suite = corpus.corpus(base, folder)
    account = corpus.account(suite)
    assert (account.accept, account.reject, account.disputed) == (2, 2, (("exp-beyond-dsc", 1),))
    assert [each.path for each in account.unusable] == ["XA/2DCode/raw/4.json"]
    assert account.total == 6
    assert account.sentence().startswith("6 in the corpus: 4 judged")
    assert account.sentence() in suite.profile("corpus").text
    log = run(suite, InlineSubject(Verifier()))
    assert corpus.account(log) == account


def test_another_suite_has_no_account(base):
    """The suite's own vectors are no corpus."""
    assert corpus.account(base).total == 0


def test_the_reference_treats_the_files_as_they_say(base, folder):
    """The reference passes, and the disputed file is only observed."""
    assessment = assess(run(corpus.corpus(base, folder), InlineSubject(Verifier())))
    assert assessment.standing is Standing.CONFORMANT
    assert (assessment.positives.passed, assessment.negatives.passed) == (2, 2)
    assert [result.vector.id for result in assessment.of(Status.OBSERVED)] == ["corpus/XA/3"]


def test_whoever_refuses_everything_scores_nothing(base, folder):
    """Refusals whose valid twin is refused as well are void."""
    assessment = assess(run(corpus.corpus(base, folder), InlineSubject(Refuses())))
    assert assessment.standing is Standing.NOT_CONFORMANT
    assert (assessment.positives.passed, assessment.negatives.passed) == (0, 0)


def test_whoever_accepts_everything_fails_and_reads_nothing(base, folder):
    """Accepting what is refused is unsafe, and an output that is not what was signed is wrong."""
    assessment = assess(run(corpus.corpus(base, folder), InlineSubject(Accepts())))
    kinds = {result.vector.id: result.verdict.kind for result in assessment.findings}
    assert kinds["corpus/XA/2"] is Kind.UNSAFE
    assert kinds["corpus/XA/1"] is Kind.WRONG_OUTPUT


def test_a_wall_clock_has_nothing_to_run(base, folder):
    """An implementation that cannot be told the time ends with exit code 4 and that sentence."""

    class Wall(Verifier):
        def hello(self):
            declared = super().hello()
            declared["roles"]["verifier"]["clock"] = "wall"
            return declared

    with pytest.raises(Problem) as caught:
        run(corpus.corpus(base, folder), InlineSubject(Wall()))
    assert caught.value.exit_code == Exit.SUITE_ERROR
    assert "cannot be told the time has nothing to run here" in caught.value.summary


def test_a_part_of_a_corpus_is_selected_with_its_twins(base, folder):
    """`--only` works on files and on stages, and brings the twin along."""
    vectors = corpus.corpus(base, folder).vectors
    assert [vector.id for vector in select(vectors, ["CORPUS-EXPIRATION"])] == ["corpus/XA/1", "corpus/XA/2"]


def test_the_options_make_a_corpus_run(folder):
    """`--corpus` judges under its own profile and the reading under which checks count."""
    from gdhcn_conformance.cli.options import front_from

    options = Namespace(
        adapter="reference", profile=None, reading="normative", only=[],
        fresh=None, countries=None, corpus=str(folder), policy=[], deadline=None, known=None, out=None, fail_on="any",
    )  # fmt: skip
    plan = front_from(options).plan
    assert (plan.profile.name, plan.reading) == ("corpus", Reading.OPERATIONAL)
    assert plan.vectors_from == f"corpus {folder}"
    assert len(plan.vectors) == 5


def test_described_files_keep_declared_computed_and_reviewed_apart(folder):
    """`vectors import` shows each file with what it says, what was found, and what is concluded."""
    rows = described(folder)
    assert len(rows) == 6
    disputed = rows["XA/2DCode/raw/3.json"]
    assert disputed["status"] == "disputed"
    assert disputed["declared"]["EXPIRATIONCHECK"] is True
    assert disputed["computed"]["EXPIRATIONCHECK"] is False
    assert disputed["reviewed"]["expected"] == "either"
    assert disputed["reviewed"]["disputes"][0]["explained_by"] == "exp-beyond-dsc"
    expired = rows["XA/2DCode/raw/2.json"]
    assert (expired["status"], expired["reviewed"]["expected"]) == ("judged", "reject")
    assert expired["reviewed"]["reasons"] == ["expired"]
    unusable = rows["XA/2DCode/raw/4.json"]
    assert unusable["status"] == "unusable"
    assert unusable["reason"].startswith("invalid JSON")
    assert list(rows)[-1] == "XA/2DCode/raw/4.json"
    json.dumps(list(rows.values()))


def test_without_the_published_schemas_the_suite_own_are_used_and_said_so(folder):
    """Which schema judged a file stands with it."""
    assert any("our own rules of 1.3.0" in note for note in described(folder)["XA/2DCode/raw/1.json"]["computed_by"])


def test_a_schema_beside_the_corpus_is_found(folder):
    """A schema repository beside the corpus is used for its versions, and one that is broken is passed over."""
    root = folder / "corpora" / "dgc-testdata"
    put(root, "XA/1.json", document())
    put(root, "XA/2.json", document(version="1.2.1"))
    put(root.parent, "ehn-dcc-schema/versions/1.3.0.json", {"required": ["nothing has it"]})
    put(root.parent, "ehn-dcc-schema/versions/1.2.1.json", b"{")
    rows = described(root)
    assert rows["XA/1.json"]["computed"]["SCHEMAVALIDATION"] is False
    assert "schema: ehn-dcc-schema 1.3.0" in rows["XA/1.json"]["computed_by"]
    assert any("cannot be read" in note for note in rows["XA/2.json"]["computed_by"])


def test_the_schema_repository_as_it_is_cloned_serves_its_own_version(tmp_path):
    """A clone holds one combined schema, of the version in its comment."""
    put(tmp_path, "corpus/1.json", document(version="1.3.3"))
    put(tmp_path, "ehn-dcc-schema/DCC.combined-schema.json", {"$comment": "Schema version 1.3.3", "required": ["ver"]})
    assert "schema: ehn-dcc-schema 1.3.3" in described(tmp_path / "corpus")["1.json"]["computed_by"]


# -- what may be wrong with a folder -----------------------------------------------------------------------------------------


def problem(base, path):
    with pytest.raises(Problem) as caught:
        corpus.corpus(base, path)
    assert caught.value.hint
    return caught.value.code, caught.value.exit_code


def test_a_missing_folder_is_a_usage_error(base, tmp_path):
    """A mistyped folder ends with exit code 2 and says what to clone."""
    assert problem(base, tmp_path / "nowhere") == ("corpus-missing", Exit.USAGE)


def test_an_empty_folder_is_an_empty_run(base, tmp_path):
    """A folder without a test file or picture ends with exit code 4."""
    put(tmp_path, "README.md", b"nothing here")
    put(tmp_path, ".git/1.json", document())
    assert problem(base, tmp_path) == ("corpus-empty", Exit.SUITE_ERROR)


def test_a_folder_of_unusable_files_says_why(base, tmp_path):
    """Where every file is unusable the reasons are told."""
    put(tmp_path, "1.json", b"{")
    with pytest.raises(Problem) as caught:
        corpus.corpus(base, tmp_path)
    assert (caught.value.code, caught.value.exit_code) == ("corpus-unusable", Exit.SUITE_ERROR)
    assert "1.json: invalid JSON" in caught.value.hint


def test_other_json_is_left_aside(base, tmp_path):
    """A package.json beside the files is no unusable file."""
    put(tmp_path, "package.json", {"name": "x"})
    put(tmp_path, "1.json", document())
    account = corpus.account(corpus.corpus(base, tmp_path))
    assert (account.total, account.unusable) == (1, ())


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (raw(document())[:-200], "invalid JSON"),
        (b"", "empty file"),
        (raw(document() | {"TESTCTX": {"CERTIFICATE": "AAAA"}}), "the signer certificate is no X.509 certificate"),
        (b"[" * 9_000_000, "longer than"),
    ],
    ids=["half written", "empty", "no certificate", "too long"],
)
def test_one_broken_file_takes_nothing_else_down(base, tmp_path, broken, reason):
    """A broken file is unusable with its reason, and the others are run."""
    put(tmp_path, "1.json", document())
    put(tmp_path, "2.json", broken)
    suite = corpus.corpus(base, tmp_path)
    assert [vector.id for vector in suite.vectors] == ["corpus/1"]
    assert [each.reason[: len(reason)] for each in corpus.account(suite).unusable] == [reason]


def test_a_file_that_cannot_be_opened_is_unusable(base, tmp_path):
    """A dangling link is one unusable file."""
    put(tmp_path, "1.json", document())
    (tmp_path / "2.json").symlink_to(tmp_path / "gone.json")
    assert [each.path for each in corpus.account(corpus.corpus(base, tmp_path)).unusable] == ["2.json"]


def test_one_file_is_a_corpus_of_one(base, folder):
    """A single test file may be named instead of a folder."""
    suite = corpus.corpus(base, folder / "XA/2DCode/raw/1.json")
    assert [vector.id for vector in suite.vectors] == ["corpus/1"]


def test_names_that_come_twice_are_told_apart(base, tmp_path):
    """Two files with one name in folders that only sort get two ids."""
    put(tmp_path, "XA/raw/1.json", document())
    put(tmp_path, "XA/Raw/1.json", document())
    assert [vector.id for vector in corpus.corpus(base, tmp_path).vectors] == ["corpus/XA/1", "corpus/XA/1-2"]


def test_a_negative_without_a_valid_file_stands_alone(base, tmp_path):
    """A corpus of one file to be refused has no twin, and is judged."""
    put(tmp_path, "1.json", document(lambda d: d.claims(exp=d.seconds(days=-1)), only("EXPIRATIONCHECK")))
    (vector,) = corpus.corpus(base, tmp_path).vectors
    assert (vector.twin, vector.expectation.expected) == (None, Expected.REJECT)


def test_a_file_without_a_clock_is_judged_at_its_own_iat(base, tmp_path):
    """Where a file names no clock, the certificate's iat is one at which it is certainly issued."""
    members = document()
    del members["TESTCTX"]["VALIDATIONCLOCK"]
    put(tmp_path, "1.json", members)
    (vector,) = corpus.corpus(base, tmp_path).vectors
    assert vector.clock == "2022-01-13T10:00:00Z"
    assert vector.expectation.expected is Expected.ACCEPT


# -- folders of images -------------------------------------------------------------------------------------------------------


@pytest.fixture
def images(tmp_path):
    valid = document()
    put(tmp_path, "XA/1.3.0/VAC.png", picture(valid["PREFIX"]))
    put(tmp_path, "XA/1.3.0/specialcases/TEST.png", picture(document(kind="test", name="another")["PREFIX"]))
    put(tmp_path, "XA/1.3.0/REC.png", b"no picture")
    put(tmp_path, "XA/1.3.0/OTHER.png", picture("HTTPS://EXAMPLE.ORG"))
    return tmp_path, valid["TESTCTX"]["CERTIFICATE"]


def test_images_without_certificates_are_only_observed(base, images):
    """Every symbol is a vector of which nothing is expected, and an image that cannot be read is unusable."""
    folder, _ = images
    suite = corpus.corpus(base, folder)
    assert {vector.id: vector.expectation.expected for vector in suite.vectors} == {
        "corpus/XA/1.3.0/VAC": Expected.EITHER,
        "corpus/XA/1.3.0/OTHER": Expected.EITHER,
        "corpus/XA/1.3.0/specialcases/TEST": Expected.EITHER,
    }
    account = corpus.account(suite)
    assert (account.observed, account.judged, [each.path for each in account.unusable]) == (3, 0, ["XA/1.3.0/REC.png"])
    assert set(suite.requirements) == {"CORPUS-OBSERVED", "CORPUS-FILES"}
    assert suite.requirements["CORPUS-OBSERVED"].source.document == "dcc-quality-assurance"
    assert assess(run(suite, InlineSubject(Verifier()))).standing is Standing.INCOMPLETE


@pytest.mark.parametrize("ending", ["der", "pem"])
def test_an_image_whose_signer_lies_beside_is_to_be_accepted(base, images, ending):
    """With its signer's certificate in the folder, a faultless certificate is expected to be accepted; another stays open."""
    import base64

    folder, certificate = images
    data = base64.b64decode(certificate)
    if ending == "pem":
        data = f"-----BEGIN CERTIFICATE-----\n{certificate}\n-----END CERTIFICATE-----\n".encode()
    put(folder, f"certificates/xa.{ending}", data)
    put(folder, "certificates/broken.pem", b"-----BEGIN CERTIFICATE-----")
    suite = corpus.corpus(base, folder)
    vectors = {vector.id: vector for vector in suite.vectors}
    accepted = vectors["corpus/XA/1.3.0/VAC"]
    assert accepted.expectation.expected is Expected.ACCEPT
    assert accepted.output == document()["JSON"]
    assert vectors["corpus/XA/1.3.0/specialcases/TEST"].expectation.expected is Expected.EITHER
    assert "certificates/broken.pem" in [each.path for each in corpus.account(suite).unusable]
    assessment = assess(run(suite, InlineSubject(Verifier())))
    assert assessment.standing is Standing.CONFORMANT
    assert assessment.positives.passed == 1


def test_images_beside_test_files_are_run_unless_they_show_one_of_them(base, folder, images):
    """A picture of a test file is left aside, by its place or by what it holds; any other is one more vector."""
    put(folder, "XA/2DCode/png/1.png", b"not even read")
    assert len({path.name for path in folder.rglob("*.png")}) == 5
    suite = corpus.corpus(base, folder)
    ids = {vector.id for vector in suite.vectors}
    assert {"corpus/XA/1", "corpus/XA/1.3.0/OTHER"} <= ids
    assert "corpus/XA/1.3.0/VAC" not in ids  # the certificate of XA/1
    account = corpus.account(suite)
    assert (account.observed, account.judged) == (1, 4)
    assert "3 other files were left aside" in suite.profile("corpus").text
    assert suite.requirements["CORPUS-OBSERVED"].source.document == "dgc-testdata"


def test_described_images_say_that_nothing_is_declared(images):
    """`vectors import` shows images too."""
    folder, _ = images
    rows = described(folder)
    assert rows["XA/1.3.0/VAC.png"]["status"] == "observed"
    assert rows["XA/1.3.0/VAC.png"]["declared"] == {}
    assert rows["XA/1.3.0/REC.png"]["status"] == "unusable"
