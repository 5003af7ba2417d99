"""Profile the CPU time of the SDK: sample the running function, grouped by purpose.

Usage: python -m benchmarks.profiling
"""

import asyncio
import gc
import signal
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from types import FrameType
from typing import Self

from benchmarks import generating, results
from benchmarks.contestants import API_KEY, JOB_ID, JOB_IDS
from benchmarks.contestants.concurrent import burst
from benchmarks.spawn import stub
from benchmarks.table import table
from move_ugc_async import AsyncMoveUgc

INTERVAL = 0.001
"""CPU seconds between two samples; up to four times as long, depending on the kernel."""

_GARBAGE, _OTHER = "garbage collection", "other"
_PARTS: Mapping[str, Sequence[str]] = {
    "event loop and sockets": ("/asyncio/", "/selectors.py"),
    "aiohttp": ("/aiohttp/", "/multidict/", "/yarl/", "/propcache/"),
    "anyio": ("/anyio/", "/sniffio/"),
    "JSON parsing": ("/move_ugc_async/_transport/response.py",),
    "models": (
        "/pydantic/",
        "/move_ugc_async/_schema/scalars.py",
        "/move_ugc_async/_schema/keyed_metadata.py",
        "/_transport/operation.py",
    ),
    "transport": (
        "/move_ugc_async/_transport/",
        "/move_ugc_async/_telemetry/base.py",
        "/move_ugc_async/_log.py",
        "/move_ugc_async/_clock.py",
        "/contextlib.py",
    ),
    "services, lists and batches": ("/move_ugc_async/", "/benchmarks/"),
    "URLs": ("/httpx/",),
    "dataclasses and weak references": ("<string>", "/_weakrefset.py", "/weakref.py"),
}


class Sampler:
    """Counts which part of the program runs, every few milliseconds of CPU time.

    Time in C code counts for the Python function that called it.
    """

    def __init__(self) -> None:
        self.counts = Counter[str]()

    def __enter__(self) -> Self:
        gc.callbacks.append(self._collect)
        signal.signal(signal.SIGPROF, self._sample)
        signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)
        return self

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        gc.callbacks.remove(self._collect)

    def _sample(self, _: int, frame: FrameType | None) -> None:
        if frame is not None:
            self.counts[_GARBAGE if frame.f_code is Sampler._collect.__code__ else _part(frame)] += 1

    def _collect(self, phase: str, info: Mapping[str, int]) -> None:
        """Receive the signals that were deferred during a garbage collection."""


def _part(frame: FrameType) -> str:
    file = frame.f_code.co_filename
    return next((part for part, places in _PARTS.items() if any(place in file for place in places)), _OTHER)


async def _calls(client: AsyncMoveUgc) -> None:
    await burst(lambda: client.jobs.retrieve(JOB_ID), 6_000, 50)


async def _reads(client: AsyncMoveUgc) -> None:
    for _ in range(6):
        for start in range(0, 10_000, 1000):
            await client.jobs.retrieve_many(JOB_IDS[start : start + 1000])


async def _listing(client: AsyncMoveUgc) -> None:
    for _ in range(9):
        async for _ in client.jobs.list(limit=100):
            pass


WORKLOADS: Mapping[str, Callable[[AsyncMoveUgc], Awaitable[None]]] = {
    "`jobs.retrieve`, 50 concurrent": _calls,
    "`retrieve_many`, 1,000 each": _reads,
    "`jobs.list`, jobs discarded": _listing,
}


async def profile(origin: str, workload: Callable[[AsyncMoveUgc], Awaitable[None]]) -> Counter[str]:
    """Sample a workload after a warm-up."""
    async with AsyncMoveUgc(API_KEY, endpoint_url=f"{origin}/graphql") as client:
        await workload(client)
        with Sampler() as sampler:
            await workload(client)
    return sampler.counts


def format_table(found: Mapping[str, Counter[str]]) -> str:
    """Return a table of the share of each part in each workload."""
    lines = [
        [part, *(f"{counts[part] / counts.total():.0%}" for counts in found.values())]
        for part in (*_PARTS, _GARBAGE, _OTHER)
    ]
    samples = ["samples", *(f"{counts.total():,}" for counts in found.values())]
    return table(["share of CPU", *found], [*lines, samples])


def write() -> None:
    """Profile all workloads, and write the table into docs/performance.md."""
    with stub() as origin:
        found = {name: asyncio.run(profile(origin, workload)) for name, workload in WORKLOADS.items()}
    print(format_table(found))
    results.embed("profile", format_table(found))


if __name__ == "__main__":
    generating.write_documents()
    write()
