"""`python -m tests.robustness.chaos.soak`: call for half an hour with 5% faults; exit with 1 if resources leak."""

import argparse
import ctypes
import functools
import gc
import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import linear_regression, median

import anyio

from move_ugc_async import AsyncMoveUgc
from tests.robustness.cancellation.leftovers import descriptors, tasks
from tests.robustness.chaos.faults import FAULTS, Mix
from tests.robustness.chaos.server import SandboxProcess
from tests.robustness.chaos.trial import ASYNCIO, CLIP, TRIO, Stack, Trial, temporary_folder

SHARE = 0.05
CALLS = 100
"""Calls per round. Resources are counted between rounds, when no call is in progress."""
AT_ONCE = 10
SURGE = 3
"""Factor of concurrent calls during the warm-up, since allocators and threads keep memory once they needed it."""
TAKES = 20
ROUNDS_OF_A_TAKE = 20
MAX_GROWTH = 1.0
"""Megabytes in ten minutes."""
WARM_UP = 1 / 2
"""The share of the time in which caches, pools and the allocator fill up."""
ALLOCATOR = {"PYTHONMALLOC": "malloc", "MALLOC_ARENA_MAX": "1"}
"""Python's allocator works in units of a megabyte, and so does the C library's for each thread."""
_MEGABYTE = 1e6
_TEN_MINUTES = 600.0
_PAUSE = 5.0
"""Minimum seconds between two samples, which take memory themselves."""
_MIN_SAMPLES = 6


@dataclass(frozen=True, slots=True)
class Sample:
    """The resources of a process at a time.

    Attributes:
        at: Seconds from the start.
        memory: Resident megabytes.
        descriptors: Number of open descriptors.
        tasks: Number of tasks of the event loop.
    """

    at: float
    memory: float
    descriptors: int
    tasks: int


def growth(samples: Sequence[Sample]) -> float:
    """Return the growth of memory in megabytes per ten minutes, by linear regression."""
    times = [sample.at / _TEN_MINUTES for sample in samples]
    return linear_regression(times, [sample.memory for sample in samples]).slope


def has_risen(counts: Sequence[int]) -> bool:
    """Return whether the minimum of the last third is above the median of the first.

    Numbers of connections fluctuate, but leaks only grow.
    """
    third = len(counts) // 3
    return min(counts[-third:]) > median(counts[:third])


def warm(samples: Sequence[Sample]) -> list[Sample]:
    """Return the samples after the warm-up."""
    return [sample for sample in samples if sample.at >= samples[-1].at * WARM_UP]


def problems(samples: Sequence[Sample], trial: Trial) -> list[str]:
    """Return the problems of a run.

    Args:
        samples: All samples of the run.
        trial: The trial with the other counts.
    """
    found = list(trial.broken)
    if trial.leaked:
        found.append(f"{trial.leaked} resources leaked")
    if trial.hung:
        found.append(f"{trial.hung} calls are late")
    samples = warm(samples)
    if len(samples) < _MIN_SAMPLES:
        return [*found, f"{len(samples)} samples are too few"]
    if growth(samples) >= MAX_GROWTH:
        found.append("memory grows")
    found += [
        f"{name} leak" for name in ("descriptors", "tasks") if has_risen([getattr(each, name) for each in samples])
    ]
    return found


def _print(line: str) -> None:
    # Flush, so that a file can be followed.
    print(line, flush=True)  # noqa: T201


