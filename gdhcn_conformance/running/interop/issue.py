"""Let a participant issue: one certificate for each kind, algorithm and version that it can be asked for."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from gdhcn_conformance.adapters.base import Request
from gdhcn_conformance.credentials import dcc
from gdhcn_conformance.generation import application
from gdhcn_conformance.generation.draft import Beginning, Setting
from gdhcn_conformance.issued.certificate import Issued, take_apart
from gdhcn_conformance.issued.signer import signer
from gdhcn_conformance.model.outcome import Accepted, Outcome
from gdhcn_conformance.model.vector import TrustEntry
from gdhcn_conformance.pki.authority import SIGNER, Pki, Profile
from gdhcn_conformance.running import issuing
from gdhcn_conformance.running.exchange import opaque
from gdhcn_conformance.running.interop.matrix import Certificate
from gdhcn_conformance.running.interop.participant import Participant
from gdhcn_conformance.running.run import role_of

if TYPE_CHECKING:
    from gdhcn_conformance.model.declaration import Role

ALGORITHMS: Mapping[str, Profile] = {"ES256": SIGNER, "PS256": replace(SIGNER, rsa="rsa-2048-01")}
OWN = "own"  # the algorithm of an issuer that signs with keys of its own, until a certificate shows it
FREE = ""  # the version of the schema that an issuer chooses itself
SHIFT = 5  # issuers get countries of their own, two each, as far as the test PKI's ten go


def issue(participant: Participant, number: int, moment: datetime, salt: str) -> list[Certificate]:
    """The certificates of one issuer; `number` gives it countries of its own. `Problem` where it cannot be started."""
    with participant.open["issuer"]() as subject:
        role = role_of(subject.start(), "issuer")
        asked = list(applications(participant.name, role, number, moment))
        requests = {opaque(salt, f"{participant.name} {n}"): each for n, each in enumerate(asked)}
        replies = subject.ask([_to_issue(name, each, role) for name, (_, each) in requests.items()])
    return [_certificate(blank, each, replies[name].outcome, role) for name, (blank, each) in requests.items()]


def applications(
    issuer: str, role: Role, number: int, moment: datetime
) -> Iterable[tuple[Certificate, application.Application]]:
    """One application for each kind, algorithm and version that this issuer can be asked for."""
    pki, setting = Pki(moment), Setting(moment)
    versions = sorted(role.versions) or [FREE]
    algorithms = (
        [OWN] if role.certificates else [a for a in ALGORITHMS if role.algorithms is None or a in role.algorithms]
    )
    kinds = [kind for kind in dcc.KINDS.values() if role.behaviours.get(kind, True)]
    for kind in kinds:
        for algorithm in algorithms:
            for version in versions:
                name = f"interop/{number}-{kind}-{algorithm}-{version or 'free'}"
                profile = ALGORITHMS.get(algorithm, SIGNER)
                begun = application.begin(
                    Beginning(name, number=number * SHIFT, kind=kind, version=version or "1.3.0", profile=profile),
                    setting,
                    pki,
                )
                asked = begun.asking(version=version) if version else begun
                yield Certificate(issuer, kind, algorithm, version), asked


def _to_issue(name: str, asked: application.Application, role: Role) -> Request:
    body = issuing.told(asked.input, role)
    if role.clock == "per-call":
        body["clock"] = asked.time()
    return Request(name, "issue", body)


def _certificate(blank: Certificate, asked: application.Application, outcome: Outcome, role: Role) -> Certificate:
    text = (
        outcome.output.get("credential") if isinstance(outcome, Accepted) and isinstance(outcome.output, dict) else None
    )
    if not isinstance(text, str):
        said = ": ".join(filter(None, (outcome.kind, getattr(outcome, "reason", None), outcome.detail)))
        return replace(blank, why_not=said if not isinstance(outcome, Accepted) else "accepted, without a certificate")
    entries = asked.listed
    issued = take_apart(
        text, asked.clock, certificates=role.certificates or [e.certificate for e in entries if "DSC" in e.usage]
    )
    if role.certificates:
        entries = tuple(_own(each, asked.country) for each in role.certificates)
    algorithm, version = (
        _algorithm(issued, blank.algorithm),
        blank.version or str(issued.plain.get("ver", "")) if issued.payload else "",
    )
    return replace(blank, text=text, trust=entries, issued=issued, algorithm=algorithm, version=version)


def _own(certificate: str, country: str) -> TrustEntry:
    read = signer(certificate)
    assert read is not None  # the handshake refuses what cannot be read
    kid = base64.b64encode(read.kid).decode()
    return TrustEntry(kid, certificate, read.country or country, ("DSC",), "DCC")


def _algorithm(issued: Issued, asked: str) -> str:
    """The algorithm that a certificate names, for those that were not told one."""
    if asked != OWN or issued.cose is None:
        return asked
    return {-7: "ES256", -37: "PS256"}.get(issued.message.headers.get(1, 0), OWN)
