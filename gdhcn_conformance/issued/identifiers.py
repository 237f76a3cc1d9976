"""The unique certificate identifier, UVCI (eHealth Network, annex 2; URN registration `uvci`), and the country of the event."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from gdhcn_conformance.credentials.uvci import CHECKED, PREFIX, VERSION, check_character
from gdhcn_conformance.issued.certificate import GROUPS, Issued
from gdhcn_conformance.issued.check import Findings, check, shown
from gdhcn_conformance.issued.schema import longest_text

ISS = 1
# Version and country stand first, with colons behind them or, in national forms, other separators or none.
SHAPE = re.compile(
    r"(?P<version>[0-9]{2}|[^:/#]*)(?:(?P<mark>[:/])(?P<named>[^:/#]*)|(?P<joined>[A-Za-z]{2}))?(?P<end>[:/]?)(?P<body>[^#]*)",
    re.DOTALL,
)
TWO_LETTERS = re.compile("[A-Za-z]{2}")
CHARACTERS = re.compile(r"[A-Za-z0-9/:#]*")
PARTS = 3  # issuer, vaccine, identifier: what a body has at most
HANDY = 60  # characters: what somebody can copy from paper (URN registration, appendix 1)


def identifiers(issued: Issued) -> list[str]:
    """The identifiers of all entries that are text and hold something."""
    found = (entry.get("ci") for group in GROUPS for entry in issued.entries(group))
    return [each for each in found if isinstance(each, str) and each]


def read(issued: Issued) -> Iterator[tuple[str, re.Match[str]]]:
    """The identifiers, each with its parts: version, country (`named` behind a separator or `joined`), body.

    Of one with neither prefix nor version nobody knows what its parts are.
    """
    for each in identifiers(issued):
        prefixed = each.upper().startswith(PREFIX)
        match = SHAPE.match(each, len(PREFIX) if prefixed else 0)
        if match and (prefixed or match["version"] == VERSION):
            yield each, match


def _country(match: re.Match[str]) -> str:
    return match["named"] or match["joined"] or ""


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
    return repr(_steady([payload.get("nam"), payload.get("dob"), events]))


def _steady(value: Any) -> Any:
    """The value with the members of maps in one order, whatever order they came in."""
    if isinstance(value, dict):
        return sorted(((repr(name), _steady(each)) for name, each in value.items()), key=repr)
    return [_steady(each) for each in value] if isinstance(value, list) else value


@check("HCERT-UVCI-001", needs="payload")
def begins_with_the_prefix(issued: Issued) -> Findings:
    """EU DCC schema, FAQ: the identifier begins with URN:UVCI:, and so is not empty."""
    given = (entry.get("ci") for group in GROUPS for entry in issued.entries(group))
    found = [each for each in given if isinstance(each, str)]
    if not found:
        return None
    return [f"got {shown(each)}, should begin with {PREFIX}" for each in found if not each.upper().startswith(PREFIX)]


@check("HCERT-UVCI-002", needs="payload")
def has_its_version(issued: Issued) -> Findings:
    """Annex 2 of the eHealth Network: the version is 01, in two digits."""
    found = identifiers(issued)
    right = [each for each, match in read(issued) if match["version"] == VERSION]
    return (
        [f"got {shown(each)}, should be of version {VERSION}" for each in found if each not in right] if found else None
    )


@check("HCERT-UVCI-003", needs="payload")
def names_a_country(issued: Issued) -> Findings:
    """Annex 2 of the eHealth Network: a country by its code of two letters; an organisation that issues, by its own."""
    found = list(read(issued))
    if not found:
        return None
    issuer = issued.cwt.get(ISS)
    wrong = [
        each
        for each, match in found
        if not TWO_LETTERS.fullmatch(_country(match)) and _country(match).upper() != issuer
    ]
    return [f"got {shown(each)}, should name the issuing country by two letters" for each in wrong]


@check("HCERT-UVCI-003b", needs="payload")
def names_the_country_that_issues(issued: Issued) -> Findings:
    """The country is the one that the certificate names as its issuer."""
    issuer = issued.cwt.get(ISS)
    if not isinstance(issuer, str) or not re.fullmatch("[A-Z]{2}", issuer):
        return None
    countries = [country.upper() for _, match in read(issued) if TWO_LETTERS.fullmatch(country := _country(match))]
    if not countries:
        return None
    return [f"got the country {each}, should be {issuer}, which issues" for each in countries if each != issuer]


@check("HCERT-UVCI-004", needs="payload")
def body_has_no_empty_part(issued: Issued) -> Findings:
    """Annex 2 of the eHealth Network: an identifier, with issuer and vaccine before it or without; no part is empty."""
    found = list(read(issued))
    if not found:
        return None
    parts = [(each, match["body"].split("/")) for each, match in found]
    wrong = [each for each, found_ in parts if not all(found_) or len(found_) > PARTS]
    return [f"got {shown(each)}, should have one to three parts, none of them empty" for each in wrong]


@check("HCERT-UVCI-004b", needs="payload")
def colons_behind_version_and_country(issued: Issued) -> Findings:
    """URN registration: colons stand behind version and country; where there is no country, that is HCERT-UVCI-003's."""
    found = [(each, match) for each, match in read(issued) if TWO_LETTERS.fullmatch(_country(match))]
    if not found:
        return None
    wrong = [each for each, match in found if (match["mark"], match["end"]) != (":", ":")]
    return [f"got {shown(each)}, should have colons behind version and country" for each in wrong]


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


@check("HCERT-UVCI-006b", needs="payload")
def short_enough_to_be_copied(issued: Issued) -> Findings:
    """URN registration, appendix 1: below 60 characters; what the schema has no room for is HCERT-UVCI-006's."""
    limit = longest_text(issued)
    found = [each for each in identifiers(issued) if len(each) <= limit]
    if not found:
        return None
    return [f"got {len(each)} characters, should be less than {HANDY}" for each in found if len(each) >= HANDY]


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
