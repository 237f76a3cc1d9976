"""Pictures of QR symbols, drawn when they are asked for: as an issuer prints them, and damaged on purpose."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

from gdhcn_conformance.credentials import qr


def draw(text: str, how: Mapping[str, Any]) -> bytes:
    """A PNG of the text as one QR symbol.

    `how` may hold `error` (l, m, q, h), `version` (1 to 40) and `scale` (pixels a module) of the symbol; `halves` (true) for the
    text in two symbols side by side; and `damage`, one of `DAMAGES`.
    """
    symbol = {name: how[name] for name in ("error", "version", "scale") if name in how}
    if how.get("halves"):
        middle = len(text) // 2
        image = _beside(qr.write(text[:middle], **symbol), qr.write(text[middle:], **symbol))
    else:
        image = qr.write(text, **symbol)
    return DAMAGES[how["damage"]](image) if "damage" in how else image


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
}
