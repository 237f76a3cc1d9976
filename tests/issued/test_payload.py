"""The payload of an issued certificate: each requirement is met by a plain one and broken by the fault that it is about."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdhcn_conformance.credentials import cbor
from gdhcn_conformance.credentials.reading import Reading
from gdhcn_conformance.generation.draft import Beginning, Setting, begin, write
from gdhcn_conformance.issued.certificate import Issued, take_apart
from gdhcn_conformance.issued.check import checks, inspect
from gdhcn_conformance.issued.identifiers import shared_identifiers
from gdhcn_conformance.pki.authority import Pki
from tests.issued.drafts import numbered

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


@dataclass(frozen=True)
class Fault:
    """Members set by their paths, or left out where they are `...`, and what the requirement says of that, word for word."""

    requirement: str
    kind: str
    changes: dict[str, Any]
    said: list[str]
    version: str = "1.3.0"


FAULTS = [
    Fault("HCERT-SCH-001", V, {"ver": '2.0.0'}, ["got '2.0.0' for ver, of which there is no schema to be valid by"]),
    Fault("HCERT-SCH-001", V, {"nam.fn": "A" * 81}, ['nam.fn: has 81 characters, at most 80 are allowed']),
    Fault("HCERT-SCH-003", V, {"ver": ...}, ['got no ver, should be the version of the schema']),
    Fault("HCERT-SCH-003", V, {"ver": '1x3y0'}, ["got '1x3y0' for ver, should be MAJOR.MINOR.PATCH"]),
    Fault("HCERT-SCH-004", V, {"ver": '1.0.4'}, ['got 1.0.4 for ver, should be one of 1.0.0, 1.0.1, 1.1.0, 1.2.0, 1.2.1, 1.3.0, 1.3.1, 1.3.2, 1.3.3']),
    Fault("HCERT-SCH-006", V, {"dob": ...}, ['dob: is missing']),
    Fault("HCERT-SCH-007", V, {"r": [{}]}, ['the health certificate: has v, r where exactly one of v, t, r is required']),
    Fault("HCERT-SCH-007", V, {"v": ...}, ['the health certificate: has none where exactly one of v, t, r is required']),
    Fault("HCERT-SCH-008", V, {"v": []}, ['v: is empty']),
    Fault("HCERT-SCH-008", V, {"v": [{}, {}]}, ['v: has 2 entries, at most 1 is allowed']),
    Fault("HCERT-SCH-009", T, {"v": [{}]}, ['got 2 events, should be one'], "1.2.1"),
    Fault("HCERT-SCH-009", T, {"t": ...}, ['got 0 events, should be one'], "1.2.1"),
    Fault("HCERT-SCH-011", V, {"t": None}, ['t: is null, not an array']),
    Fault("HCERT-SCH-012", V, {"meta": 'x'}, ['got the member meta, should be left out: no version of the schema knows it']),
    Fault("HCERT-SCH-012", V, {"nam.title": 'Dr'}, ['got the member nam.title, should be left out: no version of the schema knows it']),
    Fault("HCERT-SCH-019", V, {"v.0.is": 'A '}, ["got 'A ' for v.0.is, should be without blanks around it"]),
    Fault("HCERT-SCH-019", V, {"nam.gn": 'ANNA\xa0'}, ["got 'ANNA\\xa0' for nam.gn, should be without blanks around it"]),
    Fault("HCERT-SCH-022", V, {"nam.fn": ['A']}, ['nam.fn: is an array, not a string']),
    Fault("HCERT-SCH-022", V, {"v.0.co": 39}, ['v.0.co: is 39, not a string']),
    Fault("HCERT-NAM-001", V, {"nam.fnt": ...}, ['nam.fnt: is missing']),
    Fault("HCERT-NAM-002", V, {"nam.fnt": ..., "nam.gnt": ...}, ['nam: has none of fnt, gnt'], "1.3.2"),
    Fault("HCERT-NAM-005", V, {"nam.fn": "A" * 81}, ['nam.fn: has 81 characters, at most 80 are allowed']),
    Fault("HCERT-NAM-006", V, {"nam.fnt": 'muller'}, ["nam.fnt: does not match ^[A-Z<]*$: 'muller'"]),
    Fault("HCERT-NAM-006", V, {"nam.gnt": "A" * 81}, ['nam.gnt: has 81 characters, at most 80 are allowed']),
    Fault("HCERT-NAM-007", V, {"nam.fn": 'Müller', "nam.fnt": 'MUELER'}, ['fnt: got MUELER, should be MUELLER (or MULLER)']),
    Fault("HCERT-NAM-007", V, {"nam.fn": 'Müller', "nam.fnt": 'MULLR'}, ['fnt: got MULLR, should be MUELLER (or MULLER)']),
    Fault("HCERT-NAM-008", V, {"nam.fnt": 'STARK<'}, ["got 'STARK<' for fnt, should have single fillers, between parts only"]),
    Fault("HCERT-NAM-008", V, {"nam.gnt": 'ANNA<<MARIA'}, ["got 'ANNA<<MARIA' for gnt, should have single fillers, between parts only"]),
    Fault("HCERT-DOB-001", V, {"dob": '1964'}, ["dob: does not match (19|20)\\d{2}-\\d{2}-\\d{2}: '1964'", "dob: is no date of RFC 3339: '1964'"], "1.0.0"),
    Fault("HCERT-DOB-001", V, {"dob": '1815-08-24'}, ["dob: does not match (19|20)\\d{2}-\\d{2}-\\d{2}: '1815-08-24'"], "1.0.0"),
    Fault("HCERT-DOB-002", V, {"dob": '12.08.1964'}, ["dob: does not match ^((19|20)\\d\\d(-\\d\\d){0,2}){0,1}$: '12.08.1964'"]),
    Fault("HCERT-DOB-002", V, {"dob": ''}, ["dob: does not match ^(19|20)\\d\\d(-\\d\\d){0,2}$: ''"], "1.2.1"),
    Fault("HCERT-DOB-004", V, {"dob": '1964-00'}, ["got '1964-00' for dob, should be a date that there is"]),
    Fault("HCERT-DOB-004", V, {"dob": '1963-02-30'}, ["got '1963-02-30' for dob, should be a date that there is"]),
    Fault("HCERT-DOB-005", V, {"dob": '1964-XX-XX'}, ["got '1964-XX-XX' for dob, should leave out what is not known"]),
    Fault("HCERT-DOB-005", V, {"dob": '1963-00-00'}, ["got '1963-00-00' for dob, should leave out what is not known"]),
    Fault("HCERT-DOB-006", V, {"dob": '1964-08-12T00:00:00'}, ["dob: does not match ^((19|20)\\d\\d(-\\d\\d){0,2}){0,1}$: '1964-08-12T00:00:00'"]),
    Fault("HCERT-DOB-008", V, {"dob": '2022-03-01'}, ["got '2022-03-01' for dob, should not be after the day of issue, 2022-01-14"]),
    Fault("HCERT-VAC-001", V, {"v.0.dn": ...}, ['v.0.dn: is missing']),
    Fault("HCERT-VAC-002", V, {"v.0.dn": 0}, ['v.0.dn: is 0, at least 1 is required']),
    Fault("HCERT-VAC-002", V, {"v.0.sd": 1.5}, ['v.0.sd: is 1.5, not an integer']),
    Fault("HCERT-VAC-002", V, {"v.0.dn": '2'}, ["v.0.dn: is '2', not an integer"]),
    Fault("HCERT-VAC-002", V, {"v.0.dn": True}, ['v.0.dn: is true, not an integer']),
    Fault("HCERT-VAC-003", V, {"v.0.dn": 10}, ['v.0.dn: is 10, at most 9 is allowed'], "1.2.1"),
    Fault("HCERT-VAC-007", V, {"v.0.dt": '2021-12-16T00:00:00Z'}, ["v.0.dt: is no date of RFC 3339: '2021-12-16T00:00:00Z'"]),
    Fault("HCERT-VAC-009", V, {"v.0.dt": '2022-02-16'}, ["got '2022-02-16' for dt, should not be after the day of issue, 2022-01-14"]),
    Fault("HCERT-VAC-010", V, {"v.0.ma": 'ORG-100031184'}, ["got 'ORG-100031184' as holder of EU/1/20/1528, should be ORG-100030215"]),
    Fault("HCERT-VAC-010", V, {"v.0.vp": '1119305005'}, ["got '1119305005' for vp, which EU/1/20/1528 is not"]),
    Fault("HCERT-VAC-012", V, {"v.0.is": "A" * 81}, ['v.0.is: has 81 characters, at most 80 are allowed']),
    Fault("HCERT-VAC-012b", V, {"v.0.is": ''}, ['got an empty is, should name the issuer']),
    Fault("HCERT-TST-001", T, {"t.0.tc": ...}, ['t.0.tc: is missing'], "1.2.1"),
    Fault("HCERT-TST-003", T, {"t.0.sc": '2022-01-12T10:00:00'}, ["t.0.sc: is no date-time of RFC 3339: '2022-01-12T10:00:00'"]),
    Fault("HCERT-TST-003", T, {"t.0.sc": '2022-01-12'}, ["t.0.sc: is no date-time of RFC 3339: '2022-01-12'"]),
    Fault("HCERT-TST-003", T, {"t.0.sc": '2022-01-12T10:00:00+02'}, ["t.0.sc: is no date-time of RFC 3339: '2022-01-12T10:00:00+02'"]),
    Fault("HCERT-TST-005", T, {"t.0.dr": '2022-01-12T10:00:00Z'}, ['got dr, should be left out since 1.2.0']),
    Fault("HCERT-TST-006", T, {"t.0.ma": '1232'}, ["got ma '1232' with a NAAT, should be left out"]),
    Fault("HCERT-TST-007", T, {"t.0.tt": 'LP217198-3'}, ["got nm 'TEST ONLY NAAT' with a rapid test, should be left out", 'got a rapid test without ma, should name the device']),
    Fault("HCERT-TST-007", T, {"t.0.tt": 'LP217198-3', "t.0.nm": ...}, ['got a rapid test without ma, should name the device']),
    Fault("HCERT-TST-008", T, {"t.0.tc": "A" * 81}, ['t.0.tc: has 81 characters, at most 80 are allowed']),
    Fault("HCERT-TST-009b", T, {"t.0.tr": ''}, ['got an empty tr, should be a result']),
    Fault("HCERT-TST-012", T, {"t.0.sc": '2022-01-14T11:00:00Z'}, ["got '2022-01-14T11:00:00Z' for sc, should not be after 2022-01-14T10:00:00Z"]),
    Fault("HCERT-TST-012", T, {"t.0.sc": '2022-01-14T12:00:00+01:00'}, ["got '2022-01-14T12:00:00+01:00' for sc, should not be after 2022-01-14T10:00:00Z"]),
    Fault("HCERT-REC-001", R, {"r.0.fr": ...}, ['r.0.fr: is missing']),
    Fault("HCERT-REC-002", R, {"r.0.du": '2022-05-15T00:00:00'}, ["r.0.du: is no date of RFC 3339: '2022-05-15T00:00:00'"]),
    Fault("HCERT-REC-003", R, {"r.0.fr": '2022-02-16'}, ["got '2022-02-16' for fr, should not be after the day of issue, 2022-01-14"]),
    Fault("HCERT-REC-004", R, {"r.0.du": '2021-11-20'}, ['got valid from 2021-11-27 until 2021-11-20, should end no earlier than it begins']),
    Fault("HCERT-REC-005", R, {"r.0.du": '2022-12-31'}, ['got valid until 2022-12-31, should be no later than 180 days after 2021-11-16']),
    Fault("HCERT-REC-005", R, {"r.0.df": '2021-11-20'}, ['got valid from 2021-11-20, should be no earlier than 11 days after 2021-11-16']),
    Fault("HCERT-DATE-001", V, {"v.0.dt": 1639612800}, ['v.0.dt: is 1639612800, not a string']),
    Fault("HCERT-DATE-002", V, {"v.0.dt": '2021-02-30'}, ["v.0.dt: is no date of RFC 3339: '2021-02-30'"]),
    Fault("HCERT-DATE-002", R, {"r.0.fr": '20211116'}, ["r.0.fr: is no date of RFC 3339: '20211116'"]),
    Fault("HCERT-CO-001", V, {"v.0.co": 'de'}, ["v.0.co: does not match [A-Z]{1,10}: 'de'"]),
    Fault("HCERT-CO-001", V, {"v.0.co": ''}, ["v.0.co: does not match [A-Z]{1,10}: ''"]),
    Fault("HCERT-CO-001b", V, {"v.0.co": 'DEU'}, ["got 'DEU' for co, should be two capital letters"]),
    Fault("HCERT-CO-001b", V, {"v.0.co": 'xxA'}, ["got 'xxA' for co, should be two capital letters"]),
    Fault("HCERT-UVCI-001", V, {"v.0.ci": '01DE/1#A'}, ["got '01DE/1#A', should begin with URN:UVCI:"]),
    Fault("HCERT-UVCI-001", V, {"v.0.ci": ''}, ["got '', should begin with URN:UVCI:"]),
    Fault("HCERT-UVCI-002", V, {"v.0.ci": 'URN:UVCI:V1:XA:1'}, ["got 'URN:UVCI:V1:XA:1', should be of version 01"]),
    Fault("HCERT-UVCI-002", V, {"v.0.ci": 'dgci:V1:XA:1'}, ["got 'dgci:V1:XA:1', should be of version 01"]),
    Fault("HCERT-UVCI-003", V, {"v.0.ci": 'URN:UVCI:01:12345'}, ["got 'URN:UVCI:01:12345', should name the issuing country by two letters"]),
    Fault("HCERT-UVCI-003", V, {"v.0.ci": 'URN:UVCI:01'}, ["got 'URN:UVCI:01', should name the issuing country by two letters"]),
    Fault("HCERT-UVCI-003b", V, {"v.0.ci": 'URN:UVCI:01:XB:1'}, ['got the country XB, should be XA, which issues']),
    Fault("HCERT-UVCI-004", V, {"v.0.ci": 'URN:UVCI:01:XA:1//2'}, ["got 'URN:UVCI:01:XA:1//2', should have one to three parts, none of them empty"]),
    Fault("HCERT-UVCI-004", V, {"v.0.ci": 'URN:UVCI:01:XA:'}, ["got 'URN:UVCI:01:XA:', should have one to three parts, none of them empty"]),
    Fault("HCERT-UVCI-004b", V, {"v.0.ci": 'URN:UVCI:01XA/1/2'}, ["got 'URN:UVCI:01XA/1/2', should have colons behind version and country"]),
    Fault("HCERT-UVCI-005a", V, {"v.0.ci": 'URN:UVCI:01:XA:1-2'}, ["got 'URN:UVCI:01:XA:1-2', should have letters, digits, / : and # only"]),
    Fault("HCERT-UVCI-005b", V, {"v.0.ci": 'urn:uvci:01:XA:a'}, ["got 'urn:uvci:01:XA:a', should be in upper case"]),
    Fault("HCERT-UVCI-006", V, {"v.0.ci": "URN:UVCI:01:XA:" + "A" * 80}, ['v.0.ci: has 95 characters, at most 80 are allowed']),
    Fault("HCERT-UVCI-006b", V, {"v.0.ci": "URN:UVCI:01:XA:" + "A" * 50}, ['got 65 characters, should be less than 60']),
    Fault("HCERT-UVCI-007", V, {"v.0.ci": 'URN:UVCI:01:XA:A##'}, ["got 'URN:UVCI:01:XA:A##', should end in # and one character"]),
    Fault("HCERT-UVCI-008", V, {"v.0.ci": 'URN:UVCI:01:NL:187/37512422923#A'}, ['got A behind #, should be Z']),
    Fault("HCERT-VS-001", R, {"r.0.tg": '840539007'}, ["got '840539007' for tg, should be a code of disease-agent-targeted"]),
    Fault("HCERT-VS-002", V, {"v.0.vp": 'mRNA'}, ["got 'mRNA' for vp, should be a code of sct-vaccines-covid-19"]),
    Fault("HCERT-VS-003", V, {"v.0.mp": 'Comirnaty'}, ["got 'Comirnaty' for mp, should be a code of vaccines-covid-19-names"]),
    Fault("HCERT-VS-004", V, {"v.0.ma": 'BioNTech'}, ["got 'BioNTech' for ma, should be a code of vaccines-covid-19-auth-holders"]),
    Fault("HCERT-VS-005", T, {"t.0.tt": 'PCR'}, ["got 'PCR' for tt, should be a code of covid-19-lab-test-type"]),
    Fault("HCERT-VS-006", T, {"t.0.tr": 'NotDetected'}, ["got 'NotDetected' for tr, should be a code of covid-19-lab-result"]),
]  # fmt: skip
# What meets the requirements that a plain certificate gives no occasion for.
RIGHT = [
    (T, {"t.0.tt": "LP217198-3", "t.0.nm": ..., "t.0.ma": "1232"}),
    (V, {"v.0.ci": "URN:UVCI:01:NL:187/37512422923#Z"}),
    (V, {"nam.fn": "Müller", "nam.fnt": "MUELLER"}),
]  # fmt: skip


@pytest.mark.parametrize("kind", [V, T, R])
@pytest.mark.parametrize("version", ["1.0.0", "1.2.1", "1.3.0", "1.3.3"])
def test_a_plain_certificate_meets_everything(kind: str, version: str) -> None:
    """Nothing is said of a certificate without fault, whatever its kind and version."""
    assert found(issued(kind, {}, version)) == {}


def test_every_requirement_is_met_by_some() -> None:
    """Each requirement says of some certificate without fault that it is met."""
    plain = [issued(kind, {}, version) for kind in (V, T, R) for version in ("1.0.0", "1.3.2")]
    met = {
        name for each in (*plain, *(issued(*how) for how in RIGHT)) for name, said in inspect(each, ROWS) if said == ()
    }
    assert set(ROWS) - met == {"HCERT-NAM-012"}  # which is shown below


@pytest.mark.parametrize("fault", FAULTS, ids=numbered((each.requirement,) for each in FAULTS))
def test_a_fault_is_told_by_its_requirement(fault: Fault) -> None:
    """The requirement that a fault breaks says, word for word, what was got and what should be."""
    told = found(issued(fault.kind, fault.changes, fault.version))
    assert list(told.get(fault.requirement, ())) == fault.said, told


def test_every_row_has_a_fault() -> None:
    """Each requirement on the payload is shown to bite; two are shown below."""
    assert set(ROWS) - {each.requirement for each in FAULTS} == {"HCERT-NAM-012", "HCERT-VS-009"}


def test_a_violation_of_the_schema_is_told_of_the_whole_as_well() -> None:
    """Whatever rule of the schema is broken, the health certificate as a whole is not valid; a format is no rule of it."""
    assert found(issued(V, {"v.0.dn": 0}))["HCERT-SCH-001"] == found(issued(V, {"v.0.dn": 0}))["HCERT-VAC-002"]
    assert "HCERT-SCH-001" not in found(issued(V, {"v.0.dt": "2021-02-30"}))


def test_a_name_in_its_own_script_is_kept() -> None:
    """A name that was told in letters beyond ASCII is not replaced by its transliteration."""
    person = {"nam": {"fn": "Κυριακίδης", "gn": "Anna"}}
    told = found(issued(V, {"nam.fn": "Kyriakidis", "nam.fnt": "KYRIAKIDIS"}, payload=person))
    assert told["HCERT-NAM-012"] == ("got 'Kyriakidis' for fn, should be 'Κυριακίδης' in its own script",)
    kept = issued(V, {"nam.fn": "Κυριακίδης", "nam.fnt": "KYRIAKIDIS"}, payload=person)
    assert dict(inspect(kept, ["HCERT-NAM-012"])) == {"HCERT-NAM-012": ()}
    assert dict(inspect(issued(V, {}), ["HCERT-NAM-012"])) == {"HCERT-NAM-012": None}


@pytest.mark.parametrize(
    ("code", "issued_in", "told"),
    [
        ("J07BX03", 2022, ()),
        ("J07BX03", 2024, ("got 'J07BX03' for vp, which is not in use any more",)),
        ("1119349007", 2024, ()),
    ],
)
def test_a_code_out_of_use_counts_after_its_release_only(code: str, issued_in: int, told: tuple[str, ...]) -> None:
    """Certificates of the days when a code may have been in use are not blamed for it."""
    draft = begin(Beginning("issued"), Setting(MOMENT), PKI).payload({"v.0.vp": code, "v.0.mp": "", "v.0.ma": ""})
    draft = draft.claims(iat=int(datetime(issued_in, 1, 13, tzinfo=UTC).timestamp()))
    assert dict(inspect(take_apart(write(draft).text, MOMENT), ["HCERT-VS-009"])) == {"HCERT-VS-009": told}


# A certificate that says more, and for which nothing is to be said.
UNUSUAL = [
    (V, {"v.0.vp": "28531000087107"}, "1.3.0"),
    (V, {"v.0.dn": 3, "v.0.sd": 2}, "1.3.0"),
    (V, {"v.0.dn": 12, "v.0.sd": 12}, "1.3.0"),
    (V, {"v.0.mp": "", "v.0.ma": "", "v.0.vp": ""}, "1.0.0"),
    (V, {"v.0.co": "UNHCR"}, "1.3.0"),
    (V, {"v.0.ci": "URN:UVCI:01:XA:ISSUER/VACCINE/OPAQUE"}, "1.3.0"),
    (V, {"v.0.dt": "2022-01-14"}, "1.3.0"),
    (V, {"dob": ""}, "1.3.0"),
    (V, {"dob": "1964-08"}, "1.1.0"),
    (V, {"nam.gn": ..., "nam.gnt": ...}, "1.0.0"),
    (V, {"nam.fn": ..., "nam.fnt": ...}, "1.3.2"),
    (T, {"t.0.tc": ...}, "1.3.0"),
    (T, {"t.0.nm": ""}, "1.3.0"),
    (T, {"t.0.dr": "2022-01-12T10:00:00Z"}, "1.1.0"),
    (T, {"t.0.sc": "2022-01-12t10:00:00.123456789z"}, "1.3.0"),
    (T, {"t.0.sc": "2022-01-12T10:00:00-05:00"}, "1.3.0"),
    (T, {"t.0.sc": "2022-01-14T09:59:00Z"}, "1.3.0"),
    (R, {"r.0.df": "2021-11-26", "r.0.du": "2022-05-25"}, "1.3.0"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "changes", "version"), UNUSUAL)
def test_what_is_unusual_and_right_is_let_pass(kind: str, changes: dict[str, Any], version: str) -> None:
    """What the texts allow breaks no requirement, however unusual."""
    assert found(issued(kind, changes, version)) == {}


def test_the_sample_is_held_against_the_clock_that_the_issuer_was_told() -> None:
    """Where the issuer was told the time, a time of issue that is rounded down does not make a sample late."""
    taken = [issued(T, {"t.0.sc": f"2022-01-13T{hour}:00Z"}) for hour in ("18:00", "21:00")]
    clock = datetime(2022, 1, 13, 20, tzinfo=UTC)
    late = [found(replace(each, timed=True, clock=clock)).get("HCERT-TST-012") for each in taken]
    assert late == [None, ("got '2022-01-13T21:00:00Z' for sc, should not be after 2022-01-13T20:00:00Z",)]


def test_identifiers_of_territories_and_organisations() -> None:
    """An organisation that issues may stand for the country, and a State's other code is no more than worth a warning."""
    draft = begin(Beginning("issued"), Setting(MOMENT), PKI)
    refugees = draft.claims(iss="UNHCR").payload({"v.0.ci": "URN:UVCI:01:UNHCR:1"})
    faroes = draft.claims(iss="DK").payload({"v.0.ci": "URN:UVCI:01:FO:1"})
    rows = ["HCERT-UVCI-003", "HCERT-UVCI-003b"]
    assert dict(inspect(take_apart(write(refugees).text, MOMENT), rows)) == dict.fromkeys(rows[:1], ()) | {
        rows[1]: None
    }
    assert [bool(said) for _, said in inspect(take_apart(write(faroes).text, MOMENT), rows)] == [False, True]


