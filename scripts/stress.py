"""Run all tests ten times under different conditions, and stop at the first failed run.

Usage: python -m scripts.stress [--seed N] [PYTEST ARGUMENT...]

Each of five conditions is run twice, with different seeds for the order of the tests: alone, beside two busy processes,
on one core, with four workers, and in Python's development mode. A test that fails here and passes alone depends on
the machine.
"""

import argparse
import contextlib
import os
import random
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
BUSY = 2
INTERRUPTED = 130
ROUNDS = 2
SPIN = "import os\nparent = os.getppid()\nwhile os.getppid() == parent: pass"
COUNTED = re.compile(r"(\d+) (passed|skipped|failed|error)")


@dataclass(frozen=True)
class Condition:
    """The circumstances of a run."""

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
    """Run this many busy processes inside the context manager."""
    processes = [subprocess.Popen([sys.executable, "-c", SPIN]) for _ in range(count)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


def pin_to_one_core() -> None:
    """Bind this process and its children to the first core that it may use."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def command(condition: Condition, seed: int, arguments: list[str]) -> list[str]:
    """Return the command of one run."""
    return [
        *(sys.executable, "-m", "pytest", "-q", "--numprocesses", condition.workers, "--dist", "worksteal"),
        *("-p", "no:cacheprovider", f"--randomly-seed={seed}", *arguments),
    ]


def run(condition: Condition, seed: int, arguments: list[str]) -> tuple[int, str]:
    """Run the tests once; return the exit code and the output."""
    if condition.one_core and not hasattr(os, "sched_setaffinity"):
        return 0, "skipped: this system cannot pin a process to a core"
    with (
        busy_processes(condition.busy),
        subprocess.Popen(
            command(condition, seed, arguments),
            cwd=ROOT,
            env={**os.environ, **condition.environment},
            preexec_fn=pin_to_one_core if condition.one_core else None,  # noqa: PLW1509 - this process has one thread
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        ) as process,
    ):
        try:
            output, _ = process.communicate()
        except BaseException:
            # Includes its workers and their children.
            os.killpg(process.pid, signal.SIGTERM)
            raise
    return process.returncode, output


def row(condition: Condition, seed: int, output: str, seconds: float) -> str:
    """Return a line of the table: condition, seed, tests that ran, passed, failed, skipped, seconds."""
    last = output.strip().splitlines()[-1] if output.strip() else ""
    counts = {name: int(number) for number, name in COUNTED.findall(last)}
    failed = counts.get("failed", 0) + counts.get("error", 0)
    cells = (sum(counts.values()), counts.get("passed", 0), failed, counts.get("skipped", 0), round(seconds))
    return f"{condition.name:<28} {seed:>10}" + "".join(f"{cell:>9}" for cell in cells)


def shell_command(condition: Condition, seed: int, arguments: list[str]) -> str:
    """Return the shell command of a run."""
    words = [
        *(f"{name}={value}" for name, value in condition.environment.items()),
        *(("taskset", "-c", "0") if condition.one_core else ()),
        *command(condition, seed, arguments),
    ]
    return shlex.join(words) + (f"  # beside {condition.busy} busy processes" if condition.busy else "")


def main(arguments: list[str]) -> int:
    """Run all conditions and print a line for each; return 1 after the first failed run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--seed", type=int, default=random.SystemRandom().randrange(2**31), help="determines the seeds of all runs"
    )
    options, rest = parser.parse_known_args(arguments)
    seeds = random.Random(options.seed)  # noqa: S311 - the order of tests is not a secret
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    print(f"To repeat: make test-stress ARGS={shlex.quote(shlex.join(['--seed', str(options.seed), *rest]))}")
    heads = ("ran", "passed", "failed", "skipped", "seconds")
    print(f"{'condition':<28} {'seed':>10}" + "".join(f"{head:>9}" for head in heads), flush=True)
    for condition in CONDITIONS * ROUNDS:
        seed = seeds.randrange(2**31)
        start = time.monotonic()
        try:
            code, output = run(condition, seed, rest)
        except KeyboardInterrupt:
            print(f"interrupted: {condition.name}, seed {seed}")
            return INTERRUPTED
        print(row(condition, seed, output, time.monotonic() - start), flush=True)
        if code:
            print(output, f"failed: {shell_command(condition, seed, rest)}", sep="\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
