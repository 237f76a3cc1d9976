"""What became of every file of a corpus: judged, disputed or unusable, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from gdhcn_conformance.model.requirement import Requirement
from gdhcn_conformance.model.vector import Expected, Vector
from gdhcn_conformance.running.corpus.raw_file import Unusable


class Holder(Protocol):
    """A suite or a run log: whatever holds the vectors and the ledger of a corpus run."""

    @property
    def vectors(self) -> tuple[Vector, ...]:
        """The vectors."""

    @property
    def requirements(self) -> Mapping[str, Requirement]:
        """The ledger by id."""


@dataclass(frozen=True, slots=True)
class Account:
    """Counts by vector, and every unusable file with its reason.

    `disputed` counts by the row or policy that explains the dispute, `observed` are vectors of which nothing is expected because
    nothing is declared (symbols of images), `checks` files whose members contradict each other without a consequence for a
    verifier. `others` are JSON files, or images, that were left aside.
    """

    accept: int = 0
    reject: int = 0
    disputed: tuple[tuple[str, int], ...] = ()
    observed: int = 0
    checks: int = 0
    unusable: tuple[Unusable, ...] = ()
    others: int = 0

    ROW: ClassVar[str] = "CORPUS-FILES"  # the ledger row in which a run log carries what the vectors cannot tell

    @property
    def judged(self) -> int:
        """Vectors with an expectation."""
        return self.accept + self.reject

    @property
    def total(self) -> int:
        """All: judged, disputed, observed and unusable."""
        return self.judged + sum(count for _, count in self.disputed) + self.observed + len(self.unusable)

    def sentence(self) -> str:
        """The account in a line."""
        disputed = sum(count for _, count in self.disputed)
        parts = [
            f"{self.judged} judged ({self.accept} to be accepted, {self.reject} to be refused)",
            f"{disputed} disputed" + (f" ({self._classes()})" if disputed else ""),
            f"{self.observed} only observed" if self.observed else "",
            f"{len(self.unusable)} unusable",
        ]
        left = f"; {self.others} other files were left aside" if self.others else ""
        checked = f"; {self.checks} contradict a check of the file itself" if self.checks else ""
        return f"{self.total} in the corpus: {', '.join(filter(None, parts))}{checked}{left}."

    def lines(self) -> list[str]:
        """Every unusable file as *path: reason*."""
        return [f"{each.path}: {each.reason}" for each in self.unusable]

    def to_json(self) -> dict[str, Any]:
        """The account as JSON."""
        return {
            "total": self.total,
            "judged": self.judged,
            "accept": self.accept,
            "reject": self.reject,
            "disputed": dict(self.disputed),
            "observed": self.observed,
            "disputed_checks": self.checks,
            "unusable": {each.path: each.reason for each in self.unusable},
            "others": self.others,
        }

    def _classes(self) -> str:
        return ", ".join(f"{name} {count}" for name, count in self.disputed)


def account(holder: Holder) -> Account:
    """The account of a corpus suite, or of the log of a corpus run (then of the vectors that ran); empty for any other."""
    row = holder.requirements.get(Account.ROW)
    if row is None:
        return Account()
    lines = (line.partition(": ") for line in row.note.splitlines())
    return counted(holder.vectors, [Unusable(path, reason) for path, _, reason in lines])


def counted(vectors: Iterable[Vector], unusable: Iterable[Unusable], others: int = 0) -> Account:
    """The account of these vectors and unusable files."""
    given = tuple(vectors)
    expected = Counter(vector.expectation.expected for vector in given)
    explained = Counter(vector.notes["dispute"]["explained_by"] for vector in given if "dispute" in vector.notes)
    return Account(
        accept=expected[Expected.ACCEPT],
        reject=expected[Expected.REJECT],
        disputed=tuple(sorted(explained.items())),
        observed=expected[Expected.EITHER] - explained.total(),
        checks=sum("disputed_checks" in vector.notes for vector in given),
        unusable=tuple(unusable),
        others=others,
    )
