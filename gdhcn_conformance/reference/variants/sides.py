"""The other side of each open policy: where the specifications leave room, either must do."""

from __future__ import annotations

import base64
import warnings
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.utils import CryptographyDeprecationWarning

from gdhcn_conformance.credentials import cbor, cose, dcc, deflate
from gdhcn_conformance.credentials.cbor import UNDEFINED, Tagged
from gdhcn_conformance.credentials.reading import Malformed
from gdhcn_conformance.credentials.value_sets import VALUE_SETS
from gdhcn_conformance.reference import lenient
from gdhcn_conformance.reference.steps import carrier, claims, content, examination, message, signer
from gdhcn_conformance.reference.steps.claims import EXP, IAT, NBF
from gdhcn_conformance.reference.steps.content import KIND_OF_OID, MISTYPED_ARC
from gdhcn_conformance.reference.steps.examination import Examination, Refused
from gdhcn_conformance.reference.steps.message import ALG, CRIT
from gdhcn_conformance.reference.trust_list import Listed, suits
from gdhcn_conformance.reference.variants.registry import Variant, sides
from gdhcn_conformance.reference.verifier import Verifier

VARIANTS, side = sides()
FIVE_MINUTES = 300
ANY_USAGE = "2.5.29.37.0"  # anyExtendedKeyUsage (RFC 5280, section 4.2.1.12)
GROUPS = ("v", "t", "r")


def _listed(exam: Examination) -> tuple[Listed, ...]:
    return tuple(each for entries in exam.trust.signers.values() for each in entries)


def _entries(payload: dict[Any, Any]) -> list[dict[str, Any]]:
    return [entry for group in GROUPS for entry in payload.get(group) or () if isinstance(entry, dict)]


def _judged(exam: Examination, instead: dict[Any, Any]) -> None:
    """Judge another payload by the schema, and hand out the one that came."""
    came, exam.payload = exam.payload, instead
    try:
        content.require_schema(exam)
    finally:
        exam.payload = came


@side("trailing-newline-in-text", "accept", "context")
def line_break_at_the_end_stripped(exam: Examination) -> None:
    """A line break after the last character is stripped."""
    exam.text = exam.text.rstrip("\r\n")
    carrier.read_context(exam)


@side("trailing-bytes-zlib", "accept", "zlib")
def bytes_after_the_stream_ignored(exam: Examination) -> None:
    """Bytes after the zlib stream are ignored."""
    try:
        reading = deflate.read(exam.compressed)
    except Malformed:
        carrier.inflate(exam)
        return
    examination.tolerate(each for each in reading.deviations if each.code != "zlib-trailing-data")
    exam.message = reading.value


@side("trailing-bytes-cbor", "accept", "cose")
def bytes_after_the_message_ignored(exam: Examination) -> None:
    """Bytes after the message, and after the protected header, are ignored."""
    lenient.read_message(exam, "cbor-trailing-data")


@side("trailing-bytes-cbor", "accept", "claims")
def bytes_after_the_claims_ignored(exam: Examination) -> None:
    """Bytes after the claims are ignored."""
    assert exam.sign1 is not None
    try:
        reading = cbor.read(exam.sign1.payload)
    except Malformed:
        claims.read_claims(exam)
        return
    examination.tolerate(each for each in reading.deviations if each.code != "cbor-trailing-data")
    if not isinstance(reading.value, dict):
        raise Refused("claims-malformed")
    exam.claims = reading.value


@side("null-members", "accept", "schema")
def nulls_taken_for_absent(exam: Examination) -> None:
    """Members that are null or undefined are taken for absent."""
    exam.payload = _without_nulls(exam.payload)
    content.require_schema(exam)


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(each) for key, each in value.items() if each is not None and each is not UNDEFINED}
    return [_without_nulls(each) for each in value] if isinstance(value, list) else value


