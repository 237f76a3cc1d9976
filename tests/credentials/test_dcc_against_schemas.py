"""The compiled rules, our JSON Schemas and the published ones, held against each other."""

from __future__ import annotations

import datetime
import itertools
import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from gdhcn_conformance.credentials import dcc_rules
from gdhcn_conformance.credentials.dcc import PUBLISHED_VERSIONS, validate
from gdhcn_conformance.credentials.dcc_rules import Pattern, schema
from tests.credentials.dcc_samples import ENTRIES, MISSING, PERSON, RECOVERY, TEST, VACCINATION, changed, payload

CORPORA = Path(os.environ.get("GDHCN_CORPORA", Path(__file__).parents[3] / "shared" / "corpora"))
PUBLISHED = CORPORA / "ehn-dcc-schema" / "versions"
TESTDATA = CORPORA / "dgc-testdata"

needs_published = pytest.mark.skipif(
    not PUBLISHED.is_dir(),
    reason="the published schemas are not there: GDHCN_CORPORA names no folder with ehn-dcc-schema",
)
needs_testdata = pytest.mark.skipif(
    not TESTDATA.is_dir(), reason="the EU test data is not there: GDHCN_CORPORA names no folder with dgc-testdata"
)


# --- JSON Schema with the patterns of ECMA-262 -------------------------------------------------------------------------


@cache
def ecma(pattern: str) -> re.Pattern[str]:
    """A pattern of ECMA-262 for Python: `\\d` is ASCII, `$` the very end, `.` no line terminator. Knows what the schemas use."""
    pieces = re.findall(r"\\d|\[[^\]\\]*\]|\{[0-9,]+\}|[\^$.+*?()|]|[A-Za-z0-9-]", pattern)
    assert "".join(pieces) == pattern, f"a construct this translation does not know: {pattern}"
    meaning = {"\\d": "[0-9]", "$": r"\Z", "^": r"\A", ".": "[^\\n\\r\\u2028\\u2029]"}
    return re.compile("".join(meaning.get(piece, piece) for piece in pieces))


def _pattern(validator, pattern, instance, _schema):
    if validator.is_type(instance, "string") and not ecma(pattern).search(instance):
        yield ValidationError("pattern")


Validator = extend(Draft202012Validator, {"pattern": _pattern})


@cache
def published(version: str) -> Any:
    return Validator(json.loads((PUBLISHED / f"{version}.json").read_text("utf-8")))


@cache
def ours(version: str) -> Any:
    return Validator(schema(version))


def broken_rules(version: str, value: Any) -> set[tuple[str, str]]:
    """Path and keyword of each error our schema finds, as the compiled rules tell them."""
    found = set()
    for error in ours(version).iter_errors(value):
        path = ".".join(map(str, error.absolute_path))
        if error.validator == "required":
            name = re.match(r"'(\w+)' is a required", error.message)[1]
            found.add((f"{path}.{name}".lstrip("."), "required"))
        else:
            found.add((path, error.validator))
    # Of a value of another type the compiled rules tell the type alone; JSON Schema also says that 0.5 is below the minimum
    # and that what is no object fits every branch of `oneOf`.
    return {(path, rule) for path, rule in found if rule == "type" or (path, "type") not in found}


def agree(value: Any, version: str) -> bool:
    """The verdict of all three (of the two that are there), after checking that they agree."""
    told = validate(value, version)
    assert {(violation.path, violation.rule) for violation in told} == broken_rules(version, value), version
    if PUBLISHED.is_dir():
        assert published(version).is_valid(value) == (not told), version
    return not told


# --- the schemas themselves --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", PUBLISHED_VERSIONS)
def test_our_schemas_are_schemas(version):
    """Each schema is valid draft 2020-12, names its version in an identifier of ours, and is a fresh dictionary."""
    Draft202012Validator.check_schema(schema(version))
    assert schema(version)["$id"] == f"urn:gdhcn-conformance:dcc:{version}"
    assert schema(version) is not schema(version)


@pytest.mark.parametrize("version", PUBLISHED_VERSIONS)
def test_our_schemas_refer_to_nothing(version):
    """No schema has a reference, so none is ever looked up (HCERT-SCH-023), and none lists codes."""
    text = json.dumps(schema(version))
    assert '"$ref"' not in text and '"enum"' not in text


def _keywords(node: Any, at: str, root: dict) -> dict[str, Any]:
    """Every keyword with a say in the verdict, or `format`, by its place, references followed."""
    node = {**root["$defs"][node["$ref"].rsplit("/", 1)[1]]} if "$ref" in node else node
    found = {
        f"{at}/{keyword}": node[keyword]
        for keyword in ("type", "maxLength", "pattern", "format", "minimum", "maximum", "minItems", "maxItems")
        if keyword in node
    }
    for name, child in node.get("properties", {}).items():
        found |= _keywords(child, f"{at}/{name}", root)
    return found | (_keywords(node["items"], f"{at}/*", root) if "items" in node else {})


