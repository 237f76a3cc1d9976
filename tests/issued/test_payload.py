"""The payload of an issued certificate: each requirement is met by a plain one and broken by the fault that it is about."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdhcn_conformance.credentials import cbor
from gdhcn_conformance.generation.draft import Beginning, Setting, begin, write
from gdhcn_conformance.issued.certificate import Issued, take_apart
from gdhcn_conformance.issued.check import checks, inspect
from gdhcn_conformance.issued.identifiers import shared_identifiers
from gdhcn_conformance.pki.authority import Pki

MOMENT = datetime(2022, 1, 15, 10, tzinfo=UTC)
PKI = Pki(MOMENT)
ROWS = [
    name
    for name in checks()
    if name.split("-")[1] in ("SCH", "NAM", "DOB", "VAC", "TST", "REC", "DATE", "CO", "UVCI", "VS")
]


def issued(kind: str, changes: dict[str, Any], version: str = "1.3.0", **asked: Any) -> Issued:
    """A certificate of this kind with members set by their paths, or left out where they are set to `...`."""
    draft = begin(Beginning("issued", kind=kind, version=version), Setting(MOMENT), PKI)
    # Of the drafts' own, only what every requirement is content with.
    draft = (
        draft.payload({"v.0.vp": "1119349007", "v.0.mp": "EU/1/20/1528", "v.0.ma": "ORG-100030215"})
        if kind == "vaccination"
        else draft
    )
    draft = draft.payload({path: value for path, value in changes.items() if value is not ...})
    draft = draft.without_payload(*(path for path, value in changes.items() if value is ...))
    return take_apart(write(draft).text, MOMENT, asked=asked or None)


def found(certificate: Issued) -> dict[str, tuple[str, ...]]:
    return {name: said for name, said in inspect(certificate, ROWS) if said}


V, T, R = "vaccination", "test", "recovery"
FAULTS: list[tuple[str, str, dict[str, Any], str, str]] = [
    ("HCERT-SCH-003", V, {"ver": ...}, "1.3.0", "got no ver, should be the version of the schema"),
    ("HCERT-SCH-003", V, {"ver": "1x3y0"}, "1.3.0", "got '1x3y0' for ver, should be MAJOR.MINOR.PATCH"),
    ("HCERT-SCH-004", V, {"ver": "1.0.4"}, "1.3.0", "got 1.0.4 for ver, should be one of"),
    ("HCERT-SCH-006", V, {"dob": ...}, "1.3.0", "dob: is missing"),
    ("HCERT-SCH-007", V, {"r": [{}]}, "1.3.0", "the health certificate: "),
    ("HCERT-SCH-008", V, {"v": []}, "1.3.0", "v: "),
    ("HCERT-SCH-009", T, {"v": [{}]}, "1.2.1", "got 2 events, should be one"),
    ("HCERT-SCH-011", V, {"t": None}, "1.3.0", "t: is null, not an array"),
    ("HCERT-SCH-012", V, {"meta": "x"}, "1.3.0", "got the member meta, should be left out"),
    ("HCERT-SCH-019", V, {"v.0.is": "A "}, "1.3.0", "got 'A ' for v.0.is, should be without blanks around it"),
    ("HCERT-SCH-022", V, {"nam.fn": ["A"]}, "1.3.0", "nam.fn: "),
    ("HCERT-NAM-001", V, {"nam.fnt": ...}, "1.3.0", "nam.fnt: is missing"),
    ("HCERT-NAM-002", V, {"nam.fnt": ..., "nam.gnt": ...}, "1.3.2", "nam: "),
    ("HCERT-NAM-005", V, {"nam.fn": "A" * 81}, "1.3.0", "nam.fn: "),
    ("HCERT-NAM-006", V, {"nam.fnt": "muller"}, "1.3.0", "nam.fnt: "),
    ("HCERT-NAM-007", V, {"nam.fn": "Müller", "nam.fnt": "MUELER"}, "1.3.0", "fnt: got MUELER, should be MUELLER"),
    (
        "HCERT-NAM-008",
        V,
        {"nam.fnt": "STARK<"},
        "1.3.0",
        "got 'STARK<' for fnt, should have single fillers, between parts only",
    ),
    ("HCERT-DOB-001", V, {"dob": "1964"}, "1.0.0", "dob: "),
    ("HCERT-DOB-002", V, {"dob": "12.08.1964"}, "1.3.0", "dob: "),
    ("HCERT-DOB-004", V, {"dob": "1964-00"}, "1.3.0", "got '1964-00' for dob, should be a date that there is"),
    (
        "HCERT-DOB-005",
        V,
        {"dob": "1964-XX-XX"},
        "1.3.0",
        "got '1964-XX-XX' for dob, should leave out what is not known",
    ),
    ("HCERT-DOB-006", V, {"dob": "1964-08-12T00:00:00"}, "1.3.0", "dob: "),
    (
        "HCERT-DOB-008",
        V,
        {"dob": "2022-03-01"},
        "1.3.0",
        "got '2022-03-01' for dob, should not be after the day of issue",
    ),
    ("HCERT-VAC-001", V, {"v.0.dn": ...}, "1.3.0", "v.0.dn: is missing"),
    ("HCERT-VAC-002", V, {"v.0.dn": 0}, "1.3.0", "v.0.dn: "),
    ("HCERT-VAC-003", V, {"v.0.dn": 10}, "1.2.1", "v.0.dn: "),
    ("HCERT-VAC-007", V, {"v.0.dt": "2021-12-16T00:00:00Z"}, "1.3.0", "v.0.dt: "),
    (
        "HCERT-VAC-009",
        V,
        {"v.0.dt": "2022-02-16"},
        "1.3.0",
        "got '2022-02-16' for dt, should not be after the day of issue",
    ),
    (
        "HCERT-VAC-010",
        V,
        {"v.0.ma": "ORG-100031184"},
        "1.3.0",
        "got 'ORG-100031184' as holder of EU/1/20/1528, should be ORG-100030215",
    ),
    ("HCERT-VAC-010", V, {"v.0.vp": "1119305005"}, "1.3.0", "got '1119305005' for vp, which EU/1/20/1528 is not"),
    ("HCERT-VAC-012", V, {"v.0.is": "A" * 81}, "1.3.0", "v.0.is: "),
    ("HCERT-TST-001", T, {"t.0.tc": ...}, "1.2.1", "t.0.tc: is missing"),
    ("HCERT-TST-003", T, {"t.0.sc": "2022-01-12T10:00:00"}, "1.3.0", "t.0.sc: "),
    ("HCERT-TST-003", T, {"t.0.sc": "2022-01-12"}, "1.3.0", "t.0.sc: "),
    ("HCERT-TST-005", T, {"t.0.dr": "2022-01-12T10:00:00Z"}, "1.3.0", "got dr, should be left out since 1.2.0"),
    ("HCERT-TST-006", T, {"t.0.ma": "1232"}, "1.3.0", "got ma '1232' with a NAAT, should be left out"),
    (
        "HCERT-TST-007",
        T,
        {"t.0.tt": "LP217198-3"},
        "1.3.0",
        "got nm 'TEST ONLY NAAT' with a rapid test, should be left out",
    ),
    ("HCERT-TST-008", T, {"t.0.tc": "A" * 81}, "1.3.0", "t.0.tc: "),
    (
        "HCERT-TST-012",
        T,
        {"t.0.sc": "2022-01-14T10:00:00Z"},
        "1.3.0",
        "got '2022-01-14T10:00:00Z' for sc, should not be after",
    ),
    ("HCERT-REC-001", R, {"r.0.fr": ...}, "1.3.0", "r.0.fr: is missing"),
    ("HCERT-REC-002", R, {"r.0.du": "2022-05-15T00:00:00"}, "1.3.0", "r.0.du: "),
    (
        "HCERT-REC-003",
        R,
        {"r.0.fr": "2022-02-16"},
        "1.3.0",
        "got '2022-02-16' for fr, should not be after the day of issue",
    ),
    ("HCERT-REC-004", R, {"r.0.du": "2021-11-20"}, "1.3.0", "got valid from 2021-11-27 until 2021-11-20"),
    (
        "HCERT-REC-005",
        R,
        {"r.0.du": "2022-12-31"},
        "1.3.0",
        "got valid until 2022-12-31, should be no later than 180 days after",
    ),
    ("HCERT-DATE-001", V, {"v.0.dt": 1639612800}, "1.3.0", "v.0.dt: "),
    ("HCERT-DATE-002", V, {"v.0.dt": "2021-02-30"}, "1.3.0", "v.0.dt: "),
    ("HCERT-DATE-002", R, {"r.0.fr": "20211116"}, "1.3.0", "r.0.fr: "),
    ("HCERT-CO-001", V, {"v.0.co": "de"}, "1.3.0", "v.0.co: "),
    ("HCERT-CO-001b", V, {"v.0.co": "DEU"}, "1.3.0", "got 'DEU' for co, should be two capital letters"),
    ("HCERT-UVCI-001", V, {"v.0.ci": "01DE/1#A"}, "1.3.0", "got '01DE/1#A', should begin with URN:UVCI:"),
    ("HCERT-UVCI-002", V, {"v.0.ci": "URN:UVCI:V1:XA:1"}, "1.3.0", "got version 'V1', should be 01"),
    ("HCERT-UVCI-003", V, {"v.0.ci": "URN:UVCI:01:XB:1"}, "1.3.0", "got the country XB, should be XA, which issues"),
    (
        "HCERT-UVCI-004",
        V,
        {"v.0.ci": "URN:UVCI:01:XA:1//2"},
        "1.3.0",
        "got 'URN:UVCI:01:XA:1//2', should have one to three parts",
    ),
    (
        "HCERT-UVCI-005a",
        V,
        {"v.0.ci": "URN:UVCI:01:XA:1-2"},
        "1.3.0",
        "got 'URN:UVCI:01:XA:1-2', should have letters, digits",
    ),
    ("HCERT-UVCI-005b", V, {"v.0.ci": "urn:uvci:01:XA:a"}, "1.3.0", "got 'urn:uvci:01:XA:a', should be in upper case"),
    ("HCERT-UVCI-006", V, {"v.0.ci": "URN:UVCI:01:XA:" + "A" * 80}, "1.3.0", "v.0.ci: "),
    (
        "HCERT-UVCI-007",
        V,
        {"v.0.ci": "URN:UVCI:01:XA:A##"},
        "1.3.0",
        "got 'URN:UVCI:01:XA:A##', should end in # and one character",
    ),
    ("HCERT-UVCI-008", V, {"v.0.ci": "URN:UVCI:01:NL:187/37512422923#A"}, "1.3.0", "got A behind #, should be Z"),
    (
        "HCERT-VS-001",
        R,
        {"r.0.tg": "840539007"},
        "1.3.0",
        "got '840539007' for tg, should be a code of disease-agent-targeted",
    ),
    ("HCERT-VS-002", V, {"v.0.vp": "mRNA"}, "1.3.0", "got 'mRNA' for vp, should be a code of sct-vaccines-covid-19"),
    (
        "HCERT-VS-003",
        V,
        {"v.0.mp": "Comirnaty"},
        "1.3.0",
        "got 'Comirnaty' for mp, should be a code of vaccines-covid-19-names",
    ),
    (
        "HCERT-VS-004",
        V,
        {"v.0.ma": "BioNTech"},
        "1.3.0",
        "got 'BioNTech' for ma, should be a code of vaccines-covid-19-auth-holders",
    ),
    ("HCERT-VS-005", T, {"t.0.tt": "PCR"}, "1.3.0", "got 'PCR' for tt, should be a code of covid-19-lab-test-type"),
    (
        "HCERT-VS-006",
        T,
        {"t.0.tr": "NotDetected"},
        "1.3.0",
        "got 'NotDetected' for tr, should be a code of covid-19-lab-result",
    ),
]


@pytest.mark.parametrize("kind", [V, T, R])
@pytest.mark.parametrize("version", ["1.0.0", "1.2.1", "1.3.0", "1.3.3"])
def test_a_plain_certificate_meets_everything(kind: str, version: str) -> None:
    """Nothing is said of a certificate without fault, whatever its kind and version."""
    assert found(issued(kind, {}, version)) == {}


@pytest.mark.parametrize(("row", "kind", "changes", "version", "said"), FAULTS)
def test_a_fault_is_told_by_its_requirement(
    row: str, kind: str, changes: dict[str, Any], version: str, said: str
) -> None:
    """The requirement that a fault breaks says what was got and what should be."""
    told = found(issued(kind, changes, version))
    assert any(each.startswith(said) for each in told.get(row, ())), told


def test_every_row_has_a_fault() -> None:
    """Each requirement on the payload is shown to bite; three are shown below."""
    assert set(ROWS) - {row for row, *_ in FAULTS} == {"HCERT-SCH-001", "HCERT-NAM-012", "HCERT-VS-009"}


def test_a_violation_of_the_schema_is_told_of_the_whole_as_well() -> None:
    """Whatever rule of the schema is broken, the health certificate as a whole is not valid; a format is no rule of it."""
    assert found(issued(V, {"v.0.dn": 0}))["HCERT-SCH-001"] == found(issued(V, {"v.0.dn": 0}))["HCERT-VAC-002"]
    assert "HCERT-SCH-001" not in found(issued(V, {"v.0.dt": "2021-02-30"}))


def test_a_name_in_its_own_script_is_kept() -> None:
    """A name that was told in letters beyond ASCII is not replaced by its transliteration."""
    person = {"nam": {"fn": "Κυριακίδης", "gn": "Anna"}}
    told = found(issued(V, {"nam.fn": "Kyriakidis", "nam.fnt": "KYRIAKIDIS"}, payload=person))
    assert told["HCERT-NAM-012"] == ("got 'Kyriakidis' for fn, should be 'Κυριακίδης' in its own script",)


@pytest.mark.parametrize(("issued_in", "told"), [(2022, False), (2024, True)])
def test_a_code_out_of_use_counts_after_its_release_only(issued_in: int, told: bool) -> None:
    """Certificates of the days when a code was in use are not blamed for it."""
    draft = begin(Beginning("issued"), Setting(MOMENT), PKI).payload({"v.0.vp": "J07BX03"})
    draft = draft.claims(iat=int(datetime(issued_in, 1, 13, tzinfo=UTC).timestamp()))
    assert ("HCERT-VS-009" in found(take_apart(write(draft).text, MOMENT))) is told


def test_whole_numbers_as_floats_are_integers_to_the_schema() -> None:
    """2.0 doses are the encoding's fault, not the schema's."""
    assert not {"HCERT-SCH-001", "HCERT-VAC-002"} & set(found(issued(V, {"v.0.dn": 2.0})))


def test_date_times_under_tag_0_are_read_alike() -> None:
    """A tagged date-time is the text that it holds."""
    assert found(issued(T, {"t.0.sc": cbor.Tagged(0, "2022-01-12T10:00:00Z")})) == {}


def test_an_identifier_is_shared_by_other_events_only() -> None:
    """The same event twice may have one identifier; two persons may not."""
    one, again, other = issued(V, {}), issued(V, {}), issued(V, {"dob": "1970-01-01"})
    assert shared_identifiers({"one": one, "again": again}) == frozenset()
    assert shared_identifiers({"one": one, "other": other}) == {"one", "other"}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.binary(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4) | st.integers(), inner, max_size=4),
    max_leaves=12,
)
PATHS = st.sampled_from(
    [
        "ver",
        "nam",
        "dob",
        "v",
        "t",
        "nam.fn",
        "nam.fnt",
        "nam.gnt",
        "v.0",
        "v.0.dn",
        "v.0.dt",
        "v.0.ci",
        "v.0.co",
        "v.0.mp",
        "v.0.is",
    ]
)


@settings(max_examples=150, deadline=None)
@given(PATHS, VALUES)
def test_no_payload_is_too_odd(path: str, value: Any) -> None:
    """Whatever stands in a member, every requirement says something or nothing, and none fails itself."""
    found(issued(V, {path: value}))
