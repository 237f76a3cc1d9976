"""From judged corpus files to vectors, and to the suite that a corpus run is judged by.

A corpus run has a ledger of its own: one row a stage at which files say that they are refused, and one for those that are to be
accepted. The rows are MUST on the basis of an official check, so they count under the reading *operational*. The profile
`corpus` requires the rows that have a vector which is scored.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from gdhcn_conformance.model.profile import Profile
from gdhcn_conformance.model.requirement import Basis, Level, NotTested, Requirement, Source
from gdhcn_conformance.model.vector import Expected, TrustEntry, Vector
from gdhcn_conformance.model.vocabulary import pipeline
from gdhcn_conformance.running.corpus.account import Account
from gdhcn_conformance.running.corpus.expectation import ACCEPT, STAGES, Judgement
from gdhcn_conformance.running.corpus.signer import SignerCertificate
from gdhcn_conformance.running.library import Suite

TESTDATA = Source("dgc-testdata", "", "https://github.com/eu-digital-green-certificates/dgc-testdata")
QUALITY = Source("dcc-quality-assurance", "", "https://github.com/eu-digital-green-certificates/dcc-quality-assurance")
CHAPTER = "corpus"
OBSERVED = "CORPUS-OBSERVED"
# For the few files that name no clock and hold no iat: when EU certificates were in daily use, as in the committed vectors.
SOME_MOMENT = datetime(2022, 1, 15, 10, 0, tzinfo=UTC)
IS_NOT = (
    "It has been held against the files of one public corpus only, which say little about most requirements;"
    " a run without --corpus is what shows a verifier conformant."
)


@dataclass(frozen=True, slots=True)
class Part:
    """What a corpus folder yields: the vectors, who published them, what became of every file, and a digest over all files."""

    vectors: tuple[Vector, ...]
    source: Source
    account: Account
    digest: str


def from_files(judgements: Sequence[Judgement]) -> tuple[Vector, ...]:
    """The vectors of test files, with a valid certificate of the corpus as twin of each that is to be refused."""
    twins = _twins(judgements)
    return tuple(_vector(each, twins.get(each.file.name)) for each in judgements)


def suite_of(suite: Suite, part: Part, name: str) -> Suite:
    """The verifier's suite with vectors, ledger and profile of a corpus run; its policies stay, so that disputes can be explained."""
    rows = _rows(part)
    scored = {vector.requirement for vector in part.vectors if vector.expectation.expected is not Expected.EITHER}
    verifier = suite.profile("verifier")
    profile = Profile(
        name="corpus",
        role=suite.role,
        text=f"A verifier that treats the files of {name} as they say. {part.account.sentence()}",
        capabilities=verifier.capabilities,
        required=tuple(row for row in rows if row in scored),
        optional=tuple(row for row in rows if row not in scored),
        is_not=IS_NOT,
        samples=_samples(part.vectors),
    )
    digest = hashlib.sha256(f"{suite.digest}{part.digest}".encode()).hexdigest()
    return replace(suite, requirements=rows, profiles={profile.name: profile}, vectors=part.vectors, digest=digest)


def _vector(judgement: Judgement, twin: str | None) -> Vector:
    file, found, expectation = judgement.file, judgement.computed, judgement.expectation
    refused = expectation.expected is Expected.REJECT
    stage = judgement.stage.name
    said = f"refused at {stage}" if stage else "accepted"
    title = f"{file.name}: {said}" + (", but disputed" if judgement.disputes else "")
    return Vector(
        id=f"corpus/{file.name}",
        title=title,
        description=f"{file.path} of {TESTDATA.document}, which says that it is {said}. {_reviewed(judgement)}".strip(),
        role="verifier",
        operation="verify",
        requirement=judgement.stage.requirement,
        expectation=expectation,
        credential=file.text,
        clock=written(file.clock or own_clock(found.issued)),
        trust=(listed(judgement.signer, found.issuer),),
        output=judgement.output if expectation.expected is Expected.ACCEPT else None,
        twin=twin if refused else None,
        mutation=f"declared: {stage}" if refused else "",
        needs=frozenset({found.algorithm} if found.algorithm else ()),
        forgery=refused and found.authentic is False,
        source="corpus",
        notes=_notes(judgement),
    )


