"""The rules of each published version, the choice of the version, and hostile values."""

from __future__ import annotations

import math

import pytest

from gdhcn_conformance.credentials.cbor import UNDEFINED, Simple, Tagged
from gdhcn_conformance.credentials.dcc import PUBLISHED_VERSIONS, Violation, formats, kinds, schema_for, validate
from tests.credentials.dcc_samples import MISSING, PERSON, RECOVERY, TEST, VACCINATION, changed, payload

ALL = PUBLISHED_VERSIONS
NONE = ()


def from_(version: str) -> tuple[str, ...]:
    return ALL[ALL.index(version) :]


def before(version: str) -> tuple[str, ...]:
    return ALL[: ALL.index(version)]


def valid_under(value: object) -> tuple[str, ...]:
    return tuple(version for version in ALL if not validate(value, version))


@pytest.mark.parametrize("group", ["v", "t", "r"])
def test_a_complete_payload_is_valid_under_every_version(group):
    """A payload with one complete entry breaks no rule and no format of any version."""
    assert valid_under(payload(group)) == ALL
    assert not any(formats(payload(group), version) for version in ALL)


MATRIX = [
    # what is changed, in a payload with this group, and the versions under which the result is valid
    ("v", [("dob", "1964-01")], from_("1.1.0")),
    ("v", [("dob", "1964")], from_("1.1.0")),
    ("v", [("dob", "")], from_("1.3.0")),
    ("v", [("dob", "1815-08-24")], NONE),
    ("v", [("dob", "2100")], NONE),
    ("v", [("dob", "1963-1-2")], NONE),
    ("v", [("dob", "1963-00")], from_("1.1.0")),
    ("v", [("dob", "1950-99-99")], ALL),
    ("v", [("dob", "x1978-01-26T00:00:00")], before("1.1.0")),
    ("v", [("dob", "1978-01-26\n")], before("1.1.0")),
    ("v", [("dob", "١٩٧٨-٠١-٢٦")], NONE),
    ("v", [("dob", "19٧٨")], NONE),
    ("v", [("dob", None)], NONE),
    ("v", [("dob", MISSING)], NONE),
    ("v", [("nam", MISSING)], NONE),
    ("v", [("ver", MISSING)], NONE),
    ("v", [("ver", 1.3)], NONE),
    ("v", [("ver", "1.3")], NONE),
    ("v", [("ver", "v1.3.0")], NONE),
    ("v", [("ver", "1x3y0")], ALL),
    ("v", [("ver", "13000")], ALL),
    ("v", [("ver", "1300")], NONE),
    ("v", [("ver", "1.3.0\n")], NONE),
    ("v", [("ver", "1\r3\u20280")], NONE),
    ("v", [("ver", "1.3.٠")], NONE),
    ("v", [("nam.fn", "x" * 50), ("nam.gn", "x" * 50)], ALL),
    ("v", [("nam.fn", "x" * 51)], from_("1.3.0")),
    ("v", [("nam.fn", "x" * 80)], from_("1.3.0")),
    ("v", [("nam.fn", "x" * 81)], NONE),
    ("v", [("nam.gn", "\U0001f600" * 80)], from_("1.3.0")),
    ("v", [("nam.gn", "\U0001f600" * 81)], NONE),
    ("v", [("nam.gnt", "A" * 80)], from_("1.3.0")),
    ("v", [("nam.gnt", "ANNA MARIA")], NONE),
    ("v", [("nam.fnt", "MÜLLER")], NONE),
    ("v", [("nam.fnt", "ABC\n")], NONE),
    ("v", [("nam.fnt", "")], ALL),
    ("v", [("nam.fn", MISSING), ("nam.gn", MISSING), ("nam.gnt", MISSING)], ALL),
    ("v", [("nam.fnt", MISSING)], from_("1.3.2")),
    ("v", [("nam.fnt", MISSING), ("nam.gnt", MISSING)], NONE),
    ("v", [("nam", [])], NONE),
    ("v", [("v.0.dn", 1)], ALL),
    ("v", [("v.0.dn", 0)], NONE),
    ("v", [("v.0.dn", -1)], NONE),
    ("v", [("v.0.dn", 1.5)], NONE),
    ("v", [("v.0.dn", 2.0)], ALL),
    ("v", [("v.0.dn", 0.0)], NONE),
    ("v", [("v.0.dn", "1")], NONE),
    ("v", [("v.0.dn", True)], NONE),
    ("v", [("v.0.dn", None)], NONE),
    ("v", [("v.0.dn", 9), ("v.0.sd", 9)], ALL),
    ("v", [("v.0.dn", 10)], from_("1.3.0")),
    ("v", [("v.0.sd", 10.0)], from_("1.3.0")),
    ("v", [("v.0.dn", 3)], ALL),
    ("v", [("v.0.dt", "17.01.2022")], ALL),
    ("v", [("v.0.co", "xxA")], ALL),
    ("v", [("v.0.co", "ABCDEFGHIJKL")], ALL),
    ("v", [("v.0.co", "de")], NONE),
    ("v", [("v.0.co", "")], NONE),
    ("v", [("v.0.co", 39)], NONE),
    ("v", [("v.0.is", "")], ALL),
    ("v", [("v.0.is", "x" * 80)], from_("1.3.0")),
    ("v", [("v.0.is", "x" * 81)], NONE),
    ("v", [("v.0.ci", "x" * 51)], from_("1.3.0")),
    ("v", [("v.0.ci", "x" * 81)], NONE),
    ("v", [("v.0.mp", "Comirnaty"), ("v.0.tg", "")], ALL),
    ("v", [("v.0.mp", b"EU/1/20/1528")], NONE),
    ("v", [("v.0.dt", Tagged(0, "2021-11-02"))], NONE),
    ("v", [("v.0.dn", UNDEFINED)], NONE),
    ("v", [("v.0.meta", {}), ("extra", None)], ALL),
    ("v", [("v", [])], NONE),
    ("v", [("v", None)], NONE),
    ("v", [("v", {})], NONE),
    ("v", [("v.0", None)], NONE),
    ("v", [("v", MISSING)], before("1.3.0")),
    ("v", [("v", [VACCINATION] * 2)], before("1.3.0")),
    ("v", [("t", [TEST])], before("1.3.0")),
    ("v", [("t", [TEST]), ("r", [RECOVERY])], before("1.3.0")),
    ("v", [("t", None)], NONE),
    ("v", [("V", [])], ALL),
    ("t", [("t.0.tc", MISSING)], from_("1.3.0")),
    ("t", [("t.0.tc", "x" * 51)], from_("1.3.0")),
    ("t", [("t.0.tc", "x" * 81)], NONE),
    ("t", [("t.0.nm", "x" * 80)], ALL),
    ("t", [("t.0.nm", "x" * 81)], before("1.3.0")),
    ("t", [("t.0.nm", MISSING)], ALL),
    ("t", [("t.0.ma", "x" * 1000)], ALL),
    ("t", [("t.0.ma", 1232)], NONE),
    ("t", [("t.0.dr", "2022-01-14T10:00:00Z")], ALL),
    ("t", [("t.0.dr", None)], from_("1.2.0")),
    ("t", [("t.0.tr", "")], ALL),
    ("t", [("t.0.sc", 1642150000)], NONE),
    ("r", [("r.0.du", 1642150000)], NONE),
]


