"""Where the CPU time of the SDK goes: samples of the function that runs, by what it is for.

usage: python -m benchmarks.profiling
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
from benchmarks.contestants.driving import burst
from benchmarks.spawn import stub
from benchmarks.table import table
from move_ugc_async import AsyncMoveUgc

INTERVAL = 0.001
"""Seconds of CPU between two samples; kernels make it up to four times as long."""

_GARBAGE, _OTHER = "garbage collection", "other"
_PARTS: Mapping[str, Sequence[str]] = {
    "event loop and sockets": ("/asyncio/", "/selectors.py"),
    "aiohttp": ("/aiohttp/", "/multidict/", "/yarl/", "/propcache/"),
    "anyio": ("/anyio/", "/sniffio/"),
    "reading JSON": ("/move_ugc_async/_transport/response.py",),
    "models": (
        "/pydantic/",
        "/move_ugc_async/_schema/scalars.py",
        "/move_ugc_async/idempotency.py",
        "/_transport/operation.py",
    ),
    "the way of a call": (
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
    """Count which part of the program runs, every few milliseconds of CPU.

    What C code does is counted for the Python function that has called it.
    """

    def __init__(self) -> None:
        self.counts = Counter[str]()

    def __enter__(self) -> Self:
        gc.callbacks.append(self._collect)
        signal.signal(signal.SIGPROF, self._note)
        signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)
        return self

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        gc.callbacks.remove(self._collect)

    def _note(self, _: int, frame: FrameType | None) -> None:
        if frame is not None:
            self.counts[_GARBAGE if frame.f_code is Sampler._collect.__code__ else _part(frame)] += 1

    def _collect(self, phase: str, info: Mapping[str, int]) -> None:
        """Be the function that runs after a collection: a signal that came meanwhile arrives here."""


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
    "`jobs.retrieve`, 50 at once": _calls,
    "`retrieve_many`, 1,000 each": _reads,
    "`jobs.list`, jobs let go": _listing,
}


async def profile(origin: str, workload: Callable[[AsyncMoveUgc], Awaitable[None]]) -> Counter[str]:
    """Sample a workload, once everything is imported and connections are open."""
    async with AsyncMoveUgc(API_KEY, endpoint_url=f"{origin}/graphql") as client:
        await workload(client)
        with Sampler() as sampler:
            await workload(client)
    return sampler.counts


def shown(found: Mapping[str, Counter[str]]) -> str:
    """Show the share of each part in each workload."""
    lines = [
        [part, *(f"{counts[part] / counts.total():.0%}" for counts in found.values())]
        for part in (*_PARTS, _GARBAGE, _OTHER)
    ]
    samples = ["samples", *(f"{counts.total():,}" for counts in found.values())]
    return table(["share of CPU", *found], [*lines, samples])


def write() -> None:
    """Profile all, and write the table into the documentation."""
    with stub() as origin:
        found = {name: asyncio.run(profile(origin, workload)) for name, workload in WORKLOADS.items()}
    print(shown(found))
    results.embed("profile", shown(found))


if __name__ == "__main__":
    generating.write_documents()
    write()
