"""Outputs of jobs, as the sandbox creates them."""

from pathlib import Path

from move_ugc_async.sandbox.media.outputs import make_output

CLIP = Path(__file__).parents[2] / "examples" / "assets" / "dance.mp4"
FRAMES, RATE = 100, 25
"""Of the clip, and so of the motion."""

OUTPUTS = {
    "MAIN_GLB": "main_glb.glb",
    "ALL_BVH": "all_bvh.zip",
    "MOTION_DATA": "motion_data.zip",
    "RENDER_VIDEO": "render_video.mp4",
    "MAIN_FBX": "main_fbx.fbx",
}


def write_results(folder: Path, *, actors: int, outputs: tuple[str, ...] = tuple(OUTPUTS), seed: int = 3) -> Path:
    """Write outputs of a job to a folder, and return it.

    Args:
        folder: The folder, which is created.
        actors: Number of actors.
        outputs: Names of the outputs.
        seed: Varies the motion.
    """
    folder.mkdir(parents=True)
    for output in outputs:
        content = make_output(output, clip=CLIP, actors=actors, seed=seed)
        data = content.read_bytes() if isinstance(content, Path) else content
        (folder / OUTPUTS[output]).write_bytes(data if isinstance(data, bytes) else b"".join(data))
    return folder
