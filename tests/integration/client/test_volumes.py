"""Volumes: requests in the journal of the sandbox, and parsed responses."""

from pathlib import Path

import pytest

from move_ugc_async import (
    AreaType,
    AsyncMoveUgc,
    ClipWindow,
    JobFailedError,
    JobState,
    MoveInvalidRequestError,
    MoveNotFoundError,
)
from move_ugc_async.sandbox import Sandbox
from tests.integration.client.loops import both_loops
from tests.integration.client.workflows import (
    CAMERAS,
    CLIP,
    LENS,
    LONG_ENOUGH,
    FinishedObjects,
    camera,
    clap,
    graphql_requests,
    last_flags,
    last_variables,
)
from tests.support.outputs import kinds_of

pytestmark = pytest.mark.anyio


async def test_create_human_volume_sends_every_argument(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    files = [await client.files.upload(CLIP) for _ in range(2)]
    volume = await client.volumes.create_human_volume(
        [camera(file, f"cam{number}") for number, file in enumerate(files)],
        1.83,
        AreaType.LARGE,
        clap(),
        {"hall": "B"},
        "hall B",
        ClipWindow(start_time=0.5, end_time=1.25),
        ["sources", "client"],
    )
    assert last_variables(sandbox, "createVolumeWithHuman") == {
        "sources": [
            {"deviceLabel": "cam0", "fileId": files[0].id, "format": "MP4", "cameraSettings": {"lens": LENS}},
            {"deviceLabel": "cam1", "fileId": files[1].id, "format": "MP4", "cameraSettings": {"lens": LENS}},
        ],
        "humanHeight": 1.83,
        "areaType": "LARGE",
        "syncMethod": {
            "clapWindow": {"startTime": 0.5, "endTime": 1.5},
            "timecodeSync": {"useTimecode": True},
        },
        "clipWindow": {"startTime": 0.5, "endTime": 1.25},
        "name": "hall B",
        "metadata": '{"hall": "B"}',
    }
    assert last_flags(sandbox, "createVolumeWithHuman") == {"withVolumeSources", "withVolumeClient"}
    assert volume.id.startswith("volume-")
    assert (volume.name, volume.metadata, volume.human_height) == ("hall B", {"hall": "B"}, 1.83)
    assert volume.area_type is AreaType.LARGE
    assert volume.state is JobState.NOT_STARTED
    assert volume.created == sandbox.clock.now()
    assert volume.clip_window is not None
    assert (volume.clip_window.start_time, volume.clip_window.end_time) == (0.5, 1.25)
    assert volume.client is not None
    assert volume.outputs is None
    assert volume.sources is not None
    assert [source.device_label for source in volume.sources] == ["cam0", "cam1"]
    assert [(charge.kind, charge.id) for charge in sandbox.ledger] == [("volume", volume.id)]


@pytest.mark.parametrize("area", ["NORMAL", "normal", AreaType.NORMAL])
async def test_area_type_accepts_a_member_or_a_name_in_any_case(
    client: AsyncMoveUgc, sandbox: Sandbox, area: AreaType | str
) -> None:
    files = [await client.files.upload(CLIP) for _ in range(2)]
    cameras = [camera(file, f"cam{number}") for number, file in enumerate(files)]
    volume = await client.volumes.create_human_volume(cameras, human_height=1.7, area_type=area)
    variables = last_variables(sandbox, "createVolumeWithHuman")
    assert set(variables) == {"sources", "humanHeight", "areaType"}
    assert variables["areaType"] == "NORMAL"
    assert volume.area_type is AreaType.NORMAL


async def test_an_unknown_area_type_is_sent_unchanged(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    with pytest.raises(MoveInvalidRequestError, match="Variable 'areaType'"):
        await client.volumes.create_human_volume(CAMERAS, 1.7, "Stadium")
    assert last_variables(sandbox, "createVolumeWithHuman")["areaType"] == "Stadium"
    assert not sandbox.ledger


@both_loops
async def test_a_volume_moves_to_finished_and_its_files_can_be_downloaded(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    files = [await client.files.upload(CLIP) for _ in range(2)]
    cameras = [camera(file, f"cam{number}") for number, file in enumerate(files)]
    created = await client.volumes.create_human_volume(cameras, 1.8, "normal")
    states: list[JobState | None] = []
    for _ in range(12):
        volume = await client.volumes.retrieve_human_volume(created.id)
        assert volume.progress is not None
        assert volume.progress.state == volume.state
        states.append(volume.state)
        sandbox.clock.advance(15)
    assert list(dict.fromkeys(states)) == [JobState.NOT_STARTED, JobState.RUNNING, JobState.FINISHED]
    finished = await client.volumes.retrieve_human_volume(created.id, expand=["outputs"])
    assert finished.outputs is not None
    assert {output.format for output in finished.outputs} == {"pkl", "volume_definition", "volume_report"}
    for output in finished.outputs:
        path = await client.files.download(output.file, tmp_path / f"{output.format}{output.file.type}")
        assert kinds_of(path) in (["placeholder"], ["JSON"])


async def test_retrieve_returns_plain_fields_and_no_relations_by_default(
    client: AsyncMoveUgc, sandbox: Sandbox, objects: FinishedObjects
) -> None:
    volume = await client.volumes.retrieve_human_volume(objects.volume.id)
    assert (volume.id, volume.name, volume.metadata) == (objects.volume.id, "hall", {"studio": True})
    assert (volume.client, volume.sources, volume.outputs) == (None, None, None)
    assert volume.errors == ()
    (request,) = graphql_requests(sandbox)
    assert (request.operation, request.variables) == ("getVolume", {"id": objects.volume.id})


async def test_retrieve_returns_a_failed_volume(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    sandbox.fail_next_volume("Walk slower.")
    files = [await client.files.upload(CLIP) for _ in range(2)]
    cameras = [camera(file, f"cam{number}") for number, file in enumerate(files)]
    created = await client.volumes.create_human_volume(cameras, 1.8, "normal")
    sandbox.clock.advance(LONG_ENOUGH)
    volume = await client.volumes.retrieve_human_volume(created.id)
    assert volume.state is JobState.FAILED


async def test_retrieve_raises_progress_and_suggestions_when_the_server_reports_a_failed_volume_as_an_error() -> None:
    async with Sandbox(clock="manual", failed_as="error") as sandbox:
        sandbox.fail_next_volume("Walk slower.")
        async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client:
            files = [await client.files.upload(CLIP) for _ in range(2)]
            cameras = [camera(file, f"cam{number}") for number, file in enumerate(files)]
            created = await client.volumes.create_human_volume(cameras, 1.8, "normal")
            sandbox.clock.advance(LONG_ENOUGH)
            with pytest.raises(JobFailedError, match=f"volume {created.id} has failed: Walk slower") as caught:
                await client.volumes.retrieve_human_volume(created.id)
    assert caught.value.suggestions == ("Walk slower.",)
    assert caught.value.error_info == {"suggestions": ["Walk slower."]}
    assert caught.value.errors[0].data["progress"]["state"] == "FAILED"


async def test_outputs_of_an_unfinished_volume_are_errors_beside_the_volume(client: AsyncMoveUgc) -> None:
    files = [await client.files.upload(CLIP) for _ in range(2)]
    cameras = [camera(file, f"cam{number}") for number, file in enumerate(files)]
    volume = await client.volumes.create_human_volume(cameras, 1.8, "normal", expand=["outputs"])
    assert volume.id
    assert volume.errors
    assert {error.message for error in volume.errors} == {"File object does not exist"}


async def test_an_unknown_id_raises_not_found(client: AsyncMoveUgc) -> None:
    with pytest.raises(MoveNotFoundError):
        await client.volumes.retrieve_human_volume("volume-00000000-0000-4000-8000-000000000000")


async def test_an_empty_id_is_refused_before_anything_is_sent(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    with pytest.raises(MoveInvalidRequestError, match="the id of a volume must be a string"):
        await client.volumes.retrieve_human_volume("")
    assert not graphql_requests(sandbox)
