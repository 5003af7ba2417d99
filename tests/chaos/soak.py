"""`python -m tests.chaos.soak`: call for half an hour while one request in twenty fails; 1 where anything piles up."""

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
from tests.cancellation.leftovers import descriptors, tasks
from tests.chaos.faults import FAULTS, Mix
from tests.chaos.server import Server
from tests.chaos.trial import ASYNCIO, CLIP, TRIO, Trial, Way, folder_for_temporary_files

SHARE = 0.05
CALLS = 100
"""Of a round. Between two rounds nothing is under way, and what is there is counted."""
AT_ONCE = 10
SURGE = 3
"""How many times as many at once during the warm-up: allocators keep what was once needed, and threads their stacks."""
TAKES = 20
ROUNDS_OF_A_TAKE = 20
MOST_GROWTH = 1.0
"""Megabytes in ten minutes."""
WARM_UP = 1 / 2
"""The part of the time in which caches, pools and the allocator fill up."""
ALLOCATOR = {"PYTHONMALLOC": "malloc", "MALLOC_ARENA_MAX": "1"}
"""Python's own takes and gives back memory a megabyte at a time, and so does that of the C library for each thread."""
_MEGABYTE = 1e6
_TEN_MINUTES = 600.0
_PAUSE = 5.0
"""Seconds between two samples at least: they are kept, and count as memory themselves."""
_FEWEST = 6
"""Fewer samples say nothing."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What a process has at some moment.

    Attributes:
        at: Seconds from the start.
        memory: Megabytes that are resident.
        descriptors: How many are open.
        tasks: How many the event loop has.
    """

    at: float
    memory: float
    descriptors: int
    tasks: int


def growth(samples: Sequence[Sample]) -> float:
    """Return by how many megabytes memory grows in ten minutes: the slope of the least squares."""
    times = [sample.at / _TEN_MINUTES for sample in samples]
    return linear_regression(times, [sample.memory for sample in samples]).slope


def has_risen(counts: Sequence[int]) -> bool:
    """Return whether the minimum of the last third is above the median of the first.

    Connections come and go, and leaks only come.
    """
    third = len(counts) // 3
    return min(counts[-third:]) > median(counts[:third])


def warm(samples: Sequence[Sample]) -> list[Sample]:
    """Return the samples after the warm-up."""
    return [sample for sample in samples if sample.at >= samples[-1].at * WARM_UP]


def complaints(samples: Sequence[Sample], trial: Trial) -> list[str]:
    """Return the problems of a run.

    Args:
        samples: From the start to the end.
        trial: What was counted otherwise.
    """
    found = list(trial.broken)
    if trial.leaked:
        found.append(f"{trial.leaked} are left after the end")
    if trial.hung:
        found.append(f"{trial.hung} calls are late")
    samples = warm(samples)
    if len(samples) < _FEWEST:
        return [*found, f"{len(samples)} samples are too few"]
    if growth(samples) >= MOST_GROWTH:
        found.append("memory grows")
    found += [
        f"{name} pile up" for name in ("descriptors", "tasks") if has_risen([getattr(each, name) for each in samples])
    ]
    return found


def _print(line: str) -> None:
    # Whoever follows a file wants to read it as it happens.
    print(line, flush=True)  # noqa: T201


