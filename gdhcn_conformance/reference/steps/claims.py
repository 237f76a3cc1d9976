"""The CWT: its claims, its times, the health certificate in it."""

from __future__ import annotations

import math

from gdhcn_conformance.credentials import cbor, dcc
from gdhcn_conformance.credentials.reading import Malformed
from gdhcn_conformance.reference.steps.examination import Examination, Refused, tolerate

EXP, NBF, IAT, HCERT = 4, 5, 6, -260


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
    exam.payload = dcc.untagged(hcert[1])
