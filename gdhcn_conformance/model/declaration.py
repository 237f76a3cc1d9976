"""What an implementation says about itself in the handshake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PROTOCOL = 1  # the version of the adapter protocol


@dataclass(frozen=True, slots=True)
class Role:
    """What the handshake declares for one role; a member that is `None` was not declared, and so counts as claimed."""

    products: frozenset[str] | None = None
    algorithms: frozenset[str] | None = None
    stages: frozenset[str] | None = None
    operations: frozenset[str] = frozenset()
    behaviours: Mapping[str, bool] = field(default_factory=dict)
    output: str = "payload"  # payload | fields | none
    clock: str = "per-call"  # per-call | wall
    trust: str = "per-call"  # per-call | session
    versions: frozenset[str] = frozenset()  # of the payload's schema, that an issuer issues when asked for
    certificates: tuple[
        str, ...
    ] = ()  # an issuer's own DSCs (DER in Base64), where it does not sign with keys handed to it


@dataclass(frozen=True, slots=True)
class Handshake:
    """Who answers, and what it says it can do."""

    name: str
    version: str = ""
    language: str = ""
    protocol: int = PROTOCOL
    roles: Mapping[str, Role] = field(default_factory=dict)
    raw: Mapping[str, Any] = field(default_factory=dict)
