"""The command line: one word chooses a command, and only what that command needs is imported."""

from __future__ import annotations

import sys
from importlib import import_module

from gdhcn_conformance import __version__
from gdhcn_conformance.errors import Exit, Problem

# Command, the module whose `main` answers it, and the line that --help prints.
COMMANDS: dict[str, tuple[str, str]] = {
    "run": ("gdhcn_conformance.cli.run", "test an implementation and write a report"),
    "doctor": ("gdhcn_conformance.cli.doctor", "check that an adapter is set up rightly, before a run"),
    "report": ("gdhcn_conformance.cli.report", "derive the reports of a finished run from its log"),
    "explain": ("gdhcn_conformance.cli.explain", "say what a vector, requirement, reason or policy is about"),
    "vectors": ("gdhcn_conformance.cli.vectors", "build, check, list, show or import vectors"),
    "controls": ("gdhcn_conformance.cli.controls", "score the built-in fakes that must not pass"),
    "adapter": ("gdhcn_conformance.cli.adapter", "write an adapter to begin with"),
}
USAGE = """\
usage: gdhcn-conformance COMMAND [options]

{commands}

  gdhcn-conformance run --adapter 'python adapter.py'     test your implementation
  gdhcn-conformance COMMAND --help                        what a command takes

exit codes: 0 conformant, 1 not conformant, 2 usage, 3 implementation unreachable, 4 suite error, 5 known deviations stale"""


def main(arguments: list[str] | None = None) -> int:
    """Run one command and give its exit code; a `Problem` is told on stderr, never as a traceback."""
    words = sys.argv[1:] if arguments is None else arguments
    if words and words[0] in ("--version", "-V"):
        print(f"gdhcn-conformance {__version__}")
        return Exit.CONFORMANT
    if not words or words[0] in ("--help", "-h", "help"):
        print(usage())
        return Exit.CONFORMANT if words else Exit.USAGE
    if words[0] not in COMMANDS:
        print(f"gdhcn-conformance: there is no command {words[0]!r}\n\n{usage()}", file=sys.stderr)
        return Exit.USAGE
    try:
        code: int = import_module(COMMANDS[words[0]][0]).main(words[1:])
    except Problem as problem:
        print(f"gdhcn-conformance {words[0]}: {problem}", file=sys.stderr)
        return problem.exit_code
    except KeyboardInterrupt:
        print("\ninterrupted", file=sys.stderr)
        return Exit.USAGE
    except BrokenPipeError:  # the reader of our output has gone, as with `| head`
        sys.stderr.close()
        return Exit.CONFORMANT
    return code


def usage() -> str:
    """The text of --help."""
    return USAGE.format(commands="\n".join(f"  {name:<9} {line}" for name, (_, line) in COMMANDS.items()))


if __name__ == "__main__":
    raise SystemExit(main())
