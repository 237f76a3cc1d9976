"""What a mutant is, and the decorator that makes one of a step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

from gdhcn_conformance.reference.verifier import STEPS, Verifier

IMAGE = "image"  # in the place of a step: the operation `verify-image`, which comes before them all
# A step with a bug. With a memory it is also given a dictionary that lasts as long as the verifier; a reader of images is
# given verifier and request, and gives an answer.
Buggy: TypeAlias = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One bug: the requirement it breaks, the step it replaces, and what else is known to fail because of it.

    `also_fails` are the other requirements in whose vectors the same mistake shows, and `because` says why it does.
    `remembers` marks a bug that lies in what is kept from one certificate to the next.
    """

    name: str
    requirement: str
    step: str
    function: Buggy
    also_fails: tuple[str, ...] = ()
    because: str = ""
    remembers: bool = False

    @property
    def says(self) -> str:
        """What the bug is, in a sentence."""
        return (self.function.__doc__ or "").strip()

    def verifier(self) -> Verifier:
        """A verifier with this bug, which remembers nothing yet."""
        name = f"mutant {self.name}"
        if self.step == IMAGE:
            return _Scanner(self.function, name=name)
        step = partial(self.function, memory={}) if self.remembers else self.function
        return Verifier({**STEPS, self.step: step}, name=name)


class _Scanner(Verifier):
    """The reference with another reader of images."""

    def __init__(self, reader: Buggy, *, name: str) -> None:
        super().__init__(name=name)
        self.reader = reader

    def verify_image(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """What the other reader makes of the image."""
        answer: dict[str, Any] = self.reader(self, request)
        return answer


def registry() -> tuple[list[Mutant], Callable[..., Callable[[Buggy], Buggy]]]:
    """An empty list of mutants, and the decorator that adds to it.

    `@mutant(requirement, step, *also_fails, because=…, remembers=…)`; `step` is a name of `STEPS`, or `IMAGE`.
    """
    mutants: list[Mutant] = []

    def mutant(
        requirement: str, step: str, *also_fails: str, because: str = "", remembers: bool = False
    ) -> Callable[[Buggy], Buggy]:
        if step not in STEPS and step != IMAGE:
            raise ValueError(f"the reference has no step {step!r}")

        def register(function: Buggy) -> Buggy:
            name = function.__name__.replace("_", "-")
            mutants.append(Mutant(name, requirement, step, function, also_fails, because, remembers))
            return function

        return register

    return mutants, mutant