@pytest.mark.parametrize(("group", "changes", "versions"), MATRIX, ids=range(len(MATRIX)))
def test_the_version_matrix(group, changes, versions):
    """A changed payload is valid under exactly the versions whose rules allow the change (hcert.md 1.11 to 1.18)."""
    assert valid_under(changed(payload(group), *changes)) == versions


@pytest.mark.parametrize("group", ["v", "t", "r"])
def test_each_required_member_is_missed_by_its_path(group):
    """An entry without one required member breaks one rule, at the path the member should have had."""
    optional = {"nm"}
    for name in set(payload(group)[group][0]) - optional:
        [violation] = validate(changed(payload(group), (f"{group}.0.{name}", MISSING)), "1.2.1")
        assert violation == Violation(f"{group}.0.{name}", "required", "is missing")


def test_every_violation_is_told_in_the_order_of_the_rules():
    """Each broken rule is told once, with its path and its JSON Schema keyword, top to bottom."""
    bad = changed(
        payload(),
        ("ver", "1"),
        ("nam.fn", 5),
        ("nam.fnt", "é" * 81),
        ("v.0.dn", 0),
        ("v.0.tg", None),
        ("t", []),
    )
    assert [(violation.path, violation.rule) for violation in validate(bad, "1.3.3")] == [
        ("ver", "pattern"),
        ("nam.fn", "type"),
        ("nam.fnt", "maxLength"),
        ("nam.fnt", "pattern"),
        ("v.0.tg", "type"),
        ("v.0.dn", "minimum"),
        ("t", "minItems"),
        ("", "oneOf"),
    ]


