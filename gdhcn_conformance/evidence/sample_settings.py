"""What an issuer may say of its samples in `samples.toml`; nothing of it is needed.

    issuer = "Ministry of Health"
    version = "2026.1"
    issues = ["vaccination", "test"]    # kinds of certificate that it issues, where not all three
    ignore = ["notes/*"]                # files that are no samples

    [[sample]]
    files = ["vaccination/*"]           # globs; the last table that fits a file is the one that counts for it
    kind = "vaccination"
    country = "XA"
    clock = 2026-01-15T10:00:00Z        # when it was issued; its own iat without
    signer = "dsc.pem"                  # the DSC that it is meant to be signed with
    payload = {nam = {fn = "Núñez"}}    # what was asked for: the members that were handed over

An unknown key is an error: a misspelt one would leave a setting out in silence.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NoReturn

from gdhcn_conformance.credentials import dcc
from gdhcn_conformance.errors import Problem
from gdhcn_conformance.evidence.sample_files import SETTINGS

KINDS = tuple(dcc.KINDS.values())


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of the files that one of the globs fits; `None` and empty where nothing is."""

    files: tuple[str, ...]
    kind: str = ""
    country: str = ""
    clock: datetime | None = None
    signer: str = ""
    payload: Mapping[str, Any] | None = None

    def asked(self) -> dict[str, Any]:
        """What the issuer was asked for, as far as somebody wrote it down."""
        given = {"kind": self.kind, "country": self.country, "payload": self.payload}
        return {name: value for name, value in given.items() if value}


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole file; without one, nothing is said."""

    issuer: str = ""
    version: str = ""
    issues: tuple[str, ...] = KINDS
    ignore: tuple[str, ...] = ()
    samples: tuple[Said, ...] = ()

    def of(self, path: str) -> Said:
        """What is said of a file."""
        fitting = [said for said in self.samples if any(fnmatchcase(path, glob) for glob in said.files)]
        return fitting[-1] if fitting else Said(())

    def ignores(self, path: str) -> bool:
        """Whether a file is said to be no sample."""
        return any(fnmatchcase(path, glob) for glob in self.ignore)


def read(folder: Path) -> Settings:
    """The settings of a folder; `Problem` where they cannot be read or say something unknown."""
    path = folder / SETTINGS
    if not path.is_file():
        return Settings()
    try:
        return Reader(path).settings(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as failed:
        raise Problem("samples-settings", f"{path} cannot be read: {failed.strerror}") from failed
    except ValueError as wrong:
        raise Problem("samples-settings", f"{path} is not TOML: {wrong}") from wrong


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one file; its problems name it and the key."""

    path: Path

    def settings(self, document: dict[str, Any]) -> Settings:
        """The settings in this document."""
        self.known(document, ("issuer", "version", "issues", "ignore", "sample"))
        tables = document.get("sample", [])
        if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
            self.wrong("sample is no list of tables", "write [[sample]]")
        issues = self.texts(document, "issues") if "issues" in document else KINDS
        for each in issues:
            self.kind(each)
        return Settings(
            issuer=self.text(document, "issuer"),
            version=self.text(document, "version"),
            issues=issues,
            ignore=self.texts(document, "ignore"),
            samples=tuple(self.said(each) for each in tables),
        )

    def said(self, table: dict[str, Any]) -> Said:
        """One table `sample`."""
        self.known(table, ("files", "kind", "country", "clock", "signer", "payload"))
        payload = table.get("payload")
        if payload is not None and not isinstance(payload, dict):
            self.wrong("payload is no table", "write payload = {nam = {fn = …}}")
        if "files" not in table:
            self.wrong("a table 'sample' names no files", 'write files = ["folder/*"]')
        return Said(
            files=self.texts(table, "files"),
            kind=self.kind(self.text(table, "kind")),
            country=self.text(table, "country"),
            clock=self.clock(table.get("clock")),
            signer=self.text(table, "signer"),
            payload=None if payload is None else _plain(payload),
        )

    def kind(self, name: str) -> str:
        """One of the kinds of certificate, or nothing."""
        if name and name not in KINDS:
            self.wrong(f"{name!r} is no kind of certificate", f"one of {', '.join(KINDS)}")
        return name

    def clock(self, value: object) -> datetime | None:
        """A moment: a date-time of TOML, or as text; without an offset it is UTC."""
        try:
            moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            moment = ""
        if moment is None:
            return None
        if not isinstance(moment, datetime):
            self.wrong(f"the clock {value!r} is no date and time", "write clock = 2026-01-15T10:00:00Z")
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def text(self, table: Mapping[str, Any], name: str) -> str:
        """A member that is text, empty where it is missing."""
        value = table.get(name, "")
        if not isinstance(value, str):
            self.wrong(f"{name} is no text", f'write {name} = "…"')
        return value

    def texts(self, table: Mapping[str, Any], name: str) -> tuple[str, ...]:
        """A member that is a list of texts."""
        value = table.get(name, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self.wrong(f"{name} is no list of texts", f'write {name} = ["…"]')
        return tuple(value)

    def known(self, table: Mapping[str, Any], names: Sequence[str]) -> None:
        """`Problem` where the table holds a key that is none of these."""
        for key in table:
            if key not in names:
                close = difflib.get_close_matches(key, names, n=1)
                meant = f"did you mean '{close[0]}'? " if close else ""
                self.wrong(f"there is no setting '{key}'", f"{meant}known: {', '.join(names)}")

    def wrong(self, what: str, hint: str) -> NoReturn:
        """Say what is wrong with the file."""
        raise Problem("samples-settings", f"{self.path}: {what}.", hint)


def _plain(value: Any) -> Any:
    """TOML's dates and times as the text that a certificate holds."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date | time) else value