def test_whole_numbers_as_floats_are_integers_to_the_schema() -> None:
    """2.0 doses are the encoding's fault, not the schema's."""
    assert not {"HCERT-SCH-001", "HCERT-VAC-002"} & set(found(issued(V, {"v.0.dn": 2.0})))


def test_date_times_under_tag_0_are_read_alike() -> None:
    """A tagged date-time is the text that it holds."""
    assert found(issued(T, {"t.0.sc": cbor.Tagged(0, "2022-01-12T10:00:00Z")})) == {}
    assert "HCERT-TST-003" in found(issued(T, {"t.0.sc": cbor.Tagged(0, "2022-01-12")}))
    assert "HCERT-TST-012" in found(issued(T, {"t.0.sc": cbor.Tagged(0, "2022-01-15T10:00:00Z")}))


def test_an_identifier_is_shared_by_other_events_only() -> None:
    """The same event twice may have one identifier; two persons may not."""
    one, again, other = issued(V, {}), issued(V, {}), issued(V, {"dob": "1970-01-01"})
    assert shared_identifiers({"one": one, "again": again}) == frozenset()
    assert shared_identifiers({"one": one, "other": other}) == {"one", "other"}


def test_the_order_of_members_makes_no_other_event() -> None:
    """Two encodings of one event are one event."""
    one = issued(V, {})
    turned = replace(one, payload={**one.dcc, "v": [dict(reversed(each.items())) for each in one.entries("v")]})
    assert shared_identifiers({"one": one, "turned": turned}) == frozenset()