def _reviewed(judgement: Judgement) -> str:
    """What the suite concludes, in a sentence."""
    if judgement.disputes:
        first = judgement.disputes[0]
        return f"Recorded, not scored: {first.why} ({first.explained_by})."
    if judgement.rests_on:
        return f"It raises what the suite elsewhere leaves open: {', '.join(judgement.rests_on)}."
    return ""


def _notes(judgement: Judgement) -> dict[str, Any]:
    """What a report says of a file besides its verdict; members that say nothing are left out."""
    file, found = judgement.file, judgement.computed
    disputes = [dispute.to_json() for dispute in judgement.disputes]
    notes = {
        "path": file.path,
        "sha256": file.sha256,
        "says": file.description,
        "declared": dict(file.flags),
        "computed": {flag: value for flag, value in (found.flags | judgement.checks).items() if value is not None},
        "computed_by": list(found.notes),
        "dispute": disputes[0] if disputes else None,
        "disputes": disputes[1:],
        "disputed_checks": [dispute.to_json() for dispute in judgement.disputed_checks],
        "rests_on": list(judgement.rests_on),
        "normalised": list(file.notes),
    }
    return {name: value for name, value in notes.items() if value}


def listed(signer: SignerCertificate, issuer: str) -> TrustEntry:
    """A signer certificate as the one entry of a trust list; its country is that of its subject, else the certificate's issuer."""
    return TrustEntry(
        kid=base64.b64encode(signer.kid).decode(),
        certificate=base64.b64encode(signer.der).decode(),
        country=signer.country or issuer or "XX",
        usage=("DSC",),
    )


def written(moment: datetime) -> str:
    """A moment as RFC 3339 in UTC; with a fraction of a second only where it has one."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def own_clock(issued: float | None) -> datetime:
    """A clock for a certificate that comes without one: the moment at which it says that it was issued."""
    try:
        return SOME_MOMENT if issued is None else datetime.fromtimestamp(int(issued) + (issued % 1 > 0), UTC)
    except (OverflowError, OSError, ValueError):  # beyond the years that a clock can show
        return SOME_MOMENT


def _twins(judgements: Sequence[Judgement]) -> dict[str, str]:
    """For every file that is to be refused the nearest that is to be accepted, undisputed: by signer, algorithm, folder, clock."""
    valid = [each for each in judgements if each.expectation.expected is Expected.ACCEPT and not each.rests_on]

    def distance(one: Judgement, other: Judgement) -> tuple[bool, ...]:
        algorithm = one.computed.algorithm or "ES256"
        return (
            one.signer.der != other.signer.der,
            algorithm != other.computed.algorithm,
            one.file.name.rpartition("/")[0] != other.file.name.rpartition("/")[0],
            one.file.clock != other.file.clock,
        )

    refused = [each for each in judgements if each.expectation.expected is Expected.REJECT]
    if not valid:
        return {}
    return {
        each.file.name: f"corpus/{min(valid, key=lambda other: distance(each, other)).file.name}" for each in refused
    }


def _rows(part: Part) -> dict[str, Requirement]:
    """The ledger: the rows that have vectors, and one for what became of the files."""
    used = {vector.requirement for vector in part.vectors}
    texts = {stage.requirement: stage.text for stage in (*STAGES, ACCEPT)}
    rows = {name: _row(name, text, part.source) for name, text in texts.items() if name in used}
    if OBSERVED in used:
        text = "What an image holds is read; without a listed signer nothing can be expected of it."
        rows[OBSERVED] = replace(_row(OBSERVED, text, part.source), level=Level.INFO)
    account = part.account
    rows[Account.ROW] = replace(
        _row(Account.ROW, "Every file is judged, disputed or unusable.", part.source),
        level=Level.INFO,
        not_tested=NotTested("not visible through an adapter", account.sentence()),
        note="\n".join(account.lines()),
    )
    return rows


def _row(name: str, text: str, source: Source) -> Requirement:
    return Requirement(name, CHAPTER, text, Level.MUST, Basis.CHECK, source)


def _samples(vectors: Iterable[Vector]) -> Mapping[str, str]:
    """One file a stage that can only be refused there, so that reasons can be calibrated."""
    table = pipeline()
    found: dict[str, str] = {}
    for vector in vectors:
        stages = {table.stage_of(reason) for reason in vector.expectation.reasons}
        if len(stages) == 1:
            found.setdefault(stages.pop(), vector.id)
    return found
