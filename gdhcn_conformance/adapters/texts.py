"""Text that an implementation wrote, made fit to be shown: bounded, without control characters, without secrets.

What comes through the wall is never trusted: it may carry terminal escapes, half a surrogate pair, a megabyte of stack
trace, or the token that it was called with.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from gdhcn_conformance.errors import Problem

DETAIL = 2_000  # characters of free text kept: a stack trace's telling half, and a report of thousands stays readable
QUOTED = 160  # characters of an unusable line shown: one and a half lines of a terminal
LAST_LINES = 10  # lines of stderr shown: an exception with where it came from
REDACTED = "[redacted]"
SENSITIVE = re.compile(
    "auth|cookie|credential|key|pass|secret|session|signature|token", re.IGNORECASE
)  # names of headers
FROM_ENVIRONMENT = "env:"
_FRAME = re.compile(r"\s+(at |\.\.\. \d+ more)")  # below the message, and longer than it
_KEPT = "\n\t\u200c\u200d"  # the two joiners belong to the spelling of several languages
_REPLACEMENT = "\ufffd"


def clean(text: str, limit: int = DETAIL) -> str:
    """The text in at most `limit` characters, control and direction characters as escapes, lone surrogates replaced."""
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    return text if text.isprintable() else "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character.isprintable() or character in _KEPT or unicodedata.category(character) == "Zs":
        return character
    if "\ud800" <= character <= "\udfff":
        return _REPLACEMENT
    return character.encode("unicode_escape").decode("ascii")


def quote(line: bytes, limit: int = QUOTED) -> str:
    """The beginning of a line of output, in quotation marks, as it can be shown in a sentence."""
    return f"'{clean(line[: 4 * limit].decode('utf-8', 'replace').strip(), limit)}'"


def last_lines(output: bytes) -> str:
    """The last lines of what was written to stderr, stack frames of the JVM, Node and .NET left out; empty where none."""
    lines = [line for line in output.decode("utf-8", "replace").strip().splitlines() if not _FRAME.match(line)]
    return clean("\n".join(lines[-LAST_LINES:])[-DETAIL:].strip())


def whole(value: Any) -> Any:
    """The JSON value with half surrogate pairs replaced, in keys, too: what cannot be written in UTF-8 cannot be logged."""
    if isinstance(value, str):
        return value if value.isprintable() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [whole(each) for each in value]
    if isinstance(value, dict):
        return {whole(name): whole(each) for name, each in value.items()}
    return value


class Secrets:
    """Values that must not be seen in any text: what was taken from the environment, and what headers carry."""

    def __init__(self) -> None:
        self._values: set[str] = set()
        self._ordered: list[tuple[str, bytes]] = []

    def resolve(self, value: str) -> str:
        """The value, read from the environment where it is `env:NAME`; `Problem` where that variable is not set.

        `env:` may follow a scheme (`Bearer env:TOKEN`).
        """
        head, marker, name = value.partition(FROM_ENVIRONMENT)
        if not marker or (head and not head.endswith(" ")):
            return value
        if not os.environ.get(name):
            hint = f"Set it (export {name}=…), or write the value itself."
            raise Problem("environment-variable-missing", f"the environment variable {name} is not set", hint)
        self.hide(os.environ[name])
        return head + os.environ[name]

    def hide(self, value: str) -> None:
        """Hide this value wherever it stands, also in the ways in which it can be written inside JSON."""
        spelt = {value, json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1]}
        self._values.update(spelt | {each.replace("/", "\\/") for each in spelt} - {""})
        # A secret that holds another one goes first.
        self._ordered = sorted(((each, each.encode()) for each in self._values), key=lambda pair: -len(pair[0]))

    def headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """The headers with their values resolved; what a telling name announces is taken for a secret, without its scheme."""
        resolved = {name: self.resolve(value) for name, value in headers.items()}
        for name, value in resolved.items():
            if SENSITIVE.search(name):
                self.hide(value)
                self.hide(value.rpartition(" ")[2])
                self._hide_password(value)
        return resolved

    def _hide_password(self, value: str) -> None:
        scheme, _, credentials = value.partition(" ")
        if scheme.lower() != "basic":
            return
        try:
            pair = base64.b64decode(credentials, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            return  # not the form of RFC 7617: nothing is encoded in it
        self.hide(pair)
        self.hide(pair.partition(":")[2])

    def redact(self, text: str) -> str:
        """The text with every secret replaced."""
        for value, _ in self._ordered:
            text = text.replace(value, REDACTED)
        return text

    def redact_bytes(self, output: bytes) -> bytes:
        """The output with every secret replaced, before anything is cut from it or read in it."""
        for _, value in self._ordered:
            output = output.replace(value, REDACTED.encode())
        return output
