"""`python -m tests.robustness.processes.stepping URL`: use a client on an event loop that is run step by step.

Blender add-ons and nest_asyncio do so: done callbacks of the last task never run, and the loop is never closed.
"""

import asyncio
import sys
import threading
from pathlib import Path
from tempfile import mkdtemp

from move_ugc_async import AsyncMoveUgc
from tests.support.servers import API_KEY


async def main(url: str) -> None:
    async with AsyncMoveUgc(API_KEY, endpoint_url=url) as client:
        await client.files.upload(b"\0\0\0\x18ftypisom" + bytes(20))
        await client.files.download("file-1", Path(mkdtemp(), "clip.mp4"))


if __name__ == "__main__":
    loop = asyncio.new_event_loop()
    task = loop.create_task(main(sys.argv[1]))
    while not task.done():
        loop.call_soon(loop.stop)
        loop.run_forever()
    task.result()
    alive = {thread.name for thread in threading.enumerate() if not thread.daemon}
    print(*alive - {threading.main_thread().name}, flush=True)  # noqa: T201
