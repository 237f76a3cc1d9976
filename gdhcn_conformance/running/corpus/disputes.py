"""Why a file and its second opinion may disagree: the row or policy that explains it, by what is in the certificate.

Never by a file's name. A flag that is true, or absent, where a fault was found is explained by the fault; a flag that is false
where none was found by the peculiarity that its author most likely took for one. Where nothing peculiar is seen, the row that
asks for the step explains it: somebody is wrong about that very requirement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

from gdhcn_conformance.credentials.dcc_rules import PAYLOAD, Group, Record, Text
from gdhcn_conformance.credentials.rfc3339 import is_date_time, is_full_date
from gdhcn_conformance.credentials.value_sets import VALUE_SETS
from gdhcn_conformance.running.corpus.findings import Computed, Fault
from gdhcn_conformance.running.corpus.schemas import Schemas, Violation

MINUTES, DAY = 300, 86_400  # seconds: the leeway of HCERT-VRF-009b; a day as in HCERT-CWT-013
Explained: TypeAlias = tuple[str, str]

# A fault's code: the row or policy behind it, and what it says.
FAULTS: dict[str, Explained] = {
    "context": ("HCERT-CTX-001", "the text does not begin with HC1:"),
    "base45": ("HCERT-B45-002", "the text is no Base45"),
    "zlib": ("HCERT-ZLIB-006", "the data are no whole zlib stream"),
    "zlib-trailing": ("trailing-bytes-zlib", "bytes follow the zlib stream"),
    "cbor-trailing": ("trailing-bytes-cbor", "bytes follow a CBOR item"),
    "cbor": ("HCERT-CBOR-001", "an item is not well-formed"),
    "self-described": ("self-described-cbor", "tag 55799 stands around the message"),
    "cose-tag": ("HCERT-COSE-007a", "the tags are not those of a signed message"),
    "cose": ("HCERT-COSE-001a", "the message is not shaped as a COSE_Sign1"),
    "claims": ("HCERT-CWT-001", "the payload is no map of claims"),
    "hcert": ("HCERT-CLM-002", "no health certificate is where it should be"),
    "json-times": ("HCERT-DATE-005", "the member JSON names other instants than the signed certificate does"),
    "json-differs": ("HCERT-SIG-006", "the member JSON is not what was signed: it was edited afterwards"),
    "layer-differs": ("HCERT-VRF-011", "a member is not what the text holds at that layer"),
    "nothing-to-verify": ("HCERT-COSE-001a", "there is no message whose signature could be verified"),
    "alg-unprotected": ("alg-unprotected-only", "the algorithm stands in the unprotected header only"),
    "alg-missing": ("HCERT-ALG-005b", "no algorithm is named"),
    "alg-other": ("HCERT-ALG-005b", "the algorithm is neither ES256 nor PS256"),
    "label-in-both": ("label-in-both-headers", "a label stands in both headers"),
    "critical": ("HCERT-COSE-017a", "a header that nobody knows is called critical"),
    "kid-missing": ("kid-missing", "no key identifier is in either header"),
    "kid-differs": ("kid-selector-or-hint", "the key identifier is not the digest of the file's certificate"),
    "kid-protected-differs": ("HCERT-KID-005", "the protected key identifier counts, and is not the certificate's"),
    "signature": ("HCERT-SIG-006", "the key of the file's certificate did not make this signature"),
    "key-usage": ("HCERT-EKU-002", "the signer's health OIDs do not cover this kind of certificate"),
    "version": ("HCERT-SCH-005b", "another major version is declared"),
    "claim-missing": ("HCERT-CWT-005", "exp or iat is missing or no number"),
    "sample-ahead": ("HCERT-TST-011", "the sample is taken after the clock"),
    "tagged-date": ("tagged-numeric-date", "a time carries a CBOR tag"),
    "expired": ("HCERT-CWT-007a", "exp is past"),
    "not-yet-valid": ("HCERT-CWT-020", "nbf is ahead"),
    "dsc-expired": ("dsc-expired-now", "the signer certificate has ended"),
    "dsc-not-yet-valid": ("dsc-not-yet-valid-now", "the signer certificate is not valid yet"),
    "exp-before-iat": ("HCERT-CWT-016", "exp lies before iat"),
    "iat-before-dsc": ("iat-before-dsc", "iat lies before the signer certificate's start"),
    "exp-beyond-dsc": ("exp-beyond-dsc", "exp lies beyond the signer certificate's end"),
}
# Of several faults under one flag the one that a text forbids explains more than one that the texts leave open.
LEFT_OPEN = frozenset({"iat-before-dsc", "exp-beyond-dsc", "dsc-expired", "dsc-not-yet-valid"})

# A flag that is false without a fault: what may have been taken for one, the first that is seen; then the step's own row.
PECULIAR: dict[str, tuple[tuple[str, str, str], ...]] = {
    "UNPREFIX": (("", "HCERT-CTX-001", "the text begins with HC1:"),),
    "B45DECODE": (("", "HCERT-B45-001", "every character is of the alphabet"),),
    "COMPRESSION": (("", "HCERT-ZLIB-001a", "the stream inflates"),),
    "DECODE": (
        ("untagged-cose", "untagged-cose", "the message has no tag"),
        ("cwt-tag", "cwt-tag", "tag 61 stands around tag 18"),
        ("null-members", "null-members", "a member is null"),
        ("", "HCERT-CBOR-001", "every item is well-formed"),
    ),
    "VERIFY": (
        ("empty-protected-header", "empty-protected-header", "the protected header is empty"),
        ("rsa-larger-than-3072", "rsa-larger-than-3072", "the signer's RSA key is longer than 3072 bits"),
        ("rsa-exponent-3", "rsa-exponent-3", "the signer's RSA exponent is small"),
        ("iss-differs-from-dsc-country", "iss-differs-from-dsc-country", "iss is not the signer's country"),
        ("", "HCERT-SIG-006", "the key of the file's certificate made this signature"),
    ),
    "KEYUSAGE": (
        ("foreign-eku-only", "foreign-eku-only", "the signer's extended key usage holds foreign identifiers only"),
        ("empty-eku", "empty-eku", "the signer's extended key usage is empty"),
        ("any-eku", "any-eku", "the signer's extended key usage is anyExtendedKeyUsage"),
        ("mistyped-eku-arc", "mistyped-eku-arc", "the signer's health OIDs are under the mistyped arc"),
        ("", "HCERT-EKU-003", "nothing in the signer certificate restricts what it may sign"),
    ),
    "EXPIRATIONCHECK": (
        ("float-numeric-date", "float-numeric-date", "a time is a floating-point number"),
        ("recovery-outside-its-window", "recovery-outside-its-window", "the recovery is outside its own window"),
        ("", "HCERT-CWT-008", "the clock is between iat and exp"),
    ),
}

# Breaches that are open questions of their own, whatever a later version says of them.
NAMED = frozenset({"null-members", "strings-beyond-schema-length", "whole-floats", "date-time-in-date-field"})


@dataclass(frozen=True, slots=True)
class Dispute:
    """A flag as declared (`None`: not tested) and as computed, with the row or policy that explains the difference."""

    flag: str
    declared: bool | None
    computed: bool
    explained_by: str
    why: str

    def to_json(self) -> dict[str, Any]:
        """The dispute as it stands in a vector's notes."""
        return asdict(self)


