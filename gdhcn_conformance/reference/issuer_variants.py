"""Issuers that behave differently from the reference, and rightly. The suite must not fail any of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from gdhcn_conformance.credentials import cbor_writer, cose, dcc, deflate, icao
from gdhcn_conformance.credentials.cbor_writer import Indefinite, Wide
from gdhcn_conformance.reference import issuer
from gdhcn_conformance.reference.issuer import HELLO, STEPS, Issuer, Making, Step
from gdhcn_conformance.reference.own_keys import OwnKeys, kind_of
from gdhcn_conformance.reference.steps.examination import Refused
from gdhcn_conformance.reference.understanding import instant
from gdhcn_conformance.reference.variants.registry import Variant

VARIANTS: list[Variant] = []
Answer = dict[str, Any]
ALG, CONTENT_TYPE, KID = 1, 3, 4  # RFC 9052, section 3.1
ISS, EXP, NBF, IAT, CTI, HCERT = 1, 4, 5, 6, 7, -260  # RFC 8392, section 4; WHO HCERT 3.2
PASSPORT = 39  # positions of the name in a passport's machine-readable zone (Doc 9303 part 4)
QUARTER = timedelta(days=90)


def instead(step: str, *warns: str) -> Callable[[Step], Step]:
    """Register a function as the variant that takes it in the place of a step of the reference."""

    def register(function: Step) -> Step:
        name = function.__name__.replace("_", "-")
        steps = {**STEPS, step: function}
        says = (function.__doc__ or "").strip()
        VARIANTS.append(Variant(name, says, lambda: Issuer(steps, name=f"variant {name}"), warns=warns))
        return function

    return register


def variant(missing: str = "") -> Callable[[type], type]:
    """Register a class as the variant named by it."""

    def register(made: type) -> type:
        name = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in made.__name__).strip("-")
        says = (made.__doc__ or "").strip()
        VARIANTS.append(Variant(name, says, lambda: made(name=f"variant {name}"), missing=missing))
        return made

    return register


@cache
def conforming() -> dict[str, Variant]:
    """All conforming variants by name; `ValueError` where two have the same."""
    found = {each.name: each for each in VARIANTS}
    if len(found) != len(VARIANTS):
        raise ValueError("two variants have the same name")
    return found


# Headers and claims


@instead("headers")
def key_identifier_before_algorithm(making: Making) -> None:
    """The key identifier comes before the algorithm: the order in a map says nothing."""
    making.protected = {KID: making.signer.kid, ALG: making.signer.algorithm}


@instead("headers", "HCERT-KID-003")
def key_identifier_not_protected(making: Making) -> None:
    """The key identifier stands in the unprotected header, where it may stand."""
    making.protected, making.unprotected = {ALG: making.signer.algorithm}, {KID: making.signer.kid}


@instead("headers")
def header_with_a_content_type(making: Making) -> None:
    """The protected header says what kind of content is signed, and the unprotected one holds a serial number."""
    issuer.write_headers(making)
    making.protected |= {CONTENT_TYPE: "application/cwt"}
    making.unprotected = {"serial": 7}


@instead("claims")
def issuer_not_named(making: Making) -> None:
    """There is no claim for the issuer, which is optional."""
    issuer.write_claims(making)
    del making.claims[ISS]


@instead("claims")
def more_claims(making: Making) -> None:
    """Beginning and identifier of the token are claimed as well, and something that only this issuer knows."""
    issuer.write_claims(making)
    making.claims |= {NBF: making.claims[IAT], CTI: b"\x01\x02\x03\x04", "national": "XX-1"}


@instead("claims")
def claims_the_other_way_round(making: Making) -> None:
    """The claims come in another order, and so do the members of the payload."""
    issuer.write_claims(making)
    making.claims[HCERT] = {1: dict(reversed(making.claims[HCERT][1].items()))}
    making.claims = dict(reversed(making.claims.items()))


@instead("claims")
def three_months_at_most(making: Making) -> None:
    """A certificate is valid for three months at most, whatever is asked for."""
    issuer.write_claims(making)
    making.claims[EXP] = min(making.claims[EXP], making.claims[IAT] + int(QUARTER.total_seconds()))


@instead("claims")
def issued_a_minute_ago(making: Making) -> None:
    """The time of issue is a minute in the past, so that no verifier's clock is behind it."""
    issuer.write_claims(making)
    making.claims[IAT] = max(making.claims[IAT] - 60, int(making.not_before.timestamp()))


