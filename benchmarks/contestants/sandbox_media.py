"""The outputs of a job of the sandbox."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from benchmarks.meter import Meter
from move_ugc_async.sandbox.media import OUTPUT_KEYS, make_output
from move_ugc_async.sandbox.media.clip import Section
from move_ugc_async.sandbox.media.render import grey_video


def outputs(origin: str, seconds: int, rate: float, actors: int) -> dict[str, float]:  # noqa: ARG001 - every workload has it
    """Create every output for a clip of this length."""
    with tempfile.TemporaryDirectory() as folder:
        clip = Path(folder, "clip.mp4")
        clip.write_bytes(grey_video(Section(0.0, round(seconds * rate), rate)))
        size = 0
        with Meter() as meter:
            for output in OUTPUT_KEYS:
                size += _size(make_output(output, clip=clip, window=None, actors=actors, seed=7))
    return {"wall_s": meter.wall, "cpu_s": meter.cpu, "mb": size / 1e6}


def _size(content: bytes | Path | Iterable[bytes]) -> int:
    if isinstance(content, Path):
        return content.stat().st_size
    return len(content) if isinstance(content, bytes) else sum(map(len, content))


WORKLOADS = {"outputs": outputs}
