"""The reference verifier: one small function a step, in the order of WHO HCERT, with the step that refuses naming the reason.

A step reads what earlier ones left in the `Examination` and adds its own, or raises `Refused`. Mutants and conforming variants
are made by replacing one step; nothing in here knows of them.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeAlias

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from gdhcn_conformance.credentials import base45, cbor, cose, dcc, deflate
from gdhcn_conformance.credentials.reading import Malformed
from gdhcn_conformance.pki.authority import HEALTH_OIDS
from gdhcn_conformance.reference.trust_list import Listed, TrustList, parse, suits

CONTEXT = "HC1:"
ES256, PS256 = -7, -37
ALG, CRIT, CONTENT_TYPE, KID = 1, 2, 3, 4
EXP, NBF, IAT, HCERT = 4, 5, 6, -260
UNDERSTOOD = frozenset({ALG, CRIT, CONTENT_TYPE, KID})
ES256_LENGTH = 64  # r and s, 32 octets each (RFC 9053, section 2.1)
# The arc of WHO HCERT A.2, and the one mistyped in the format's first editions, which many signers still carry.
ARC, MISTYPED_ARC = "1.3.6.1.4.1.1847.2021.1.", "1.3.6.1.4.1.0.1847.2021.1."
KIND_OF_OID = {
    prefix + oid.rpartition(".")[2]: kind for kind, oid in HEALTH_OIDS.items() for prefix in (ARC, MISTYPED_ARC)
}

# What each deviation of an encoding leads to; what is not named here is tolerated.
REFUSED_DEVIATIONS = {
    "zlib-trailing-data": "zlib-invalid",
    "zlib-checksum-missing": "zlib-invalid",
    "cbor-trailing-data": "cbor-trailing-data",
    "cbor-duplicate-key": "cbor-duplicate-key",
    "cose-duplicate-label": "cbor-duplicate-key",
    "cose-label-in-both": "cose-malformed",
}
COSE_SHAPES = frozenset(
    {"cose-structure", "cose-tag", "cose-protected", "cose-unprotected", "cose-payload", "cose-signature-type"}
)


class Refused(Exception):  # noqa: N818 - a verdict, not an error
    """The certificate is refused; `reason` is a code of the vocabulary."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


@dataclass(slots=True)
class Examination:
    """What is known so far about the certificate being verified; times in whole seconds since 1970."""

    text: str
    now: int
    trust: TrustList
    encoded: str = ""
    compressed: bytes = b""
    message: bytes = b""
    sign1: cose.Sign1 | None = None
    algorithm: int = 0
    kid: bytes = b""
    candidates: tuple[Listed, ...] = ()
    signer: Listed | None = None
    claims: dict[Any, Any] = field(default_factory=dict)
    hcert: Any = None
    payload: Any = None
    headers: Mapping[Any, Any] = field(default_factory=dict)


Step: TypeAlias = Callable[[Examination], None]


def read_context(exam: Examination) -> None:
    """WHO HCERT 4.2.2: the text starts with HC1:."""
    if not exam.text.startswith(CONTEXT):
        other = len(exam.text) > 3 and exam.text.startswith("HC") and exam.text[3] == ":"
        raise Refused("context-unsupported" if other else "context-missing", repr(exam.text[:8]))
    exam.encoded = exam.text[len(CONTEXT) :]


def read_base45(exam: Examination) -> None:
    """RFC 9285."""
    try:
        exam.compressed = base45.read(exam.encoded).value
    except Malformed as malformed:
        raise Refused("base45-invalid", malformed.detail) from malformed


def inflate(exam: Examination) -> None:
    """WHO HCERT 4.2.1, RFC 1950: one zlib stream, bounded."""
    try:
        reading = deflate.read(exam.compressed)
    except Malformed as malformed:
        reason = "zlib-too-large" if malformed.code == "zlib-too-large" else "zlib-invalid"
        raise Refused(reason, malformed.detail) from malformed
    tolerate(reading.deviations)
    exam.message = reading.value


def tolerate(deviations: Any) -> None:
    """Refuse by the first deviation that is not tolerated."""
    for deviation in deviations:
        if reason := REFUSED_DEVIATIONS.get(deviation.code):
            raise Refused(reason, deviation.detail)


def read_cose(exam: Examination) -> None:
    """RFC 9052, section 4.2: COSE_Sign1, tagged 18, 61 around 18, or not at all."""
    try:
        reading = cose.read(exam.message)
    except Malformed as malformed:
        shape = malformed.code in COSE_SHAPES
        raise Refused("cose-malformed" if shape else "cbor-malformed", malformed.detail) from malformed
    tolerate(reading.deviations)
    exam.sign1 = reading.value
    exam.headers = reading.value.headers


def read_algorithm(exam: Examination) -> None:
    """WHO HCERT 3.2.2: ES256 or PS256, named in the protected header."""
    assert exam.sign1 is not None
    if ALG not in exam.headers:
        raise Refused("algorithm-missing", "label 1 is not in the protected header")
    algorithm = exam.headers[ALG]
    if type(algorithm) is not int or algorithm not in (ES256, PS256):
        raise Refused("algorithm-unsupported", repr(algorithm)[:40])
    exam.algorithm = algorithm


