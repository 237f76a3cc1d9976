"""What the certificate says against what was asked (HCERT-ISS-002)."""

from __future__ import annotations

import copy
import unicodedata
from datetime import UTC, datetime
from typing import Any

import pytest

from gdhcn_conformance.credentials.reading import Reading
from gdhcn_conformance.issued.certificate import Issued
from gdhcn_conformance.issued.check import inspect

CLOCK = datetime(2022, 1, 15, 10, tzinfo=UTC)
ROW = "HCERT-ISS-002"
OWN = {"co": "XA", "is": "TEST ONLY Health Authority"}
VACCINATION = {
    "tg": "840539006", "vp": "1119349007", "mp": "EU/1/20/1528", "ma": "ORG-100030215", "dn": 2, "sd": 2, "dt": "2021-12-16",
}  # fmt: skip
TEST = {
    "tg": "840539006", "tt": "LP6464-4", "nm": "TEST ONLY NAAT", "sc": "2022-01-12T10:20:30Z", "tr": "260415000",
    "tc": "TEST ONLY Centre",
}  # fmt: skip
RECOVERY = {"tg": "840539006", "fr": "2021-11-16", "df": "2021-11-27", "du": "2022-05-15"}
EVENTS = {"v": VACCINATION, "t": TEST, "r": RECOVERY}


def payload(group: str, changes: dict[str, Any]) -> dict[str, Any]:
    """A person and an event, with members set by their names; those of the event need no path."""
    nam = {"fn": "Núñez", "gn": "Ana María"}
    made: dict[str, Any] = {"nam": nam, "dob": "1979-10-31", group: [EVENTS[group] | OWN]}
    made = copy.deepcopy(made)
    for name, value in changes.items():
        place = (
            made["nam"] if name in ("fn", "gn") else made if name in ("nam", "dob", "v", "t", "r") else made[group][0]
        )
        if value is None:
            del place[name]
        else:
            place[name] = value
    return made


def findings(
    group: str,
    asked: dict[str, Any] | None = None,
    given: dict[str, Any] | None = None,
    *,
    ver: str = "1.3.0",
    version: str = "",
    row: str = ROW,
) -> list[str]:
    """What is found, where the certificate says what was asked, but for the members of `given`."""
    told = payload(group, asked or {})
    made = payload(group, (asked or {}) | (given or {})) | {"ver": ver}
    made[group] = [
        entry | {"ci": "URN:UVCI:01:XA:1#K"} if isinstance(entry, dict) else entry for entry in made.get(group, [])
    ]
    request = {"payload": told, "country": "XA", **({"version": version} if version else {})}
    issued = Issued(text="", clock=CLOCK, asked=request, payload=made, claims=Reading({1: "XQ"}))
    ((_, found),) = inspect(issued, [row])
    return list(found or ())


@pytest.mark.parametrize("group", EVENTS)
def test_what_was_asked_is_no_finding(group: str) -> None:
    """A certificate that says what was asked, with version and identifier added, is without a finding."""
    assert findings(group) == []


FALSE = [
    ("v", "another surname", {"fn": "Ibáñez"}),
    ("v", "another forename", {"gn": "Eva María"}),
    ("v", "names changed places", {"fn": "Ana María", "gn": "Núñez"}),
    ("v", "forename lost", {"gn": None}),
    ("v", "surname cut", {"fn": "Núñ"}),
    ("v", "surname garbled", {"fn": "N\u00c3\u00ba\u00c3\u00b1ez"}),
    ("v", "letters lost", {"fn": "N??ez"}),
    ("v", "another birthday", {"dob": "1979-10-30"}),
    ("v", "birthday less exact", {"dob": "1979-10"}),
    ("v", "birthday gone", {"dob": ""}),
    ("v", "another product", {"mp": "EU/1/20/1507"}),
    ("v", "product and holder changed places", {"mp": "ORG-100030215", "ma": "EU/1/20/1528"}),
    ("v", "another dose", {"dn": 1}),
    ("v", "dose that is no number", {"dn": True}),
    ("v", "dose as text", {"dn": "2"}),
    ("v", "another day", {"dt": "2021-12-17"}),
    ("v", "the day of issue", {"dt": "2022-01-15"}),
    ("v", "another country", {"co": "XB"}),
    ("v", "a member lost", {"sd": None}),
    ("t", "the opposite result", {"tr": "260373001"}),
    ("t", "the other kind of test", {"tt": "LP217198-3"}),
    ("t", "local time called UTC", {"sc": "2022-01-12T11:20:30Z"}),
    ("t", "the time of issue", {"sc": "2022-01-15T10:00:00Z"}),
    ("t", "name and centre changed places", {"nm": "TEST ONLY Centre", "tc": "TEST ONLY NAAT"}),
    ("t", "another centre", {"tc": "TEST ONLY Hospital"}),
    ("r", "another first result", {"fr": "2021-11-17"}),
    ("r", "a day too early", {"df": "2021-11-26"}),
    ("r", "a day too late", {"du": "2022-05-16"}),
    ("r", "first and last day changed places", {"df": "2022-05-15", "du": "2021-11-27"}),
]


