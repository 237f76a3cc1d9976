"""`gdhcn-conformance adapter new LANGUAGE DIR`: an adapter to begin with, which starts at once and says what is to be done."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from gdhcn_conformance.content import root
from gdhcn_conformance.errors import Exit, Problem

TEMPLATES = Path("examples") / "adapters" / "templates"
STATEMENT = "implementation.toml"
NEXT = """
Fill in what is marked TODO in {adapter}, then

  gdhcn-conformance doctor --adapter {statement}
  gdhcn-conformance run --adapter {statement}"""


def main(arguments: list[str]) -> int:
    """Write the template of a language into a folder and print the next two commands; nothing is ever overwritten."""
    parser = argparse.ArgumentParser(prog="gdhcn-conformance adapter", description="Write an adapter to begin with.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="new")
    new = commands.add_parser("new", help="an adapter that starts at once and says what is to be done")
    new.add_argument("language", choices=languages(), help=" or ".join(languages()))
    new.add_argument("folder", metavar="DIR", type=Path, help="where to write it; made if it is not there")
    given = parser.parse_args(arguments)
    written = write(given.language, given.folder)
    print("\n".join(str(path) for path in written))
    adapter = next(path for path in written if path.stem == "adapter")
    print(NEXT.format(adapter=adapter, statement=shlex.quote(str(given.folder / STATEMENT))))
    return Exit.CONFORMANT


def languages() -> tuple[str, ...]:
    """The languages there is a template for: the folders of `examples/adapters/templates`."""
    return tuple(sorted(path.name for path in (root() / TEMPLATES).iterdir() if path.is_dir()))


def write(language: str, folder: Path) -> list[Path]:
    """Copy the language's template into the folder and give the files; `Problem` where one of them is there already."""
    templates = sorted(path for path in (root() / TEMPLATES / language).iterdir() if path.is_file())
    targets = [folder / path.name for path in templates]
    for target in targets:
        if target.exists() or target.is_symlink():
            raise Problem("adapter-exists", f"{target} is there already; nothing was written.", "name another folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for source, target in zip(templates, targets, strict=True):
            target.write_bytes(source.read_bytes())
    except OSError as error:
        summary = f"{error.filename or folder} cannot be written: {error.strerror}"
        raise Problem("adapter-not-written", summary, "name a folder that you may write to") from error
    return targets
