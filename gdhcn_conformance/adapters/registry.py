"""The one registry of addresses: what stands after `--adapter`, and the subject it leads to.

    http://… https://…      a web service
    module:object           a Python object, in a process of its own; python:module:object says so outright
    builtin:NAME, NAME      what the suite ships
    mutant:NAME             the reference with one bug, to see what a report says of it
    variant:NAME            the reference in another manner, and conforming
    answers:FILE            what a person wrote down of an app that was shown a deck of cards
    samples:DIR             a folder of certificates, as if the issuer that they are of had issued them
    anything else           a command; command:… says so outright

A new kind of subject joins by `register`.
"""

from __future__ import annotations

import difflib
import importlib
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import partial
from typing import Any, TypeAlias

from gdhcn_conformance.adapters.base import Limits, Subject
from gdhcn_conformance.errors import Problem

# What the suite ships: name → `module:object`, imported when asked for. The object is served as `host.py` would serve it.
_CONTROLS = "gdhcn_conformance.reference.controls"
BUILTIN: dict[str, str] = {
    "reference": "gdhcn_conformance.reference.both:Reference",
    "pycose": "gdhcn_conformance.reference.pycose_library:Pycose",
    # The controls that neither die nor hang; `gdhcn-conformance controls` runs the others in processes of their own.
    "always-accept": f"{_CONTROLS}:AlwaysAccept",
    "always-reject": f"{_CONTROLS}:AlwaysReject",
    "echo": f"{_CONTROLS}:Echo",
    "decodes-only": f"{_CONTROLS}:DecodesOnly",
    "coin-flip": f"{_CONTROLS}:CoinFlip",
    "peeks": f"{_CONTROLS}:Peeks",
    "parrot": f"{_CONTROLS}:Parrot",
    "issues-garbage": f"{_CONTROLS}:IssuesGarbage",
    "certifies-anything": f"{_CONTROLS}:CertifiesAnything",
}
_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")


