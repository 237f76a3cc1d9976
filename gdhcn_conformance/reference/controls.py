"""Controls: fakes that must not pass. Their scores say how much a pass of the suite is worth.

On negatives those that do not look at what they are handed score exactly nothing; those that guess score what guessing is worth.
A control plays the roles whose operation it has: `verify` of a verifier, `issue` of an issuer.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Mapping
from typing import Any

from gdhcn_conformance.credentials import base45
from gdhcn_conformance.credentials.reading import Malformed
from gdhcn_conformance.reference import lenient

Request = Mapping[str, Any]
Answer = dict[str, Any]


class _BothRoles:
    """Claims to be a complete verifier and a complete issuer."""

    def hello(self) -> Answer:
        """Its own name, and both roles without a word about them."""
        return {"implementation": {"name": type(self).__name__}, "roles": {"verifier": {}, "issuer": {}}}


class AlwaysAccept(_BothRoles):
    """Accepts everything, and says nothing of what it read."""

    def verify(self, _: Request) -> Answer:
        """Accept."""
        return {"outcome": "accepted"}

    def issue(self, _: Request) -> Answer:
        """Accept, and hand out nothing."""
        return {"outcome": "accepted"}


class AlwaysReject(_BothRoles):
    """Refuses everything."""

    def verify(self, _: Request) -> Answer:
        """Refuse."""
        return {"outcome": "rejected", "detail": "no"}

    def issue(self, _: Request) -> Answer:
        """Refuse."""
        return {"outcome": "rejected", "detail": "no"}


class AlwaysCrash(_BothRoles):
    """Dies at every certificate."""

    def verify(self, _: Request) -> Answer:
        """Die."""
        os._exit(70)  # EX_SOFTWARE of sysexits.h

    def issue(self, _: Request) -> Answer:
        """Die."""
        os._exit(70)  # EX_SOFTWARE of sysexits.h


class AlwaysHang(_BothRoles):
    """Never answers."""

    def verify(self, _: Request) -> Answer:
        """Sleep for longer than any deadline."""
        time.sleep(3600)
        return {"outcome": "rejected"}

    def issue(self, _: Request) -> Answer:
        """Sleep for longer than any deadline."""
        time.sleep(3600)
        return {"outcome": "rejected"}


class Echo(_BothRoles):
    """Sends back what it was sent."""

    def verify(self, request: Request) -> Answer:
        """The request itself."""
        return dict(request)

    def issue(self, request: Request) -> Answer:
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


class IssuesGarbage:
    """Hands out texts that look like certificates."""

    def issue(self, request: Request) -> Answer:
        """A context identifier, and the Base45 of a digest of the request."""
        told = json.dumps(request, sort_keys=True).encode()
        return {"outcome": "accepted", "credential": "HC1:" + base45.encode(hashlib.shake_256(told).digest(300))}


class Parrot:
    """Has one certificate, made once with a key of its own, and gives it to everybody."""

    def __init__(self) -> None:
        from gdhcn_conformance.reference.own_keys import OwnKeys  # noqa: PLC0415 - only this control has keys

        self.issuer = OwnKeys(lambda _: "vaccination", ("vaccination",), name="parrot")
        self.kept: Answer = {}

    def hello(self) -> Answer:
        """The declaration of an issuer with its own key."""
        return self.issuer.hello()

    def issue(self, request: Request) -> Answer:
        """The certificate, whatever is asked for."""
        self.kept = self.kept or self._first(request)
        return self.kept

    def _first(self, request: Request) -> Answer:
        plain = {"fn": "Doe", "gn": "Jan"}
        dose = {"tg": "840539006", "vp": "1119349007", "mp": "EU/1/20/1528", "ma": "ORG-100030215", "dn": 2, "sd": 2}
        event = dose | {"dt": "2021-06-01", "co": request["country"], "is": "Somebody"}
        asked = {"payload": {"nam": plain, "dob": "1980-01-01", "v": [event]}, "picture": True}
        return self.issuer.issue({"country": request["country"], "clock": request["clock"], **asked})


class CertifiesAnything:
    """Makes a certificate of whatever it is handed, and refuses nothing."""

    def __init__(self) -> None:
        from gdhcn_conformance.reference.issuer import STEPS, Issuer  # noqa: PLC0415 - only this control issues

        kept = ("take-over", "names", "identifiers", "claims", "headers", "sign", "compress", "encode", "draw")
        self.issuer = Issuer({name: STEPS[name] for name in kept}, name="certifies anything")

    def hello(self) -> Answer:
        """The reference's declaration."""
        return self.issuer.hello()

    def issue(self, request: Request) -> Answer:
        """A certificate, by the reference without its checks."""
        return self.issuer.issue(request)


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
    "issues-garbage": (IssuesGarbage, False),
    "parrot": (Parrot, False),
    "certifies-anything": (CertifiesAnything, False),
}
