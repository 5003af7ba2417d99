"""Takes: requests in the journal of the sandbox, and parsed responses."""

import pytest

from move_ugc_async import (
    AmbiguousCreateError,
    AsyncMoveUgc,
    MoveInvalidRequestError,
    MoveNotFoundError,
    SourceFormat,
    SourceIn,
    TakeKind,
)
from move_ugc_async.sandbox import Sandbox
from tests.integration.client.loops import both_loops
from tests.integration.client.workflows import (
    CAMERAS,
    CLIP,
    LENS,
    FinishedObjects,
    calibrate,
    camera,
    clap,
    graphql_requests,
    last_flags,
    last_variables,
    single_source,
)

pytestmark = pytest.mark.anyio


async def test_create_singlecam_sends_every_argument(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    file = await client.files.upload(CLIP)
    recording = await client.files.create("move")
    companion = SourceIn(device_label="phone", file_id=recording.id, format=SourceFormat.MOVE)
    take = await client.takes.create_singlecam(
        (single_source(file), companion), "solo", {"scene": 3}, ["sources", "video_file", "additional_files"]
    )
    assert last_variables(sandbox, "createSingleCamTake") == {
        "sources": [
            {"deviceLabel": "phone", "fileId": file.id, "format": "MP4"},
            {"deviceLabel": "phone", "fileId": recording.id, "format": "MOVE"},
        ],
        "name": "solo",
        "metadata": '{"scene": 3}',
    }
    assert last_flags(sandbox, "createSingleCamTake") == {
        "withTakeSources",
        "withTakeVideoFile",
        "withTakeAdditionalFiles",
    }
    assert take.id.startswith("take-")
    assert (take.name, take.metadata, take.take_type) == ("solo", {"scene": 3}, TakeKind.SINGLE_CAM)
    assert take.created == sandbox.clock.now()
    assert take.sources is not None
    assert [(source.device_label, source.format) for source in take.sources] == [("phone", "MP4"), ("phone", "MOVE")]
    assert take.video_file is not None
    assert take.video_file.id == file.id
    assert take.additional_files is not None
    assert [(extra.format, extra.key, extra.file.id) for extra in take.additional_files] == [
        ("move", "move", recording.id)
    ]


async def test_create_singlecam_sends_only_the_sources_by_default(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    file = await client.files.upload(CLIP)
    take = await client.takes.create_singlecam([single_source(file)])
    assert sandbox.journal.filter(operation="createSingleCamTake")[0].variables == {
        "sources": [{"deviceLabel": "phone", "fileId": file.id, "format": "MP4"}]
    }
    assert (take.client, take.sources, take.volume, take.video_file, take.additional_files) == (None,) * 5
    assert not sandbox.ledger


@both_loops
async def test_create_multicam_sends_every_argument(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    volume = await calibrate(client, sandbox)
    files = [await client.files.upload(CLIP) for _ in range(2)]
    take = await client.takes.create_multicam(
        [camera(file, f"cam{number}") for number, file in enumerate(files)],
        volume.id,
        "duo",
        clap(),
        ["a", None],
        ["volume", "sources"],
    )
    assert last_variables(sandbox, "createMultiCamTake") == {
        "sources": [
            {"deviceLabel": "cam0", "fileId": files[0].id, "format": "MP4", "cameraSettings": {"lens": LENS}},
            {"deviceLabel": "cam1", "fileId": files[1].id, "format": "MP4", "cameraSettings": {"lens": LENS}},
        ],
        "volumeId": volume.id,
        "name": "duo",
        "syncMethod": {
            "clapWindow": {"startTime": 0.5, "endTime": 1.5},
            "timecodeSync": {"useTimecode": True},
        },
        "metadata": '["a", null]',
    }
    assert last_flags(sandbox, "createMultiCamTake") == {"withTakeVolume", "withTakeSources"}
    assert (take.take_type, take.metadata) == (TakeKind.MULTI_CAM, ["a", None])
    assert take.volume is not None
    assert take.volume.id == volume.id
    assert take.sync_method is not None
    assert take.sync_method.clap_window is not None
    assert (take.sync_method.clap_window.start_time, take.sync_method.clap_window.end_time) == (0.5, 1.5)
    assert take.sync_method.timecode_sync is not None
    assert take.sync_method.timecode_sync.use_timecode is True
    assert take.sources is not None
    assert [source.camera_settings and source.camera_settings.lens for source in take.sources] == [LENS, LENS]


async def test_create_multicam_raises_when_the_volume_is_unfinished(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    files = [await client.files.upload(CLIP) for _ in range(2)]
    cameras = [camera(file, f"cam{number}") for number, file in enumerate(files)]
    volume = await client.volumes.create_human_volume(cameras, 1.8, "normal")
    with pytest.raises(AmbiguousCreateError, match="MoveValidationError: ") as caught:
        await client.takes.create_multicam(cameras, volume.id)
    assert caught.value.operation == "createMultiCamTake"
    sandbox.clock.advance(600)
    assert (await client.takes.create_multicam(cameras, volume.id)).id.startswith("take-")


async def test_retrieve_returns_plain_fields_and_no_relations_by_default(
    client: AsyncMoveUgc, sandbox: Sandbox, objects: FinishedObjects
) -> None:
    take = await client.takes.retrieve(objects.single_take.id)
    assert (take.id, take.name, take.metadata) == (objects.single_take.id, "single", {"studio": True})
    assert take.take_type is TakeKind.SINGLE_CAM
    assert (take.client, take.sources, take.volume, take.video_file, take.additional_files) == (None,) * 5
    assert take.errors == ()
    (request,) = graphql_requests(sandbox)
    assert (request.operation, request.variables) == ("getTake", {"takeId": objects.single_take.id})


async def test_update_changes_only_the_passed_fields(
    client: AsyncMoveUgc, sandbox: Sandbox, objects: FinishedObjects
) -> None:
    take_id = objects.multi_take.id
    renamed = await client.takes.update(take_id, "again", expand=["volume"])
    assert last_variables(sandbox, "updateTake") == {"id": take_id, "name": "again"}
    assert (renamed.name, renamed.metadata) == ("again", {"studio": True})
    assert renamed.volume is not None
    changed = await client.takes.update(take_id, metadata=7)
    assert last_variables(sandbox, "updateTake") == {"id": take_id, "metadata": "7"}
    assert (changed.name, changed.metadata) == ("again", 7)
    cleared = await client.takes.update(take_id, metadata={})
    assert (cleared.name, cleared.metadata) == ("again", {})


async def test_an_unknown_id_raises_not_found(client: AsyncMoveUgc) -> None:
    unknown = "take-00000000-0000-4000-8000-000000000000"
    with pytest.raises(MoveNotFoundError):
        await client.takes.retrieve(unknown)
    with pytest.raises(MoveNotFoundError):
        await client.takes.update(unknown, "x")
    with pytest.raises(MoveNotFoundError):
        await client.takes.create_multicam(CAMERAS, "volume-00000000-0000-4000-8000-000000000000")
    with pytest.raises(MoveNotFoundError):
        await client.takes.create_singlecam([SourceIn(device_label="a", file_id="unknown-file", format="MP4")])


async def test_an_empty_id_is_refused_before_anything_is_sent(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    with pytest.raises(MoveInvalidRequestError, match="the id of a take must be a string"):
        await client.takes.retrieve("")
    with pytest.raises(MoveInvalidRequestError, match="the id of a take must be a string"):
        await client.takes.update("")
    with pytest.raises(MoveInvalidRequestError, match="the id of a volume must be a string"):
        await client.takes.create_multicam(CAMERAS, "")
    assert not graphql_requests(sandbox)


async def test_create_singlecam_without_sources_quotes_the_undocumented_error_of_the_server(
    client: AsyncMoveUgc,
) -> None:
    with pytest.raises(AmbiguousCreateError, match=r"MoveValidationError: .*one video") as caught:
        await client.takes.create_singlecam([])
    assert isinstance(caught.value.__cause__, MoveInvalidRequestError)
