"""`gdhcn-conformance interop A.toml B.toml …`: the certificates of every issuer on every verifier."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from gdhcn_conformance.cli.console import say
from gdhcn_conformance.cli.options import check_out, seconds
from gdhcn_conformance.errors import Exit, Problem

if TYPE_CHECKING:
    from gdhcn_conformance.adapters.base import Limits
    from gdhcn_conformance.running.interop.participant import Participant

OUT = Path("reports") / "runs" / "interop"
WRITERS = {"json": "matrix.json", "html": "matrix.html", "markdown": "matrix.md"}


def main(arguments: list[str]) -> int:
    """Play, tell, write; 0 where everything works everywhere, 1 where not, 3 where nobody could take part."""
    parser = argparse.ArgumentParser(
        prog="gdhcn-conformance interop",
        description="Show every issuer's certificates to every verifier: does what A issues verify at B?",
    )
    parser.add_argument(
        "participants",
        nargs="+",
        metavar="IMPLEMENTATION",
        help="implementation.toml with [issuer], [verifier] or both; 'reference', 'NAME=ADDRESS' for an address that plays both",
    )
    parser.add_argument("--out", metavar="DIR", type=Path, default=OUT, help=f"where the matrix goes (default: {OUT})")
    parser.add_argument("--format", action="append", choices=tuple(WRITERS), default=[])
    parser.add_argument("--deadline", type=seconds, metavar="SECONDS", help="how long an answer may take (default: 10)")
    given = parser.parse_args(arguments)
    check_out(given.out)
    from gdhcn_conformance.adapters.base import Limits  # noqa: PLC0415 - start-up in milliseconds
    from gdhcn_conformance.reporting import interop  # noqa: PLC0415
    from gdhcn_conformance.running import sources  # noqa: PLC0415
    from gdhcn_conformance.running.interop.play import play  # noqa: PLC0415

    limits = Limits() if given.deadline is None else Limits(answer=given.deadline)
    matrix = play(_unique([_participant(each, limits) for each in given.participants]), sources.now)
    made = interop.document(matrix, _suite())
    writers = {"json": interop.to_json, "html": interop.to_html, "markdown": interop.to_markdown}
    given.out.mkdir(parents=True, exist_ok=True)
    written = [given.out / WRITERS[name] for name in given.format or WRITERS]
    for name in given.format or WRITERS:
        (given.out / WRITERS[name]).write_text(writers[name](made), encoding="utf-8")
    say("\n".join([*interop.told(made), "", f"matrix  {', '.join(map(str, written))}"]))
    if not matrix.cells:
        return Exit.UNREACHABLE
    return Exit.CONFORMANT if matrix.complete else Exit.NOT_CONFORMANT


def _participant(said: str, limits: Limits) -> Participant:
    """A conformance statement, or `NAME=ADDRESS`, or an address alone."""
    from gdhcn_conformance.adapters.registry import open_subject  # noqa: PLC0415
    from gdhcn_conformance.adapters.statement import read_statement  # noqa: PLC0415
    from gdhcn_conformance.running.interop.participant import Participant  # noqa: PLC0415

    if said.endswith(".toml"):
        statement = read_statement(Path(said))
        if not statement.reach:
            raise Problem("role-not-stated", f"{said} reaches no role.", "add a table [issuer] or [verifier]")
        ways = {role: (lambda reach=reach: reach.open(limits)) for role, reach in statement.reach.items()}
        return Participant(statement.name, ways)
    name, equals, address = said.partition("=")
    name, address = (name, address) if equals and "/" not in name and " " not in name else (said, said)
    return Participant(name, {}, lambda: open_subject(address, limits=limits))


def _unique(participants: list[Participant]) -> list[Participant]:
    """`Problem` where two bear the same name, for nobody could tell their rows apart."""
    names = [each.name for each in participants]
    for name in names:
        if names.count(name) > 1:
            hint = "give one of them another name with NAME=ADDRESS, or in its statement"
            raise Problem("same-name", f"Two participants are called {name!r}.", hint)
    return participants


def _suite() -> dict[str, str]:
    from gdhcn_conformance import __version__, content  # noqa: PLC0415

    return {"version": __version__, "installed": "wheel" if content.is_wheel() else "checkout"}
