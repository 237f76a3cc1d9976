"""The terminal: what it cannot spell, and a reader that has gone."""

from __future__ import annotations

import codecs
import os
import sys

PLAIN = "gdhcn-plain"
# What stands for a sign where the encoding has none; whatever is not named here becomes a question mark.
SPELT = {"✓": "+", "✗": "x", "·": "-", "━": "=", "…": "...", "→": "->", "’": "'", "—": "-", "–": "-"}  # noqa: RUF001


def prepare() -> None:
    """Let stdout and stderr replace what they cannot encode, instead of ending the command in the middle of a line."""
    codecs.register_error(PLAIN, _spelt)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=PLAIN)


def _spelt(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(SPELT.get(character, "?") for character in error.object[error.start : error.end]), error.end


def say(text: str) -> None:
    """Print to stdout; where that takes no more (`| head`) the rest is dropped, and the command goes on to its exit code."""
    try:
        print(text)
    except OSError:
        _abandon()
    flush()


def flush() -> None:
    """Write out what was printed to stdout; it is lost where nobody takes it, and fails nothing."""
    try:
        if sys.stdout is not None:  # as it is where the descriptor was closed
            sys.stdout.flush()
    except OSError:
        _abandon()


def _abandon() -> None:
    """Lead what is still to be written nowhere, so that the end of the process does not fail over it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def is_lively() -> bool:
    """Whether stderr is a terminal on which a line can be drawn over."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
