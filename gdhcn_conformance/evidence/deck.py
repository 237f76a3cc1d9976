"""A deck of cards: vectors made for one moment, each under a number that tells nothing; and the same vectors again, from its key."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from gdhcn_conformance import __version__
from gdhcn_conformance.adapters.answers.key import Card, Key
from gdhcn_conformance.errors import Exit, Problem
from gdhcn_conformance.evidence import deck_choice as choose
from gdhcn_conformance.model.vector import Expected, TrustEntry, Vector
from gdhcn_conformance.running import sources
from gdhcn_conformance.running.run import union

if TYPE_CHECKING:
    from gdhcn_conformance.running.library import Suite

PROFILE = "verifier-deck"
FEWEST = 10  # cards; fewer show next to nothing, and two of them are second prints
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # of a deck's name: no digits and no vowels, so that no program takes it for a number or a word
SHORT_STEMS, LONG_STEMS = range(10, 100), range(100, 1000)  # no leading zero, which spreadsheet programs drop


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made: so many cards, for a moment, from a seed. `sets_clock`: the app's clock will be set to the moment."""

    cards: int
    moment: datetime
    seed: int
    countries: tuple[str, ...] = ()
    sets_clock: bool = False


@dataclass(frozen=True, slots=True)
class Deck:
    """A deck: its key, every card's number with its vector, in the order of the numbers, and the one trust list for all.

    `untested` are the requirements of the profile that this deck does not show: with any, nobody can be conformant.
    """

    key: Key
    cards: tuple[tuple[int, Vector], ...]
    trust: tuple[TrustEntry, ...]
    sets_clock: bool
    untested: tuple[str, ...]

    @property
    def refused(self) -> int:
        """How many cards must be refused."""
        return sum(vector.expectation.expected is Expected.REJECT for _, vector in self.cards)

    @property
    def twice(self) -> int:
        """How many cards are second prints."""
        return len(self.cards) - len({vector.id for _, vector in self.cards})


def make(suite: Suite, order: Order) -> Deck:
    """The deck that this order asks for; `Problem` where it is too small."""
    if order.cards < FEWEST:
        raise Problem("deck-too-small", f"A deck of {order.cards} cards shows nothing.", f"ask for {FEWEST} or more")
    order = replace(order, moment=order.moment.astimezone(UTC).replace(microsecond=0))
    profile = suite.profile(PROFILE)
    live = sources.fresh(suite, order.seed, moment=order.moment, countries=order.countries)
    candidates = choose.eligible(live, profile, order.moment)
    twice = choose.repeated(order.cards)
    chosen = choose.choose(candidates, profile, order.cards - twice, order.seed)
    trust = tuple(union(chosen))
    _check(chosen, trust, order.moment)
    cards = _numbered((*chosen, *choose.repeats(chosen, twice, order.seed)), order.seed)
    shown = {name for vector in chosen for name in (vector.requirement, *vector.also)}
    wanted = (
        name for name, row in suite.requirements.items() if profile.standing(name) == "required" and not row.derived
    )
    return Deck(
        key=_key(cards, trust, order, suite),
        cards=cards,
        trust=trust,
        sets_clock=order.sets_clock,
        untested=tuple(name for name in wanted if name not in shown),
    )


def again(suite: Suite, key: Key) -> Suite:
    """The suite with the vectors of a deck in place of its own, built again; `Problem` where they are not those on the cards."""
    moment = datetime.fromisoformat(key.moment)
    built = sources.fresh(suite, key.seed, moment=moment, countries=key.countries).vectors
    digests = {vector.id: digest(vector.credential) for vector in built}
    wrong = [card.number for card in key.cards if digests.get(card.vector) != card.sha256]
    names = {card.vector for card in key.cards}
    vectors = tuple(vector for vector in built if vector.id in names)
    if wrong or key.trust != digest(trust_list(union(vectors))):
        which = f"card {wrong[0]}" + (f" and {len(wrong) - 1} more" if wrong[1:] else "") if wrong else "the trust list"
        summary = f"The deck {key.deck} is not what this suite makes of its key: {which} would be another."
        hint = f"judge it with what made it ({key.made_with}; here: {_made_with(suite)}), and with the key as it was written"
        raise Problem("deck-differs", summary, hint)
    return replace(suite, vectors=vectors)


def digest(text: str) -> str:
    """The SHA-256 digest of a text in UTF-8, in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def trust_list(entries: Iterable[TrustEntry]) -> str:
    """The trust list as the file that testers load: a JSON array of entries, as the adapter protocol has them."""
    return json.dumps([entry.to_json() for entry in entries], indent=1) + "\n"


def numbers(count: int, seed: int) -> list[int]:
    """So many different numbers in ascending order; `Problem` where there are not so many.

    The last digit checks the others as in a GS1 number (GS1 General Specifications, 7.9), so that a number with one digit
    misread, or nearly any two exchanged, is no other card's.
    """
    stems = SHORT_STEMS if count <= len(SHORT_STEMS) * 2 // 3 else LONG_STEMS  # so that they do not follow one another
    if count > len(stems):
        raise Problem("deck-too-large", f"There are no {count} cards.", f"ask for {len(LONG_STEMS)} or fewer")
    picked = sorted(stems, key=lambda stem: choose.order(seed, "number", str(stem)))[:count]
    return sorted(stem * 10 + _check_digit(stem) for stem in picked)


def _check_digit(stem: int) -> int:
    weighted = sum(int(figure) * (3 if place % 2 == 0 else 1) for place, figure in enumerate(reversed(str(stem))))
    return -weighted % 10


def _numbered(prints: Sequence[Vector], seed: int) -> tuple[tuple[int, Vector], ...]:
    """The prints in an order that the seed decides, under ascending numbers."""
    marked = enumerate(prints)
    shuffled = [
        vector for _, vector in sorted(marked, key=lambda pair: choose.order(seed, "place", str(pair[0]), pair[1].id))
    ]
    return tuple(zip(numbers(len(shuffled), seed), shuffled, strict=True))


def _check(chosen: Sequence[Vector], trust: Sequence[TrustEntry], moment: datetime) -> None:
    """Held against the reference under the one list that testers load: a card that it misjudges is a fault of the suite."""
    wrong = [vector.id for vector in chosen if not choose.stands(vector, trust, moment)]
    if wrong:
        summary = f"Under one trust list for all, the reference judges otherwise: {', '.join(wrong)}."
        raise Problem(
            "deck-inconsistent", summary, "this is a fault of the suite; report it", exit_code=Exit.SUITE_ERROR
        )


def _key(cards: Sequence[tuple[int, Vector]], trust: Sequence[TrustEntry], order: Order, suite: Suite) -> Key:
    rows = tuple(Card(number, vector.id, digest(vector.credential)) for number, vector in cards)
    named = sha256("".join(f"{card.number} {card.sha256}\n" for card in rows).encode()).digest()
    return Key(
        deck="".join(LETTERS[octet % len(LETTERS)] for octet in named[:6]),  # 6: sixty million names
        moment=_rfc3339(order.moment),
        until=_rfc3339(choose.window(order.moment)[1]),
        seed=order.seed,
        countries=order.countries,
        cards=rows,
        trust=digest(trust_list(trust)),
        suite=__version__,
        made_with=_made_with(suite),
    )


def _made_with(suite: Suite) -> str:
    """What the texts of a deck depend on: the suite's version and content, and the library that compresses."""
    return f"gdhcn-conformance {__version__} ({suite.digest[:12]}), zlib {zlib.ZLIB_RUNTIME_VERSION}"


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
