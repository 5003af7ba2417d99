import pytest

from tests.integration.sandbox.api import CREATE_FILE, CREATE_MULTI_CAM_TAKE, CREATE_SINGLE_CAM_TAKE, CREATE_VOLUME, Api

pytestmark = pytest.mark.anyio

_GET_TAKE = """query ($id: ID!) { getTake(takeId: $id) {
  takeType videoFile { id } additionalFiles { key format file { id } } volume { ... on HumanVolume { id } }
  sources { deviceLabel format file { id } cameraSettings { lens } }
  syncMethod { clapWindow { startTime endTime } timecodeSync { useTimecode } }
} }"""


async def test_single_camera_take_has_one_video_and_optionally_a_move_file(api: Api) -> None:
    video, move_file = await api.source(), await api.source(format="MOVE")
    take = await api.call(CREATE_SINGLE_CAM_TAKE, sources=[video, move_file])
    read = await api.call(_GET_TAKE, id=take["id"])
    assert read["takeType"] == "SINGLE_CAM"
    assert read["videoFile"] == {"id": video["fileId"]}
    assert read["additionalFiles"] == [{"key": "move", "format": "move", "file": {"id": move_file["fileId"]}}]
    assert [source["format"] for source in read["sources"]] == ["MP4", "MOVE"]
    assert (read["volume"], read["syncMethod"]) == (None, None)


async def test_invalid_sources_of_a_single_camera_take_are_rejected(api: Api) -> None:
    for formats in [[], ["MOVE"], ["MP4", "MOV"], ["MP4", "MOVE", "MOVE"]]:
        sources = [await api.source(format=name) for name in formats]
        error = await api.error(CREATE_SINGLE_CAM_TAKE, sources=sources)
        assert error["errorType"] == "MoveValidationError", formats


async def test_move_file_of_another_device_is_rejected(api: Api) -> None:
    sources = [await api.source("a"), await api.source("b", format="MOVE")]
    assert "deviceLabel" in (await api.error(CREATE_SINGLE_CAM_TAKE, sources=sources))["message"]


async def test_multi_camera_take_returns_its_inputs(api: Api) -> None:
    volume_id, sources = await api.volume(), await api.cameras(3)
    take = await api.call(
        """mutation ($sources: [SourceInput!], $volumeId: String!, $sync: SyncMethodInput) {
          createMultiCamTake(sources: $sources, volumeId: $volumeId, syncMethod: $sync) { id }
        }""",
        sources=sources,
        volumeId=volume_id,
        sync={"clapWindow": {"startTime": 0, "endTime": 1.5}, "timecodeSync": {"useTimecode": True}},
    )
    read = await api.call(_GET_TAKE, id=take["id"])
    assert read["takeType"] == "MULTI_CAM"
    assert read["videoFile"] is None
    assert read["volume"] == {"id": volume_id}
    assert read["syncMethod"] == {
        "clapWindow": {"startTime": 0.0, "endTime": 1.5},
        "timecodeSync": {"useTimecode": True},
    }
    assert [source["deviceLabel"] for source in read["sources"]] == ["cam0", "cam1", "cam2"]
    assert {source["cameraSettings"]["lens"] for source in read["sources"]} == {"goprohero10-fhd"}


async def test_cameras_of_takes_and_volumes_are_validated(api: Api) -> None:
    volume_id, good = await api.volume(), await api.cameras(1)
    for bad in (
        [],
        [await api.source("b")],
        [await api.source("b", lens="unknown")],
        [await api.source("b", lens="goprohero10-fhd", format="MOVE")],
    ):
        error = await api.error(CREATE_MULTI_CAM_TAKE, sources=[*good, *bad], volumeId=volume_id)
        assert error["errorType"] == "MoveValidationError"
        error = await api.error(CREATE_VOLUME, sources=[*good, *bad], height=1.8)
        assert error["errorType"] == "MoveValidationError"
    assert len(api.sandbox.ledger) == 1


async def test_clap_window_is_rejected_when_the_end_precedes_the_start(api: Api) -> None:
    error = await api.error(
        """mutation ($sources: [SourceInput!], $volumeId: String!) {
          createMultiCamTake(
            sources: $sources, volumeId: $volumeId, syncMethod: {clapWindow: {startTime: 2, endTime: 1}}
          ) { id }
        }""",
        sources=await api.cameras(),
        volumeId=await api.volume(),
    )
    assert error["message"].startswith("clapWindow ")


async def test_multi_camera_take_needs_a_finished_volume(manual_api: Api) -> None:
    api, clock = manual_api, manual_api.sandbox.clock
    volume_id, sources = await api.volume(), await api.cameras()
    error = await api.error(CREATE_MULTI_CAM_TAKE, sources=sources, volumeId=volume_id)
    assert error["errorType"] == "MoveValidationError"
    clock.advance(150)
    assert await api.call(CREATE_MULTI_CAM_TAKE, sources=sources, volumeId=volume_id)


async def test_file_may_be_uploaded_after_its_take_is_created(api: Api) -> None:
    file = await api.call(CREATE_FILE, type="mp4")
    take = await api.call(CREATE_SINGLE_CAM_TAKE, sources=[await api.source(fileId=file["id"])])
    await api.http.put(file["presignedUrl"], content=b"clip")
    assert await api.single_cam_job(takeId=take["id"])


async def test_update_changes_only_the_given_fields(api: Api) -> None:
    take_id = await api.single_cam_take()
    query = """mutation ($id: String!, $name: String, $metadata: AWSJSON) {
      updateTake(id: $id, name: $name, metadata: $metadata) { name metadata }
    }"""
    assert await api.call(query, id=take_id, name="n") == {"name": "n", "metadata": None}
    assert await api.call(query, id=take_id, metadata="{ }") == {"name": "n", "metadata": "{ }"}
