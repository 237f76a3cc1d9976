"""The implementation conformance statement, `implementation.toml`: which implementation this is, and how it is reached.

    [implementation]
    name = "acme-verify"
    version = "4.2"
    environment = "uat"

    [verifier]
    command = "java -jar adapter.jar"
    deadline = 5

A table named by a role says how that role is reached; `[[reach]]` with `role` says the same. Exactly one of `command`, `url`
and `object`. Paths are relative to the file, commands run in its folder. An unknown key is an error: a misspelt one would
leave a setting out in silence.
"""

from __future__ import annotations

import difflib
import re
import shlex
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from gdhcn_conformance.adapters.base import Handshake, Limits, Subject
from gdhcn_conformance.adapters.registry import Options, open_subject
from gdhcn_conformance.errors import Exit, Problem

ROLES = ("verifier", "issuer")  # a role joins with its suite
ENVIRONMENTS = ("dev", "uat", "prod")
COUNTRY = re.compile(
    "[A-Z]{2,3}"
)  # a participant's code: ISO 3166-1 alpha-2 or -3, or one of those WHO agreed (XCL, XYK)
REQUIRED, OPTIONAL = ("name", "version"), ("vendor", "contact", "environment", "country")
ADDRESSES = {"command": "command:", "url": "", "object": "python:"}
TEXTS, TABLES = ("interpreter", "ca", "proxy", "cwd"), ("headers", "env")
SETTINGS = (*TEXTS, *TABLES, "deadline")


@dataclass(frozen=True, slots=True)
class Reach:
    """How one role of an implementation is reached; `deadline` in seconds, `None` for the suite's own."""

    role: str
    address: str
    options: Options
    deadline: float | None = None

    def open(self, limits: Limits | None = None) -> Subject:
        """The subject, not started yet; the statement's deadline goes before the limits'."""
        limits = limits or Limits()
        return open_subject(
            self.address,
            limits=limits if self.deadline is None else replace(limits, answer=self.deadline),
            options=self.options,
        )


@dataclass(frozen=True, slots=True)
class Statement:
    """What the makers of an implementation state about it; `reach` by role."""

    name: str
    version: str
    vendor: str = ""
    contact: str = ""
    environment: str = ""
    country: str = ""
    reach: Mapping[str, Reach] = field(default_factory=dict)

    def check(self, handshake: Handshake) -> None:
        """`Problem` where the implementation that answers says that it has another name or version."""
        stated = (("name", self.name, handshake.name), ("version", self.version, handshake.version))
        wrong = [
            f"the {what} is '{said}', the statement says '{own}'" for what, own, said in stated if said not in ("", own)
        ]
        if wrong:
            hint = "Is this the implementation that is meant? Then bring the statement up to date."
            raise Problem("statement-differs", "; ".join(wrong), hint, exit_code=Exit.USAGE)


