"""Run the whole test suite under ten conditions, and stop at the first run that is red.

Usage: python -m scripts.stress [--seed N] [PYTEST ARGUMENT...]

Each of five conditions is run twice, with another seed for the order of the tests each time: alone, beside two busy
processes, on one core, with four workers, and in Python's development mode. A run that is red here and green alone is
a test that depends on the machine.
"""

import argparse
import contextlib
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
BUSY = 2
ROUNDS = 2
SPIN = "import os\nparent = os.getppid()\nwhile os.getppid() == parent: pass"
COUNTED = re.compile(r"(\d+) (passed|skipped|failed|error)")


@dataclass(frozen=True)
class Condition:
    """What a run is up against."""

    name: str
    workers: str = "auto"
    busy: int = 0
    one_core: bool = False
    environment: Mapping[str, str] = field(default_factory=dict[str, str])


CONDITIONS = (
    Condition("alone"),
    Condition("beside two busy processes", busy=BUSY),
    Condition("on one core", workers="1", one_core=True),
    Condition("four workers", workers="4"),
    Condition("development mode", environment={"PYTHONDEVMODE": "1"}),
)


@contextlib.contextmanager
def busy_processes(count: int) -> Iterator[None]:
    """Keep so many processes busy while the block runs."""
    processes = [subprocess.Popen([sys.executable, "-c", SPIN]) for _ in range(count)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


def pin_to_one_core() -> None:
    """Bind this process, and those it starts, to the first core it may use."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def command(condition: Condition, seed: int, arguments: list[str]) -> list[str]:
    """Return the command of one run."""
    return [
        *(sys.executable, "-m", "pytest", "-q", "--numprocesses", condition.workers, "--dist", "worksteal"),
        *("-p", "no:cacheprovider", f"--randomly-seed={seed}", *arguments),
    ]


def run(condition: Condition, seed: int, arguments: list[str]) -> tuple[int, str]:
    """Run the suite once; return its exit code and its output."""
    if condition.one_core and not hasattr(os, "sched_setaffinity"):
        return 0, "skipped: this system cannot pin a process to a core"
    with busy_processes(condition.busy):
        done = subprocess.run(
            command(condition, seed, arguments),
            cwd=ROOT,
            env={**os.environ, **condition.environment},
            preexec_fn=pin_to_one_core if condition.one_core else None,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    return done.returncode, done.stdout


def row(condition: Condition, seed: int, output: str, seconds: float) -> str:
    """Return a line of the table: condition, seed, collected, passed, skipped, seconds."""
    last = output.strip().splitlines()[-1] if output.strip() else ""
    counts = {name: int(number) for number, name in COUNTED.findall(last)}
    passed, skipped = counts.get("passed", 0), counts.get("skipped", 0)
    return f"{condition.name:<28} {seed:>10} {sum(counts.values()):>10} {passed:>8} {skipped:>8} {seconds:>8.0f}"


def main(arguments: list[str]) -> int:
    """Run all, print a line for each, and return 1 at the first that is red."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**31), help="decides all seeds")
    options, rest = parser.parse_known_args(arguments)
    seeds = random.Random(options.seed)  # noqa: S311 - an order of tests is no secret
    print(f"python -m scripts.stress --seed {options.seed}")
    print(f"{'condition':<28} {'seed':>10} {'collected':>10} {'passed':>8} {'skipped':>8} {'seconds':>8}", flush=True)
    for condition in CONDITIONS * ROUNDS:
        seed = seeds.randrange(2**31)
        start = time.monotonic()
        code, output = run(condition, seed, rest)
        print(row(condition, seed, output, time.monotonic() - start), flush=True)
        if code:
            print(output, f"red: {' '.join(command(condition, seed, rest))}", sep="\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
