"""Capture the clips of a folder, eight at a time, and download the outputs of each into its own folder.

Run it again after a failure or with new clips. The state of each clip is stored beside its outputs, so that no job is
paid for twice.

Usage: python examples/batch.py CLIPS RESULTS
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import anyio

from move_ugc_async import AsyncMoveUgc, CaptureSpec

OUTPUTS = ["MAIN_FBX", "MAIN_GLB"]


def specs(clips: Path, results: Path) -> Iterator[CaptureSpec]:
    for clip in sorted(clips.glob("*.mp4")):
        folder = results / clip.stem
        yield CaptureSpec(clip, folder, {"outputs": OUTPUTS, "state_file": folder / "capture.json"})


async def main(clips: Path, results: Path) -> int:
    failures = 0
    async with AsyncMoveUgc() as client:
        async for outcome in client.capture_many(specs(clips, results), concurrency=8):
            failures += outcome.result is None
            message = f"{len(outcome.result.outputs)} files" if outcome.result else outcome.error
            print(Path(outcome.spec.directory).name, message)
    return min(failures, 1)


if __name__ == "__main__":
    if len(sys.argv) != 3 or not Path(sys.argv[1]).is_dir():  # noqa: PLR2004 - the program and its two folders
        sys.exit("usage: python examples/batch.py CLIPS RESULTS, where CLIPS is a folder")
    sys.exit(anyio.run(main, Path(sys.argv[1]), Path(sys.argv[2])))
