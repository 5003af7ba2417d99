"""Submit the clips of a folder to the workers, and print how each of them ends.

Only the database is used: no clip is uploaded from here, and this program may end before the work does. Run it again
at any time: clips are known by their content and options, so no job is paid for twice.

DATABASE_URL      postgresql://user:password@host/name, the same for all workers and submitters
MOVE_API_KEY      API key of the Move API

Usage: python submit.py CLIPS RESULTS, which are folders that all workers see under the same paths
"""

import asyncio
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from move_ugc_async import CaptureSpec, MoveError
from move_ugc_async.batch import Batch

OUTPUTS = ["MAIN_FBX", "MAIN_GLB"]


def specs(clips: Path, results: Path) -> Iterator[CaptureSpec]:
    for clip in sorted(clips.glob("*.mp4")):
        yield CaptureSpec(clip, results / clip.stem, {"outputs": OUTPUTS})


async def main(clips: Path, results: Path) -> int:
    failures = 0
    async with Batch(os.environ["DATABASE_URL"], worker=False) as batch:
        report = await batch.submit(specs(clips, results))
        print(
            f"{len(report.accepted)} new clips, {len(report.known)} known, {len(report.rejected)} rejected", flush=True
        )
        # All clips of the batch, also those that were submitted before.
        async for outcome in batch.results():
            # A duplicate has the outputs of the clip that it equals.
            failures += not outcome.outputs
            print(outcome.state, outcome.path, outcome.job_id or "-", outcome.message, flush=True)
    return min(failures, 1)


if __name__ == "__main__":
    if len(sys.argv) != 3 or not Path(sys.argv[1]).is_dir():  # noqa: PLR2004 - the program and its two folders
        sys.exit("usage: python submit.py CLIPS RESULTS, where CLIPS is a folder")
    try:
        sys.exit(asyncio.run(main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())))
    except MoveError as error:
        sys.exit(f"submit: {error}")
