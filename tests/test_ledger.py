from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

SUITE = Path(__file__).resolve().parents[1] / "suites" / "verifier"

# The specification's words, in the order of the pipeline.
CHAPTERS = (
    "qr-symbol", "context-identifier", "base45", "compression", "cbor", "cose-structure", "cose-headers", "algorithm",
    "signature", "key-identifier", "trust-list", "signer-certificate", "claims", "time", "hcert-claim", "key-usage",
    "payload-structure", "payload-person", "payload-events", "value-sets", "revocation", "behaviour",
)  # fmt: skip
KEYS = (
    "id", "chapter", "text", "level", "basis", "source", "also", "expects", "derived", "decides", "needs", "policy", "not-tested", "dagger", "note",
)  # fmt: skip
REQUIRED = ("id", "chapter", "text", "level", "basis", "source")
LEVELS = {"MUST", "SHOULD", "MAY", "INFO"}
EXPECTATIONS = {"reject", "accept", "both", "either"}
CAPABILITIES = {"qr", "list-usage", "ES256", "PS256", "several-keys-per-kid", "output", "clock", "trust-per-call"}
NOT_TESTED = {"needs a person", "needs a list server", "not visible through an adapter", "another role"}
MOST_NOT_TESTED = 60  # the ledger's own limit: beyond it the suite would promise more than it does

# Where a row of each basis may be written; stance and narrative rows cite the nearest text there is.
DOCUMENTS = {
    "normative": r"WHO ",
    "external": r"RFC |FIPS |ISO/IEC |JSON Schema ",
    "schema": r"EU DCC |Regulation |UVCI |WHO transactions",
    "check": r"dgc-testdata|dcc-quality-assurance|dgca-|UVCI |WHO certificate governance",
    "narrative": r".", "stance": r".", "template": r"WHO ", "gateway": r".",
}  # fmt: skip

# Rows first written from memory of a standard: each says which clause was read since, or that it could not be.
DAGGERS = {
    "HCERT-QR-007", "HCERT-B45-005", "HCERT-CBOR-002", "HCERT-CBOR-004", "HCERT-COSE-006", "HCERT-COSE-014", "HCERT-COSE-015",
    "HCERT-COSE-016", "HCERT-COSE-017", "HCERT-SIG-004", "HCERT-SIG-005",
}  # fmt: skip

# The verifier's rows of the three ledgers this one was merged from, as ranges of their numbers.
MERGED = {
    "HCERT-QR": "7 12-14",
    "HCERT-CTX": "1-6",
    "HCERT-B45": "1-5 7-10",
    "HCERT-ZLIB": "1-13",
    "HCERT-CBOR": "1-8 10 12 14-16",
    "HCERT-COSE": "1-3 5-20",
    "HCERT-ALG": "2-8",
    "HCERT-SIG": "1-10",
    "HCERT-KID": "4-14",
    "HCERT-CWT": "1 3-5 7-8 10-11 13-14 16-21 23-24",
    "HCERT-CLM": "1-4 7 9",
    "HCERT-SCH": "2 5 7-10 13-16 20-23",
    "HCERT-NAM": "3-4 10-11",
    "HCERT-DOB": "2-3 7",
    "HCERT-VAC": "4 6 8",
    "HCERT-TST": "2 4 10-11",
    "HCERT-REC": "4 6",
    "HCERT-DATE": "4-7",
    "HCERT-VER": "100-101 110 120-121 130-133 190",
    "HCERT-CO": "2-3",
    "HCERT-UVCI": "9-10 13",
    "HCERT-VS": "8 10-12 15-16",
    "HCERT-EKU": "2-8 10-11",
    "HCERT-DSC": "1-5",
    "HCERT-VRF": "1-9 11-12",
    "HCERT-REV": "1-9 11-19",
    "HCERT-PAP": "4 9",
    "TRUST-VER": "1-52",
    "PROD-HCERT": "1-2 6-15 17-18 22 24-32 34-43",
}

ROWS = yaml.safe_load((SUITE / "requirements.yaml").read_text(encoding="utf-8"))
POLICIES = yaml.safe_load((SUITE / "policies.yaml").read_text(encoding="utf-8"))
EXPECTED_BY_DEFAULT = {"open": "either", "accept": "accept", "refuse": "reject"}


def for_each(
    entries: list[dict[str, Any]], name: str
) -> Callable[[Callable[[dict[str, Any]], None]], Callable[[], None]]:
    """One test item that holds a check against every entry and names the first entry that fails it."""

    def decorate(check: Callable[[dict[str, Any]], None]) -> Callable[[], None]:
        def test() -> None:
            for entry in entries:
                try:
                    check(entry)
                except AssertionError as fault:
                    pytest.fail(f"{entry[name]}: {fault}")

        test.__name__, test.__doc__ = check.__name__, check.__doc__
        return test

    return decorate


each_row = for_each(ROWS, "id")
each_policy = for_each(POLICIES, "name")


def _ids() -> list[str]:
    return [name for row in ROWS for name in (row["id"], *row.get("also", ()))]


def _unsplit(name: str) -> str:
    """The id without the letter that tells the parts of a split row apart."""
    return re.sub(r"(?<=\d)[a-z]$", "", name)


def _numbers(ranges: str) -> list[int]:
    bounds = [[int(n) for n in part.split("-")] for part in ranges.split()]
    return [n for part in bounds for n in range(part[0], part[-1] + 1)]


def _is_one_sentence(text: str) -> bool:
    return text.endswith(".") and ". " not in text and text[0] == text[0].upper()


@each_row
def test_row_has_the_keys_of_the_ledger_in_their_order(row):
    """Every row has the required keys, no unknown ones, in the order of the ledger."""
    assert list(row) == [key for key in KEYS if key in row]
    assert set(row) <= set(KEYS)
    assert set(REQUIRED) <= set(row)


