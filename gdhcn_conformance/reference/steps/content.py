"""The DCC: which kind, which version, which dates."""

from __future__ import annotations

from datetime import UTC, datetime

from gdhcn_conformance.credentials import dcc
from gdhcn_conformance.pki.authority import HEALTH_OIDS
from gdhcn_conformance.reference.steps.examination import Examination, Refused

# The arc of WHO HCERT A.2, and the one mistyped in the format's first editions, which many signers still carry.
ARC, MISTYPED_ARC = "1.3.6.1.4.1.1847.2021.1.", "1.3.6.1.4.1.0.1847.2021.1."

KIND_OF_OID = {
    prefix + oid.rpartition(".")[2]: kind for kind, oid in HEALTH_OIDS.items() for prefix in (ARC, MISTYPED_ARC)
}


def require_key_usage(exam: Examination) -> None:
    """WHO HCERT, appendix A.2: health OIDs, where the DSC has any, cover every entry of the certificate."""
    assert exam.signer is not None
    allowed = {KIND_OF_OID[oid] for oid in exam.signer.usages or () if oid in KIND_OF_OID}
    present = set(dcc.kinds(exam.payload))
    if allowed and not present <= allowed:
        raise Refused("key-usage-mismatch", f"{sorted(present - allowed)} not covered")


def require_schema(exam: Examination) -> None:
    """WHO HCERT 6.3: types, lengths and presence, by the schema of the declared version."""
    declared = exam.payload.get("ver")
    if not isinstance(declared, str):
        raise Refused("schema-invalid", "ver is missing or no text")
    version = dcc.schema_for(declared)
    if version is None:
        raise Refused("version-unsupported", declared[:20])
    violations = dcc.validate(exam.payload, version)
    if violations:
        raise Refused("schema-invalid", f"{violations[0].path}: {violations[0].detail}")


def require_past_samples(exam: Examination) -> None:
    """dgc-testdata, DGC8: a test whose sample lies ahead proves nothing yet. Instants are compared, whatever their offset."""
    for entry in exam.payload.get("t") or ():
        try:
            sampled = datetime.fromisoformat(entry["sc"])
        except ValueError:  # the schema does not assert the format; what cannot be read is not judged
            continue
        if (sampled if sampled.tzinfo else sampled.replace(tzinfo=UTC)).timestamp() > exam.now:
            raise Refused("not-yet-valid", f"sample taken {entry['sc']}"[:60])


def require_ordered_recovery(exam: Examination) -> None:
    """A recovery entry ends when it begins, or later; dates as ISO 8601 writes them compare as text."""
    for entry in exam.payload.get("r") or ():
        if entry["df"][:10] > entry["du"][:10]:
            raise Refused("schema-invalid", f"valid from {entry['df']} until {entry['du']}"[:60])
