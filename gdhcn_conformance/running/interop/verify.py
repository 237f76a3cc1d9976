"""Show a participant every certificate, and a forgery of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from gdhcn_conformance.adapters.base import Request
from gdhcn_conformance.credentials import base45, compare, cose, deflate
from gdhcn_conformance.issued.certificate import CONTEXT
from gdhcn_conformance.model.outcome import Accepted, Outcome
from gdhcn_conformance.running.exchange import opaque
from gdhcn_conformance.running.interop.matrix import Cell, Certificate
from gdhcn_conformance.running.interop.participant import Participant
from gdhcn_conformance.running.run import configure, role_of

if TYPE_CHECKING:
    from gdhcn_conformance.model.declaration import Role


def verify(participant: Participant, certificates: Sequence[Certificate], moment: datetime, salt: str) -> list[Cell]:
    """What one verifier says of all certificates; `Problem` where it cannot be started."""
    shown = [each for each in certificates if each.text]
    if not shown:
        return [not_issued(participant.name, each) for each in certificates]
    with participant.open["verifier"]() as subject:
        role = role_of(subject.start(), "verifier")
        if role.trust == "session":
            configure(subject, (entry for each in shown for entry in each.trust), salt)
        texts = {
            (n, forged): forgery(each.text) if forged else each.text
            for n, each in enumerate(shown)
            for forged in (False, True)
        }
        ids = {key: opaque(salt, f"{participant.name} {key}") for key in texts}
        order = sorted(ids, key=lambda key: ids[key])
        replies = subject.ask([_to_verify(ids[key], texts[key], shown[key[0]], role, moment) for key in order])
    outcomes = {key: replies[ids[key]].outcome for key in texts}
    found = [_cell(participant.name, each, outcomes[n, False], outcomes[n, True], role) for n, each in enumerate(shown)]
    return found + [not_issued(participant.name, each) for each in certificates if not each.text]


def forgery(text: str) -> str:
    """The certificate with one bit of its signature changed; with its last character changed where it cannot be taken apart."""
    try:
        message = deflate.read(base45.read(text.removeprefix(CONTEXT)).value).value
        read = cose.read(message).value
    except ValueError:
        return text[:-1] + ("0" if text[-1:] != "0" else "1")
    broken = read.signature[:-1] + bytes([read.signature[-1] ^ 1]) if read.signature else b"\0"
    forged = cose.write([read.protected, read.unprotected, read.payload, broken])
    return CONTEXT + base45.encode(deflate.compress(forged))


def _to_verify(name: str, text: str, certificate: Certificate, role: Role, moment: datetime) -> Request:
    body: dict[str, Any] = {"credential": text}
    if role.clock == "per-call":
        body["clock"] = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    if role.trust == "per-call":
        body["trust"] = tuple(entry.to_json() for entry in certificate.trust)
    return Request(name, "verify", body)


def _cell(verifier: str, certificate: Certificate, outcome: Outcome, forged: Outcome, role: Role) -> Cell:
    reason = ": ".join(filter(None, (getattr(outcome, "reason", None), outcome.detail)))
    misread = ""
    if isinstance(outcome, Accepted) and role.output != "none" and certificate.issued and certificate.issued.payload:
        expected = certificate.issued.plain
        wanted = compare.overlap(expected, outcome.output) if role.output == "fields" else expected
        misread = compare.difference(wanted, outcome.output)
    return Cell(verifier, certificate, outcome.kind, reason, misread, fooled=isinstance(forged, Accepted))


def not_issued(verifier: str, certificate: Certificate) -> Cell:
    """The cell of an application for which there is no certificate."""
    return Cell(verifier, certificate, "not-issued", certificate.why_not)
