"""What a mutant is, and the decorator that makes one of a step. Every role whose reference is made of steps has a fleet of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

from gdhcn_conformance.reference.verifier import STEPS, Verifier

IMAGE = "image"  # in the place of a step: the operation `verify-image`, which comes before them all
# A step with a bug. With a memory it is also given a dictionary that lasts as long as the implementation; a reader of images is
# given verifier and request, and gives an answer.
Buggy: TypeAlias = Callable[..., Any]
# Makes an implementation of a name, a step's name, and what takes the step's place.
Maker: TypeAlias = Callable[[str, str, Buggy], Any]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One bug: the requirement it breaks, the step it replaces, and what else is known to fail because of it.

    `also_fails` are the other requirements in whose vectors the same mistake shows, and `because` says why it does.
    `remembers` marks a bug that lies in what is kept from one certificate to the next. `maker` puts the implementation together.
    """

    name: str
    requirement: str
    step: str
    function: Buggy
    maker: Maker
    also_fails: tuple[str, ...] = ()
    because: str = ""
    remembers: bool = False

    @property
    def says(self) -> str:
        """What the bug is, in a sentence."""
        return (self.function.__doc__ or "").strip()

    def make(self) -> Any:
        """An implementation with this bug, which remembers nothing yet."""
        step = partial(self.function, memory={}) if self.remembers else self.function
        return self.maker(f"mutant {self.name}", self.step, step)


class _Scanner(Verifier):
    """The reference with another reader of images."""

    def __init__(self, reader: Buggy, *, name: str) -> None:
        super().__init__(name=name)
        self.reader = reader

    def verify_image(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """What the other reader makes of the image."""
        answer: dict[str, Any] = self.reader(self, request)
        return answer


def _verifier(name: str, step: str, function: Buggy) -> Verifier:
    if step == IMAGE:
        return _Scanner(function, name=name)
    return Verifier({**STEPS, step: function}, name=name)


def registry(
    steps: Collection[str] = (*STEPS, IMAGE), maker: Maker = _verifier
) -> tuple[list[Mutant], Callable[..., Callable[[Buggy], Buggy]]]:
    """An empty list of mutants, and the decorator that adds to it.

    `@mutant(requirement, step, *also_fails, because=…, remembers=…)`; `step` is one of `steps`.
    """
    mutants: list[Mutant] = []

    def mutant(
        requirement: str, step: str, *also_fails: str, because: str = "", remembers: bool = False
    ) -> Callable[[Buggy], Buggy]:
        if step not in steps:
            raise ValueError(f"the reference has no step {step!r}")

        def register(function: Buggy) -> Buggy:
            name = function.__name__.replace("_", "-")
            mutants.append(Mutant(name, requirement, step, function, maker, also_fails, because, remembers))
            return function

        return register

    return mutants, mutant
