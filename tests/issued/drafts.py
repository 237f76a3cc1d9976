"""Certificates to hold checks against: drafts of the test PKI with one thing changed, taken apart."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from gdhcn_conformance.generation.build import COMMITTED
from gdhcn_conformance.generation.draft import Beginning, Draft, begin, write
from gdhcn_conformance.issued.certificate import Issued, take_apart
from gdhcn_conformance.issued.check import checks
from gdhcn_conformance.pki.authority import SIGNER, Pki, Profile, Signer

MOMENT = COMMITTED.moment
PKI = Pki(MOMENT)
Change = Callable[[Draft], Draft]


@cache
def begun(kind: str = "vaccination", version: str = "1.3.0", profile: Profile = SIGNER) -> Draft:
    """A certificate without fault."""
    return begin(Beginning("issued", kind=kind, version=version, profile=profile), COMMITTED, PKI)


def issued(
    change: Change = lambda draft: draft,
    *,
    signers: Iterable[Signer] | None = None,
    clock: datetime = MOMENT,
    timed: bool = False,
    asked: dict[str, Any] | None = None,
    picture: Callable[[str], bytes] | None = None,
    **how: Any,
) -> Issued:
    """The certificate of a changed draft, taken apart beside its own DSC, or beside these."""
    draft = change(begun(**how))
    text = write(draft).text
    handed = [draft.signer] if signers is None else list(signers)
    certificates = [base64.b64encode(each.certificate).decode() for each in handed]
    drawn = picture(text) if picture else None
    taken = take_apart(text, clock, certificates=certificates, asked=asked, picture=drawn)
    return replace(taken, timed=timed)


def said(requirement: str, certificate: Issued) -> list[str] | None:
    """What the checks of a requirement find; `None` where it says nothing about the certificate."""
    found = [each.findings(certificate) for each in checks()[requirement]]
    known = [each for each in found if each is not None]
    return [text for each in known for text in each] if known else None


def requirements_of(module: str) -> set[str]:
    """The requirements that a module checks."""
    own = f"gdhcn_conformance.issued.{module}"
    return {name for name, each in checks().items() if any(check.function.__module__ == own for check in each)}


def broken(certificate: Issued, *, beside: Sequence[str] = ()) -> set[str]:
    """All requirements of the carrier that a certificate breaks, but those that are about nothing but a habit."""
    modules = ("symbol", "carrier", "encoding", "message", "claims", "signers")
    ours = set().union(*map(requirements_of, modules)) - {"HCERT-CBOR-011b", *beside}
    return {name for name in ours if said(name, certificate)}


def numbered(cases: Iterable[tuple[Any, ...]]) -> list[str]:
    """A name for each case: its requirement and a number."""
    return [f"{requirement}-{number}" for number, (requirement, *_) in enumerate(cases)]
