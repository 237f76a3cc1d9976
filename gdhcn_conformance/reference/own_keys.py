"""An issuer with document signers of its own, of the test PKI, instead of the one that it is handed."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeAlias

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from gdhcn_conformance.credentials import dcc
from gdhcn_conformance.pki.authority import HEALTH_OIDS, Pki, Profile, Signer
from gdhcn_conformance.reference.issuer import HELLO, STEPS, Issuer, Step

COUNTRY = "XA"  # user-assigned by ISO 3166-1, so that no certificate of ours can be taken for a country's
CENTURY = 36_525  # days: whatever moment a run is made for, the signers are valid
MOMENT = datetime(2022, 1, 15, 10, tzinfo=UTC)  # that of the committed vectors; the certificates begin before it

# Which signer to use for a request, by the names of `signers`.
Choice: TypeAlias = Callable[[Mapping[str, Any]], str]


@cache
def signers() -> Mapping[str, Signer]:
    """Signers by name: `rsa` for any kind, and one for each of `vaccination`, `test`, `recovery`."""
    pki = Pki(MOMENT)
    profiles = {"rsa": Profile(rsa="rsa-2048-01", not_after=CENTURY)}
    profiles |= {kind: Profile(usage=(oid,), not_after=CENTURY) for kind, oid in HEALTH_OIDS.items()}
    return {name: pki.signer(COUNTRY, f"own/{name}", profile) for name, profile in profiles.items()}


def kind_of(request: Mapping[str, Any]) -> str:
    """What is to be certified: `vaccination`, `test` or `recovery`."""
    return next((kind for group, kind in dcc.KINDS.items() if request["payload"].get(group)), "vaccination")


class OwnKeys(Issuer):
    """Signs with the one of its own signers that `choose` names; declares those named in `names`."""

    def __init__(
        self,
        choose: Choice,
        names: Sequence[str],
        steps: Mapping[str, Step] = STEPS,
        *,
        name: str,
        hello: Mapping[str, Any] = HELLO,
    ) -> None:
        own = [base64.b64encode(signers()[each].certificate).decode() for each in names]
        super().__init__(steps, name=name, hello={**hello, "certificates": own})
        self.choose = choose

    def issue(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """The protocol's operation `issue`, for which no key is handed over; it issues for its own country."""
        return super().issue({**request, "country": COUNTRY, "signer": _handed(self.choose(request))})


@cache
def _handed(name: str) -> Mapping[str, str]:
    signer = signers()[name]
    pem = signer.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return {"key": pem, "certificate": base64.b64encode(signer.certificate).decode()}
