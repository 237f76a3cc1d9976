"""The example adapters, made ready to run."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from gdhcn_conformance.content import root
from tests import promises

EXAMPLES = root() / "examples" / "adapters"
INSTALLATION = ("package.json", ".npmrc")  # what an installation follows from


@pytest.fixture(scope="session", params=["python", "node"])
def example(request, tmp_path_factory):
    """The command of an example adapter, as its words."""
    if request.param == "python":
        pytest.importorskip("cwt", reason="the package cwt is not installed (pip install '.[dev]')")
        pytest.importorskip("base45", reason="the package base45 is not installed (pip install '.[dev]')")
        return (sys.executable, str(EXAMPLES / "python" / "adapter.py"))
    promises.require("node")
    folder = tmp_path_factory.mktemp("node")
    for name in (*INSTALLATION, "adapter.js"):
        shutil.copy(EXAMPLES / "node" / name, folder)
    (folder / "node_modules").symlink_to(node_modules(), target_is_directory=True)
    return ("node", str(folder / "adapter.js"))


def node_modules() -> Path:
    """The packages of the Node example, installed once and kept in the user's cache under the digest of their list."""
    asked = b"".join((EXAMPLES / "node" / name).read_bytes() for name in INSTALLATION)
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "gdhcn-conformance"
    kept = cache / f"node-{hashlib.sha256(asked).hexdigest()[:16]}"
    if not kept.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=cache))
        try:
            install(made)
            if not kept.is_dir():  # another run may have been quicker
                made.rename(kept)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    return kept / "node_modules"


def install(folder: Path) -> None:
    """Run `npm install` in a folder; skip, or fail where Node was promised, if that is not possible here."""
    for name in INSTALLATION:
        shutil.copy(EXAMPLES / "node" / name, folder)
    words = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        promises.lack("node", f"npm install failed: {done.stderr.strip() or done.stdout.strip()}")
