"""A certificate being written, layer by layer, so that a recipe can change any one of them and leave the rest alone.

The layers, from the inside out: *payload* and *hcert* (values), *claims* (a map) and *cwt* (its bytes); *protected* (a map) and
*protected bytes*; *unprotected* (a map); *signed* (the bytes that are signed) and *signature*; *array* (the COSE message as a
value) and *cose* (its bytes); *zlib*; *base45*; *text*. At each a recipe may change what was made (`at`) or make it another way
(`instead`). A draft is frozen: every method gives a new one.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from gdhcn_conformance.credentials import base45, cbor_writer, cose, deflate
from gdhcn_conformance.credentials.cbor import Tagged
from gdhcn_conformance.generation import events
from gdhcn_conformance.model.vector import TrustEntry
from gdhcn_conformance.pki.authority import SIGNER, Pki, Profile, Signer

CLAIMS = {"iss": 1, "sub": 2, "exp": 4, "nbf": 5, "iat": 6, "hcert": -260}  # RFC 8392 section 4; WHO HCERT 3.2
HEADERS = {"alg": 1, "crit": 2, "content_type": 3, "kid": 4, "x5chain": 33, "x5t": 34}  # RFC 9052 section 3.1; RFC 9360
HCERT, KID, ALG = CLAIMS["hcert"], HEADERS["kid"], HEADERS["alg"]
DCC = 1  # the key of an EU DCC in the hcert claim (WHO HCERT 3.2.7.1)
SIGN1 = 18  # the CBOR tag of COSE_Sign1 (RFC 9052, section 4.2)
LAYERS = (
    "payload", "hcert", "claims", "cwt", "protected", "protected bytes", "unprotected", "signed", "signature", "array",
    "cose", "zlib", "base45", "text",
)  # fmt: skip
# User-assigned by ISO 3166-1, so that no certificate of ours can be taken for a country's.
COUNTRIES = tuple(f"X{letter}" for letter in "ABCDEFGHIJ")

Change: TypeAlias = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Setting:
    """The moment, seed and country codes that a whole set of vectors is a function of."""

    moment: datetime
    seed: int = 0
    countries: tuple[str, ...] = COUNTRIES


@dataclass(frozen=True, slots=True)
class Draft:
    """A certificate being written, with the clock and trust list under which it will be judged."""

    name: str
    country: str
    other_country: str
    setting: Setting
    pki: Pki
    dsc: Signer
    signer: Signer
    dcc: dict[str, Any]
    cwt: dict[Any, Any]
    phdr: dict[Any, Any]
    uhdr: dict[Any, Any]
    clock: datetime
    listed: tuple[TrustEntry, ...]
    made: tuple[tuple[str, Change, bool], ...] = ()
    expected: Any = None
    changed: frozenset[str] = frozenset()
    image: Mapping[str, Any] | None = None

    # -- what the certificate says -------------------------------------------------------------------------------------

    def payload(self, changes: Mapping[str, Any]) -> Draft:
        """The health certificate with members set, each by its path: `{"v.0.dn": 3}`."""
        return replace(self, dcc=changed(self.dcc, changes))

    def without_payload(self, *paths: str) -> Draft:
        """The health certificate with these members left out."""
        return replace(self, dcc=changed(self.dcc, dict.fromkeys(paths, ABSENT)))

    def claims(self, other: Mapping[Any, Any] | None = None, /, **named: Any) -> Draft:
        """The CWT with claims set: `iss`, `exp`, `nbf`, `iat`, `hcert` by name, any other by its label."""
        return replace(self, cwt=self.cwt | {CLAIMS[name]: value for name, value in named.items()} | dict(other or {}))

    def without_claims(self, *names: str) -> Draft:
        """The CWT with these claims left out."""
        return replace(self, cwt=_without(self.cwt, CLAIMS, names))

    def protected(self, other: Mapping[Any, Any] | None = None, /, **named: Any) -> Draft:
        """The protected header with parameters set: `alg`, `crit`, `kid`, … by name, any other by its label."""
        return replace(self, phdr=self.phdr | {HEADERS[name]: v for name, v in named.items()} | dict(other or {}))

    def without_protected(self, *names: str) -> Draft:
        """The protected header with these parameters left out."""
        return replace(self, phdr=_without(self.phdr, HEADERS, names))

    def unprotected(self, other: Mapping[Any, Any] | None = None, /, **named: Any) -> Draft:
        """The unprotected header with parameters set."""
        return replace(self, uhdr=self.uhdr | {HEADERS[name]: v for name, v in named.items()} | dict(other or {}))

    def at(self, layer: str, change: Change) -> Draft:
        """Change what was made at this layer; the layers above are made from the result."""
        return self._with(layer, change, instead=False)

    def instead(self, layer: str, make: Change) -> Draft:
        """Make this layer another way: `make` is given what the layer is made of."""
        return self._with(layer, make, instead=True)

    def _with(self, layer: str, change: Change, *, instead: bool) -> Draft:
        if layer not in LAYERS:
            raise ValueError(f"no layer {layer!r}; known: {', '.join(LAYERS)}")
        return replace(self, made=(*self.made, (layer, change, instead)))

    def expecting(self, output: Any) -> Draft:
        """State what an implementation reads in the certificate, where it is not the payload as it stands."""
        return replace(self, expected=output)

    def as_image(self, **how: Any) -> Draft:
        """Hand the certificate over as a picture of its QR symbol; `images.draw` says what `how` may hold."""
        return replace(self, image=how)

    # -- who signs it --------------------------------------------------------------------------------------------------

    def signed_by(self, signer: Signer) -> Draft:
        """Sign with another key; headers and trust list stay as they are."""
        return replace(self, signer=signer)

    def other_signer(self, name: str = "other", profile: Profile = SIGNER, issuer: Signer | None = None) -> Signer:
        """Another document signer of the same country, not on the trust list."""
        return self.pki.signer(self.country, f"{self.name}/{name}", profile, issuer)

    def issued_by(self, signer: Signer) -> Draft:
        """Let another document signer issue the certificate: it signs, its identifier is named, its entry listed instead."""
        entries = tuple(entry for entry in self.listed if "DSC" not in entry.usage)
        described = replace(self, signer=signer, dsc=signer, listed=(*entries, signer.listed()))
        return described.protected(alg=signer.algorithm, kid=signer.kid)

    # -- under what it is judged ---------------------------------------------------------------------------------------

    def trusting(self, *entries: TrustEntry) -> Draft:
        """Replace the trust list. The mutation is in the context."""
        return replace(self, listed=entries, changed=self.changed | {"trust"})

    def also_trusting(self, *entries: TrustEntry) -> Draft:
        """Add entries to the trust list that do not disturb any other certificate under it."""
        return replace(self, listed=(*self.listed, *entries))

    def judged_at(self, clock: datetime) -> Draft:
        """Judge at another time. The mutation is in the context."""
        return replace(self, clock=clock, changed=self.changed | {"clock"})

    def seconds(self, **delta: float) -> int:
        """The clock moved by `timedelta(**delta)`, as seconds since 1970: what `exp` and `iat` hold."""
        return int((self.clock + timedelta(**delta)).timestamp())

    def date(self, days: int) -> str:
        """The clock's date moved by so many days, as YYYY-MM-DD."""
        return (self.clock + timedelta(days=days)).astimezone(UTC).strftime("%Y-%m-%d")


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a family begins with; `number` spreads families over the countries."""

    name: str
    number: int = 0
    kind: str = "vaccination"
    version: str = "1.3.0"
    profile: Profile = SIGNER


def begin(beginning: Beginning, setting: Setting, pki: Pki) -> Draft:
    """A valid certificate with its own key, signer certificate and person."""
    countries, now = setting.countries, setting.moment
    country, other = (countries[(beginning.number + n) % len(countries)] for n in (0, 1))
    dsc = pki.signer(country, beginning.name, beginning.profile)
    claims = {
        CLAIMS["iss"]: country,
        CLAIMS["exp"]: int((now + timedelta(days=180)).timestamp()),
        CLAIMS["iat"]: int((now - timedelta(days=2)).timestamp()),
        HCERT: _HERE,
    }
    occasion = events.Occasion(beginning.name, country, now, setting.seed)
    return Draft(
        name=beginning.name,
        country=country,
        other_country=other,
        setting=setting,
        pki=pki,
        dsc=dsc,
        signer=dsc,
        dcc=events.payload(beginning.kind, beginning.version, occasion),
        cwt=claims,
        phdr={ALG: dsc.algorithm, KID: dsc.kid},
        uhdr={},
        clock=now,
        listed=(pki.authority(country).listed(usage="SCA"), dsc.listed()),
    )


@dataclass(frozen=True, slots=True)
class Written:
    """A finished certificate: its text, and what each layer came out as."""

    text: str
    output: Any
    layers: Mapping[str, Any] = field(default_factory=dict)


def write(draft: Draft) -> Written:
    """Make the certificate, layer by layer."""
    layers: dict[str, Any] = {}

    def make(layer: str, ingredient: Any, usual: Change | None = None) -> Any:
        makers = [change for name, change, instead in draft.made if name == layer and instead]
        value = (makers[-1] if makers else usual or _same)(ingredient)
        for name, change, instead in draft.made:
            if name == layer and not instead:
                value = change(value)
        layers[layer] = value
        return value

    payload = make("payload", copy.deepcopy(draft.dcc))
    hcert = make("hcert", {DCC: payload})
    claims = make("claims", {label: hcert if value is _HERE else value for label, value in draft.cwt.items()})
    cwt = make("cwt", claims, cbor_writer.encode)
    protected = make("protected", dict(draft.phdr))
    protected_bytes = make("protected bytes", protected, cbor_writer.encode)
    unprotected = make("unprotected", dict(draft.uhdr))
    signed = make("signed", (protected_bytes, cwt), lambda parts: cose.to_be_signed(*parts))
    signature = make("signature", signed, lambda data: draft.signer.sign(data, draft.name))
    array = make("array", Tagged(SIGN1, [protected_bytes, unprotected, cwt, signature]))
    message = make("cose", array, cbor_writer.encode)
    compressed = make("zlib", message, deflate.compress)
    encoded = make("base45", compressed, base45.encode)
    text = make("text", encoded, lambda body: "HC1:" + body)
    return Written(text, draft.dcc if draft.expected is None else draft.expected, layers)


class _Marker:
    """A value that stands for something else; compared by identity and copied as itself."""

    def __deepcopy__(self, _: object) -> _Marker:
        return self


_HERE = _Marker()  # where the hcert claim goes, once it is made
ABSENT = _Marker()  # a member to be left out


def _same(value: Any) -> Any:
    return value


def _without(members: Mapping[Any, Any], labels: Mapping[str, int], names: Sequence[str]) -> dict[Any, Any]:
    gone = {labels[name] for name in names}
    if missing := gone - set(members):
        raise KeyError(f"nothing to leave out under {sorted(missing)}")
    return {label: value for label, value in members.items() if label not in gone}


def changed(document: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The document with members set or left out by their paths; `KeyError` where a path leads nowhere."""
    made = copy.deepcopy(document)
    for path, value in changes.items():
        *parents, last = path.split(".")
        place: Any = made
        for step in parents:
            place = place[int(step)] if isinstance(place, list) else place[step]
        if value is ABSENT:
            del place[last]
        else:
            place[int(last) if isinstance(place, list) else last] = value
    return made
