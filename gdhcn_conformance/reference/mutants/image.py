"""Bugs in reading the picture."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from gdhcn_conformance.credentials.reading import Malformed
from gdhcn_conformance.reference.mutants.registry import IMAGE, registry
from gdhcn_conformance.reference.steps.examination import Examination, Step
from gdhcn_conformance.reference.verifier import STEPS, Verifier

MUTANTS, mutant = registry()


@mutant("HCERT-QR-012", IMAGE)
def picture_without_symbol_crashes(verifier: Verifier, request: Mapping[str, Any]) -> dict[str, Any]:
    """The first symbol is taken before anyone asks whether the picture can be read and has one."""
    from gdhcn_conformance.credentials import qr  # noqa: PLC0415 - an image library, only where there are images

    symbols = [each for each in qr.read(base64.b64decode(request["image"])) if each.format == "QRCode"]
    answers = [verifier.verify({**request, "credential": each.text}) for each in symbols]
    return next((each for each in answers if each["outcome"] == "accepted"), answers[-1])


@mutant("HCERT-QR-014", IMAGE)
def symbols_joined(verifier: Verifier, request: Mapping[str, Any]) -> dict[str, Any]:
    """The texts of all symbols of a picture are joined, from the left."""
    from gdhcn_conformance.credentials import qr  # noqa: PLC0415 - as above

    try:
        symbols = qr.read(base64.b64decode(request["image"]))
    except Malformed:
        symbols = []
    if not symbols:
        return {"outcome": "rejected", "reason": "qr-unreadable"}
    return verifier.verify({**request, "credential": "".join(each.text for each in symbols)})


@mutant("HCERT-QR-014", IMAGE)
def findings_of_a_picture_added_up(verifier: Verifier, request: Mapping[str, Any]) -> dict[str, Any]:
    """A picture is good if one of its symbols is rightly signed and one of them has not ended."""
    from gdhcn_conformance.credentials import qr  # noqa: PLC0415 - as above

    answer = Verifier.verify_image(verifier, request)
    if answer["outcome"] == "accepted" or answer["reason"] == "qr-unreadable":
        return answer
    symbols = [{**request, "credential": each.text} for each in qr.read(base64.b64decode(request["image"]))]
    findings = [[Verifier({**STEPS, **each}).verify(symbol) for symbol in symbols] for each in (SIGNED, CURRENT)]
    good = [[each for each in found if each["outcome"] == "accepted"] for found in findings]
    return good[1][0] if all(good) else answer


def _signed_by_anybody(exam: Examination) -> None:
    exam.signer = exam.candidates[0]


# What is left out to find one thing only: whether it is rightly signed, and whether it has not ended.
SIGNED: Mapping[str, Step] = {"time": lambda _: None}
CURRENT: Mapping[str, Step] = {"signature": _signed_by_anybody}
