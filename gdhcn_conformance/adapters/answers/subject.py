"""The answer sheet as a subject: it answers what was written about the card that holds the certificate asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

from gdhcn_conformance.adapters.answers.key import Key, beside, find_key, read_key
from gdhcn_conformance.adapters.answers.sheet import Answer, Sheet, read_sheet
from gdhcn_conformance.adapters.answers.words import Meaning
from gdhcn_conformance.adapters.base import Handshake, Reply, Request, Role, Subject
from gdhcn_conformance.errors import Problem
from gdhcn_conformance.model.outcome import Accepted, Crashed, Outcome, ProtocolError, Rejected, Unsupported

UNNAMED = "unnamed app"
NO_ANSWER, NOT_SCANNED = "its card has no answer", "its card could not be scanned"


def key_for(sheet: Path, deck: str | None) -> Key:
    """The key of the deck that a sheet answers: the one that is named, else the one beside it; `Problem` where there is none."""
    if deck:
        return read_key(find_key(Path(deck)))
    found = beside(sheet)
    if found is None:
        hint = "name the folder that 'gdhcn-conformance deck' wrote, or its key.json, with --deck"
        raise Problem("deck-not-named", f"No key of a deck lies beside {sheet}.", hint)
    return read_key(found)


class AnswerSheet(Subject):
    """A filled sheet, held against the key of its deck. Nothing is asked of anybody; clock and trust list were the person's.

    A card without an answer, one that could not be scanned, and two prints of one certificate that were not answered alike have
    no usable answer: they decide nothing, and never pass.
    """

    def __init__(self, path: str, deck: str | None = None) -> None:
        self.address = f"answers:{path}"
        self._path = Path(path)
        self._key = key_for(self._path, deck)
        self._cards = self._key.by_text()
        self.sheet: Sheet = read_sheet(self._path, frozenset(card.number for card in self._key.cards), self._key.deck)

    def undecided(self) -> dict[str, str]:
        """The numbers of cards that decide nothing, by why; empty where every card was answered."""
        answers = self.sheet.answers
        numbers = [card.number for card in self._key.cards]
        found = {
            "without an answer": [each for each in numbers if each not in answers],
            "not scanned": [n for n in numbers if n in answers and answers[n].meaning is Meaning.NOT_SCANNED],
            "answered unlike their second print": [
                n for pair in self._cards.values() if self._unlike(pair) for n in pair
            ],
        }
        return {why: ", ".join(map(str, sorted(which))) for why, which in found.items() if which}

    def _unlike(self, numbers: tuple[int, ...]) -> bool:
        """Whether the prints of one certificate were answered in different ways."""
        return len({_outcome(number, self.sheet.answers.get(number)).kind for number in numbers}) > 1

    def start(self) -> Handshake:
        """Whom the sheet names; a person sees a verdict, never what was read, so the output is `none`."""
        facts = self.sheet.facts
        role = Role(output="none", clock="wall", trust="session")
        return Handshake(facts.get("app") or UNNAMED, facts.get("version", ""), roles={"verifier": role})

    def configure(self, request: Request) -> Reply:
        """The testers loaded the deck's list before they began; the key's digest says that this is the one."""
        return Reply(request.id, Accepted())

    def ask(self, requests: Sequence[Request], seen: Callable[[Reply], None] | None = None) -> dict[str, Reply]:
        """What was written. A certificate asked for a second time is answered from its second print, where it has one."""
        replies: dict[str, Reply] = {}
        asked: set[str] = set()
        for request in requests:
            digest = sha256(str(request.body.get("credential", "")).encode()).hexdigest()
            reply = self._reply(request, self._cards.get(digest, ()), again=digest in asked)
            asked.add(digest)
            replies[request.id] = reply
            if seen is not None:
                seen(reply)
        return replies

    def ask_alone(self, request: Request) -> Reply:
        """The same again: a sheet does not change its mind."""
        return self.ask([request])[request.id]

    def close(self) -> None:
        """Nothing is held."""

    def _reply(self, request: Request, numbers: tuple[int, ...], *, again: bool) -> Reply:
        if request.operation != "verify" or not numbers:
            return Reply(request.id, Unsupported("the deck has no such card"))
        answers = [(number, self.sheet.answers.get(number)) for number in numbers]
        outcomes = tuple(_outcome(number, answer) for number, answer in answers)
        if self._unlike(numbers):
            return Reply(request.id, ProtocolError(_unlike(answers)), attempts=outcomes)
        # Of a certificate that was printed once there is no second answer: it is not made up.
        return Reply(request.id, outcomes[-1 if again else 0], sent=not again or len(numbers) > 1)


def _outcome(number: int, answer: Answer | None) -> Outcome:
    """What was written, as the outcome that it stands for."""
    if answer is None:
        return ProtocolError(NO_ANSWER)
    told = f"card {number}: {answer.note}" if answer.note else f"card {number}"
    match answer.meaning:
        case Meaning.VALID:
            return Accepted(detail=told)
        case Meaning.NOT_VALID:
            return Rejected(detail=told)
        case Meaning.CRASH:
            return Crashed(told)
        case Meaning.NOT_SCANNED:
            return ProtocolError(NOT_SCANNED)


def _unlike(answers: Sequence[tuple[int, Answer | None]]) -> str:
    said = " and ".join(f"{number} '{answer.meaning if answer else 'no answer'}'" for number, answer in answers)
    return f"the same certificate stands on two cards, and they were answered unlike: {said}"
