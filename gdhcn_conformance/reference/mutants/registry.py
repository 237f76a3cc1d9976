"""What a mutant is, and the decorator that makes one of a step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gdhcn_conformance.reference.verifier import STEPS, Step, Verifier


@dataclass(frozen=True, slots=True)
class Mutant:
    """One bug: the requirement it breaks, the step it replaces, and what else is known to fail because of it.

    `also_fails` are the other requirements in whose vectors the same mistake shows, and `because` says why it does.
    """

    name: str
    requirement: str
    step: str
    function: Step
    also_fails: tuple[str, ...] = ()
    because: str = ""

    @property
    def says(self) -> str:
        """What the bug is, in a sentence."""
        return (self.function.__doc__ or "").strip()

    def verifier(self) -> Verifier:
        """The verifier with this bug."""
        return Verifier({**STEPS, self.step: self.function}, name=f"mutant {self.name}")


def registry() -> tuple[list[Mutant], Callable[..., Callable[[Step], Step]]]:
    """An empty list of mutants, and the decorator that adds to it: `@mutant(requirement, step, *also_fails, because=…)`."""
    mutants: list[Mutant] = []

    def mutant(requirement: str, step: str, *also_fails: str, because: str = "") -> Callable[[Step], Step]:
        if step not in STEPS:
            raise ValueError(f"the reference has no step {step!r}")

        def register(function: Step) -> Step:
            mutants.append(
                Mutant(function.__name__.replace("_", "-"), requirement, step, function, also_fails, because)
            )
            return function

        return register

    return mutants, mutant
