"""What an implementation under test did with one request: a closed union of frozen values.

A crash is never a rejection. `Unsupported` means that this operation or declared feature cannot be exercised; it is never
a word about the credential.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, ClassVar, TypeAlias


@dataclass(frozen=True, slots=True)
class Accepted:
    """The credential was accepted; `output` is what the implementation read in it, `None` where it gives none."""

    kind: ClassVar[str] = "accepted"
    output: Any = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """The credential was refused; `reason` is a code of the vocabulary where the implementation can tell."""

    kind: ClassVar[str] = "rejected"
    reason: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Unsupported:
    """The operation, or a feature it needs, cannot be exercised on this implementation."""

    kind: ClassVar[str] = "unsupported"
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Crashed:
    """The implementation died, or said in band that it failed in a way it does not document as a refusal."""

    kind: ClassVar[str] = "crashed"
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Hung:
    """No answer came before the deadline."""

    kind: ClassVar[str] = "hung"
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ProtocolError:
    """An answer came that is none: not JSON, another id, a missing member, too long."""

    kind: ClassVar[str] = "protocol-error"
    detail: str = ""


Outcome: TypeAlias = Accepted | Rejected | Unsupported | Crashed | Hung | ProtocolError

KINDS: dict[str, type[Outcome]] = {
    each.kind: each for each in (Accepted, Rejected, Unsupported, Crashed, Hung, ProtocolError)
}


_MEMBERS = {made: tuple(member.name for member in fields(made)) for made in KINDS.values()}


def to_json(outcome: Outcome) -> dict[str, Any]:
    """The outcome as the JSON object that the run log keeps; members that say nothing are left out."""
    document: dict[str, Any] = {"outcome": outcome.kind}
    for name in _MEMBERS[type(outcome)]:
        value = getattr(outcome, name)
        if value is not None and value != "":
            document[name] = value
    return document


def from_json(document: dict[str, Any]) -> Outcome:
    """The outcome that `to_json` wrote; `KeyError` or `TypeError` on anything else."""
    members = {name: value for name, value in document.items() if name != "outcome"}
    return KINDS[document["outcome"]](**members)