KEYS = st.text(max_size=4) | st.integers() | st.binary(max_size=3)
TEXTS = st.text(max_size=20) | st.from_regex(r"(URN:UVCI:)?[01V]{1,2}[:/]?[A-Z]{0,3}[:/]?.{0,6}#?", fullmatch=True)
DATES = st.from_regex(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}:[0-6][0-9](\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})?)?"
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**64), 2**64 - 1) | st.floats() | TEXTS | DATES | st.binary(max_size=5)
    | st.just(cbor.UNDEFINED),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4)
    | st.builds(cbor.Tagged, st.sampled_from([0, 1, 100, 1004]), inner),
    max_leaves=12,
)  # fmt: skip
MEMBERS = {
    V: ["tg", "vp", "mp", "ma", "dn", "sd", "dt", "co", "is", "ci"],
    T: ["tg", "tt", "nm", "ma", "sc", "dr", "tr", "tc", "co", "is", "ci"],
    R: ["tg", "fr", "df", "du", "co", "is", "ci"],
}
COMMON = ["ver", "nam", "dob", "v", "t", "r", "v.0", "nam.fn", "nam.fnt", "nam.gn", "nam.gnt"]
PATHS = [(kind, path) for kind in MEMBERS for path in (*COMMON, *(f"{kind[0]}.0.{each}" for each in MEMBERS[kind]))]


