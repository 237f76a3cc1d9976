"""CBOR, at every level of the certificate (RFC 8949; EU DCC schema FAQ, "CBOR Encoding")."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gdhcn_conformance.credentials import cbor
from gdhcn_conformance.credentials.reading import Deviation
from gdhcn_conformance.issued.certificate import HCERT, Issued
from gdhcn_conformance.issued.check import Findings, check, shown

PLACES = {"cose": "the message", "claims": "the claims"}
COUNTS = ("dn", "sd")  # the only numbers of the payload
TIMES = ("sc", "dr")  # the date-times of the payload; `dr` until version 1.2.1
DATE_TIME, BIGNUM, NEGATIVE_BIGNUM = 0, 2, 3  # RFC 8949, table 5
# Claims as text where integers are defined: registered numbers written out, and their names (RFC 8392, table 1).
LOOKALIKES = frozenset({"iss", "sub", "aud", "exp", "nbf", "iat", "cti", "hcert", str(HCERT), *map(str, range(1, 8))})


@check("HCERT-CBOR-001", needs="zlib")
def well_formed(issued: Issued) -> Findings:
    """RFC 8949, section 3: message and claims are well-formed."""
    for layer, place in PLACES.items():
        if issued.stops(layer, "cbor-") and not issued.stops(layer, "cbor-utf8", "cbor-depth") and issued.stop:
            return [f"got {issued.stop.code} in {place} ({issued.stop.detail}), should be well-formed CBOR"]
    return []


@check("HCERT-CBOR-003", needs="zlib")
def not_nested_too_deep(issued: Issued) -> Findings:
    """WHO HCERT 6.3: nesting that verifiers may refuse to follow; a certificate is six deep."""
    deep = [place for layer, place in PLACES.items() if issued.stops(layer, "cbor-depth")]
    return [f"got more than {cbor.MAX_DEPTH} levels in {place}, should be a few" for place in deep]


@check("HCERT-CBOR-005", needs="zlib")
def text_is_utf8(issued: Issued) -> Findings:
    """RFC 8949, section 3.1: text strings are UTF-8."""
    for layer, place in PLACES.items():
        if issued.stops(layer, "cbor-utf8") and issued.stop:
            return [f"got a text string in {place} that is not UTF-8 ({issued.stop.detail})"]
    return []


@check("HCERT-CBOR-002", needs="cose")
def one_item_each(issued: Issued) -> Findings:
    """RFC 8949, appendix F: nothing follows the one item of the message, of the protected header, of the claims."""
    return [f"got {each}, should be nothing behind it" for each in _deviations(issued, "cbor-trailing-data")]


@check("HCERT-CBOR-004", needs="claims")
def keys_are_unique(issued: Issued) -> Findings:
    """RFC 8949, section 5.6: no map of the claims or of the health certificate has a key twice."""
    assert issued.claims is not None
    twice = [each.detail for each in issued.claims.deviations if each.code == "cbor-duplicate-key"]
    return [f"got {each} a second time, should be once" for each in twice]


def _deviations(issued: Issued, code: str) -> Iterator[str]:
    places: list[tuple[str, tuple[Deviation, ...]]] = []
    if issued.cose:
        places.append(("", issued.cose.deviations))
    if issued.claims:
        places.append(("behind the claims: ", issued.claims.deviations))
    return (place + each.detail for place, deviations in places for each in deviations if each.code == code)


def walk(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of a document with its path, tags not looked into: `v.0.dn`."""
    yield path, value
    if isinstance(value, dict):
        for key, each in value.items():
            yield from walk(each, f"{path}.{_key(key)}" if path else _key(key))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from walk(each, f"{path}.{number}" if path else str(number))


def _key(key: Any) -> str:
    return key if isinstance(key, str) else cbor.shown(key)


def _inside(value: Any) -> Any:
    """The value without its tags."""
    while isinstance(value, cbor.Tagged):
        value = value.value
    return value


