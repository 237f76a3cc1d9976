"""Serves a Python object over the adapter protocol: `python host.py module:object [--path FOLDER]…`.

A single file without imports from the package, written for Python 3.7 and later: it is run by its path, by whatever
interpreter has the implementation installed. The object is a class (made without arguments), an instance, or a module. It
has one method an operation, `verify(request) -> answer`, and, where it wants to say who it is, `hello() -> answer`; answers
are the protocol's JSON objects without `id`.

An operation without a method is answered `unsupported`, an exception `crashed`. The conversation is held on duplicates of
the descriptors 0 and 1; what a library prints goes to stderr, and what it reads from stdin is empty.
"""

from __future__ import annotations

import os
import sys

if __name__ == "__main__":
    # Python looks for modules in the folder of the file it runs, where `http` and `protocol` would be the suite's own.
    _here = os.path.dirname(os.path.realpath(__file__))  # noqa: PTH120 - pathlib is not to be found in here
    sys.path[:] = [each for each in sys.path if not each or os.path.realpath(each) != _here]

import argparse
import datetime as dt
import importlib
import json
import traceback
from collections.abc import Sequence
from typing import IO, Any

NOT_LOADED = 3  # the exit status where the object cannot be loaded; 2 is argparse's


def main(arguments: Sequence[str] | None = None) -> int:
    """Load the object and serve it until stdin ends."""
    parser = argparse.ArgumentParser(description="Serve a Python object over the adapter protocol.")
    parser.add_argument("target", metavar="module:object")
    parser.add_argument("--path", metavar="FOLDER", action="append", default=[], help="look for the module here first")
    options = parser.parse_args(arguments)
    requests, answers = private_descriptors()
    sys.path[:0] = options.path
    try:
        served = load(options.target)
    except Exception:  # noqa: BLE001 - whatever the module does while it is imported, the reader of stderr is told
        traceback.print_exc()
        return NOT_LOADED
    for line in requests:
        answers.write(answer_line(served, options.target, json.loads(line)))
        answers.flush()
    return 0


def private_descriptors() -> tuple[IO[bytes], IO[bytes]]:
    """The conversation on descriptors of its own; 0 leads to nothing and 1 to stderr, also for child processes."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    empty = os.open(os.devnull, os.O_RDONLY)
    os.dup2(empty, 0)
    os.close(empty)
    os.dup2(2, 1)
    return requests, answers


def load(target: str) -> Any:
    """The object that `module:object` names, made where it is a class; `module` alone is the module itself."""
    module_name, _, path = target.partition(":")
    found = importlib.import_module(module_name)
    for name in filter(None, path.split(".")):
        found = getattr(found, name)
    return found() if isinstance(found, type) else found


def answer_line(served: Any, target: str, request: dict[str, Any]) -> bytes:
    """The answer to one request as a line; an answer that JSON cannot hold says so and has no outcome."""
    answer = answer_to(served, target, request)
    if not isinstance(answer, dict):
        answer = {"detail": "the adapter's method gave a " + type(answer).__name__ + ", should be a dict"}
    try:
        text = json.dumps(dict(answer, id=request.get("id")), allow_nan=False, default=as_text)
    except (TypeError, ValueError, RecursionError) as error:
        text = json.dumps({"id": request.get("id"), "detail": "the adapter's answer: " + describe(error)})
    return text.encode("ascii") + b"\n"


def answer_to(served: Any, target: str, request: dict[str, Any]) -> Any:
    """What the object answers, by the method named like the operation."""
    operation = str(request.get("op"))
    if operation == "hello" and not hasattr(served, "hello"):
        return {"implementation": implementation(target)}
    method = None if operation.startswith("_") else getattr(served, operation.replace("-", "_"), None)
    if not callable(method):
        return {"outcome": "unsupported"}
    try:
        return method() if operation == "hello" else method(request)
    except Exception as error:  # noqa: BLE001 - what a library does not document as a refusal is a crash
        traceback.print_exc()
        return {"outcome": "crashed", "detail": describe(error)}


def implementation(target: str) -> dict[str, str]:
    """Who answers, for an object that does not say: the name of its module, and the version that stands there."""
    module = sys.modules[target.partition(":")[0]]
    return {"name": target, "version": str(getattr(module, "__version__", "")), "language": "python"}


def describe(error: BaseException) -> str:
    """An exception in one line, with its type."""
    text = " ".join(str(error).split())
    return type(error).__name__ + (": " + text if text else "")


def as_text(value: Any) -> str:
    """Dates as ISO 8601 text, which JSON has no type for; `TypeError` for everything else that JSON does not know."""
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    raise TypeError("a " + type(value).__name__ + " is no JSON value")


if __name__ == "__main__":
    sys.exit(main())
