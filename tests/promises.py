"""What a test needs beyond Python's packages: skipped where it is missing, failed where the CI script promised it.

`.ci/run` sets `GDHCN_CI_PROMISES` to the names of what it has installed (`node corpora`). With `CI` set, a promised
thing that is missing is a failure: a job in which everything was skipped must not be green.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import NoReturn

import pytest

PROMISES = "GDHCN_CI_PROMISES"
NODE = 18  # the oldest release that the examples say they run on


def require(thing: str) -> None:
    """Go on where `thing` is there; else skip the test, or fail it where it was promised."""
    missing = THINGS[thing]()
    if missing:
        lack(thing, missing)


def lack(thing: str, because: str) -> NoReturn:
    """Skip the test for want of `thing`, or fail it where it was promised; `because` is a sentence for a person."""
    if thing in promised():
        pytest.fail(f"{PROMISES} promises {thing}, but: {because}", pytrace=False)
    pytest.skip(because)


def promised() -> set[str]:
    """The names that the CI script promises, separated by blanks or commas; none outside CI."""
    return set(re.split(r"[\s,]+", os.environ.get(PROMISES, ""))) - {""} if os.environ.get("CI") else set()


def corpora() -> Path:
    """The folder of the public corpora."""
    return Path(os.environ.get("GDHCN_CORPORA") or Path(__file__).parents[2] / "shared" / "corpora")


def _node() -> str:
    if shutil.which("node") is None or shutil.which("npm") is None:
        return "node and npm are not installed"
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    return "" if int(version.lstrip("v").partition(".")[0]) >= NODE else f"node {version} is older than {NODE}"


def _corpora() -> str:
    return "" if corpora().is_dir() else f"{corpora()} is missing (GDHCN_CORPORA names another place)"


# What can be required: a function that says what is missing, and nothing where it is there.
THINGS = {"node": _node, "corpora": _corpora}
