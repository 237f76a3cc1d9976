"""Public corpora as one more source of vectors: dgc-testdata's format, and folders of QR images.

Nothing of a corpus is shipped or stored: a folder is read when a run asks for it. What a file declares, what a second opinion
computes and what the suite concludes are kept apart, in every vector's notes and in `describe`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from hashlib import sha256
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gdhcn_conformance.running.corpus.account import Account, account

if TYPE_CHECKING:
    from gdhcn_conformance.running.corpus.expectation import Judgement
    from gdhcn_conformance.running.corpus.folder import Corpus
    from gdhcn_conformance.running.corpus.raw_file import Unusable
    from gdhcn_conformance.running.corpus.schemas import Schemas
    from gdhcn_conformance.running.corpus.vectors import Part
    from gdhcn_conformance.running.library import Suite

__all__ = ["Account", "account", "corpus", "describe"]


def corpus(suite: Suite, path: str | PathLike[str]) -> Suite:
    """The suite with the vectors of a corpus folder in place of its own, and the profile `corpus` as its only one.

    `Problem` where the folder is missing (exit 2), or holds nothing that can be used (exit 4). One broken file is unusable, with
    its reason, and takes nothing else down.
    """
    from gdhcn_conformance.errors import Exit, Problem  # noqa: PLC0415 - only for a corpus run
    from gdhcn_conformance.running.corpus import folder, vectors  # noqa: PLC0415

    found = folder.read(Path(path))
    left_open = {policy.name for policy in suite.policies.values() if policy.default == "open"}
    part = _part(found, left_open)
    if not part.vectors:
        reasons = "; ".join(part.account.lines()[:5])
        summary = f"Nothing in {path} can be used: {part.account.sentence()}"
        raise Problem("corpus-unusable", summary, reasons or folder.CLONE, exit_code=Exit.SUITE_ERROR)
    return vectors.suite_of(suite, part, part.source.document)


def describe(path: str | PathLike[str]) -> list[dict[str, Any]]:
    """Every file of a corpus as one JSON object: declared, computed, reviewed, and what was normalised; unusable ones last.

    `status` is judged, disputed, observed or unusable. `Problem` where the folder is missing or holds nothing of a corpus.
    """
    from gdhcn_conformance.running.corpus import folder  # noqa: PLC0415

    found = folder.read(Path(path))
    rows = list(_described(found))
    return sorted(rows, key=lambda row: (row["status"] == "unusable", row["path"]))


def _part(found: Corpus, left_open: Collection[str]) -> Part:
    """What a folder yields: a vector a test file, and a vector a symbol of every image that is not a test file's own."""
    from gdhcn_conformance.running.corpus import images, schemas, vectors  # noqa: PLC0415
    from gdhcn_conformance.running.corpus.account import counted  # noqa: PLC0415

    known = schemas.Schemas(found.root)
    judgements, unusable = _judged(found, known, left_open)
    pictures = images.read(found, known)
    made = vectors.from_files(judgements) + pictures.vectors
    digests = "".join(each.file.sha256 for each in judgements) + pictures.digest
    return vectors.Part(
        vectors=made,
        source=vectors.TESTDATA if found.files else vectors.QUALITY,
        account=counted(made, (*unusable, *pictures.unusable), len(found.others) + pictures.aside),
        digest=sha256(digests.encode()).hexdigest(),
    )


def _judged(found: Corpus, schemas: Schemas, left_open: Collection[str]) -> tuple[list[Judgement], list[Unusable]]:
    from gdhcn_conformance.running.corpus.expectation import judge  # noqa: PLC0415
    from gdhcn_conformance.running.corpus.raw_file import Unusable  # noqa: PLC0415
    from gdhcn_conformance.running.found_files import UnreadableError  # noqa: PLC0415

    judgements: list[Judgement] = []
    unusable = list(found.unusable)
    for file in found.files:
        try:
            judgements.append(judge(file, schemas, left_open))
        except UnreadableError as unreadable:
            unusable.append(Unusable(file.path, str(unreadable)))
    return judgements, unusable


def _described(found: Corpus) -> Iterator[dict[str, Any]]:
    from gdhcn_conformance.running import library  # noqa: PLC0415

    policies = library.load("verifier").policies.values()
    part = _part(found, {policy.name for policy in policies if policy.default == "open"})
    for vector in part.vectors:
        notes = dict(vector.notes)
        expectation = vector.expectation
        status = "disputed" if "dispute" in notes else "judged" if expectation.expected != "either" else "observed"
        disputes = [notes["dispute"], *notes.get("disputes", [])] if "dispute" in notes else []
        yield {
            "path": notes["path"],
            "vector": vector.id,
            "status": status,
            "declared": notes.get("declared", {}),
            "computed": notes.get("computed", {}),
            "reviewed": {
                "requirement": vector.requirement,
                "expected": expectation.expected.value,
                "reasons": list(expectation.reasons),
                "disputes": disputes,
                "disputed_checks": notes.get("disputed_checks", []),
                "rests_on": notes.get("rests_on", []),
            },
            "computed_by": notes.get("computed_by", []),
            "normalised": notes.get("normalised", []),
        }
    for each in part.account.unusable:
        yield {"path": each.path, "status": "unusable", "reason": each.reason}
