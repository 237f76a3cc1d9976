"""The payload of a valid certificate: one vaccination, test or recovery of an invented person (DCC 1.3.0)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from gdhcn_conformance.credentials import uvci
from gdhcn_conformance.generation.people import person

COVID_19 = "840539006"  # SNOMED CT, the only disease of the value set
# Product, what it is, and who holds its authorisation: three that belong together (value sets 2.12.0).
PRODUCTS = (
    ("EU/1/20/1528", "1119349007", "ORG-100030215"),
    ("EU/1/20/1507", "1119349007", "ORG-100031184"),
    ("EU/1/21/1529", "J07BX03", "ORG-100001699"),
)
ISSUER = "TEST ONLY Health Authority"


@dataclass(frozen=True, slots=True)
class Occasion:
    """What the payload of a certificate is a function of."""

    name: str
    country: str
    moment: datetime
    seed: int

    def digest(self) -> bytes:
        """32 octets of chance that are always the same for this name and seed."""
        return hashlib.sha256(f"event\0{self.seed}\0{self.name}".encode()).digest()

    def date(self, days: int) -> str:
        """The moment's date moved by so many days, as YYYY-MM-DD."""
        return (self.moment.astimezone(UTC) + timedelta(days=days)).strftime("%Y-%m-%d")


def payload(kind: str, version: str, occasion: Occasion) -> dict[str, Any]:
    """A DCC of this kind (`vaccination`, `test`, `recovery`) and version."""
    who = person(occasion.name, occasion.seed)
    key, entry = {"vaccination": ("v", _vaccination), "test": ("t", _test), "recovery": ("r", _recovery)}[kind]
    common = {
        "co": occasion.country,
        "is": ISSUER,
        "ci": uvci.identifier(occasion.country, uvci.opaque(occasion.digest())),
    }
    return {"ver": version, "nam": who.to_json(), "dob": who.born, key: [entry(occasion) | common]}


def _vaccination(occasion: Occasion) -> dict[str, Any]:
    product, prophylaxis, holder = PRODUCTS[occasion.digest()[0] % len(PRODUCTS)]
    given = occasion.date(-30)
    return {"tg": COVID_19, "vp": prophylaxis, "mp": product, "ma": holder, "dn": 2, "sd": 2, "dt": given}


def _test(occasion: Occasion) -> dict[str, Any]:
    sampled = (occasion.moment.astimezone(UTC) - timedelta(days=3)).strftime("%Y-%m-%dT%H:%M:%SZ")
    laboratory = {"nm": "TEST ONLY NAAT", "sc": sampled, "tr": "260415000", "tc": "TEST ONLY Centre"}
    return {"tg": COVID_19, "tt": "LP6464-4"} | laboratory


def _recovery(occasion: Occasion) -> dict[str, Any]:
    # Valid from the 11th day after the first positive result until the 180th (Regulation (EU) 2021/953, annex).
    return {"tg": COVID_19, "fr": occasion.date(-60), "df": occasion.date(-49), "du": occasion.date(120)}
