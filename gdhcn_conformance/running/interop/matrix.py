"""The matrix: every certificate on every verifier, and what the cells come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import permutations
from typing import TYPE_CHECKING

from gdhcn_conformance.issued.certificate import Issued
from gdhcn_conformance.model.outcome import Accepted

if TYPE_CHECKING:
    from gdhcn_conformance.model.vector import TrustEntry


@dataclass(frozen=True, slots=True)
class Certificate:
    """What one issuer made of one application: a text, or why there is none."""

    issuer: str
    kind: str
    algorithm: str
    version: str
    text: str = ""
    why_not: str = ""
    trust: tuple[TrustEntry, ...] = ()
    issued: Issued | None = None

    @property
    def column(self) -> tuple[str, str, str]:
        """What distinguishes it among an issuer's: kind, algorithm, version."""
        return self.kind, self.algorithm, self.version


@dataclass(frozen=True, slots=True)
class Cell:
    """One certificate on one verifier.

    `said` is `accepted`, `rejected`, `crashed`, `hung`, `unsupported`, `protocol-error`, or `not-issued`; `reason` explains it.
    `misread` says where the output departs from what stands in the certificate. `fooled` says that a forgery of it was
    accepted, too: then `accepted` means nothing.
    """

    verifier: str
    certificate: Certificate
    said: str
    reason: str = ""
    misread: str = ""
    fooled: bool = False

    @property
    def works(self) -> bool:
        """Whether the certificate verifies there, and would not if it were forged."""
        return self.said == Accepted.kind and not self.misread and not self.fooled


@dataclass(frozen=True, slots=True)
class Matrix:
    """All cells, and what is to be known beside them; `broken` are participants that could not take part, with the reason."""

    moment: datetime
    issuers: tuple[str, ...]
    verifiers: tuple[str, ...]
    certificates: tuple[Certificate, ...]
    cells: tuple[Cell, ...]
    broken: Mapping[str, str] = field(default_factory=dict)

    def between(self, issuer: str, verifier: str) -> tuple[Cell, ...]:
        """The cells of one issuer on one verifier."""
        return tuple(each for each in self.cells if each.verifier == verifier and each.certificate.issuer == issuer)

    @property
    def complete(self) -> bool:
        """Whether everything that was asked for was issued, and works everywhere."""
        return bool(self.cells) and not self.broken and all(cell.works for cell in self.cells)


def asymmetries(matrix: Matrix) -> list[tuple[str, str, int]]:
    """Pairs that both issue and verify, where everything of one works at the other and not the reverse.

    (the one whose certificates work, the other, how many of the other's certificates do not work at the one).
    """
    both = [name for name in matrix.issuers if name in matrix.verifiers]
    found = []
    for one, other in permutations(both, 2):
        there, back = (_failing(matrix.between(*pair)) for pair in ((one, other), (other, one)))
        if not there and back:
            found.append((one, other, back))
    return found


def _failing(cells: Iterable[Cell]) -> int:
    return sum(not cell.works for cell in cells)


def universal_failures(matrix: Matrix) -> list[str]:
    """Sentences: certificates that work nowhere but at their issuer, and verifiers at which nothing works, or everything does."""
    told = []
    nowhere: dict[tuple[str, str], list[str]] = {}
    for certificate in matrix.certificates:
        cells = [cell for cell in matrix.cells if cell.certificate is certificate]
        elsewhere = [cell for cell in cells if cell.verifier != certificate.issuer] or cells
        if elsewhere and not any(cell.works for cell in elsewhere):
            reasons = sorted({cell.reason.partition(":")[0] or cell.said for cell in elsewhere})
            why = certificate.why_not.partition(";")[0] or ", ".join(reasons)
            nowhere.setdefault((certificate.issuer, why), []).append(" ".join(filter(None, certificate.column)))
    for (issuer, why), what in nowhere.items():
        told.append(f"{issuer}: what works at no other verifier: {', '.join(what)} ({why})")
    for verifier in matrix.verifiers:
        cells = [cell for cell in matrix.cells if cell.verifier == verifier and cell.certificate.text]
        if cells and all(cell.fooled for cell in cells):
            told.append(f"{verifier}: accepts forgeries of every certificate, so that its acceptances mean nothing")
        elif cells and not any(cell.works for cell in cells):
            told.append(f"{verifier}: no certificate of any issuer works there")
    return told