@pytest.mark.parametrize(
    ("group", "changes"), [(group, each) for group, _, each in FALSE], ids=[name for _, name, _ in FALSE]
)
def test_what_nobody_told_is_a_finding(group: str, changes: dict[str, Any]) -> None:
    """Another person, another event, a lost member and fields that changed places are findings that name the member."""
    assert findings(group, given=changes)


def test_another_doses_series() -> None:
    """Number and length of the series that changed places are two findings."""
    assert len(findings("v", {"dn": 3, "sd": 2}, {"dn": 2, "sd": 3})) == 2


RIGHTLY = [
    ("v", "in capitals", {}, {"fn": "NÚÑEZ", "gn": "ANA MARÍA"}),
    ("v", "composed", {"fn": unicodedata.normalize("NFD", "Núñez")}, {"fn": "Núñez"}),
    ("v", "blanks trimmed and joined", {"gn": "  Ana  María "}, {"gn": "Ana María"}),
    ("v", "apostrophe straightened", {"fn": "O\u2019Neil"}, {"fn": "O'Neil"}),
    ("v", "title left out", {"gn": "Dr. Ana María"}, {"gn": "Ana María"}),
    ("v", "Turkish capitals", {"fn": "Kırışık", "gn": "İbrahim"}, {"fn": "KIRIŞIK", "gn": "İBRAHİM"}),
    ("v", "sharp s in capitals", {"fn": "Großweiß"}, {"fn": "GROSSWEISS"}),
    ("v", "transliterated", {"fn": "Παπαδογούλου"}, {"fn": "Papadogoulou"}),
    ("v", "cut at eighty", {"fn": "Featherstonehaugh " * 5}, {"fn": ("Featherstonehaugh " * 5)[:80].strip()}),
    ("v", "cut at a word", {"fn": "Featherstonehaugh " * 5}, {"fn": "Featherstonehaugh " * 3}),
    ("v", "only name a surname", {"fn": None, "gn": "Wulandari"}, {"nam": {"fn": "Wulandari", "fnt": "WULANDARI"}}),
    ("v", "empty forename", {"gn": ""}, {"gn": ""}),
    ("v", "two forenames in a list", {"gn": ["Ana", "María"]}, {"gn": "Ana María"}),
    ("v", "placeholders left out", {"dob": "1963-XX-XX"}, {"dob": "1963"}),
    ("v", "zeros left out", {"dob": "1958-04-00"}, {"dob": "1958-04"}),
    ("v", "time of birth cut off", {"dob": "1978-01-26T00:00:00"}, {"dob": "1978-01-26"}),
    ("v", "day of birth turned", {"dob": "24.12.1963"}, {"dob": "1963-12-24"}),
    ("v", "unknown birth", {"dob": None}, {"dob": ""}),
    ("v", "own name", {}, {"is": "TEST ONLY Ministry"}),
    ("v", "a code for what is none", {"vp": "J07BX03"}, {"vp": "29061000087103"}),
    ("v", "a code for a name", {"mp": "Comirnaty"}, {"mp": "EU/1/20/1528"}),
    ("v", "a code for a number", {"tg": 840539006}, {"tg": "840539006"}),
    ("v", "doses as numbers", {"dn": "2", "sd": "2"}, {"dn": 2, "sd": 2}),
    ("v", "whole floats", {}, {"dn": 2.0}),
    ("v", "time of vaccination cut off", {"dt": "2021-12-16T09:30:00Z"}, {"dt": "2021-12-16"}),
    ("v", "hyphens added", {"dt": "20211216"}, {"dt": "2021-12-16"}),
    ("v", "seconds turned into a day", {"dt": 1639648800}, {"dt": "2021-12-16"}),
    ("v", "own country at home", {}, {"co": "XQ"}),
    ("v", "country in capitals", {"co": "xa"}, {"co": "XA"}),
    ("v", "prophylaxis added", {"vp": None, "ma": None}, {"vp": "1119349007", "ma": "ORG-100030215"}),
    ("t", "another zone", {}, {"sc": "2022-01-12T11:20:30+01:00"}),
    ("t", "no fraction", {"sc": "2022-01-12T10:20:30.123Z"}, {"sc": "2022-01-12T10:20:30Z"}),
    ("t", "no seconds", {}, {"sc": "2022-01-12T10:20:00Z"}),
    ("t", "small letters made large", {"sc": "2022-01-12t10:20:30z"}, {"sc": "2022-01-12T10:20:30Z"}),
    ("t", "a zone for a local time", {"sc": "2022-01-12T10:20:30"}, {"sc": "2022-01-12T10:20:30+01:00"}),
    ("t", "midnight of a day", {"sc": "2022-01-12"}, {"sc": "2022-01-12T00:00:00Z"}),
    ("t", "no leap second", {"sc": "2016-12-31T23:59:60Z"}, {"sc": "2016-12-31T23:59:59Z"}),
    ("t", "without a name", {}, {"nm": None}),
    ("t", "without a centre", {}, {"tc": None}),
    ("r", "days of validity by its own law", {}, {"df": "2021-12-01", "du": "2022-03-01"}),
    ("r", "days of validity that nobody told", {"df": None, "du": None}, {"df": "2021-11-27", "du": "2022-05-15"}),
    ("r", "a long window as it was told", {"du": "2022-11-16"}, {}),
]


