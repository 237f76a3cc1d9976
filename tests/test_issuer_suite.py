"""The issuer's suite: every check and every recipe is told by exactly one module."""

from __future__ import annotations

import ast
from collections import Counter
from fnmatch import fnmatchcase

import yaml

from gdhcn_conformance.content import root
from gdhcn_conformance.generation import build
from gdhcn_conformance.issued.check import checks

SUITE = root() / "suites" / "issuer"
ROWS = [row["id"] for row in yaml.safe_load((SUITE / "requirements.yaml").read_text(encoding="utf-8"))]


def globs(decorator: str) -> dict[str, list[str]]:
    """The globs that each module's one test is marked with, under this decorator of the plugin."""
    found: dict[str, list[str]] = {}
    for path in sorted(SUITE.glob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == decorator:
                found.setdefault(path.stem, []).extend(ast.literal_eval(each) for each in node.args)
    return found


def told(name: str, by: dict[str, list[str]]) -> list[str]:
    return [module for module, each in by.items() if any(fnmatchcase(name, glob) for glob in each)]


def test_every_row_with_a_check_is_in_one_module() -> None:
    """Each requirement of the ledger that the engine can check is judged in exactly one pytest module."""
    modules = globs("requirements")
    wrong = {name: found for name in ROWS if name in checks() and len(found := told(name, modules)) != 1}
    assert wrong == {}


def test_every_check_has_a_row() -> None:
    """No check is written for a requirement that the ledger does not have."""
    assert sorted(set(checks()) - set(ROWS)) == []


def test_every_recipe_module_is_in_one_module() -> None:
    """Each module of recipes has exactly one pytest module, which bears its name."""
    modules = globs("vectors")
    for name, recipes in build.load_recipes(root() / "vectors" / "recipes", "issuer").items():
        own = "test_" + name.partition("/")[2].replace("-", "_")
        counted = Counter(tuple(told(f"{name}/{recipe.name}", modules)) for recipe in recipes)
        assert set(counted) == {(own,)}, f"{name}: {counted}"


def test_modules_are_a_docstring_and_a_call() -> None:
    """A module of the suite holds one test with a docstring of one sentence, and one call that judges."""
    for path in SUITE.glob("test_*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
        assert len(functions) == 1, path.name
        assert len(functions[0].body) == 2, path.name
        assert (ast.get_docstring(functions[0]) or "").endswith("."), path.name
        assert (ast.get_docstring(tree) or "").endswith("."), path.name
