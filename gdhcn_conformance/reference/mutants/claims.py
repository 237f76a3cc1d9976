"""Bugs in reading claims and judging times."""

from __future__ import annotations

from datetime import UTC, datetime

from gdhcn_conformance.reference.mutants.encoding import read
from gdhcn_conformance.reference.mutants.registry import registry
from gdhcn_conformance.reference.steps import claims, examination
from gdhcn_conformance.reference.steps.claims import EXP, HCERT, IAT, NBF
from gdhcn_conformance.reference.steps.examination import Examination, Refused

MUTANTS, mutant = registry()
MILLISECONDS = 100_000_000_000  # a number of seconds that large lies beyond the year 5000


@mutant("HCERT-CWT-001", "claims")
def claims_of_any_type_crash(exam: Examination) -> None:
    """The payload is taken for a map without looking."""
    reading = read(exam)
    examination.tolerate(reading.deviations)
    exam.claims = dict(reading.value.items())


@mutant("HCERT-CBOR-016", "claims", "HCERT-CWT-005", because="a claim under a text label is no longer missing")
def claim_labels_as_text(exam: Examination) -> None:
    """Claims under text labels are understood as well."""
    claims.read_claims(exam)
    named = {str(label): label for label in (EXP, IAT, NBF, HCERT)}
    exam.claims = {named.get(label, label) if isinstance(label, str) else label: v for label, v in exam.claims.items()}


@mutant("HCERT-CWT-005", "times", "HCERT-CBOR-016", because="an exp under a text label is a missing one")
def certificate_without_exp_never_ends(exam: Examination) -> None:
    """A certificate without exp is taken for one that never ends."""
    exam.claims.setdefault(EXP, 1 << 40)
    claims.require_times(exam)


@mutant("HCERT-CWT-011", "times")
def iat_optional(exam: Examination) -> None:
    """A certificate without iat is accepted."""
    exam.claims.setdefault(IAT, 0)
    claims.require_times(exam)


@mutant("HCERT-CWT-017", "times")
def only_integer_dates(exam: Examination) -> None:
    """Times with a fraction are refused."""
    claims.require_times(exam)
    if any(isinstance(exam.claims.get(label), float) for label in (EXP, IAT, NBF)):
        raise Refused("claims-malformed")


@mutant(
    "HCERT-CBOR-015",
    "times",
    "HCERT-CWT-005",
    "HCERT-CWT-007a",
    "HCERT-CWT-011",
    "HCERT-CWT-013",
    "HCERT-CWT-018",
    because="each of these has a time that is no number",
)
def odd_dates_crash(exam: Examination) -> None:
    """Times are converted to integers without looking at what they are."""
    for label in (EXP, IAT):
        if label not in exam.claims:
            raise Refused("claim-missing")
        exam.claims[label] = int(exam.claims[label])


@mutant(
    "HCERT-CWT-007a",
    "time",
    "HCERT-CWT-007b",
    "HCERT-CWT-016",
    "HCERT-CWT-021",
    "HCERT-CWT-023",
    "HCERT-CWT-024",
    "HCERT-QR-014",
    because="each of these has ended",
)
def exp_ignored(exam: Examination) -> None:
    """The claim exp is not looked at."""
    exam.claims = {**exam.claims, EXP: exam.now}
    claims.require_current(exam)


@mutant(
    "HCERT-CWT-007a",
    "time",
    "HCERT-CWT-007b",
    "HCERT-CWT-021",
    "HCERT-CWT-023",
    "HCERT-QR-014",
    because="each of these ended within the last month",
)
def a_month_of_leeway(exam: Examination) -> None:
    """A certificate is let through for a month after its end."""
    exam.claims = {**exam.claims, EXP: exam.claims[EXP] + 31 * 86400}
    claims.require_current(exam)


@mutant("HCERT-CWT-024", "time")
def exp_without_its_sign(exam: Examination) -> None:
    """A negative exp is read without its sign."""
    exam.claims = {**exam.claims, EXP: abs(exam.claims[EXP])}
    claims.require_current(exam)