def read_critical(exam: Examination) -> None:
    """RFC 9052, section 3.1: crit is protected, a non-empty array, and names only labels that are present and understood."""
    assert exam.sign1 is not None
    if CRIT in exam.sign1.unprotected:
        raise Refused("critical-header-unknown", "crit must be protected")
    if CRIT not in exam.headers:
        return
    critical = exam.headers[CRIT]
    if not isinstance(critical, list) or not critical:
        raise Refused("critical-header-unknown", "crit must be a non-empty array")
    for label in critical:
        if type(label) is not int or label not in UNDERSTOOD or label not in exam.headers:
            raise Refused("critical-header-unknown", f"label {label!r}"[:60])


def read_key_identifier(exam: Examination) -> None:
    """WHO HCERT 3.2.3: the protected header's key identifier, or else the unprotected one's."""
    assert exam.sign1 is not None
    kid = exam.headers.get(KID, exam.sign1.unprotected.get(KID))
    if kid is None or kid == b"":
        raise Refused("kid-missing")
    if not isinstance(kid, bytes):
        raise Refused("kid-malformed", f"{type(kid).__name__}")
    exam.kid = kid


def look_up_keys(exam: Examination) -> None:
    """WHO HCERT 3.2.3 and appendix A: all listed keys under this identifier."""
    exam.candidates = exam.trust.signers.get(exam.kid, ())
    if not exam.candidates:
        unreadable = exam.kid in exam.trust.unreadable
        raise Refused("dsc-unreadable" if unreadable else "key-unknown", exam.kid.hex()[:64])


def require_signers(exam: Examination) -> None:
    """Only entries listed as document signers verify documents."""
    _keep(exam, lambda listed: "DSC" in listed.usage, "key-not-authorised")


def require_suitable_keys(exam: Examination) -> None:
    """WHO HCERT 3.2.2: the key fits the algorithm that the certificate names."""
    _keep(exam, lambda listed: suits(listed.key, exam.algorithm), "key-unsuitable")


def require_issued_here(exam: Examination) -> None:
    """Certificate governance: an SCA listed for the same participant issued the DSC."""
    _keep(exam, lambda listed: listed.issued_here is not False, "dsc-untrusted")


def require_current_signers(exam: Examination) -> None:
    """Certificate governance, shell model: DSC and SCA are valid now."""
    now = exam.now
    _keep(exam, lambda e: now <= e.not_after and (not e.above or any(now <= end for _, end in e.above)), "dsc-expired")
    _keep(exam, lambda e: now >= e.not_before, "dsc-not-yet-valid")
    _keep(exam, lambda e: not e.above or any(start <= now <= end for start, end in e.above), "dsc-not-yet-valid")


def _keep(exam: Examination, condition: Callable[[Listed], bool], reason: str) -> None:
    kept = tuple(listed for listed in exam.candidates if condition(listed))
    if not kept:
        raise Refused(reason)
    exam.candidates = kept


def verify_signature(exam: Examination) -> None:
    """RFC 9052, section 4.4: over the bytes as received, with each key listed under the identifier."""
    assert exam.sign1 is not None
    signed = cose.to_be_signed(exam.sign1.protected, exam.sign1.payload)
    for listed in exam.candidates:
        if signature_verifies(listed.key, exam.algorithm, exam.sign1.signature, signed):
            exam.signer = listed
            return
    raise Refused("signature-invalid")


