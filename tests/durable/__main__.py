"""`python -m tests.durable`: run the proofs of durable batches, print a table, exit with 1 if a promise is broken."""

import argparse
import os
import platform
import shlex
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from rich.console import Console

from tests.durable import budget, canaries, hosts, keys, kills, load, machine, upgrade
from tests.durable.postgresql import Databases
from tests.durable.row import HEADINGS, Row
from tests.durable.trial import Proof, Trial
from tests.robustness.chaos.table import show

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"

PROOFS: Mapping[str, Proof] = {
    "killed at random moments": Proof(number="3", run=kills.run),
    "killed, stale lists": Proof(number="4", run=kills.run_stale),
    "one of two hosts killed": Proof(number="5", run=hosts.run_killed, database=POSTGRESQL),
    "host paused and woken": Proof(number="6", run=hosts.run_woken, database=POSTGRESQL),
    "pause after the fence": Proof(run=hosts.run_gap, database=POSTGRESQL, is_measured=True),
    "submitted at once": Proof(number="7", run=keys.run_submitted_at_once),
    "submitted at once by hosts": Proof(number="7", run=keys.run_submitted_at_once_by_hosts, database=POSTGRESQL),
    "key with other parameters": Proof(number="8", run=keys.run_mismatch),
    "ambiguous, quarantined": Proof(number="9", run=keys.run_quarantine),
    "state machine": Proof(number="50", run=machine.run),
    "budget of 50 processes": Proof(run=budget.run, database=POSTGRESQL),
    "budget of killed hosts": Proof(run=budget.run_hosts, database=POSTGRESQL),
    "upgrade half-way": Proof(run=upgrade.run),
    "secrets": Proof(run=canaries.run),
    "5,000 clips": Proof(run=load.run),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the proofs and return the exit code."""
    options = _parser().parse_args(arguments)
    console = Console(soft_wrap=True)
    progress = Console(stderr=True, highlight=False, soft_wrap=True)
    start = time.monotonic()
    with Databases() as databases:
        rows = list(_rows(options.only or list(PROOFS), options.seed, databases, progress, is_quick=options.quick))
    command = ["python", "-m", "tests.durable", *(sys.argv[1:] if arguments is None else arguments)]
    console.out(
        f"`{shlex.join(command)}`, seed {options.seed}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"{platform.system()}, DBOS {version('dbos')}, {time.monotonic() - start:.0f} s\n",
        highlight=False,
    )
    show(rows, console, HEADINGS)
    return 0 if all(row.is_good for row in rows) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.durable",
        description="Run the proofs of durable batches, and print a table of the results.",
    )
    parser.add_argument("--seed", type=int, default=1, help="seed of everything random")
    parser.add_argument(
        "--only", metavar="NAME", choices=PROOFS, action="append", help="run only this proof; can be repeated"
    )
    parser.add_argument("--quick", action="store_true", help="run a few clips through each proof")
    return parser


def _rows(names: Sequence[str], seed: int, databases: Databases, progress: Console, *, is_quick: bool) -> Iterator[Row]:
    for name in names:
        row = run_one(name, PROOFS[name], seed, databases, is_quick=is_quick)
        progress.print(*row.cells(), sep="  ")
        yield row


def run_one(name: str, proof: Proof, seed: int, databases: Databases, *, is_quick: bool) -> Row:
    """Run one proof in a temporary folder, and return its row."""
    # Short, since paths of sockets have at most 107 characters.
    with tempfile.TemporaryDirectory(prefix="durable-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        trial = Trial(
            name=name,
            seed=seed,
            is_quick=is_quick,
            folder=Path(folder),
            databases=databases,
            is_measured=proof.is_measured,
        )
        return trial.run(proof)


if __name__ == "__main__":
    sys.exit(main())