@side("self-described-cbor", "accept", "cose")
def self_description_skipped(exam: Examination) -> None:
    """The tag that says *this is CBOR* is skipped."""
    exam.message = exam.message.removeprefix(b"\xd9\xd9\xf7")  # tag 55799 (RFC 8949, section 3.4.6)
    message.read_cose(exam)


@side("label-in-both-headers", "accept", "cose")
def protected_label_wins(exam: Examination) -> None:
    """Where a label stands in both headers the protected one is used."""
    lenient.read_message(exam, "cose-label-in-both")


@side("critical-labels-understood-by-all", "refuse", "critical")
def common_labels_never_critical(exam: Examination) -> None:
    """A list of critical labels that names one of 0 to 7 is refused."""
    message.read_critical(exam)
    if set(exam.headers.get(CRIT, ())) & set(range(8)):  # RFC 9052, section 3.1
        raise Refused("critical-header-unknown")


@side("alg-unprotected-only", "accept", "algorithm")
def unprotected_algorithm_read(exam: Examination) -> None:
    """The algorithm is read from the unprotected header where the protected one has none."""
    assert exam.sign1 is not None
    if ALG not in exam.headers and ALG in exam.sign1.unprotected:
        exam.headers = {**exam.headers, ALG: exam.sign1.unprotected[ALG]}
    message.read_algorithm(exam)


@side("rsa-larger-than-3072", "refuse", "suitability")
def large_rsa_keys_refused(exam: Examination) -> None:
    """RSA keys of more than 3072 bits are refused."""
    signer.require_suitable_keys(exam)
    if all(isinstance(each.key, rsa.RSAPublicKey) and each.key.key_size > 3072 for each in exam.candidates):
        raise Refused("key-unsuitable")


@side("rsa-exponent-3", "refuse", "suitability")
def small_rsa_exponents_refused(exam: Examination) -> None:
    """RSA keys with a public exponent below 65537 are refused."""
    signer.require_suitable_keys(exam)
    if all(isinstance(e.key, rsa.RSAPublicKey) and e.key.public_numbers().e < 65537 for e in exam.candidates):
        raise Refused("key-unsuitable")


@side("kid-missing", "accept", "key-identifier")
def all_keys_tried_without_identifier(exam: Examination) -> None:
    """Without a key identifier the certificate is given that of the listed signer that verifies it."""
    try:
        message.read_key_identifier(exam)
    except Refused as refused:
        if refused.reason != "kid-missing":
            raise
        exam.kid = _identifier_of_the_signer(exam)


def _identifier_of_the_signer(exam: Examination) -> bytes:
    assert exam.sign1 is not None
    signed = cose.to_be_signed(exam.sign1.protected, exam.sign1.payload)
    for each in _listed(exam):
        fits = suits(each.key, exam.algorithm)
        if fits and signer.signature_verifies(each.key, exam.algorithm, exam.sign1.signature, signed):
            return each.kid
    raise Refused("kid-missing")


@side("kid-selector-or-hint", "accept", "keys")
def identifier_is_a_hint(exam: Examination) -> None:
    """Where no key is listed under the identifier every listed signer is tried."""
    try:
        signer.look_up_keys(exam)
    except Refused:
        fitting = (each for each in _listed(exam) if "DSC" in each.usage and suits(each.key, exam.algorithm))
        exam.candidates = tuple(fitting)
        if not exam.candidates:
            raise


@side("iss-differs-from-dsc-country", "refuse", "claims")
def issuer_must_be_the_signers_country(exam: Examination) -> None:
    """A certificate whose iss is not its signer's country is refused."""
    claims.read_claims(exam)
    assert exam.signer is not None
    if exam.claims.get(1) not in (None, exam.signer.country):
        raise Refused("key-not-authorised")


@side("domain-of-list-entry", "refuse", "usage")
def only_the_domain_of_the_document(exam: Examination) -> None:
    """A signer listed in another trust domain than DCC is refused."""
    signer.require_signers(exam)
    exam.candidates = tuple(each for each in exam.candidates if each.domain == "DCC")
    if not exam.candidates:
        raise Refused("key-not-authorised")


