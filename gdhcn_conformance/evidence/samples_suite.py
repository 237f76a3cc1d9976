"""From a folder of samples to vectors, and to the suite that they are judged by.

A sample is a vector of the issuer: the certificate is to be one that can be read and verified. The requirements of the ledger are
then held against it, as against any certificate that an issuer issues. A row that only an input could show is not tested: samples
show what was issued, never what was refused.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC

from gdhcn_conformance.evidence.samples import DSC, Sample, Samples
from gdhcn_conformance.issued.check import checks
from gdhcn_conformance.issued.signer import Signer
from gdhcn_conformance.model.requirement import Basis, Level, NotTested, Requirement, Source
from gdhcn_conformance.model.vector import Expectation, Expected, TrustEntry, Vector
from gdhcn_conformance.running.library import Suite

ISSUES = "HCERT-ISS-001"  # for a person and one event, a certificate is issued that can be read and verified
FILES = "SAMPLES-FILES"  # the ledger row in which a run log carries what became of the files
MOST_LINES = 1_000  # files told one by one in that row
INVISIBLE = "not visible through an adapter"
REFUSALS = "Samples show what was issued; what the issuer refuses, no certificate shows."


def suite_of(suite: Suite, samples: Samples) -> Suite:
    """The issuer's suite with the samples in place of its vectors, and a row for what became of the files."""
    vectors = tuple(_vector(sample, samples) for sample in samples.samples)
    rows = {name: _row(row) for name, row in suite.requirements.items()} | {FILES: _files(samples)}
    digest = hashlib.sha256(suite.digest.encode())
    for vector in vectors:
        digest.update(repr((vector.id, vector.credential, vector.clock, vector.trust)).encode("utf-8", "replace"))
    return replace(suite, requirements=rows, vectors=vectors, digest=digest.hexdigest())


def _vector(sample: Sample, samples: Samples) -> Vector:
    problem = sample.found.problem
    return Vector(
        id=f"samples/{sample.name}",
        title=sample.title,
        description=_described(sample, samples),
        role="issuer",
        operation="issue",
        requirement=ISSUES,
        expectation=Expectation(Expected.ACCEPT),
        credential=sample.found.text,
        clock=sample.clock.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        trust=tuple(_listed(each) for each in sample.signers),
        needs=frozenset() if sample.signers or problem else frozenset({DSC}),
        source="samples",
        input={"sample": sample.name, **sample.said.asked()},
        notes={"path": sample.path, **({"unread": problem} if problem else {})},
    )


def _described(sample: Sample, samples: Samples) -> str:
    """Where it was found, and what it is held against."""
    told = f"A certificate found in {sample.title}."
    if sample.found.problem:
        return f"{sample.path}: {sample.found.problem}."
    if not sample.signers:
        beside = (
            "No DSC lies beside it"
            if not samples.signers
            else "None of the DSCs beside it has its key identifier, or signed it"
        )
        told += f" {beside}: its signature was not verified."
    if not sample.found.picture:
        told += " Nothing is said of its symbol: no picture came with it, or only one that is too large to keep."
    return told


def _listed(signer: Signer) -> TrustEntry:
    """A DSC as the entry of a trust list; one that names no country is listed under a user-assigned code."""
    kid, der = (b64encode(each).decode() for each in (signer.kid, signer.der))
    return TrustEntry(kid, der, signer.country or "XX", ("DSC",))


def _row(row: Requirement) -> Requirement:
    """The row as samples can show it: not tested where only a refusal would."""
    if row.id == ISSUES or row.not_tested or row.id in checks():
        return row
    return replace(row, not_tested=NotTested(INVISIBLE, REFUSALS))


def _files(samples: Samples) -> Requirement:
    lines = samples.lines()
    more = [f"and {len(lines) - MOST_LINES} more"] if len(lines) > MOST_LINES else []
    return Requirement(
        id=FILES,
        chapter="Samples",
        text="Every file of the folder is judged, or has a reason why it is not.",
        level=Level.INFO,
        basis=Basis.STANCE,
        source=Source("samples", "", ""),
        not_tested=NotTested(INVISIBLE, samples.sentence()),
        note="\n".join(lines[:MOST_LINES] + more),
    )


def account(requirements: Mapping[str, Requirement]) -> tuple[str, tuple[str, ...]]:
    """What became of the files of a run on samples, by its ledger: the sentence, and a line a file that was not judged."""
    row = requirements.get(FILES)
    if row is None or row.not_tested is None:
        return "", ()
    return row.not_tested.detail, tuple(row.note.splitlines())