def read_statement(path: Path) -> Statement:
    """The statement in this file; `Problem` where it cannot be read or says something unknown."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        hint = "Look at the path; 'gdhcn-conformance adapter new' writes one to begin with."
        raise Problem("statement-unreadable", f"{path} cannot be read: {error.strerror}", hint) from None
    except ValueError as error:
        raise Problem("statement-invalid", f"{path} is not TOML: {error}", "See ADAPTERS.md for one.") from None
    return Reader(path).statement(document)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one statement; its problems name the file, the table and the key."""

    path: Path

    def statement(self, document: dict[str, Any]) -> Statement:
        """The statement that this document holds."""
        self.known(document, "", ("implementation", "reach", *ROLES))
        table = self.table(document, "implementation")
        self.known(table, "implementation", (*REQUIRED, *OPTIONAL))
        texts = {name: self.text(table, "implementation", name) for name in table}
        for name in REQUIRED:
            if not texts.get(name):
                raise self.problem(f"[implementation] has no {name}", f'Write {name} = "…".')
        self.one_of(texts, "environment", ENVIRONMENTS)
        if texts.get("country") and not COUNTRY.fullmatch(texts["country"]):
            raise self.problem(f"the country '{texts['country']}' is no code", "Write two or three capital letters.")
        return Statement(**texts, reach=self.reaches(document))

    def reaches(self, document: dict[str, Any]) -> dict[str, Reach]:
        """How each role is reached."""
        listed = document.get("reach", [])
        if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
            raise self.problem("reach is not a list of tables", "Write [[reach]].")
        tables = [(role, self.table(document, role)) for role in ROLES if role in document]
        for each in listed:
            role = self.text({"role": ROLES[0], **each}, "reach", "role")
            self.one_of({"role": role}, "role", ROLES)
            tables.append((role, {name: value for name, value in each.items() if name != "role"}))
        if len({role for role, _ in tables}) != len(tables):
            raise self.problem("a role is reached in two ways", "Keep one; give the other on the command line.")
        return {role: self.reach(role, table) for role, table in tables}

    def reach(self, role: str, table: dict[str, Any]) -> Reach:
        """How this role is reached."""
        self.known(table, role, (*ADDRESSES, *SETTINGS))
        ways = [name for name in ADDRESSES if name in table]
        if len(ways) != 1:
            hint = f"Write exactly one of {', '.join(ADDRESSES)}."
            raise self.problem(f"[{role}] gives {len(ways) or 'no'} addresses", hint)
        way, folder = ways[0], self.path.parent.resolve()
        given: dict[str, Any] = {name: self.text(table, role, name) for name in TEXTS if name in table}
        given |= {name: self.texts(table, role, name) for name in TABLES if name in table}
        if "ca" in given:
            given["ca"] = str(folder / given["ca"])
        if way != "url" or "cwd" in given:
            given["cwd"] = str(folder / given.get("cwd", ""))
        address = ADDRESSES[way] + self.address(table, role, way)
        return Reach(role, address, Options(**given), self.deadline(table, role))

    def address(self, table: dict[str, Any], role: str, way: str) -> str:
        """The address as text; a command may be a list of words."""
        words = table[way]
        if way == "command" and isinstance(words, list) and words and all(isinstance(each, str) for each in words):
            return shlex.join(words)
        return self.text(table, role, way)

    def deadline(self, table: dict[str, Any], role: str) -> float | None:
        """The deadline in seconds."""
        value = table.get("deadline")
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < float("inf"):
            raise self.problem(
                f"[{role}] has a deadline that is no number of seconds", "Write, for instance, deadline = 5."
            )
        return float(value)

    def table(self, document: dict[str, Any], name: str) -> dict[str, Any]:
        """A table of the document; a missing one is empty."""
        table = document.get(name, {})
        if not isinstance(table, dict):
            raise self.problem(f"{name} is not a table", f"Write [{name}].")
        return table

    def text(self, table: dict[str, Any], where: str, name: str) -> str:
        """A member that is text, and not empty."""
        value = table[name]
        if not isinstance(value, str) or not value.strip():
            raise self.problem(f"[{where}] has a {name} that is no text", f'Write {name} = "…".')
        return value

    def texts(self, table: dict[str, Any], where: str, name: str) -> dict[str, str]:
        """A member that is a table of texts."""
        values = table[name]
        if not isinstance(values, dict) or not all(isinstance(each, str) for each in values.values()):
            raise self.problem(f"[{where}] has {name} that are no table of texts", f'Write {name} = {{NAME = "…"}}.')
        return values

    def known(self, table: Mapping[str, Any], where: str, names: Sequence[str]) -> None:
        """`Problem` where the table holds a key that is none of these."""
        for key in table:
            if key not in names:
                close = difflib.get_close_matches(key, names, n=1)
                hint = f"Did you mean '{close[0]}'? " if close else ""
                place = f"[{where}] has" if where else "it has"
                raise self.problem(f"{place} an unknown key '{key}'", f"{hint}Known: {', '.join(names)}.")

    def one_of(self, texts: Mapping[str, str], name: str, known: Sequence[str]) -> None:
        """`Problem` where this member is given and is none of the known ones."""
        value = texts.get(name)
        if value is not None and value not in known:
            raise self.problem(f"the {name} '{value}' is unknown", f"Known: {', '.join(known)}.")

    def problem(self, what: str, hint: str) -> Problem:
        """What is wrong with the file."""
        return Problem("statement-invalid", f"{self.path}: {what}", hint)
