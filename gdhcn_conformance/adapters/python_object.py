"""A Python object as an implementation: a child process of ours that serves it, under its own interpreter if wanted.

It is a process like any other: it can hang, die or take too much memory without harm to the suite.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from gdhcn_conformance.adapters.base import Limits
from gdhcn_conformance.adapters.process import ProcessSubject
from gdhcn_conformance.errors import Problem

HOST = Path(__file__).with_name("host.py")
NAME = r"[^\W\d]\w*"
TARGET = re.compile(rf"{NAME}(\.{NAME})*:{NAME}(\.{NAME})*")


class PythonSubject(ProcessSubject):
    """The object that `module:object` names, served by `host.py`.

    The module is looked for in `path`, by default the current folder, before the interpreter's own places. `interpreter` is
    the Python to run it with, by default this one.
    """

    def __init__(  # noqa: PLR0913 - all but the first are optional, independent and given by name
        self,
        target: str,
        limits: Limits | None = None,
        *,
        interpreter: str | None = None,
        path: Sequence[str | Path] = (),
        cwd: str | Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> None:
        if not TARGET.fullmatch(target):
            hint = "Write a module and an object in it, such as my_package.adapter:Verifier."
            raise Problem("adapter-object", f"'{target}' does not name a Python object", hint)
        folders = [str(Path(each).resolve()) for each in path or (cwd or Path.cwd(),)]
        options = [word for folder in folders for word in ("--path", folder)]
        super().__init__([interpreter or sys.executable, str(HOST), target, *options], limits, cwd=cwd, env=env)
        self.address = target
