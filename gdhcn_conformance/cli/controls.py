"""`gdhcn-conformance controls`: the scores of the fakes that must not pass."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from gdhcn_conformance import content
from gdhcn_conformance.errors import Exit, Problem

if TYPE_CHECKING:
    from gdhcn_conformance.running.assess import Score


def main(arguments: list[str]) -> int:
    """Run every control over all vectors and print what it scores."""
    parser = argparse.ArgumentParser(prog="gdhcn-conformance controls", description="Score the built-in fakes.")
    parser.add_argument(
        "--profile", default="verifier", metavar="NAME", help="what they are scored as (default: verifier)"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--fresh", nargs="?", const=-1, type=int, metavar="SEED", help="on vectors built anew")
    parser.add_argument("--write", action="store_true", help="keep the scores beside the ledger, for reports to print")
    given = parser.parse_args(arguments)
    if given.write and given.fresh is not None:
        raise Problem("controls-fresh", "Scores of fresh vectors are not kept.", "leave out --fresh or --write")
    if given.write and content.is_wheel():
        raise Problem(
            "wheel-is-fixed", "An installed suite is not changed.", "leave out --write, or work in a checkout"
        )
    from gdhcn_conformance.running import controls, library, sources  # noqa: PLC0415 - start-up in milliseconds

    suite = library.load(library.role_of(given.profile))
    if given.fresh is not None:
        suite = sources.fresh(suite, sources.new_seed() if given.fresh == -1 else given.fresh)
    scores = controls.score(suite, given.profile)
    if given.write:
        controls.keep(suite, scores)
    print(json.dumps(controls.to_json(scores), indent=1) if given.format == "json" else _table(scores))
    return Exit.CONFORMANT


def _table(scores: dict[str, dict[str, Score]]) -> str:
    lines = [f"{'control':<26}{'negatives':>18}{'positives':>18}"]
    for name, kinds in scores.items():
        cells = (_cell(kinds[kind]) for kind in ("negatives", "positives"))
        lines.append(f"{name:<26}" + "".join(f"{cell:>18}" for cell in cells))
    return "\n".join(lines)


def _cell(score: Score) -> str:
    share = f"{score.passed * 100 / score.total:.0f} %" if score.total else "-"
    return f"{score.passed}/{score.total}  {share}"
