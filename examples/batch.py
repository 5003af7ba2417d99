"""Capture every clip of a folder, eight at a time, and download what comes of each into a folder of its own.

Run again after a failure, or with new clips, it goes on: the state of each clip is kept beside its outputs, so that
nothing is paid for twice.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import anyio

from move_ugc_async import AsyncMoveUgc, CaptureError, CaptureResult, CaptureSpec, CaptureState

OUTPUTS = ["MAIN_FBX", "MAIN_GLB"]
STATE = "capture.json"


def keep(state: CaptureState, path: Path) -> None:
    """Write a state as a whole: half of one would be no state."""
    new = path.with_suffix(".new")
    new.write_text(json.dumps(state.to_json()))
    new.replace(path)


def specs(clips: Path, results: Path) -> Iterator[CaptureSpec]:
    for clip in sorted(clips.glob("*.mp4")):
        folder = results / clip.stem
        folder.mkdir(parents=True, exist_ok=True)
        state = folder / STATE
        if not state.exists():
            keep(CaptureState(), state)
        yield CaptureSpec(
            clip, folder, {"outputs": OUTPUTS, "resume_from": json.loads(state.read_text(encoding="utf-8"))}
        )


async def main(clips: Path, results: Path) -> int:
    failures = 0
    async with AsyncMoveUgc() as client:
        async for outcome in client.capture_many(specs(clips, results), concurrency=8):
            ended = outcome.result or outcome.error
            if isinstance(ended, CaptureResult | CaptureError):
                await anyio.to_thread.run_sync(keep, ended.state, Path(outcome.spec.directory, STATE))
            failures += outcome.result is None
            told = f"{len(outcome.result.outputs)} files" if outcome.result else outcome.error
            print(Path(outcome.spec.video).name, told)
    return failures


if __name__ == "__main__":
    sys.exit(anyio.run(main, Path(sys.argv[1]), Path(sys.argv[2])))
