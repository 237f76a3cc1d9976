"""The unique certificate identifier, UVCI (eHealth Network, annex 2; URN registration `uvci`), and the country of the event."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from gdhcn_conformance.credentials.uvci import CHECKED, PREFIX, VERSION, check_character
from gdhcn_conformance.issued.certificate import GROUPS, Issued
from gdhcn_conformance.issued.check import Findings, check, shown

ISS = 1
SHAPE = re.compile(
    r"URN:UVCI:(?P<version>[^:]*):(?P<country>[^:/#]*)(?P<separator>[:/]?)(?P<body>[^#]*)(?P<check>#.*)?",
    re.IGNORECASE | re.DOTALL,
)
CHARACTERS = re.compile(r"[A-Za-z0-9/:#]*")
PARTS = 3  # issuer, vaccine, identifier: what a body has at most


def identifiers(issued: Issued) -> list[str]:
    """The identifiers of all entries that are text and hold something."""
    found = (entry.get("ci") for group in GROUPS for entry in issued.entries(group))
    return [each for each in found if isinstance(each, str) and each]


def read(issued: Issued) -> Iterator[tuple[str, re.Match[str]]]:
    """The identifiers that begin as a UVCI does, each with its parts."""
    for each in identifiers(issued):
        if match := SHAPE.fullmatch(each):
            yield each, match


def shared_identifiers(issued: Mapping[str, Issued]) -> frozenset[str]:
    """The names of certificates whose identifier another one bears, for another person or event (HCERT-UVCI-011)."""
    bearers: dict[str, dict[str, list[str]]] = {}
    for name, certificate in issued.items():
        for each in identifiers(certificate):
            bearers.setdefault(each, {}).setdefault(_attested(certificate), []).append(name)
    return frozenset(name for told in bearers.values() if len(told) > 1 for names in told.values() for name in names)


def _attested(issued: Issued) -> str:
    """Whom and what a certificate attests, without what differs between two certificates of the same event."""
    payload = issued.plain
    events = [
        {name: value for name, value in entry.items() if name != "ci"}
        for group in GROUPS
        for entry in issued.entries(group)
    ]
    return repr((payload.get("nam"), payload.get("dob"), events))


@check("HCERT-UVCI-001", needs="payload")
def begins_with_the_prefix(issued: Issued) -> Findings:
    """EU DCC schema, FAQ: the identifier begins with URN:UVCI:."""
    found = identifiers(issued)
    if not found:
        return None
    return [f"got {shown(each)}, should begin with {PREFIX}" for each in found if not each.upper().startswith(PREFIX)]


@check("HCERT-UVCI-002", needs="payload")
def has_its_version(issued: Issued) -> Findings:
    """URN registration: the version is 01, in two digits."""
    found = list(read(issued))
    wrong = [
        f"got version {shown(match['version'])}, should be {VERSION}"
        for _, match in found
        if match["version"] != VERSION
    ]
    return wrong if found else None


@check("HCERT-UVCI-003", needs="payload")
def names_the_issuing_country(issued: Issued) -> Findings:
    """URN registration: the country is that which issues, as a code of two letters."""
    found = list(read(issued))
    if not found:
        return None
    wrong, issuer = [], issued.cwt.get(ISS)
    for each, match in found:
        country = match["country"]
        if not re.fullmatch("[A-Za-z]{2}", country) and country != issuer:
            wrong.append(f"got {shown(each)}, should name the issuing country by two letters")
        elif isinstance(issuer, str) and re.fullmatch("[A-Z]{2}", issuer) and country.upper() != issuer:
            wrong.append(f"got the country {country}, should be {issuer}, which issues")
    return wrong


@check("HCERT-UVCI-004", needs="payload")
def body_has_no_empty_part(issued: Issued) -> Findings:
    """URN registration: an identifier, with issuer and vaccine before it or without; no part is empty."""
    found = list(read(issued))
    if not found:
        return None
    parts = [(each, match["body"].split("/")) for each, match in found]
    wrong = [each for each, found_ in parts if not all(found_) or len(found_) > PARTS]
    return [f"got {shown(each)}, should have one to three parts, none of them empty" for each in wrong]


@check("HCERT-UVCI-005a", needs="payload")
def of_allowed_characters(issued: Issued) -> Findings:
    """EU DCC schema, FAQ: letters, digits, slash, colon, number sign."""
    found = identifiers(issued)
    if not found:
        return None
    return [
        f"got {shown(each)}, should have letters, digits, / : and # only"
        for each in found
        if not CHARACTERS.fullmatch(each)
    ]


@check("HCERT-UVCI-005b", needs="payload")
def in_upper_case(issued: Issued) -> Findings:
    """EU DCC schema, FAQ: upper case."""
    found = identifiers(issued)
    if not found:
        return None
    return [f"got {shown(each)}, should be in upper case" for each in found if each != each.upper()]


@check("HCERT-UVCI-007", needs="payload")
def one_check_character(issued: Issued) -> Findings:
    """EU DCC schema, FAQ: where there is a check, it is one character behind one number sign."""
    found = [each for each in identifiers(issued) if "#" in each]
    if not found:
        return None
    return [
        f"got {shown(each)}, should end in # and one character"
        for each in found
        if not re.fullmatch("[^#]*#[^#]", each)
    ]


@check("HCERT-UVCI-008", needs="payload")
def check_character_is_right(issued: Issued) -> Findings:
    """EU DCC schema, FAQ: Luhn mod N over the 38 characters, the prefix included."""
    found = [each.upper() for each in identifiers(issued) if re.fullmatch("[^#]*#[^#]", each)]
    known = [each for each in found if set(each[:-2]) <= set(CHECKED)]
    if not known:
        return None
    return [
        f"got {each[-1]} behind #, should be {check_character(each[:-2])}"
        for each in known
        if each[-1] != check_character(each[:-2])
    ]


@check("HCERT-CO-001b", needs="payload")
def country_of_two_letters(issued: Issued) -> Findings:
    """EU DCC schema: the country is a code of ISO 3166-1 with two letters, where there is one."""
    found: list[Any] = [entry["co"] for group in GROUPS for entry in issued.entries(group) if entry.get("co")]
    texts = [each for each in found if isinstance(each, str)]
    if not texts:
        return None
    return [
        f"got {shown(each)} for co, should be two capital letters"
        for each in texts
        if not re.fullmatch("[A-Z]{2}|UNHCR|WHO", each)
    ]
