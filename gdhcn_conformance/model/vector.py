"""A vector: what an implementation is fed, and what must come of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Expected(StrEnum):
    """What a verifier is to do with a vector."""

    ACCEPT = "accept"
    REJECT = "reject"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Expectation:
    """What must come of a vector, as a function of the policies in force.

    Without a policy it is `expected`. With one, the policy's value decides: accept, refuse, or open (either).
    `reasons` are the admissible reasons for a refusal, argued from the layer that was mutated; the first is the likeliest.
    """

    expected: Expected
    reasons: tuple[str, ...] = ()
    policy: str | None = None

    def under(self, policies: Mapping[str, str]) -> Expected:
        """The expectation under these policies (name to `accept`, `refuse` or `open`)."""
        if self.policy is None:
            return self.expected
        return {"accept": Expected.ACCEPT, "refuse": Expected.REJECT, "open": Expected.EITHER}[policies[self.policy]]


@dataclass(frozen=True, slots=True)
class TrustEntry:
    """One certificate of a trust list, as it is handed to an implementation.

    `kid` and `certificate` (DER) are standard Base64 with padding; `country` is the participant's code; `usage` holds `DSC`,
    `SCA` and the like; `domain` is the trust domain, such as `DCC`.
    """

    kid: str
    certificate: str
    country: str
    usage: tuple[str, ...]
    domain: str = "DCC"

    def to_json(self) -> dict[str, Any]:
        """The entry as the protocol's JSON object."""
        return {
            "kid": self.kid,
            "certificate": self.certificate,
            "country": self.country,
            "usage": list(self.usage),
            "domain": self.domain,
        }


@dataclass(frozen=True, slots=True)
class Vector:
    """One certificate with the clock and trust list under which it is judged, and what must come of it.

    `twin` is the valid vector it was derived from by `mutation` (both empty on the twin itself). `context` names what
    besides the credential was changed (`trust`, `clock`). `forgery` marks a certificate that no listed signer signed in this
    form: letting it through fails whatever the requirement rests on. `clock` is RFC 3339 in UTC.
    """

    id: str
    title: str
    description: str
    role: str
    operation: str
    requirement: str
    expectation: Expectation
    credential: str
    clock: str
    trust: tuple[TrustEntry, ...]
    output: Any = None
    twin: str | None = None
    mutation: str = ""
    also: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()
    context: frozenset[str] = frozenset()
    forgery: bool = False
    source: str = "recipe"
    input: Mapping[str, Any] | None = None
    notes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def family(self) -> str:
        """The twin's id: what a family shares is its key, its signer certificate and its person."""
        return self.twin or self.id