def explain(flag: str, declared: bool | None, found: Computed, schemas: Schemas) -> Dispute:  # noqa: FBT001 - the flag itself
    """The dispute over one flag that was computed otherwise than declared."""
    mine = sorted((fault for fault in found.faults if fault.flag == flag), key=lambda each: each.code in LEFT_OPEN)
    if found.flags[flag] is False:
        broken = flag == "SCHEMAVALIDATION" and found.violations
        by, why = explain_violations(found.payload, found.violations, schemas) if broken else _fault(mine[0], found)
    elif flag == "SCHEMAVALIDATION":
        by, why = next(_oddities(found.payload, found, schemas))
    else:
        by, why = next((row, text) for seen, row, text in PECULIAR[flag] if not seen or seen in found.seen)
    return Dispute(flag, declared, found.flags[flag] is True, by, why)


def _fault(fault: Fault, found: Computed) -> Explained:
    by, why = FAULTS.get(fault.code, ("HCERT-VRF-002", fault.code))
    if fault.code == "key-unsuitable":
        by, why = _unsuitable(found)
    if fault.code == "issued-in-future":
        by, why = "HCERT-CWT-013", "iat is a day or more ahead of the clock"
        ahead = (found.issued or 0) - (found.now or 0)
        if ahead < DAY:
            by, why = "HCERT-VRF-009b", "iat is ahead of the clock, by more than a leeway and less than a day"
        if ahead <= MINUTES:
            by, why = "iat-in-future-small", "iat is ahead of the clock by minutes"
    if fault.code == "expired" and (found.now or 0) - (found.expires or 0) <= MINUTES:
        by, why = "leeway-on-exp", "exp is past by minutes"
    if fault.code == "base45" and "trailing-newline-in-text" in found.seen:
        by, why = "trailing-newline-in-text", "a line break follows the text"
    if fault.code == "key-usage" and "mistyped-eku-arc" in found.seen:
        by, why = "mistyped-eku-arc", "the OIDs that do not cover this kind are under the mistyped arc"
    return by, f"{why} ({fault.detail})" if fault.detail else why


