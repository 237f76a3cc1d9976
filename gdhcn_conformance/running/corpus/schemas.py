"""The published schema of a certificate's own version, where the schema repository lies beside the corpus.

The suite ships no schema of others. Without the repository it falls back on the JSON Schema made from its own table of rules,
interpreted by the same library; what was used is noted with every file.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from gdhcn_conformance.credentials import dcc_rules

REPOSITORY = "ehn-dcc-schema"
VARIABLE = "GDHCN_CORPORA"  # the folder that holds public corpora side by side
VERSION = re.compile(r"[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}")
ENOUGH = 20  # violations are listed up to here


@dataclass(frozen=True, slots=True)
class Violation:
    """One violation: the path to the value, the JSON Schema keyword, and the value."""

    path: str
    rule: str
    value: Any


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema in use. `origin` says where it comes from; `fallback` that no schema of the declared version is published."""

    version: str
    origin: str
    fallback: bool
    validator: Draft202012Validator

    def violations(self, payload: Any) -> tuple[Violation, ...]:
        """What the payload breaks, in the order of the paths."""
        found = [
            Violation(".".join(map(str, error.absolute_path)), str(error.validator), error.instance)
            for _, error in zip(range(ENOUGH), self.validator.iter_errors(payload), strict=False)
        ]
        return tuple(sorted(found, key=lambda each: (each.path, each.rule)))


class Schemas:
    """Schemas by version, read when first asked for."""

    def __init__(self, corpus: Path) -> None:
        self._published = _published(corpus)
        self._read: dict[str, Schema] = {}

    def of(self, version: Any) -> Schema:
        """The schema of a declared version; of an unknown one the newest."""
        known = version if isinstance(version, str) and self._is_known(version) else dcc_rules.PUBLISHED_VERSIONS[-1]
        if known not in self._read:
            self._read[known] = self._load(known)
        schema = self._read[known]
        return schema if known == version else Schema(schema.version, schema.origin, True, schema.validator)

    def newest(self) -> Schema:
        """The newest schema."""
        return self.of(dcc_rules.PUBLISHED_VERSIONS[-1])

    def _is_known(self, version: str) -> bool:
        return version in dcc_rules.PUBLISHED_VERSIONS or version in self._published

    def _load(self, version: str) -> Schema:
        if path := self._published.get(version):
            try:
                document = json.loads(path.read_bytes())
                Draft202012Validator.check_schema(document)
                return Schema(version, f"{REPOSITORY} {version}", False, Draft202012Validator(document))
            except (OSError, ValueError, SchemaError):
                origin = f"our own rules of {version}, for {path.name} of {REPOSITORY} cannot be read"
        else:
            origin = f"our own rules of {version}, for no published one lies beside the corpus"
        return Schema(version, origin, False, Draft202012Validator(dcc_rules.schema(version)))


def _published(corpus: Path) -> dict[str, Path]:
    """Combined schemas by version: `versions/1.0.0.json` and the like, and the repository's own, which states its version."""
    found: dict[str, Path] = {}
    bases = [Path(os.environ[VARIABLE])] if os.environ.get(VARIABLE) else []
    place = corpus.resolve()
    for base in (place, *place.parents, *bases):
        folder = base / REPOSITORY
        if not folder.is_dir():
            continue
        for path in sorted((folder / "versions").glob("*.json")):
            if VERSION.fullmatch(path.stem):
                found.setdefault(path.stem, path)
        combined = folder / "DCC.combined-schema.json"
        if combined.is_file() and (stated := VERSION.search(_comment(combined))):
            found.setdefault(stated[0], combined)
        break
    return found


def _comment(path: Path) -> str:
    try:
        return str(json.loads(path.read_bytes()).get("$comment", ""))
    except (OSError, ValueError, AttributeError):
        return ""
