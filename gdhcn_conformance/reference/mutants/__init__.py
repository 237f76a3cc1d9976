"""Verifiers with one bug each: the reference with one step replaced. Every one must be caught by its requirement.

One module a layer of the carrier; `fleet()` gathers them.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from gdhcn_conformance.reference.mutants.registry import Mutant

__all__ = ["Mutant", "fleet"]

LAYERS = ("carrier", "message", "keys", "claims", "content")


@cache
def fleet() -> dict[str, Mutant]:
    """All mutants by name, from the outermost layer inwards."""
    found: dict[str, Mutant] = {}
    for layer in LAYERS:
        for each in import_module(f"{__name__}.{layer}").MUTANTS:
            if each.name in found:
                raise ValueError(f"two mutants are named {each.name}")
            found[each.name] = each
    return found