def _unsuitable(found: Computed) -> Explained:
    if found.algorithm == "PS256" and "rsa" in found.key:
        return "HCERT-ALG-008b", f"the signer's key is {found.key}, below 2048 bits"
    if found.algorithm == "ES256" and "rsa" not in found.key:
        return "HCERT-ALG-007", f"the signer's key is on {found.key}, not on P-256"
    return "HCERT-ALG-006", f"{found.algorithm} does not fit a key of {found.key}"


def explain_violations(payload: Any, violations: Iterable[Violation], schemas: Schemas) -> Explained:
    """What a payload that breaks its schema breaks it with."""
    found = sorted(map(_violation, violations), key=lambda each: each[0] in NAMED)  # the gravest first
    by, why = found[0] if found else ("HCERT-SCH-002a", "no schema could be applied")
    if by not in NAMED and not schemas.newest().violations(payload):
        return "declared-or-newest-schema", f"a later version of the schema allows it: {why}"
    return by, why


def _violation(violation: Violation) -> Explained:
    path, rule, value = violation.path, violation.rule, violation.value
    if rule == "type" and (value is None or type(value).__name__ == "undefined_type"):
        return "null-members", f"{path} is null"
    if rule == "maxLength":
        return "strings-beyond-schema-length", f"{path} has {len(value)} characters"
    if rule == "oneOf" and isinstance(value, dict):
        return _groups({group: value[group] for group in "vtr" if group in value})
    if rule in ("minItems", "maxItems"):
        return "HCERT-SCH-008", f"{path} has {len(value)} entries"
    if rule == "type" and isinstance(value, float) and value.is_integer():
        return "whole-floats", f"{path} is {value}"
    if path == "dob" and isinstance(value, str):
        dated = is_full_date(value[:10]) and value[10:11] == "T"
        return ("date-time-in-date-field" if dated else "HCERT-DOB-002b"), f"dob is {value[:40]!r}"
    if rule == "pattern" and path.endswith(".co"):
        return "unknown-value-set-code", f"{path} is {value[:40]!r}, no country"
    if rule in ("required", "anyOf"):
        return "HCERT-VRF-002", f"{path or 'the certificate'} lacks a required member"
    return "HCERT-SCH-002a", f"{path} breaks {rule}"


