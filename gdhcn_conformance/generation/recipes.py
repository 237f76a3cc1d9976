"""What a vector is written with: one small documented function, and a decorator that says what must come of it.

    @valid(requirement="HCERT-VRF-002")
    def vaccination(draft: Draft) -> Draft:
        "A vaccination certificate without fault."
        return draft

    @negative(of=vaccination, requirement="HCERT-CWT-007", reasons=["expired"])
    def expired_for_one_second(draft: Draft) -> Draft:
        "The certificate ended one second before it is verified."
        return draft.claims(exp=draft.seconds(seconds=-1))

The docstring's first sentence is the vector's title, the whole of it the page a reader sees.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from gdhcn_conformance.generation.draft import Beginning, Draft
from gdhcn_conformance.model.vector import Expectation, Expected
from gdhcn_conformance.model.vocabulary import pipeline
from gdhcn_conformance.pki.authority import SIGNER, Profile

__all__ = ["Draft", "Profile", "Recipe", "negative", "open_question", "tolerated", "valid"]

# A certificate for a verifier, or an application for one for an issuer.
Function: TypeAlias = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Recipe:
    """A documented function from a draft to a draft, with what must come of the certificate."""

    function: Function
    requirement: str
    expectation: Expectation
    beginning: Beginning
    twin: Recipe | None = None
    mutation: str = ""
    also: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()
    forgery: bool = False

    @property
    def name(self) -> str:
        """The function's name with hyphens: the last part of the vector's id."""
        return self.function.__name__.strip("_").replace("_", "-")

    @property
    def description(self) -> str:
        """The docstring, without its indentation."""
        return inspect.cleandoc(self.function.__doc__ or "")

    def draft(self, draft: Any) -> Any:
        """The certificate, or application, as this recipe writes it: what its twin does first, then its own change."""
        return self.function(self.twin.draft(draft) if self.twin else draft)


def valid(  # noqa: PLR0913 - all by keyword, each a fact about the family
    *,
    requirement: str,
    kind: str = "vaccination",
    version: str = "1.3.0",
    profile: Profile = SIGNER,
    needs: Iterable[str] = (),
    also: Sequence[str] = (),
) -> Callable[[Function], Recipe]:
    """A family's twin: a certificate that must be accepted, with its own key, signer certificate and person.

    `kind` is `vaccination`, `test` or `recovery`; `version` the payload's; `profile` how the signer certificate is made.
    """
    beginning = Beginning("", kind=kind, version=version, profile=profile)

    def made(function: Function) -> Recipe:
        return Recipe(
            function,
            requirement,
            Expectation(Expected.ACCEPT),
            beginning,
            also=tuple(also),
            needs=_algorithm(profile, needs),
        )

    return made


def negative(  # noqa: PLR0913 - all by keyword
    *,
    of: Recipe,
    requirement: str,
    reasons: Sequence[str],
    mutation: str = "",
    forgery: bool = False,
    needs: Iterable[str] = (),
    also: Sequence[str] = (),
) -> Callable[[Function], Recipe]:
    """A certificate that must be refused: the twin with one mutation.

    `reasons` are the admissible ones, argued from the layer that is mutated, the likeliest first. `mutation` is the name of what
    was done (the function's own where empty). `forgery` marks what no listed signer signed in this form.
    """
    known = tuple(pipeline().reason(code).code for code in reasons)
    return _derived(
        of, requirement, Expectation(Expected.REJECT, known), mutation, forgery=forgery, needs=needs, also=also
    )


def tolerated(
    *, of: Recipe, requirement: str, mutation: str = "", needs: Iterable[str] = (), also: Sequence[str] = ()
) -> Callable[[Function], Recipe]:
    """A certificate that must be accepted although it looks unusual: the twin with one permitted change."""
    return _derived(of, requirement, Expectation(Expected.ACCEPT), mutation, needs=needs, also=also)


def open_question(  # noqa: PLR0913 - all by keyword
    *,
    of: Recipe,
    requirement: str,
    policy: str | None,
    reasons: Sequence[str] = (),
    mutation: str = "",
    forgery: bool = False,
    needs: Iterable[str] = (),
    also: Sequence[str] = (),
) -> Callable[[Function], Recipe]:
    """A certificate on which the specifications leave room or contradict each other: the policy in force decides.

    `policy=None` is for what is recorded and never scored, such as a row of level MAY or INFO.
    """
    known = tuple(pipeline().reason(code).code for code in reasons)
    expectation = Expectation(Expected.EITHER, known, policy)
    return _derived(of, requirement, expectation, mutation, forgery=forgery, needs=needs, also=also)


def _derived(  # noqa: PLR0913 - gathers what the decorators take
    of: Recipe,
    requirement: str,
    expectation: Expectation,
    mutation: str,
    *,
    forgery: bool = False,
    needs: Iterable[str] = (),
    also: Sequence[str] = (),
) -> Callable[[Function], Recipe]:
    def made(function: Function) -> Recipe:
        return Recipe(
            function,
            requirement,
            expectation,
            of.beginning,
            twin=of,
            mutation=mutation or function.__name__.strip("_").replace("_", "-"),
            also=tuple(also),
            needs=of.needs | frozenset(needs),
            forgery=forgery,
        )

    return made


def _algorithm(profile: Profile, needs: Iterable[str]) -> frozenset[str]:
    return frozenset(needs) | {"PS256" if profile.rsa else "ES256"}
