"""The report as one page: no script, nothing loaded from elsewhere, and a policy in the page itself that forbids both."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import TYPE_CHECKING, Any

from gdhcn_conformance.reporting import wording
from gdhcn_conformance.reporting.exhibits import picture

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

PICTURES = 60  # QR symbols shown: four for each of fifteen printed pages, and about a hundred kilobytes
# Verdicts on vectors and requirements: the shape each is drawn as, and the tone (with colour, but never by colour alone).
SHAPES = {
    "pass": ("check", "good"),
    "fail": ("cross", "bad"),
    "warn": ("warning", "warn"),
    "misattributed": ("ring", "warn"),
    "missing": ("question", "open"),
    "inconclusive": ("question", "open"),
    "void": ("question", "open"),
    "untested": ("question", "open"),
    "suite-error": ("question", "open"),
    "observed": ("dot", "quiet"),
    "not-applicable": ("dash", "quiet"),
    "not-tested": ("dash", "quiet"),
}
STANDINGS = {
    "conformant": ("check", "good"),
    "not conformant": ("cross", "bad"),
    "incomplete": ("question", "open"),
}
QUALIFIED = ("ring", "warn")  # conformant, but not under the profile's own policies
ABBREVIATIONS = {"qr": "QR", "cbor": "CBOR", "cose": "COSE", "hcert": "HCERT", "cwt": "CWT", "dsc": "DSC"}


def html(document: dict[str, Any]) -> str:
    """The page, in UTF-8."""
    from markupsafe import Markup  # noqa: PLC0415 - comes with Jinja2

    environment = _environment()
    style = environment.get_template("report.css").render()
    shown = document["findings"][:PICTURES]
    verdict = document["verdict"]
    standing = STANDINGS[verdict["standing"]]
    qualified = verdict["qualified"] and verdict["standing"] == "conformant"
    return environment.get_template("report.html.j2").render(
        report=document,
        style=Markup(style),  # noqa: S704 - our own file, and inside <style> references are not read
        # Of the text between the tags, to the byte: the policy allows this style and no other.
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        standing=QUALIFIED if qualified else standing,
        shapes=SHAPES,
        headings=wording.HEADINGS,
        pictures={finding["vector"]: _data(finding) for finding in shown if finding["exhibit"]},
        pictured=PICTURES,
        groups=list(_groups(document)),
        by_id={vector["id"]: vector for vector in document["vectors"]},
    )


@cache
def _environment() -> Environment:
    from gdhcn_conformance.reporting.templates import environment  # noqa: PLC0415 - loads Jinja2

    made = environment()
    made.filters |= {"chapter": _chapter, "duration": _duration, "ticks": _ticks}
    return made


def _groups(document: dict[str, Any]) -> Any:
    """Findings by kind, gravest first, numbered throughout; what only warns comes after all that fails."""
    numbered = list(enumerate(document["findings"], 1))
    for warns in (False, True):
        for kind, told in document["kinds"].items():
            mine = [(n, each) for n, each in numbered if each["kind"] == kind and (each["status"] != "fail") is warns]
            if mine:
                yield {"kind": kind, "name": told["name"], "means": told["means"], "warns": warns, "findings": mine}


def _data(finding: dict[str, Any]) -> str:
    exhibit = finding["exhibit"]
    image = picture(exhibit["text"]) if exhibit["exact"] else b""
    return f"data:image/png;base64,{base64.b64encode(image).decode()}" if image else ""


def _chapter(name: str) -> str:
    words = [ABBREVIATIONS.get(word, word) for word in name.replace("_", "-").split("-")]
    return (words[0][:1].upper() + words[0][1:] + " " + " ".join(words[1:])).strip()


def _duration(micros: int) -> str:
    """Microseconds as a person reads them."""
    for unit, size in (("s", 1_000_000), ("ms", 1_000)):
        if micros >= size:
            return f"{micros / size:.3g} {unit}"
    return f"{micros} µs"


def _ticks(text: str) -> Markup:
    """The text escaped, with what stands between backticks as code."""
    from markupsafe import Markup, escape  # noqa: PLC0415 - comes with Jinja2

    pieces = text.split("`")
    if len(pieces) % 2 == 0:  # one is left over
        return escape(text)
    return Markup("").join(Markup("<code>{}</code>").format(each) if n % 2 else each for n, each in enumerate(pieces))
