"""Which vectors make a deck: a documented rule, and a function of a seed.

A vector can stand on a card when

1. it is verified as text, its requirement is one that the profile of decks names, and so is its twin's, up to the valid one;
2. no policy decides it, so that a deck means the same under all of them;
3. it needs nothing but what the profile requires of an app: no clock and no trust list of its own, no output;
4. its text is said in the alphanumeric mode of a QR symbol that is readable in print;
5. the reference judges it as it must be judged, under its own trust list, on every day on which the deck may be scanned.

Of these are chosen, always with the twin: one for each thing that a deck has to show (`wants`: every requirement; every stage
that must refuse; both algorithms and all kinds of certificate, each accepted and refused), the rarest first; then others, until
the deck is full and half of it must be refused. Where several would do, those are left that show most for the cards they need,
and of them the seed takes one.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from gdhcn_conformance.credentials import dcc
from gdhcn_conformance.model.vector import Expected, TrustEntry, Vector
from gdhcn_conformance.model.vocabulary import pipeline
from gdhcn_conformance.reference.verifier import Verifier
from gdhcn_conformance.running.assess import needs_of

if TYPE_CHECKING:
    from gdhcn_conformance.model.profile import Profile
    from gdhcn_conformance.running.library import Suite

ALPHANUMERIC = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")  # ISO/IEC 18004:2015, table 5
# Characters of a version 25 symbol at level Q (ISO/IEC 18004:2015, table 7), the largest that is met in issued certificates;
# on the 42 mm that a symbol has at most its modules are 0.36 mm wide, which a phone's camera still tells apart.
LONGEST = 1041
BEFORE, AFTER = (
    timedelta(days=1),
    timedelta(days=14),
)  # an app's clock may be in another zone; cards are scanned in the days after
REPEATS = 10  # one card in so many is printed a second time, and never fewer than two


def order(seed: int, *names: str) -> bytes:
    """A key to sort by that tells nothing: the same for the same seed and names, whatever the version of Python."""
    return hashlib.sha256("\0".join((f"deck {seed}", *names)).encode()).digest()


def window(moment: datetime) -> tuple[datetime, datetime]:
    """The first and the last moment at which the cards of a deck made for `moment` may be scanned."""
    return moment - BEFORE, moment + AFTER


def eligible(suite: Suite, profile: Profile, moment: datetime) -> tuple[Vector, ...]:
    """The vectors that can stand on a card: the rule of this module, 1 to 5."""
    by_id = {vector.id: vector for vector in suite.vectors}
    judged = {vector.id: _fits(vector, suite, profile, moment) for vector in suite.vectors if _shown(vector, profile)}

    def whole(vector: Vector | None) -> bool:
        return vector is None or (judged.get(vector.id, False) and whole(by_id[vector.twin] if vector.twin else None))

    return tuple(vector for vector in suite.vectors if whole(vector))


def _shown(vector: Vector, profile: Profile) -> bool:
    return vector.operation == "verify" and profile.standing(vector.requirement) != "not-scored"


def _fits(vector: Vector, suite: Suite, profile: Profile, moment: datetime) -> bool:
    expectation = vector.expectation
    decided = expectation.policy is None and expectation.expected is not Expected.EITHER
    plain = decided and suite.requirements[vector.requirement].policy is None and not vector.context
    printable = len(vector.credential) <= LONGEST and ALPHANUMERIC.issuperset(vector.credential)
    if not (plain and printable and needs_of(vector, expectation.expected, pipeline()) <= profile.capabilities):
        return False
    return stands(vector, vector.trust, moment)


def stands(vector: Vector, trust: Sequence[TrustEntry], moment: datetime) -> bool:
    """Whether the reference judges the vector as it must be, under this list, on every day of the window."""
    listed = [entry.to_json() for entry in trust]
    first, last = window(moment)
    return all(
        _verdict(vector.credential, clock, listed) == vector.expectation.expected for clock in (first, moment, last)
    )


def _verdict(text: str, clock: datetime, trust: list[dict[str, object]]) -> str:
    request = {"credential": text, "clock": clock.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "trust": trust}
    answered = Verifier().verify(request)["outcome"]
    return {"accepted": Expected.ACCEPT, "rejected": Expected.REJECT}[answered]


def marks(vector: Vector, by_id: Mapping[str, Vector]) -> frozenset[str]:
    """What a card with this vector shows: its requirements, a stage that refuses, and algorithm and kind with what must come of it."""
    expected = vector.expectation.expected
    accepted = vector
    while accepted.output is None and accepted.twin:
        accepted = by_id[accepted.twin]
    kinds = {
        kind for group, kind in dcc.KINDS.items() if isinstance(accepted.output, dict) and group in accepted.output
    }
    algorithms = vector.needs & {"ES256", "PS256"}
    stages = {f"stage {pipeline().stage_of(reason)}" for reason in vector.expectation.reasons[:1]}
    told = {f"{name} to {expected}" for name in kinds | algorithms}
    return frozenset({vector.requirement, *vector.also} | stages | told)


@dataclass(slots=True)
class _Choice:
    """A deck being chosen: what may be taken, and what has been."""

    candidates: Sequence[Vector]
    size: int
    seed: int
    by_id: dict[str, Vector] = field(init=False)
    shows: dict[str, frozenset[str]] = field(init=False)
    chosen: dict[str, Vector] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_id = {vector.id: vector for vector in self.candidates}
        self.shows = {vector.id: marks(vector, self.by_id) for vector in self.candidates}

    def bundle(self, vector: Vector) -> list[Vector]:
        """The vector and its twins, as far as they have not been chosen yet."""
        missing = []
        each: Vector | None = vector
        while each is not None and each.id not in self.chosen:
            missing.append(each)
            each = self.by_id[each.twin] if each.twin else None
        return missing

    def take(self, candidates: Iterable[Vector], wanted: frozenset[str] = frozenset()) -> bool:
        """Choose the one of these that shows most of what is wanted for a card, with its twins; false where there is no room."""
        room = self.size - len(self.chosen)
        open_ones = [v for v in candidates if v.id not in self.chosen and len(self.bundle(v)) <= room]
        if not open_ones:
            return False
        vector = min(open_ones, key=lambda v: (self.price(v, wanted), order(self.seed, "choice", v.id)))
        self.chosen |= {each.id: each for each in self.bundle(vector)}
        return True

    def price(self, vector: Vector, wanted: frozenset[str]) -> float:
        """Cards a vector costs, for each thing that is wanted and that it shows."""
        bundle = self.bundle(vector)
        return len(bundle) / max(1, len(wanted & {mark for each in bundle for mark in self.shows[each.id]}))

    def shown(self) -> set[str]:
        """What the vectors chosen so far show."""
        return {mark for name in self.chosen for mark in self.shows[name]}

    def missing_half(self) -> Expected:
        """Of which expectation there are too few."""
        negatives = sum(vector.expectation.expected is Expected.REJECT for vector in self.chosen.values())
        return Expected.REJECT if negatives < self.size // 2 else Expected.ACCEPT


def wants(candidates: Sequence[Vector], profile: Profile) -> list[str]:
    """What a deck of these candidates has to show, the rarest first."""
    by_id = {vector.id: vector for vector in candidates}
    there = Counter(mark for vector in candidates for mark in marks(vector, by_id))
    asked = {mark for mark in there if " " in mark or profile.standing(mark) != "not-scored"}
    return sorted(asked, key=lambda mark: (there[mark], mark))


def choose(candidates: Sequence[Vector], profile: Profile, size: int, seed: int) -> tuple[Vector, ...]:
    """At most `size` vectors by the rule of this module, in the order of the suite."""
    choice, wanted = _Choice(candidates, size, seed), wants(candidates, profile)
    for want in wanted:
        if want not in choice.shown():
            open_wants = frozenset(wanted) - choice.shown()
            choice.take((vector for vector in candidates if want in choice.shows[vector.id]), open_wants)
    filling = True
    while filling and len(choice.chosen) < size:
        half = choice.missing_half()
        filling = choice.take(v for v in candidates if v.expectation.expected is half) or choice.take(candidates)
    return tuple(vector for vector in candidates if vector.id in choice.chosen)


def repeats(chosen: Sequence[Vector], count: int, seed: int) -> tuple[Vector, ...]:
    """The vectors that are printed twice: half of them such as must be refused."""
    ordered = sorted(chosen, key=lambda vector: order(seed, "repeat", vector.id))
    refused = [vector for vector in ordered if vector.expectation.expected is Expected.REJECT]
    accepted = [vector for vector in ordered if vector.expectation.expected is not Expected.REJECT]
    negatives = refused[: count // 2]
    return (*negatives, *accepted[: count - len(negatives)])


def repeated(cards: int) -> int:
    """How many of so many cards are second prints."""
    return max(2, cards // REPEATS)
