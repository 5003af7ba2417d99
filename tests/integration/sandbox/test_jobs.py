from pathlib import Path
from typing import Any

import pytest

from move_ugc_async.sandbox import Sandbox, TimedClock
from tests.integration.sandbox.api import (
    CREATE_FILE,
    CREATE_MULTI_CAM_JOB,
    CREATE_SINGLE_CAM_JOB,
    CREATE_SINGLE_CAM_TAKE,
    GET_JOB,
    GET_OUTPUTS,
    Api,
    FakeMedia,
)
from tests.integration.sandbox.test_clock import RealTime

pytestmark = pytest.mark.anyio

_DEFAULT_KEYS = ["mp4", "fbx", "usdc", "usdz", "blend", "motion_data"]


def _state(job: dict[str, Any]) -> tuple[str, int]:
    assert job["state"] == job["progress"]["state"]
    return job["state"], job["progress"]["percentageComplete"]


async def test_instant_job_is_finished_at_the_first_read(api: Api) -> None:
    job = await api.call(CREATE_SINGLE_CAM_JOB, takeId=await api.single_cam_take())
    assert _state(job) == ("NOT_STARTED", 0)
    assert _state(await api.call(GET_JOB, id=job["id"])) == ("FINISHED", 100)


async def test_job_takes_25_seconds_per_10_seconds_of_video(manual_api: Api) -> None:
    api, clock = manual_api, manual_api.sandbox.clock
    job_id = await api.single_cam_job()
    seen = []
    for seconds in (0, 2, 1, 10, 11.9, 0.1, 1000):
        clock.advance(seconds)
        seen.append(_state(await api.call(GET_JOB, id=job_id)))
    assert seen == [
        ("NOT_STARTED", 0),
        ("NOT_STARTED", 0),
        ("RUNNING", 2),
        ("RUNNING", 46),
        ("RUNNING", 99),
        ("FINISHED", 100),
        ("FINISHED", 100),
    ]


async def test_clip_window_shortens_a_job(manual_api: Api) -> None:
    api, clock = manual_api, manual_api.sandbox.clock
    job_id = await api.single_cam_job(window={"startTime": 8, "endTime": 20})
    clock.advance(4.9)
    assert _state(await api.call(GET_JOB, id=job_id))[0] == "RUNNING"
    clock.advance(0.1)
    assert _state(await api.call(GET_JOB, id=job_id))[0] == "FINISHED"


