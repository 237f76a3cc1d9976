"""Bugs in reading the picture."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from gdhcn_conformance.reference.mutants.registry import IMAGE, registry
from gdhcn_conformance.reference.verifier import Verifier

MUTANTS, mutant = registry()


@mutant("HCERT-QR-012", IMAGE)
def picture_without_symbol_crashes(verifier: Verifier, request: Mapping[str, Any]) -> dict[str, Any]:
    """The first symbol is taken before anyone asks whether the picture can be read and has one."""
    from gdhcn_conformance.credentials import qr  # noqa: PLC0415 - an image library, only where there are images

    symbols = [each for each in qr.read(base64.b64decode(request["image"])) if each.format == "QRCode"]
    answers = [verifier.verify({**request, "credential": each.text}) for each in symbols]
    return next((each for each in answers if each["outcome"] == "accepted"), answers[-1])
