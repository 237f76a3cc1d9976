"""What a conforming variant is, and the decorators that make one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gdhcn_conformance.reference.steps.examination import Step
from gdhcn_conformance.reference.verifier import STEPS, Verifier


@dataclass(frozen=True, slots=True)
class Variant:
    """An implementation that differs from the reference and conforms.

    `policy` is the open question whose other side it takes, with the value that describes it (`accept` or `refuse`).
    `missing` names what makes its run incomplete, where something does; `warns` are the requirements, each a SHOULD, on which
    it draws a warning. `make` gives an object with the operations.
    """

    name: str
    says: str
    make: Callable[[], Any]
    policy: str = ""
    value: str = ""
    missing: str = ""
    warns: tuple[str, ...] = ()


def sides() -> tuple[list[Variant], Callable[[str, str, str], Callable[[Step], Step]]]:
    """An empty list, and the decorator that adds the side of a policy: `@side(policy, value, step)`."""
    variants: list[Variant] = []

    def side(policy: str, value: str, step: str) -> Callable[[Step], Step]:
        if step not in STEPS:
            raise ValueError(f"the reference has no step {step!r}")

        def register(function: Step) -> Step:
            name = function.__name__.replace("_", "-")

            def make() -> Verifier:
                return Verifier({**STEPS, step: function}, name=f"variant {name}")

            variants.append(Variant(name, (function.__doc__ or "").strip(), make, policy, value))
            return function

        return register

    return variants, side