@dataclass(frozen=True, slots=True)
class Options:
    """How a subject is reached, beyond its address; which of them mean anything depends on the scheme.

    `cwd` and `env` of a process, `interpreter` and `path` of a Python object; `headers`, `ca` and `proxy` of a web service;
    `deck` of an answer sheet: the deck's folder, or the key in it.
    A value of `env` and `headers` may be `env:NAME`.
    """

    cwd: str | None = None
    env: Mapping[str, str] = field(default_factory=dict)
    interpreter: str | None = None
    path: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    ca: str | None = None
    proxy: str | None = None
    deck: str | None = None

    def given(self) -> dict[str, Any]:
        """Those that say something, by name."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in values.items() if value}


Factory: TypeAlias = Callable[[str, Limits, dict[str, Any]], Subject]


@dataclass(frozen=True, slots=True)
class Scheme:
    """One kind of address: `make` gets what follows `name:` (of a `url`, all of it), the limits, and the options it `takes`."""

    name: str
    make: Factory
    takes: frozenset[str] = frozenset()
    url: bool = False


SCHEMES: dict[str, Scheme] = {}


def register(scheme: Scheme) -> None:
    """Add a kind of address; `ValueError` where the name is taken."""
    if scheme.name in SCHEMES:
        raise ValueError(f"the scheme {scheme.name} is registered already")
    SCHEMES[scheme.name] = scheme


def open_subject(address: str, *, limits: Limits | None = None, options: Options | None = None) -> Subject:
    """The subject at this address, not started yet; `Problem` where address or options cannot be used."""
    scheme, rest = resolve(address.strip())
    given = (options or Options()).given()
    for name in given:
        if name not in scheme.takes:
            known = f"It takes {', '.join(sorted(scheme.takes))}." if scheme.takes else "It takes none."
            raise Problem("option-not-taken", f"a subject of the kind '{scheme.name}' takes no option '{name}'", known)
    return scheme.make(rest, limits or Limits(), given)


def resolve(address: str) -> tuple[Scheme, str]:
    """The scheme of an address, and what its factory is to be given."""
    if url := _URL.match(address):
        name = url[1].lower()
        if name not in SCHEMES:
            known = ", ".join(f"{each.name}://" for each in SCHEMES.values() if each.url)
            raise Problem(
                "adapter-scheme", f"nothing is known of addresses that begin with {name}://", f"Known: {known}."
            )
        return SCHEMES[name], address
    head, colon, rest = address.partition(":")
    if colon and head in SCHEMES and not SCHEMES[head].url:
        return SCHEMES[head], rest
    if address in BUILTIN:
        return SCHEMES["builtin"], address
    from gdhcn_conformance.adapters.python_object import TARGET  # noqa: PLC0415 - a process's modules, when one is asked for

    if TARGET.fullmatch(address):
        return SCHEMES["python"], address
    _check_misspelt(address)
    return SCHEMES["command"], address


def _check_misspelt(address: str) -> None:
    """A single word that is no program, but nearly the name of something built in."""
    close = difflib.get_close_matches(address, BUILTIN, n=1)
    if close and shutil.which(address) is None:
        raise Problem("adapter-not-found", f"the command '{address}' was not found", f"Did you mean '{close[0]}'?")


def builtin_object(name: str) -> Any:
    """The object that the suite ships under this name; `Problem` where there is none."""
    if name not in BUILTIN:
        close = difflib.get_close_matches(name, BUILTIN, n=1)
        hint = f"Did you mean '{close[0]}'? " if close else ""
        raise Problem("builtin-unknown", f"nothing built in is called '{name}'", f"{hint}Known: {', '.join(BUILTIN)}.")
    module, _, path = BUILTIN[name].partition(":")
    found = importlib.import_module(module)
    for part in path.split("."):
        found = getattr(found, part)
    return found


def _builtin(name: str, _: Limits, __: dict[str, Any]) -> Subject:
    from gdhcn_conformance.adapters.inline import InlineSubject  # noqa: PLC0415 - nothing heavy at start

    return InlineSubject(builtin_object(name), f"builtin:{name}")


def _named(table: Mapping[str, Any], kind: str, name: str) -> Any:
    if name not in table:
        close = difflib.get_close_matches(name, table, n=3)
        hint = f"Did you mean {', '.join(close)}?" if close else f"Known: {', '.join(table)}."
        raise Problem(f"{kind}-unknown", f"there is no {kind} '{name}'", hint)
    return table[name]


# Where mutants and conforming variants are, those of each role: no two have the same name, and the handshake tells the role.
_FLEETS = {
    "mutant": ("reference.mutants:fleet", "reference.issuer_mutants:fleet"),
    "variant": ("reference.variants:conforming", "reference.issuer_variants:conforming"),
}


def _of_a_fleet(kind: str, name: str, _: Limits, __: dict[str, Any]) -> Subject:
    from gdhcn_conformance.adapters.inline import InlineSubject  # noqa: PLC0415 - nothing heavy at start

    known: dict[str, Any] = {}
    for place in _FLEETS[kind]:
        module, _colon, function = place.partition(":")
        known |= getattr(importlib.import_module(f"gdhcn_conformance.{module}"), function)()
        if name in known:
            break
    return InlineSubject(_named(known, kind, name).make(), f"{kind}:{name}")


def _command(command: str, limits: Limits, options: dict[str, Any]) -> Subject:
    from gdhcn_conformance.adapters.process import ProcessSubject  # noqa: PLC0415 - nothing heavy at start

    return ProcessSubject(command, limits, **options)


def _python(target: str, limits: Limits, options: dict[str, Any]) -> Subject:
    from gdhcn_conformance.adapters.python_object import PythonSubject  # noqa: PLC0415 - nothing heavy at start

    return PythonSubject(target, limits, **options)


def _http(url: str, limits: Limits, options: dict[str, Any]) -> Subject:
    from gdhcn_conformance.adapters.http import HttpSubject  # noqa: PLC0415 - nothing heavy at start

    return HttpSubject(url, limits, **options)


def _answers(path: str, _: Limits, options: dict[str, Any]) -> Subject:
    from gdhcn_conformance.adapters.answers.subject import AnswerSheet  # noqa: PLC0415 - nothing heavy at start

    return AnswerSheet(path, **options)


def _samples(path: str, _: Limits, __: dict[str, Any]) -> Subject:
    folder: Subject = importlib.import_module("gdhcn_conformance.evidence.samples").SamplesFolder(path)
    return folder


register(Scheme("http", _http, frozenset({"headers", "ca", "proxy"}), url=True))
register(Scheme("https", _http, frozenset({"headers", "ca", "proxy"}), url=True))
register(Scheme("python", _python, frozenset({"interpreter", "path", "cwd", "env"})))
register(Scheme("builtin", _builtin))
register(Scheme("mutant", partial(_of_a_fleet, "mutant")))
register(Scheme("variant", partial(_of_a_fleet, "variant")))
register(Scheme("answers", _answers, frozenset({"deck"})))
register(Scheme("samples", _samples))
register(Scheme("command", _command, frozenset({"cwd", "env"})))
