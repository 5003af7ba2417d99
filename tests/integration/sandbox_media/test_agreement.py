"""All outputs of a job show one motion: other people's readers find each joint at the same place in each frame."""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pxr import Usd, UsdGeom, UsdSkel

from scripts.outputs.table import read_file
from tests.integration.sandbox_media.conftest import FRAMES, RATE
from tests.integration.sandbox_media.unpacking import unzip

Make = Callable[..., bytes]
Save = Callable[[str, bytes], Path]
Frames = list[dict[str, list[float]]]
Motions = list[list[dict[str, Any]]]

ROUNDING = 3e-6  # metres


def _published(motion: list[dict[str, Any]]) -> Frames:
    return [{name: joint["position"] for name, joint in frame["joint_data"].items()} for frame in motion]


def _assert_equal(found: Frames, motion: list[dict[str, Any]]) -> None:
    expected = _published(motion)
    assert len(found) == len(expected) == FRAMES
    for frame, (places, others) in enumerate(zip(found, expected, strict=True)):
        assert list(places) == list(others)
        for joint, place in places.items():
            assert math.dist(place, others[joint]) <= ROUNDING, (frame, joint)


def test_c3d_agrees_with_motion_data(make: Make, motions: Motions, saved: Save) -> None:
    ezc3d = pytest.importorskip("ezc3d", exc_type=ImportError)
    for data, motion in zip(unzip(make("ALL_C3D", actors=2)).values(), motions, strict=True):
        c3d = ezc3d.c3d(str(saved("actor.c3d", data)))
        point = {
            name: parameter["value"] for name, parameter in c3d["parameters"]["POINT"].items() if name != "__METADATA__"
        }
        assert (point["UNITS"], point["X_SCREEN"], point["Y_SCREEN"]) == (["mm"], ["+X"], ["+Z"])
        assert list(point["RATE"]) == [RATE]
        points = c3d["data"]["points"][:3] / 1000
        found = [
            {label: points[:, joint, frame].tolist() for joint, label in enumerate(point["LABELS"])}
            for frame in range(points.shape[2])
        ]
        _assert_equal(found, motion)


@pytest.mark.parametrize("output", ["MAIN_USDC", "MAIN_USDZ"])
def test_usd_agrees_with_motion_data(output: str, make: Make, motions: Motions, saved: Save) -> None:
    stage = Usd.Stage.Open(str(saved(f"actors.{output[-4:].lower()}", make(output, actors=2))))
    assert (UsdGeom.GetStageUpAxis(stage), UsdGeom.GetStageMetersPerUnit(stage)) == ("Z", 1.0)
    assert (stage.GetTimeCodesPerSecond(), stage.GetEndTimeCode()) == (RATE, FRAMES - 1)
    cache = UsdSkel.Cache()
    skeletons = [UsdSkel.Skeleton(prim) for prim in stage.Traverse() if prim.IsA(UsdSkel.Skeleton)]
    for skeleton, motion in zip(skeletons, motions, strict=True):
        query = cache.GetSkelQuery(skeleton)
        names = [str(path).rpartition("/")[2] for path in query.GetJointOrder()]
        found: Frames = []
        for frame in range(FRAMES):
            matrices = query.ComputeJointWorldTransforms(UsdGeom.XformCache(frame))
            found.append({name: list(m.ExtractTranslation()) for name, m in zip(names, matrices, strict=True)})
        _assert_equal(found, motion)


@pytest.mark.parametrize("output", ["MAIN_FBX", "MAIN_GLB", "MAIN_USDC", "MAIN_USDZ", "ALL_BVH", "ALL_C3D"])
def test_readers_of_this_project_agree_with_motion_data(output: str, make: Make, motions: Motions, saved: Save) -> None:
    suffix = ".zip" if output.startswith("ALL_") else f".{output[5:].lower()}"
    rows = read_file(saved(f"output{suffix}", make(output, actors=2)))
    tracks = [track for row in rows if row.content for track in row.content.tracks]
    for track, motion in zip(tracks, motions, strict=True):
        assert track.rate == pytest.approx(RATE)
        found = [
            {name: list(place) for name, place in zip(track.joints, track.positions(frame), strict=True)}
            for frame in range(track.frames)
        ]
        _assert_equal(found, motion)


def test_rotations_and_positions_of_motion_data_agree(make: Make, motions: Motions) -> None:
    (bvh, _) = unzip(make("ALL_BVH", actors=2)).values()
    offsets, parents = _rest(bvh.decode())
    found: Frames = []
    for frame in motions[0]:
        turns: dict[str, list[list[float]]] = {}
        places: dict[str, list[float]] = {}
        for name, joint in frame["joint_data"].items():
            own = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
            for axis, angle in zip(joint["type"].removeprefix("euler_"), joint["rotations"], strict=True):
                own = _product(own, _turn(axis, angle))
            above = parents[name]
            if above is None:
                turns[name], places[name] = own, joint["position"]
                continue
            turns[name] = _product(turns[above], own)
            offset = offsets[name]
            step = [sum(a * b for a, b in zip(row, offset, strict=True)) for row in turns[above]]
            places[name] = [a + b for a, b in zip(places[above], step, strict=True)]
        found.append(places)
    _assert_equal(found, motions[0])


def test_two_jobs_have_two_motions(make: Make) -> None:
    first, second = (json.loads(*unzip(make("MOTION_DATA", seed=seed)).values()) for seed in (1, 2))
    assert _published(first["mocap_data"]) != _published(second["mocap_data"])


def _rest(bvh: str) -> tuple[dict[str, list[float]], dict[str, str | None]]:
    """Return offset, in metres and Z up, and parent of each joint."""
    offsets: dict[str, list[float]] = {}
    parents: dict[str, str | None] = {}
    above: list[str] = []
    for words in map(str.split, bvh.partition("MOTION")[0].splitlines()):
        if words[0] in {"ROOT", "JOINT"}:
            parents[words[1]] = above[-1] if above else None
        if words[0] in {"ROOT", "JOINT", "End"}:
            above.append(words[1])
        elif words[0] == "OFFSET":
            x, y, z = (float(word) / 100 for word in words[1:])
            offsets[above[-1]] = [x, -z, y]
        elif words[0] == "}":
            above.pop()
    return offsets, parents


def _turn(axis: str, angle: float) -> list[list[float]]:
    cos, sin = math.cos(angle), math.sin(angle)
    return {
        "x": [[1, 0, 0], [0, cos, -sin], [0, sin, cos]],
        "y": [[cos, 0, sin], [0, 1, 0], [-sin, 0, cos]],
        "z": [[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]],
    }[axis]


def _product(a: list[list[float]], b: list[list[float]]) -> list[list[float]]:
    return [[sum(a[i][k] * b[k][j] for k in range(3)) for j in range(3)] for i in range(3)]
