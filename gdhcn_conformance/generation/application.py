"""What an issuer is handed: a person, an event, and the key to sign with; written by recipes as certificates are.

@valid(requirement="HCERT-ISS-001")
def vaccination(application: Application) -> Application:
"A second dose of two."
return application

@negative(of=vaccination, requirement="HCERT-VS-003", reasons=[])
def unknown_product(application: Application) -> Application:
"The product is in no value set."
return application.payload({"v.0.mp": "EU/1/20/9999"})
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from gdhcn_conformance.generation import events
from gdhcn_conformance.generation.draft import ABSENT, Beginning, Setting, changed
from gdhcn_conformance.model.vector import TrustEntry, Vector
from gdhcn_conformance.pki.authority import Pki, Profile, Signer

if TYPE_CHECKING:
    from gdhcn_conformance.generation.recipes import Recipe

MADE_BY_THE_ISSUER = ("ver",)  # of the payload, beside the transliterated names and the identifier
# A code of SNOMED CT for what events call J07BX03, which new certificates are not to bear any more (value sets 2.12.0).
IN_USE = {"J07BX03": "29061000087103"}


@dataclass(frozen=True, slots=True)
class Application:
    """One application for a certificate; frozen, every method gives a new one."""

    name: str
    country: str
    other_country: str
    setting: Setting
    pki: Pki
    signer: Signer
    dcc: dict[str, Any]
    clock: datetime
    options: Mapping[str, Any]
    listed: tuple[TrustEntry, ...]

    def payload(self, changes: Mapping[str, Any]) -> Application:
        """Person and event with members set, each by its path: `{"nam.fn": "Núñez", "v.0.dn": 3}`."""
        return replace(self, dcc=changed(self.dcc, changes))

    def without(self, *paths: str) -> Application:
        """Person and event with these members left out."""
        return replace(self, dcc=changed(self.dcc, dict.fromkeys(paths, ABSENT)))

    def named(self, surname: str | None, forename: str | None) -> Application:
        """Another person's names; `None` where the person has none of the kind."""
        given = {"fn": surname, "gn": forename}
        return self.payload({"nam": {name: value for name, value in given.items() if value is not None}})

    def asking(self, **options: Any) -> Application:
        """Ask for something besides: `version`, `expires` (RFC 3339), `picture`."""
        return replace(self, options={**self.options, **options})

    def signed_with(self, profile: Profile) -> Application:
        """Hand over another key, with a DSC made by this profile."""
        return self._handing(self.pki.signer(self.country, self.name, profile))

    def _handing(self, signer: Signer) -> Application:
        entries = tuple(entry for entry in self.listed if "DSC" not in entry.usage)
        return replace(self, signer=signer, listed=(*entries, signer.listed()))

    def date(self, days: int) -> str:
        """The clock's date moved by so many days, as YYYY-MM-DD."""
        return (self.clock + timedelta(days=days)).astimezone(UTC).strftime("%Y-%m-%d")

    def time(self, **delta: float) -> str:
        """The clock moved by `timedelta(**delta)`, as RFC 3339 in UTC."""
        return (self.clock + timedelta(**delta)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    @property
    def input(self) -> dict[str, Any]:
        """What the issuer is sent."""
        pem = self.signer.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        signer = {"key": pem, "certificate": self.signer.listed().certificate}
        return {"payload": self.dcc, "country": self.country, **self.options, "signer": signer}


def begin(beginning: Beginning, setting: Setting, pki: Pki) -> Application:
    """An application without anything unusual: an invented person, one event, a key and its DSC."""
    countries, now = setting.countries, setting.moment
    country, other = (countries[(beginning.number + n) % len(countries)] for n in (0, 1))
    signer = pki.signer(country, beginning.name, beginning.profile)
    payload = events.payload(
        beginning.kind, beginning.version, events.Occasion(beginning.name, country, now, setting.seed)
    )
    return Application(
        name=beginning.name,
        country=country,
        other_country=other,
        setting=setting,
        pki=pki,
        signer=signer,
        dcc=_as_applied_for(payload),
        clock=now,
        options={},
        listed=(pki.authority(country).listed(usage="SCA"), signer.listed()),
    )


def _as_applied_for(payload: dict[str, Any]) -> dict[str, Any]:
    """A payload without what the issuer makes: version, transliterated names, identifier."""
    kept = {name: value for name, value in payload.items() if name not in MADE_BY_THE_ISSUER}
    kept["nam"] = {name: payload["nam"][name] for name in ("fn", "gn")}
    for group in ("v", "t", "r"):
        if group in kept:
            kept[group] = [
                {name: IN_USE.get(value, value) for name, value in entry.items() if name != "ci"}
                for entry in kept[group]
            ]
    return kept


def vector(own: str, recipe: Recipe, application: Application, twin: str | None) -> Vector:
    """The vector that this application makes."""
    title, _, _ = recipe.description.partition("\n\n")
    picture = {"operation:picture"} if application.options.get("picture") else set()
    version = application.options.get("version")
    return Vector(
        id=own,
        title=" ".join(title.split()),
        description=recipe.description,
        role="issuer",
        operation="issue",
        requirement=recipe.requirement,
        expectation=recipe.expectation,
        credential="",
        clock=application.clock.strftime("%Y-%m-%dT%H:%M:%SZ"),
        trust=application.listed,
        twin=twin,
        mutation=recipe.mutation,
        also=recipe.also,
        needs=recipe.needs | picture | ({f"version:{version}"} if version else set()) | {recipe.beginning.kind},
        input=application.input,
    )
