"""The interoperability matrix as JSON, one HTML page, Markdown and a few lines for a terminal."""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from gdhcn_conformance.reporting.templates import environment
from gdhcn_conformance.reporting.texts import NAME, SHORT, line, plural, whole
from gdhcn_conformance.running.interop.matrix import asymmetries, universal_failures

if TYPE_CHECKING:
    from gdhcn_conformance.running.interop.matrix import Cell, Certificate, Matrix

FORMAT = 1
REASONS = 4  # of one pair that are named; the rest is in the table of certificates


def document(matrix: Matrix, suite: dict[str, str]) -> dict[str, Any]:
    """The matrix as one JSON document, every string bounded and cleaned; `reports/schemas/interop.schema.json` describes it."""
    made = {
        "format": FORMAT,
        "moment": matrix.moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "suite": suite,
        "complete": matrix.complete,
        "sentence": _sentence(matrix),
        "issuers": [line(name, NAME) for name in matrix.issuers],
        "verifiers": [line(name, NAME) for name in matrix.verifiers],
        "broken": [{"participant": line(name, NAME), "because": line(why)} for name, why in matrix.broken.items()],
        "universal": [line(each) for each in universal_failures(matrix)],
        "asymmetries": [_asymmetry(*each) for each in asymmetries(matrix)],
        "pairs": [_pair(matrix, issuer, verifier) for issuer in matrix.issuers for verifier in matrix.verifiers],
        "certificates": [_certificate(matrix, each) for each in matrix.certificates],
    }
    cleaned: dict[str, Any] = whole(made)
    return cleaned


def _sentence(matrix: Matrix) -> str:
    works, shown = sum(cell.works for cell in matrix.cells), len(matrix.cells)
    if not shown:
        return "Nothing could be compared: there is no issuer with a certificate, or no verifier."
    if matrix.complete:
        return f"Every certificate of every issuer works at every verifier ({shown} of {shown})."
    return f"{works} of {plural(shown, 'pairing')} of a certificate with a verifier work."


def _asymmetry(one: str, other: str, back: int) -> str:
    failing = plural(back, "certificate")
    return line(f"What {one} issues works at {other}; of what {other} issues, {failing} do not work at {one}.", SHORT)


def _pair(matrix: Matrix, issuer: str, verifier: str) -> dict[str, Any]:
    cells = matrix.between(issuer, verifier)
    reasons = Counter(_why(cell) for cell in cells if not cell.works)
    return {
        "issuer": line(issuer, NAME),
        "verifier": line(verifier, NAME),
        "works": sum(cell.works for cell in cells),
        "shown": len(cells),
        "fooled": any(cell.fooled for cell in cells),
        "reasons": [{"reason": why, "count": count} for why, count in reasons.most_common(REASONS)],
    }


def _why(cell: Cell) -> str:
    """Why a certificate does not work at a verifier, so that equal causes read alike."""
    if cell.fooled:
        return f"{cell.said}, and a forgery of it was accepted"
    if cell.misread:
        return line(f"read something else: {cell.misread}", SHORT)
    return line(f"{cell.said}{': ' + cell.reason if cell.reason else ''}", SHORT)


def _certificate(matrix: Matrix, certificate: Certificate) -> dict[str, Any]:
    cells = [cell for cell in matrix.cells if cell.certificate is certificate]
    kind, algorithm, version = certificate.column
    return {
        "issuer": line(certificate.issuer, NAME),
        "kind": kind,
        "algorithm": line(algorithm, NAME),
        "version": line(version, NAME),
        "issued": bool(certificate.text),
        "text": line(certificate.text, 5_000),  # more than the largest symbol holds
        "why_not": line(certificate.why_not, SHORT),
        "at": [
            {
                "verifier": line(cell.verifier, NAME),
                "works": cell.works,
                "said": cell.said,
                "why": "" if cell.works else _why(cell),
            }
            for cell in cells
        ],
    }


def to_json(made: dict[str, Any]) -> str:
    """The document as text."""
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def to_html(made: dict[str, Any]) -> str:
    """One page, without scripts or outside assets."""
    from markupsafe import Markup  # noqa: PLC0415 - comes with Jinja2

    templates = environment()
    style = templates.get_template("report.css").render() + templates.get_template("interop.css").render()
    return templates.get_template("interop.html.j2").render(
        matrix=made,
        style=Markup(style),  # noqa: S704 - our own files, and inside <style> references are not read
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        pairs={(each["issuer"], each["verifier"]): each for each in made["pairs"]},
    )


def to_markdown(made: dict[str, Any]) -> str:
    """A table of issuers and verifiers, and what is to be known beside it."""
    pairs = {(each["issuer"], each["verifier"]): each for each in made["pairs"]}
    head = ["issuer ↓ verifier →", *made["verifiers"]]
    rows = [[issuer, *(_cell(pairs[issuer, verifier]) for verifier in made["verifiers"])] for issuer in made["issuers"]]
    said = [f"* {_marked(each)}" for each in (*made["universal"], *made["asymmetries"])]
    said += [
        f"* {_marked(each['participant'])} could not take part: {_marked(each['because'])}" for each in made["broken"]
    ]
    table = [_row(head), _row(["---"] * len(head)), *map(_row, rows)] if rows and made["verifiers"] else []
    return (
        "\n".join([f"# Interoperability, {made['moment']}", "", made["sentence"], "", *table, "", *said]).rstrip()
        + "\n"
    )


def _cell(pair: dict[str, Any]) -> str:
    return f"{'✓' if pair['works'] == pair['shown'] else '✗'} {pair['works']}/{pair['shown']}"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(_marked(each) for each in cells)} |"


def _marked(text: str) -> str:
    """Text in which nothing is Markdown."""
    return "".join(f"\\{each}" if each in "\\`*_{}[]<>()#+!|~" else each for each in text)


def told(made: dict[str, Any]) -> Iterable[str]:
    """The matrix for a terminal."""
    pairs = {(each["issuer"], each["verifier"]): each for each in made["pairs"]}
    width = max([len(each) for each in (*made["issuers"], *made["verifiers"])], default=0) + 2
    yield made["sentence"]
    if made["pairs"]:
        yield ""
        yield " " * width + "".join(f"{each:<{width}}" for each in made["verifiers"])
    for issuer in made["issuers"]:
        yield f"{issuer:<{width}}" + "".join(f"{_cell(pairs[issuer, each]):<{width}}" for each in made["verifiers"])
    for each in (*made["universal"], *made["asymmetries"]):
        yield f"  ! {each}"
    for each in made["broken"]:
        yield f"  ? {each['participant']} could not take part: {each['because']}"
