"""The reference issuer: one small function a step, from a person and an event to the text of the QR code.

A step adds to the `Making` what later ones need, or raises `Refused`. Mutants and conforming variants are made by replacing one
step; nothing in here knows of them.
"""

from __future__ import annotations

import base64
import copy
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from gdhcn_conformance.credentials import base45, cbor_writer, cose, dcc, deflate, icao, uvci
from gdhcn_conformance.credentials.cbor import Tagged
from gdhcn_conformance.credentials.value_sets import MEMBERS, MRNA, PRODUCTS, VALUE_SETS
from gdhcn_conformance.pki import keys
from gdhcn_conformance.pki.authority import HEALTH_OIDS, Signer
from gdhcn_conformance.pki.extended_key_usage import extended_key_usage
from gdhcn_conformance.reference.steps.examination import Refused
from gdhcn_conformance.reference.understanding import day, instant, placed, tidied

VERSION = "1.3.0"  # what is issued where nobody asks for another: what most participants issue
VALIDITY = timedelta(days=365)
NAMES = {"fn": "fnt", "gn": "gnt"}
GROUPS = tuple(dcc.KINDS)
RAPID = "LP217198-3"  # rapid antigen test (LOINC)
MODULUS = (2048, 3072)  # bits of an RSA key, least and most (WHO HCERT 3.2.2; WHO certificate governance)
RECOVERED = (
    timedelta(days=11),
    timedelta(days=180),
)  # after the first positive result (Regulation (EU) 2021/953, annex)


@dataclass(slots=True)
class Making:
    """A certificate being made: what was asked, and what each step has made of it."""

    asked: Mapping[str, Any]
    now: datetime
    signer: Signer
    not_before: datetime
    not_after: datetime
    usages: frozenset[str] | None
    payload: dict[str, Any] = field(default_factory=dict)
    claims: dict[Any, Any] = field(default_factory=dict)
    protected: dict[Any, Any] = field(default_factory=dict)
    unprotected: dict[Any, Any] = field(default_factory=dict)
    cwt: bytes = b""
    message: bytes = b""
    compressed: bytes = b""
    text: str = ""
    picture: bytes | None = None

    @property
    def version(self) -> str:
        """The version of the schema that is asked for, or the usual one."""
        return str(self.asked.get("version", VERSION))


Step: TypeAlias = Callable[[Making], None]


def take_over(making: Making) -> None:
    """The person and the event as they were handed over, strings in NFC and without blanks around them (WHO HCERT 3.2.7)."""
    if making.version not in dcc.PUBLISHED_VERSIONS:
        raise Refused("version-unsupported", making.version[:40])
    handed = placed(tidied(copy.deepcopy(making.asked["payload"])), making.version)
    making.payload = {"ver": making.version, **handed}


def write_names(making: Making) -> None:
    """ICAO Doc 9303 part 3: the standardised form of each name that there is."""
    nam = making.payload.get("nam")
    names: dict[str, Any] = nam if isinstance(nam, dict) else {}
    limit = dcc.longest_text(making.version)
    for name, standard in NAMES.items():
        if isinstance(names.get(name), str) and names[name] and standard not in names:
            try:
                names[standard] = icao.transliterate(names[name], limit=limit)
            except icao.NoRule as unknown:
                raise Refused("schema-invalid", f"{name}: {unknown}") from unknown


def write_identifiers(making: Making) -> None:
    """The unique certificate identifier of each entry, with its check character (eHealth Network, UVCI annex 2)."""
    for number, entry in enumerate(dcc.entries(making.payload)):
        if "ci" not in entry:
            entry["ci"] = identifier(making, number)


def identifier(making: Making, number: int) -> str:
    """An identifier that only this person, event and time of issue has."""
    told = f"{number}\0{making.now.isoformat()}\0{making.payload!r}"
    chance = hashlib.sha256(told.encode("utf-8", "surrogatepass")).digest()
    return uvci.identifier(making.asked["country"], uvci.opaque(chance))


def require_schema(making: Making) -> None:
    """WHO HCERT 3.1, 6.3: types, lengths, presence, and real dates, by the schema of the version."""
    for judged in (dcc.validate, dcc.formats):
        if found := judged(making.payload, making.version):
            raise Refused("schema-invalid", f"{found[0].path}: {found[0].detail}")