def test_a_violation_completes_a_sentence():
    """The detail of a violation says what is there and what the rule wants."""
    [violation] = validate(changed(payload(), ("v.0.dn", 10)), "1.2.1")
    assert f"{violation.path} {violation.detail}" == "v.0.dn is 10, at most 9 is allowed"


@pytest.mark.parametrize(
    ("path", "text", "good"),
    [
        ("v.0.dt", "2021-11-02", True),
        ("v.0.dt", "2021-11-02T00:00:00Z", False),
        ("v.0.dt", "2022-17-01", False),
        ("t.0.sc", "2021-08-20T10:03:12-05:00", True),
        ("t.0.sc", "2021-08-20T10:03:12+02", False),
        ("r.0.fr", "2021-02-29", False),
        ("r.0.df", "2021-2-3", False),
        ("r.0.du", "", False),
        ("v.0.dt", 20211102, True),
        ("dob", "1990", True),
    ],
)
def test_formats_judge_strings_only(path, text, good):
    """A string in another format than its rule's is found at its path; values that are no strings are left to `validate`."""
    start = payload(path[0] if path[0] in "vtr" else "v")
    found = formats(changed(start, (path, text)), "1.3.0")
    assert [(violation.path, violation.rule) for violation in found] == ([] if good else [(path, "format")])


def test_formats_follow_the_version():
    """The format of `dob` is asked for in 1.0.x only, that of `t.dr` until 1.1.0."""
    value = changed(payload("t"), ("dob", "1950-99-99"), ("t.0.dr", "yesterday"))
    paths = {version: [violation.path for violation in formats(value, version)] for version in ALL}
    assert paths["1.0.0"] == paths["1.0.1"] == ["dob", "t.0.dr"]
    assert paths["1.1.0"] == ["t.0.dr"]
    assert not any(paths[version] for version in from_("1.2.0"))


@pytest.mark.parametrize(
    ("declared", "version"),
    [
        *((version, version) for version in ALL),
        ("1.3.4", "1.3.3"),
        ("1.3.9", "1.3.3"),
        ("1.4.0", "1.3.3"),
        ("1.0.4", "1.3.3"),
        ("1.2.9", "1.3.3"),
        ("1.10.0", "1.3.3"),
        ("1." + "9" * 10_000 + ".0", "1.3.3"),
        ("2.0.0", None),
        ("0.9.0", None),
        ("11.0.0", None),
        ("1.3", None),
        ("1.3.0.0", None),
        ("v1.3.0", None),
        ("1x3y0", None),
        ("1.03.0", None),
        ("1.3.0\n", None),
        ("1.3.٠", None),
        (" 1.3.0", None),
        ("1.3.0-rc1", None),
        ("", None),
        (None, None),
        (1.3, None),
        (["1.3.0"], None),
    ],
    ids=lambda value: ascii(value)[:20],
)
def test_the_version_that_judges(declared, version):
    """A published version judges itself, the newest of major 1 every other version of it, none anything else."""
    assert schema_for(declared) == version


