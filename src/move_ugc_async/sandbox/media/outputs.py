"""The content of the outputs of jobs and volumes."""

import json
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from move_ugc_async.sandbox.media.archive import write_zip
from move_ugc_async.sandbox.media.bvh import write_bvh
from move_ugc_async.sandbox.media.c3d import write_c3d
from move_ugc_async.sandbox.media.catalog import OUTPUT_KEYS
from move_ugc_async.sandbox.media.clip import read_clip, section_of
from move_ugc_async.sandbox.media.fbx import write_fbx
from move_ugc_async.sandbox.media.gltf import write_glb
from move_ugc_async.sandbox.media.motion import Motion, make_motions
from move_ugc_async.sandbox.media.motion_data import write_motion_data
from move_ugc_async.sandbox.media.placeholder import write_placeholder
from move_ugc_async.sandbox.media.render import cut_video, grey_video
from move_ugc_async.sandbox.media.usd import has_crate_writer, write_usdc, write_usdz

_VIDEOS = frozenset({"RENDER_VIDEO", "RENDER_OVERLAY_VIDEO"})
_DOCUMENTS = frozenset({"VOLUME_DEFINITION", "VOLUME_REPORT"})

# Writers by the suffix of an output's name: of one file with all actors, and of a file with one.
_WRITERS: Mapping[str, Callable[[Sequence[Motion]], bytes]] = {
    "FBX": write_fbx,
    "GLB": write_glb,
    "USDC": write_usdc,
    "USDZ": write_usdz,
    "BVH": lambda motions: write_bvh(motions[0]),
    "C3D": lambda motions: write_c3d(motions[0]),
}


def make_output(
    output: str, *, clip: Path | None, window: tuple[float, float] | None = None, actors: int, seed: int
) -> bytes | Path | Iterable[bytes]:
    """Create one output of a job or volume; the same arguments return the same content.

    All outputs with the same `clip`, `window`, `actors` and `seed` show the same motion.

    Args:
        output: An `OutputType`, or `VOLUME_PKL`, `VOLUME_DEFINITION`, `VOLUME_REPORT`.
        clip: The input video, which is also the content of rendered videos.
        window: The part of the clip that is processed, from start to end in seconds; None means all of it.
        actors: Number of people, at least 1.
        seed: Varies the motion.

    Returns:
        The content, the path of a file with the content, or the parts of the content.

    Raises:
        ValueError: The output is unknown, or `actors` is below 1.
    """
    if output not in OUTPUT_KEYS:
        msg = f"output must be one of {', '.join(sorted(OUTPUT_KEYS))}; got '{output}'"
        raise ValueError(msg)
    if actors < 1:
        msg = f"actors must be at least 1; got {actors}"
        raise ValueError(msg)
    if output in _VIDEOS:
        return _video(clip, window)
    if output in _DOCUMENTS:
        return _document(output)
    kind, _, suffix = output.partition("_")
    if output != "MOTION_DATA" and (suffix not in _WRITERS or (suffix == "USDC" and not has_crate_writer())):
        return _placeholders(output, actors) if kind == "ALL" else write_placeholder(output)
    section = section_of(None if clip is None else read_clip(clip), window)
    motions = make_motions(actors=actors, seed=seed, frames=section.frames, rate=section.rate)
    if output == "MOTION_DATA":
        return _archive("_motion_data.json", (write_motion_data(motion) for motion in motions))
    if kind == "ALL":
        return _archive(f".{suffix.lower()}", (_WRITERS[suffix]([motion]) for motion in motions))
    return _WRITERS[suffix](motions)


def _video(clip: Path | None, window: tuple[float, float] | None) -> bytes | Path | Iterable[bytes]:
    header = None if clip is None else read_clip(clip)
    if clip is None or header is None or not header.is_playable or (window and header.is_fragmented):
        return grey_video(section_of(header, window))
    if window is None:
        return clip
    section = section_of(header, window)
    try:
        return cut_video(clip, section)
    except (ValueError, struct.error):
        return grey_video(section)


def _archive(suffix: str, contents: Iterable[bytes]) -> bytes:
    return write_zip((f"track{actor:02}{suffix}", content) for actor, content in enumerate(contents))


def _placeholders(output: str, actors: int) -> bytes:
    suffix = output.removeprefix("ALL_").lower()
    return _archive(f".{suffix}", (write_placeholder(output, actor) for actor in range(actors)))


def _document(output: str) -> bytes:
    document = {
        "generator": "move_ugc_async sandbox",
        "output": output.lower(),
        "note": "Sandbox output: no camera was calibrated.",
    }
    return json.dumps(document, indent=2).encode()
