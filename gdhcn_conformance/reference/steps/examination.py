"""What is known of the certificate being verified, and the word by which a step refuses it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from gdhcn_conformance.credentials import cose
from gdhcn_conformance.reference.trust_list import Listed, TrustList


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

# What each deviation of an encoding leads to; what is not named here is tolerated.
REFUSED_DEVIATIONS = {
    "zlib-trailing-data": "zlib-invalid",
    "zlib-checksum-missing": "zlib-invalid",
    "cbor-trailing-data": "cbor-trailing-data",
    "cbor-duplicate-key": "cbor-duplicate-key",
    "cose-duplicate-label": "cbor-duplicate-key",
    "cose-label-in-both": "cose-malformed",
}


def tolerate(deviations: Any) -> None:
    """Refuse by the first deviation that is not tolerated."""
    for deviation in deviations:
        if reason := REFUSED_DEVIATIONS.get(deviation.code):
            raise Refused(reason, deviation.detail)
