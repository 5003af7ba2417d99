"""The whole journey: upload a clip, make a take and a job, watch the job, download and check its outputs.

Without MOVE_API_KEY it runs against a sandbox that it starts on a free port; with it, against the real API, where the
job costs credits.
"""

import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio

from move_ugc_async import AdditionalFileType, AsyncMoveUgc, MoveError, ProgressEvent, SourceIn
from move_ugc_async.sandbox import Sandbox, TimedClock
from move_ugc_async.sandbox.media import describe

CLIP = Path(__file__).parent / "assets" / "dance.mp4"
FOLDER = Path("demo-out")
OUTPUTS = ["MAIN_FBX", "MAIN_GLB", "MAIN_USDZ", "ALL_BVH", "MOTION_DATA", "RENDER_VIDEO", "RENDER_OVERLAY_VIDEO"]
BAR = 30
PAUSE = None if os.environ.get("MOVE_API_KEY") else 0.2  # the sandbox is quick, and asked as often as one likes


@asynccontextmanager
async def open_client() -> AsyncIterator[AsyncMoveUgc]:
    """Give a client of the real API where a key is set, else of a sandbox ten times as fast."""
    if os.environ.get("MOVE_API_KEY"):
        async with AsyncMoveUgc() as client:
            yield client
        return
    async with Sandbox(clock=TimedClock(speed=10)) as sandbox:
        print(f"sandbox   {sandbox.endpoint_url}")
        async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client:
            yield client


async def main() -> None:
    async with open_client() as client:
        file = await client.files.upload(CLIP)
        print(f"uploaded  {file.id}  {CLIP.stat().st_size:,} bytes")
        take = await client.takes.create_singlecam([SourceIn(device_label="demo", file_id=file.id, format="MP4")])
        print(f"take      {take.id}")
        job = await client.jobs.create_singlecam(take.id, name="demo", outputs=OUTPUTS)
        print(f"job       {job.id}")
        job = await client.jobs.wait(job, on_progress=show, poll_interval=PAUSE, expand=["outputs"])
        folder = anyio.Path(FOLDER)
        await folder.mkdir(exist_ok=True)
        print(f"\n{'file':<28} {'bytes':>9}  what it is")
        for output in job.outputs or []:
            path = await client.files.download(output.file, FOLDER / file_name(output), overwrite=True)
            print(f"{path!s:<28} {path.stat().st_size:>9,}  {describe(path)}")


def show(event: ProgressEvent) -> None:
    percentage = event.percentage or 0
    end = "" if sys.stdout.isatty() else "\n"
    start = "\r" if sys.stdout.isatty() else ""
    bar = "#" * (BAR * percentage // 100)
    print(f"{start}progress  [{bar:<{BAR}}] {percentage:>3}%  {event.state or '':<12}", end=end, flush=True)


def file_name(output: AdditionalFileType) -> str:
    """Name a file by its role, which is unique in a job; its type alone is not."""
    return re.sub(r"[^A-Za-z0-9_.-]", "_", f"{output.format or output.file.id}{output.file.type}").lstrip(".")


if __name__ == "__main__":
    try:
        anyio.run(main)
    except MoveError as error:
        sys.exit(f"demo: {error}")
