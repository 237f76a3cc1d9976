"""`gdhcn-conformance vectors`: build, check, list and show vectors, and see what a corpus holds."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from gdhcn_conformance import content
from gdhcn_conformance.cli.console import say
from gdhcn_conformance.errors import Exit, Problem

if TYPE_CHECKING:
    from gdhcn_conformance.model.vector import Vector

DATA = Path("vectors") / "data"


def main(arguments: list[str]) -> int:
    """Dispatch to one of the five words."""
    parser = argparse.ArgumentParser(prog="gdhcn-conformance vectors", description="The vectors of the suite.")
    words = parser.add_subparsers(dest="word", required=True)
    build = words.add_parser("build", help="build vectors/data from the recipes")
    build.add_argument("--check", action="store_true", help="only say whether vectors/data is what the recipes make")
    words.add_parser("check", help="the same as build --check")
    listing = words.add_parser("list", help="every vector with its title")
    listing.add_argument("glob", nargs="*", help="vectors or requirements")
    show = words.add_parser("show", help="one vector, layer by layer")
    show.add_argument("id", help="its name, of which the last part is enough")
    importing = words.add_parser(
        "import", help="what a corpus holds: declared, computed and reviewed, a JSON line a file"
    )
    importing.add_argument("folder", metavar="DIR")
    given = parser.parse_args(arguments)
    if given.word == "build" and not given.check:
        return _build()
    if given.word in ("build", "check"):
        return _check()
    if given.word == "list":
        return _list(given.glob)
    return _show(given.id) if given.word == "show" else _import(given.folder)


def _made() -> dict[str, bytes]:
    from gdhcn_conformance.generation import build  # noqa: PLC0415 - only when vectors are built

    return build.files(build.build(build.load_recipes(content.root() / "vectors" / "recipes")))


def _build() -> int:
    from gdhcn_conformance.generation import build  # noqa: PLC0415

    if content.is_wheel():
        raise Problem("wheel-is-fixed", "An installed suite is not changed.", "build vectors in a checkout")
    made = _made()
    build.store(made, content.root() / DATA)
    print(f"{len(made) - 1} files in {DATA}")
    return Exit.CONFORMANT


def _check() -> int:
    from gdhcn_conformance.generation import build  # noqa: PLC0415

    found = build.differences(_made(), content.root() / DATA)
    if found:
        say("\n".join(found))
        hint = "install it again" if content.is_wheel() else "run 'gdhcn-conformance vectors build'"
        raise Problem(
            "vectors-differ", "The committed data is not what the recipes make.", hint, exit_code=Exit.SUITE_ERROR
        )
    print("vectors/data is what the recipes make")
    return Exit.CONFORMANT


def _list(globs: list[str]) -> int:
    from gdhcn_conformance.running import library, plan  # noqa: PLC0415

    suites = [library.load(role) for role in library.roles()]
    policies = {name: value for suite in suites for name, value in suite.defaults().items()}
    for vector in plan.select([vector for suite in suites for vector in suite.vectors], globs):
        expected = vector.expectation.under(policies)
        print(f"{expected:<7} {vector.requirement:<18} {vector.id}\n        {vector.title}")
    return Exit.CONFORMANT


def _show(name: str) -> int:
    from gdhcn_conformance.running import library, plan  # noqa: PLC0415

    vectors = [vector for role in library.roles() for vector in library.load(role).vectors]
    print("\n".join(described(plan.one(vectors, name))))
    return Exit.CONFORMANT


def described(vector: Vector) -> list[str]:
    """A vector as text: what it is for, and each layer as far as it can be read."""
    from gdhcn_conformance.credentials import base45, deflate  # noqa: PLC0415
    from gdhcn_conformance.credentials.cbor_diagnostic import diagnostic  # noqa: PLC0415

    reasons = ", ".join(vector.expectation.reasons)
    lines = [
        vector.id,
        f"  {vector.title}",
        f"  requirement  {vector.requirement}",
        f"  expected     {vector.expectation.expected}" + (f" ({reasons})" if reasons else ""),
        f"  twin         {vector.twin or '-'}",
        f"  clock        {vector.clock}",
        f"  trust list   {', '.join(f'{e.usage[0]} {e.kid} {e.country}' for e in vector.trust) or 'empty'}",
    ]
    if vector.input is not None:
        told = {member: value for member, value in vector.input.items() if member != "signer"}
        return [*lines, f"  asked for    {json.dumps(told, ensure_ascii=False)}"]
    lines.append(f"  text         {vector.credential}")
    try:
        message = deflate.read(base45.read(vector.credential.removeprefix("HC1:")).value).value
    except ValueError as unreadable:
        return [*lines, f"  (no further layer: {unreadable})"]
    return [*lines, f"  cose         {message.hex()}", f"  diagnostic   {diagnostic(message)}"]


def _import(folder: str) -> int:
    from gdhcn_conformance.running.corpus import describe  # noqa: PLC0415

    for row in describe(folder):
        print(json.dumps(row, ensure_ascii=False))
    return Exit.CONFORMANT