@dataclass
class Soak:
    """Calls of all kinds, round after round, on one client.

    Args:
        trial: Counts them.
        seconds: How long to go on.
        tell: Shows a line.
        pause: Seconds between two samples, at least.
        now: Returns the time in seconds.
    """

    trial: Trial
    seconds: float
    tell: Callable[[str], object] = _print
    pause: float = _PAUSE
    now: Callable[[], float] = time.monotonic
    samples: list[Sample] = field(default_factory=list[Sample])

    async def run(self) -> list[str]:
        """Call until the time is over, print a line each minute and one at the end, and return the problems."""
        async with self.trial.nothing_left():
            with self.trial.server() as server:
                async with self.trial.client(server, max_connections=AT_ONCE * SURGE) as client:
                    await self._rounds(client, server)
                    await self.trial.all_is_well(client)
        wrong = complaints(self.samples, self.trial)
        self._tell("; ".join(wrong) or "nothing piles up")
        return wrong

    async def _rounds(self, client: AsyncMoveUgc, server: Server) -> None:
        start = told = sampled = self.now()
        for number in itertools.count():
            if (now := self.now()) >= start + self.seconds:
                break
            if number % ROUNDS_OF_A_TAKE == 0:
                # A creation with a key reads the jobs of its take: the more there are, the more memory it needs.
                server.be_well()
                file, takes = await self.trial.takes(client, TAKES)
                job = await client.jobs.create_singlecam(takes[0])
                server.let_fail(FAULTS, SHARE)
            times = SURGE if now < start + self.seconds * WARM_UP else 1
            mix = Mix(self.trial, client, file, takes, job.id, f"round-{number}")
            await self.trial.side_by_side(mix.calls(CALLS * times), AT_ONCE * times)
            await self.trial.side_by_side([functools.partial(self._journey, client)] * times, times)
            async with self.trial.client(server) as short:
                await self.trial.call(short.client.retrieve)
            self.trial.secrets.show_kept()
            if now >= sampled + self.pause:
                sampled = now
                self.samples.append(_sample(self.now() - start))
            if now >= told + 60:
                told = now
                self._tell(f"{(now - start) / 60:.0f} min")
        server.be_well()

    async def _journey(self, client: AsyncMoveUgc) -> None:
        with tempfile.TemporaryDirectory(dir=self.trial.folder) as folder:
            await self.trial.call(lambda: client.capture(CLIP, folder, outputs=["main_glb"]))

    def _tell(self, text: str) -> None:
        trial = self.trial
        words = [str(trial.way), f"{trial.calls:,} calls, {trial.errors.total():,} failed, {trial.tries:,} tries"]
        if self.samples:
            last = self.samples[-1]
            words.append(f"{last.memory:.1f} MB, {last.descriptors} descriptors, {last.tasks} tasks")
        samples = warm(self.samples)
        if len(samples) >= _FEWEST:
            words.append(f"{growth(samples):+.2f} MB in ten minutes")
        self.tell("; ".join([*words, text]))


def _sample(at: float) -> Sample:
    gc.collect()
    if sys.platform == "linux":
        # What is free and not given back comes and goes by megabytes.
        ctypes.CDLL(None).malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1])
    return Sample(at, pages * os.sysconf("SC_PAGE_SIZE") / _MEGABYTE, len(descriptors()), len(tasks()))


def soak(way: Way, minutes: float, seed: int) -> list[str]:
    """Call for so many minutes on one event loop, and return the problems."""
    with folder_for_temporary_files() as folder:
        trial = Trial(name="soak", way=way, seed=seed, scale=1.0, folder=folder)
        return anyio.run(Soak(trial, minutes * 60).run, backend=way.loop)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run on the loop that is named, or in a process on each, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.soak", description="See that nothing piles up.")
    parser.add_argument("--minutes", type=float, default=30, help="how long to call")
    parser.add_argument("--seed", type=int, default=1, help="decides everything that is left to chance")
    parser.add_argument("--loop", choices=("asyncio", "trio"), help="run on this event loop alone")
    options = parser.parse_args(arguments)
    loops = [options.loop] if options.loop else [ASYNCIO.loop, TRIO.loop]
    if os.environ.items() >= ALLOCATOR.items() and options.loop:
        return 1 if soak(ASYNCIO if options.loop == ASYNCIO.loop else TRIO, options.minutes, options.seed) else 0
    _print(f"seed {options.seed}, {options.minutes:g} minutes, {os.cpu_count()} cores")
    again = [sys.executable, "-m", "tests.chaos.soak", "--minutes", str(options.minutes), "--seed", str(options.seed)]
    environment = {**os.environ, **ALLOCATOR}
    processes = [subprocess.Popen([*again, "--loop", loop], env=environment) for loop in loops]
    return max([process.wait() for process in processes])


if __name__ == "__main__":
    sys.exit(main())