@side("exp-beyond-dsc", "refuse", "time")
def certificate_must_not_outlive_its_signer(exam: Examination) -> None:
    """A certificate that ends after its signer's certificate is refused."""
    claims.require_current(exam)
    if exam.signer is not None and exam.claims[EXP] > exam.signer.not_after:
        raise Refused("dsc-expired")


@side("iat-before-dsc", "refuse", "time")
def certificate_must_not_precede_its_signer(exam: Examination) -> None:
    """A certificate issued before its signer's certificate began is refused."""
    claims.require_current(exam)
    if exam.signer is not None and exam.claims[IAT] < exam.signer.not_before:
        raise Refused("dsc-not-yet-valid")


@side("leeway-on-exp", "accept", "time")
def five_minutes_after_the_end(exam: Examination) -> None:
    """Five minutes of leeway after exp."""
    exam.claims = {**exam.claims, EXP: exam.claims[EXP] + FIVE_MINUTES}
    claims.require_current(exam)


@side("iat-in-future-small", "accept", "time")
def five_minutes_before_the_beginning(exam: Examination) -> None:
    """Five minutes of leeway before iat and nbf."""
    early = {label: exam.claims[label] - FIVE_MINUTES for label in (IAT, NBF) if label in exam.claims}
    exam.claims = {**exam.claims, **early}
    claims.require_current(exam)


@side("tagged-numeric-date", "accept", "times")
def tagged_times_read(exam: Examination) -> None:
    """Times with CBOR tag 1, or as text with tag 0, are read."""
    exam.claims = {label: _time(value) if label in (EXP, IAT, NBF) else value for label, value in exam.claims.items()}
    claims.require_times(exam)


def _time(value: Any) -> Any:
    if isinstance(value, Tagged) and value.tag == 1:
        return value.value
    if isinstance(value, Tagged) and value.tag == 0 and isinstance(value.value, str):
        try:
            return int(datetime.fromisoformat(value.value).timestamp())
        except ValueError:
            return value
    return value


@side("empty-eku", "refuse", "key-usage")
def empty_usage_allows_nothing(exam: Examination) -> None:
    """A signer with an empty extended key usage may sign nothing."""
    assert exam.signer is not None
    if exam.signer.usages == frozenset():
        raise Refused("key-usage-mismatch")
    content.require_key_usage(exam)


@side("mistyped-eku-arc", "accept", "key-usage")
def mistyped_arc_is_foreign(exam: Examination) -> None:
    """An identifier under the mistyped arc is foreign, and so restricts nothing."""
    assert exam.signer is not None
    kept = frozenset(oid for oid in exam.signer.usages or () if not oid.startswith(MISTYPED_ARC))
    exam.signer = replace(exam.signer, usages=kept)
    content.require_key_usage(exam)


@side("any-eku", "refuse", "key-usage")
def any_usage_is_no_health_usage(exam: Examination) -> None:
    """A signer with anyExtendedKeyUsage and no health identifier may sign nothing."""
    assert exam.signer is not None
    usages = exam.signer.usages or frozenset()
    if ANY_USAGE in usages and not usages & KIND_OF_OID.keys():
        raise Refused("key-usage-mismatch")
    content.require_key_usage(exam)


@side("several-entries-before-1.3.0", "refuse", "schema")
def one_entry_in_every_version(exam: Examination) -> None:
    """A certificate with several entries is refused whatever its version."""
    content.require_schema(exam)
    if len(_entries(exam.payload)) > 1:
        raise Refused("schema-invalid")


@side("several-event-groups", "accept", "schema")
def empty_groups_taken_for_absent(exam: Examination) -> None:
    """A group without entries is taken for absent."""
    _judged(exam, {key: value for key, value in exam.payload.items() if key not in GROUPS or value != []})


