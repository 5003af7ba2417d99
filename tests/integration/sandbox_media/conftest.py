"""Outputs as tests need them: as bytes, and unpacked."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from move_ugc_async.sandbox.media import OUTPUT_KEYS, make_output
from tests.integration.sandbox_media.unpacking import Glb, parse_glb, unzip


def content(output: str, actors: int = 1, seed: int = 7) -> bytes:
    """Make an output without a clip."""
    made = make_output(output, clip=None, actors=actors, seed=seed)
    assert isinstance(made, bytes)
    return made


@pytest.fixture
def saved(tmp_path: Path) -> Callable[[str, bytes], Path]:
    """Save bytes under a name."""

    def save(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return save


@pytest.fixture
def make() -> Callable[..., bytes]:
    """Make an output as bytes: `make(output, actors=1, seed=7)`."""
    return content


@pytest.fixture(scope="session")
def glb() -> Glb:
    """One actor's GLB."""
    return parse_glb(content("MAIN_GLB"))


@pytest.fixture(scope="session")
def crowd() -> Glb:
    """Three actors' GLB."""
    return parse_glb(content("MAIN_GLB", actors=3))


@pytest.fixture(scope="session")
def motion() -> list[dict[str, Any]]:
    """One actor's motion data: its frames."""
    (document,) = unzip(content("MOTION_DATA")).values()
    frames: list[dict[str, Any]] = json.loads(document)["mocap_data"]
    return frames


@pytest.fixture(params=sorted(OUTPUT_KEYS))
def output(request: pytest.FixtureRequest) -> str:
    """Each output in turn."""
    name: str = request.param
    return name