@check("HCERT-CBOR-009", needs="claims")
def whole_numbers(issued: Issued) -> Findings:
    """EU DCC schema FAQ: integers are unsigned integers (major type 0), no floating-point numbers and no bignums."""
    claims = {"exp": 4, "nbf": 5, "iat": 6}
    given = [(name, issued.cwt[label]) for name, label in claims.items() if label in issued.cwt]
    found = [(name, value) for name, value in given if _no_integer(value)]
    for path, value in walk(issued.dcc) if issued.reaches("payload") else ():
        negative = type(value) is int and value < 0 and path.rpartition(".")[2] in COUNTS
        if negative or _no_integer(value):
            found.append((path, value))
    return [f"got {shown(value)} for {name}, should be an unsigned integer of CBOR" for name, value in found]


def _no_integer(value: Any) -> bool:
    if isinstance(value, cbor.Tagged):
        return value.tag in (BIGNUM, NEGATIVE_BIGNUM)
    return isinstance(value, float)


@check("HCERT-CBOR-010", needs="payload")
def strings_are_text(issued: Issued) -> Findings:
    """EU DCC schema FAQ: strings are text strings (major type 3)."""
    found = ((path, _inside(value)) for path, value in walk(issued.dcc) if not _bignum(value))
    return [
        f"got the byte string {shown(value)} for {path}, should be text"
        for path, value in found
        if type(value) is bytes
    ]


def _bignum(value: Any) -> bool:
    return isinstance(value, cbor.Tagged) and value.tag in (BIGNUM, NEGATIVE_BIGNUM)


@check("HCERT-CBOR-011a", needs="payload")
def dates_are_text(issued: Issued) -> Findings:
    """EU DCC schema FAQ: timestamps are text of RFC 3339, with tag 0 at most; no other tag dates anything."""
    found = []
    for path, value in walk(issued.dcc):
        if isinstance(value, cbor.Tagged) and not _bignum(value):
            text = value.value
            if value.tag != DATE_TIME:
                found.append(f"got tag {value.tag} around {shown(text)} for {path}, should be text without it")
            elif not isinstance(text, str) or "T" not in text.upper():
                found.append(f"got tag 0 around {shown(text)} for {path}, should be a date-time, or no tag")
        elif path.rpartition(".")[2] in TIMES and type(value) in (int, float):
            found.append(f"got the number {shown(value)} for {path}, should be text")
    return found


@check("HCERT-CBOR-011b", needs="payload", kind="test")
def date_times_are_tagged(issued: Issued) -> Findings:
    """EU DCC schema FAQ: timestamps should bear tag 0."""
    times = [(name, entry[name]) for entry in issued.entries("t") for name in TIMES if name in entry]
    bare = [(name, value) for name, value in times if isinstance(value, str)]
    return [f"got {shown(value)} for {name}, should be the same with tag 0" for name, value in bare] if times else None


@check("HCERT-CBOR-013", needs="payload")
def no_simple_values(issued: Issued) -> Findings:
    """dgc-testdata: a member that holds nothing is left out, instead of being null or undefined."""
    found = ((path, _inside(value)) for path, value in walk(issued.dcc))
    return [
        f"got {_simple(value)} for {path or 'the payload'}, should be left out"
        for path, value in found
        if value is None or isinstance(value, bool | cbor.Simple | cbor.Undefined)
    ]


def _simple(value: Any) -> str:
    if isinstance(value, cbor.Simple):
        return f"simple value {value.number}"
    return {None: "null", cbor.UNDEFINED: "undefined", True: "true", False: "false"}[value]


@check("HCERT-CBOR-016", needs="claims")
def kinds_of_keys(issued: Issued) -> Findings:
    """WHO HCERT 3.2.1: claims have integers for keys; EU DCC schema: members of the health certificate have text."""
    claims = [key for key in issued.cwt if (key in LOOKALIKES if isinstance(key, str) else not isinstance(key, int))]
    found = [f"got {cbor.shown(key)} as a claim, should be an integer" for key in claims]
    values = [value for _, value in walk(issued.dcc)] if issued.reaches("payload") else []
    members = [key for each in values if isinstance(each, dict) for key in each if not isinstance(key, str)]
    return found + [f"got {cbor.shown(key)} as a member of the health certificate, should be text" for key in members]
