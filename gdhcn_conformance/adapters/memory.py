"""How much memory a child process and all its descendants hold, watched from outside.

Never bounded by address space: the JVM and Node reserve far more than they use, and die at start under such a bound.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from contextlib import suppress

PROC = "/proc"
HAS_PROC = os.path.isdir(PROC)  # noqa: PTH112 - as below
INTERVAL = 0.1  # seconds between two samples: a process that takes 5 GB/s is stopped 500 MB beyond its bound
SHARE = 20  # a sample may take a twentieth of the time: with thousands of processes it is taken more rarely
_PS_SECONDS = 5  # ps answers in milliseconds; a machine on which it does not is swapping
# Fields of /proc/PID/stat counted from the one after the name (proc(5)): session is the 6th of all, rss the 24th, in pages.
_SESSION, _RSS = 3, 21


class Watch:
    """Samples the resident memory of one session of processes, not more often than is worth it. `due` is a monotonic time."""

    def __init__(self, session: int) -> None:
        self._session = session
        self.due = time.monotonic() + INTERVAL

    def sample(self) -> int:
        """The bytes resident now; 0 where this system cannot tell."""
        begun = time.monotonic()
        resident = _by_proc(self._session) if HAS_PROC else _by_ps(self._session)
        ended = time.monotonic()
        self.due = ended + max(INTERVAL, SHARE * (ended - begun))
        return resident


def _by_proc(session: int) -> int:
    wanted, pages = str(session).encode(), 0
    for name in os.listdir(PROC):  # noqa: PTH208 - pathlib takes three times as long, ten times a second
        if name[0].isdigit():
            with suppress(OSError):  # it has ended meanwhile, or belongs to somebody else
                fields = _stat(name).rpartition(b") ")[2].split()
                if fields[_SESSION] == wanted:
                    pages += int(fields[_RSS])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _stat(process: str) -> bytes:
    descriptor = os.open(f"{PROC}/{process}/stat", os.O_RDONLY)
    try:
        return os.read(descriptor, 4096)  # some fifty numbers and a name
    finally:
        os.close(descriptor)


def _by_ps(session: int) -> int:
    """The sum over the process group, which a child leads like its session; `ps` counts in units of 1024 bytes."""
    ps = shutil.which("ps")
    if ps is None:
        return 0
    try:
        command = [ps, "-axo", "pgid=,rss="]
        listed = subprocess.run(command, capture_output=True, timeout=_PS_SECONDS, check=True, text=True)  # noqa: S603 - our own words
    except (OSError, subprocess.SubprocessError):
        return 0
    rows = (line.split() for line in listed.stdout.splitlines())
    return 1024 * sum(int(row[1]) for row in rows if len(row) == 2 and row[0] == str(session))
