"""What the committed certificates of the verifier's suite hold, layer by layer, and what the reference says of each signature."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from gdhcn_conformance.credentials import cbor, cose
from gdhcn_conformance.credentials.reading import Malformed
from gdhcn_conformance.model.vector import TrustEntry, Vector
from gdhcn_conformance.reference.steps import signer
from gdhcn_conformance.reference.steps.examination import Examination, Refused
from gdhcn_conformance.reference.trust_list import Listed, TrustList, parse, suits
from gdhcn_conformance.reference.verifier import STEPS
from gdhcn_conformance.running import library


@dataclass(frozen=True, slots=True)
class Question:
    """Did one of these keys sign this message? `sign1` is `None` where the reference cannot read it, and `malformed` says why."""

    vector: Vector
    message: bytes
    keys: tuple[tuple[TrustEntry, Listed], ...]
    sign1: cose.Sign1 | None = None
    codes: frozenset[str] = frozenset()
    malformed: str = ""
    algorithm: int = 0
    kid: bytes = b""
    verdict: bool = False

    @property
    def elements(self) -> list[Any]:
        """What stands in the array of the message, whatever it is; nothing where there is none."""
        try:
            value = cbor.read(self.message).value
        except Malformed:
            return []
        while isinstance(value, cbor.Tagged):
            value = value.value
        return value if isinstance(value, list) else []

    @property
    def tags(self) -> list[int]:
        """The tags around the array, the outermost first."""
        try:
            value, found = cbor.read(self.message).value, []
        except Malformed:
            return []
        while isinstance(value, cbor.Tagged):
            found.append(value.tag)
            value = value.value
        return found


@cache
def vectors() -> tuple[Vector, ...]:
    return library.load("verifier").vectors


@cache
def messages() -> tuple[tuple[Vector, bytes], ...]:
    """Every committed certificate whose text can be decoded and inflated, and what comes out."""
    return tuple((vector, message) for vector in vectors() if (message := _message(vector)))


def _message(vector: Vector) -> bytes:
    exam = Examination(vector.credential, 0, TrustList({}, frozenset()))
    try:
        for name in ("context", "base45", "zlib"):
            STEPS[name](exam)
    except Refused:
        return b""
    return exam.message


@cache
def questions() -> tuple[Question, ...]:
    """Where the reference comes to a verdict on the signature itself.

    It can read the message, and a key that suits the algorithm is listed under the identifier. Whether the signer may sign,
    is in date, or what must be understood is another question, and no library's; nor is what deviates but can be read.
    """
    return tuple(found for vector, message in messages() if (found := _question(vector, message)))


@cache
def unreadable() -> tuple[Question, ...]:
    """Where the reference cannot read the message, with all keys listed that any algorithm of the suite could use."""
    return tuple(_unreadable())


def _unreadable() -> Iterator[Question]:
    for vector, message in messages():
        try:
            cose.read(message)
        except Malformed as malformed:
            keys = [pair for pair in _listed(vector) if suits(pair[1].key, -7) or suits(pair[1].key, -37)]
            yield Question(vector, message, tuple(keys), malformed=str(malformed))


def _question(vector: Vector, message: bytes) -> Question | None:
    exam = Examination("", 0, parse([entry.to_json() for entry in vector.trust]))
    try:
        reading = cose.read(message)
    except Malformed:
        return None
    exam.sign1, exam.headers = reading.value, reading.value.headers
    try:
        for name in ("algorithm", "key-identifier", "keys", "suitability"):
            STEPS[name](exam)
    except Refused:
        return None
    keys = [pair for pair in _listed(vector) if pair[1].kid == exam.kid and suits(pair[1].key, exam.algorithm)]
    signed = cose.to_be_signed(exam.sign1.protected, exam.sign1.payload)
    verdict = any(signer.signature_verifies(each.key, exam.algorithm, exam.sign1.signature, signed) for _, each in keys)
    known = {"algorithm": exam.algorithm, "kid": exam.kid, "verdict": verdict, "codes": reading.codes}
    return Question(vector, message, tuple(keys), exam.sign1, **known)


def _listed(vector: Vector) -> Iterator[tuple[TrustEntry, Listed]]:
    """The readable entries of a list, each with what the reference reads in it."""
    for entry in vector.trust:
        for found in parse([entry.to_json()]).signers.values():
            yield entry, found[0]
