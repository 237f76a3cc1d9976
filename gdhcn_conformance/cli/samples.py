"""The option `--samples`: a folder of certificates instead of an adapter."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from gdhcn_conformance.cli import console
from gdhcn_conformance.errors import Exit, Problem

if TYPE_CHECKING:
    from argparse import Namespace

    from gdhcn_conformance.adapters.base import Subject
    from gdhcn_conformance.running.library import Suite

SCHEME = "samples:"  # of the address of a folder
ROLE, PROFILE = "issuer", "issuer-samples"
CLEAR = "\r\x1b[2K"  # back to the beginning of the line, and nothing left in it (ECMA-48, EL)
# What an adapter or other vectors are asked for with; a folder holds what it holds.
MEANINGLESS = {
    "--adapter": "adapter", "--answers": "answers", "--corpus": "corpus", "--fresh": "fresh", "--countries": "countries",
}  # fmt: skip


def folder_of(options: Namespace) -> str:
    """The folder whose samples are to be judged, empty where there is none; `Problem` where other options contradict it."""
    samples, address = getattr(options, "samples", None), (getattr(options, "adapter", None) or "").strip()
    others = dict(MEANINGLESS)
    if samples is None and address.startswith(SCHEME):
        samples = address.removeprefix(SCHEME)
        del others["--adapter"]
    if samples is None:
        return ""
    said = [name for name, member in others.items() if getattr(options, member, None) is not None]
    if said:
        raise Problem(
            "samples-option", f"{said[0]} means nothing to a folder of samples.", f"leave out {said[0]} or --samples"
        )
    if not samples.strip():
        raise Problem("samples-missing", "--samples names no folder.", "name the folder with the certificates")
    if options.profile:
        from gdhcn_conformance.running import library  # noqa: PLC0415 - start-up in milliseconds

        if library.role_of(options.profile) != ROLE:
            problem = f"Samples are what an issuer issued; {options.profile} is no profile of one."
            raise Problem("samples-profile", problem, f"leave out --profile: it is {PROFILE} then")
    return str(samples)


def opened(options: Namespace) -> Subject:
    """The folder as a subject, read; `Problem` where there is nothing in it."""
    from gdhcn_conformance.evidence.samples import SamplesFolder  # noqa: PLC0415 - only for samples

    subject = SamplesFolder(folder_of(options), _told if console.is_lively() else None)
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
