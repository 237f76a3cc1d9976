"""The payload that a signing service is handed: with what other issuers make of it themselves.

`behaviours` of the handshake say which: without `transliterates` it holds `fnt` and `gnt`, without `identifiers` it holds `ci`,
and without either it is a whole DCC, with `ver`.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Mapping
from typing import Any

from gdhcn_conformance.credentials import dcc, icao, uvci

USUAL = "1.3.0"  # the version where none is asked for: what most participants issue
NAMES = {"fn": "fnt", "gn": "gnt"}


def payload(given: Mapping[str, Any], behaviours: Mapping[str, bool]) -> dict[str, Any]:
    """The payload of an input (`payload`, `country`, `version` …), with what an issuer of these behaviours leaves to others.

    The identifier is of all that the input says, so that no two applications share one.
    """
    made: dict[str, Any] = copy.deepcopy(given["payload"])
    version = str(given.get("version", USUAL))
    transliterates, identifies = (behaviours.get(name, True) for name in ("transliterates", "identifiers"))
    if not transliterates:
        _transliterate(made.get("nam"), version)
    if not identifies:
        for number, entry in enumerate(dcc.entries(made)):
            entry.setdefault("ci", _identifier(f"{number}\0{dict(given)!r}", str(given["country"])))
    return made if transliterates or identifies else {"ver": version, **made}


def _transliterate(names: Any, version: str) -> None:
    """Write the standard form of each name that has a rule and none yet, as long as the version of the schema has room."""
    limit = dcc.longest_text(version)
    for name, standard in NAMES.items() if isinstance(names, dict) else ():
        if isinstance(names.get(name), str) and names[name].strip() and standard not in names:
            try:
                names[standard] = icao.transliterate(names[name].strip(), limit=limit)
            except icao.NoRule:  # nobody can say how it is written, and the service must cope without
                continue


def _identifier(told: str, country: str) -> str:
    """An identifier that nobody else has, with its check character (eHealth Network, UVCI annex 2)."""
    opaque = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:24].upper()
    return uvci.identifier(country, opaque)
