"""Uploads and downloads as in aiohttp's documentation: no checksums, no retries."""

import os
from pathlib import Path

import aiohttp

from benchmarks.contestants.memory import Growth
from benchmarks.meter import Meter

CHUNK = 256 * 1024
URL = "{}/storage/clip.mp4?X-Amz-Signature=0f91"


async def upload(origin: str, source: str) -> dict[str, float]:
    """Upload a file."""
    path = Path(source)
    async with aiohttp.ClientSession() as session:
        async with session.put(URL.format(origin), data=bytes(2**20)) as response:
            response.raise_for_status()
        growth = Growth()
        with Meter() as meter, path.open("rb") as file:
            async with session.put(URL.format(origin), data=file) as response:
                response.raise_for_status()
    return meter.transferred(path.stat().st_size, growth.peak())


async def download(origin: str, size: int, target: str, *, sync: bool) -> dict[str, float]:
    """Download a file, optionally with a sync to disk."""
    path = Path(target)
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{origin}/counters") as response:
            response.raise_for_status()
        growth = Growth()
        try:
            with Meter() as meter, path.open("wb") as file:
                async with session.get(URL.format(origin)) as response:
                    response.raise_for_status()
                    async for chunk in response.content.iter_chunked(CHUNK):
                        file.write(chunk)
                if sync:
                    # Not in aiohttp's documentation. The SDK syncs a file before it gets its final name.
                    file.flush()
                    os.fsync(file.fileno())
            assert path.stat().st_size == size
        finally:
            path.unlink(missing_ok=True)
    return meter.transferred(size, growth.peak())


WORKLOADS = {"upload": upload, "download": download}
