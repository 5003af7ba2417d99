"""Measure all contestants in the same run, interleaved, and print tables.

Usage: python -m benchmarks [--only ROW] [--rounds N] [--quick] [--seed N]
"""

import argparse
import random
import sys
import time

from benchmarks import generating, machine, profiling, results
from benchmarks.rows import ROWS
from benchmarks.rows.row import Entry, Row
from benchmarks.spawn import measure, measure_code, stub
from benchmarks.stats import Samples

ROUNDS = 5


def run(row: Row, origin: str, rounds: int, rng: random.Random, *, quick: bool) -> Samples:
    """Run each contestant once per round, in random order."""
    row.prepare()
    entries = row.entries(quick)
    samples: Samples = {entry.name: [] for entry in entries}
    count = max(1, round(rounds * row.rounds))
    for number in range(count):
        print(f"{row.name}: round {number + 1} of {count}", file=sys.stderr)
        for entry in rng.sample(entries, len(entries)):
            samples[entry.name].append(_sample(entry, origin))
    return samples


def _sample(entry: Entry, origin: str) -> dict[str, float]:
    if entry.code is not None:
        return measure_code(entry.code.replace("ORIGIN", origin), entry.python)
    return measure(entry.contestant, entry.workload, {"origin": origin, **entry.options}, entry.python)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument(
        "--only", choices=[row.name for row in ROWS], action="append", help="run only this row; can be repeated"
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="number of rounds")
    parser.add_argument("--quick", action="store_true", help="do a fifth of the work, and write no results")
    parser.add_argument("--seed", type=int, default=1, help="seed of the order in each round")
    arguments = parser.parse_args()
    start, described = time.monotonic(), machine.describe()
    is_whole = arguments.only is None and arguments.rounds == ROUNDS and not arguments.quick
    generating.write_documents()
    generating.write_client()
    measured: dict[Row, Samples] = {}
    with stub() as origin:
        for row in ROWS:
            if arguments.only is None or row.name in arguments.only:
                measured[row] = run(row, origin, arguments.rounds, random.Random(arguments.seed), quick=arguments.quick)
                print(results.section(row, measured[row]), flush=True)
    if is_whole:
        profiling.write()
    duration = f"{time.monotonic() - start:.0f} s"
    about = {"command": " ".join(["python -m benchmarks", *sys.argv[1:]]), "took": duration, **described}
    if not arguments.quick:
        results.write(measured, about)
    if is_whole:
        results.publish(measured, about)
    print(f"took {duration}", file=sys.stderr)


if __name__ == "__main__":
    main()
