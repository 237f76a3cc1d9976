"""The code is held to its rules: ruff, strict mypy, and thin front doors."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from gdhcn_conformance.content import root

ENGINE = root() / "gdhcn_conformance"


@pytest.mark.parametrize(
    "command",
    [("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",)],
    ids=["ruff check", "ruff format", "mypy"],
)
def test_the_code_is_clean(command: tuple[str, ...]) -> None:
    """Ruff (everything, with the exceptions explained in pyproject.toml) and strict mypy find nothing."""
    done = subprocess.run([sys.executable, "-m", *command], cwd=root(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_conftest_is_thin() -> None:
    """The root conftest.py hands over to the plugin and does nothing else."""
    assert len((root() / "conftest.py").read_text().splitlines()) <= 40


# Which rooms a room may import from; `errors` and `content` are open to all (ARCHITECTURE.md, the drawing).
ROOMS = {
    "model": set(),
    "credentials": {"model"},
    "pki": {"model", "credentials"},
    "trust": {"model", "credentials"},
    "issued": {"model", "credentials", "pki"},
    "generation": {"model", "credentials", "pki", "trust"},
    "adapters": {"model", "credentials", "issued"},
    "reference": {"model", "credentials", "pki", "trust", "generation"},
    "running": {"model", "credentials", "pki", "trust", "issued", "generation", "adapters", "reference"},
    "reporting": {"model", "credentials", "running"},
    "evidence": {"model", "credentials", "issued", "adapters", "reference", "running", "reporting"},
}
# Looked up by name when asked for: the registry's built-in subjects, and the control that has learned the vectors.
BY_NAME = {("reference", "running")}


@pytest.mark.parametrize("room", ROOMS)
def test_imports_point_one_way(room: str) -> None:
    """A room imports only from the rooms before it."""
    wrong = []
    for path in (ENGINE / room).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("gdhcn_conformance."):
                other = node.module.split(".")[1]
                allowed = ROOMS[room] | {room, "errors", "content"}
                if other not in allowed and (room, other) not in BY_NAME:
                    wrong.append(f"{path.relative_to(ENGINE)}:{node.lineno} imports {node.module}")
    assert not wrong, "\n".join(wrong)
