"""The content of the outputs of jobs and volumes."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from move_ugc_async.sandbox.media.archive import write_zip
from move_ugc_async.sandbox.media.bvh import write_bvh
from move_ugc_async.sandbox.media.c3d import write_c3d
from move_ugc_async.sandbox.media.catalog import OUTPUT_KEYS
from move_ugc_async.sandbox.media.fallback import FALLBACK_CLIP
from move_ugc_async.sandbox.media.gltf import write_glb
from move_ugc_async.sandbox.media.motion import Motion, make_motions
from move_ugc_async.sandbox.media.motion_data import write_motion_data
from move_ugc_async.sandbox.media.placeholder import write_placeholder
from move_ugc_async.sandbox.media.usd import write_usdz

_VIDEOS = frozenset({"RENDER_VIDEO", "RENDER_OVERLAY_VIDEO"})
_DOCUMENTS = frozenset({"VOLUME_DEFINITION", "VOLUME_REPORT"})

# Output → (suffix, writer) of the file for each actor.
_BY_ACTOR: Mapping[str, tuple[str, Callable[[Motion], bytes]]] = {
    "ALL_BVH": (".bvh", write_bvh),
    "ALL_C3D": (".c3d", write_c3d),
    "ALL_GLB": (".glb", lambda motion: write_glb([motion])),
    "ALL_USDZ": (".usdz", lambda motion: write_usdz([motion])),
    "MOTION_DATA": ("_motion_data.json", write_motion_data),
}
_ALL_ACTORS = {"MAIN_GLB": write_glb, "MAIN_USDZ": write_usdz}


def make_output(output: str, *, clip: Path | None, actors: int, seed: int) -> bytes | Path:
    """Create one output of a job or volume; the same arguments return the same content.

    Args:
        output: An `OutputType`, or `VOLUME_PKL`, `VOLUME_DEFINITION`, `VOLUME_REPORT`.
        clip: The input video, which is also the content of rendered videos.
        actors: Number of people, at least 1.
        seed: Varies the motion.

    Returns:
        The content, or the path of a file with the content.

    Raises:
        ValueError: The output is unknown, or `actors` is below 1.
    """
    if output not in OUTPUT_KEYS:
        msg = f"output must be one of {', '.join(sorted(OUTPUT_KEYS))}; got {output!r}"
        raise ValueError(msg)
    if actors < 1:
        msg = f"actors must be at least 1; got {actors}"
        raise ValueError(msg)
    if output in _VIDEOS:
        return FALLBACK_CLIP if clip is None else clip
    if output in _DOCUMENTS:
        return _document(output)
    if output in _ALL_ACTORS:
        return _ALL_ACTORS[output](make_motions(actors, seed))
    if output in _BY_ACTOR:
        return _archive(output, make_motions(actors, seed))
    if output.startswith("ALL_"):
        return _placeholder_archive(output, actors)
    return write_placeholder(output)


def _archive(output: str, motions: list[Motion]) -> bytes:
    suffix, write = _BY_ACTOR[output]
    return write_zip((f"track{i:02}{suffix}", write(motion)) for i, motion in enumerate(motions))


def _placeholder_archive(output: str, actors: int) -> bytes:
    suffix = output.removeprefix("ALL_").lower()
    return write_zip((f"track{actor:02}.{suffix}", write_placeholder(output, actor)) for actor in range(actors))


def _document(output: str) -> bytes:
    document = {
        "generator": "move_ugc_async sandbox",
        "output": output.lower(),
        "note": "Sandbox output: no camera was calibrated.",
    }
    return json.dumps(document, indent=2).encode()
