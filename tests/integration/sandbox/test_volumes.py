import pytest

from move_ugc_async.sandbox import Sandbox
from tests.integration.sandbox.api import CREATE_VOLUME, GET_VOLUME, Api, FakeMedia

pytestmark = pytest.mark.anyio


async def test_volume_is_finished_after_its_duration(manual_api: Api) -> None:
    api, clock = manual_api, manual_api.sandbox.clock
    created = await api.call(CREATE_VOLUME, sources=await api.cameras(), height=1.8)
    assert created["state"] == "NOT_STARTED"
    clock.advance(149)
    query = """query ($id: ID!) {
      getVolume(id: $id) { ... on HumanVolume { state progress { state percentageComplete } } }
    }"""
    assert await api.call(query, id=created["id"]) == {
        "state": "RUNNING",
        "progress": {"state": "RUNNING", "percentageComplete": 99},
    }
    clock.advance(1)
    assert await api.call(query, id=created["id"]) == {
        "state": "FINISHED",
        "progress": {"state": "FINISHED", "percentageComplete": 100},
    }


async def test_volume_has_three_outputs(api: Api) -> None:
    volume = await api.call(GET_VOLUME, id=await api.volume())
    keys = [(output["key"], output["format"]) for output in volume["outputs"]]
    assert keys == [(key, key) for key in ("pkl", "volume_definition", "volume_report")]
    query = """query ($id: ID!) {
      getVolume(id: $id) { ... on HumanVolume { outputs { file { presignedUrl } } } }
    }"""
    read = await api.call(query, id=volume["id"])
    contents = [(await api.http.get(output["file"]["presignedUrl"])).text for output in read["outputs"]]
    assert contents[0].startswith("VOLUME_PKL of 1 actors")


async def test_clip_window_is_returned_and_validated(api: Api) -> None:
    sources = await api.cameras()
    window = {"startTime": 1.0, "endTime": 2.5}
    volume = await api.call(CREATE_VOLUME, sources=sources, height=1.8, window=window)
    query = """query ($id: ID!) {
      getVolume(id: $id) { ... on HumanVolume { clipWindow { startTime endTime } humanHeight areaType } }
    }"""
    read = await api.call(query, id=volume["id"])
    assert read == {"clipWindow": window, "humanHeight": 1.8, "areaType": "NORMAL"}
    backwards = {"startTime": 2.5, "endTime": 1.0}
    error = await api.error(CREATE_VOLUME, sources=sources, height=1.8, window=backwards)
    assert error["errorType"] == "MoveValidationError"


async def test_height_of_0_is_rejected(api: Api) -> None:
    error = await api.error(CREATE_VOLUME, sources=await api.cameras(), height=0)
    assert error["message"].startswith("humanHeight ")


async def test_volume_without_uploads_fails(api: Api) -> None:
    file = await api.call('mutation { createFile(type: "mp4") { id } }')
    sources = await api.cameras(1)
    missing = await api.source("left", fileId=file["id"], lens="goprohero10-fhd")
    volume = await api.call(CREATE_VOLUME, sources=[*sources, missing], height=1.8)
    assert (await api.result(GET_VOLUME, id=volume["id"]))["data"]["getVolume"]["state"] == "FAILED"


async def test_fail_next_volume_fails_a_volume_with_an_error(api: Api) -> None:
    with Sandbox(failed_as="error", media=FakeMedia()) as sandbox:
        api = Api(sandbox, api.http)
        sandbox.fail_next_volume("Walk slower.")
        first, second = await api.volume(), await api.volume()
        result = await api.result(GET_VOLUME, id=first)
        assert result["data"] is None
        (error,) = result["errors"]
        assert error["errorType"] == "MoveVolumeFailedError"
        assert error["errorInfo"] == {"suggestions": ["Walk slower."]}
        assert (await api.call(GET_VOLUME, id=second))["state"] == "FINISHED"
