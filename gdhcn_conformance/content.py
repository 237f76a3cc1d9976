"""Where suites, vectors, report templates and schemas lie: inside the installed wheel, else in the checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parent


@cache
def root() -> Path:
    """The folder that holds `suites`, `vectors`, `reports` and `examples`."""
    packaged = PACKAGE / "content"
    return packaged if packaged.is_dir() else PACKAGE.parent


def is_wheel() -> bool:
    """Whether the content comes from an installed wheel (and not from a checkout, whose files anyone may have edited)."""
    return (PACKAGE / "content").is_dir()
