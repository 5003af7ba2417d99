"""Capture a clip in one call: upload, take, job, wait, download.

With MOVE_API_KEY it runs against the Move API, where the job costs credits; without, against a local sandbox.

Usage: python examples/demo.py
"""

import os
import sys
from pathlib import Path

import anyio

from move_ugc_async import AsyncMoveUgc, CaptureEvent, MoveError
from move_ugc_async.sandbox import Sandbox, TimedClock

CLIP = Path(__file__).parent / "assets" / "dance.mp4"
FOLDER = Path("demo-out")
OUTPUTS = [
    "MAIN_FBX",
    "MAIN_GLB",
    "MAIN_USDZ",
    "ALL_BVH",
    "ALL_C3D",
    "MOTION_DATA",
    "RENDER_VIDEO",
    "RENDER_OVERLAY_VIDEO",
]


def show_progress(event: CaptureEvent) -> None:
    # "\r" returns to the start of the line, so that each event replaces the one before.
    print(f"\r{event.fraction:4.0%}  {event.stage} {event.state or '':<12}", end="", flush=True)


async def capture(client: AsyncMoveUgc) -> None:
    result = await client.capture(CLIP, FOLDER, outputs=OUTPUTS, name="demo", on_progress=show_progress)
    print(f"\n{result.state.take_id}\n{result.work.id}")
    for output in result.outputs:
        print(f"{output.path!s:<34} {output.size:>9,} bytes")
    print(f'to look at the motion: pip install ".[cli,motion]", then move-ugc view {FOLDER}')


async def main() -> None:
    if os.environ.get("MOVE_API_KEY"):
        async with AsyncMoveUgc() as client:
            await capture(client)
        return
    async with (
        Sandbox(clock=TimedClock(speed=3)) as sandbox,
        AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client,
    ):
        print(f"sandbox at {sandbox.endpoint_url}")
        await capture(client)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(__doc__)
    try:
        anyio.run(main)
    except MoveError as error:
        sys.exit(f"demo: {error}")