# Encodings


@instead("claims")
def times_in_eight_bytes(making: Making) -> None:
    """Times take eight bytes, and so does the label of the health certificate: no shortest form is asked for."""
    issuer.write_claims(making)
    making.claims |= {label: Wide(making.claims[label], 8) for label in (EXP, IAT)}
    making.claims = {Wide(label, 8) if label == HCERT else label: value for label, value in making.claims.items()}


@instead("sign")
def indefinite_lengths(making: Making) -> None:
    """Maps, lists and texts are written as they come, without saying their length beforehand."""
    making.cwt, protected = cbor_writer.encode(_open(making.claims)), cbor_writer.encode(Indefinite(making.protected))
    signature = making.signer.sign(cose.to_be_signed(protected, making.cwt), "issued")
    making.message = cose.write([protected, making.unprotected, making.cwt, signature])


def _open(value: Any) -> Any:
    if isinstance(value, dict):
        return Indefinite({key: _open(each) for key, each in value.items()})
    if isinstance(value, list):
        return Indefinite([_open(each) for each in value])
    return Indefinite(value) if isinstance(value, str) else value


@instead("compress", "HCERT-ZLIB-014")
def stored_only(making: Making) -> None:
    """The stream is a zlib one in which nothing is made smaller (level 0)."""
    making.compressed = deflate.compress(making.message, 0)


@instead("compress")
def compressed_quickly(making: Making) -> None:
    """The stream is compressed with the least effort (level 1)."""
    making.compressed = deflate.compress(making.message, 1)


@instead("claims", "HCERT-CBOR-011b")
def times_without_their_tag(making: Making) -> None:
    """The time of sampling is plain text, without the tag of a date-time."""
    issuer.write_claims(making)
    making.claims[HCERT] = {1: making.payload}


@instead("claims")
def times_in_utc(making: Making) -> None:
    """The time of sampling is written in UTC, wherever the sample was taken."""
    for entry in dcc.entries(making.payload, ("t",)):
        if (sampled := instant(entry.get("sc"))) is not None:
            entry["sc"] = sampled.strftime("%Y-%m-%dT%H:%M:%SZ")
    issuer.write_claims(making)


# Person and event


@instead("names")
def names_cut_as_in_passports(making: Making) -> None:
    """The names for machines are no longer than a passport has room for."""
    _transliterated(making, lambda name: icao.transliterate(name, limit=PASSPORT))


@instead("names")
def marks_left_out_of_names(making: Making) -> None:
    """MUELLER is spelt MULLER, and so on: of the legal spellings this issuer takes the others."""
    _transliterated(making, lambda name: icao.transliterate(_without_marks(name), limit=PASSPORT))


def _transliterated(making: Making, written: Callable[[str], str]) -> None:
    nam = making.payload.get("nam")
    names: dict[str, Any] = nam if isinstance(nam, dict) else {}
    for name, standard in issuer.NAMES.items():
        if isinstance(names.get(name), str) and names[name] and standard not in names:
            try:
                names[standard] = written(names[name])
            except icao.NoRule as unknown:
                raise Refused("schema-invalid", f"{name}: {unknown}") from unknown


def _without_marks(name: str) -> str:
    marked = ("Ä", "Å", "Ñ", "Ö", "Ü", "ä", "å", "ñ", "ö", "ü")
    plain = {each: unicodedata.normalize("NFD", each)[0] for each in marked}
    return "".join(plain.get(each, each) for each in unicodedata.normalize("NFC", name))


