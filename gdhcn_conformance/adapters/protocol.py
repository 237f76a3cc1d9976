"""The messages of the adapter protocol, version 1: one JSON object a line, in UTF-8 (`ADAPTERS.md`).

Written by hand because a general validator costs more than the rest of an exchange; `tests/adapters` hold it against the
published schema, `reports/schemas/adapter-protocol.schema.json`. Stricter than a common JSON reader where an answer would be
ambiguous or could not be logged: a name that stands twice, NaN, infinite numbers and nesting beyond `DEPTH` are refused.
More lenient in one thing: members that the protocol does not know are ignored.
"""

from __future__ import annotations

import difflib
import json
import math
from collections.abc import Callable
from functools import cache
from typing import Any

from gdhcn_conformance.adapters.base import Request
from gdhcn_conformance.adapters.texts import clean, quote, whole
from gdhcn_conformance.model import vocabulary
from gdhcn_conformance.model.outcome import Accepted, Crashed, Outcome, ProtocolError, Rejected, Unsupported

DEPTH = 100  # a certificate's payload is five deep; readers of the log recurse
ISSUED = ("credential", "image", "document")  # what an issuer gives: the text, a picture of it, a PDF that holds it
OUTCOMES = "accepted, rejected, unsupported or crashed"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"

# ASCII only: a reader that takes bytes for Latin-1 still reads it, and no character can be taken for the end of a line.
_text = json.encoder.encode_basestring_ascii
_value = json.JSONEncoder(ensure_ascii=True, allow_nan=False, check_circular=False, separators=(",", ":")).encode
_WHITE_SPACE = " \t\r\n"  # RFC 8259, section 2


class UnusableLineError(ValueError):
    """A line that cannot be laid to any request: it is not JSON, no object, or names no id. The text says which."""


class Encoder:
    """Makes lines of requests. A tuple in a body is taken to be frozen, and is encoded once however many requests hold it."""

    KEPT = 512  # tuples: the trust lists of a run, one a family; each a few kB of text

    def __init__(self) -> None:
        self._tuples: dict[int, tuple[tuple[Any, ...], str]] = {}

    def encode(self, request: Request) -> bytes:
        """The request as one line, newline included; `ValueError` for a number that JSON does not have."""
        members = [f'{{"op":{_text(request.operation)},"id":{_text(request.id)}']
        for name, value in request.body.items():
            if isinstance(value, str):
                members.append(f"{_text(name)}:{_text(value)}")
            else:
                members.append(f"{_text(name)}:{self._tuple(value) if isinstance(value, tuple) else _value(value)}")
        return (",".join(members) + "}\n").encode("ascii")

    def _tuple(self, value: tuple[Any, ...]) -> str:
        kept = self._tuples.get(id(value))  # the tuple is kept with its text, so that its id stays its own
        if kept is None:
            if len(self._tuples) >= self.KEPT:
                self._tuples.clear()
            self._tuples[id(value)] = kept = (value, _value(value))
        return kept[1]


def encode(request: Request) -> bytes:
    """The request as one line, for a single one."""
    return Encoder().encode(request)


def parse(line: bytes) -> dict[str, Any]:
    """The JSON object in this line; `UnusableLineError` for anything else."""
    try:
        text = line.decode().strip(_WHITE_SPACE)
        document, end = _DECODER.raw_decode(text)
    except RecursionError:
        raise UnusableLineError(f"JSON nested deeper than {DEPTH}: {quote(line)}") from None
    except ValueError as error:
        raise UnusableLineError(_not_json(line, error)) from None
    if end != len(text):
        raise UnusableLineError(f"more than one JSON value in a line: {quote(line)}")
    if not isinstance(document, dict):
        raise UnusableLineError(f"JSON, but not an object: {quote(line)}")
    if line.count(b"[") + line.count(b"{") > DEPTH and _depth(document) > DEPTH:
        raise UnusableLineError(f"JSON nested deeper than {DEPTH}: {quote(line)}")
    if b"\\ud" in line or b"\\uD" in line:
        return {whole(name): whole(value) for name, value in document.items()}
    return document


def decode_answer(line: bytes) -> tuple[str, Outcome]:
    """The id that this line answers, and the outcome; `UnusableLineError` where no id can be read.

    An answer whose id can be read and that is otherwise not to be used is a `ProtocolError` of that request.
    """
    document = parse(line)
    return answer_id(document, line), read_outcome(document)


def answer_id(document: dict[str, Any], line: bytes) -> str:
    """The id of an answer; `UnusableLineError` where it has none."""
    ident = document.get("id")
    if isinstance(ident, str):
        return ident
    what = "without the id of its request" if ident is None else "whose id is not the string that was sent"
    raise UnusableLineError(f"an answer {what}: {quote(line)}")


