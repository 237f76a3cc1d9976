"""Verifiers that behave differently from the reference, and rightly. The suite must not fail any of them.

`sides` take the other side of each open policy; `manners` differ in order, reasons, output, clock and trust list.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from gdhcn_conformance.reference.variants.registry import Variant

__all__ = ["Variant", "conforming"]


@cache
def conforming() -> dict[str, Variant]:
    """All conforming variants by name."""
    found: dict[str, Variant] = {}
    for module in ("sides", "manners"):
        for each in import_module(f"{__name__}.{module}").VARIANTS:
            if each.name in found:
                raise ValueError(f"two variants are named {each.name}")
            found[each.name] = each
    return found
