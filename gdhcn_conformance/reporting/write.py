"""From an assessment to files: each format a name, a file and a function from the one document to text."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gdhcn_conformance.errors import Problem
from gdhcn_conformance.reporting.document import document

if TYPE_CHECKING:
    from gdhcn_conformance.running.assess import Assessment, Score
    from gdhcn_conformance.running.known import Known


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a report: the file's name, and where the function that writes it is found."""

    file: str
    writer: str  # module:function, imported when it is used, so that starting stays quick

    def write(self, made: dict[str, Any]) -> str:
        """The report's text in this format."""
        module, _, name = self.writer.partition(":")
        writer: Callable[[dict[str, Any]], str] = getattr(import_module(module), name)
        return writer(made)


FORMATS: dict[str, Format] = {
    "html": Format("report.html", "gdhcn_conformance.reporting.html:html"),
    "json": Format("report.json", "gdhcn_conformance.reporting.write:as_json"),
    "junit": Format("junit.xml", "gdhcn_conformance.reporting.junit:junit"),
    "markdown": Format("summary.md", "gdhcn_conformance.reporting.markdown:markdown"),
}


def write_reports(  # noqa: PLR0913 - what a report shows beside the verdicts, all by keyword
    assessment: Assessment,
    folder: Path,
    formats: Sequence[str],
    *,
    controls: Mapping[str, Mapping[str, Score]] | None = None,
    known: Known | None = None,
    unproven: Mapping[str, str] | None = None,
) -> list[Path]:
    """Write the reports into the folder, in the order of `formats`; `Problem` (exit 2) where a format or the folder is not there."""
    for name in formats:
        if name not in FORMATS:
            raise Problem("unknown-format", f"There is no report format {name!r}.", f"one of {', '.join(FORMATS)}")
    made = document(assessment, controls=controls, known=known, unproven=unproven)
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in formats:
            path = folder / FORMATS[name].file
            path.write_text(FORMATS[name].write(made), encoding="utf-8", newline="\n")
            written.append(path)
    except OSError as refused:
        problem = f"{refused.filename or folder} cannot be written: {refused.strerror}"
        raise Problem("report-unwritable", problem, "name another folder with --out") from refused
    return written


def as_json(made: dict[str, Any]) -> str:
    """`report.json`, in ASCII, so that nothing in it can be mistaken for something else."""
    return json.dumps(made, indent=1) + "\n"