@dataclass
class Soak:
    """Rounds of calls on one client.

    Args:
        trial: The trial that counts the calls.
        seconds: Duration of the run.
        report: Prints a line.
        pause: Minimum seconds between two samples.
        now: Returns the time in seconds.
    """

    trial: Trial
    seconds: float
    report: Callable[[str], object] = _print
    pause: float = _PAUSE
    now: Callable[[], float] = time.monotonic
    samples: list[Sample] = field(default_factory=list[Sample])

    async def run(self) -> list[str]:
        """Run calls until the time is over, report each minute and at the end, and return the problems."""
        async with self.trial.count_leaks():
            with self.trial.server() as server:
                async with self.trial.client(server, max_connections=AT_ONCE * SURGE) as client:
                    await self._rounds(client, server)
                    await self.trial.check_recovery(client)
        found = problems(self.samples, self.trial)
        self._report("; ".join(found) or "no leaks")
        return found

    async def _rounds(self, client: AsyncMoveUgc, server: SandboxProcess) -> None:
        start = reported = sampled = self.now()
        for number in itertools.count():
            if (now := self.now()) >= start + self.seconds:
                break
            if number % ROUNDS_OF_A_TAKE == 0:
                # A keyed creation reads the jobs of its take, so the memory that it needs grows with their number.
                server.clear_faults()
                file, takes = await self.trial.takes(client, TAKES)
                job = await client.jobs.create_singlecam(takes[0])
                server.inject(FAULTS, SHARE)
            times = SURGE if now < start + self.seconds * WARM_UP else 1
            mix = Mix(self.trial, client, file, takes, job.id, f"round-{number}")
            await self.trial.run_concurrently(mix.calls(CALLS * times), AT_ONCE * times)
            await self.trial.run_concurrently([functools.partial(self._workflow, client)] * times, times)
            async with self.trial.client(server) as short:
                await self.trial.call(short.client.retrieve)
            self.trial.secrets.search_kept()
            if now >= sampled + self.pause:
                sampled = now
                self.samples.append(_sample(self.now() - start))
            if now >= reported + 60:
                reported = now
                self._report(f"{(now - start) / 60:.0f} min")
        server.clear_faults()

    async def _workflow(self, client: AsyncMoveUgc) -> None:
        with tempfile.TemporaryDirectory(dir=self.trial.folder) as folder:
            await self.trial.call(lambda: client.capture(CLIP, folder, outputs=["main_glb"]))

    def _report(self, text: str) -> None:
        trial = self.trial
        words = [
            str(trial.stack),
            f"{trial.calls:,} calls, {trial.errors.total():,} failed, {trial.attempts:,} attempts",
        ]
        if self.samples:
            last = self.samples[-1]
            words.append(f"{last.memory:.1f} MB, {last.descriptors} descriptors, {last.tasks} tasks")
        samples = warm(self.samples)
        if len(samples) >= _MIN_SAMPLES:
            words.append(f"{growth(samples):+.2f} MB in ten minutes")
        self.report("; ".join([*words, text]))


def _sample(at: float) -> Sample:
    gc.collect()
    if sys.platform == "linux":
        # Memory that is free but not returned to the system varies by megabytes.
        ctypes.CDLL(None).malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1])
    return Sample(at, pages * os.sysconf("SC_PAGE_SIZE") / _MEGABYTE, len(descriptors()), len(tasks()))


def soak(stack: Stack, minutes: float, seed: int) -> list[str]:
    """Run calls for some minutes on one event loop, and return the problems."""
    with temporary_folder() as folder:
        trial = Trial(name="soak", stack=stack, seed=seed, scale=1.0, folder=folder)
        return anyio.run(Soak(trial, minutes * 60).run, backend=stack.loop)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run on the selected event loop, or on each in its own process; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.robustness.chaos.soak",
        description="Make calls for a long time while some fail, and check for leaks.",
    )
    parser.add_argument("--minutes", type=float, default=30, help="duration")
    parser.add_argument("--seed", type=int, default=1, help="seed of everything random")
    parser.add_argument("--loop", choices=("asyncio", "trio"), help="run only on this event loop")
    options = parser.parse_args(arguments)
    loops = [options.loop] if options.loop else [ASYNCIO.loop, TRIO.loop]
    if os.environ.items() >= ALLOCATOR.items() and options.loop:
        return 1 if soak(ASYNCIO if options.loop == ASYNCIO.loop else TRIO, options.minutes, options.seed) else 0
    _print(f"seed {options.seed}, {options.minutes:g} minutes, {os.cpu_count()} cores")
    command = [
        sys.executable,
        "-m",
        "tests.robustness.chaos.soak",
        "--minutes",
        str(options.minutes),
        "--seed",
        str(options.seed),
    ]
    environment = {**os.environ, **ALLOCATOR}
    processes = [subprocess.Popen([*command, "--loop", loop], env=environment) for loop in loops]
    return max([process.wait() for process in processes])


if __name__ == "__main__":
    sys.exit(main())