def require_one_event(making: Making) -> None:
    """Regulation (EU) 2021/953: one certificate attests one event, whatever the version of the schema lets pass."""
    if len(dcc.entries(making.payload)) != 1:
        raise Refused("schema-invalid", "not exactly one event")


def require_codes(making: Making) -> None:
    """Value sets: codes in use, of the value set that the schema names for the member."""
    for group in GROUPS:
        for entry in dcc.entries(making.payload, (group,)):
            for member, name in MEMBERS[group].items():
                if member in entry and entry[member] not in VALUE_SETS[name].active:
                    raise Refused("schema-invalid", f"{group}.{member}: {entry[member]!r} is not in {name}"[:120])


def require_what_goes_together(making: Making) -> None:
    """Value sets, encoding instructions: product and holder are of one vaccine; a rapid test names its device, a NAAT does not."""
    for entry in making.payload.get("v") or ():
        holder, mrna = PRODUCTS.get(entry["mp"], (entry["ma"], entry["vp"] == MRNA))
        if entry["ma"] != holder or (entry["vp"] == MRNA) is not mrna:
            raise Refused("schema-invalid", f"{entry['mp']} is another vaccine")
    for entry in making.payload.get("t") or ():
        if bool(entry.get("ma")) is not (entry["tt"] == RAPID) or (entry["tt"] == RAPID and entry.get("nm")):
            raise Refused("schema-invalid", "kind of test and device do not go together")


def require_sensible_dates(making: Making) -> None:
    """Nothing that a certificate attests happens after it is issued, and a recovery ends after it begins."""
    today = making.now.astimezone(UTC).strftime("%Y-%m-%d")
    for entry in dcc.entries(making.payload, ("v",)):
        _not_after(entry.get("dt"), today, "vaccinated")
    for entry in dcc.entries(making.payload, ("t",)):
        sampled = instant(entry.get("sc"))
        if sampled is not None and sampled > making.now:
            raise Refused("schema-invalid", "sampled after the time of issue")
    for entry in dcc.entries(making.payload, ("r",)):
        _not_after(entry.get("fr"), today, "first positive")
        _within_the_window(entry)
    _not_after(making.payload.get("dob"), today, "born")
    _real(making.payload.get("dob"))


def _not_after(date: Any, today: str, what: str) -> None:
    if isinstance(date, str) and date > today[: len(date)]:
        raise Refused("schema-invalid", f"{what} after the day of issue")


def _within_the_window(recovery: Mapping[str, Any]) -> None:
    """A recovery counts from the 11th day after the first positive result, and at most until the 180th (HCERT-REC-005)."""
    first, begin, end = (day(recovery.get(name)) for name in ("fr", "df", "du"))
    if first and begin and end and not first + RECOVERED[0] <= begin <= end <= first + RECOVERED[1]:
        raise Refused("schema-invalid", "the days of validity are not in their order, or outside the window")


def _real(date: Any) -> None:
    """A date of birth that may lack day and month is one that there is (HCERT-DOB-004)."""
    if date and day((str(date) + "-01-01")[:10]) is None:
        raise Refused("schema-invalid", f"born {date}"[:60])


def require_fitting_key(making: Making) -> None:
    """WHO HCERT 3.2.2, A.2: a key that the algorithms are for, of a signer who may sign this kind, from now on."""
    key = making.signer.key
    fits = (
        MODULUS[0] <= key.key_size <= MODULUS[1]
        if isinstance(key, rsa.RSAPrivateKey)
        else isinstance(key.curve, ec.SECP256R1)
    )
    if not fits:
        raise Refused("key-unsuitable", "neither an RSA key of 2048 to 3072 bits nor one on P-256")
    named = (making.usages or frozenset()) & frozenset(HEALTH_OIDS.values())
    if any(named and HEALTH_OIDS[kind] not in named for kind in dcc.kinds(making.payload)):
        raise Refused("key-usage-mismatch", "the signer's certificate is for other kinds")
    if making.now < making.not_before:
        raise Refused("dsc-not-yet-valid", "the signer's certificate has not begun")