@mutant("HCERT-CWT-021", "time")
def times_in_32_bits(exam: Examination) -> None:
    """Times are kept in signed 32-bit integers, which end in 2038."""
    if abs(exam.claims[EXP]) >= 1 << 31:
        raise Refused("expired")
    claims.require_current(exam)


@mutant(
    "HCERT-CWT-021",
    "time",
    "HCERT-CWT-010",
    "HCERT-CWT-013",
    "HCERT-CWT-017",
    "HCERT-CWT-020",
    "HCERT-CWT-024",
    because="each of these has a time before the year 1 or after the year 9999",
)
def dates_made_of_all_times(exam: Examination) -> None:
    """Times are made into dates of the calendar, which ends with the year 9999."""
    for label in (EXP, IAT, NBF):
        datetime.fromtimestamp(exam.claims.get(label, 0), UTC)
    claims.require_current(exam)


@mutant("HCERT-CWT-008", "time")
def last_second_refused(exam: Examination) -> None:
    """The certificate is refused in the very second of its exp."""
    if exam.now >= exam.claims[EXP]:
        raise Refused("expired")
    claims.require_current(exam)


@mutant("HCERT-CWT-014", "time")
def first_second_refused(exam: Examination) -> None:
    """The certificate is refused in the very second of its iat."""
    if exam.now <= exam.claims[IAT]:
        raise Refused("issued-in-future")
    claims.require_current(exam)


@mutant(
    "HCERT-CWT-013",
    "time",
    "HCERT-CWT-016",
    "HCERT-CWT-023",
    "HCERT-VRF-009b",
    because="each of these was issued in the future",
)
def iat_ignored(exam: Examination) -> None:
    """The claim iat is not looked at."""
    exam.claims = {**exam.claims, IAT: exam.now}
    claims.require_current(exam)


@mutant("HCERT-CWT-020", "time", "HCERT-VRF-009b", because="some minutes too early by nbf are too early as well")
def nbf_ignored(exam: Examination) -> None:
    """The claim nbf is not looked at."""
    exam.claims = {label: value for label, value in exam.claims.items() if label != NBF}
    claims.require_current(exam)


@mutant(
    "HCERT-CWT-003",
    "claims",
    "HCERT-CBOR-002",
    "HCERT-CBOR-015",
    "HCERT-CBOR-016",
    "HCERT-CLM-001",
    "HCERT-CWT-001",
    "HCERT-CWT-005",
    "HCERT-CWT-011",
    "HCERT-CWT-019",
    "HCERT-KID-013",
    "HCERT-ZLIB-001b",
    "HCERT-ZLIB-004",
    because="these families have no iss",
)
def iss_demanded(exam: Examination) -> None:
    """A certificate without iss is refused."""
    claims.read_claims(exam)
    if 1 not in exam.claims:
        raise Refused("claim-missing", "iss")


@mutant(
    "HCERT-CWT-019",
    "claims",
    "HCERT-CBOR-001",
    "HCERT-CBOR-003a",
    "HCERT-CBOR-005",
    "HCERT-CBOR-010",
    "HCERT-CWT-001",
    "HCERT-CWT-003",
    "HCERT-CWT-004",
    "HCERT-CWT-005",
    "HCERT-CWT-011",
    "HCERT-QR-007",
    "HCERT-VER-100",
    "HCERT-ZLIB-012",
    because="these families carry a claim that the verifier does not know",
)
def unknown_claims_refused(exam: Examination) -> None:
    """Claims that this verifier does not know are refused."""
    claims.read_claims(exam)
    if set(exam.claims) - {1, EXP, NBF, IAT, HCERT}:
        raise Refused("claims-malformed")


@mutant(
    "HCERT-CWT-016",
    "times",
    "HCERT-CWT-007a",
    "HCERT-CWT-013",
    "HCERT-CWT-024",
    "HCERT-VRF-002",
    "HCERT-VRF-011",
    because="each of these ended, by a slip or long ago, before it was issued",
)
def times_make_a_range(exam: Examination) -> None:
    """From iat to exp is made into a range, which has no place for an end before its beginning."""
    claims.require_times(exam)
    if exam.claims[EXP] < exam.claims[IAT]:
        raise ValueError("range: the end lies before the beginning")
