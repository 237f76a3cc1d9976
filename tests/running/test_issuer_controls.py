"""Controls of the role issuer: who does not look at applications scores nothing on those that must be refused."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from gdhcn_conformance.cli import controls as command
from gdhcn_conformance.running import controls, library
from gdhcn_conformance.running.assess import Assessment, Score, Standing
from tests.running.issuers import remembered, suite

NAMES = controls.names("issuer")
NEAR = 3  # required rows that fail: an issuer with fewer might be taken for nearly conformant


@pytest.fixture(autouse=True)
def short_way() -> Iterator[None]:
    with remembered():
        yield


@cache
def assessment(name: str) -> Assessment:
    return controls.assessment_of(suite(), name)


def test_each_role_has_controls_of_its_own() -> None:
    """A control plays the roles whose operation it has."""
    assert {"always-accept", "always-reject", "always-crash", "always-hang", "echo", "parrot", "issues-garbage"} <= set(
        NAMES
    )
    assert "decodes-only" not in NAMES
    assert "parrot" not in controls.names("verifier")


@pytest.mark.parametrize("name", NAMES)
def test_no_control_scores_on_applications_to_be_refused(name: str) -> None:
    """Not one negative passes, out of all that are decided, also those never sent."""
    decided = [each for each in suite().vectors if each.expectation.under(suite().defaults()) == "reject"]
    assert assessment(name).negatives == Score(0, len(decided))


@pytest.mark.parametrize("name", NAMES)
def test_no_control_is_near_conformant(name: str) -> None:
    """A control ends without the word conformant: most required rows say nothing of it, or several are broken."""
    result = assessment(name)
    required = [row for row in result.rows if row.standing == "required"]
    passed = [row for row in required if row.status == "pass"]
    broken = [row for row in required if row.status in ("fail", "void", "inconclusive", "untested")]
    assert result.standing is not Standing.CONFORMANT
    assert len(passed) < 0.1 * len(required) or len(broken) > NEAR


@pytest.mark.parametrize(
    "name", ["always-accept", "always-reject", "always-crash", "always-hang", "echo", "issues-garbage"]
)
def test_without_a_certificate_nothing_is_issued(name: str) -> None:
    """Who hands out nothing that can be used scores nothing on positives either."""
    assert assessment(name).positives.passed == 0


def test_a_parrot_is_caught_by_what_it_says() -> None:
    """One valid certificate for everybody can be used, and is not theirs."""
    result = assessment("parrot")
    status = {row.requirement.id: row.status for row in result.rows}
    assert result.positives.passed > 0
    assert status["HCERT-ISS-002"] == "fail"


def test_the_scores_kept_for_reports_are_those_of_this_suite() -> None:
    """The issuer's `controls.json` was measured on exactly these vectors and this ledger, and says what is measured now."""
    measured = {name: {"positives": a.positives, "negatives": a.negatives} for name in NAMES if (a := assessment(name))}
    write = "run 'gdhcn-conformance controls --profile issuer --write'"
    assert controls.kept(suite().digest, "issuer") == measured, write


def test_scores_of_one_role_are_not_those_of_another() -> None:
    """Each role keeps its own scores, and the digest of one fits no other."""
    assert controls.kept(suite().digest, "verifier") == {}
    assert controls.kept(library.load("verifier").digest, "issuer") == {}


def test_the_command_scores_the_role_of_the_profile(capsys: pytest.CaptureFixture[str]) -> None:
    """`controls --profile issuer` prints a line for each control of issuers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            controls, "score", lambda s, profile: {n: controls.to_json({}) or {} for n in controls.names(s.role)}
        )
        patch.setattr(command, "_table", lambda scores: "\n".join(scores))
        assert command.main(["--profile", "issuer"]) == 0
    assert capsys.readouterr().out.split() == list(NAMES)
