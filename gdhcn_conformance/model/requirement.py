"""A requirement: one behaviour that a specification asks of a role, with its level and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How strongly a behaviour is asked for (RFC 2119, RFC 8174: only in capitals)."""

    MUST = "MUST"
    SHOULD = "SHOULD"
    MAY = "MAY"
    INFO = "INFO"


class Basis(StrEnum):
    """What a requirement rests on."""

    NORMATIVE = "normative"  # a capitalised keyword in the specification itself
    SCHEMA = "schema"  # a published schema, or the text of a regulation
    EXTERNAL = "external"  # a standard that the specification pulls in
    TEMPLATE = "template"  # a certificate template's bold row
    NARRATIVE = "narrative"  # structure or prose without a keyword
    GATEWAY = "gateway"  # what the gateway does
    CHECK = "check"  # a check of an official repository
    STANCE = "stance"  # ours, where the sources are silent or contradict each other


class Reading(StrEnum):
    """Which bases may fail a profile."""

    NORMATIVE = "normative"
    OPERATIONAL = "operational"

    @property
    def failing(self) -> frozenset[Basis]:
        """The bases on which a broken MUST fails under this reading; on any other it warns."""
        firm = frozenset({Basis.NORMATIVE, Basis.SCHEMA, Basis.EXTERNAL})
        if self is Reading.NORMATIVE:
            return firm
        return firm | {Basis.TEMPLATE, Basis.NARRATIVE, Basis.GATEWAY, Basis.CHECK}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a requirement is written."""

    document: str
    section: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class NotTested:
    """Why no vector exercises a requirement; `reason` is one of a closed list."""

    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One row of a ledger: a behaviour, how strongly it is asked for, by whom, and what a test of it needs.

    `also` are rows of other ledgers that say the same; `policy` names the contradiction that leaves the row open;
    `needs` are capabilities without which the row is not applicable. `derived` names how the row follows from all vectors
    together, instead of from its own: `no-crash`, `same-again`. `decides` is `reason` where the requirement is about the reason
    of a refusal and not only about the refusal.
    """

    id: str
    chapter: str
    text: str
    level: Level
    basis: Basis
    source: Source
    also: tuple[str, ...] = ()
    policy: str | None = None
    needs: tuple[str, ...] = ()
    not_tested: NotTested | None = None
    derived: str = ""
    decides: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """A contradiction between the sources, as a named switch: accept, refuse, or open (recorded, never scored)."""

    name: str
    question: str
    default: str
    stance: str = ""


POLICY_VALUES = ("accept", "refuse", "open")
NOT_TESTED_REASONS = ("needs a person", "needs a list server", "not visible through an adapter", "another role")
