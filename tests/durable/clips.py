"""Clips of different content."""

from pathlib import Path
from random import Random

from tests.robustness.chaos.trial import CLIP


def write_clips(folder: Path, number: int, chance: Random, prefix: str = "clip") -> list[str]:
    """Write valid clips that differ in a box that players skip, and return their paths."""
    folder.mkdir(exist_ok=True)
    content = CLIP.read_bytes()
    paths = [folder / f"{prefix}-{place:04}.mp4" for place in range(number)]
    for path in paths:
        path.write_bytes(content + (24).to_bytes(4, "big") + b"free" + chance.randbytes(16))
    return list(map(str, paths))
