"""Uploads and downloads with this SDK, with default settings."""

from pathlib import Path

from benchmarks.contestants import API_KEY, CHECKED_FILE_ID, FILE_ID
from benchmarks.contestants.memory import Growth
from benchmarks.meter import Meter
from move_ugc_async import AsyncMoveUgc


async def upload(origin: str, source: str) -> dict[str, float]:
    """Upload a file."""
    async with AsyncMoveUgc(API_KEY, endpoint_url=f"{origin}/graphql") as client:
        # Import everything and allocate a buffer before memory is measured.
        await client.files.upload(b"\0\0\0\x18ftypisom" + bytes(2**20), file_type="mp4")
        growth = Growth()
        with Meter() as meter:
            await client.files.upload(Path(source))
    return meter.transferred(Path(source).stat().st_size, growth.peak())


async def download(origin: str, size: int, target: str, *, checked: bool = False) -> dict[str, float]:
    """Download a file, with or without an MD5 from storage."""
    path, file_id = Path(target), CHECKED_FILE_ID if checked else FILE_ID
    async with AsyncMoveUgc(API_KEY, endpoint_url=f"{origin}/graphql") as client:
        await client.files.retrieve(file_id)
        growth = Growth()
        try:
            with Meter() as meter:
                await client.files.download(file_id, path)
            assert path.stat().st_size == size
        finally:
            path.unlink(missing_ok=True)
    return meter.transferred(size, growth.peak())


WORKLOADS = {"upload": upload, "download": download}
