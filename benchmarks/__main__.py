"""Print each ratio beside its limit; exit 1 where one is missed.

Sides alternate, and the best of several rounds counts: on a shared machine the least disturbed round says the most.
"""

from __future__ import annotations

import argparse
import sys

from benchmarks.sides import BENCHMARKS, measure


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("only", nargs="*", help="names of benchmarks; all without")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    missed = 0
    print(f"{'benchmark':<26}{'figure':>12}{'limit':>10}   what")
    for benchmark in BENCHMARKS:
        if given.only and benchmark.name not in given.only:
            continue
        figure = measure(benchmark, given.rounds)
        within = figure <= benchmark.limit
        missed += not within
        print(
            f"{benchmark.name:<26}{figure:>10.2f} {benchmark.unit}{benchmark.limit:>9} {'' if within else ' MISSED'}  {benchmark.what}"
        )
        sys.stdout.flush()
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
