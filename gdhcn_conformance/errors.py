"""Errors that a person can act on: a code, a sentence, a hint, and the exit code the command line ends with."""

from __future__ import annotations

from enum import IntEnum

INTERRUPTED = 130  # beside the table: what a shell says of a command that Ctrl-C ended, 128 and the number of SIGINT


class Exit(IntEnum):
    """The exit codes of the command line (README, *Exit codes*)."""

    CONFORMANT = 0
    NOT_CONFORMANT = 1
    USAGE = 2
    UNREACHABLE = 3
    SUITE_ERROR = 4
    KNOWN_DEVIATIONS = 5


class Problem(Exception):  # noqa: N818 - not always an error of the person's making
    """Something that stops a command, told to a person: what happened, and what to do about it.

    `code` is stable and in kebab case, `summary` one sentence, `hint` what to do; `exit_code` what the process ends with.
    """

    def __init__(self, code: str, summary: str, hint: str = "", *, exit_code: Exit = Exit.USAGE) -> None:
        super().__init__(summary)
        self.code = code
        self.summary = summary
        self.hint = hint
        self.exit_code = exit_code

    def __str__(self) -> str:
        return f"{self.summary} [{self.code}]" + (f"\n  hint: {self.hint}" if self.hint else "")