@each_row
def test_row_speaks_the_closed_vocabulary(row):
    """Chapter, level, basis, expectation and needs of every row come from their closed lists."""
    assert row["chapter"] in CHAPTERS
    assert row["level"] in LEVELS
    assert row["basis"] in DOCUMENTS
    assert row.get("expects", "reject") in EXPECTATIONS
    assert set(row.get("needs", ())) <= CAPABILITIES
    assert all(row[key] for key in ("also", "needs", "note", "dagger", "policy") if key in row)


@each_row
def test_row_is_one_sentence_with_a_source_that_can_carry_its_basis(row):
    """Every row states one behaviour in one sentence and names document, section and address of a source fit for its basis."""
    assert _is_one_sentence(row["text"])
    assert list(row["source"]) == ["document", "section", "url"]
    assert all(row["source"].values())
    assert row["source"]["url"].startswith("https://")
    assert re.match(DOCUMENTS[row["basis"]], row["source"]["document"])


@each_row
def test_row_is_either_tested_or_says_why_not(row):
    """A row has an expectation for its vectors or one of the four reasons for having none, never both."""
    if "not-tested" in row:
        assert "expects" not in row
        assert "needs" not in row
        assert "policy" not in row
        assert list(row["not-tested"]) == ["reason", "detail"]
        assert row["not-tested"]["reason"] in NOT_TESTED
        assert row["not-tested"]["detail"]
    else:
        assert "expects" in row


@each_row
def test_row_expects_what_its_policy_makes_of_it(row):
    """Only a policy leaves a row open, and a row under a policy expects what the policy's default value says."""
    defaults = {policy["name"]: policy["default"] for policy in POLICIES}
    if "policy" in row:
        assert row["expects"] == EXPECTED_BY_DEFAULT[defaults[row["policy"]]]
    else:
        assert row.get("expects") != "either"


@each_row
def test_row_from_memory_says_where_its_clause_was_read(row):
    """A row first written from memory says which clause was read and where, and rests on nothing firm if none could be."""
    assert (_unsplit(row["id"]) in DAGGERS) == ("dagger" in row)
    if "dagger" in row:
        assert re.fullmatch(r"(read (RFC|ISO) .*(section|appendi).*|not read: .*), \d{4}-\d{2}", row["dagger"])
        assert row["note"]
        if row["dagger"].startswith("not read"):
            assert (row["level"], row["basis"]) == ("SHOULD", "stance")


def test_ids_are_unique_and_well_formed():
    """No id occurs twice, whether as a row's own or among those it was merged with."""
    assert [name for name, count in Counter(_ids()).items() if count > 1] == []
    assert [
        name for name in _ids() if not re.fullmatch(r"(HCERT-[A-Z0-9]+|TRUST-VER|PROD-HCERT)-\d{3}[a-z]?", name)
    ] == []


def test_every_verifier_row_of_the_merged_ledgers_is_accounted_for():
    """Each verifier row of the health-certificate, trust and products ledgers is here, and no other."""
    merged = {f"{family}-{number:03}" for family, ranges in MERGED.items() for number in _numbers(ranges)}
    ours = {"HCERT-KID-015", "HCERT-DSC-006"}  # added when the vectors were reviewed: no source has a row for them
    assert {_unsplit(name) for name in _ids()} == merged | ours


def test_split_rows_are_lettered_without_gaps():
    """The parts of a split row are lettered from a on, and the unsplit id no longer occurs."""
    parts: dict[str, list[str]] = {}
    for name in _ids():
        parts.setdefault(_unsplit(name), []).append(name[len(_unsplit(name)) :])
    for name, letters in parts.items():
        assert sorted(letters) in ([""], [chr(ord("a") + n) for n in range(len(letters))]), name
        assert len(letters) > 1 or letters == [""], name


def test_chapters_follow_the_pipeline():
    """Rows stand in chapters, the chapters in the order of the pipeline, and no chapter is empty."""
    met = list(dict.fromkeys(row["chapter"] for row in ROWS))
    assert met == list(CHAPTERS)
    assert [row["chapter"] for row in ROWS] == sorted((row["chapter"] for row in ROWS), key=CHAPTERS.index)


def test_few_rows_are_not_tested():
    """At most sixty rows are left without vectors."""
    assert sum("not-tested" in row for row in ROWS) <= MOST_NOT_TESTED


def test_rows_and_policies_name_each_other():
    """Every policy a row names exists, and every policy lists exactly the rows that name it."""
    named: dict[str, list[str]] = {}
    for row in ROWS:
        if "policy" in row:
            named.setdefault(row["policy"], []).append(row["id"])
    assert named == {policy["name"]: policy["rows"] for policy in POLICIES}


def test_policy_names_are_unique():
    """No two policies share a name."""
    assert len({policy["name"] for policy in POLICIES}) == len(POLICIES)


@each_policy
def test_policy_has_its_shape(policy):
    """Every policy has a name, a question, three values, a default, at least two sides, a stance and its rows."""
    assert list(policy) == ["name", "question", "values", "default", "sides", "stance", "rows"]
    assert re.fullmatch(r"[a-z0-9.]+(-[a-z0-9.]+)*", policy["name"])
    assert policy["question"].endswith("?")
    assert list(policy["values"]) == ["accept", "refuse", "open"]
    assert policy["values"]["open"] == "either is recorded, never scored"
    assert policy["default"] in policy["values"]
    assert policy["stance"].endswith(".")
    assert policy["rows"]
    assert len(policy["sides"]) > 1
    for side in policy["sides"]:
        assert list(side) in (["document", "clause", "says"], ["document", "says"])
        assert side["says"].endswith(".")
