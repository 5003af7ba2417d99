"""`python -m tests.robustness.chaos`: run all failure scenarios, print a table, exit with 1 if a promise is broken."""

import argparse
import os
import platform
import shlex
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import anyio
from rich.console import Console

from tests.robustness.chaos import faults, jumps, outages, restarts, shortages, storm
from tests.robustness.chaos.keys import scenario as keys
from tests.robustness.chaos.row import Row
from tests.robustness.chaos.table import show
from tests.robustness.chaos.trial import ASYNCIO, ASYNCIO_HTTPX, TRIO, Scenario, Stack, Trial, temporary_folder

QUICK = 0.01
"""The share of all calls that `--quick` makes."""

SCENARIOS: Mapping[str, Scenario] = {
    "5% faults": Scenario(run=partial(faults.run, share=0.05), min_success=0.999),
    "20% faults": Scenario(run=partial(faults.run, share=0.2), min_success=0.999),
    "50% faults": Scenario(run=partial(faults.run, share=0.5)),
    "outage": Scenario(run=outages.run_outage),
    "no responses": Scenario(run=outages.run_silence),
    "cancelled calls": Scenario(run=storm.run, stacks=(ASYNCIO, ASYNCIO_HTTPX, TRIO)),
    "restarts": Scenario(run=restarts.run),
    "clock jumps": Scenario(run=jumps.run),
    "no descriptors": Scenario(run=shortages.run_descriptors),
    "disk full": Scenario(run=shortages.run_disk),
    "keys": Scenario(run=keys.run, stacks=(Stack("asyncio", others=("asyncio", "trio")),)),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the scenarios and return the exit code."""
    options = _parser().parse_args(arguments)
    console = Console(soft_wrap=True)
    progress = Console(stderr=True, highlight=False, soft_wrap=True)
    start = time.monotonic()
    rows = list(_rows(options.only, options.seed, QUICK if options.quick else 1.0, progress))
    command = ["python", "-m", "tests.robustness.chaos", *(sys.argv[1:] if arguments is None else arguments)]
    console.out(
        f"`{shlex.join(command)}`, "
        f"seed {options.seed}, {os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}, "
        f"{time.monotonic() - start:.0f} s\n",
        highlight=False,
    )
    show(rows, console)
    return 0 if all(row.is_good for row in rows) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.robustness.chaos", description="Run failure scenarios, and print a table of the outcomes."
    )
    parser.add_argument("--seed", type=int, default=1, help="seed of everything random")
    parser.add_argument(
        "--only", metavar="NAME", choices=SCENARIOS, action="append", help="run only this scenario; can be repeated"
    )
    parser.add_argument("--quick", action="store_true", help="make a hundredth of the calls")
    return parser


def _rows(only: Sequence[str] | None, seed: int, scale: float, progress: Console) -> Iterator[Row]:
    for name in only or SCENARIOS:
        for stack in SCENARIOS[name].stacks:
            row = run_one(name, SCENARIOS[name], stack, seed, scale)
            progress.print(*row.cells(), sep="  ")
            yield row


def run_one(name: str, scenario: Scenario, stack: Stack, seed: int, scale: float) -> Row:
    """Run one scenario on one event loop, and return its row."""
    with temporary_folder() as folder:
        trial = Trial(name=name, stack=stack, seed=seed, scale=scale, folder=folder)
        return anyio.run(trial.run, scenario, backend=stack.loop)


if __name__ == "__main__":
    sys.exit(main())