async def test_timed_job_follows_real_time_multiplied_by_its_speed(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("move_ugc_async.sandbox.clock.datetime", RealTime)
    clock = TimedClock(speed=10)
    with Sandbox(clock=clock, media=FakeMedia()) as sandbox:
        api = Api(sandbox, api.http)
        job_id = await api.single_cam_job()
        clock.advance(2.4)
        assert _state(await api.call(GET_JOB, id=job_id))[0] == "RUNNING"
        clock.advance(0.1)
        assert _state(await api.call(GET_JOB, id=job_id))[0] == "FINISHED"


async def test_multi_camera_job_takes_its_own_time_per_second_of_video(api: Api) -> None:
    with Sandbox(clock="manual", volume_duration=1, multi_cam_pace=2, media=FakeMedia()) as sandbox:
        api = Api(sandbox, api.http)
        volume_id = await api.volume()
        sandbox.clock.advance(1)
        take = await api.call(
            "mutation ($s: [SourceInput!], $v: String!) { createMultiCamTake(sources: $s, volumeId: $v) { id } }",
            s=await api.cameras(),
            v=volume_id,
        )
        job = await api.call(CREATE_MULTI_CAM_JOB, takeId=take["id"])
        sandbox.clock.advance(19)
        assert _state(await api.call(GET_JOB, id=job["id"]))[0] == "RUNNING"
        sandbox.clock.advance(1)
        assert _state(await api.call(GET_JOB, id=job["id"]))[0] == "FINISHED"


async def test_default_outputs_of_a_single_camera_job(api: Api) -> None:
    for outputs in (None, []):
        job = await api.call(GET_OUTPUTS, id=await api.single_cam_job(outputs=outputs))
        assert [output["key"] for output in job["outputs"]] == [*_DEFAULT_KEYS, "render_overlay_mp4"]
        assert [output["format"] for output in job["outputs"]] == [*_DEFAULT_KEYS, "render_overlay_mp4"]


async def test_default_outputs_of_a_multi_camera_job(api: Api) -> None:
    job = await api.call(CREATE_MULTI_CAM_JOB, takeId=await api.multi_cam_take())
    read = await api.call(GET_OUTPUTS, id=job["id"])
    assert [output["key"] for output in read["outputs"]] == _DEFAULT_KEYS


async def test_only_the_listed_outputs_are_created(api: Api) -> None:
    outputs = ["MOTION_DATA", "MAIN_GLB", None, "MAIN_GLB"]
    job = await api.call(GET_OUTPUTS, id=await api.single_cam_job(outputs=outputs))
    assert [(output["key"], output["file"]["type"]) for output in job["outputs"]] == [
        ("motion_data", ".zip"),
        ("glb", ".glb"),
    ]


async def test_two_videos_of_a_job_share_name_and_type(api: Api) -> None:
    job = await api.call(GET_OUTPUTS, id=await api.single_cam_job(outputs=["RENDER_VIDEO", "RENDER_OVERLAY_VIDEO"]))
    files = [output["file"] for output in job["outputs"]]
    assert len({(file["name"], file["type"]) for file in files}) == 1
    assert len({file["id"] for file in files}) == 2


async def test_outputs_have_the_content_that_the_media_creates(api: Api) -> None:
    video = await api.upload(b"the clip")
    take = await api.call(CREATE_SINGLE_CAM_TAKE, sources=[await api.source(fileId=video)])
    job_id = await api.single_cam_job(takeId=take["id"], outputs=["RENDER_VIDEO", "MAIN_FBX"])
    outputs = (await api.call(GET_OUTPUTS, id=job_id))["outputs"]
    urls = [output["file"]["presignedUrl"] for output in outputs]
    assert (await api.http.get(urls[0])).content == b"the clip"
    first = await api.http.get(urls[1])
    assert first.text.startswith("MAIN_FBX of 1 actors, window None, seed ")
    again = await api.http.get(urls[1])
    assert (again.content, again.headers["etag"]) == (first.content, first.headers["etag"])


async def test_number_of_actors_is_passed_to_the_media(api: Api) -> None:
    take_id = await api.multi_cam_take()
    job = await api.call(CREATE_MULTI_CAM_JOB, takeId=take_id, actors=5, outputs=["MAIN_FBX"])
    (output,) = (await api.call(GET_OUTPUTS, id=job["id"]))["outputs"]
    assert "of 5 actors" in (await api.http.get(output["file"]["presignedUrl"])).text


async def test_all_outputs_of_a_job_have_the_same_seed_and_window(api: Api) -> None:
    window = {"startTime": 0.5, "endTime": 1.5}
    seeds: list[set[str]] = []
    for _ in range(2):
        job_id = await api.single_cam_job(outputs=["MAIN_FBX", "MAIN_GLB", "MOTION_DATA"], window=window)
        outputs = (await api.call(GET_OUTPUTS, id=job_id))["outputs"]
        texts = [(await api.http.get(output["file"]["presignedUrl"])).text for output in outputs]
        assert all("window (0.5, 1.5), " in text for text in texts)
        seeds.append({text.partition("seed ")[2] for text in texts})
    assert [len(each) for each in seeds] == [1, 1]
    assert seeds[0] != seeds[1]


async def test_output_urls_appear_two_seconds_after_the_job_has_finished(manual_api: Api) -> None:
    api, clock = manual_api, manual_api.sandbox.clock
    job_id = await api.single_cam_job(outputs=["MAIN_FBX", "MAIN_GLB"])
    for seconds, state in ((0, "NOT_STARTED"), (20, "RUNNING"), (5, "FINISHED"), (1.9, "FINISHED")):
        clock.advance(seconds)
        result = await api.result(GET_OUTPUTS, id=job_id)
        assert result["data"]["getJob"]["state"] == state
        assert [output["file"]["presignedUrl"] for output in result["data"]["getJob"]["outputs"]] == [None, None]
        assert [(error["path"], error["message"]) for error in result["errors"]] == [
            (["getJob", "outputs", number, "file", "presignedUrl"], "File object does not exist") for number in (0, 1)
        ]
    clock.advance(0.1)
    job = await api.call(GET_OUTPUTS, id=job_id)
    clock.advance(1000)
    response = await api.http.get(job["outputs"][0]["file"]["presignedUrl"])
    assert response.status_code == 200
    assert response.headers["last-modified"] == "Thu, 01 Jan 2026 00:00:27 GMT"


async def test_storage_returns_404_for_an_output_before_the_job_finishes(manual_api: Api) -> None:
    api = manual_api
    job_id = await api.single_cam_job(outputs=["MAIN_FBX"])
    result = await api.result(GET_OUTPUTS, id=job_id)
    file_id = result["data"]["getJob"]["outputs"][0]["file"]["id"]
    links = api.sandbox._running().links
    path = f"/move-ugc-sandbox/files/{file_id}.fbx"
    url = links.base + links.signer.sign("GET", path, lifetime=60, now=api.sandbox.clock.now())
    assert (await api.http.get(url)).status_code == 404


@pytest.mark.parametrize("failed_as", ["data", "error"])
async def test_job_on_a_file_that_was_never_uploaded_fails(api: Api, failed_as: Any) -> None:
    with Sandbox(failed_as=failed_as, clock="manual", media=FakeMedia()) as sandbox:
        api = Api(sandbox, api.http)
        file = await api.call(CREATE_FILE, type="mp4")
        take = await api.call(CREATE_SINGLE_CAM_TAKE, sources=[await api.source("left", fileId=file["id"])])
        job_id = await api.single_cam_job(takeId=take["id"])
        sandbox.clock.advance(12.4)
        assert _state(await api.call(GET_JOB, id=job_id)) == ("RUNNING", 44)
        sandbox.clock.advance(0.1)
        result = await api.result(GET_JOB, id=job_id)
        progress = {"state": "FAILED", "percentageComplete": 44}
        if failed_as == "data":
            assert result["data"]["getJob"] == {"id": job_id, "state": "FAILED", "progress": progress}
        else:
            assert result["data"] is None
        (error,) = result["errors"]
        assert error["path"] == ["getJob"]
        assert error["errorType"] == "MoveJobFailedError"
        assert error["data"] == {"progress": progress}
        (suggestion,) = error["errorInfo"]["suggestions"]
        assert "'left'" in suggestion
        query = "{ listJobs { items { state } } }"
        assert await api.call(query) == {"items": [{"state": "FAILED"}]}


async def test_fail_next_job_fails_one_job_per_call(api: Api) -> None:
    api.sandbox.fail_next_job("Wear other clothes.")
    api.sandbox.fail_next_job()
    jobs = [await api.single_cam_job() for _ in range(3)]
    states = [(await api.result(GET_JOB, id=job_id))["data"]["getJob"]["state"] for job_id in jobs]
    assert states == ["FAILED", "FAILED", "FINISHED"]
    outputs = await api.result(GET_OUTPUTS, id=jobs[0])
    assert {error["message"] for error in outputs["errors"]} == {"File object does not exist", "Job failed"}


@pytest.mark.parametrize("default", ["data", "error"])
async def test_fail_next_job_chooses_how_each_failure_is_reported(api: Api, tmp_path: Path, default: Any) -> None:
    with Sandbox(failed_as=default, data=tmp_path, media=FakeMedia()) as sandbox:
        api = Api(sandbox, api.http)
        for failed_as in ("data", "error", None):
            sandbox.fail_next_job("Use more light.", failed_as=failed_as)
        jobs = [await api.single_cam_job() for _ in range(3)]
    # The data folder keeps how each failure is reported.
    with Sandbox(failed_as=default, data=tmp_path, media=FakeMedia()) as sandbox:
        api = Api(sandbox, api.http)
        for job_id, failed_as in zip(jobs, ("data", "error", default), strict=True):
            result = await api.result(GET_JOB, id=job_id)
            assert (result["data"] is None) is (failed_as == "error")
            assert result["errors"][0]["errorInfo"] == {"suggestions": ["Use more light."]}


async def test_clip_window_is_rejected_when_the_end_precedes_the_start(api: Api) -> None:
    single_cam, multi_cam = await api.single_cam_take(), await api.multi_cam_take()
    for window in [{"startTime": 2, "endTime": 1}, {"startTime": 1, "endTime": 1}, {"startTime": -1, "endTime": 1}]:
        error = await api.error(CREATE_SINGLE_CAM_JOB, takeId=single_cam, window=window)
        assert error["errorType"] == "MoveValidationError", window
        error = await api.error(CREATE_MULTI_CAM_JOB, takeId=multi_cam, window=window)
        assert error["errorType"] == "MoveValidationError", window


async def test_number_of_actors_must_be_from_1_to_5(api: Api) -> None:
    take_id = await api.multi_cam_take()
    for actors in [0, 6, -1]:
        error = await api.error(CREATE_MULTI_CAM_JOB, takeId=take_id, actors=actors)
        assert error["message"] == f"numberOfActors must be from 1 to 5; got {actors}"


async def test_a_multi_camera_job_refuses_the_overlay_video(api: Api) -> None:
    take_id = await api.multi_cam_take()
    charged = len(api.sandbox.ledger)
    error = await api.error(CREATE_MULTI_CAM_JOB, takeId=take_id, outputs=["MAIN_GLB", "RENDER_OVERLAY_VIDEO"])
    assert error["errorType"] == "MoveValidationError"
    assert "must not include RENDER_OVERLAY_VIDEO" in error["message"]
    assert len(api.sandbox.ledger) == charged


async def test_job_uses_the_default_rig_and_rejects_an_unknown_one(api: Api) -> None:
    take_id = await api.multi_cam_take()
    for sent, expected in ((None, "move_mo"), ("", "move_mo"), ("move_ve", "move_ve")):
        job = await api.call(CREATE_MULTI_CAM_JOB, takeId=take_id, rig=sent)
        assert job["rig"] == {"name": expected}
    error = await api.error(CREATE_MULTI_CAM_JOB, takeId=take_id, rig="unknown")
    assert error["errorType"] == "MoveValidationError"


async def test_job_for_a_take_of_another_type_is_rejected(api: Api) -> None:
    error = await api.error(CREATE_MULTI_CAM_JOB, takeId=await api.single_cam_take())
    assert error["errorType"] == "MoveValidationError"
    error = await api.error(CREATE_SINGLE_CAM_JOB, takeId=await api.multi_cam_take())
    assert error["errorType"] == "MoveValidationError"


async def test_job_returns_its_inputs(api: Api) -> None:
    window = {"startTime": 0.5, "endTime": 1.0}
    options = {"floorPlane": True, "mocapModel": "S2", "trackBall": False, "trackFingers": True}
    job_id = await api.single_cam_job(window=window, options=options)
    query = """query ($id: ID!) { getJob(jobId: $id) { inputs {
      clipWindow { startTime endTime } numberOfActors
      options { floorPlane mocapModel trackBall trackFingers trackJerseyNumbers }
    } } }"""
    assert await api.call(query, id=job_id) == {
        "inputs": {
            "clipWindow": window,
            "numberOfActors": 1,
            "options": {**options, "trackJerseyNumbers": None},
        }
    }


async def test_update_changes_only_the_given_fields(api: Api) -> None:
    job_id = await api.single_cam_job(metadata='{"a":1}')
    query = """mutation ($id: String!, $name: String, $metadata: AWSJSON) {
      updateJob(id: $id, name: $name, metadata: $metadata) { name metadata }
    }"""
    assert await api.call(query, id=job_id, name="n") == {"name": "n", "metadata": '{"a":1}'}
    assert await api.call(query, id=job_id, metadata="{}") == {"name": "n", "metadata": "{}"}


async def test_jobs_and_volumes_are_charged_once_each(api: Api) -> None:
    volume_id = await api.volume()
    take_id = await api.single_cam_take()
    job_ids = [await api.single_cam_job(takeId=take_id) for _ in range(2)]
    await api.call(GET_JOB, id=job_ids[0])
    await api.error(CREATE_SINGLE_CAM_JOB, takeId=take_id, window={"startTime": 2, "endTime": 1})
    charges = [(charge.id, charge.kind, charge.take_id, charge.credits) for charge in api.sandbox.ledger]
    assert charges == [
        (volume_id, "volume", None, 5),
        (job_ids[0], "job", take_id, 10),
        (job_ids[1], "job", take_id, 10),
    ]
    assert api.sandbox.ledger[0].created < api.sandbox.ledger[1].created


async def test_one_query_can_retrieve_25_jobs(api: Api) -> None:
    take_id = await api.single_cam_take()
    job_ids = [await api.single_cam_job(takeId=take_id) for _ in range(25)]
    fields = " ".join(f'j{n}: getJob(jobId: "{job_id}") {{ id state }}' for n, job_id in enumerate(job_ids))
    result = await api.result(f"{{ {fields} bad: client {{ id }} }}")
    assert [result["data"][f"j{n}"]["id"] for n in range(25)] == job_ids
