"""Workflows that are restarted with changed options: allowed until a job may exist."""

from pathlib import Path
from typing import Any

import anyio
import pytest

from move_ugc_async import (
    AsyncMoveUgc,
    CaptureError,
    CaptureState,
    Clip,
    ClipWindow,
    IdempotencyMismatchError,
    InstantClock,
    JobOptions,
    MoveInvalidRequestError,
    StateFile,
    StateFileMismatchError,
)
from move_ugc_async.capture.state_file import read_workflow
from move_ugc_async.sandbox import Drop, Fault, GraphQLFault, Sandbox, Stall, Status
from tests.integration.client.loops import both_loops
from tests.integration.client.workflows import CLIP, LENS, write_variant
from tests.support.wait_until import wait_until

pytestmark = pytest.mark.anyio

GLB = ["main_glb"]
INVALID = GraphQLFault(None, "Variable 'options' has an invalid value: mocapModel")
REFUSALS: dict[str, Fault] = {
    "invalid": INVALID,
    "wrong API key": GraphQLFault("UnauthorizedException", status=401),
    "malformed": GraphQLFault("MalformedHttpRequestException", status=400),
}
CHANGES: dict[str, dict[str, Any]] = {
    "outputs": {"outputs": ["main_fbx"]},
    "options": {"options": JobOptions(track_fingers=True)},
    "clip window": {"clip_window": ClipWindow(start_time=0, end_time=1)},
    "name": {"name": "walk"},
    "metadata": {"metadata": {"scene": 7}},
}


@pytest.fixture
def sandbox() -> Any:
    """Yield a sandbox in which every job has finished by the next request."""
    with Sandbox(clock="instant") as sandbox:
        yield sandbox
    assert not sandbox.leaks


def state_in(path: Path) -> CaptureState:
    stored = read_workflow(path)
    assert stored is not None
    return stored.state


async def refuse_job(client: AsyncMoveUgc, sandbox: Sandbox, request: dict[str, Any], fault: Fault) -> CaptureState:
    """Run a workflow whose job the server refuses, and return its state."""
    rule = sandbox.faults.add(fault, operation="createSingleCamJob")
    with pytest.raises(CaptureError) as caught:
        await client.capture(**request)
    sandbox.faults.remove(rule)
    assert caught.value.stage == "job"
    assert not sandbox.ledger
    return caught.value.state


@both_loops
@pytest.mark.parametrize("fault", REFUSALS.values(), ids=REFUSALS)
@pytest.mark.parametrize("derive_key", [False, True])
async def test_workflow_whose_job_was_refused_starts_again_with_other_options(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, fault: Fault, *, derive_key: bool
) -> None:
    path = tmp_path / "dance.json"
    file = StateFile(path, derive_key=derive_key)
    request: dict[str, Any] = {"video": CLIP, "directory": tmp_path, "outputs": GLB, "state_file": file}
    state = await refuse_job(client, sandbox, request, fault)
    assert (state.take_id is None, state.job_id, state.work_attempted) == (False, None, False)
    for change in CHANGES.values():
        # Each is a separate request, whose job is refused as well.
        await refuse_job(client, sandbox, {**request, **change}, fault)
    result = await client.capture(**{**request, **CHANGES["options"]})
    assert [charge.id for charge in sandbox.ledger] == [result.work.id]
    assert state_in(path) == result.state
    # The clip was uploaded once.
    assert sandbox.journal.count("createFile") == 1


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_job_is_created_with_the_changed_options(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, change: dict[str, Any]
) -> None:
    request: dict[str, Any] = {"video": CLIP, "directory": tmp_path, "outputs": GLB, "state_file": tmp_path / "a.json"}
    await refuse_job(client, sandbox, request, INVALID)
    result = await client.capture(**{**request, **change})
    with_new_file = await client.capture(**{**request, **change, "state_file": tmp_path / "b.json"})
    for name in ("name", "metadata"):
        assert getattr(result.work, name) == getattr(with_new_file.work, name)
    *_, sent, expected = [entry.variables for entry in sandbox.journal if "createSingleCamJob" in entry.fields]
    assert {**sent, "takeId": "", "metadata": ""} == {**expected, "takeId": "", "metadata": ""}
    assert [output.format for output in result.outputs] == [output.format for output in with_new_file.outputs]


