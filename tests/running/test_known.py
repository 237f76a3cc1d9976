"""Known deviations: strict both ways."""

from __future__ import annotations

from datetime import date

import pytest

from gdhcn_conformance.cli.finish import exit_code
from gdhcn_conformance.errors import Exit, Problem
from gdhcn_conformance.model.outcome import Accepted
from gdhcn_conformance.running import known
from gdhcn_conformance.running.assess import Assessment, assess
from gdhcn_conformance.running.plan import Plan
from gdhcn_conformance.running.run import perform
from tests.running import samples

ENTRY = """
[[deviation]]
match = "a/*"
kind = "unsafe"
reason = "the library ignores it"
owner = "a.n@example.org"
expires = 2027-01-01
"""
TODAY = date(2026, 11, 25)


def run(**script: object) -> Assessment:
    suite = samples.suite()
    return assess(
        perform(Plan(suite, samples.PROFILE, suite.vectors, suite.defaults(), salt="s"), samples.Scripted(**script))
    )


def read(tmp_path, text: str) -> tuple[known.Deviation, ...]:
    (tmp_path / "known.toml").write_text(text, encoding="utf-8")
    return known.read(tmp_path / "known.toml")


def test_a_known_finding_is_no_new_one(tmp_path) -> None:
    """A finding that an entry speaks of turns exit 1 into 0 under --fail-on new, and never makes the profile conformant."""
    assessment = run(a__bad=Accepted({}))
    against = known.against(read(tmp_path, ENTRY), assessment, TODAY)
    assert (against.new, against.stale, against.expired) == ((), (), ())
    assert exit_code(assessment, against, fail_on="new") is Exit.CONFORMANT
    assert exit_code(assessment, against) is Exit.NOT_CONFORMANT
    assert assessment.standing == "not conformant"


def test_an_entry_that_fits_nothing_is_stale(tmp_path) -> None:
    """An entry whose finding is gone, or was of another kind, ends with exit 5."""
    assessment = run()
    against = known.against(read(tmp_path, ENTRY), assessment, TODAY)
    assert len(against.stale) == 1
    assert exit_code(assessment, against) is Exit.KNOWN_DEVIATIONS


def test_an_entry_ends_on_its_day(tmp_path) -> None:
    """An entry holds through its last day and is expired on the next."""
    assessment, entries = run(a__bad=Accepted({})), read(tmp_path, ENTRY)
    assert known.against(entries, assessment, date(2027, 1, 1)).in_order
    assert len(known.against(entries, assessment, date(2027, 1, 2)).expired) == 1


def test_a_new_finding_is_seen_beside_known_ones(tmp_path) -> None:
    """A finding that no entry speaks of keeps exit 1."""
    assessment = run(a__bad=Accepted({}), a__valid=Accepted({"name": "x"}))
    against = known.against(read(tmp_path, ENTRY), assessment, TODAY)
    assert [each.vector.id for each in against.new] == ["a/valid"]
    assert exit_code(assessment, against, fail_on="new") is Exit.NOT_CONFORMANT


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("reason", "resaon"), "known-member"),
        (('owner = "a.n@example.org"', ""), "known-member"),
        (("unsafe", "dangerous"), "known-kind"),
        (("2027-01-01", '"soon"'), "known-date"),
        (("[[deviation]]", "[[deviation"), "known-not-toml"),
    ],
)
def test_a_wrong_entry_says_what_is_wrong(tmp_path, change: tuple[str, str], code: str) -> None:
    """A misspelt member, a missing owner, an unknown kind, a date that is none, and no TOML at all each have their code."""
    with pytest.raises(Problem) as told:
        read(tmp_path, ENTRY.replace(*change))
    assert told.value.code == code
