"""Measure everyone in the same run, interleaved, and print tables.

usage: python -m benchmarks [--only ROW] [--rounds N] [--quick] [--seed N]
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


def run(row: Row, origin: str, rounds: int, chance: random.Random, *, quick: bool) -> Samples:
    """Run every contestant once in each round, in an order that chance gives."""
    row.prepare()
    entries = row.entries(quick)
    samples: Samples = {entry.name: [] for entry in entries}
    count = max(1, round(rounds * row.rounds))
    for number in range(count):
        print(f"{row.name}: round {number + 1} of {count}", file=sys.stderr)
        for entry in chance.sample(entries, len(entries)):
            samples[entry.name].append(_sample(entry, origin))
    return samples


def _sample(entry: Entry, origin: str) -> dict[str, float]:
    if entry.code is not None:
        return measure_code(entry.code.replace("ORIGIN", origin), entry.python)
    return measure(entry.contestant, entry.workload, {"origin": origin, **entry.options}, entry.python)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=[row.name for row in ROWS], action="append", help="only this row")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often everyone runs")
    parser.add_argument("--quick", action="store_true", help="a fifth of the work; writes nothing")
    parser.add_argument("--seed", type=int, default=1, help="of the order within each round")
    given = parser.parse_args()
    begin, described = time.monotonic(), machine.describe()
    is_whole = given.only is None and given.rounds == ROUNDS and not given.quick
    generating.write_documents()
    generating.write_client()
    measured: dict[Row, Samples] = {}
    with stub() as origin:
        for row in ROWS:
            if given.only is None or row.name in given.only:
                measured[row] = run(row, origin, given.rounds, random.Random(given.seed), quick=given.quick)
                print(results.section(row, measured[row]), flush=True)
    if is_whole:
        profiling.write()
    took = f"{time.monotonic() - begin:.0f} s"
    about = {"command": " ".join(["python -m benchmarks", *sys.argv[1:]]), "took": took, **described}
    if not given.quick:
        results.write(measured, about)
    if is_whole:
        results.publish(measured, about)
    print(f"took {took}", file=sys.stderr)


if __name__ == "__main__":
    main()
