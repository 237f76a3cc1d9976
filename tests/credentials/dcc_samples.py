"""Valid EU DCC payloads for the tests, and the one way to change them."""

from __future__ import annotations

import copy
from typing import Any

MISSING = object()

PERSON = {"fn": "Gómez Ō", "fnt": "GOMEZ<O", "gn": "Ánna", "gnt": "ANNA"}
ORIGIN = {"co": "XK", "is": "Ministry of Samples", "ci": "URN:UVCI:01:XK:SAMPLE/1#A"}
VACCINATION = {
    "tg": "840539006", "vp": "1119349007", "mp": "EU/1/20/1528", "ma": "ORG-100030215",
    "dn": 2, "sd": 2, "dt": "2021-11-02", **ORIGIN,
}  # fmt: skip
TEST = {
    "tg": "840539006", "tt": "LP6464-4", "nm": "PCR", "sc": "2022-01-14T09:30:00Z", "tr": "260415000",
    "tc": "Sample Street", **ORIGIN,
}  # fmt: skip
RECOVERY = {"tg": "840539006", "fr": "2021-10-01", "df": "2021-10-12", "du": "2022-03-30", **ORIGIN}

ENTRIES = {"v": VACCINATION, "t": TEST, "r": RECOVERY}


def payload(group: str = "v", ver: str = "1.3.0") -> dict[str, Any]:
    """A payload with one entry in the group, valid under every published version."""
    return copy.deepcopy({"ver": ver, "nam": PERSON, "dob": "1990-05-17", group: [ENTRIES[group]]})


def changed(start: dict[str, Any], *changes: tuple[str, Any]) -> dict[str, Any]:
    """The payload with the values at these paths replaced, added, or (`MISSING`) taken away; a path that leads nowhere is passed over."""
    result = copy.deepcopy(start)
    for path, value in changes:
        *parents, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        place: Any = result
        for step in parents:
            try:
                place = place[step]
            except (KeyError, IndexError, TypeError):
                place = None
        if isinstance(place, list) and isinstance(last, int) and last < len(place):
            place[last : last + 1] = [] if value is MISSING else [value]
        elif isinstance(place, dict):
            place.pop(last, None)
            if value is not MISSING:
                place[last] = value
    return result
