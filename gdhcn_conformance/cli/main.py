"""The command line: one word chooses a command, and only what that command needs is imported."""

from __future__ import annotations

import sys
from importlib import import_module

from gdhcn_conformance import __version__
from gdhcn_conformance.cli import console
from gdhcn_conformance.errors import INTERRUPTED, Exit, Problem

# Command, the module whose `main` answers it, and the line that --help prints.
COMMANDS: dict[str, tuple[str, str]] = {
    "run": ("gdhcn_conformance.cli.run", "test an implementation and write a report"),
    "doctor": ("gdhcn_conformance.cli.doctor", "check that an adapter is set up rightly, before a run"),
    "report": ("gdhcn_conformance.cli.report", "derive the reports of a finished run from its log"),
    "explain": ("gdhcn_conformance.cli.explain", "say what a vector, requirement, reason or policy is about"),
    "vectors": ("gdhcn_conformance.cli.vectors", "build, check, list, show or import vectors"),
    "deck": ("gdhcn_conformance.cli.deck", "make test cards for an app, and a sheet for the answers"),
    "interop": ("gdhcn_conformance.cli.interop", "show every issuer's certificates to every verifier"),
    "controls": ("gdhcn_conformance.cli.controls", "score the built-in fakes that must not pass"),
    "adapter": ("gdhcn_conformance.cli.adapter", "write an adapter to begin with"),
}
USAGE = """\
usage: gdhcn-conformance COMMAND [options]

{commands}

  gdhcn-conformance run --adapter 'python adapter.py'     test your implementation
  gdhcn-conformance COMMAND --help                        what a command takes

exit codes: 0 conformant, 1 not conformant or incomplete, 2 usage or configuration, 3 implementation unreachable,
4 suite error or nothing selected, 5 a known deviation is stale or expired; 130 interrupted"""


def main(arguments: list[str] | None = None) -> int:
    """Run one command and give its exit code; a `Problem` is told on stderr, never as a traceback."""
    words = sys.argv[1:] if arguments is None else arguments
    console.prepare()
    try:
        code = _main(words)
    except BrokenPipeError:  # the reader of a listing has gone, as with `| head`
        code = Exit.CONFORMANT
    console.flush()
    return code


def _main(words: list[str]) -> int:
    if words and words[0] in ("--version", "-V"):
        print(f"gdhcn-conformance {__version__}")
        return Exit.CONFORMANT
    if not words or words[0] in ("--help", "-h", "help"):
        print(usage())
        return Exit.CONFORMANT if words else Exit.USAGE
    if words[0] not in COMMANDS:
        print(f"gdhcn-conformance: there is no command {words[0]!r}{_meant(words[0])}\n\n{usage()}", file=sys.stderr)
        return Exit.USAGE
    return _command(words[0], words[1:])


def _command(name: str, arguments: list[str]) -> int:
    try:
        code: int = import_module(COMMANDS[name][0]).main(arguments)
    except Problem as problem:
        print(f"gdhcn-conformance {name}: {problem}", file=sys.stderr)
        return problem.exit_code
    except KeyboardInterrupt:
        print("\ninterrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except Exception:  # noqa: BLE001 - a fault of ours is told as one, and never ends like a verdict
        _confess(name)
        return Exit.SUITE_ERROR
    return code


def _confess(name: str) -> None:
    import traceback  # noqa: PLC0415 - only after a fault of ours

    traceback.print_exc()
    fault = Problem(
        "suite-error", "This is a fault of the suite, and says nothing about an implementation.", "report it"
    )
    print(f"gdhcn-conformance {name}: {fault}", file=sys.stderr)


def _meant(word: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only after a slip

    near = get_close_matches(word, COMMANDS, 1)
    return f"; did you mean {near[0]!r}?" if near else ""


def usage() -> str:
    """The text of --help."""
    return USAGE.format(commands="\n".join(f"  {name:<9} {line}" for name, (_, line) in COMMANDS.items()))


if __name__ == "__main__":
    raise SystemExit(main())
