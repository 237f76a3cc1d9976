"""Where a run's vectors come from: the committed data, the recipes anew, or a corpus."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from gdhcn_conformance.content import root

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gdhcn_conformance.running.library import Suite


def fresh(suite: Suite, seed: int = 0, *, moment: datetime | None = None, countries: Sequence[str] = ()) -> Suite:
    """The suite with its vectors built anew: other keys, persons and identifiers, so that nobody has learned them by heart.

    The committed moment is kept unless another is given; seed 0 with the committed moment gives the committed vectors.
    """
    from gdhcn_conformance.generation import build  # noqa: PLC0415 - only when vectors are built

    setting = replace(build.COMMITTED, seed=seed)
    if moment is not None:
        setting = replace(setting, moment=moment.replace(microsecond=0))
    if countries:
        setting = replace(setting, countries=tuple(countries))
    built = build.build(build.load_recipes(root() / "vectors" / "recipes", suite.role), setting)
    vectors = tuple(vector for each in built.values() for vector in each)
    return replace(suite, vectors=vectors)


def new_seed() -> int:
    """A seed that nobody knows beforehand; it is in the log, so that the run can be repeated."""
    return secrets.randbelow(2**31) + 1  # never 0, which is the committed data's


def now() -> datetime:
    """The moment for live vectors. The only place where the wall clock is read, and it judges nothing."""
    return datetime.now(UTC).replace(microsecond=0)
