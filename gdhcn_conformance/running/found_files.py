"""Files found in a folder that nobody vouches for: links, pipes, what cannot be opened, what is too long."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path


class UnreadableError(ValueError):
    """The file cannot be used; the message says why."""


def walk(folder: Path, refused: Callable[[str, str], None], *, hidden: bool) -> Iterator[str]:
    """All files below a folder in a fixed order, relative to it, with slashes; links to folders are not followed.

    `refused` is told of each folder that cannot be opened: which, and why. `hidden` says whether names that begin with a dot count.
    """

    def failed(error: OSError) -> None:
        refused(Path(str(error.filename)).relative_to(folder).as_posix(), f"folder cannot be opened: {error.strerror}")

    for base, folders, names in os.walk(folder, onerror=failed):
        folders[:] = sorted(name for name in folders if hidden or not name.startswith("."))
        for name in sorted(names):
            if hidden or not name.startswith("."):
                yield (Path(base) / name).relative_to(folder).as_posix()


def contents(path: Path, most: int) -> bytes:
    """A file's bytes; `UnreadableError` where it cannot be opened or is longer than `most` octets."""
    try:
        if not path.is_file():  # a pipe would be waited for
            raise UnreadableError("no such file, or no regular one")
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as failed:
        raise UnreadableError(f"cannot be opened: {failed.strerror}") from failed
    if len(data) > most:
        raise UnreadableError(f"longer than {most} bytes")
    return data


def shown(name: str) -> str:
    """A path that can be printed: bytes of a name that are no UTF-8 are escaped."""
    return name.encode("utf-8", "backslashreplace").decode()
