"""An issued certificate, taken apart layer by layer as far as it can be, and what is known beside it.

Nothing here decides what is right: each layer gives its value with the deviations of its encoding, and the first layer that gives
no value says why. The requirements are in the modules of `issued`, each a function of an `Issued`.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gdhcn_conformance.credentials import base45, cbor, cose, dcc, deflate
from gdhcn_conformance.credentials.cose import Sign1
from gdhcn_conformance.credentials.reading import Malformed, Reading
from gdhcn_conformance.issued.signer import Signer, signer

CONTEXT = "HC1:"
HCERT, DCC = -260, 1
GROUPS = dcc.KINDS
# A context identifier, right or wrong: HC and a version, or the two letters and digits of a national one. Base45 text by itself
# does not begin so: a zlib header of the usual window gives an F as third character.
PREFIX = re.compile(r"HC1:|(?i:\s*\ufeff?hc[0-9a-z]{0,2}:|[a-z]{2}[0-9]{1,2}:)")
LAYERS = ("picture", "text", "base45", "zlib", "cose", "claims", "payload")


@dataclass(frozen=True, slots=True)
class Stop:
    """The layer that gave no value: `code` as its reader says it, `detail` completes the sentence."""

    layer: str
    code: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.layer}: {self.code}" + (f" ({self.detail})" if self.detail else "")


@dataclass(frozen=True, slots=True)
class Issued:
    """One issued certificate.

    `picture` is the image that came with it, or in which it was found. Each layer is `None` where it could not be read, which
    `stop` then explains. `asked` is what the issuer was handed (`None` where nobody knows, as with a sample). `signers` are the
    DSCs it may have signed with. `clock` is when it was issued, or found; `timed` says that the issuer was told it.
    """

    text: str
    clock: datetime
    signers: tuple[Signer, ...] = ()
    asked: Mapping[str, Any] | None = None
    picture: bytes | None = None
    base45: Reading[bytes] | None = None
    zlib: Reading[bytes] | None = None
    cose: Reading[Sign1] | None = None
    claims: Reading[Any] | None = None
    payload: dict[Any, Any] | None = None
    stop: Stop | None = None
    timed: bool = False
    memory: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def reaches(self, layer: str) -> bool:
        """Whether this layer could be read."""
        if layer == "picture":
            return self.picture is not None
        return layer == "text" or getattr(self, layer) is not None

    def stops(self, layer: str, *codes: str) -> bool:
        """Whether this is the layer that could not be read, for a reason that is or begins like one of these codes."""
        return self.stop is not None and self.stop.layer == layer and self.stop.code.startswith(codes)

    @property
    def context(self) -> str:
        """What stands before the Base45 text: `HC1:`, something like it, or nothing."""
        return split(self.text)[0]

    @property
    def message(self) -> Sign1:
        """The COSE message; only where `reaches("cose")`."""
        assert self.cose is not None
        return self.cose.value

    @property
    def cwt(self) -> dict[Any, Any]:
        """The claims by label; empty where they cannot be read, or are no map."""
        claims: dict[Any, Any] = self.claims.value if self.claims else {}
        return claims

    @property
    def dcc(self) -> dict[Any, Any]:
        """The health certificate as CBOR holds it; only where `reaches("payload")`."""
        assert self.payload is not None
        return self.payload

    @property
    def plain(self) -> dict[Any, Any]:
        """The health certificate with date-time strings read alike, tagged 0 or not (eHealth Network FAQ)."""
        if "plain" not in self.memory:
            self.memory["plain"] = dcc.untagged(self.dcc)
        value: dict[Any, Any] = self.memory["plain"]
        return value

    @property
    def kinds(self) -> tuple[str, ...]:
        """What it attests: `vaccination`, `test`, `recovery`, those of its groups that hold anything."""
        return tuple(kind for group, kind in GROUPS.items() if self.payload and self.payload.get(group))

    def entries(self, group: str) -> list[dict[Any, Any]]:
        """The entries of a group (`v`, `t`, `r`) that are maps."""
        return dcc.entries(self.payload, (group,))

    @property
    def kid(self) -> Any:
        """The key identifier: the protected header's, or else the unprotected one's."""
        return self.message.headers.get(cose.KEY_IDENTIFIER, self.message.unprotected.get(cose.KEY_IDENTIFIER))

    @property
    def signed_by(self) -> Signer | None:
        """The signer whose key verifies the signature, whatever the key identifier says; `None` where there is none.

        Of several certificates for one key it is the one that the key identifier names, if any.
        """
        if "signed_by" not in self.memory:
            fitting = [each for each in self.signers if self.reaches("cose") and each.verifies(self.message)]
            named = [each for each in fitting if each.kid == self.kid]
            self.memory["signed_by"] = next(iter(named or fitting), None)
        found: Signer | None = self.memory["signed_by"]
        return found

    def unusable(self) -> str:
        """Why nobody could use it: it cannot be read down to its payload, or no signer known signed it; else empty."""
        if self.stop is not None:
            return str(self.stop)
        if self.signers and self.signed_by is None:
            return "no signer that was handed over or declared has signed it"
        return ""


def take_apart(
    text: str,
    clock: datetime,
    *,
    certificates: Sequence[str] = (),
    asked: Mapping[str, Any] | None = None,
    picture: bytes | None = None,
) -> Issued:
    """The certificate in this text; `certificates` are DSCs, DER in Base64, of which those that cannot be read are left out."""
    layers: dict[str, Any] = {}
    stop = _read(text, layers)
    signers = tuple(found for each in certificates if (found := signer(each)) is not None)
    return Issued(text, clock, signers, asked, picture, stop=stop, **layers)


def split(text: str) -> tuple[str, str]:
    """A context identifier, or what resembles one, and the Base45 text behind it."""
    found = PREFIX.match(text)
    end = found.end() if found else 0
    return text[:end], text[end:]


def _read(text: str, layers: dict[str, Any]) -> Stop | None:
    if not text:
        return Stop("text", "no-text", "there is none")
    layer = "base45"
    try:
        layers["base45"] = base45.read(split(text)[1])
        layer = "zlib"
        layers["zlib"] = deflate.read(layers["base45"].value)
        layer = "cose"
        layers["cose"] = cose.read(layers["zlib"].value)
        layer = "claims"
        claims = cbor.read(layers["cose"].value.payload)
    except Malformed as malformed:
        return Stop(layer, malformed.code, malformed.detail)
    if not isinstance(claims.value, dict):
        return Stop("claims", "claims-malformed", "the payload of the message is no map")
    layers["claims"] = claims
    hcert = claims.value.get(HCERT)
    payload = hcert.get(DCC) if isinstance(hcert, dict) else None
    if not isinstance(payload, dict):
        return Stop("payload", "hcert-malformed", "no map under key 1 of claim -260")
    layers["payload"] = payload
    return None


def decoded(data: Any) -> bytes | None:
    """The bytes behind standard Base64 text; `None` where it is none."""
    try:
        return base64.b64decode(data, validate=True) if isinstance(data, str) and data else None
    except (binascii.Error, ValueError):
        return None
