"""The dates of a certificate against each other, its signer's and the clock, in seconds since 1970."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from gdhcn_conformance.running.corpus.findings import Computed
from gdhcn_conformance.running.corpus.signer import SignerCertificate
from gdhcn_conformance.running.corpus.values import instant

EXPIRES, NOT_BEFORE, ISSUED = 4, 5, 6  # RFC 8392 §3.1


def read_times(claims: Mapping[Any, Any], signer: SignerCertificate, found: Computed) -> None:
    """The repository's own test: notBefore <= iat <= now <= exp <= notAfter. Without a clock it is the moment of iat."""
    flag = "EXPIRATIONCHECK"
    found.issued, found.expires = _seconds(claims.get(ISSUED), found), _seconds(claims.get(EXPIRES), found)
    for name, value in (("iat", found.issued), ("exp", found.expires)):
        if value is None:
            found.wrong(flag, "claim-missing", "claim-missing", "claims-malformed", detail=name)
    if found.issued is None or found.expires is None:
        return
    issued, expires = math.floor(found.issued), found.expires
    if found.now is None:
        found.now = math.ceil(found.issued)
    _against_clock(issued, expires, _seconds(claims.get(NOT_BEFORE), found), signer, found.now, found)
    if expires < issued:
        found.wrong(flag, "exp-before-iat", "expired", "claims-malformed", detail=f"iat {issued}, exp {expires}")
    if issued < signer.start:
        found.wrong(flag, "iat-before-dsc", "dsc-not-yet-valid", detail=f"iat {issued}, notBefore {signer.start}")
    if expires > signer.end:
        found.wrong(flag, "exp-beyond-dsc", "dsc-expired", detail=f"exp {expires}, notAfter {signer.end}")
    found.right(flag)


def _against_clock(  # noqa: PLR0913, PLR0917 - the six things compared
    issued: float, expires: float, start: float | None, signer: SignerCertificate, now: float, found: Computed
) -> None:
    rules = (
        (now > expires, "expired", ("expired",), f"exp {expires}"),
        (issued > now, "issued-in-future", ("issued-in-future", "not-yet-valid"), f"iat {issued}"),
        (start is not None and math.floor(start) > now, "not-yet-valid", ("not-yet-valid",), f"nbf {start}"),
        (now > signer.end, "dsc-expired", ("dsc-expired",), f"notAfter {signer.end}"),
        (now < signer.start, "dsc-not-yet-valid", ("dsc-not-yet-valid",), f"notBefore {signer.start}"),
    )
    for wrong, code, reasons, detail in rules:
        if wrong:
            found.wrong("EXPIRATIONCHECK", code, *reasons, detail=f"{detail}, clock {now}")


def read_samples(payload: Mapping[str, Any], found: Computed) -> None:
    """No sample is taken after the clock (dgc-testdata BasicDgcTestsList, DGC8)."""
    tests = payload.get("t")
    for entry in tests if isinstance(tests, list) else ():
        moment = instant(entry.get("sc")) if isinstance(entry, dict) else None
        if found.now is not None and moment is not None and moment.timestamp() > found.now:
            found.wrong(
                "EXPIRATIONCHECK", "sample-ahead", "not-yet-valid", detail=f"sc {entry['sc']}, clock {found.now}"
            )


def _seconds(value: Any, found: Computed) -> float | None:
    """A NumericDate (RFC 8392 §2), or `None`."""
    if isinstance(value, datetime):
        found.wrong("EXPIRATIONCHECK", "tagged-date", "claims-malformed", "cbor-malformed")
        return value.timestamp()
    if isinstance(value, float):
        found.seen.add("float-numeric-date")
    usable = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return value if usable else None
