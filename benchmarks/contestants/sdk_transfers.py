"""Uploads and downloads with this SDK, with its default settings."""

from pathlib import Path

from benchmarks.contestants import API_KEY, CHECKED_FILE_ID, FILE_ID
from benchmarks.contestants.memory import Growth
from benchmarks.meter import Meter
from move_ugc_async import AsyncMoveUgc


async def upload(origin: str, source: str) -> dict[str, float]:
    """Upload a file."""
    async with AsyncMoveUgc(API_KEY, endpoint_url=f"{origin}/graphql") as client:
        # Everything is imported, and a buffer is there, before memory is looked at.
        await client.files.upload(b"\0\0\0\x18ftypisom" + bytes(2**20), file_type="mp4")
        growth = Growth()
        with Meter() as meter:
            await client.files.upload(Path(source))
    return meter.transferred(Path(source).stat().st_size, growth.most())


async def download(origin: str, size: int, target: str, *, checked: bool = False) -> dict[str, float]:
    """Download a file, of which storage gives the MD5 or not."""
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
    return meter.transferred(size, growth.most())


WORKLOADS = {"upload": upload, "download": download}
