"""One running child process and the lines that go to and fro: writing and reading in one loop, nothing that can block.

Requests are written many at a time and answers read many at a time, so that an exchange costs a few system calls for dozens
of requests. Standard error is drained in the same loop and its end kept for the diagnosis.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import IO, TypeAlias

from gdhcn_conformance.adapters.attribution import Break, Take
from gdhcn_conformance.adapters.base import Limits, Request
from gdhcn_conformance.adapters.memory import Watch
from gdhcn_conformance.adapters.protocol import Encoder, UnusableLineError, decode_answer
from gdhcn_conformance.adapters.texts import Secrets, last_lines, quote
from gdhcn_conformance.model.outcome import Crashed, Hung, Outcome, ProtocolError

PIPE = 262_144  # bytes a pipe holds, where that can be chosen (Linux): a window of certificates with their lists
WRITE = 65_536  # bytes gathered before a write: few calls, and the child starts on the first while the next are made
READ = 65_536  # bytes read at a time: a window's answers; Python gets more than 128 kB from the system anew each time
KEPT = 16_384  # bytes of stderr kept: the last stack trace with room to spare
EXIT_SECONDS = 0.5  # how long a process that has closed its output may take to end before it is killed
INPUT_SECONDS = 1.0  # how long a process that has closed its input may still answer what it has read
STRAY_SECONDS = 0.05  # how long a process that has spoken out of turn is listened to after its answer
MEGA = 1_000_000
SHELL_SIGNALS = 128  # a shell reports that its command was killed by signal n as status 128 + n

Handler: TypeAlias = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Launch:
    """How to start a child: the words of its command, the folder it runs in, and its whole environment."""

    command: tuple[str, ...]
    cwd: str | None = None
    env: Mapping[str, str] | None = None


class GoneError(Exception):
    """The conversation is over: the process died, hung, spoke nonsense or took too much memory; `outcome` says which."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.kind)
        self.outcome = outcome


def _nothing() -> None:
    """Nothing is waiting to be sent."""


