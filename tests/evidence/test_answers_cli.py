"""The options with which an answer sheet is named, and the page that tells how one is filled."""

from __future__ import annotations

import re

import pytest

from gdhcn_conformance.content import root
from gdhcn_conformance.errors import Exit
from tests.evidence.decks import command


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--answers", "a.csv", "--fresh"), "answers-option"),
        (("--answers", "a.csv", "--corpus", "x"), "answers-option"),
        (("--answers", "a.csv", "--adapter", "reference"), "answers-option"),
        (("--answers", "a.csv"), "deck-not-named"),
        (("--deck", "x"), "deck-without-answers"),
        (("--answers", ""), "answers-missing"),
        (("--answers", "a.csv", "--samples", "x"), "samples-option"),
        (("--answers", "a.csv", "--profile", "issuer"), "answers-profile"),
        (("--answers", "a.csv", "--deck", "x"), "deck-key-unreadable"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_contradictions_are_usage_errors(capsys, monkeypatch, tmp_path, words, code):
    """Options that mean nothing together, or leave the deck open, end with 2 and say what to do."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text("number,answer\n")
    ended = command(capsys, tmp_path / "out", "run", *words)
    assert (ended.code, f"[{code}]" in ended.err, "hint: " in ended.err) == (Exit.USAGE, True, True)


def test_the_page_prints_the_table_of_words():
    """EVIDENCE.md lists every word that is read as an answer, under its meaning."""
    from gdhcn_conformance.adapters.answers.words import WORDS

    text = (root() / "EVIDENCE.md").read_text(encoding="utf-8")
    table = dict(re.findall(r"(?m)^\| \*([a-z ]+)\* \| (.*) \|$", text))
    assert table == {str(meaning): ", ".join(words) for meaning, words in WORDS.items()}