def _groups(given: dict[str, Any]) -> Explained:
    """The published schemas ask for exactly one group together with ver, nam and dob, in one rule."""
    filled = [group for group, entries in given.items() if entries]
    if not filled:
        return "HCERT-SCH-007a", "none of v, t and r is filled"
    if len(filled) > 1:
        return "HCERT-SCH-007b", f"{', '.join(filled)} are filled"
    if None in given.values():
        return "null-members", "a group beside the filled one is null"
    if len(given) > 1:
        return "several-event-groups", "a group beside the filled one is empty"
    return "HCERT-VRF-002", "the certificate lacks a required member"


def _oddities(payload: Any, found: Computed, schemas: Schemas) -> Iterator[Explained]:
    """What in a payload that keeps its schema may be taken for a breach, the likeliest first; always at least one."""
    entries = [(group, entry) for group in "vtr" for entry in payload.get(group) or ()]
    if len(entries) > 1:
        yield "several-entries-before-1.3.0", f"{len(entries)} entries in one certificate"
    for where, code in _codes(entries):
        yield "unknown-value-set-code", f"{where} is {code!r}, which its value set does not hold"
    if "unknown-minor-version" in found.seen:
        yield "unknown-minor-version", f"no version {payload.get('ver')!r} is published"
    for where, value in _dates(entries):
        yield "date-time-in-date-field", f"{where} is {value!r}, no date"
    if later := schemas.newest().violations(payload):
        yield "declared-or-newest-schema", f"the newest schema forbids it: {later[0].path} {later[0].rule}"
    yield from _odd_entries(entries)
    for where, text in _texts(payload):
        if text != text.strip():
            yield "HCERT-SCH-020", f"{where} has blanks around it"
    yield (
        "HCERT-SCH-013",
        "nothing in the certificate breaks its schema; members the schema does not know are no breach",
    )


def _odd_entries(entries: Iterable[tuple[str, Any]]) -> Iterator[Explained]:
    for group, entry in entries:
        if group == "t" and not is_date_time(entry["sc"]):
            yield "HCERT-DATE-004", f"t.sc is {entry['sc']!r}, not as RFC 3339 writes it"
        if group == "v" and (isinstance(entry["dn"], float) or isinstance(entry["sd"], float)):
            yield "whole-floats", "doses are floating-point numbers"
        if group == "v" and entry["dn"] > entry["sd"]:
            yield "HCERT-VAC-004", f"dose {entry['dn']} of {entry['sd']}"


def _codes(entries: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, str]]:
    """Coded members whose code is in no value set; an empty one is in none."""
    for group, entry in entries:
        for name, value_set in _coded(group):
            code = entry.get(name)
            known = VALUE_SETS.get(value_set)
            if isinstance(code, str) and (not code or (known is not None and code not in known.codes)):
                yield f"{group}.{name}", code


def _coded(group: str) -> list[tuple[str, str]]:
    """The members of a group that are codes of a value set."""
    return [(name, shape.value_set) for name, shape in _shapes(group) if shape.value_set]


def _dates(entries: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, str]]:
    for group, entry in entries:
        for name, shape in _shapes(group):
            value = entry.get(name)
            if shape.format == "date" and isinstance(value, str) and not is_full_date(value):
                yield f"{group}.{name}", value


def _shapes(group: str) -> list[tuple[str, Text]]:
    shape = next(member for member in PAYLOAD.members if member.name == group).shape.at("1.3.0")
    entry: Record = shape.entry if isinstance(shape, Group) else PAYLOAD
    return [(member.name, text) for member in entry.members if isinstance(text := member.shape.at("1.3.0"), Text)]


def _texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _texts(each, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list):
        for place, each in enumerate(value):
            yield from _texts(each, f"{path}.{place}")
