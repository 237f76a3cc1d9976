"""What must come of a corpus file: declared, computed and reviewed, kept apart.

*Declared* are the file's flags, *computed* what the second opinion makes of it, *reviewed* what the suite concludes: a file whose
flags hold is judged by them; a file that is contradicted is disputed, run and recorded, never scored.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from gdhcn_conformance.model.vector import Expectation, Expected
from gdhcn_conformance.model.vocabulary import pipeline
from gdhcn_conformance.running.corpus import signer as signers
from gdhcn_conformance.running.corpus.checks import compare_members, computed_checks, disputed_checks
from gdhcn_conformance.running.corpus.computed import examine
from gdhcn_conformance.running.corpus.disputes import FAULTS, LEFT_OPEN, Dispute, explain
from gdhcn_conformance.running.corpus.findings import STAGE_FLAGS, Computed, Fault
from gdhcn_conformance.running.corpus.raw_file import CorpusFile
from gdhcn_conformance.running.corpus.schemas import Schemas
from gdhcn_conformance.running.corpus.values import same
from gdhcn_conformance.running.found_files import UnreadableError


@dataclass(frozen=True, slots=True)
class Stage:
    """A step at which a file may say that it is refused: its flag, its row in a corpus run, and what the row says."""

    flag: str
    name: str
    requirement: str
    text: str


STAGES = (
    Stage("UNPREFIX", "prefix", "CORPUS-PREFIX", "A text without the prefix HC1: is refused."),
    Stage("B45DECODE", "base45", "CORPUS-BASE45", "A text that is no Base45 is refused."),
    Stage("COMPRESSION", "compression", "CORPUS-COMPRESSION", "Data that are not compressed with zlib are refused."),
    Stage("DECODE", "decode", "CORPUS-DECODE", "A message that holds no readable health certificate is refused."),
    Stage("VERIFY", "verify", "CORPUS-VERIFY", "A message that the listed signer has not signed in this form is refused."),
    Stage("KEYUSAGE", "key usage", "CORPUS-KEY-USAGE", "A kind of certificate that its signer may not sign is refused."),
    Stage("SCHEMAVALIDATION", "schema", "CORPUS-SCHEMA", "A certificate that breaks the schema of its version is refused."),
    Stage("EXPIRATIONCHECK", "expiration", "CORPUS-EXPIRATION", "A certificate outside its dates at the file's clock is refused."),
)  # fmt: skip
ACCEPT = Stage(
    "", "", "CORPUS-ACCEPT", "A certificate that no flag of its file has refused is accepted, and read as it stands."
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A usable file with everything that was made of it.

    `stage` is the first whose flag is false, `ACCEPT` without one. `disputes` are about the certificate and leave it open,
    `checks` about the file itself. `rests_on` are open questions of the suite that the certificate raises although nobody
    disputes it, by their policies' names.
    """

    file: CorpusFile
    signer: signers.SignerCertificate
    computed: Computed
    checks: dict[str, bool | None]
    stage: Stage
    expectation: Expectation
    disputes: tuple[Dispute, ...]
    disputed_checks: tuple[Dispute, ...]
    rests_on: tuple[str, ...]
    output: Any

    @property
    def status(self) -> str:
        """`judged` or `disputed`."""
        return "disputed" if self.disputes else "judged"


def judge(file: CorpusFile, schemas: Schemas, open_policies: Collection[str] = ()) -> Judgement:
    """Make an expectation of a file; `UnreadableError` where its certificate's bytes are no X.509 certificate."""
    try:
        signer = signers.read(file.certificate)
    except (ValueError, TypeError) as unreadable:
        raise UnreadableError("the signer certificate is no X.509 certificate") from unreadable
    now = None if file.clock is None else file.clock.timestamp()
    found = examine(file.text, signer, now, schemas)
    compare_members(file, found)
    checks = computed_checks(file, found, schemas)
    stage = next((stage for stage in STAGES if file.flags.get(stage.flag) is False), ACCEPT)
    disputes = tuple(_disputes(file, found, stage, schemas))
    agreed = file.flags.get("DECODE") is True and found.payload is not None and same(file.document, found.payload)
    return Judgement(
        file=file,
        signer=signer,
        computed=found,
        checks=checks,
        stage=stage,
        expectation=Expectation(Expected.EITHER) if disputes else _expectation(stage, found),
        disputes=disputes,
        disputed_checks=tuple(disputed_checks(file, found, checks, schemas)),
        rests_on=() if disputes else tuple(sorted(_raised(found) & set(open_policies))),
        output=file.document if agreed else None,
    )


def _expectation(stage: Stage, found: Computed) -> Expectation:
    if stage is ACCEPT:
        return Expectation(Expected.ACCEPT)
    return Expectation(Expected.REJECT, reasons(found.faults))


def reasons(faults: Iterable[Fault]) -> tuple[str, ...]:
    """The admissible reasons for a refusal: those of every fault, in the order in which a verifier meets them."""
    table = pipeline()

    def order(fault: Fault) -> tuple[bool, int]:
        return fault.code in LEFT_OPEN, table.stages[table.stage_of(fault.reasons[0])].position

    given = (reason for fault in sorted((f for f in faults if f.reasons), key=order) for reason in fault.reasons)
    return tuple(dict.fromkeys(given))


def _disputes(file: CorpusFile, found: Computed, stage: Stage, schemas: Schemas) -> Iterable[Dispute]:
    """Every flag that came out otherwise than declared; without any refusal declared, also a fault under a flag not tested."""
    for flag in STAGE_FLAGS:
        declared, computed = file.flags.get(flag), found.flags[flag]
        untested = declared is None and computed is False and stage is ACCEPT
        if untested or (None not in (declared, computed) and declared is not computed):
            yield explain(flag, declared, found, schemas)


def _raised(found: Computed) -> set[str]:
    """The questions a certificate raises. The mistyped arc raises one only where it decides."""
    raised = found.seen | {FAULTS[fault.code][0] for fault in found.faults if fault.code in FAULTS}
    codes = {fault.code for fault in found.faults}
    return raised if "key-usage" in codes else raised - {"mistyped-eku-arc"}
