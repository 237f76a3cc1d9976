"""The interoperability matrix: what a cell says, what stands out, and what a broken participant costs."""

import json
import re
from datetime import UTC, datetime

import jsonschema
import pytest

from gdhcn_conformance.adapters.inline import InlineSubject
from gdhcn_conformance.adapters.registry import open_subject
from gdhcn_conformance.cli.main import main
from gdhcn_conformance.content import root
from gdhcn_conformance.reference.both import Reference
from gdhcn_conformance.reporting import interop
from gdhcn_conformance.running.interop.matrix import asymmetries, universal_failures
from gdhcn_conformance.running.interop.participant import Participant
from gdhcn_conformance.running.interop.play import play

NOW = datetime(2022, 1, 15, 10, tzinfo=UTC)
SCHEMA = json.loads((root() / "reports/schemas/interop.schema.json").read_text(encoding="utf-8"))


class Short(Reference):
    """The reference, issuing one version of the schema only, so that tests are short."""

    def hello(self):
        declared = super().hello()
        declared["roles"]["issuer"] = declared["roles"]["issuer"] | {"versions": ["1.3.0"]}
        return declared


class AcceptsAll(Short):
    def verify(self, request):
        return {"outcome": "accepted"}


class RefusesRecoveries(Short):
    def verify(self, request):
        answer = super().verify(request)
        payload = answer.get("payload", {})
        return {"outcome": "rejected", "detail": "no recoveries"} if "r" in payload else answer


class IssuesNoTests(Short):
    def issue(self, request):
        return {"outcome": "rejected", "detail": "no tests"} if "t" in request["payload"] else super().issue(request)


class Misreads(Short):
    def verify(self, request):
        answer = super().verify(request)
        return {**answer, "payload": {}} if answer["outcome"] == "accepted" else answer


class Crashes(Short):
    def verify(self, request):
        raise RuntimeError("on every certificate")


def made(**served):
    """The matrix of these objects, by name."""
    players = [Participant(name, {}, lambda each=each: InlineSubject(each())) for name, each in served.items()]
    return play(players, lambda: NOW)


def test_the_reference_works_with_itself():
    """Each kind under both algorithms is issued and verifies, and nothing stands out."""
    matrix = made(a=Short, b=Short)
    assert matrix.complete
    assert len(matrix.cells) == 2 * 2 * 6
    assert not universal_failures(matrix)
    assert not asymmetries(matrix)


def test_who_accepts_forgeries_proves_nothing():
    """A verifier that accepts a forgery of each certificate has no cell that works, and is named."""
    matrix = made(a=Short, open=AcceptsAll)
    assert not any(cell.works for cell in matrix.between("a", "open"))
    assert any(each.startswith("open: accepts forgeries") for each in universal_failures(matrix))


def test_an_asymmetry_is_named_from_the_side_that_works():
    """Where all of one's certificates work at the other and not the reverse, the pair is told with the number that fails."""
    assert asymmetries(made(a=Short, b=RefusesRecoveries)) == [("b", "a", 2)]


def test_what_was_not_issued_is_no_silence():
    """An application that an issuer refused is a cell of every verifier, with the issuer's own words."""
    matrix = made(a=IssuesNoTests, b=Short)
    cells = [cell for cell in matrix.between("a", "b") if cell.certificate.kind == "test"]
    assert {(cell.said, cell.reason) for cell in cells} == {("not-issued", "rejected: no tests")}
    assert not matrix.complete


def test_reading_something_else_is_not_working():
    """A verifier that accepts and reads something else works with no certificate."""
    assert not any(cell.works for cell in made(a=Short, b=Misreads).between("a", "b"))


def test_a_crash_is_told_as_one():
    """A verifier that crashes is not taken for one that refuses or lacks something."""
    assert {cell.said for cell in made(a=Short, b=Crashes).between("a", "b")} == {"crashed"}


def test_a_broken_participant_costs_its_own_row_only():
    """Whoever cannot be started is named with the reason, and the others are compared all the same."""
    players = [
        Participant("a", {}, lambda: InlineSubject(Short())),
        Participant("gone", {}, lambda: open_subject("command:no-such-program-anywhere")),
    ]
    matrix = play(players, lambda: NOW)
    assert set(matrix.broken) == {"gone"}
    assert len(matrix.between("a", "a")) == 6
    assert not matrix.complete


@pytest.mark.parametrize("served", [{"a": Short}, {"a": IssuesNoTests, "b": Misreads, "c": AcceptsAll}])
def test_the_document_fits_its_schema(served):
    """What is written is what the published schema says."""
    jsonschema.validate(interop.document(made(**served), {"version": "1", "installed": "wheel"}), SCHEMA)


def test_hostile_names_stay_text():
    """Names and details that look like markup are shown as they are, in the page and in Markdown."""
    name = "<script>alert(1)</script>|`x`"
    written = interop.document(made(**{name: IssuesNoTests}), {"version": "1", "installed": "wheel"})
    page = interop.to_html(written)
    assert "<script" not in page
    assert not re.search(r"(src|href)=[\"'](?!#)", page)
    assert "\\|" in interop.to_markdown(written)


class TestCommand:
    """`gdhcn-conformance interop`."""

    def test_it_writes_the_matrix(self, tmp_path, capsys):
        """The reference alone is complete: exit 0, and three files."""
        assert main(["interop", "reference", "--out", str(tmp_path)]) == 0
        assert "reference  ✓" in capsys.readouterr().out
        assert {each.name for each in tmp_path.iterdir()} == {"matrix.html", "matrix.json", "matrix.md"}

    def test_two_of_a_name_are_refused(self, tmp_path, capsys):
        """Two participants of the same name are one clear message and exit 2."""
        assert main(["interop", "reference", "reference", "--out", str(tmp_path)]) == 2
        assert "NAME=ADDRESS" in capsys.readouterr().err

    def test_nobody_there_is_exit_3(self, tmp_path):
        """Where nobody could take part, there is nothing to compare."""
        assert main(["interop", "x=command:no-such-program-anywhere", "--out", str(tmp_path)]) == 3