@pytest.mark.parametrize("version", ["1.0.4", "1.3.9", "2.0.0", "", "1.3.0\n"])
def test_only_published_versions_have_rules(version):
    """Judging by a version nobody published is refused, with the versions there are."""
    with pytest.raises(ValueError, match=r"1\.3\.3"):
        validate({}, version)
    with pytest.raises(ValueError, match=r"1\.3\.3"):
        formats({}, version)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"v": [{}]}, ("vaccination",)),
        ({"r": [{}], "t": [1], "v": [None]}, ("vaccination", "test", "recovery")),
        ({"v": None, "t": [], "r": [{}]}, ("recovery",)),
        ({"v": {}, "t": "x", "r": 1}, ()),
        ({}, ()),
        (None, ()),
        ([{"v": [{}]}], ()),
    ],
)
def test_kinds_are_the_groups_with_entries(value, expected):
    """A payload is of the kinds whose groups are arrays with at least one entry."""
    assert kinds(value) == expected


def _deep() -> list:
    value: list = []
    for _ in range(100_000):
        value = [value]
    return value


def _endless() -> tuple[list, dict]:
    array: list = []
    array.append(array)
    record: dict = {}
    record.update({"nam": record, "v": [record], "t": array, "ver": record})
    return array, record


HOSTILE = [
    None, True, math.nan, math.inf, -math.inf, 10**5000, -(10**5000), 1e308, -0.0, b"1.3.0", bytearray(b"x"), (), frozenset(),
    object(), Tagged(0, "2021-11-02"), Simple(99), UNDEFINED, "\ud800", "\x00", "1" * 100_000 + "x",
    "A" * 100_000 + "\n", {1: 2, None: 3, b"v": 4, math.nan: 5}, [[]], [{}] * 1000, _deep(), *_endless(), type, "\U0010ffff",
]  # fmt: skip
PATHS = [
    "ver", "nam", "nam.fn", "nam.fnt", "dob", "v", "v.0", "v.0.tg", "v.0.dn", "v.0.co", "v.0.dt", "t", "t.0", "r", "r.0.du",
]  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_no_value_raises(hostile):
    """Whatever stands for the payload or in any place of it, violations are told, in bounded text that UTF-8 can carry."""
    values = [hostile]
    for path in PATHS:
        start = payload(path[0] if path[0] in "vtr" else "v")
        *parents, last = path.split(".")
        place = start
        for step in parents:
            place = place[int(step) if step.isdigit() else step]
        place[int(last) if last.isdigit() else last] = hostile
        values.append(start)
    for value in values:
        kinds(value)
        for version in ("1.0.0", "1.2.1", "1.3.3"):
            for violation in validate(value, version) + formats(value, version):
                assert len(f"{violation.path} {violation.detail}".encode()) < 600
    schema_for(hostile)


def test_enough_is_enough():
    """A group of a million empty entries is invalid without a violation for each member of each."""
    assert 100 <= len(validate(changed(payload(), ("v", [{}] * 1_000_000)), "1.2.1")) < 120
    many = changed(payload(), ("v", [VACCINATION | {"dt": "x"}] * 200))
    assert len(formats(many, "1.2.1")) == 100
    last_bad = changed(payload(), ("v", [VACCINATION] * 500 + [{}]))
    assert len(validate(last_bad, "1.2.1")) == 10


def test_judging_changes_nothing():
    """The payload is the same after it was judged."""
    value = changed(payload(), ("nam", PERSON | {"x": [1]}))
    before_ = repr(value)
    validate(value, "1.3.3")
    formats(value, "1.3.3")
    assert repr(value) == before_