def write_claims(making: Making) -> None:
    """WHO HCERT 3.2: issuer, whole seconds of issue and end, the health certificate under claim -260."""
    end = min(making.now + VALIDITY, making.not_after)
    if asked := making.asked.get("expires"):
        end = instant(asked) or making.now  # what is no time is refused below
    if not making.now < end <= making.not_after:
        raise Refused(
            "claims-malformed", "the validity asked for is over already, or ends after that of the signer's certificate"
        )
    hcert = {1: tagged(making.payload)}
    making.claims = {1: making.asked["country"], 4: int(end.timestamp()), 6: int(making.now.timestamp()), -260: hcert}


def tagged(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The payload with its date-times under tag 0 (RFC 8949, section 3.4.1; eHealth Network FAQ)."""
    made = copy.deepcopy(dict(payload))
    for entry in dcc.entries(made, ("t",)):
        if isinstance(entry.get("sc"), str):
            entry["sc"] = Tagged(0, entry["sc"])
    return made


def write_headers(making: Making) -> None:
    """WHO HCERT 3.2.2, 3.2.3: algorithm and key identifier, both protected."""
    making.protected = {1: making.signer.algorithm, 4: making.signer.kid}


def sign(making: Making) -> None:
    """RFC 9052, section 4.4: a COSE_Sign1 message with its tag."""
    making.cwt, protected = cbor_writer.encode(making.claims), cbor_writer.encode(making.protected)
    signature = making.signer.sign(cose.to_be_signed(protected, making.cwt), making.text or "issued")
    making.message = cose.write([protected, making.unprotected, making.cwt, signature])


def compress(making: Making) -> None:
    """WHO HCERT 4.2.1: zlib."""
    making.compressed = deflate.compress(making.message)


def encode(making: Making) -> None:
    """WHO HCERT 4.2.2: Base45 behind the context identifier."""
    making.text = "HC1:" + base45.encode(making.compressed)


def draw(making: Making) -> None:
    """WHO HCERT 4.2.2: a QR Code in alphanumeric mode with error correction Q, where a picture is asked for."""
    if making.asked.get("picture"):
        from gdhcn_conformance.credentials import qr  # noqa: PLC0415 - loads an image library, only for the few pictures

        making.picture = qr.write(making.text, error="q", mode="alphanumeric")


STEPS: Mapping[str, Step] = {
    "take-over": take_over,
    "names": write_names,
    "identifiers": write_identifiers,
    "event": require_one_event,
    "schema": require_schema,
    "codes": require_codes,
    "together": require_what_goes_together,
    "dates": require_sensible_dates,
    "key": require_fitting_key,
    "claims": write_claims,
    "headers": write_headers,
    "sign": sign,
    "compress": compress,
    "encode": encode,
    "draw": draw,
}
HELLO: Mapping[str, Any] = {"products": ["dcc"], "operations": ["picture"], "versions": list(dcc.PUBLISHED_VERSIONS)}


class Issuer:
    """An issuer made of steps; without an argument, the reference itself. `issue` is the protocol's operation."""

    def __init__(
        self, steps: Mapping[str, Step] = STEPS, *, name: str = "reference", hello: Mapping[str, Any] = HELLO
    ) -> None:
        self.steps = tuple(steps.values())
        self.name = name
        self.declared = dict(hello)

    def hello(self) -> dict[str, Any]:
        """What the handshake declares."""
        from gdhcn_conformance import __version__  # noqa: PLC0415 - the package imports nothing of ours

        named = {"name": self.name, "version": __version__, "language": "python"}
        return {"implementation": named, "roles": {"issuer": self.declared}}

    def issue(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """The protocol's operation `issue`."""
        making = begin(request)
        try:
            for step in self.steps:
                step(making)
        except Refused as refused:
            return {"outcome": "rejected", "detail": f"{refused.reason}: {refused.detail}"}
        answer: dict[str, Any] = {"outcome": "accepted", "credential": making.text}
        if making.picture is not None:
            answer["image"] = base64.b64encode(making.picture).decode()
        return answer


def begin(request: Mapping[str, Any]) -> Making:
    """What a request asks for, before anything is made of it."""
    der = base64.b64decode(request["signer"]["certificate"])
    key = load_pem_private_key(request["signer"]["key"].encode(), password=None, unsafe_skip_rsa_key_validation=True)
    assert isinstance(key, keys.PrivateKey)
    certificate = x509.load_der_x509_certificate(der)
    signer = Signer(key, der, request["country"])
    return Making(
        asked=request,
        now=datetime.fromisoformat(request["clock"]),
        signer=signer,
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        usages=extended_key_usage(certificate),
    )
