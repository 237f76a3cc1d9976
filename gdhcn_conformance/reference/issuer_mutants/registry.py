"""The registry of mutants, for issuers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gdhcn_conformance.credentials import dcc
from gdhcn_conformance.reference.issuer import STEPS, Issuer, Making
from gdhcn_conformance.reference.mutants import registry as shared
from gdhcn_conformance.reference.mutants.registry import Buggy, Mutant
from gdhcn_conformance.reference.own_keys import OwnKeys, kind_of

SIGNER = "signer"  # in the place of a step: which of its own signers an issuer takes for a request
HEADERS = "headers of its own signers"  # the step `headers`, of an issuer that has several signers
OWN = ("vaccination", "test", "recovery")  # the signers of an issuer whose bug lies there
# In the place of a requirement that fails as well: those of all vectors, for what is issued can be used by nobody.
EVERY_VECTOR = "every vector"
NOBODY = "no verifier can use what it issues"
BY_SCHEMA = "it is a rule of the schema, which is one requirement as a whole"
NOT_SAID = "the certificate does not say what was told"
GROUPS = tuple(dcc.KINDS)


def registry() -> tuple[list[Mutant], Callable[..., Callable[[Buggy], Buggy]]]:
    """An empty list of mutants, and the decorator that adds to it: `step` is a name of `STEPS`, `SIGNER`, or `HEADERS`."""
    return shared.registry((*STEPS, SIGNER, HEADERS), _issuer)


def _issuer(name: str, step: str, function: Buggy) -> Issuer:
    if step == SIGNER:  # whoever chooses the signer does not hold it against the certificate a second time
        return OwnKeys(function, OWN, {each: STEPS[each] for each in STEPS if each != "key"}, name=name)
    if step == HEADERS:
        return OwnKeys(kind_of, OWN, {**STEPS, "headers": function}, name=name)
    return Issuer({**STEPS, step: function}, name=name)


def entries(making: Making, groups: tuple[str, ...] = GROUPS) -> list[dict[str, Any]]:
    """The entries of these groups."""
    return dcc.entries(making.payload, groups)
