"""Corpus files of our own making: a certificate of the test PKI, written in the format of dgc-testdata."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from gdhcn_conformance.credentials import qr
from gdhcn_conformance.generation.build import COMMITTED
from gdhcn_conformance.generation.draft import Beginning, Draft, begin, write
from gdhcn_conformance.pki.authority import SIGNER, Pki, Profile
from gdhcn_conformance.running import corpus
from gdhcn_conformance.running.corpus.expectation import Judgement, judge
from gdhcn_conformance.running.corpus.raw_file import CorpusFile, read
from gdhcn_conformance.running.corpus.schemas import Schemas

PKI = Pki(COMMITTED.moment)
CLOCK = "2022-01-15T10:00:00Z"
ALL_TRUE = {
    f"EXPECTED{flag}": True
    for flag in ("UNPREFIX", "B45DECODE", "COMPRESSION", "DECODE", "VERIFY", "KEYUSAGE", "SCHEMAVALIDATION",
                 "EXPIRATIONCHECK", "VALIDOBJECT", "ENCODE", "VALIDJSON")
}  # fmt: skip
EVERYTHING_OPEN = {
    "kid-selector-or-hint", "empty-eku", "mistyped-eku-arc", "trailing-bytes-zlib", "iss-differs-from-dsc-country",
}  # fmt: skip


def same(draft: Draft) -> Draft:
    return draft


def drafted(
    change: Callable[[Draft], Draft] = same,
    *,
    name: str = "corpus",
    kind: str = "vaccination",
    version: str = "1.3.0",
    profile: Profile = SIGNER,
) -> Draft:
    beginning = Beginning(name, kind=kind, version=version, profile=profile)
    return change(begin(beginning, COMMITTED, PKI))


def document(
    change: Callable[[Draft], Draft] = same, flags: dict[str, Any] | None = None, **how: Any
) -> dict[str, Any]:
    """A test file as JSON; every flag is declared true unless others are given."""
    draft = drafted(change, **how)
    written = write(draft)
    layers = written.layers
    return {
        "JSON": written.output,
        "CBOR": layers["cwt"].hex(),
        "COSE": layers["cose"].hex(),
        "COMPRESSED": layers["zlib"].hex(),
        "BASE45": written.text.removeprefix("HC1:"),
        "PREFIX": written.text,
        "TESTCTX": {
            "VERSION": 1,
            "SCHEMA": draft.dcc.get("ver", "1.3.0"),
            "CERTIFICATE": base64.b64encode(draft.dsc.certificate).decode(),
            "VALIDATIONCLOCK": CLOCK,
            "DESCRIPTION": "made for a test",
        },
        "EXPECTEDRESULTS": dict(ALL_TRUE if flags is None else flags),
    }


def raw(members: dict[str, Any]) -> bytes:
    return json.dumps(members, ensure_ascii=False).encode()


def parsed(members: dict[str, Any]) -> CorpusFile:
    return read(raw(members), "XA/2DCode/raw/1.json", "XA/1")


def judged(change: Callable[[Draft], Draft] = same, flags: dict[str, Any] | None = None, **how: Any) -> Judgement:
    """A file made and judged, with the suite's own schemas."""
    return judged_members(document(change, flags, **how))


def judged_members(members: dict[str, Any]) -> Judgement:
    """A file judged, with the suite's own schemas."""
    return judge(parsed(members), Schemas(Path("/nowhere/corpus")), EVERYTHING_OPEN)


def only(flag: str, value: bool = False) -> dict[str, bool]:
    """The one flag that a file about one step declares."""
    return {f"EXPECTED{flag}": value}


def put(folder: Path, name: str, members: dict[str, Any] | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(members if isinstance(members, bytes) else raw(members))
    return path


def picture(text: str) -> bytes:
    return qr.write(text)


def described(folder: Path) -> dict[str, dict[str, Any]]:
    return {row["path"]: row for row in corpus.describe(folder)}


def certificate(profile: Profile = SIGNER, name: str = "corpus") -> bytes:
    return drafted(name=name, profile=profile).dsc.certificate


def signer_profile(**settings: Any) -> Profile:
    return replace(SIGNER, **settings)
