"""What a reader of one layer gives back: a value, and every way in which its encoding deviated.

A reader never decides what is tolerable. It returns the value where one can be had, with the deviations it saw, and raises
`Malformed` only where there is no value. Strict means: no deviation tolerated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Deviation:
    """One way in which an encoding departs from its strictest form.

    `code` is one of the codes its layer's module lists, `detail` a sentence part for people.
    """

    code: str
    detail: str = ""


class Malformed(ValueError):  # noqa: N818 - the word the specifications use
    """Raised where a layer yields no value at all; `code` is one of the codes its layer's module lists."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Reading(Generic[Value]):
    """A layer's value and the deviations of its encoding, in the order they were met."""

    value: Value
    deviations: tuple[Deviation, ...] = ()

    @property
    def codes(self) -> frozenset[str]:
        """The codes of all deviations."""
        return frozenset(deviation.code for deviation in self.deviations)