class Child:
    """A child process in a session of its own, killed as a group."""

    def __init__(self, launch: Launch, limits: Limits, secrets: Secrets) -> None:
        """Start it; `OSError` where it cannot be started."""
        self._limits = limits
        self._redact = secrets.redact_bytes
        self._process = subprocess.Popen(  # noqa: S603 - the command is what the person asked to be run
            launch.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            pipesize=PIPE,
            cwd=launch.cwd,
            env=launch.env,
            start_new_session=True,
        )
        self.asked = 0  # requests sent to it, the handshake left out
        self.wary = False  # listen for a second answer after the last
        self._encode = Encoder().encode
        self._unsent = bytearray()
        self._partial = b""
        self._lines: list[bytes] = []
        self._stderr = b""
        self._closed_input: float | None = None
        self._ended = self._seen_dead = False
        self._answered: set[str] = set()
        self._watch = Watch(self._process.pid)
        self._selector = selectors.DefaultSelector()
        self._writing = False
        self._refill: Handler = _nothing
        for pipe, handler in ((self._process.stdout, self._read_answers), (self._process.stderr, self._read_stderr)):
            self._register(pipe, handler)
        assert self._process.stdin is not None
        os.set_blocking(self._process.stdin.fileno(), False)

    def _register(self, pipe: IO[bytes] | None, handler: Handler) -> None:
        assert pipe is not None
        os.set_blocking(pipe.fileno(), False)
        self._selector.register(pipe, selectors.EVENT_READ, handler)

    # The conversation

    @property
    def alive(self) -> bool:
        """Whether it runs and can be asked something."""
        return not self._ended and self._process.poll() is None

    def first_line(self, request: Request) -> bytes:
        """The first line it writes, asked this, within the time to start; `GoneError` where none comes."""
        self._unsent += self._encode(request)
        self._write()
        first, *self._lines = self._await_lines(time.monotonic() + self._limits.start, self._limits.start)
        return first

    def exchange(self, waiting: deque[Request], window: int, take: Take) -> Break | None:
        """Ask what is waiting, at most `window` at a time, and hand each answer to `take`; a `Break` where it ended early.

        Requests leave `waiting` as they are sent. The deadline of an answer runs from the one before.
        """
        outstanding: dict[str, Request] = {}
        self._refill = partial(self._send, waiting, outstanding, window)
        since = time.monotonic()
        try:
            while waiting or outstanding:
                self._refill()
                lines = self._await_lines(since + self._limits.answer, self._limits.answer)
                # The places of these answers are free: fill them first, so that the child is busy while they are read.
                self._send(waiting, outstanding, window + len(lines))
                now = time.monotonic()
                micros, since = int((now - since) * 1_000_000) // len(lines), now
                for line in lines:
                    self._answer(line, outstanding, take, micros)
            self._listen()
        except _StrayError as stray:
            return Break(stray.outcome, list(outstanding.values()), stray.again)
        except GoneError as gone:
            return Break(gone.outcome, list(outstanding.values()))
        finally:
            self._refill = _nothing
        return None

    def _send(self, waiting: deque[Request], outstanding: dict[str, Request], window: int) -> None:
        """Fill the window when a quarter of it is free, and write what the pipe takes."""
        room = window - len(outstanding)
        if room * 4 < window or self._closed_input is not None:
            return
        while waiting and room > 0 and not self._unsent:
            while waiting and room > 0 and len(self._unsent) < WRITE:
                request = waiting.popleft()
                outstanding[request.id] = request
                self._answered.discard(request.id)
                self._unsent += self._encode(request)
                self.asked += 1
                room -= 1
            self._write()

    def _answer(self, line: bytes, outstanding: dict[str, Request], take: Take, micros: int) -> None:
        try:
            ident, outcome = decode_answer(line)
        except UnusableLineError as error:
            raise _StrayError(ProtocolError(f"it wrote {error}{self._said()}")) from None
        request = outstanding.pop(ident, None)
        if request is not None:
            self._answered.add(ident)
            take(request, outcome, micros)
        elif ident in self._answered:
            raise _StrayError(ProtocolError(f"it answered the same request twice: {quote(line)}"), again=ident)
        else:
            raise _StrayError(ProtocolError(f"it answered a request that was not asked: {quote(line)}"))

    def _listen(self) -> None:
        """Where it has spoken out of turn before: see whether a second answer follows the last."""
        if not self.wary:
            return
        try:
            lines = self._await_lines(time.monotonic() + STRAY_SECONDS, STRAY_SECONDS)
        except GoneError:
            return  # silence, or its end: no second answer
        for line in lines:
            self._answer(line, {}, lambda *_: None, 0)

    # The loop

    def _await_lines(self, deadline: float, allowed: float) -> list[bytes]:
        """The lines that have come, at least one; `GoneError` at the deadline, `allowed` seconds after what it runs from."""
        while not self._lines:
            if self._ended:
                raise GoneError(self._end())
            now = time.monotonic()
            if now >= self._watch.due:
                self._check_health()
            if now >= deadline:
                raise GoneError(Hung(f"no answer within {allowed:g} s{self._said()}"))
            for key, _ in self._selector.select(max(0.0, min(deadline, self._watch.due) - now)):
                key.data()
        lines, self._lines = self._lines, []
        return lines

    def _write(self) -> None:
        """Write what is unsent as far as the pipe takes it; where it does not, the loop waits for room."""
        pipe = self._process.stdin
        assert pipe is not None
        try:
            while self._unsent:
                del self._unsent[: os.write(pipe.fileno(), self._unsent[:WRITE])]
        except BlockingIOError:
            pass  # the pipe is full
        except OSError:
            self._unsent.clear()
            self._closed_input = time.monotonic()
        if bool(self._unsent) is not self._writing:
            self._writing = not self._writing
            if self._writing:
                self._selector.register(pipe, selectors.EVENT_WRITE, self._write_on)
            else:
                self._selector.unregister(pipe)

    def _write_on(self) -> None:
        """The pipe takes more: the rest, and then what else the window has room for."""
        self._write()
        if not self._unsent:
            self._refill()

    def _read_answers(self) -> None:
        chunk = self._read(self._process.stdout)
        if chunk == b"":
            self._ended = True
        elif chunk:
            *lines, self._partial = (self._partial + chunk).split(b"\n")
            if len(self._partial) + len(chunk) > self._limits.reply:
                self._check_length([*lines, self._partial])
            self._lines += [
                self._redact(line) for line in lines if line.strip()
            ]  # an empty line says nothing, and does no harm

    def _check_length(self, lines: list[bytes]) -> None:
        for line in lines:
            if len(line) > self._limits.reply:
                too_long = f"it wrote a line of more than {self._limits.reply:,} bytes: {quote(self._redact(line))}"
                raise GoneError(ProtocolError(too_long))

    def _read_stderr(self) -> None:
        self._stderr = (self._stderr + (self._read(self._process.stderr) or b""))[-KEPT:]

    def _read(self, pipe: IO[bytes] | None) -> bytes | None:
        """What can be read now, `None` where nothing can; empty at the end, of which the loop hears no more."""
        assert pipe is not None
        try:
            chunk = os.read(pipe.fileno(), READ)
        except BlockingIOError:
            return None
        if not chunk:
            self._selector.unregister(pipe)
        return chunk

    # Its health, and its end

    def _check_health(self) -> None:
        """Ten times a second at most: is it alive, does it still read, how much memory does it hold."""
        resident = self._watch.sample()
        if resident > self._limits.memory:
            held = f"it held {resident / MEGA:,.0f} MB of memory, more than the {self._limits.memory / MEGA:,.0f} MB allowed"
            raise GoneError(Crashed(f"{held}{self._said()}"))
        if self._closed_input is not None and time.monotonic() > self._closed_input + INPUT_SECONDS:
            raise GoneError(Crashed(f"it closed its input with requests unread, and went on running{self._said()}"))
        if self._seen_dead:
            self._ended = True  # its output stays open in a process that it left behind
        self._seen_dead = self._process.poll() is not None

    def _end(self) -> Outcome:
        """What it means that its output has ended."""
        status = self._exit_status(EXIT_SECONDS)
        middle = f" in the middle of a line ({quote(self._redact(self._partial))})" if self._partial else ""
        if status is None:
            return ProtocolError(f"it closed its output{middle} and went on running{self._said()}")
        if status == 0 and middle:
            return ProtocolError(f"it ended, with status 0,{middle}{self._said()}")
        return Crashed(f"it {_how(status)}{middle}{self._said()}")

    def _exit_status(self, patience: float) -> int | None:
        """Its exit status, `None` where it still runs after so many seconds; what it writes meanwhile is read."""
        until = time.monotonic() + patience
        while (status := self._process.poll()) is None and time.monotonic() < until:
            self._read_rest()
            time.sleep(0.002)  # a process that has closed its output is on its way out
        self._read_rest()
        return status

    def _read_rest(self) -> None:
        """Read what can be read at once, so that a process with much to say can end; its answers no longer count."""
        for key, _ in self._selector.select(0):
            if key.fileobj is self._process.stderr:
                self._read_stderr()
            elif key.fileobj is self._process.stdout:
                self._read(self._process.stdout)

    def _said(self) -> str:
        said = last_lines(self._redact(self._stderr))
        return f"; its last words on stderr: {said}" if said else ""

    def stop(self, patience: float = 0.0) -> None:
        """End it and all that it started: its input closed, after so many seconds killed."""
        assert self._process.stdin is not None
        if self._writing:
            self._selector.unregister(self._process.stdin)
        with suppress(OSError):  # what was unwritten cannot be written any more
            self._process.stdin.close()
        self._exit_status(patience)
        with suppress(ProcessLookupError, PermissionError):  # nobody is left; macOS says so by refusing
            os.killpg(self._process.pid, signal.SIGKILL)
        with suppress(subprocess.TimeoutExpired):  # in the kernel's hands: nothing more can be done
            self._process.wait(EXIT_SECONDS)
        self._selector.close()
        for pipe in (self._process.stdout, self._process.stderr):
            assert pipe is not None
            pipe.close()


class _StrayError(Exception):
    """A line that answers nothing that is open; `again` is the id where it answers for the second time."""

    def __init__(self, outcome: Outcome, again: str = "") -> None:
        super().__init__(outcome.kind)
        self.outcome = outcome
        self.again = again


def _how(status: int) -> str:
    """How a process ended, in words."""
    number = -status if status < 0 else status - SHELL_SIGNALS
    try:
        name = signal.Signals(number).name
    except ValueError:
        return f"ended with status {status}"
    if status > 0:
        return f"ended with status {status} (a shell's word for {name})"
    return f"was killed by {name}" + (", perhaps for want of memory" if number == signal.SIGKILL else "")
