"""Outputs of two seconds of a clip: as bytes, unpacked and parsed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from move_ugc_async.sandbox.media import OUTPUT_KEYS, make_output
from tests.integration.sandbox_media.unpacking import Glb, parse_glb, unzip

CLIP = Path(__file__).parents[3] / "examples" / "assets" / "dance.mp4"
RATE = 25.0
FRAMES = 50


def content(output: str, actors: int = 1, seed: int = 7) -> bytes:
    """Create an output of two seconds of the demo's clip."""
    made = make_output(output, clip=CLIP, window=(1.0, 3.0), actors=actors, seed=seed)
    return made if isinstance(made, bytes) else b"".join(made) if not isinstance(made, Path) else made.read_bytes()


@pytest.fixture
def saved(tmp_path: Path) -> Callable[[str, bytes], Path]:
    """Return a function that saves bytes under a name."""

    def save(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return save


@pytest.fixture
def make() -> Callable[..., bytes]:
    """Return a function that creates an output: `make(output, actors=1, seed=7)`."""
    return content


@pytest.fixture(scope="session")
def glb() -> Glb:
    """Return the GLB of one actor."""
    return parse_glb(content("MAIN_GLB"))


@pytest.fixture(scope="session")
def crowd() -> Glb:
    """Return the GLB of three actors."""
    return parse_glb(content("MAIN_GLB", actors=3))


@pytest.fixture(scope="session")
def motions() -> list[list[dict[str, Any]]]:
    """Return the frames of the motion data of each of two actors."""
    return [json.loads(document)["mocap_data"] for document in unzip(content("MOTION_DATA", actors=2)).values()]


@pytest.fixture(params=sorted(OUTPUT_KEYS))
def output(request: pytest.FixtureRequest) -> str:
    """Return the name of an output; tests run with each."""
    name: str = request.param
    return name
