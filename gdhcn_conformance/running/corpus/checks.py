"""Checks of a file itself: whether its members agree with each other. A verifier never sees what they are about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cbor2

from gdhcn_conformance.credentials import qr
from gdhcn_conformance.credentials.reading import Malformed
from gdhcn_conformance.running.corpus.computed import HCERT
from gdhcn_conformance.running.corpus.disputes import FAULTS, Dispute, explain_violations
from gdhcn_conformance.running.corpus.findings import Computed
from gdhcn_conformance.running.corpus.raw_file import CorpusFile
from gdhcn_conformance.running.corpus.schemas import Schemas
from gdhcn_conformance.running.corpus.values import plain, same

# The row behind a check that holds although the file says that it does not.
HOLDS = {
    "VALIDOBJECT": "HCERT-SCH-013",
    "ENCODE": "HCERT-CBOR-006",
    "VALIDJSON": "HCERT-CBOR-006",
    "PICTUREDECODE": "HCERT-QR-007",
}


def compare_members(file: CorpusFile, found: Computed) -> None:
    """Hold the members BASE45, COMPRESSED, COSE and JSON against what the text holds, where the file declares that they agree."""
    members = (
        ("UNPREFIX", "BASE45", file.base45, file.text.removeprefix("HC1:")),
        ("B45DECODE", "COMPRESSED", file.layers.get("COMPRESSED"), found.compressed),
        ("COMPRESSION", "COSE", file.layers.get("COSE"), found.message),
    )
    for flag, name, member, held in members:
        if flag in file.flags and found.flags[flag] and member is not None and member != held:
            found.wrong(flag, "layer-differs", detail=name)
    declared = "DECODE" in file.flags and file.document is not None
    if declared and found.flags["DECODE"] and not same(file.document, found.payload):
        found.wrong("DECODE", _difference(file.document, found.payload))


def computed_checks(file: CorpusFile, found: Computed, schemas: Schemas) -> dict[str, bool | None]:
    """The four checks, each `None` where the file lacks what it is about; pictures are read only where the file declares one."""
    document = file.document
    held = None if found.payload is None else same(document, found.payload)
    return {
        "VALIDOBJECT": None if document is None else not schemas.of(file.schema).violations(document),
        "ENCODE": _encoded(file) if document is not None else None,
        "VALIDJSON": None if document is None else held is True,
        "PICTUREDECODE": _picture(file) if "PICTUREDECODE" in file.flags else None,
    }


def disputed_checks(
    file: CorpusFile, found: Computed, computed: dict[str, bool | None], schemas: Schemas
) -> Iterator[Dispute]:
    """The checks that the file declares otherwise than they come out."""
    for flag, result in computed.items():
        declared = file.flags.get(flag)
        if declared is None or result is None or declared is result:
            continue
        by, why = HOLDS[flag], "the check holds"
        if not result:
            by, why = _explained(flag, file, found, schemas)
        yield Dispute(flag, declared, result, by, why)


def _explained(flag: str, file: CorpusFile, found: Computed, schemas: Schemas) -> tuple[str, str]:
    if flag == "VALIDOBJECT":
        return explain_violations(file.document, schemas.of(file.schema).violations(file.document), schemas)
    if flag == "PICTUREDECODE":
        return "HCERT-QR-012", "no symbol of the picture holds the text"
    if flag == "VALIDJSON" and found.payload is None:
        return "HCERT-CBOR-001", "no health certificate can be read from the text"
    return FAULTS[_difference(file.document, found.payload)]


def _difference(document: Any, payload: Any) -> str:
    """Whether JSON and certificate differ in nothing but date-times."""
    return "json-times" if same(_without_times(document), _without_times(payload)) else "json-differs"


def _without_times(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_times(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_without_times(each) for each in value]
    dated = isinstance(value, str) and value[4:5] == "-" and value[10:11] == "T"
    return value[:0] if dated else value


def _encoded(file: CorpusFile) -> bool | None:
    """Whether CBOR holds JSON; the member is either the health certificate or the claims around it."""
    if "CBOR" not in file.layers:
        return None
    try:
        value = cbor2.loads(file.layers["CBOR"])
    except (cbor2.CBORDecodeError, ValueError, TypeError, RecursionError, MemoryError, OverflowError):
        return False
    if isinstance(value, dict) and isinstance(value.get(HCERT), dict):
        value = value[HCERT].get(1)
    return same(file.document, plain(value))


def _picture(file: CorpusFile) -> bool | None:
    if file.picture is None:
        return None
    try:
        return any(symbol.text == file.text for symbol in qr.read(file.picture))
    except Malformed:
        return False
