"""The second opinion: a certificate taken apart and judged by libraries that the reference verifier does not use.

zlib, cbor2, pycose, cryptography and jsonschema over the published schema; no line is shared with `credentials` or `reference`
(but where no published schema is at hand, see `schemas`). What it finds stands beside what a file declares of itself, and neither is taken for the truth.

The flags are those of the format: each is `True`, `False`, or `None` where the step cannot be reached. Every `False` has a
`Fault` that says what was found and how a verifier may call it. Keys that stand twice in a map are not seen: cbor2 keeps the last.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

import cbor2

from gdhcn_conformance.running.corpus import signature
from gdhcn_conformance.running.corpus.alphabet import base45_bytes
from gdhcn_conformance.running.corpus.dates import read_samples, read_times
from gdhcn_conformance.running.corpus.findings import Computed
from gdhcn_conformance.running.corpus.schemas import Schemas
from gdhcn_conformance.running.corpus.signer import SignerCertificate, fits
from gdhcn_conformance.running.corpus.values import plain

CONTEXT = "HC1:"  # WHO HCERT 4.2.2
INFLATED = 10_000_000  # octets; a certificate has under 10 000
ALGORITHM, CRITICAL, CONTENT_TYPE, KID = 1, 2, 3, 4  # RFC 9052 §3.1
ISSUER, HCERT = 1, -260  # RFC 8392 §4, WHO HCERT 3.2
CWT_TAG, SIGN1_TAG = 61, 18
SELF_DESCRIBED = bytes.fromhex("d9d9f7")  # tag 55799 (RFC 8949 §3.4.6), which cbor2 takes off without a word
NOT_CBOR = ("cbor-malformed", "cose-malformed", "claims-malformed", "cbor-trailing-data")
ALGORITHMS = {-7: "ES256", -37: "PS256"}


def examine(text: str, signer: SignerCertificate, now: float | None, schemas: Schemas) -> Computed:
    """Take a certificate apart as far as it goes. `now` is in seconds since 1970; without it the iat is taken."""
    found = Computed(key=signer.kind, now=now)
    message = _carrier(text, found)
    parts = None if message is None else _message(message, found)
    claims = None if parts is None else _claims(parts.payload, found)
    if parts is None:
        if message is not None:
            found.wrong("VERIFY", "nothing-to-verify", "signature-invalid", detail="no COSE_Sign1")
        return found
    _verify(parts, signer, found)
    if claims is None:
        return found
    _payload(claims, found)
    found.right("DECODE")
    read_times(claims, signer, found)
    if isinstance(found.payload, dict):
        read_samples(found.payload, found)
        _key_usage(found.payload, signer, found)
        _schema(found.payload, schemas, found)
    return found


def _carrier(text: str, found: Computed) -> bytes | None:
    """Prefix, Base45, zlib: the COSE message, or `None`."""
    if text.startswith(CONTEXT):
        found.right("UNPREFIX")
    else:
        found.wrong("UNPREFIX", "context", "context-missing", "context-unsupported", detail=repr(text[:4]))
    body = text[len(CONTEXT) :] if text[3:4] == ":" else text
    if body.endswith(("\r", "\n")):
        found.seen.add("trailing-newline-in-text")
    try:
        found.compressed = base45_bytes(body)
    except ValueError as wrong:
        found.wrong("B45DECODE", "base45", "base45-invalid", detail=str(wrong))
        return None
    found.right("B45DECODE")
    stream = zlib.decompressobj()
    try:
        message = stream.decompress(found.compressed, INFLATED)
    except zlib.error as wrong:
        found.wrong("COMPRESSION", "zlib", "zlib-invalid", detail=str(wrong))
        return None
    if not stream.eof:
        found.wrong("COMPRESSION", "zlib", "zlib-invalid", "zlib-too-large", detail="the stream does not end")
        return None
    if stream.unused_data:
        found.wrong("COMPRESSION", "zlib-trailing", "zlib-invalid")
    found.right("COMPRESSION")
    found.message = message
    return message


def _message(message: bytes, found: Computed) -> signature.Parts | None:
    """COSE_Sign1 (RFC 9052 §4.2) with its two headers read, or `None`."""
    value, tags = _item(message, found, "COSE"), []
    while isinstance(value, cbor2.CBORTag):
        tags.append(value.tag)
        value = value.value
    if value is None:
        return None
    if message.startswith(SELF_DESCRIBED):
        found.wrong("DECODE", "self-described", "cose-malformed")
    if tags in ([], [CWT_TAG, SIGN1_TAG]):
        found.seen.add("cwt-tag" if tags else "untagged-cose")
    elif tags != [SIGN1_TAG]:
        found.wrong("DECODE", "cose-tag", "cose-malformed", detail=f"tags {tags}")
    if not isinstance(value, list | tuple) or len(value) != 4 or not isinstance(value[1], Mapping):
        found.wrong("DECODE", "cose", "cose-malformed", detail=f"{type(value).__name__}, should be an array of four")
        return None
    protected, unprotected, payload, signed = value
    if not all(isinstance(part, bytes) for part in (protected, payload, signed)) or not payload:
        found.wrong("DECODE", "cose", "cose-malformed", detail="protected, payload and signature must be byte strings")
        return None
    headers = _item(protected, found, "protected header") if protected else {}
    if not isinstance(headers, Mapping):
        found.wrong("DECODE", "cose", "cose-malformed", "cbor-malformed", detail="the protected header is no map")
        return None
    return signature.Parts(protected, headers, unprotected, payload, signed)


def _claims(payload: bytes, found: Computed) -> Mapping[Any, Any] | None:
    """The CWT's claims (RFC 8392), or `None`."""
    claims = _item(payload, found, "claims")
    if claims is None:
        return None
    if not isinstance(claims, Mapping):
        found.wrong(
            "DECODE", "claims", "claims-malformed", "cbor-malformed", detail=f"claims are a {type(claims).__name__}"
        )
        return None
    found.cwt = payload
    issuer = claims.get(ISSUER)
    found.issuer = issuer if isinstance(issuer, str) else ""
    return claims


