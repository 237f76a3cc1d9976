"""From recipes to vectors: a function of a moment and a seed, and the committed data that is one value of it."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from gdhcn_conformance.credentials import cose
from gdhcn_conformance.credentials.reading import Malformed
from gdhcn_conformance.errors import Exit, Problem
from gdhcn_conformance.generation import application
from gdhcn_conformance.generation.draft import Setting, begin, write
from gdhcn_conformance.generation.recipes import Recipe
from gdhcn_conformance.model import vector_file
from gdhcn_conformance.model.vector import Expected, Vector
from gdhcn_conformance.model.vocabulary import pipeline
from gdhcn_conformance.pki.authority import Pki

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# Everything committed is built for this moment: between the first schema and the last, when EU certificates were in daily use.
MOMENT = datetime(2022, 1, 15, 10, 0, tzinfo=UTC)
COMMITTED = Setting(MOMENT)
LOCK = "lock.json"


def load_recipes(folder: Path, role: str = "") -> dict[str, list[Recipe]]:
    """The recipes below `vectors/recipes`, of one role or of all, by module (`verifier/key-identifier`), in their order."""
    found: dict[str, list[Recipe]] = {}
    for path in sorted((folder / role).rglob("*.py")):
        if path.name.startswith("_"):
            continue
        module = path.relative_to(folder).with_suffix("").as_posix().replace("_", "-")
        found[module] = _recipes_in(path, module)
    return found


def _recipes_in(path: Path, module: str) -> list[Recipe]:
    # One private name, so that no module of the surrounding project is ever taken for a recipe's.
    name = "_gdhcn_recipes." + module.replace("/", ".").replace("-", "_")
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        hint = "a recipe is a module, a file that ends in .py"
        raise Problem("recipe-unreadable", f"{path} cannot be loaded as Python.", hint, exit_code=Exit.SUITE_ERROR)
    loaded = importlib.util.module_from_spec(spec)
    sys.modules[name] = loaded
    spec.loader.exec_module(loaded)
    return [value for value in vars(loaded).values() if isinstance(value, Recipe)]


def build(recipes: dict[str, list[Recipe]], setting: Setting = COMMITTED) -> dict[str, list[Vector]]:
    """The vectors of every module, for this moment and seed."""
    pki = Pki(setting.moment, setting.seed)
    ids = {id(recipe): f"{module}/{recipe.name}" for module, each in recipes.items() for recipe in each}
    roots = [recipe for each in recipes.values() for recipe in each if recipe.twin is None]
    numbers = _numbered(roots, ids)
    return {
        module: [_vector(recipe, ids, numbers, setting, pki) for recipe in each] for module, each in recipes.items()
    }


def _numbered(roots: list[Recipe], ids: dict[int, str]) -> dict[int, int]:
    """The number of each family within its role, so that a role that joins leaves the others as they are."""
    count: Counter[str] = Counter()
    numbers = {}
    for root in roots:
        role, _, _ = ids[id(root)].partition("/")
        numbers[id(root)] = count[role]
        count[role] += 1
    return numbers


def _vector(recipe: Recipe, ids: dict[int, str], numbers: dict[int, int], setting: Setting, pki: Pki) -> Vector:
    root = recipe
    while root.twin is not None:
        root = root.twin
    own, twin = ids[id(recipe)], ids[id(recipe.twin)] if recipe.twin else None
    beginning = replace(recipe.beginning, name=ids[id(root)], number=numbers[id(root)])
    try:
        if own.startswith("issuer/"):
            applied = recipe.draft(replace(application.begin(beginning, setting, pki), name=own))
            return application.vector(own, recipe, applied, twin)
        draft = recipe.draft(replace(begin(beginning, setting, pki), name=own))
        written = write(draft)
    except Exception as fault:
        problem = f"The recipe {own} fails for {setting.moment.isoformat()}, seed {setting.seed}: {fault!r}"
        raise Problem(
            "recipe-failed", problem, "a recipe must work for every moment and seed", exit_code=Exit.SUITE_ERROR
        ) from fault
    title, _, _ = recipe.description.partition("\n\n")
    return Vector(
        id=own,
        title=" ".join(title.split()),
        description=recipe.description,
        role=own.partition("/")[0],
        operation="verify" if draft.image is None else "verify-image",
        requirement=recipe.requirement,
        expectation=recipe.expectation,
        credential=written.text,
        clock=draft.clock.strftime("%Y-%m-%dT%H:%M:%SZ"),
        trust=draft.listed,
        output=None if recipe.expectation.expected is Expected.REJECT else written.output,
        twin=twin,
        mutation=recipe.mutation,
        also=recipe.also,
        needs=recipe.needs | _depth(recipe, written.layers["cose"]),
        context=draft.changed,
        forgery=recipe.forgery,
        notes={} if draft.image is None else {"image": dict(draft.image)},
    )


def _depth(recipe: Recipe, message: bytes) -> frozenset[str]:
    """`stage:cwt` where a CBOR fault lies inside the payload: a library that hands the payload on unread does not meet it."""
    first = recipe.expectation.reasons[:1]
    if recipe.expectation.expected is not Expected.REJECT or not first or pipeline().stage_of(first[0]) != "cbor":
        return frozenset()
    try:
        outer = cose.read(message)
    except Malformed:
        return frozenset()
    faults = outer.codes & {"cbor-trailing-data", "cbor-duplicate-key", "cose-duplicate-label"}
    return frozenset() if faults else frozenset({"stage:cwt"})


def files(built: dict[str, list[Vector]]) -> dict[str, bytes]:
    """The committed data: a JSON file a module, and the lock with the digest of each."""
    made = {f"{module}.json": _dump(vector_file.to_json(vectors)) for module, vectors in sorted(built.items())}
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in made.items()}
    return made | {LOCK: _dump({"format": vector_file.FORMAT, "sha256": digests})}


def store(made: dict[str, bytes], folder: Path) -> None:
    """Write the committed data below `vectors/data`, and remove what is no longer made."""
    for stale in set(_present(folder)) - set(made):
        (folder / stale).unlink()
    for name, data in made.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def differences(made: dict[str, bytes], folder: Path) -> list[str]:
    """How the committed data differs from what the recipes make now; empty where it does not.

    Vectors are compared byte for byte up to the compressed stream, and the stream by inflating it: another zlib may compress
    the same bytes otherwise.
    """
    present = _present(folder)
    found = [f"{name}: not committed" for name in sorted(set(made) - set(present))]
    found += [f"{name}: committed, but no recipe makes it" for name in sorted(set(present) - set(made))]
    for name in sorted(set(made) & set(present) - {LOCK}):
        found += [f"{name}: {what}" for what in _differing(made[name], (folder / name).read_bytes())]
    return found


def _differing(made: bytes, committed: bytes) -> Iterable[str]:
    if made == committed:
        return
    ours, theirs = ({v.id: v for v in vector_file.from_json(json.loads(data))} for data in (made, committed))
    for name in sorted(ours.keys() | theirs.keys()):
        if name not in ours or name not in theirs:
            yield f"{name} is {'not committed' if name in ours else 'committed, but no recipe makes it'}"
        elif _inflated(ours[name]) != _inflated(theirs[name]):
            yield f"{name} differs"


def _inflated(vector: Vector) -> Vector:
    """The vector with its credential's zlib stream replaced by what it inflates to, where it is one."""
    from gdhcn_conformance.credentials import base45, deflate  # noqa: PLC0415 - only where data differ

    try:
        body = deflate.read(base45.read(vector.credential.removeprefix("HC1:")).value).value
    except ValueError:
        return vector
    return replace(vector, credential=body.hex())


def _present(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in folder.rglob("*.json")] if folder.is_dir() else []


def _dump(document: object) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
