"""The pages of a PDF as pictures, drawn by a process of its own (`pdf_child`) that may die, hang or be refused memory."""

from __future__ import annotations

import struct
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from gdhcn_conformance.running.found_files import UnreadableError

CHILD = Path(__file__).with_name("pdf_child.py")
MOST_PAGES = 20  # a certificate has one or two
SECONDS = 60  # twenty pages take five on slow hardware
LACKING = "PDF is read with pypdfium2, which is not installed: pip install 'gdhcn-conformance[evidence]'"


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF: how many pages it has, and the first of them as PNG; one that could not be drawn is empty."""

    count: int
    pages: tuple[bytes, ...]


def draw(data: bytes) -> Document:
    """The document in these bytes; `UnreadableError` where it is none, needs a password, or is more than the child can bear."""
    if find_spec("pypdfium2") is None:
        raise UnreadableError(LACKING)
    command = [sys.executable, "-P", str(CHILD), str(MOST_PAGES)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 - our own
    except subprocess.TimeoutExpired as hung:
        raise UnreadableError(f"PDF that takes more than {SECONDS} seconds to draw") from hung
    if done.returncode == 3:
        raise UnreadableError(f"no PDF that can be read: {done.stderr.decode('utf-8', 'replace')[:200]}")
    found = _framed(done.stdout)
    if done.returncode or not found:
        raise UnreadableError("PDF on which the reader failed")
    return Document(found[0], found[1])


def _framed(data: bytes) -> tuple[int, tuple[bytes, ...]] | None:
    if len(data) < 4:
        return None
    (count,) = struct.unpack_from(">I", data)
    pages, at = [], 4
    while at + 4 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        pages.append(data[at + 4 : at + 4 + length])
        at += 4 + length
    return count, tuple(pages)
