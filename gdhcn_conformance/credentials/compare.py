"""Whether an implementation read in a certificate what stands in it.

Numbers are compared by value, date-times by instant, strings after NFC and trimming; members beyond those expected are
ignored (the adapter wall in ARCHITECTURE.md).
"""

from __future__ import annotations

import math
import unicodedata
from datetime import UTC, datetime
from typing import Any


def difference(expected: Any, given: Any, path: str = "") -> str:
    """The first place where `given` is not what is expected, as *path: got X, should be Y*; empty where there is none."""
    if repr(expected) == repr(given):  # the usual case, five times as fast; unlike ==, it tells 1 from True
        return ""
    return _difference(expected, given, path)


def _difference(expected: Any, given: Any, path: str) -> str:
    if isinstance(expected, dict):
        return _in_map(expected, given, path)
    if isinstance(expected, list):
        return _in_list(expected, given, path)
    return "" if _same(expected, given) else f"{path or 'output'}: got {_short(given)}, should be {_short(expected)}"


def overlap(expected: Any, given: Any) -> Any:
    """What is expected, reduced to the members that `given` has as well; itself where it shares none."""
    if isinstance(expected, dict) and isinstance(given, dict):
        shared = {name: overlap(value, given[name]) for name, value in expected.items() if name in given}
        return shared or expected
    if isinstance(expected, list) and isinstance(given, list) and len(expected) == len(given):
        return [overlap(a, b) for a, b in zip(expected, given, strict=True)]
    return expected


def _in_map(expected: dict[str, Any], given: Any, path: str) -> str:
    if not isinstance(given, dict):
        return f"{path or 'output'}: got {_short(given)}, should be an object"
    for name, value in expected.items():
        where = f"{path}.{name}" if path else name
        if name not in given:
            return f"{where}: missing, should be {_short(value)}"
        if found := _difference(value, given[name], where):
            return found
    return ""


def _in_list(expected: list[Any], given: Any, path: str) -> str:
    if not isinstance(given, list) or len(given) != len(expected):
        return f"{path or 'output'}: got {_short(given)}, should be {len(expected)} in a list"
    pairs = zip(expected, given, strict=True)
    return next(filter(None, (_difference(a, b, f"{path}.{n}") for n, (a, b) in enumerate(pairs))), "")


def _same(expected: Any, given: Any) -> bool:
    if type(expected) is type(given) and expected == given:
        return True
    if isinstance(expected, bool) or isinstance(given, bool) or expected is None or given is None:
        return expected is given
    if isinstance(expected, int | float) and isinstance(given, int | float):
        return expected == given or (math.isnan(expected) and math.isnan(given))
    if isinstance(expected, str) and isinstance(given, str):
        return _plain(expected) == _plain(given) or _same_instant(expected, given)
    return False


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _same_instant(one: str, other: str) -> bool:
    first, second = _instant(one), _instant(other)
    return first is not None and first == second


def _instant(text: str) -> datetime | None:
    if "T" not in text:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
