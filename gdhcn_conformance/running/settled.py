"""Garbage collection that leaves alone what a run does not change."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def settled() -> Iterator[None]:
    """What lives now is not looked through for garbage meanwhile.

    The vectors of a suite are a hundred thousand objects that all stay; looking through them again and again costs more than
    judging a run does.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