def read_outcome(document: dict[str, Any]) -> Outcome:
    """The outcome in an answer, whoever carried it; what cannot be used becomes a `ProtocolError` that says why."""
    detail = document.get("detail")
    if detail is None:
        detail = ""
    elif isinstance(detail, str):
        detail = clean(detail)
    else:
        return ProtocolError(f"the member detail is {_kind(detail)}, should be a string")
    said = document.get("outcome")
    reader = _READERS.get(said) if isinstance(said, str) else None
    return reader(document, detail) if reader else ProtocolError(_no_outcome(document, detail))


def _accepted(document: dict[str, Any], detail: str) -> Outcome:
    # The payload may be of any type: to refuse an odd one here would turn an acceptance into "no usable answer".
    given = {name: document[name] for name in ISSUED if name in document}
    return Accepted(given or document.get("payload"), detail)


def _rejected(document: dict[str, Any], detail: str) -> Outcome:
    reason = document.get("reason")
    if reason is None or (isinstance(reason, str) and reason in known_reasons()):
        return Rejected(reason, detail)
    if not isinstance(reason, str):
        return ProtocolError(f"the member reason is {_kind(reason)}, should be a string")
    return ProtocolError(
        f"the reason '{clean(reason, 80)}' is not in the vocabulary{did_you_mean(reason, known_reasons())}; "
        "send a code of the table in ADAPTERS.md, or no reason and your own words in detail"
    )


_READERS: dict[str, Callable[[dict[str, Any], str], Outcome]] = {
    Accepted.kind: _accepted,
    Rejected.kind: _rejected,
    Unsupported.kind: lambda _, detail: Unsupported(detail),
    Crashed.kind: lambda _, detail: Crashed(detail),
}


@cache
def known_reasons() -> frozenset[str]:
    """The codes of all pipelines' reasons."""
    names = [path.stem for path in vocabulary.TABLES.glob("*.toml")]
    return frozenset(code for name in names for code in vocabulary.pipeline(name).reasons)


@cache
def known_stages() -> tuple[str, ...]:
    """The codes of all pipelines' stages, in the order of verification."""
    names = sorted(path.stem for path in vocabulary.TABLES.glob("*.toml"))
    return tuple(dict.fromkeys(code for name in names for code in vocabulary.pipeline(name).stages))


def did_you_mean(code: str, known: frozenset[str] | tuple[str, ...]) -> str:
    """` (did you mean 'x'?)` where a known code is close, else nothing."""
    spelt = {each.lower(): each for each in sorted(known)}
    close = difflib.get_close_matches(code[:80].lower().replace("_", "-").replace(" ", "-"), spelt, n=1)
    return f" (did you mean '{spelt[close[0]]}'?)" if close else ""


def _no_outcome(document: dict[str, Any], detail: str) -> str:
    said = document.get("outcome")
    what = f"the outcome is {_kind(said)}" if said is not None else "the answer has no outcome"
    if isinstance(said, str):
        what = f"the outcome is '{clean(said, 80)}'"
    return f"{what}, should be {OUTCOMES}" + (f" ({detail})" if detail else "")


def _kind(value: object) -> str:
    names = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        str: "a string",
        list: "an array",
        dict: "an object",
    }
    return names.get(type(value), "null")


def _not_json(line: bytes, error: ValueError) -> str:
    if line.startswith(_BYTE_ORDER_MARK):
        return f"a line that starts with a byte order mark: {quote(line)}"
    if isinstance(error, UnicodeDecodeError):
        return f"a line that is not UTF-8: {quote(line)}"
    if isinstance(error, _RefusedJSONError):
        return f"{error}: {quote(line)}"
    return f"a line that is not JSON: {quote(line)}"


def _depth(value: object) -> int:
    """How many arrays and objects stand in each other; not counted beyond `DEPTH`."""
    depth, level = 0, [value]
    while depth <= DEPTH and (nested := [each for each in level if isinstance(each, dict | list)]):
        depth += 1
        level = [inner for each in nested for inner in (each.values() if isinstance(each, dict) else each)]
    return depth


class _RefusedJSONError(ValueError):
    """JSON that a common reader lets through and that is refused here."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _RefusedJSONError("an object with the same name twice")
    return members


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise _RefusedJSONError("a number beyond every float")
    return number


def _no_constant(text: str) -> Any:
    raise _RefusedJSONError(f"{text}, which JSON does not have")


_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_float=_finite, parse_constant=_no_constant)