@needs_published
@pytest.mark.parametrize("version", PUBLISHED_VERSIONS)
def test_our_schemas_have_the_published_keywords(version):
    """Types, lengths, patterns, formats and bounds are at each place what the published schema has there."""
    original = json.loads((PUBLISHED / f"{version}.json").read_text("utf-8"))
    assert _keywords(schema(version), "", {}) == _keywords(original, "", original)


@needs_published
def test_every_published_schema_is_known():
    """The versions are those of the published schemas, in their order."""
    files = [path.stem for path in PUBLISHED.glob("*.json")]
    assert tuple(sorted(files, key=lambda version: [int(part) for part in version.split(".")])) == PUBLISHED_VERSIONS


PATTERNS = {name: value for name, value in vars(dcc_rules).items() if isinstance(value, Pattern)}
ALPHABETS = {  # letters with which a pattern's every turn can be taken, and words of such a length
    "VERSION": ("1x\n٣", 7),
    "BIRTH_DATE": (["19", "20", "2", "-", "x", "\n", "٣"], 6),
    "PARTIAL_BIRTH_DATE": (["19", "20", "2", "-12", "x", "\n", "٣"], 6),
    "UNKNOWN_BIRTH_DATE": (["19", "20", "2", "-12", "x", "\n", "٣"], 6),
    "MACHINE_READABLE": ("A<a \nÄ", 5),
    "COUNTRY": ("Aa\nÄ", 6),
}


@pytest.mark.parametrize("name", PATTERNS)
def test_each_pattern_means_in_python_what_it_means_in_ecma(name):
    """Both spellings of a pattern match the same words, of all short words over letters that matter."""
    pattern = PATTERNS[name]
    mine, theirs = re.compile(pattern.python), ecma(pattern.published)
    letters, length = ALPHABETS[name]
    seen = {True: 0, False: 0}
    for size in range(length + 1):
        for word in map("".join, itertools.product(letters, repeat=size)):
            verdict = mine.search(word) is not None
            assert verdict == (theirs.search(word) is not None), repr(word)
            seen[verdict] += 1
    assert seen[True] and seen[False]


@pytest.mark.parametrize("separator", "\n\r\u2028\u2029\u0085\x0b .٣9x\U0001f600")
def test_the_dots_of_ver_stand_for_all_but_line_terminators(separator):
    """A character separates the numbers of `ver` exactly where ECMA-262 says that a dot matches it."""
    word = f"1{separator}3{separator}0"
    assert (re.search(dcc_rules.VERSION.python, word) is None) == (separator in "\n\r\u2028\u2029")
    assert bool(re.search(dcc_rules.VERSION.python, word)) == bool(ecma(dcc_rules.VERSION.published).search(word))


# --- payloads of the member states -------------------------------------------------------------------------------------


def _as_text(value: Any) -> Any:
    """Date-times that cbor2 made of tag 0, as the strings a reader of ours makes of them; the rest as it is."""
    if isinstance(value, datetime.datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, dict):
        return {key: _as_text(member) for key, member in value.items()}
    return [_as_text(member) for member in value] if isinstance(value, list | tuple) else value


def _hidden(encoded: str) -> Any:
    """The payload in a COSE message, in CWT claims, or alone; None where the encoding is broken on purpose."""
    try:
        value = cbor2.loads(bytes.fromhex(encoded))
        while isinstance(value, cbor2.CBORTag):
            value = value.value
        if isinstance(value, list):
            value = cbor2.loads(value[2])
        return _as_text(value[-260][1] if -260 in value else value)
    except (cbor2.CBORDecodeError, ValueError, LookupError, TypeError):
        return None


@cache
def payloads() -> dict[str, Any]:
    """Every distinct payload of the test data, by the file it came from first."""
    found: dict[str, tuple[str, Any]] = {}
    for path in sorted(TESTDATA.rglob("*.json")):
        content = json.loads(path.read_text("utf-8-sig"))
        values = {"JSON": content.get("JSON")} | {name: _hidden(content.get(name, "")) for name in ("COSE", "CBOR")}
        for member, value in values.items():
            if value is not None:
                found.setdefault(json.dumps(value, sort_keys=True), (f"{path.relative_to(TESTDATA)} {member}", value))
    return dict(found.values())


@needs_published
@needs_testdata
@pytest.mark.parametrize("version", PUBLISHED_VERSIONS)
def test_payloads_of_the_test_data(version):
    """Every payload of the EU test data has one verdict, whoever of the three judges it."""
    verdicts = {name: agree(value, version) for name, value in payloads().items()}
    assert any(verdicts.values()) and not all(verdicts.values())


