"""The whole journey in one call: upload a clip, make a take and a job, wait, download; then check the files.

Without MOVE_API_KEY it runs against a sandbox that it starts on a free port; with it, against the real API, where the
job costs credits.

Usage: python examples/demo.py
"""

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio

from move_ugc_async import AsyncMoveUgc, MoveError
from move_ugc_async.cli.progress import open_bars
from move_ugc_async.sandbox import Sandbox, TimedClock
from move_ugc_async.sandbox.media import describe

CLIP = Path(__file__).parent / "assets" / "dance.mp4"
FOLDER = Path("demo-out")
OUTPUTS = ["MAIN_FBX", "MAIN_GLB", "MAIN_USDZ", "ALL_BVH", "MOTION_DATA", "RENDER_VIDEO", "RENDER_OVERLAY_VIDEO"]


@asynccontextmanager
async def open_client() -> AsyncIterator[AsyncMoveUgc]:
    """Give a client of the real API where a key is set, else of a sandbox three times as fast."""
    if os.environ.get("MOVE_API_KEY"):
        async with AsyncMoveUgc() as client:
            yield client
        return
    async with Sandbox(clock=TimedClock(speed=3)) as sandbox:
        print(f"sandbox   {sandbox.endpoint_url}")
        async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client:
            yield client


async def main() -> None:
    async with open_client() as client:
        with open_bars(sys.stdout) as bars:
            bar = bars.add(CLIP.name)
            result = await client.capture(CLIP, FOLDER, outputs=OUTPUTS, name="demo", on_progress=bar.capture)
            bar.end(f"{len(result.outputs)} files in {FOLDER}")
        for made, made_id in (("take", result.state.take_id), ("job", result.state.job_id)):
            print(f"{made:<9} {made_id}")
        print(f"\n{'file':<34} {'bytes':>9}  what it is")
        for output in result.outputs:
            print(f"{output.path!s:<34} {output.size:>9,}  {describe(output.path)}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(__doc__)
    try:
        anyio.run(main)
    except MoveError as error:
        sys.exit(f"demo: {error}")
