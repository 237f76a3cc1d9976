"""Other manners: order of checks, reasons, output, clock, trust list, pace. None of them is a fault."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from gdhcn_conformance.credentials import cose
from gdhcn_conformance.reference.steps.examination import Examination, Refused
from gdhcn_conformance.reference.steps.signer import signature_verifies
from gdhcn_conformance.reference.trust_list import parse
from gdhcn_conformance.reference.variants.registry import Variant
from gdhcn_conformance.reference.verifier import STEPS, Verifier

VARIANTS: list[Variant] = []
Answer = dict[str, Any]


def variant(says: str, missing: str = "") -> Callable[[type], type]:
    """Register a class as the variant named by it."""

    def register(made: type) -> type:
        name = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in made.__name__).strip("-")
        VARIANTS.append(Variant(name, says, lambda: made(name=f"variant {name}"), missing=missing))
        return made

    return register


def _ordered(*names: str) -> Mapping[str, Any]:
    """The steps with these moved to the end, in this order."""
    return {name: STEPS[name] for name in (*(each for each in STEPS if each not in names), *names)}


@variant("The content is judged before the time: after the signature any order is legal.")
class TimeLast(Verifier):
    """Times come last."""

    def __init__(self, *, name: str) -> None:
        super().__init__(_ordered("time"), name=name)


@variant("Key usage comes last, after the schema.")
class KeyUsageLast(Verifier):
    """Key usage comes last."""

    def __init__(self, *, name: str) -> None:
        super().__init__(_ordered("key-usage"), name=name)


@variant("Who signed is judged after the signature has been verified.")
class SignerJudgedAfterSignature(Verifier):
    """Validity, chain and usage of the signer come after the signature."""

    def __init__(self, *, name: str) -> None:
        after = ("usage", "chain", "validity")
        names = [each for each in STEPS if each not in after]
        place = names.index("signature")
        steps = {**STEPS, "signature": _verifying, "signer": _first}
        order = (*names[: place + 1], *after, "signer", *names[place + 1 :])
        super().__init__({each: steps[each] for each in order}, name=name)


def _verifying(exam: Examination) -> None:
    """Keep every candidate whose key verifies the signature."""
    assert exam.sign1 is not None
    signed, signature = cose.to_be_signed(exam.sign1.protected, exam.sign1.payload), exam.sign1.signature
    kept = [e for e in exam.candidates if signature_verifies(e.key, exam.algorithm, signature, signed)]
    if not kept:
        raise Refused("signature-invalid")
    exam.candidates = tuple(kept)


def _first(exam: Examination) -> None:
    """Of those that are left, the first is taken for the signer."""
    exam.signer = exam.candidates[0]


@variant("Critical headers and algorithm are judged after the key was found.")
class KeyBeforeAlgorithm(Verifier):
    """The key is looked up before the algorithm is read."""

    def __init__(self, *, name: str) -> None:
        names = list(STEPS)
        start = names.index("algorithm")
        header = ["key-identifier", "keys", "critical", "algorithm"]
        rest = [each for each in names[start:] if each not in header]
        super().__init__({each: STEPS[each] for each in (*names[:start], *header, *rest)}, name=name)


@variant("Refusals come without a reason.")
class NoReasons(Verifier):
    """Says no and nothing more."""

    def verify(self, request: Mapping[str, Any]) -> Answer:
        """The reference's answer, without reason."""
        answer = super().verify(request)
        return answer if answer["outcome"] == "accepted" else {"outcome": "rejected"}


@variant("Every refusal has the same reason.")
class OneReasonForAll(Verifier):
    """A catch-all reason."""

    def verify(self, request: Mapping[str, Any]) -> Answer:
        """The reference's answer, with one reason."""
        answer = super().verify(request)
        return answer if answer["outcome"] == "accepted" else answer | {"reason": "signature-invalid"}


@variant("Whole numbers come back as floating-point numbers, as from a JSON library with one kind of number.")
class NumbersAsFloats(Verifier):
    """Doubles all the way."""

    def verify(self, request: Mapping[str, Any]) -> Answer:
        """The reference's answer, with floats for integers."""
        return _mapped(super().verify(request), lambda value: float(value) if type(value) is int else value)


@variant("Strings come back in normal form NFC, without surrounding white space.")
class StringsNormalised(Verifier):
    """Tidies up what it reads."""

    def verify(self, request: Mapping[str, Any]) -> Answer:
        """The reference's answer, with strings normalised."""
        tidy = unicodedata.normalize
        return _mapped(super().verify(request), lambda v: tidy("NFC", v).strip() if isinstance(v, str) else v)


@variant("Date-times come back in another time zone: the same instants.")
class DateTimesElsewhere(Verifier):
    """Shows times as its users know them."""

    def verify(self, request: Mapping[str, Any]) -> Answer:
        """The reference's answer, with instants written otherwise."""
        return _mapped(super().verify(request), _in_utc)


