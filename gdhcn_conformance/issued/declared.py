"""What was said of a certificate beforehand, by whoever hands it in as a sample."""

from __future__ import annotations

from typing import Any

from gdhcn_conformance.issued.certificate import Issued
from gdhcn_conformance.issued.check import Findings, check


@check("HCERT-ISS-002", needs="payload")
def is_of_the_kind_that_was_asked(issued: Issued) -> Findings:
    """The certificate attests an event of the kind that was handed over."""
    wanted = (issued.asked or {}).get("kind")
    if not wanted:
        return None
    got = " and ".join(f"a {kind}" for kind in issued.kinds) or "no event"
    return [] if issued.kinds == (wanted,) else [f"got {got}, should be a {wanted}"]


def completed(told: Any, found: Any) -> Any:
    """What was told of a certificate, with the members that nobody told as they stand in it."""
    if isinstance(told, dict) and isinstance(found, dict):
        return {**found, **{name: completed(value, found.get(name)) for name, value in told.items()}}
    if isinstance(told, list) and isinstance(found, list) and len(told) == len(found):
        return [completed(one, other) for one, other in zip(told, found, strict=True)]
    return told