async def test_state_file_without_a_job_is_reused_for_another_clip(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    path = tmp_path / "dance.json"
    request: dict[str, Any] = {"video": CLIP, "directory": tmp_path, "outputs": GLB, "state_file": path}
    await refuse_job(client, sandbox, request, INVALID)
    broken = tmp_path / "broken.mp4"
    await anyio.Path(broken).write_bytes(b"not a video")
    with pytest.raises(CaptureError, match="preflight"):
        await client.capture(**{**request, "video": broken})
    result = await client.capture(**{**request, "video": write_variant(tmp_path / "other.mp4")})
    assert state_in(path) == result.state
    assert len(sandbox.ledger) == 1
    assert sandbox.journal.count("createFile") == 2


async def test_state_file_without_a_job_is_reused_for_another_endpoint_with_new_uploads(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    request: dict[str, Any] = {"video": CLIP, "directory": tmp_path, "outputs": GLB, "state_file": tmp_path / "a.json"}
    await refuse_job(client, sandbox, request, INVALID)
    with Sandbox(clock="instant") as other:
        async with AsyncMoveUgc(other.api_key, endpoint_url=other.endpoint_url, clock=InstantClock()) as stranger:
            await stranger.capture(**request)
        assert other.journal.count("createFile") == len(other.ledger) == 1


@pytest.mark.parametrize("change", ["outputs", "options", "clip window"])
async def test_state_without_a_job_is_resumed_with_other_options_of_the_job(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, change: str
) -> None:
    request: dict[str, Any] = {"video": CLIP, "directory": tmp_path, "outputs": GLB}
    state = await refuse_job(client, sandbox, request, INVALID)
    result = await client.capture(**{**request, **CHANGES[change]}, resume_from=state.to_json())
    assert (result.state.key, result.state.take_id) == (state.key, state.take_id)
    created = [sandbox.journal.count(field) for field in ("createFile", "createSingleCamTake")]
    assert (len(sandbox.ledger), created) == (1, [1, 1])


async def test_state_without_a_job_is_not_resumed_with_another_take(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    request: dict[str, Any] = {"video": CLIP, "directory": tmp_path, "outputs": GLB}
    state = await refuse_job(client, sandbox, request, INVALID)
    with pytest.raises(CaptureError, match="another key") as caught:
        await client.capture(**request, name="walk", resume_from=state)
    assert isinstance(caught.value.__cause__, IdempotencyMismatchError)
    assert not sandbox.ledger


@both_loops
async def test_workflow_whose_job_may_exist_is_not_started_with_other_options(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    path = tmp_path / "dance.json"
    careful = client.with_options(on_ambiguous="raise")
    request: dict[str, Any] = {"video": CLIP, "directory": tmp_path, "outputs": GLB, "state_file": path}
    sandbox.faults.add([Drop(after_work=True)], operation="createSingleCamJob")
    sandbox.faults.add(Status(403), operation="listJobs")
    with pytest.raises(CaptureError, match="the outcome of the creation is unknown") as caught:
        await careful.capture(**request)
    state = caught.value.state
    assert (state.job_id, state.work_attempted) == (None, True)
    with pytest.raises(StateFileMismatchError) as refused:
        await careful.capture(**{**request, "outputs": ["main_fbx"]})
    assert refused.value.state == state_in(path)
    del request["state_file"]
    with pytest.raises(CaptureError, match="other options") as caught:
        await careful.capture(**{**request, "outputs": ["main_fbx"]}, resume_from=state)
    assert isinstance(caught.value.__cause__, MoveInvalidRequestError)
    assert len(sandbox.ledger) == 1


async def test_state_of_an_earlier_version_may_have_a_job() -> None:
    earlier = {"key": "a", "file_ids": {"b": "file-c"}, "take_id": "take-d"}
    assert CaptureState.from_json(earlier).is_bound
    assert not CaptureState.from_json({"key": "a"}).is_bound
    assert not CaptureState.from_json({**earlier, "work_attempted": False}).is_bound


async def test_refused_take_of_a_missing_volume_can_be_corrected(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    path = tmp_path / "multicam.json"
    clips = [Clip(CLIP, "left", LENS), Clip(CLIP, "right", LENS)]
    volume = (await client.calibrate(clips, 1.8, tmp_path / "space")).work
    with pytest.raises(CaptureError, match="not found"):
        await client.capture_multicam("unknown-volume", clips, 1, tmp_path, outputs=GLB, state_file=path)
    result = await client.capture_multicam(volume.id, clips, 1, tmp_path, outputs=GLB, state_file=path)
    assert state_in(path) == result.state
    assert [charge.kind for charge in sandbox.ledger] == ["volume", "job"]


@both_loops
async def test_workflow_interrupted_while_creating_its_job_is_not_started_with_other_options(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    request: dict[str, Any] = {"video": CLIP, "directory": tmp_path, "state_file": tmp_path / "dance.json"}
    rule = sandbox.faults.add(Stall(after_work=True), operation="createSingleCamJob")
    async with anyio.create_task_group() as tasks:

        async def capture() -> None:
            await client.capture(**request, outputs=GLB)

        tasks.start_soon(capture)
        await wait_until(lambda: bool(sandbox.ledger))
        tasks.cancel_scope.cancel()
    sandbox.faults.remove(rule)
    with pytest.raises(StateFileMismatchError):
        await client.capture(**request, outputs=["main_fbx"])
    # The job is found by the same request.
    assert (await client.capture(**request, outputs=GLB)).work.id == sandbox.ledger[0].id
    assert len(sandbox.ledger) == 1
