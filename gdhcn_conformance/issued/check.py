"""A check: one requirement on issuers as a function of an issued certificate.

    @check("HCERT-CWT-006", needs="claims")
    def exp_is_an_integer(issued: Issued) -> Findings:
        "WHO HCERT 3.2.5: the expiration time is an integer."
        ...

It gives what is wrong, a sentence part each of the form *got X, should be Y*: none where the requirement is met, and `None` where
it says nothing about this certificate. A check is only asked where the layer that it `needs` could be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TypeAlias

from gdhcn_conformance.issued.certificate import LAYERS, Issued

Findings: TypeAlias = Iterable[str] | None
Function: TypeAlias = Callable[[Issued], Findings]

# The modules that hold checks, in the order of the layers: a new module joins here.
MODULES = (
    "requests",
    "declared",
    "symbol",
    "carrier",
    "message",
    "signers",
    "encoding",
    "claims",
    "schema",
    "person",
    "entries",
    "identifiers",
    "codes",
)
SHOWN = 5  # findings of one kind on one certificate that are told; more of them say nothing new


@dataclass(frozen=True, slots=True)
class Check:
    """One requirement's function. `kind` is the kind of certificate that it is about, empty where it is about any."""

    requirement: str
    needs: str
    kind: str
    function: Function

    def findings(self, issued: Issued) -> tuple[str, ...] | None:
        """What is wrong; `None` where it does not apply, or where the certificate cannot be read that far."""
        if not issued.reaches(self.needs) or (self.kind and self.kind not in issued.kinds):
            return None
        found = self.function(issued)
        return None if found is None else tuple(dict.fromkeys(found))


_REGISTERED: dict[str, list[Check]] = {}


def check(requirement: str, *, needs: str, kind: str = "") -> Callable[[Function], Function]:
    """Register a function under the requirement that it checks; several may check the same."""
    if needs not in LAYERS:
        raise ValueError(f"no layer {needs!r}; known: {', '.join(LAYERS)}")

    def registered(function: Function) -> Function:
        _REGISTERED.setdefault(requirement, []).append(Check(requirement, needs, kind, function))
        return function

    return registered


@cache
def checks() -> Mapping[str, tuple[Check, ...]]:
    """All checks by requirement, in the order of the layers."""
    for module in MODULES:
        import_module(f"gdhcn_conformance.issued.{module}")
    return {requirement: tuple(each) for requirement, each in _REGISTERED.items()}


def inspect(issued: Issued, requirements: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...] | None]]:
    """What each of these requirements says about a certificate, where it has a check."""
    known = checks()
    for requirement in requirements:
        if requirement in known:
            yield requirement, _together([each.findings(issued) for each in known[requirement]])


def _together(found: list[tuple[str, ...] | None]) -> tuple[str, ...] | None:
    said = [each for each in found if each is not None]
    return tuple(text for each in said for text in each)[:SHOWN] if said else None


def shown(value: object) -> str:
    """A value as a finding shows it."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"  # a line of a terminal holds one and the rest of its sentence