@variant("Members beyond those the schema names are added to the output.")
class MembersAdded(Verifier):
    """Adds display names."""

    def verify(self, request: Mapping[str, Any]) -> Answer:
        """The reference's answer, with members added."""
        answer = super().verify(request)
        if answer["outcome"] == "accepted":
            answer["payload"] = {**answer["payload"], "display": {"status": "ok"}}
        return answer


@variant("Only some fields are given back, and that is declared.")
class SomeFieldsOnly(Verifier):
    """Shows a name and a date of birth."""

    def hello(self) -> dict[str, Any]:
        """The reference's declaration, with fields as output."""
        return _declared(super().hello(), output="fields")

    def verify(self, request: Mapping[str, Any]) -> Answer:
        """The reference's answer, reduced to the person."""
        answer = super().verify(request)
        if answer["outcome"] == "accepted":
            answer["payload"] = {name: answer["payload"][name] for name in ("nam", "dob") if name in answer["payload"]}
        return answer


@variant("Nothing is given back, and that is declared.")
class NoOutput(Verifier):
    """Shows a green light."""

    def hello(self) -> dict[str, Any]:
        """The reference's declaration, without output."""
        return _declared(super().hello(), output="none")

    def verify(self, request: Mapping[str, Any]) -> Answer:
        """The reference's answer, without payload."""
        answer = super().verify(request)
        return {"outcome": "accepted"} if answer["outcome"] == "accepted" else answer


@variant("The trust list is taken once a session.")
class TrustListOnceASession(Verifier):
    """Is configured, then asked."""

    def __init__(self, *, name: str) -> None:
        super().__init__(name=name)
        self.trust: list[Mapping[str, Any]] = []

    def hello(self) -> dict[str, Any]:
        """The reference's declaration, with the list once a session."""
        return _declared(super().hello(), trust="session")

    def configure(self, request: Mapping[str, Any]) -> Answer:
        """Take the trust list for all that follows."""
        self.trust = list(request["trust"])
        parse(self.trust)
        return {"outcome": "accepted"}

    def verify(self, request: Mapping[str, Any]) -> Answer:
        """The reference's answer under the session's list."""
        return super().verify({**request, "trust": self.trust})

    def verify_image(self, request: Mapping[str, Any]) -> Answer:
        """The reference's answer under the session's list."""
        return super().verify_image({**request, "trust": self.trust})


@variant("It cannot be told the time, and says so.")
class WallClockOnly(Verifier):
    """Looks at the clock on the wall."""

    def hello(self) -> dict[str, Any]:
        """The reference's declaration, with its own clock."""
        return _declared(super().hello(), clock="wall")

    def verify(self, request: Mapping[str, Any]) -> Answer:
        """The reference's answer now."""
        return super().verify({**request, "clock": datetime.now(UTC).isoformat()})

    def verify_image(self, request: Mapping[str, Any]) -> Answer:
        """The reference's answer now."""
        return super().verify_image({**request, "clock": datetime.now(UTC).isoformat()})


@variant("It takes its time.")
class Slow(Verifier):
    """A millisecond more for each certificate."""

    def verify(self, request: Mapping[str, Any]) -> Answer:
        """The reference's answer, later."""
        time.sleep(0.001)
        return super().verify(request)


@variant("It verifies ES256 only and says so: its run as a complete verifier is incomplete.", missing="PS256")
class Es256Only(Verifier):
    """Declares one algorithm."""

    def hello(self) -> dict[str, Any]:
        """The reference's declaration, with one algorithm."""
        return _declared(super().hello(), algorithms=["ES256"])


@variant(
    "It leaves the schema to others and says so: its run as a complete verifier is incomplete.", missing="stage:schema"
)
class NoSchema(Verifier):
    """Declares all stages but one."""

    def __init__(self, *, name: str) -> None:
        super().__init__({each: step for each, step in STEPS.items() if each != "schema"}, name=name)

    def hello(self) -> dict[str, Any]:
        """The reference's declaration, without the stage."""
        stages = [
            "context",
            "base45",
            "zlib",
            "cbor",
            "cose",
            "header",
            "key",
            "dsc",
            "signature",
            "cwt",
            "time",
            "hcert",
            "key-usage",
        ]
        return _declared(super().hello(), stages=stages)


@variant("It reads texts and no pictures.")
class NoPictures(Verifier):
    """Leaves scanning to the device."""

    def hello(self) -> dict[str, Any]:
        """The reference's declaration, without the operation on images."""
        return _declared(super().hello(), operations=[])


def _declared(hello: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return hello | {"roles": {"verifier": hello["roles"]["verifier"] | changes}}


def _mapped(answer: Answer, change: Callable[[Any], Any]) -> Answer:
    def each(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: each(inner) for key, inner in value.items()}
        return [each(inner) for inner in value] if isinstance(value, list) else change(value)

    return answer if answer["outcome"] != "accepted" else answer | {"payload": each(answer["payload"])}


def _in_utc(value: Any) -> Any:
    if not isinstance(value, str) or "T" not in value:
        return value
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        return value
    return read.astimezone(UTC).isoformat() if read.tzinfo else value
