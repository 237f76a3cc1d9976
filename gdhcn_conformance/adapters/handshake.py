"""The handshake: the first message of every conversation, and what the answer declares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import gdhcn_conformance
from gdhcn_conformance.adapters.base import PROTOCOL, Handshake, Request, Role
from gdhcn_conformance.adapters.protocol import did_you_mean, known_stages
from gdhcn_conformance.adapters.texts import clean
from gdhcn_conformance.credentials.dcc_rules import PUBLISHED_VERSIONS
from gdhcn_conformance.errors import Exit, Problem
from gdhcn_conformance.model.outcome import Crashed, Unsupported

HELLO_ID = "0"
DEFAULT_ROLE = (
    "verifier"  # what an answer without `roles` claims: the shortest adapter is judged as a complete verifier
)
NAME = 200  # characters of a name or version kept: it stands in headings
# Names of the IANA COSE registry that have been met in health certificates. ES256 and PS256 are exercised; an implementation
# may say that it does more.
ALGORITHMS = ("ES256", "PS256", "ES384", "ES512", "ES256K", "PS384", "PS512", "RS256", "RS384", "RS512", "EdDSA")
CHOICES = {
    "output": ("payload", "fields", "none"),
    "clock": ("per-call", "wall"),
    "trust": ("per-call", "session"),
}
_VOCABULARIES: dict[str, tuple[str, ...] | None] = {"products": None, "algorithms": ALGORITHMS, "operations": None}


def hello() -> Request:
    """The question every conversation starts with."""
    return Request(HELLO_ID, "hello", {"protocol": PROTOCOL, "suite": gdhcn_conformance.__version__})


def read_handshake(document: Mapping[str, Any]) -> Handshake:
    """What the answer to hello declares; `Problem` where it declares what the suite does not know.

    Everything below `roles` is optional: what is not declared counts as claimed. `null` is the same as absent.
    """
    _check_answered(document)
    implementation = document.get("implementation")
    if not isinstance(implementation, dict) or not isinstance(implementation.get("name"), str):
        raise _declares(
            "implementation", "has no implementation with a name", 'Answer {"implementation":{"name":"…"}}.'
        )
    roles = document.get("roles")
    if roles is None:
        roles = {DEFAULT_ROLE: {}}
    if not isinstance(roles, dict):
        raise _declares("roles", "has roles that are not an object", 'Write "roles":{"verifier":{}}.')
    return Handshake(
        name=_text(implementation, "name") or "unnamed",
        version=_text(implementation, "version"),
        language=_text(implementation, "language"),
        protocol=PROTOCOL,
        roles={clean(name, NAME): _role(name, role) for name, role in roles.items()},
        raw=document,
    )


def _check_answered(document: Mapping[str, Any]) -> None:
    outcome = document.get("outcome")
    if outcome in (Crashed.kind, Unsupported.kind):
        said = document.get("detail")
        because = f": {clean(said)}" if isinstance(said, str) and said else ""
        hint = "Answer hello with the name of the implementation and what it can do; see ADAPTERS.md."
        raise Problem("adapter-hello-refused", f"the adapter answered {outcome} to hello{because}", hint)
    protocol = document.get("protocol")
    if protocol is not None and (protocol != PROTOCOL or isinstance(protocol, bool)):
        hint = f"This suite speaks version {PROTOCOL}; take the adapter, or the suite, that fits the other."
        spoken = clean(str(protocol), NAME)
        raise Problem("adapter-protocol-version", f"the adapter speaks version {spoken} of the protocol", hint)


def _text(implementation: dict[str, Any], name: str) -> str:
    match implementation.get(name):
        case None:
            return ""
        case str(text):
            return clean(" ".join(text.split()), NAME)
        case _:
            raise _declares("implementation", f"has a {name} that is not a string", f'Write "{name}":"…".')


def _role(role: str, declared: Any) -> Role:
    if not isinstance(declared, dict):
        raise _declares("roles", f"has a role {clean(role, NAME)} that is not an object", 'Write "verifier":{}.')
    lists = {name: _names(role, declared, name, known) for name, known in _VOCABULARIES.items()}
    choices = {name: _choice(role, declared, name) for name in CHOICES}
    return Role(
        products=lists["products"],
        algorithms=lists["algorithms"],
        stages=_names(role, declared, "stages", known_stages()),
        operations=lists["operations"] or frozenset(),
        behaviours=_behaviours(role, declared),
        versions=_names(role, declared, "versions", PUBLISHED_VERSIONS) or frozenset(),
        certificates=_certificates(role, declared),
        **choices,
    )


def _names(role: str, declared: dict[str, Any], name: str, known: Sequence[str] | None) -> frozenset[str] | None:
    names = declared.get(name)
    if names is None:
        return None
    if not isinstance(names, list) or not all(isinstance(each, str) for each in names):
        raise _declares(
            name, f"has {name} of {clean(role, NAME)} that are not an array of strings", f'Write "{name}":["…"].'
        )
    for each in names:
        if known is not None and each not in known:
            raise _unknown(name, each, tuple(known))
    return frozenset(clean(each, NAME) for each in names)


def _certificates(role: str, declared: dict[str, Any]) -> tuple[str, ...]:
    """An issuer's own DSCs, each DER in Base64; `Problem` where one is not, for nothing issued could be verified."""
    listed = declared.get("certificates")
    if listed is None:
        return ()
    from gdhcn_conformance.issued.signer import signer  # noqa: PLC0415 - loads an X.509 library, for the few that declare any

    for number, each in enumerate(listed if isinstance(listed, list) else [None], 1):
        if signer(each) is None:
            what = f"has certificates of {clean(role, NAME)} of which number {number} is no X.509 certificate"
            raise _declares("certificates", what, 'Write "certificates":["…"], each DER in standard Base64.')
    return tuple(listed)


def _choice(role: str, declared: dict[str, Any], name: str) -> str:
    value = declared.get(name)
    if value is None:
        return CHOICES[name][0]
    if isinstance(value, str) and value in CHOICES[name]:
        return value
    if isinstance(value, str):
        raise _unknown(name, value, CHOICES[name])
    raise _declares(
        name, f"has a {name} of {clean(role, NAME)} that is not a string", f"Known: {', '.join(CHOICES[name])}."
    )


def _behaviours(role: str, declared: dict[str, Any]) -> dict[str, bool]:
    behaviours = declared.get("behaviours")
    if behaviours is None:
        return {}
    if not isinstance(behaviours, dict) or not all(isinstance(each, bool) for each in behaviours.values()):
        shape = 'Write "behaviours":{"NAME":true}.'
        raise _declares("behaviours", f"has behaviours of {clean(role, NAME)} that are not true or false", shape)
    return {clean(name, NAME): value for name, value in behaviours.items()}


def _declares(member: str, what: str, hint: str) -> Problem:
    return Problem(f"adapter-{member}-invalid", f"the answer to hello {what}", hint)


def _unknown(member: str, value: str, known: tuple[str, ...]) -> Problem:
    said = clean(value, 80)
    hint = f"Known: {', '.join(known)}. Leave {member} out to claim all of them."
    summary = f"the answer to hello declares {member} '{said}', which is unknown{did_you_mean(value, known)}"
    return Problem(f"adapter-{member}-unknown", summary, hint, exit_code=Exit.USAGE)