# --- payloads nearly valid ---------------------------------------------------------------------------------------------

INTERESTING = [
    MISSING, None, True, False, 0, 1, 2, 9, 10, -1, 2**64, -(2**64), 10**400, 0.0, 0.5, 1.0, 1.5, 9.0, 10.0, 1e300, -0.0,
    float("nan"), float("inf"), float("-inf"), "", "A", "a", "é", "x" * 50, "x" * 51, "x" * 80, "x" * 81, "A" * 50, "A" * 51,
    "A" * 80, "A" * 81, "\U0001f600" * 50, "\U0001f600" * 51, "\U0001f600" * 80, "\U0001f600" * 81, "a\u0301" * 40, "A<B",
    "A\n", "ABC\n", "\nA", "A B", "Ä", "А", "xxA", "DE", "DEU", "de", "ABCDEFGHIJK", "1", "1.3", "1.3.0", "1.3.0\n", "1x3y0",
    "1\n3\n0", "1\r3\r0", "1\u20283\u20290", "1.3.٠", "11111", "1111", "v1.3.0", "1.3.0.0", "1990", "1990-05", "1990-05-17",
    "1990-05-17\n", "1990-05-17T00:00:00", "x1990-05-17", "1990-00", "1950-99-99", "1815-08-24", "2100-01-01", "19٩٠", "1990-٠٥",
    "2099-12-31", "199", "1990-", "1990-5-17", "2022-01-14T09:30:00Z", "\ud800", "\x00", b"", b"DE", [], {}, [[]], [{}], [None],
    [1], {"fnt": "A"}, {"gnt": "A"}, {"fn": "A"}, {"fnt": 1, "gnt": "A"}, (), cbor2.CBORTag(0, "1990-05-17"), cbor2.undefined,
    [VACCINATION], [TEST], [RECOVERY], [VACCINATION] * 2, [TEST] * 2, [RECOVERY] * 2, [VACCINATION, {}], VACCINATION, PERSON,
]  # fmt: skip

PATHS = [
    *("ver", "nam", "dob", "v", "t", "r", "V", "meta"),
    *(f"nam.{name}" for name in ("fn", "fnt", "gn", "gnt", "x")),
    *(f"{group}.0" for group in ENTRIES),
    *(f"{group}.0.{name}" for group, entry in ENTRIES.items() for name in (*entry, "x")),
    *(f"t.0.{name}" for name in ("ma", "dr")),
]


def paths_in(start: dict) -> list[str]:
    """The paths that lead somewhere in this payload, to a member there or to one that could be."""
    return [path for path in PATHS if "." not in path or path.split(".")[0] in start]


STARTS = [
    payload("v"), payload("t"), payload("r"),
    payload("v") | {"t": [TEST]}, payload("v") | {"t": [TEST], "r": [RECOVERY]}, payload("t") | {"t": [TEST, TEST]},
    changed(payload("r"), ("r", MISSING)), changed(payload("v"), ("nam.fnt", MISSING)), changed(payload("t"), ("t.0.tc", MISSING)),
    changed(payload("v"), ("v.0.dn", 10)), changed(payload("r"), ("dob", "")),
]  # fmt: skip


@st.composite
def nearly_valid(draw):
    """A payload of the samples with one or two members changed, each to a value at the edge of some rule."""
    start = draw(st.sampled_from(STARTS))
    changes = st.tuples(
        st.sampled_from(paths_in(start)),
        st.sampled_from(INTERESTING) | st.text(max_size=3) | st.integers() | st.floats(),
    )
    return changed(start, *draw(st.lists(changes, min_size=1, max_size=2)))


@settings(max_examples=300, derandomize=True, deadline=None, database=None)
@given(value=nearly_valid() | st.sampled_from(INTERESTING[1:]))
def test_payloads_nearly_valid(value):
    """A payload at the edge of the rules has one verdict whoever judges it, and the same where nothing changed in between."""
    verdicts = {version: agree(value, version) for version in PUBLISHED_VERSIONS}
    assert verdicts["1.2.0"] == verdicts["1.2.1"]
    assert verdicts["1.3.0"] == verdicts["1.3.1"]
    assert verdicts["1.3.2"] == verdicts["1.3.3"]


@pytest.mark.parametrize("pair", [("1.2.0", "1.2.1"), ("1.3.0", "1.3.1"), ("1.3.2", "1.3.3")], ids="=".join)
def test_versions_without_a_change_judge_alike(pair):
    """A version that changed words only gives the verdicts, and the violations, of the one before (HCERT-VER-121, 131, 133)."""
    for start in STARTS[:3]:
        for path, value in itertools.product(paths_in(start), INTERESTING):
            instance = changed(start, (path, value))
            assert validate(instance, pair[0]) == validate(instance, pair[1])