def signature_verifies(key: Any, algorithm: int, signature: bytes, signed: bytes) -> bool:
    """ES256: r and s of 32 octets (RFC 9053, section 2.1). PS256: MGF1 with SHA-256, salt of 32 octets (RFC 8230, section 2)."""
    try:
        if algorithm == ES256:
            if len(signature) != ES256_LENGTH:
                return False
            r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
            key.verify(encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))
        else:
            if len(signature) != (key.key_size + 7) // 8:  # RFC 8017, section 8.1.2, step 1
                return False
            key.verify(signature, signed, padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def read_claims(exam: Examination) -> None:
    """RFC 8392, WHO HCERT 3.2: one CBOR map of claims."""
    assert exam.sign1 is not None
    try:
        reading = cbor.read(exam.sign1.payload)
    except Malformed as malformed:
        raise Refused("cbor-malformed", malformed.detail) from malformed
    tolerate(reading.deviations)
    if not isinstance(reading.value, dict):
        raise Refused("claims-malformed", "the payload is not a map")
    exam.claims = reading.value


def require_times(exam: Examination) -> None:
    """WHO HCERT 3.2.5 and 3.2.6: exp and iat are there, and are numbers of seconds; so is nbf where present."""
    for label, name in ((EXP, "exp"), (IAT, "iat")):
        if label not in exam.claims:
            raise Refused("claim-missing", name)
    for label, name in ((EXP, "exp"), (IAT, "iat"), (NBF, "nbf")):
        value = exam.claims.get(label, 0)
        if type(value) not in (int, float) or not math.isfinite(value):
            raise Refused("claims-malformed", f"{name} is not a number of seconds")


def require_current(exam: Examination) -> None:
    """WHO HCERT 3.2.5: valid up to and including exp; 3.2.6: not issued in the future; RFC 8392, section 3.1.5: nbf."""
    if exam.now > exam.claims[EXP]:
        raise Refused("expired", f"exp {exam.claims[EXP]}, now {exam.now}")
    if math.floor(exam.claims[IAT]) > exam.now:
        raise Refused("issued-in-future", f"iat {exam.claims[IAT]}, now {exam.now}")
    if math.floor(exam.claims.get(NBF, 0)) > exam.now:
        raise Refused("not-yet-valid", f"nbf {exam.claims[NBF]}, now {exam.now}")


def read_hcert(exam: Examination) -> None:
    """WHO HCERT 3.2.7: a map under -260, with an EU DCC (a map) under its key 1."""
    if HCERT not in exam.claims:
        raise Refused("hcert-missing")
    hcert = exam.claims[HCERT]
    if not isinstance(hcert, dict):
        raise Refused("hcert-malformed", "the hcert claim is not a map")
    if 1 not in hcert:
        others = any(type(label) is int for label in hcert)
        raise Refused("product-unsupported" if others else "hcert-malformed", "no EU DCC under key 1")
    if not isinstance(hcert[1], dict):
        raise Refused("hcert-malformed", "the EU DCC is not a map")
    exam.hcert = hcert
    exam.payload = untagged(hcert[1])


def untagged(value: Any) -> Any:
    """The value with date-time strings read alike, tagged 0 or not (eHealth Network FAQ)."""
    if isinstance(value, dict):
        return {key: untagged(each) for key, each in value.items()}
    if isinstance(value, list):
        return [untagged(each) for each in value]
    if isinstance(value, cbor.Tagged) and value.tag == 0 and isinstance(value.value, str):
        return value.value
    return value


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


STEPS: Mapping[str, Step] = {
    "context": read_context,
    "base45": read_base45,
    "zlib": inflate,
    "cose": read_cose,
    "algorithm": read_algorithm,
    "critical": read_critical,
    "key-identifier": read_key_identifier,
    "keys": look_up_keys,
    "usage": require_signers,
    "suitability": require_suitable_keys,
    "chain": require_issued_here,
    "validity": require_current_signers,
    "signature": verify_signature,
    "claims": read_claims,
    "times": require_times,
    "time": require_current,
    "hcert": read_hcert,
    "key-usage": require_key_usage,
    "schema": require_schema,
    "samples": require_past_samples,
    "recovery": require_ordered_recovery,
}


class Verifier:
    """A verifier made of steps; without an argument, the reference itself.

    `verify` is the protocol's operation: a request as decoded JSON in, an answer as JSON out.
    """

    name = "reference"

    def __init__(self, steps: Mapping[str, Step] = STEPS, *, name: str = "reference") -> None:
        self.steps = tuple(steps.values())
        self.name = name

    def hello(self) -> dict[str, Any]:
        """What the handshake declares."""
        from gdhcn_conformance import __version__  # noqa: PLC0415 - the package imports nothing of ours

        return {
            "implementation": {"name": self.name, "version": __version__, "language": "python"},
            "roles": {
                "verifier": {
                    "products": ["dcc"],
                    "operations": ["verify-image"],
                    "output": "payload",
                    "clock": "per-call",
                    "trust": "per-call",
                }
            },
        }

    def examine(self, text: str, now: int, trust: TrustList) -> Examination:
        """All steps in order; `Refused` by the first that refuses."""
        exam = Examination(text, now, trust)
        for step in self.steps:
            step(exam)
        return exam

    def verify(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """The protocol's operation `verify`."""
        now = int(datetime.fromisoformat(request["clock"]).timestamp())
        try:
            exam = self.examine(request["credential"], now, parse(request["trust"]))
        except Refused as refused:
            return {"outcome": "rejected", "reason": refused.reason, "detail": refused.detail}
        return {"outcome": "accepted", "payload": exam.payload}

    def verify_image(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """The protocol's operation `verify-image`: every symbol in the picture is judged by itself, none is joined to another.

        The answer is that for the first accepted, or else for the last refused.
        """
        from gdhcn_conformance.credentials import qr  # noqa: PLC0415 - an image library, only where there are images

        answer: dict[str, Any] = {"outcome": "rejected", "reason": "qr-unreadable"}
        try:
            symbols = qr.read(base64.b64decode(request["image"]))
        except Malformed as malformed:
            return answer | {"detail": malformed.detail}
        for symbol in symbols:
            if symbol.format != "QRCode":
                continue
            answer = self.verify({**request, "credential": symbol.text})
            if answer["outcome"] == "accepted":
                break
        return answer
