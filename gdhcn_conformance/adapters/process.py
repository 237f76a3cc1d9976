"""An implementation behind a command: a child process that reads requests on stdin and writes answers on stdout."""

from __future__ import annotations

import errno
import os
import shlex
import time
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from gdhcn_conformance.adapters.attribution import Answer, Break, Line, LineSubject, Take
from gdhcn_conformance.adapters.base import Handshake, Limits, Request
from gdhcn_conformance.adapters.child import Child, GoneError, Launch
from gdhcn_conformance.adapters.handshake import HELLO_ID, hello, read_handshake
from gdhcn_conformance.adapters.protocol import UnusableLineError, answer_id, parse
from gdhcn_conformance.adapters.texts import Secrets, quote
from gdhcn_conformance.errors import Exit, Problem
from gdhcn_conformance.model.outcome import Accepted, Hung, Outcome, ProtocolError

FAREWELL_SECONDS = 1.0  # how long a process may take to end once its input is closed
RESTART_SECONDS = 0.2  # before a second try to start it again: a lock or a port of the one that died may linger
BRIEF_SECONDS = 0.0  # one that has failed is not waited for


class ProcessSubject(LineSubject):
    """A child process: `command` as a person types it, or its words.

    `env` is added to the environment of the suite, a value may be `env:NAME`; `cwd` is the folder the command runs in.
    `Problem` where the command cannot be read.
    """

    def __init__(
        self,
        command: str | Sequence[str],
        limits: Limits | None = None,
        *,
        cwd: str | Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> None:
        limits = limits or Limits()
        words = _words(command)
        shown = command if isinstance(command, str) else shlex.join(words)
        secrets = Secrets()
        added = {name: secrets.resolve(value) for name, value in (env or {}).items()}
        launch = Launch(words, str(cwd) if cwd else None, {**os.environ, **added})
        self._process = ProcessLine(launch, limits, shown, secrets)
        super().__init__(shown, self._process, limits)

    def launch(self) -> None:
        """See `Subject.launch`."""
        self._process.launch()


class ProcessLine(Line):
    """The way to a child process; laid anew, it is another process."""

    def __init__(self, launch: Launch, limits: Limits, shown: str, secrets: Secrets) -> None:
        self._launch = launch
        self._limits = limits
        self._shown = shown
        self._secrets = secrets
        self._child: Child | None = None
        self._launched: Child | None = None
        self._setup: Request | None = None
        self._wary = False

    def launch(self) -> None:
        """Let the process start while the suite is still loading; what goes wrong is told when hands are shaken."""
        with suppress(OSError, ValueError):
            self._launched = self._launched or Child(self._launch, self._limits, self._secrets)

    def open(self) -> Handshake:
        """Start it, unless it has been launched, and shake hands; `Problem` with one diagnosis where that fails."""
        launched, self._launched = self._launched, None
        self.close()
        try:
            self._child = launched or Child(self._launch, self._limits, self._secrets)
        except (OSError, ValueError) as error:
            raise self._not_started(error) from None
        try:
            return self._shake_hands(self._child)
        except BaseException:
            self._drop(BRIEF_SECONDS)
            raise

    def _shake_hands(self, child: Child) -> Handshake:
        try:
            line = child.first_line(hello())
            document = parse(line)
            ident = answer_id(document, line)
        except GoneError as gone:
            raise self._silent(gone.outcome) from None
        except UnusableLineError as error:
            raise self._garbled(str(error)) from None
        if ident != HELLO_ID:
            raise self._garbled(f"an answer to another message: {quote(line)}")
        child.wary = self._wary
        return read_handshake(document)

    def renew(self) -> None:
        """A fresh process, set up as the session asks; the one there is, where it has not been asked anything."""
        if self._child is not None and self._child.alive and not self._child.asked and self._child.wary is self._wary:
            return
        self._drop(BRIEF_SECONDS)
        try:
            self.open()
        except Problem:
            time.sleep(RESTART_SECONDS)
            self.open()
        if self._setup is not None:
            answer = self.alone(self._setup)
            if not isinstance(answer.outcome, Accepted):
                summary = f"a fresh process did not take the session's configuration: {answer.outcome.kind}"
                hint = "It took it before: a session must be able to begin anew."
                raise Problem("adapter-configure", summary, hint, exit_code=Exit.UNREACHABLE)
            self._as_fresh()

    def configure(self, request: Request) -> Answer:
        """See `Line.configure`; what is not accepted is not sent again."""
        self._setup = None
        self.renew()
        answer = self.alone(request)
        if isinstance(answer.outcome, Accepted):
            self._setup = request
            self._as_fresh()
        return answer

    def _as_fresh(self) -> None:
        if self._child is not None:
            self._child.asked = 0

    def pipeline(self, waiting: deque[Request], take: Take) -> Break | None:
        """See `Line.pipeline`; after a break the process is gone."""
        return self._exchange(self._ready(), waiting, self._limits.in_flight, take)

    def alone(self, request: Request) -> Answer:
        """See `Line.alone`."""
        child = self._ready()
        clean = child.asked == 0
        answers: list[tuple[Outcome, int]] = []
        broken = self._exchange(
            child, deque([request]), 1, lambda _, outcome, micros: answers.append((outcome, micros))
        )
        if broken:
            return Answer(broken.outcome, 0, clean, open=False)
        outcome, micros = answers[0]
        return Answer(outcome, micros, clean, open=True)

    def _exchange(self, child: Child, waiting: deque[Request], window: int, take: Take) -> Break | None:
        broken = child.exchange(waiting, window, take)
        if broken is None:
            return None
        # It may have answered once more, or under another id: look twice from now on.
        self._wary = self._wary or isinstance(broken.outcome, ProtocolError)
        self._drop(BRIEF_SECONDS)
        return broken

    def _ready(self) -> Child:
        if self._child is None or not self._child.alive:
            self.renew()
        assert self._child is not None
        return self._child

    def close(self) -> None:
        """Close its input, and kill it with all it started where it does not end by itself."""
        self._drop(FAREWELL_SECONDS)

    def _drop(self, patience: float) -> None:
        for child in filter(None, (self._child, self._launched)):
            child.stop(patience)
        self._child = self._launched = None

    # The one diagnosis

    def _not_started(self, error: OSError | ValueError) -> Problem:
        program = self._launch.command[0]
        if isinstance(error, OSError) and error.filename == self._launch.cwd and self._launch.cwd:
            summary = f"the folder {self._launch.cwd} cannot be entered: {error.strerror}"
            return Problem("adapter-no-folder", summary, "Look at `cwd`, and at where the statement lies.")
        if isinstance(error, FileNotFoundError):
            hint = "Look at the spelling; give a path where it is not on PATH; `python:module:object` names a Python object."
            if (Path(self._launch.cwd or "") / program).is_file():
                hint = (
                    f"It is a file here, and no program: name what runs it, as in 'python {program}', or './{program}'."
                )
            return Problem("adapter-not-found", f"the command '{program}' was not found", hint)
        if isinstance(error, PermissionError):
            return Problem(
                "adapter-not-executable", f"'{program}' may not be executed", f"Try: chmod +x {shlex.quote(program)}"
            )
        if isinstance(error, OSError) and error.errno == errno.ENOEXEC:
            hint = "Its first line must name an interpreter, such as #!/usr/bin/env python3."
            return Problem("adapter-not-executable", f"'{program}' is no program", hint)
        return Problem("adapter-not-started", f"'{program}' cannot be started: {error}", "Run the command by hand.")

    def _silent(self, outcome: Outcome) -> Problem:
        """No first line: it ended, or says nothing."""
        if isinstance(outcome, Hung):
            hint = "Read stdin line by line (not to its end), and flush stdout after each answer. A slow start? Raise the limit."
            return self._unreachable("adapter-silent", f"the adapter did not answer hello: {outcome.detail}", hint)
        if isinstance(outcome, ProtocolError):
            return self._garbled(outcome.detail)
        hint = f'Run it by hand: echo \'{{"op":"hello","id":"0"}}\' | {self._shown}'
        return self._unreachable("adapter-exited", f"the adapter did not answer hello: {outcome.detail}", hint)

    def _garbled(self, what: str) -> Problem:
        hint = (
            "Only answers belong on stdout, one JSON object a line. Print logs to stderr; a library that prints, too."
        )
        return self._unreachable("adapter-not-json", f"the adapter did not answer hello, but wrote {what}", hint)

    def _unreachable(self, code: str, summary: str, hint: str) -> Problem:
        redact = self._secrets.redact
        return Problem(code, redact(summary), redact(hint), exit_code=Exit.UNREACHABLE)


def _words(command: str | Sequence[str]) -> tuple[str, ...]:
    try:
        words = tuple(shlex.split(command)) if isinstance(command, str) else tuple(command)
    except ValueError as error:
        raise Problem("adapter-command", f"the command cannot be read: {error}", "Close the quotation mark.") from None
    if not words or not words[0]:
        raise Problem(
            "adapter-command", "the command of the adapter is empty", "Write, for instance, 'python adapter.py'."
        )
    return words
