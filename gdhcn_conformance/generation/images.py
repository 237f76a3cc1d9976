"""Pictures of QR symbols, drawn when they are asked for: as an issuer prints them, and damaged on purpose."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from gdhcn_conformance.credentials import qr

LARGEST = (1 << 31) - 1  # the most that a PNG can announce in one direction (ISO/IEC 15948, clause 7.1)


def draw(text: str, how: Mapping[str, Any]) -> bytes:
    """A PNG of the text as one QR symbol.

    `how` may hold `error` (l, m, q, h), `version` (1 to 40) and `scale` (pixels a module) of the symbol; `halves` (true) for the
    text in two symbols side by side; `left` or `right`, the text of another symbol on that side; and `damage`, one of `DAMAGES`.
    """
    symbol = {name: how[name] for name in ("error", "version", "scale") if name in how}
    image, *others = (qr.write(each, **symbol) for each in _texts(text, how))
    for other in others:
        image = _beside(image, other)
    return DAMAGES[how["damage"]](image) if "damage" in how else image


def _texts(text: str, how: Mapping[str, Any]) -> list[str]:
    """What the symbols of the picture say, from left to right."""
    middle = len(text) // 2
    mine = [text[:middle], text[middle:]] if how.get("halves") else [text]
    return [*([how["left"]] if "left" in how else []), *mine, *([how["right"]] if "right" in how else [])]


def _beside(left: bytes, right: bytes) -> bytes:
    from PIL import Image  # noqa: PLC0415 - an image library, only where there are images

    one, other = Image.open(io.BytesIO(left)).convert("1"), Image.open(io.BytesIO(right)).convert("1")
    both = Image.new("1", (one.width + other.width, max(one.height, other.height)), 1)
    both.paste(one, (0, 0))
    both.paste(other, (one.width, 0))
    return _png(both)


def _blank(image: bytes) -> bytes:
    from PIL import Image  # noqa: PLC0415

    return _png(Image.new("1", Image.open(io.BytesIO(image)).size, 1))


def _scratched(image: bytes) -> bytes:
    """A third of the symbol wiped out: more than any level of error correction mends."""
    from PIL import Image  # noqa: PLC0415

    picture = Image.open(io.BytesIO(image)).convert("1")
    picture.paste(1, (picture.width // 3, picture.height // 4, picture.width, picture.height * 3 // 4))
    return _png(picture)


def _announcing(width: int, height: int, image: bytes) -> bytes:
    """The PNG with other dimensions in its header, whose checksum is right, and the data that it had."""
    header = b"IHDR" + struct.pack(">II", width, height) + image[24:29]  # ISO/IEC 15948, clause 11.2.2
    return image[:12] + header + struct.pack(">I", zlib.crc32(header)) + image[33:]


def _png(picture: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "no image": lambda image: bytes(reversed(image)),
    "cut off": lambda image: image[: len(image) // 2],
    "blank": _blank,
    "scratched": _scratched,
    "largest dimensions": partial(_announcing, LARGEST, LARGEST),
    "overflowing dimensions": partial(_announcing, 1 << 16, 1 << 16),  # 2**32 pixels
}
