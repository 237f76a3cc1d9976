"""One file of a corpus in the format of dgc-testdata, read with all the liberties that its authors took.

The README of that repository describes the members; what the files hold is more varied. Every liberty is undone and noted, so
that a reader sees what was done to a file before it was judged. A file is unusable only where bytes cannot be read: no JSON
object, no certificate text in any form, no signer certificate, or nothing declared.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from gdhcn_conformance.running.corpus.alphabet import base45_text
from gdhcn_conformance.running.found_files import UnreadableError

MOST = 8_000_000  # octets; the longest published file has under 100 000
FLAGS = (
    "UNPREFIX", "B45DECODE", "COMPRESSION", "DECODE", "VERIFY", "KEYUSAGE", "SCHEMAVALIDATION", "EXPIRATIONCHECK",
    "VALIDOBJECT", "ENCODE", "VALIDJSON", "PICTUREDECODE",
)  # fmt: skip
MISSPELT = {"EXPTECTEDEXPIRED": "EXPIRATIONCHECK"}
RESULTS = "EXPECTEDRESULTS"
HEXADECIMAL = ("CBOR", "COSE", "COMPRESSED")
MEMBERS = {"TESTCTX", RESULTS, "JSON", "PREFIX", "BASE45", "2DCODE", "_2DCODE", *HEXADECIMAL}
# RFC 3339, and what stands for it: a blank for the T, an offset without colon or none at all, any number of decimals.
CLOCK = re.compile(r"(\d{4}-\d\d-\d\d)([Tt ])(\d\d:\d\d:\d\d)(\.\d+)?(?:([Zz])|([+-]\d\d)(:?)(\d\d)?)?", re.ASCII)
MICROSECONDS = 7  # the point and six digits: what Python's clock can hold


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """One usable file. `name` is its place in a vector's id, `text` what a verifier is fed.

    `flags` are what the file declares, by the flags' names without EXPECTED; an absent one was not tested. `certificate` is DER,
    `clock` in UTC (`None` where the file names none), `document` the member JSON, `layers` the hexadecimal members by name,
    `picture` the bytes of the member 2DCODE. `notes` say which liberties were undone.
    """

    path: str
    name: str
    sha256: str
    text: str
    flags: Mapping[str, bool]
    certificate: bytes
    clock: datetime | None
    schema: str | None
    description: str
    document: Any
    base45: str | None
    layers: Mapping[str, bytes]
    picture: bytes | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unusable:
    """A file (or folder, or picture) that cannot be read, and why."""

    path: str
    reason: str


class NoTestFileError(ValueError):
    """JSON, but of another kind: none of the members of a test file is in it."""


def read(data: bytes, path: str, name: str) -> CorpusFile:
    """Read one file; `UnreadableError` where it is unusable, `NoTestFileError` where it is JSON of another kind."""
    notes: list[str] = []
    members = _members(data, notes)
    context = members.get("TESTCTX")
    if not isinstance(context, dict):
        context = {}
        notes.append("TESTCTX is missing or no object")
    layers = {layer: read for layer in HEXADECIMAL if (read := _hexadecimal(members, layer, notes)) is not None}
    base45 = _text(members, "BASE45", notes)
    picture = _picture(members, notes)
    text = _text(members, "PREFIX", notes)
    return CorpusFile(
        path=path,
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        text=_rebuilt(base45, layers, notes) if text is None else text,
        flags=_flags(members, notes),
        certificate=_certificate(context, notes),
        clock=_clock(context, notes),
        schema=_text(context, "SCHEMA", notes),
        description=str(context.get("DESCRIPTION") or ""),
        document=members.get("JSON"),
        base45=base45,
        layers=layers,
        picture=picture,
        notes=tuple(notes) + tuple(_trifles(context)),
    )


def _members(data: bytes, notes: list[str]) -> dict[str, Any]:
    if data.startswith(b"\xef\xbb\xbf"):
        notes.append("starts with a byte order mark")
    if b"\r\n" in data:
        notes.append("lines end in CR LF")
    if not data.strip():
        raise UnreadableError("empty file")
    try:
        members = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as wrong:
        raise UnreadableError(f"not UTF-8 at byte {wrong.start}") from wrong
    except json.JSONDecodeError as wrong:
        raise UnreadableError(f"invalid JSON, line {wrong.lineno} column {wrong.colno}: {wrong.msg}") from wrong
    except (ValueError, RecursionError) as wrong:  # a number of too many digits, brackets too deep
        raise UnreadableError(f"JSON out of bounds: {type(wrong).__name__}") from wrong
    if not isinstance(members, dict):
        raise UnreadableError(f"the JSON is a {type(members).__name__}, should be an object")
    if not members:
        raise UnreadableError("the JSON object is empty")
    if not members.keys() & MEMBERS:
        raise NoTestFileError
    return members


def _text(members: Mapping[str, Any], name: str, notes: list[str]) -> str | None:
    value = members.get(name)
    if value is None or isinstance(value, str):
        return value
    notes.append(f"{name} is no text: left out")
    return None


def _hexadecimal(members: Mapping[str, Any], name: str, notes: list[str]) -> bytes | None:
    text = _text(members, name, notes)
    if text is None:
        return None
    try:
        value = binascii.unhexlify(text)
    except (ValueError, binascii.Error) as wrong:
        notes.append(f"{name} is not hexadecimal ({wrong}): left out")
        return None
    if text != text.lower():
        notes.append(f"{name} in upper-case hexadecimal")
    return value


def _picture(members: Mapping[str, Any], notes: list[str]) -> bytes | None:
    name = "2DCODE"
    if name not in members and "_2DCODE" in members:
        name = "_2DCODE"
        notes.append("_2DCODE read as 2DCODE")
    text = _text(members, name, notes)
    if text is None:
        return None
    try:
        return base64.b64decode(text)
    except (ValueError, binascii.Error):
        notes.append(f"{name} is not Base64: no picture")
        return b""  # a picture that cannot be read, which is what the file then has


def _rebuilt(base45: str | None, layers: Mapping[str, bytes], notes: list[str]) -> str:
    """The text from the outermost layer that is there, where PREFIX is missing."""
    if base45 is not None:
        notes.append("PREFIX is missing: HC1: and BASE45")
        return "HC1:" + base45
    if "COMPRESSED" in layers:
        notes.append("PREFIX and BASE45 are missing: made from COMPRESSED")
        return "HC1:" + base45_text(layers["COMPRESSED"])
    if "COSE" in layers:
        notes.append("PREFIX, BASE45 and COMPRESSED are missing: made from COSE")
        return "HC1:" + base45_text(zlib.compress(layers["COSE"], 9))
    found = "; ".join(notes)
    raise UnreadableError(
        "no certificate: none of PREFIX, BASE45, COMPRESSED and COSE" + (f" ({found})" if found else "")
    )


def _flags(members: Mapping[str, Any], notes: list[str]) -> dict[str, bool]:
    given = members.get(RESULTS)
    if not isinstance(given, dict):
        raise UnreadableError(f"{RESULTS} is missing or no object: the file declares nothing")
    flags: dict[str, bool] = {}
    rows = list(given.items())
    for spelt, value in rows:
        if spelt == RESULTS and isinstance(value, dict):
            notes.append(f"{RESULTS} nested in itself: taken as one")
            rows += value.items()
            continue
        flag = MISSPELT.get(spelt, spelt.removeprefix("EXPECTED"))
        if spelt in MISSPELT:
            notes.append(f"{spelt} read as EXPECTED{flag}")
        if flag not in FLAGS:
            notes.append(f"no flag is called {spelt}: left out")
            continue
        read = {"true": True, "false": False}.get(value.strip().lower()) if isinstance(value, str) else value
        if not isinstance(read, bool):
            notes.append(f"{spelt} is neither true nor false: left out")
            continue
        if isinstance(value, str):
            notes.append(f"{spelt} is text")
        flags[flag] = read
    if not flags:
        raise UnreadableError(f"{RESULTS} holds no flag: the file declares nothing")
    return flags


def _certificate(context: Mapping[str, Any], notes: list[str]) -> bytes:
    text = context.get("CERTIFICATE")
    if not isinstance(text, str) or not text.strip():
        raise UnreadableError("no signer certificate: TESTCTX.CERTIFICATE is missing or no text")
    inner = "".join(line for line in text.splitlines() if not line.startswith("-----"))
    if inner != text:
        notes.append("CERTIFICATE in lines: joined")
    try:
        return base64.b64decode("".join(inner.split()), validate=True)
    except (ValueError, binascii.Error) as wrong:
        raise UnreadableError("the signer certificate is not Base64") from wrong


def _clock(context: Mapping[str, Any], notes: list[str]) -> datetime | None:
    for name in ("VALIDATIONCLOCK", "validationClockInstant"):
        given = context.get(name)
        if isinstance(given, str) and (found := CLOCK.fullmatch(given.strip())):
            if name != "VALIDATIONCLOCK":
                notes.append(f"no VALIDATIONCLOCK: {name} taken")
            try:
                return _moment(found, notes)
            except ValueError:  # a 30th of February
                notes.append(f"{name} is no moment: {given[:40]!r}")
        elif given is not None:
            notes.append(f"{name} is no date-time: {str(given)[:40]!r}")
    notes.append("no clock")
    return None


def _moment(found: re.Match[str], notes: list[str]) -> datetime:
    day, separator, time, decimals, zulu, hours, colon, minutes = found.groups()
    if separator != "T":
        notes.append("VALIDATIONCLOCK without T")
    if decimals and len(decimals) > MICROSECONDS:
        notes.append("VALIDATIONCLOCK finer than a microsecond: cut")
    if not zulu and not hours:
        notes.append("VALIDATIONCLOCK without time zone: UTC")
    if hours and not (colon and minutes):
        notes.append("VALIDATIONCLOCK with an offset without colon")
    offset = f"{hours}:{minutes or '00'}" if hours else "+00:00"
    return datetime.fromisoformat(f"{day}T{time}{(decimals or '')[:MICROSECONDS]}{offset}").astimezone(UTC)


def _trifles(context: Mapping[str, Any]) -> list[str]:
    """Liberties without any consequence."""
    found = []
    if isinstance(context.get("VERSION"), str):
        found.append("VERSION is text")
    if isinstance(context.get("GATEWAY-ENV"), str):
        found.append("GATEWAY-ENV is text")
    if "validationClockInstant" in context:
        found.append("has a member validationClockInstant")
    return found
