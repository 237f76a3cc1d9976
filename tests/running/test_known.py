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


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ENTRY.replace("[[deviation]]", "[[deviations]]"), "known-member"),
        (ENTRY.replace("[[deviation]]", "[deviation]"), "known-member"),
        (ENTRY.replace('"a/*"', "7"), "known-member"),
        (ENTRY.replace("2027-01-01", "true"), "known-member"),
    ],
    ids=["another table", "one table", "a number for a glob", "no date"],
)
def test_a_file_of_something_else_is_refused(tmp_path, text: str, code: str) -> None:
    """A misspelt table is not an empty list, and a member of another type is told before the run."""
    with pytest.raises(Problem) as told:
        read(tmp_path, text)
    assert (told.value.code, bool(told.value.hint)) == (code, True)


def test_a_day_may_be_written_in_several_ways(tmp_path) -> None:
    """A date, a date-time and a text are the same last day; a byte order mark does no harm."""
    days = [
        read(tmp_path, ENTRY.replace("2027-01-01", day))[0].expires for day in ('"2027-01-01"', "2027-01-01T12:00:00")
    ]
    assert days == [date(2027, 1, 1)] * 2
    assert read(tmp_path, "\ufeff" + ENTRY)


def test_a_warning_may_be_known_too(tmp_path) -> None:
    """An entry that speaks of a mere warning is not stale, and excuses nothing else."""
    assessment = run(b__bad=Accepted({}))
    entries = read(tmp_path, ENTRY.replace("a/*", "b/*"))
    assert known.against(entries, assessment, TODAY).in_order


def test_a_row_without_a_finding_is_not_excused(tmp_path) -> None:
    """A required row that no vector speaks for keeps exit 1 though every finding is known."""
    suite = samples.suite(*samples.VECTORS, extra=samples.requirement("R-3"))
    plan = Plan(suite, samples.PROFILE, suite.vectors, suite.defaults(), salt="s")
    assessment = assess(perform(plan, samples.Scripted(a__bad=Accepted({}))))
    against = known.against(read(tmp_path, ENTRY), assessment, TODAY)
    assert against.open == ("R-3",)
    assert exit_code(assessment, against, fail_on="new") is Exit.NOT_CONFORMANT
