"""Verifiers with one bug each: the reference with one step replaced. Every one must be caught by its requirement.

One module a layer of the carrier; `fleet()` gathers them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # reports ask what is unproven, and need not wait for verifiers
    from gdhcn_conformance.reference.mutants.registry import Mutant

__all__ = ["UNPROVEN", "fleet", "gathered", "unproven"]

LAYERS = (
    "image",
    "carrier",
    "message",
    "headers",
    "keys",
    "signature",
    "signature_ps256",
    "encoding",
    "claims",
    "content",
    "schema",
)

# Of the tested requirements by which a verifier MUST refuse something, those that no mutant breaks, by id, each with the reason
# why none can be written. That their vectors would catch a bug is believed and not shown, and reports say so.
UNPROVEN: Mapping[str, str] = {}


@cache
def fleet() -> dict[str, Mutant]:
    """All mutants by name, from the outermost layer inwards."""
    return gathered(__name__, LAYERS)


def gathered(package: str, layers: Iterable[str]) -> dict[str, Mutant]:
    """The mutants of these modules of a package by name; `ValueError` where two have the same."""
    found: dict[str, Mutant] = {}
    for layer in layers:
        for each in import_module(f"{package}.{layer}").MUTANTS:
            if each.name in found:
                raise ValueError(f"two mutants are named {each.name}")
            found[each.name] = each
    return found


def unproven(requirements: Iterable[str], role: str = "verifier") -> dict[str, str]:
    """Of these requirements of a role, by id, those that no mutant proves, with the reason, in the given order."""
    known: Mapping[str, str] = import_module(FLEETS[role]).UNPROVEN if role in FLEETS else {}
    return {each: known[each] for each in requirements if each in known}


# The packages of mutants by role; a new role joins here.
FLEETS: Mapping[str, str] = {"verifier": __name__, "issuer": "gdhcn_conformance.reference.issuer_mutants"}