def _item(data: bytes, found: Computed, what: str) -> Any:
    """One CBOR item (RFC 8949); `None` after noting a fault. cbor2 stops after the first item, so what follows is looked for."""
    try:
        value = cbor2.loads(data)
    except (cbor2.CBORDecodeError, ValueError, TypeError, RecursionError, MemoryError, OverflowError) as wrong:
        found.wrong("DECODE", "cbor", *NOT_CBOR, detail=f"{what}: {wrong}"[:120])
        return None
    try:
        cbor2.loads(data[:-1])
    except (cbor2.CBORDecodeError, ValueError, TypeError, RecursionError, MemoryError, OverflowError):
        return value  # the last byte is needed
    found.wrong("DECODE", "cbor-trailing", "cbor-trailing-data", *NOT_CBOR, detail=what)
    return value


def _verify(parts: signature.Parts, signer: SignerCertificate, found: Computed) -> None:
    """Algorithm, key identifier and signature (WHO HCERT 3.2.2, 3.2.3)."""
    algorithm = parts.protected_headers.get(ALGORITHM)
    if ALGORITHM not in parts.protected_headers:
        algorithm = parts.unprotected.get(ALGORITHM)
        code, reason = (
            ("alg-unprotected", "algorithm-missing") if algorithm is not None else ("alg-missing", "algorithm-missing")
        )
        found.wrong("VERIFY", code, reason, "cose-malformed")
    found.algorithm = ALGORITHMS.get(algorithm, "") if isinstance(algorithm, int) else ""
    if not found.algorithm and (algorithm is not None or ALGORITHM in parts.protected_headers):
        found.wrong("VERIFY", "alg-other", "algorithm-unsupported", detail=repr(algorithm)[:40])
    _kid(parts, signer, found)
    if found.algorithm and not fits(signer.key, algorithm):
        found.wrong("VERIFY", "key-unsuitable", "key-unsuitable", "signature-invalid", "algorithm-unsupported")
    found.authentic, by = signature.verifies(parts, signer.key, found.algorithm)
    found.notes.append(f"signature judged by {by}")
    if not found.authentic:
        found.wrong("VERIFY", "signature", "signature-invalid", "cose-malformed")
    found.seen |= signer.peculiar
    if not parts.protected_headers:
        found.seen.add("empty-protected-header")
    if (parts.protected_headers.keys() & parts.unprotected.keys()) - {KID}:
        found.wrong("VERIFY", "label-in-both", "cose-malformed")
    if CRITICAL in parts.unprotected or not _understood(parts.protected_headers.get(CRITICAL, [ALGORITHM])):
        found.wrong("VERIFY", "critical", "critical-header-unknown", "cose-malformed")
    if signer.country and found.issuer and signer.country != found.issuer:
        found.seen.add("iss-differs-from-dsc-country")
    found.right("VERIFY")


