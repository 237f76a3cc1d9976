"""Draws the pages of a PDF, as a program of its own: what a hostile file does to the library ends with this process.

The file comes on stdin. On stdout stands the number of pages, then each page as a PNG, all as four octets of length and bytes;
a page that cannot be drawn has the length 0. Exit 3 says on stderr why nothing can be drawn at all.
"""

from __future__ import annotations

import contextlib
import io
import struct
import sys
from typing import Any

SCALE = 300 / 72  # dots an inch: the modules of a QR code on 3 cm of paper are then five pixels wide
MOST_PIXELS = 40_000_000  # as `credentials.qr` reads
MEMORY = 3_000_000_000  # octets of address space: a page of that many pixels and the library take half


def main(pages: int) -> int:
    """Draw the first so many pages."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not everywhere

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    import pypdfium2  # noqa: PLC0415 - after the limit

    data, out = sys.stdin.buffer.read(), sys.stdout.buffer
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as broken:
        sys.stderr.write(str(broken))
        return 3
    out.write(struct.pack(">I", count))
    for number in range(min(count, pages)):
        drawn = _drawn(document, number)
        out.write(struct.pack(">I", len(drawn)) + drawn)
        out.flush()
    return 0


def _drawn(document: Any, number: int) -> bytes:
    import pypdfium2  # noqa: PLC0415

    try:
        page = document[number]
        width, height = page.get_size()
        scale = min(SCALE, (MOST_PIXELS / max(width * height, 1)) ** 0.5)
        written = io.BytesIO()
        page.render(scale=scale, grayscale=True).to_pil().save(written, "PNG")
    except (pypdfium2.PdfiumError, ValueError, MemoryError, OSError):
        return b""
    return written.getvalue()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
