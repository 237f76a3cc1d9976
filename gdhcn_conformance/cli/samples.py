"""The option `--samples`: a folder of certificates instead of an adapter."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from gdhcn_conformance.cli import console
from gdhcn_conformance.cli.instead import Instead
from gdhcn_conformance.errors import Exit, Problem

if TYPE_CHECKING:
    from argparse import Namespace

    from gdhcn_conformance.adapters.base import Subject
    from gdhcn_conformance.running.library import Suite

CLEAR = "\r\x1b[2K"  # back to the beginning of the line, and nothing left in it (ECMA-48, EL)
SAMPLES = Instead(
    option="samples",
    what="a folder of samples",
    whose="Samples are what an issuer issued",
    missing=("folder", "name the folder with the certificates"),
    role="issuer",
    profile="issuer-samples",
    excludes=("answers",),
)


def opened(options: Namespace) -> Subject:
    """The folder as a subject, read; `Problem` where there is nothing in it."""
    from gdhcn_conformance.evidence.samples import SamplesFolder  # noqa: PLC0415 - only for samples

    subject = SamplesFolder(SAMPLES.named(options), _told if console.is_lively() else None)
    found = subject.samples
    if console.is_lively():
        sys.stderr.write(CLEAR)
    if not found.samples:
        reasons = "\n  ".join(found.lines()[:5])
        summary = f"No certificate was found in {found.folder}. {found.sentence()}"
        raise Problem("samples-none", summary, reasons, exit_code=Exit.SUITE_ERROR)
    return subject


def planned(suite: Suite, subject: Subject) -> tuple[Suite, dict[str, Any]]:
    """The suite with the folder's samples, and what a plan is to know of that."""
    from gdhcn_conformance.evidence.samples import SamplesFolder  # noqa: PLC0415 - only for samples
    from gdhcn_conformance.evidence.samples_suite import suite_of  # noqa: PLC0415

    assert isinstance(subject, SamplesFolder)
    return suite_of(suite, subject.samples), {"vectors_from": f"samples {subject.samples.folder}"}


def _told(done: int, count: int) -> None:
    sys.stderr.write(f"{CLEAR}reading file {done} of {count}")
    sys.stderr.flush()
