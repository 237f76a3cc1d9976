"""The report as a Markdown summary, for a job's page or a pull request.

Every value passes through `texts.markdown` on its way into the template, so that no name can link, mention, or break a table.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from gdhcn_conformance.reporting.texts import markdown as harmless
from gdhcn_conformance.reporting.wording import HEADINGS, MARKS

if TYPE_CHECKING:
    from jinja2 import Environment

FINDINGS = 50  # listed; GitHub cuts a comment at 65 536 characters, and nobody reads more in one


def markdown(document: dict[str, Any]) -> str:
    """The summary, in CommonMark with GitHub's tables."""
    template = _environment().get_template("summary.md.j2")
    verdict = document["verdict"]
    return template.render(
        report=document, shown=document["findings"][:FINDINGS], headings=HEADINGS, mark=MARKS[verdict["standing"]]
    )


@cache
def _environment() -> Environment:
    from markupsafe import Markup  # noqa: PLC0415 - loads with Jinja2

    from gdhcn_conformance.reporting.templates import environment  # noqa: PLC0415

    def finalize(value: Any) -> Any:
        return value if isinstance(value, int) else Markup(harmless(value))  # noqa: S704 - escaped for Markdown and HTML

    return environment(finalize)
