"""The summary that a run ends with on the terminal: a few dozen lines of plain text, free of control characters."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from gdhcn_conformance.reporting.document import document
from gdhcn_conformance.reporting.texts import DETAIL, line, plural
from gdhcn_conformance.reporting.wording import MARKS

if TYPE_CHECKING:
    from pathlib import Path

    from gdhcn_conformance.running.assess import Assessment, Score
    from gdhcn_conformance.running.known import Known

FILE = 40  # characters of a sample's path: what is found in it needs the rest of the line
REQUIREMENTS = 12  # listed, two lines each: with the rest they fit a usual terminal
LISTS = {"missing": "incomplete", "inconclusive": "inconclusive", "void": "void", "suite_errors": "suite error"}
REFERENCE = "the built-in reference: this says nothing about any other implementation"
NONE_VALID = "No valid certificate passed: 'gdhcn-conformance doctor' says why, in seconds."
NARROWEST, WIDEST = 80, 140  # columns: below, sentences break up; above, nobody finds the next line


def summary(  # noqa: PLR0913 - all by keyword
    assessment: Assessment,
    *,
    controls: Mapping[str, Mapping[str, Score]] | None = None,
    known: Known | None = None,
    report: Path | None = None,
    exit_code: int | None = None,
    width: int | None = None,
) -> str:
    """The summary in lines of at most `width` characters, the terminal's where none is given; `report` and `exit_code` end it."""
    made = document(assessment, controls=controls, known=known, exhibits=False)
    columns = width or min(max(shutil.get_terminal_size((100, 24)).columns, NARROWEST), WIDEST)
    told = [
        _head(made),
        "",
        *_verdict(made),
        *_notes(made, columns),
        *_findings(made, columns),
        *_undecided(made),
        *_controls(made, columns),
    ]
    ends = ([f"report  {report}"] if report else []) + ([f"exit {int(exit_code)}"] if exit_code is not None else [])
    if made["verdict"]["reference"]:
        ends.append(REFERENCE)
    return "\n".join([*(_fitting(each, columns) for each in told), "", _printable("      ".join(ends))]).rstrip("\n")


def _fitting(text: str, columns: int) -> str:
    shown = _printable(text)
    return shown if len(shown) <= columns else shown[: columns - 1] + "…"


def _printable(text: str) -> str:
    """The last gate before a terminal: whatever came this far, no control and no direction character passes."""
    return "".join(character for character in text if character.isprintable())


def _head(made: dict[str, Any]) -> str:
    given, run = made["implementation"], made["run"]
    name = line(f"{given['name'] or 'unnamed'} {given['version']}")
    language = f" ({line(given['language'])})" if given["language"] else ""
    clock, seconds = given["declares"]["clock"], made["timing"]["total"] / 1_000_000
    part = f"{run['vectors']} of " if made["verdict"]["partial"] else ""
    vectors = part + plural(run["total_vectors"], "vector")
    return " · ".join([name + language, made["profile"]["name"], vectors, f"clock {clock}", f"{seconds:.1f} s"])


def _verdict(made: dict[str, Any]) -> Iterator[str]:
    verdict = made["verdict"]
    levels = [f"{level['level']} {level['passed']}/{level['total']}" for level in made["levels"] if level["total"]]
    critical = verdict["findings"]["critical"]
    findings = plural(len(made["findings"]), "finding") + (f", {critical} of them critical" if critical else "")
    yield "   ".join([f"  {MARKS[verdict['standing']]} {verdict['word']}", *levels, findings])


def _notes(made: dict[str, Any], columns: int) -> Iterator[str]:
    """What narrows the verdict stands right below it, in full: on a terminal nothing else is read."""
    positives = made["scores"]["positives"]
    told = [note["text"] for note in made["notes"] if note["grave"] == "caution"]
    if positives["total"] and not positives["passed"]:
        told.append(NONE_VALID)
    for text in told:
        yield from wrap(
            line(text, DETAIL), columns, initial_indent="    ! ", subsequent_indent="      ", break_on_hyphens=False
        )


def _findings(made: dict[str, Any], columns: int) -> Iterator[str]:
    """The requirements that findings broke, gravest first, each with one finding and the word to look it up."""
    names = Counter(vector["id"].rpartition("/")[2] for vector in made["vectors"])
    broken: dict[str, list[dict[str, Any]]] = {}
    for finding in made["findings"]:
        broken.setdefault(finding["requirement"]["id"], []).append(finding)
    for name, findings in list(broken.items())[:REQUIREMENTS]:
        first = findings[0]
        mark = "!" if first["severity"] == "warning" else "✗"
        known = "   (known)" if all(finding["known"] for finding in findings) else ""
        more = f"   {plural(len(findings), 'finding')}" if len(findings) > 1 else ""
        yield f"  {mark} {line(name)}  {line(first['requirement']['text'], columns - len(name) - len(more + known) - 6)}{more}{known}"
        where = f"   {_where(first, names, made)}"
        yield f"      {line(first['because'], columns - len(where) - 6)}{where}"
    if len(broken) > REQUIREMENTS:
        yield f"    and {len(broken) - REQUIREMENTS} more requirements, in the report"


def _where(finding: dict[str, Any], names: Counter[str], made: dict[str, Any]) -> str:
    """Where to look: the word to look a vector up, or of samples the file and how many others there are."""
    if not made["run"]["vectors_from"].startswith("samples"):
        return f"explain {_short(line(finding['vector']), names, made)}"
    more = f" and {len(finding['others'])} more" if finding["others"] else ""
    return line(finding["title"], FILE) + more


def _short(vector: str, names: Counter[str], made: dict[str, Any]) -> str:
    """The last part of a vector's name where that is enough to find it again, else its last two."""
    last = vector.rpartition("/")[2]
    alone = names[last] == 1 and not made["verdict"]["partial"]
    return last if alone else "/".join(vector.split("/")[-2:])


def _undecided(made: dict[str, Any]) -> Iterator[str]:
    for name, word in LISTS.items():
        for group in made["lists"][name]:
            yield f"  {word}: {line(group['because'])} ({plural(len(group['vectors']), 'vector')})"
    untested = [row for row in made["lists"]["not_tested"] if row["untested"]]
    if untested and not made["verdict"]["partial"]:
        names = ", ".join(line(row["id"]) for row in untested)
        yield f"  untested: {plural(len(untested), 'requirement')} ({names})"


def _controls(made: dict[str, Any], columns: int) -> Iterator[str]:
    """What the controls score, those with the same score together."""
    scores: dict[str, list[str]] = {}
    for each in made["controls"]:
        scores.setdefault(_percent(each["negatives"]), []).append(line(each["name"]))
    if scores:
        told = "; ".join(f"{', '.join(names)} {percent}" for percent, names in scores.items())
        yield from wrap(f"  controls: {told} of negatives", columns, subsequent_indent="    ", break_on_hyphens=False)


def _percent(score: dict[str, int]) -> str:
    """Whole per cent, but never a round number that it is not."""
    passed, total = score["passed"], score["total"]
    exact = 100 * passed / total if total else 0.0
    return f"{exact:.0f} %" if exact in (0, 100) or 1 <= exact <= 99 else f"{exact:.2f} %"
