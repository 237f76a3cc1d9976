"""Controls: fakes that must not pass. Their scores say how much a pass of the suite is worth.

On negatives those that do not look at certificates score exactly nothing; those that guess score what guessing is worth.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Mapping
from typing import Any

from gdhcn_conformance.credentials.reading import Malformed
from gdhcn_conformance.reference import lenient

Request = Mapping[str, Any]
Answer = dict[str, Any]


class AlwaysAccept:
    """Accepts everything, and says nothing of what it read."""

    def verify(self, _: Request) -> Answer:
        """Accept."""
        return {"outcome": "accepted"}


class AlwaysReject:
    """Refuses everything."""

    def verify(self, _: Request) -> Answer:
        """Refuse."""
        return {"outcome": "rejected", "detail": "no"}


class AlwaysCrash:
    """Dies at every certificate."""

    def verify(self, _: Request) -> Answer:
        """Die."""
        os._exit(70)  # EX_SOFTWARE of sysexits.h


class AlwaysHang:
    """Never answers."""

    def verify(self, _: Request) -> Answer:
        """Sleep for longer than any deadline."""
        time.sleep(3600)
        return {"outcome": "rejected"}


class Echo:
    """Sends back what it was sent."""

    def verify(self, request: Request) -> Answer:
        """The request itself."""
        return dict(request)


class DecodesOnly:
    """Reads certificates and verifies nothing; what it cannot read ends in an exception."""

    def verify(self, request: Request) -> Answer:
        """Accept with whatever can be read."""
        return {"outcome": "accepted", "payload": lenient.decode(request["credential"])}


class CoinFlip:
    """Reads certificates and throws a coin that the certificate decides."""

    def verify(self, request: Request) -> Answer:
        """Accept or refuse by a digest of the certificate."""
        return _flip(request["credential"], request["credential"])


class Peeks:
    """Reads certificates and decides by everything in the request but the certificate."""

    def verify(self, request: Request) -> Answer:
        """Accept or refuse by a digest of clock, trust list, id and all the rest."""
        rest = {name: value for name, value in request.items() if name != "credential"}
        return _flip(json.dumps(rest, sort_keys=True), request["credential"])


class KnowsThePublicVectors:
    """Has learned the committed vectors by heart, and throws a coin for every other."""

    def __init__(self) -> None:
        from gdhcn_conformance.content import root  # noqa: PLC0415 - only this control reads the vectors
        from gdhcn_conformance.running.library import load_vectors  # noqa: PLC0415

        vectors, _ = load_vectors(root() / "vectors" / "data", "verifier")
        self.answers = {(each.credential, each.clock): each for each in vectors}

    def verify(self, request: Request) -> Answer:
        """The answer from memory, or a coin."""
        known = self.answers.get((request["credential"], request["clock"]))
        if known is None:
            return _flip(request["credential"], request["credential"])
        if known.expectation.expected == "accept":
            return {"outcome": "accepted", "payload": known.output}
        return {"outcome": "rejected"}


def _flip(by: str, credential: str) -> Answer:
    """A coin decided by a digest; heads needs a certificate that can be read."""
    if hashlib.sha256(by.encode("utf-8", "surrogatepass")).digest()[0] & 1:
        return {"outcome": "rejected"}
    try:
        return {"outcome": "accepted", "payload": lenient.decode(credential)}
    except (Malformed, ValueError):
        return {"outcome": "rejected"}


# Name of each control, what it is, and whether it must run in a process of its own because it dies or hangs.
CONTROLS: dict[str, tuple[type, bool]] = {
    "always-accept": (AlwaysAccept, False),
    "always-reject": (AlwaysReject, False),
    "always-crash": (AlwaysCrash, True),
    "always-hang": (AlwaysHang, True),
    "echo": (Echo, False),
    "decodes-only": (DecodesOnly, False),
    "coin-flip": (CoinFlip, False),
    "peeks": (Peeks, False),
    "knows-the-public-vectors": (KnowsThePublicVectors, False),
}