def _understood(critical: Any) -> bool:
    """Whether crit is a list of labels that every verifier knows (RFC 9052 §3.1)."""
    known = {ALGORITHM, CONTENT_TYPE, KID}
    return (
        isinstance(critical, list | tuple)
        and bool(critical)
        and all(label in known for label in critical if isinstance(label, int | str))
    )


def _kid(parts: signature.Parts, signer: SignerCertificate, found: Computed) -> None:
    kid = parts.protected_headers.get(KID, parts.unprotected.get(KID))
    if kid is None or kid == b"":
        found.wrong("VERIFY", "kid-missing", "kid-missing", "key-unknown", "signature-invalid")
    elif kid != signer.kid:
        both = KID in parts.protected_headers and parts.unprotected.get(KID) == signer.kid
        code = "kid-protected-differs" if both else "kid-differs"
        reasons = ("key-unknown", "kid-malformed", "signature-invalid")
        found.wrong("VERIFY", code, *reasons, detail=kid.hex()[:40] if isinstance(kid, bytes) else type(kid).__name__)


def _payload(claims: Mapping[Any, Any], found: Computed) -> None:
    """The health certificate under claim -260, key 1 (WHO HCERT 3.2.7), as JSON."""
    hcert = claims.get(HCERT)
    if not isinstance(hcert, Mapping) or not isinstance(hcert.get(1), Mapping):
        what = "no claim -260" if HCERT not in claims else "claim -260 holds no map under 1"
        found.wrong(
            "DECODE",
            "hcert",
            "hcert-missing" if HCERT not in claims else "hcert-malformed",
            "hcert-malformed",
            "product-unsupported",
            "claims-malformed",
            "schema-invalid",
            detail=what,
        )
        return
    found.payload = plain(hcert[1])


def _key_usage(payload: Mapping[str, Any], signer: SignerCertificate, found: Computed) -> None:
    """WHO HCERT A.2: health OIDs, where the signer has any, cover every kind in the certificate."""
    kinds = {group for group in "vtr" if isinstance(payload.get(group), list) and payload[group]}
    if beyond := kinds - signer.covered:
        found.wrong(
            "KEYUSAGE", "key-usage", "key-usage-mismatch", detail=f"{sorted(beyond)} not among {sorted(signer.covered)}"
        )
    found.right("KEYUSAGE")


def _schema(payload: Mapping[str, Any], schemas: Schemas, found: Computed) -> None:
    """The schema of the certificate's own version (WHO HCERT 3.1, 6.3)."""
    declared = payload.get("ver")
    schema = schemas.of(declared)
    found.notes.append(f"schema: {schema.origin}")
    if schema.fallback:
        found.seen.add("unknown-minor-version")
        if isinstance(declared, str) and not declared.startswith("1."):
            found.wrong("SCHEMAVALIDATION", "version", "version-unsupported", "schema-invalid", detail=declared[:20])
    found.violations = schema.violations(payload)
    for violation in found.violations:
        reasons = ("schema-invalid", "version-unsupported", "hcert-malformed")
        found.wrong("SCHEMAVALIDATION", "schema", *reasons, detail=f"{violation.path}: {violation.rule}")
    found.right("SCHEMAVALIDATION")
