"""The wheel carries all that a run needs, and runs in a folder that wants to have a say."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from gdhcn_conformance import __version__
from gdhcn_conformance.content import root
from gdhcn_conformance.errors import Exit

CONTENT = "gdhcn_conformance/content/"
# What is not copied: what git keeps, and what people's tools leave behind.
LEFT = shutil.ignore_patterns(
    ".git", ".venv*", "node_modules", "__pycache__", "runs", ".*_cache", ".hypothesis", "dist"
)
# What must not come along, though it lies there: what an installation of an example, a test and a tool leave behind.
DIRT = (
    "examples/adapters/node/node_modules/left-pad/index.js",
    "examples/adapters/python/.venv/pyvenv.cfg",
    "suites/verifier/__pycache__/test_time_expiry.cpython-311.pyc",
    "vectors/recipes/verifier/__pycache__/time_expiry.cpython-311.pyc",
    "gdhcn_conformance/.ruff_cache/0.1/1",
    "reports/runs/2026-11-24-mine/report.html",
)
HOSTILE = {
    "pyproject.toml": '[tool.pytest.ini_options]\naddopts = "-p nonexistent"\nfilterwarnings = ["error"]\n'
    'testpaths = ["nowhere"]\nconfcutdir = "/"\n',
    "pytest.ini": "[pytest]\naddopts = --no-such-option\npython_files = *.py\n",
    "conftest.py": "raise RuntimeError('the surrounding conftest.py was read')\n",
    "pytest.py": "raise RuntimeError('a module of the surrounding project was taken for pytest')\n",
    "yaml.py": "raise RuntimeError('a module of the surrounding project was taken for PyYAML')\n",
    "suites/verifier/test_time_expiry.py": "raise RuntimeError('a suite of the surrounding project was run')\n",
    "vectors/data/lock.json": "{}\n",
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel of this checkout, built beside what people's tools leave behind."""
    source, out = tmp_path_factory.mktemp("source") / "checkout", tmp_path_factory.mktemp("dist")
    shutil.copytree(root(), source, ignore=LEFT)
    put(source, dict.fromkeys(DIRT, "left behind\n"))
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(source)]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (made,) = out.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def folder(wheel, tmp_path_factory) -> Path:
    """A hostile project with a fresh virtual environment in it, into which the wheel has been installed."""
    folder = tmp_path_factory.mktemp("hostile")
    put(folder, HOSTILE)
    environment = folder / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True, cwd="/")
    python = environment / "bin" / "python"
    install = ["install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", "--python", str(python), *install], check=True, cwd="/")
    # What the suite depends on is taken from here: it comes after what is installed there.
    (packages,) = environment.glob("lib/python*/site-packages")
    ours = [path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")]
    (packages / "dependencies.pth").write_text("\n".join(ours), encoding="utf-8")
    return folder


@pytest.fixture
def run(folder) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the installed command in the hostile folder, with a hostile environment."""
    hostile = {"PYTEST_ADDOPTS": "--no-such-option", "PYTEST_PLUGINS": "nonexistent"}
    inherited = {name: value for name, value in os.environ.items() if name not in ("CI", "PYTHONPATH")}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [str(folder / ".venv" / "bin" / "gdhcn-conformance"), *words]
        return subprocess.run(command, cwd=folder, env=inherited | hostile, capture_output=True, text=True, check=False)

    return run


def put(folder: Path, files: dict[str, str]) -> None:
    """Write these files, with the folders they lie in."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def tracked(*folders: str) -> set[str]:
    """The files below these folders that a clean checkout has."""
    kept = set()
    for name in folders:
        for path in (root() / name).rglob("*"):
            parts = path.relative_to(root()).parts
            if path.is_file() and not {"__pycache__", "node_modules", ".ruff_cache"} & set(parts):
                kept.add("/".join(parts))
    return kept


def test_it_carries_all_that_a_run_needs(wheel):
    """Suites, vectors with recipes and keys, templates, schemas, example adapters and the pages that messages name are in it."""
    names = set(zipfile.ZipFile(wheel).namelist())
    content = {name.removeprefix(CONTENT) for name in names if name.startswith(CONTENT)}
    whole = tracked("suites", "vectors", "reports/templates", "reports/schemas", "examples/adapters")
    assert content == whole | {"ADAPTERS.md", "EVIDENCE.md"}
    engine = {name for name in tracked("gdhcn_conformance") if name != "gdhcn_conformance/ruff.toml"}
    assert {name for name in names if name.startswith("gdhcn_conformance/") and not name.startswith(CONTENT)} == engine


def test_it_carries_nothing_else(wheel):
    """What tools leave behind in a checkout does not come along, and nothing lies beside the package."""
    names = zipfile.ZipFile(wheel).namelist()
    left = ("left-pad", ".venv", "_cache", ".pyc", "reports/runs")
    assert not [name for name in names if any(each in name for each in left)]
    assert {name.partition("/")[0] for name in names} == {
        "gdhcn_conformance", f"gdhcn_conformance-{__version__}.dist-info",
    }  # fmt: skip


def test_it_runs_in_a_folder_that_wants_to_have_a_say(run, folder):
    """Installed into a fresh environment, in a project with its own settings, conftest.py and modules, it runs as anywhere."""
    ended = run("run")
    assert (ended.returncode, ended.stderr) == (Exit.CONFORMANT, "")
    (reports,) = (folder / "reports" / "runs").iterdir()
    assert (reports / "report.html").is_file()
    header = json.loads((reports / "run.ndjson").read_bytes().splitlines()[0])
    assert header["suite"]["installed"] == "wheel"
    assert "checkout" not in ended.stdout
    assert not list(folder.glob(".pytest_cache"))


def test_its_vectors_are_what_its_recipes_make(run):
    """In the wheel, too, recipes and keys build the data that is locked."""
    ended = run("vectors", "check")
    assert (ended.returncode, ended.stderr) == (Exit.CONFORMANT, "")


def test_it_writes_adapters(run, folder):
    """The templates are in it, and what they write starts."""
    assert run("adapter", "new", "python", "mine").returncode == Exit.CONFORMANT
    assert (folder / "mine" / "adapter.py").is_file()
    assert "ready" not in run("doctor", "--adapter", "mine/implementation.toml").stdout


def test_an_edited_file_is_seen(run, folder):
    """A vector that was edited in the installed suite ends with 4, and the hint is to install it again."""
    (data,) = folder.glob(
        ".venv/lib/python*/site-packages/gdhcn_conformance/content/vectors/data/verifier/time-expiry.json"
    )
    whole = data.read_bytes()
    try:
        data.write_bytes(whole.replace(b"HC1:", b"HC1;", 1))
        ended = run("run")
    finally:
        data.write_bytes(whole)
    assert (ended.returncode, "hint: install the suite again" in ended.stderr) == (Exit.SUITE_ERROR, True)
