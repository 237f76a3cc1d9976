"""The claims of the CWT, and the health certificate's place among them (WHO HCERT 3.2; RFC 8392)."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Any

from gdhcn_conformance.credentials import cbor
from gdhcn_conformance.issued.certificate import DCC, HCERT, Issued
from gdhcn_conformance.issued.check import Findings, check, shown
from gdhcn_conformance.issued.encoding import walk

ISS, EXP, IAT = 1, 4, 6
REGISTERED = {1: "iss", 2: "sub", 3: "aud", 4: "exp", 5: "nbf", 6: "iat", 7: "cti"}  # RFC 8392, table 1
ASSIGNED = (1, 3, 4, 5)  # sub-claims of WHO HCERT 3.2.7.1: EU DCC, DDCC vaccination status and test result, health link
ORGANISATIONS = frozenset({"UNHCR", "WHO"})  # issue certificates, and have no code of two letters
FIRST_YEAR = 2021  # of EU DCCs (dcc-quality-assurance)
LAST_YEAR = 9999  # what lies beyond are milliseconds
# A clock may be a little off, and a run of an issuer that cannot be told the time goes on for hours after its own clock was read.
LEEWAY, LEEWAY_OF_A_RUN = timedelta(minutes=5), timedelta(days=1)
OLDEST = timedelta(days=1)  # issuers write the hour or the day, in their own time zone
# The maximum that the certificate governance assumes, in a leap year, and a day for time zones.
LONGEST = timedelta(days=367)


def seconds(value: Any) -> int | float | None:
    """A time of a claim in seconds since 1970, also where it is tagged or no integer; `None` where it is no number."""
    while isinstance(value, cbor.Tagged):
        value = value.value
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return value


def told(value: float) -> str:
    """A time as a finding tells it."""
    try:
        return f"{datetime.fromtimestamp(value, UTC):%Y-%m-%dT%H:%M:%SZ} ({value})"
    except (OverflowError, OSError, ValueError):  # beyond the years that a clock can show
        return shown(value)


@check("HCERT-CWT-001", needs="cose")
def payload_is_a_map(issued: Issued) -> Findings:
    """RFC 8392, section 7.1: the payload of the message is one map of claims."""
    if issued.claims is not None:
        return []
    if not issued.stops("claims", "claims-malformed"):
        return None  # no CBOR at all: HCERT-CBOR-001, HCERT-CBOR-005
    return [f"got {shown(cbor.read(issued.message.payload).value)} as payload, should be a map of claims"]


@check("HCERT-CWT-002a", needs="claims")
def issuer_is_text(issued: Issued) -> Findings:
    """RFC 8392, section 3.1.1: the issuer is text."""
    if ISS not in issued.cwt:
        return None
    value = issued.cwt[ISS]
    return [] if isinstance(value, str) else [f"got {shown(value)} for iss, should be text"]


@check("HCERT-CWT-002b", needs="claims")
def issuer_is_a_country(issued: Issued) -> Findings:
    """WHO HCERT 3.2.4: the issuer is the code of two letters of a country."""
    value = issued.cwt.get(ISS)
    if not isinstance(value, str):
        return None
    right = re.fullmatch("[A-Z]{2}", value) or value in ORGANISATIONS
    return [] if right else [f"got {shown(value)} for iss, should be two capital letters of ISO 3166-1"]


@check("HCERT-CWT-005", needs="claims")
def exp_is_there(issued: Issued) -> Findings:
    """WHO HCERT 3.2.1, 6.1: a certificate says when it ends."""
    return [] if EXP in issued.cwt else ["got no exp, should be the time at which the certificate ends"]


@check("HCERT-CWT-006", needs="claims")
def exp_is_an_integer(issued: Issued) -> Findings:
    """WHO HCERT 3.2.5: the expiration time is an integer."""
    return _integer(issued, EXP)


@check("HCERT-CWT-011", needs="claims")
def iat_is_there(issued: Issued) -> Findings:
    """WHO HCERT 3.2.1: a certificate says when it was made."""
    return [] if IAT in issued.cwt else ["got no iat, should be the time at which the certificate was made"]


@check("HCERT-CWT-012", needs="claims")
def iat_is_an_integer(issued: Issued) -> Findings:
    """WHO HCERT 3.2.6: the time of issue is an integer."""
    return _integer(issued, IAT)


def _integer(issued: Issued, label: int) -> Findings:
    if label not in issued.cwt:
        return None
    value = issued.cwt[label]
    return [] if type(value) is int else [f"got {shown(value)} for {REGISTERED[label]}, should be an integer"]


@check("HCERT-CWT-018", needs="claims")
def claims_are_untagged(issued: Issued) -> Findings:
    """RFC 8392, section 5: the values of registered claims bear no tags."""
    tagged = [(name, issued.cwt.get(label)) for label, name in REGISTERED.items()]
    found = [(name, value) for name, value in tagged if isinstance(value, cbor.Tagged)]
    return [f"got tag {value.tag} around {name}, should be none" for name, value in found]


@check("HCERT-CWT-013", needs="claims")
def not_issued_in_the_future(issued: Issued) -> Findings:
    """WHO HCERT 3.2.6: the time of issue is when the certificate was made, and that is not in the future."""
    issue = seconds(issued.cwt.get(IAT))
    if issue is None:
        return None
    latest = issued.clock + (LEEWAY if issued.timed else LEEWAY_OF_A_RUN)
    late = issue > latest.timestamp()
    return [f"got iat {told(issue)}, should be no later than {issued.clock:%Y-%m-%dT%H:%M:%SZ}"] if late else []


@check("HCERT-CWT-025", needs="claims")
def issued_when_it_was_made(issued: Issued) -> Findings:
    """WHO HCERT 3.2.6: the time of issue is when the certificate was made; here, where the issuer was told what time it is."""
    issue = seconds(issued.cwt.get(IAT))
    if issue is None or not issued.timed:
        return None
    early = issue < (issued.clock - OLDEST).timestamp()
    return (
        [f"got iat {told(issue)}, should be {issued.clock:%Y-%m-%dT%H:%M:%SZ} or a day earlier at most"]
        if early
        else []
    )


@check("HCERT-CWT-016", needs="claims")
def issued_before_it_ends(issued: Issued) -> Findings:
    """dcc-quality-assurance: the time of issue lies before the end."""
    issue, end = seconds(issued.cwt.get(IAT)), seconds(issued.cwt.get(EXP))
    if issue is None or end is None:
        return None
    return [] if issue < end else [f"got iat {told(issue)} and exp {told(end)}, should be iat before exp"]


@check("HCERT-CWT-022", needs="claims")
def years_are_plausible(issued: Issued) -> Findings:
    """dcc-quality-assurance: a certificate was issued in 2021 or later; milliseconds give years beyond any calendar."""
    given = [(name, seconds(issued.cwt.get(label))) for name, label in (("iat", IAT), ("exp", EXP))]
    known = [(name, value) for name, value in given if value is not None]
    first, last = (datetime(year, 1, 1, tzinfo=UTC).timestamp() for year in (FIRST_YEAR, LAST_YEAR))
    wrong = [(name, value) for name, value in known if not first <= value < last]
    should = f"should be seconds since 1970, in a year from {FIRST_YEAR} on"
    return [f"got {name} {told(value)}, {should}" for name, value in wrong] if known else None


@check("HCERT-CWT-026", needs="claims")
def ends_within_a_year(issued: Issued) -> Findings:
    """WHO certificate governance: certificates are assumed to last a year at most, unless another end is asked for."""
    issue, end = seconds(issued.cwt.get(IAT)), seconds(issued.cwt.get(EXP))
    if issue is None or end is None or "expires" in (issued.asked or {}):
        return None
    days = (end - issue) / 86400  # seconds of a day
    return [f"got a validity of {days:.0f} days, should be a year at most"] if days > LONGEST.days else []


@check("HCERT-CLM-001", needs="claims")
def hcert_claim(issued: Issued) -> Findings:
    """WHO HCERT 3.2.7: the claim key is -260."""
    if HCERT in issued.cwt:
        return []
    keys = ", ".join(cbor.shown(key) for key in issued.cwt) or "none"
    return [f"got no claim -260 (claims: {shown(keys)}), should be the health certificate"]


@check("HCERT-CLM-002", needs="claims")
def sub_claim_of_the_dcc(issued: Issued) -> Findings:
    """WHO HCERT 3.2.1: claim -260 is a map with integer keys, the EU DCC under key 1."""
    if HCERT not in issued.cwt:
        return None
    value = issued.cwt[HCERT]
    if not isinstance(value, dict):
        return [f"got {shown(value)} as claim -260, should be a map"]
    found = [f"got key {cbor.shown(key)} in claim -260, should be an integer" for key in value if type(key) is not int]
    return found if DCC in value else [*found, "got no key 1 in claim -260, should be the EU DCC"]


def _sub_claims(issued: Issued) -> dict[Any, Any]:
    value = issued.cwt.get(HCERT)
    return value if isinstance(value, dict) else {}


@check("HCERT-CLM-003", needs="claims")
def dcc_is_a_map(issued: Issued) -> Findings:
    """dgc-testdata CBO1: the EU DCC is a map, no bytes or text that hold one."""
    inside = _sub_claims(issued)
    if DCC not in inside:
        return None
    return [] if isinstance(inside[DCC], dict) else [f"got {shown(inside[DCC])} as EU DCC, should be a map"]


@check("HCERT-CLM-005a", needs="claims")
def sub_claims_are_assigned(issued: Issued) -> Findings:
    """WHO HCERT 3.2.7.1: numbers from 0 on are WHO's to assign."""
    numbers = [key for key in _sub_claims(issued) if type(key) is int and key >= 0]
    free = [key for key in numbers if key not in ASSIGNED]
    return [f"got sub-claim {key}, should be one that WHO assigned" for key in free] if numbers else None


@check("HCERT-CLM-005b", needs="claims")
def no_sub_claims_of_development(issued: Issued) -> Findings:
    """WHO HCERT 3.2.7.1: negative numbers are for development."""
    keys = _sub_claims(issued)
    negative = [key for key in keys if type(key) is int and key < 0]
    return [f"got sub-claim {key}, should be none that is for development" for key in negative] if keys else None


@check("HCERT-CLM-006", needs="payload")
def strings_are_normalised(issued: Issued) -> Findings:
    """WHO HCERT 3.2.7: strings are normalised to NFC."""
    texts = [(path, value) for path, value in walk(issued.plain) if isinstance(value, str)]
    wrong = [(path, value) for path, value in texts if not unicodedata.is_normalized("NFC", value)]
    return [f"got {ascii(value)[:60]} for {path}, should be the same in NFC" for path, value in wrong]


@check("HCERT-CLM-008", needs="claims")
def one_sub_claim(issued: Issued) -> Findings:
    """dgc-testdata: claim -260 has one entry."""
    keys = _sub_claims(issued)
    listed = ", ".join(cbor.shown(key) for key in keys)
    return ([f"got the sub-claims {shown(listed)}, should be one"] if len(keys) > 1 else []) if keys else None
