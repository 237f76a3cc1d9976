"""A folder of samples: every file in it, what it holds by its own first bytes, and what became of it.

Names are free, so that the kind of a file is read from its content. Nothing in here is trusted: there may be links, pipes, files
that cannot be opened, that are too long or too many. Archives are not opened.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from gdhcn_conformance.errors import Exit, Problem
from gdhcn_conformance.running.found_files import shown, walk

MOST = 20_000_000  # octets of a file; a photograph has under ten million
MOST_FILES = 20_000  # what an issuer shows is below a thousand; a mistyped folder, such as a home, is above
SETTINGS = "samples.toml"
# What can be read, each with the bytes that a file of this kind begins with.
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM")
# What cannot, with what to do about it; the bytes stand at the beginning, or behind the length of the first box.
OTHERS = (
    (re.compile(rb"PK[\x03\x05\x07]|\x1f\x8b|7z\xbc\xaf|Rar!|\xfd7zXZ|BZh"), "archives are not opened: unpack it"),
    (re.compile(rb"....ftyp(heic|heix|mif1|avif)", re.DOTALL), "HEIC and AVIF are not read: export it as PNG or JPEG"),
    (re.compile(rb"II\*\0|MM\0\*"), "TIFF is not read: export it as PNG"),
    (re.compile(rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?(<!DOCTYPE svg[^>]*>\s*)?<svg", re.DOTALL), "SVG is not read: export it as PNG or PDF"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a file (or folder): `what` is one of `FATES`, `why` a reason where one is needed."""

    path: str
    what: str
    why: str = ""


# In the order in which an account counts them.
JUDGED, NOT_DECODED, UNREADABLE, CERTIFICATE, SETTING, NOT_A_SAMPLE = FATES = (
    "judged",
    "not decoded",
    "unreadable",
    "with signer certificates",
    "settings",
    "not a sample",
)


def names(folder: Path, fates: list[Fate]) -> list[str]:
    """All files below a folder in a fixed order, relative to it, with slashes; links to folders are not followed.

    `Problem` where there is no folder, nothing in it, or more than can be a folder of samples.
    """
    hint = "name a folder with pictures of QR codes (PNG, JPEG, PDF) or their texts (.txt), and the DSCs (PEM, DER)"
    if not folder.is_dir():
        what = "is no folder" if folder.exists() else "does not exist"
        raise Problem("samples-missing", f"{folder} {what}.", hint)
    found: list[str] = []
    for name in walk(folder, lambda where, why: fates.append(Fate(shown(where), UNREADABLE, why)), hidden=True):
        found.append(name)
        if len(found) > MOST_FILES:
            raise Problem("samples-too-many", f"{folder} holds more than {MOST_FILES} files.", hint)
    if not found and not fates:
        raise Problem("samples-empty", f"{folder} is empty.", hint, exit_code=Exit.SUITE_ERROR)
    return found


def kind(data: bytes) -> str:
    """What a file holds, by its content: `picture`, `document` (PDF), `pem`, `der`, `json`, `text`, or why it is not looked at."""
    start = data[:1024].removeprefix(b"\xef\xbb\xbf")
    if data.startswith(PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return "picture"
    if b"%PDF-" in start:  # ISO 32000-2, 7.5.2 and what readers accept: somewhere in the first kilobyte
        return "document"
    for pattern, why in OTHERS:
        if pattern.match(start):
            return why
    if b"-----BEGIN " in data:
        return "pem"
    if start[:1] == b"\x30" and start[1:2] in (b"\x81", b"\x82", b"\x83"):  # a SEQUENCE of more than 127 octets
        return "der"
    return "json" if start.lstrip()[:1] == b"{" else "text"


def place(name: str) -> str:
    """A file's place in a vector's id: its path without blanks, controls, and what means something in a glob or a shell."""
    return "/".join(re.sub(r"[^\w.+@=,-]+", "-", part).strip("-") or "-" for part in shown(name).split("/"))