@cache
def begun(kind: str, version: str) -> Issued:
    return issued(kind, {}, version)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(PATHS),
    VALUES,
    st.sampled_from(["1.0.0", "1.2.1", "1.3.0", "1.3.3"]),
    st.none() | VALUES,
    st.none() | st.integers() | st.floats(),
)
def test_no_member_is_too_odd(place: tuple[str, str], value: Any, version: str, asked: Any, iat: float | None) -> None:
    """Whatever stands in a member, and whatever was asked, every requirement says something or nothing, and none fails itself."""
    kind, path = place
    whole = deepcopy(begun(kind, version).dcc)
    *way, last = path.split(".")
    inside: Any = whole
    for step in way:
        inside = inside[int(step)] if step.isdigit() else inside.setdefault(step, [{}])
    inside[int(last) if last.isdigit() else last] = value
    judge(whole, asked=None if asked is None else {"payload": asked}, iat=iat)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(["ver", "nam", "dob", "v", "t", "r", 7]) | KEYS, VALUES, max_size=6))
def test_no_payload_is_too_odd(payload: dict[Any, Any]) -> None:
    """A health certificate of arbitrary values is judged without an exception."""
    judge(payload)
    judge({"ver": "1.3.0", **payload})


def judge(payload: dict[Any, Any], asked: Any = None, iat: float | None = None) -> None:
    plain = begun(V, "1.3.0")
    claims = Reading({**plain.cwt, 6: plain.cwt[6] if iat is None else iat, -260: {1: payload}})
    made = replace(plain, payload=payload, claims=claims, asked=asked, memory={})
    for name, said in inspect(made, ROWS):
        assert said is None or all(isinstance(each, str) and each for each in said), name
    shared_identifiers({"one": made, "other": plain})
