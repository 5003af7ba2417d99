"""Proof: 5,000 clips in one process on SQLite, beside what the engine costs by itself."""

import subprocess
import sys
import time
from statistics import median
from typing import NamedTuple

from tests.durable.host import Host
from tests.durable.server import ROOT, Server
from tests.durable.trial import Trial

JOBS = 64


class Cost(NamedTuple):
    """What a number of workflows cost in one process."""

    number: int
    seconds: float
    cpu: float
    memory: float

    @property
    def each(self) -> float:
        """CPU time for each in milliseconds."""
        return 1e3 * self.cpu / self.number


def run(trial: Trial) -> None:
    """Run many clips in one process; before that, compare batches with empty workflows by turns."""
    server = trial.server()
    turns, part, full = trial.size(3, 1), trial.size(200, 6), trial.size(5_000, 12)
    batches, empty = list[Cost](), list[Cost]()
    for turn in range(turns):
        empty.append(_run_empty(trial, part, f"empty-{turn}"))
        batches.append(_run_batch(trial, server, part, f"part-{turn}"))
    whole = _run_batch(trial, server, full, "whole")
    whole_empty = _run_empty(trial, full, "empty")
    ours, engine = median(each.each for each in batches), median(each.each for each in empty)
    trial.clips = full + turns * part
    trial.check_billing(server.ledger())
    trial.figures += [
        f"{full:,} clips in {whole.seconds:.0f} s ({full / whole.seconds:.1f} a second), {whole.each:.1f} ms of CPU "
        f"each, {whole.memory:.0f} MiB",
        f"empty workflows of as many steps: {full / whole_empty.seconds:.1f} a second, {whole_empty.each:.1f} ms each, "
        f"{whole_empty.memory:.0f} MiB",
        f"medians of {turns} turns of {part}: {ours:.1f} ms, empty {engine:.1f} ms, ratio {ours / engine:.1f}",
    ]


def _run_batch(trial: Trial, server: Server, number: int, name: str) -> Cost:
    """Run a batch of new clips with the default poll interval, and return its cost."""
    folder = trial.folder / name
    folder.mkdir()
    host = trial.host(server, trial.databases.sqlite(folder), f"{name}/host", jobs=JOBS, uploads=16, poll_interval=1.0)
    paths = trial.write_clips(number, name)
    host.start()
    before = _usage(host)
    start = time.monotonic()
    host.call("submit", "submitted", clips=paths)
    host.finish()
    seconds, after = time.monotonic() - start, _usage(host)
    done = sum(each["state"] == "done" for each in host.outcomes().values())
    trial.lost += number - done
    host.close()
    return Cost(number, seconds, after[0] - before[0], after[1])


def _usage(host: Host) -> tuple[float, float]:
    """Return the CPU time and the maximum memory of a host."""
    usage = host.call("usage", "usage")
    return usage["cpu"], usage["memory"]


def _run_empty(trial: Trial, number: int, name: str) -> Cost:
    """Run empty workflows of the engine in a new process, and return their cost."""
    folder = trial.folder / name
    folder.mkdir()
    command = [
        sys.executable,
        "-m",
        "tests.durable.empty",
        str(folder / "empty.db"),
        str(number),
        str(JOBS),
    ]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    seconds, cpu, memory = map(float, done.stdout.splitlines()[-1].split())
    return Cost(number, seconds, cpu, memory)
