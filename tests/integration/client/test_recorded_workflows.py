"""Requests recorded by an earlier version have the same keys, digests and state files today.

Otherwise users would pay again for jobs that they created with it. Never change an expected value in
`recorded_workflows.json`: an option that is added later must be missing from the request while it is not used.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from move_ugc_async import (
    AreaType,
    AsyncMoveUgc,
    CaptureError,
    CaptureEvent,
    Clip,
    ClipWindow,
    InstantClock,
    JobOptions,
    OutputType,
    StateFile,
)
from move_ugc_async.sandbox import Sandbox
from tests.integration.client.workflows import CLIP, LENS, calibrate, clap
from tests.support.servers import API_KEY

pytestmark = pytest.mark.anyio

RECORDED: dict[str, Any] = json.loads(Path(__file__).with_name("recorded_workflows.json").read_text(encoding="utf-8"))
UNREACHABLE = "http://127.0.0.1:9/graphql"
VOLUME = "volume-1"
WINDOW = ClipWindow(start_time=0.25, end_time=1.5)
OPTIONS = JobOptions(track_fingers=True, mocap_model="S2", floor_plane=False)
METADATA = {"shot": 7, "tags": ["a", "ü"], "empty": None}
CAMERAS = [Clip(CLIP, "left", LENS), Clip(CLIP, "right", LENS, file_type="mp4")]
REQUESTS: dict[str, tuple[str, dict[str, Any]]] = {
    "capture": ("capture", {"video": CLIP}),
    "capture with outputs": ("capture", {"video": CLIP, "outputs": ["main_glb", OutputType.MAIN_FBX, "main_glb"]}),
    "capture with everything": (
        "capture",
        {
            "video": CLIP,
            "move_file": b"sensors",
            "device_label": "phone",
            "options": OPTIONS,
            "outputs": ["main_blend"],
            "clip_window": WINDOW,
            "name": "dance",
            "metadata": METADATA,
        },
    ),
    "capture with an empty value of each option": (
        "capture",
        {"video": CLIP, "options": {}, "name": "", "metadata": {}},
    ),
    "multicam": ("capture_multicam", {"sources": CAMERAS, "number_of_actors": None}),
    "multicam with everything": (
        "capture_multicam",
        {
            "sources": CAMERAS,
            "number_of_actors": 2,
            "options": {"trackFingers": True},
            "outputs": "main_fbx",
            "rig": "move_ve",
            "sync_method": clap(),
            "clip_window": {"start_time": 0, "end_time": 1},
            "name": "duet",
            "metadata": METADATA,
        },
    ),
    "calibration": ("calibrate", {"sources": CAMERAS, "human_height": 1.78}),
    "calibration with everything": (
        "calibrate",
        {
            "sources": CAMERAS,
            "human_height": 2,
            "area_type": AreaType.LARGE,
            "sync_method": clap(),
            "clip_window": WINDOW,
            "name": "hall",
            "metadata": METADATA,
        },
    ),
}
CREATIONS = {
    "capture": ("createSingleCamTake", "createSingleCamJob"),
    "capture_multicam": ("createMultiCamTake", "createMultiCamJob"),
    "calibrate": ("createVolumeWithHuman",),
}
TAKE_FIELDS = {"name", "metadata", "sources", "volume_id", "sync_method"}


def call(request: str) -> tuple[str, dict[str, Any]]:
    method, arguments = REQUESTS[request]
    return method, {**arguments, **({"volume_id": VOLUME} if method == "capture_multicam" else {})}


@pytest.mark.parametrize("request_name", REQUESTS)
async def test_state_file_is_the_recorded_one(tmp_path: Path, request_name: str) -> None:
    method, arguments = call(request_name)
    path = tmp_path / "state.json"
    state_file = StateFile(path, derive_key=True)
    async with AsyncMoveUgc(API_KEY, endpoint_url=UNREACHABLE, max_retries=0, clock=InstantClock()) as client:
        with pytest.raises(CaptureError):
            await getattr(client, method)(**arguments, directory=tmp_path, state_file=state_file)
    assert path.read_text(encoding="utf-8") == json.dumps(RECORDED[request_name], indent=1)


def digest_of(operation: str, parameters: dict[str, Any]) -> str:
    document = json.dumps({"operation": operation, "parameters": parameters}, sort_keys=True)
    return hashlib.sha256(document.encode()).hexdigest()[:32]


@pytest.mark.parametrize("request_name", REQUESTS)
async def test_digests_in_metadata_are_those_of_the_recorded_request(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, request_name: str
) -> None:
    method, arguments = call(request_name)
    recorded = RECORDED[request_name]["request"]
    identity = {name: recorded[name] for name in recorded.keys() - {"operation", "endpoint", "content"}}
    contents = zip(identity["sources"], recorded["content"], strict=True)
    identity["sources"] = [{**source, "content": content} for source, content in contents]
    if method == "capture_multicam":
        arguments["volume_id"] = identity["volume_id"] = (await calibrate(client, sandbox)).id
    sandbox.journal.clear()

    def stop(event: CaptureEvent) -> None:
        if event.stage == "wait":
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await getattr(client, method)(**arguments, directory=tmp_path, key="order-7", on_progress=stop)
    found = {}
    for operation in CREATIONS[method]:
        (entry,) = sandbox.journal.filter(operation=operation)
        found[operation] = json.loads(entry.variables["metadata"])["moveUgcAsync"]
    expected = {}
    for operation in CREATIONS[method]:
        is_take = operation.endswith("Take")
        fields = identity.keys() & TAKE_FIELDS if is_take else identity.keys()
        step = "take" if is_take else "volume" if method == "calibrate" else "job"
        digest = digest_of(operation, {name: identity[name] for name in fields})
        expected[operation] = {"key": f"order-7-{step}", "digest": digest}
    assert found == expected
