"""The reference verifier: one small function a step, in the order of WHO HCERT, with the step that refuses naming the reason.

Mutants and conforming variants are made by replacing one step; nothing in here knows of them.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from gdhcn_conformance.credentials.reading import Malformed
from gdhcn_conformance.reference.steps import carrier, claims, content, message, signer
from gdhcn_conformance.reference.steps.examination import Examination, Refused, Step
from gdhcn_conformance.reference.trust_list import TrustList, parse

STEPS: Mapping[str, Step] = {
    "context": carrier.read_context,
    "base45": carrier.read_base45,
    "zlib": carrier.inflate,
    "cose": message.read_cose,
    "algorithm": message.read_algorithm,
    "critical": message.read_critical,
    "key-identifier": message.read_key_identifier,
    "keys": signer.look_up_keys,
    "usage": signer.require_signers,
    "suitability": signer.require_suitable_keys,
    "chain": signer.require_issued_here,
    "validity": signer.require_current_signers,
    "signature": signer.verify_signature,
    "claims": claims.read_claims,
    "times": claims.require_times,
    "time": claims.require_current,
    "hcert": claims.read_hcert,
    "key-usage": content.require_key_usage,
    "schema": content.require_schema,
    "samples": content.require_past_samples,
    "recovery": content.require_ordered_recovery,
}


class Verifier:
    """A verifier made of steps; without an argument, the reference itself.

    `verify` is the protocol's operation: a request as decoded JSON in, an answer as JSON out.
    """

    name = "reference"

    def __init__(self, steps: Mapping[str, Step] = STEPS, *, name: str = "reference") -> None:
        self.steps = tuple(steps.values())
        self.name = name

    def hello(self) -> dict[str, Any]:
        """What the handshake declares."""
        from gdhcn_conformance import __version__  # noqa: PLC0415 - the package imports nothing of ours

        return {
            "implementation": {"name": self.name, "version": __version__, "language": "python"},
            "roles": {
                "verifier": {
                    "products": ["dcc"],
                    "operations": ["verify-image"],
                    "output": "payload",
                    "clock": "per-call",
                    "trust": "per-call",
                }
            },
        }

    def examine(self, text: str, now: int, trust: TrustList) -> Examination:
        """All steps in order; `Refused` by the first that refuses."""
        exam = Examination(text, now, trust)
        for step in self.steps:
            step(exam)
        return exam

    def verify(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """The protocol's operation `verify`."""
        now = int(datetime.fromisoformat(request["clock"]).timestamp())
        try:
            exam = self.examine(request["credential"], now, parse(request["trust"]))
        except Refused as refused:
            return {"outcome": "rejected", "reason": refused.reason, "detail": refused.detail}
        return {"outcome": "accepted", "payload": exam.payload}

    def verify_image(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """The protocol's operation `verify-image`: every symbol in the picture is judged by itself, none is joined to another.

        The answer is that for the first accepted, or else for the last refused.
        """
        from gdhcn_conformance.credentials import qr  # noqa: PLC0415 - an image library, only where there are images

        answer: dict[str, Any] = {"outcome": "rejected", "reason": "qr-unreadable"}
        try:
            symbols = qr.read(base64.b64decode(request["image"]))
        except Malformed as malformed:
            return answer | {"detail": malformed.detail}
        for symbol in symbols:
            if symbol.format != "QRCode":
                continue
            answer = self.verify({**request, "credential": symbol.text})
            if answer["outcome"] == "accepted":
                break
        return answer
