"""Documents say what the code and the ledger say."""

from __future__ import annotations

import re

import yaml

from gdhcn_conformance.content import root
from gdhcn_conformance.errors import Exit
from gdhcn_conformance.model.verdict import Status


def test_architecture_lists_every_policy_with_its_default() -> None:
    """The annex of ARCHITECTURE.md is the policy table, row by row."""
    text = (root() / "ARCHITECTURE.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([a-z0-9.-]+)` \| (\w+) \| (.+) \|$", text, re.MULTILINE)
    policies = yaml.safe_load((root() / "suites/verifier/policies.yaml").read_text(encoding="utf-8"))
    assert listed == [(row["name"], row["default"], row["question"]) for row in policies]


def test_architecture_lists_every_verdict() -> None:
    """Every status that a single vector can have stands in the verdict table or the sentence below it."""
    text = (root() / "ARCHITECTURE.md").read_text(encoding="utf-8")
    for status in set(Status) - {Status.SUITE_ERROR, Status.UNTESTED}:
        assert status in text, status


def test_readme_lists_every_exit_code() -> None:
    """The README's table of exit codes is the code's."""
    text = (root() / "README.md").read_text(encoding="utf-8")
    listed = [int(code) for code in re.findall(r"^\| (\d) \|", text, re.MULTILINE)]
    assert listed == [int(code) for code in Exit]
