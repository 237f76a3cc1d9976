"""What lies in a corpus folder: test files, pictures, certificates, and what cannot be read of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from gdhcn_conformance.errors import Exit, Problem
from gdhcn_conformance.running.corpus import raw_file
from gdhcn_conformance.running.corpus.raw_file import CorpusFile, NoTestFileError, Unusable
from gdhcn_conformance.running.found_files import UnreadableError, contents, shown, walk

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
        root, names = path, list(walk(path, lambda where, why: unusable.append(Unusable(where, why)), hidden=False))
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


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()