@instead("take-over")
def newest_version(making: Making) -> None:
    """Where no version is asked for, the newest is taken."""
    making.asked = {"version": "1.3.3", **making.asked}
    issuer.take_over(making)


@instead("identifiers")
def identifiers_of_the_second_kind(making: Making) -> None:
    """The identifier has a part for the authority, and no check character."""
    issuer.write_identifiers(making)
    for entry in dcc.entries(making.payload):
        place, _, opaque = entry["ci"].partition("#")[0].rpartition(":")
        entry["ci"] = f"{place}:17/{opaque}"


# What is declared


class _Declaring(Issuer):
    """The reference, with something else in its declaration."""

    says: Mapping[str, Any] = {}

    def __init__(self, *, name: str) -> None:
        super().__init__(name=name, hello={**HELLO, **self.says})


@variant()
class LeavesPicturesToOthers(_Declaring):
    """Leaves the drawing of codes to the printer."""

    says: Mapping[str, Any] = {"operations": []}


@variant()
class NoVersions(_Declaring):
    """Issues one version of the schema only, and says nothing of others."""

    says: Mapping[str, Any] = {"versions": []}


@variant()
class WallClock(_Declaring):
    """Looks at the clock on the wall, and says so: it is handed applications of the day."""

    says: Mapping[str, Any] = {"clock": "wall"}

    def issue(self, request: Mapping[str, Any]) -> Answer:
        """The reference's answer now."""
        return super().issue({**request, "clock": datetime.now(UTC).isoformat()})


@variant()
class OnlyVaccinations(_Declaring):
    """Issues certificates of vaccination and no others, and says so."""

    says: Mapping[str, Any] = {"behaviours": {"test": False, "recovery": False}}

    def issue(self, request: Mapping[str, Any]) -> Answer:
        """The reference's answer, of vaccinations."""
        if kind_of(request) != "vaccination":
            return {"outcome": "unsupported"}
        return super().issue(request)


@variant()
class OnlyEcKeys(_Declaring):
    """Signs with EC keys only, and says so."""

    says: Mapping[str, Any] = {"algorithms": ["ES256"]}

    def issue(self, request: Mapping[str, Any]) -> Answer:
        """The reference's answer, with EC keys."""
        answer = super().issue(request)
        if issuer.begin(request).signer.algorithm != -7:  # ES256
            return {"outcome": "unsupported"}
        return answer


@variant()
class RefusesWithReasons(Issuer):
    """Says in the words of the vocabulary why it refuses."""

    def __init__(self, *, name: str) -> None:
        super().__init__(name=name)

    def issue(self, request: Mapping[str, Any]) -> Answer:
        """The reference's answer, with the reason as a code of its own."""
        answer = super().issue(request)
        if answer["outcome"] != "rejected":
            return answer
        reason, _, detail = answer["detail"].partition(": ")
        return {"outcome": "rejected", "reason": reason, "detail": detail}


@variant()
class OwnRsaKey(OwnKeys):
    """Signs with an RSA key of its own, and declares its certificate."""

    def __init__(self, *, name: str) -> None:
        super().__init__(lambda _: "rsa", ("rsa",), name=name)


@variant()
class OwnSignerForEachKind(OwnKeys):
    """Has a signer for each kind of certificate."""

    def __init__(self, *, name: str) -> None:
        super().__init__(kind_of, ("vaccination", "test", "recovery"), name=name)


@variant()
class SigningService(Issuer):
    """Takes the payload as it is and signs it: names for machines and identifiers are made by others."""

    def __init__(self, *, name: str) -> None:
        steps = {name: step for name, step in STEPS.items() if name not in ("names", "identifiers")}
        hello = {**HELLO, "behaviours": {"transliterates": False, "identifiers": False}}
        super().__init__(steps, name=name, hello=hello)
