"""Issuers with one bug each: the reference with one step replaced. Every one must be caught by its requirement.

One module a layer, from the picture inwards, and two of what no single layer has: `requests` (says something else than it was
told, or refuses what it should not) and `refusals` (issues what must be refused).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from gdhcn_conformance.reference.mutants import gathered

if TYPE_CHECKING:  # reports ask what is unproven, and need not wait for issuers
    from gdhcn_conformance.reference.mutants.registry import Mutant

__all__ = ["UNPROVEN", "fleet"]

LAYERS = (
    "picture",
    "carrier",
    "message",
    "headers",
    "signers",
    "claims",
    "encoding",
    "person",
    "entries",
    "identifiers",
    "requests",
    "refusals",
)

# Of the tested requirements that an issuer MUST meet, those that no mutant breaks, by id, each with the reason why none can be
# written.
UNPROVEN: Mapping[str, str] = {}


@cache
def fleet() -> dict[str, Mutant]:
    """All mutants by name, from the picture inwards."""
    return gathered(__name__, LAYERS)
