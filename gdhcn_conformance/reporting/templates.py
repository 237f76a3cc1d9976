"""The templates in `reports/templates`, loaded so that whatever is put into them is escaped."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from gdhcn_conformance.content import root
from gdhcn_conformance.reporting.texts import plural

if TYPE_CHECKING:
    from jinja2 import Environment


def environment(finalize: Callable[[Any], Any] | None = None) -> Environment:
    """Templates with HTML escaping on and every name required to exist.

    `finalize` is applied to each value first; what it gives as `Markup` is not escaped again.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - start-up in milliseconds

    made = Environment(
        loader=FileSystemLoader(root() / "reports" / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=finalize,
    )
    made.filters["plural"] = plural
    return made