@pytest.mark.parametrize(
    ("group", "asked", "given"), [(group, a, g) for group, _, a, g in RIGHTLY], ids=[name for _, name, _, _ in RIGHTLY]
)
def test_what_an_issuer_may_change_is_no_finding(group: str, asked: dict[str, Any], given: dict[str, Any]) -> None:
    """Whatever an issuer changes by right, or must, is no finding."""
    assert findings(group, asked, given) == []


def test_own_country_is_not_for_events_abroad() -> None:
    """An event in another country than the request's does not become one of the issuer's own."""
    assert findings("v", {"co": "XB"}, {"co": "XQ"}) == ["got 'XQ' for v.0.co, should be 'XB'"]


def test_only_name_and_another_beside_it() -> None:
    """A person with one name is not given a second one."""
    nam = {"fn": "Wulandari", "gn": "Unknown"}
    assert findings("v", {"gn": None, "fn": "Wulandari"}, {"nam": nam}) == [
        "got 'Unknown' for nam.gn, should be 'Wulandari'"
    ]


def test_another_event() -> None:
    """A test where a vaccination was asked for is two findings: one is missing, one too many."""
    told = payload("v", {})
    issued = Issued(text="", clock=CLOCK, asked={"payload": told, "country": "XA"}, payload=payload("t", {}))
    ((_, found),) = inspect(issued, [ROW])
    assert found == ("got no vaccinations, should be 1 vaccination", "got 1 test, should be no tests")


def test_an_event_more() -> None:
    """A second entry that nobody asked for is a finding."""
    second = [VACCINATION | OWN, VACCINATION | OWN]
    assert findings("v", given={"v": second}) == ["got 2 vaccinations, should be 1 vaccination"]


def test_another_version_than_asked() -> None:
    """A declared version that was asked for must be the one that is issued (HCERT-ISS-005)."""
    row = "HCERT-ISS-005"
    assert findings("v", version="1.2.1", ver="1.2.1", row=row) == []
    assert findings("v", version="1.2.1", row=row) == ["got '1.3.0' for ver, should be '1.2.1'"]
    assert findings("v", row=row) == []


@pytest.mark.parametrize(
    "junk", [{"nam": 5}, {"v": {}}, {"v": [5, None, []]}, {"v": [{"mp": [], "dt": {}, "co": {}, "dn": []}]}]
)
def test_certificates_of_any_shape_can_be_looked_at(junk: dict[Any, Any]) -> None:
    """Whatever a certificate holds, and whatever was handed over, is a finding and never a failure of ours."""
    told = payload("v", {})
    for asked, given in ((told, told | junk), (told | junk, told), (told | junk, told | junk)):
        issued = Issued(text="", clock=CLOCK, asked={"payload": asked, "country": "XA"}, payload=given)
        tuple(inspect(issued, [ROW]))


def test_samples_of_which_nothing_is_known_are_not_compared() -> None:
    """Of a certificate that nobody asked for nothing can be said."""
    issued = Issued(text="", clock=CLOCK, payload=payload("v", {}))
    assert list(inspect(issued, [ROW])) == [(ROW, None)]
