"""What lies in a corpus folder: test files, pictures, certificates, and what cannot be read of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from gdhcn_conformance.errors import Exit, Problem
from gdhcn_conformance.running.corpus import raw_file
from gdhcn_conformance.running.corpus.raw_file import CorpusFile, NoTestFileError, UnreadableError, Unusable

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp"})
CERTIFICATES = frozenset({".pem", ".der", ".cer", ".crt"})
# Folders that only sort files by kind, and so are left out of an id: AT/2DCode/raw/1.json, AT/2DCode/png/1.png.
SORTING = frozenset({"2dcode", "raw", "png"})
CLONE = (
    "clone a public corpus and name its folder: https://github.com/eu-digital-green-certificates/dgc-testdata"
    " or https://github.com/eu-digital-green-certificates/dcc-quality-assurance"
)


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus as it was found. `others` are JSON files that are no test files; paths are relative to `root`, with slashes."""

    root: Path
    files: tuple[CorpusFile, ...]
    unusable: tuple[Unusable, ...]
    others: tuple[str, ...]
    pictures: tuple[str, ...]
    certificates: tuple[str, ...]


def read(path: Path) -> Corpus:
    """Everything in a folder (or one test file or picture); `Problem` where there is no folder, or nothing of a corpus in it."""
    if not path.exists():
        raise Problem("corpus-missing", f"There is no corpus at {path}.", CLONE)
    unusable: list[Unusable] = []
    if path.is_file():
        root, names = path.parent, [path.name]
    else:
        root, names = path, list(_names(path, unusable))
    jsons = [name for name in names if _suffix(name) == ".json"]
    pictures = tuple(name for name in names if _suffix(name) in PICTURES)
    if not jsons and not pictures and not unusable:
        summary = f"{path} holds no test file (*.json) and no picture of a certificate."
        raise Problem("corpus-empty", summary, CLONE, exit_code=Exit.SUITE_ERROR)
    files, others = _read_files(root, jsons, unusable)
    certificates = tuple(name for name in names if _suffix(name) in CERTIFICATES)
    return Corpus(root, tuple(files), tuple(unusable), tuple(others), pictures, certificates)


def _read_files(root: Path, names: Iterable[str], unusable: list[Unusable]) -> tuple[list[CorpusFile], list[str]]:
    files: list[CorpusFile] = []
    others: list[str] = []
    unique = distinct()
    for name in names:
        try:
            data = contents(root / name, raw_file.MOST)
            files.append(raw_file.read(data, shown(name), unique(place(name))))
        except UnreadableError as unreadable:
            unusable.append(Unusable(shown(name), str(unreadable)))
        except NoTestFileError:
            others.append(shown(name))
    return files, others


def contents(path: Path, most: int) -> bytes:
    """A file's bytes; `UnreadableError` where it cannot be opened or is longer than `most` octets."""
    try:
        if not path.is_file():  # a pipe would be waited for
            raise UnreadableError("no such file, or no regular one")
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as failed:
        raise UnreadableError(f"cannot be opened: {failed.strerror}") from failed
    if len(data) > most:
        raise UnreadableError(f"longer than {most} bytes")
    return data


def shown(name: str) -> str:
    """A path that can be printed: bytes of a name that are no UTF-8 are escaped."""
    return name.encode("utf-8", "backslashreplace").decode()


def place(name: str) -> str:
    """A file's place in an id: its folders but those that only sort, and its name without the ending; no blank in it."""
    path = PurePosixPath(shown(name))
    folders = [part for part in path.parts[:-1] if part.lower() not in SORTING]
    return "/".join("-".join(part.split()) for part in (*folders, path.stem))


def distinct(taken: Iterable[str] = ()) -> Callable[[str], str]:
    """A function that gives each name back, with a number behind it where it came before or was taken from the start."""
    met = dict.fromkeys(taken, 1)

    def unique(name: str) -> str:
        met[name] = met.get(name, 0) + 1
        return name if met[name] == 1 else unique(f"{name}-{met[name]}")

    return unique


def _names(folder: Path, unusable: list[Unusable]) -> Iterator[str]:
    """All files below a folder in a fixed order, hidden ones left out; links to folders are not followed."""

    def failed(error: OSError) -> None:
        where = Path(str(error.filename)).relative_to(folder).as_posix()
        unusable.append(Unusable(where, f"folder cannot be opened: {error.strerror}"))

    for base, folders, names in os.walk(folder, onerror=failed):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield (Path(base) / name).relative_to(folder).as_posix()


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()