@side("declared-or-newest-schema", "accept", "schema")
def newest_schema_for_all(exam: Examination) -> None:
    """Every version of the first major is judged by the newest schema."""
    version = dcc.schema_for(exam.payload.get("ver"))
    if version is None:
        content.require_schema(exam)
        return
    _judged(exam, {**exam.payload, "ver": dcc.PUBLISHED_VERSIONS[-1]})


@side("strings-beyond-schema-length", "accept", "schema")
def long_strings_passed_on(exam: Examination) -> None:
    """Strings longer than the schema allows are passed on."""
    _judged(exam, _shortened(exam.payload))


def _shortened(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _shortened(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_shortened(each) for each in value]
    return value[:50] if isinstance(value, str) else value  # 50: the shortest bound of any version


@side("date-time-in-date-field", "refuse", "schema")
def dates_are_dates(exam: Examination) -> None:
    """A date-time where the schema has a date is refused."""
    content.require_schema(exam)
    for entry in _entries(exam.payload):
        if any("T" in str(entry.get(member, "")) for member in ("dt", "fr", "df", "du")):
            raise Refused("schema-invalid")


@side("recovery-outside-its-window", "refuse", "schema")
def recovery_only_in_its_window(exam: Examination) -> None:
    """A recovery entry counts from its first to its last day only."""
    content.require_schema(exam)
    today = datetime.fromtimestamp(exam.now, UTC).strftime("%Y-%m-%d")
    for entry in exam.payload.get("r") or ():
        if not entry["df"][:10] <= today <= entry["du"][:10]:
            raise Refused("rule-failed")


@side("unknown-value-set-code", "refuse", "schema")
def codes_looked_up(exam: Examination) -> None:
    """A code that its value set does not hold is refused, inactive ones are not; white space around it is trimmed."""
    content.require_schema(exam)
    sets = {
        "tg": "disease-agent-targeted",
        "vp": "vaccine-prophylaxis",
        "mp": "vaccine-medicinal-product",
        "tt": "test-type",
        "tr": "test-result",
    }
    for entry in _entries(exam.payload):
        for member, name in sets.items():
            if member in entry and entry[member].strip() not in VALUE_SETS[name].codes:
                raise Refused("value-unknown", f"{member} {entry[member]!r}"[:60])


@side("unreachable-crl", "refuse", "validity")
def unreachable_lists_are_fatal(exam: Examination) -> None:
    """A signer that names a revocation list is refused, since none can be fetched."""
    signer.require_current_signers(exam)
    if all(each.names_crl for each in exam.candidates):
        raise Refused("key-not-authorised")


class OnlyKeysThatMaySign(Verifier):
    """Leaves signers off its list whose certificate has a key usage without digitalSignature."""

    def verify(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """The reference's answer, by the entries that are left."""
        return super().verify({**request, "trust": [each for each in request["trust"] if _may_be_used(each)]})


def _may_be_used(entry: Mapping[str, Any]) -> bool:
    if "DSC" not in entry["usage"]:
        return True
    try:
        with warnings.catch_warnings():  # of what the reference's own reader puts up with
            warnings.simplefilter("ignore", CryptographyDeprecationWarning)
            extensions = x509.load_der_x509_certificate(base64.b64decode(entry["certificate"])).extensions
        usage = extensions.get_extension_for_class(x509.KeyUsage).value
    except (ValueError, x509.InvalidVersion, x509.ExtensionNotFound):  # the reference sees to what cannot be read
        return True
    return usage.digital_signature


VARIANTS.append(
    Variant(
        "only-keys-that-may-sign",
        (OnlyKeysThatMaySign.__doc__ or "").strip(),
        lambda: OnlyKeysThatMaySign(name="variant only-keys-that-may-sign"),
        policy="key-usage-without-digital-signature",
        value="refuse",
    )
)
