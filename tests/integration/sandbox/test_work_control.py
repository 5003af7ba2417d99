"""Jobs and volumes that are ended by hand, a clock that runs faster, and resets."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from move_ugc_async.sandbox import ManualClock, Sandbox, Status, TimedClock
from tests.integration.sandbox.api import GET_FILE, GET_JOB, GET_OUTPUTS, GET_VOLUME, Api, FakeMedia
from tests.support.servers import HttpServer, Reply

pytestmark = pytest.mark.anyio


async def post(api: Api, path: str, json: Any = None) -> httpx.Response:
    return await api.http.post(
        f"{api.sandbox.url}/sandbox/{path}", json=json, headers={"authorization": api.sandbox.api_key}
    )


async def test_finished_job_has_outputs_at_once(manual_api: Api) -> None:
    job_id = await manual_api.single_cam_job()
    response = await post(manual_api, f"jobs/{job_id}/finish")
    assert (response.status_code, response.json()["state"], response.json()["outputs_ready"]) == (200, "FINISHED", True)
    job = await manual_api.call(GET_OUTPUTS, id=job_id)
    content = await manual_api.http.get(job["outputs"][0]["file"]["presignedUrl"])
    assert content.status_code == 200


async def test_failed_job_reports_suggestions_and_the_percentage_that_it_had(manual_api: Api) -> None:
    job_id = await manual_api.single_cam_job()
    manual_api.sandbox.clock.advance(13.75)
    before = await manual_api.call(GET_JOB, id=job_id)
    assert before["progress"] == {"state": "RUNNING", "percentageComplete": 50}
    response = await post(manual_api, f"jobs/{job_id}/fail", {"suggestions": ["Use more light."]})
    assert response.json()["suggestions"] == ["Use more light."]
    manual_api.sandbox.clock.advance(3600)
    result = await manual_api.result(GET_JOB, id=job_id)
    assert result["data"]["getJob"]["progress"] == {"state": "FAILED", "percentageComplete": 50}
    assert result["errors"][0]["errorInfo"] == {"suggestions": ["Use more light."]}


async def test_job_with_a_planned_failure_can_be_finished(manual_api: Api) -> None:
    manual_api.sandbox.fail_next_job("Use more light.")
    job_id = await manual_api.single_cam_job()
    await post(manual_api, f"jobs/{job_id}/finish")
    manual_api.sandbox.clock.advance(3600)
    assert (await manual_api.call(GET_JOB, id=job_id))["state"] == "FINISHED"


@pytest.mark.parametrize(("action", "state"), [("finish", "FINISHED"), ("fail", "FAILED")])
async def test_volume_is_ended_by_hand(manual_api: Api, action: str, state: str) -> None:
    volume_id = await manual_api.volume()
    await post(manual_api, f"volumes/{volume_id}/{action}")
    result = await manual_api.result(GET_VOLUME, id=volume_id)
    assert result["data"]["getVolume"]["state"] == state


async def test_job_keeps_how_it_was_ended_in_a_data_folder(tmp_path: Path, http: httpx.AsyncClient) -> None:
    with Sandbox(data=tmp_path, clock=ManualClock(), media=FakeMedia()) as sandbox:
        job_id = await Api(sandbox, http).single_cam_job()
        assert (await post(Api(sandbox, http), f"jobs/{job_id}/finish")).status_code == 200
    with Sandbox(data=tmp_path, clock=ManualClock(), media=FakeMedia()) as sandbox:
        assert (await Api(sandbox, http).call(GET_JOB, id=job_id))["state"] == "FINISHED"


@pytest.mark.parametrize("action", ["finish", "fail"])
async def test_work_that_has_ended_or_is_unknown_cannot_be_ended(manual_api: Api, action: str) -> None:
    job_id = await manual_api.single_cam_job()
    await post(manual_api, f"jobs/{job_id}/fail")
    ended = await post(manual_api, f"jobs/{job_id}/{action}")
    assert (ended.status_code, ended.json()["message"]) == (409, f"job {job_id} has already ended: its state is FAILED")
    for kind in ("job", "volume"):
        unknown = await post(manual_api, f"{kind}s/nothing/{action}")
        assert (unknown.status_code, unknown.json()["message"]) == (404, f"unknown {kind} nothing")


@pytest.mark.parametrize(
    ("action", "events"),
    [("finish", ["ugc.job.state.completed", "job.state.completed"]), ("fail", ["ugc.job.state.failed"])],
)
async def test_webhooks_report_a_job_that_is_ended_by_hand(manual_api: Api, action: str, events: list[str]) -> None:
    webhooks = manual_api.sandbox.webhooks
    with HttpServer(Reply()) as server:
        await manual_api.call(
            'mutation($url: String!) { upsertWebhookEndpoint(uid: "a", url: $url) { uid } }', url=f"{server.url}/a"
        )
        job_id = await manual_api.single_cam_job()
        await post(manual_api, f"jobs/{job_id}/{action}")
        webhooks.wait_until_idle()
        manual_api.sandbox.clock.advance(3600)
        webhooks.wait_until_idle()
    assert [each.event for each in webhooks] == ["job.state.started", *events]
    assert {each.state for each in webhooks} == {"delivered"}


async def test_reset_deletes_webhooks_and_their_deliveries(manual_api: Api) -> None:
    with HttpServer(Reply()) as server:
        await manual_api.call(
            'mutation($url: String!) { upsertWebhookEndpoint(uid: "a", url: $url) { uid } }', url=f"{server.url}/a"
        )
        await post(manual_api, f"jobs/{await manual_api.single_cam_job()}/finish")
        manual_api.sandbox.webhooks.wait_until_idle()
        assert (await post(manual_api, "reset")).status_code == 204
        assert len(manual_api.sandbox.webhooks) == 0
        await post(manual_api, f"jobs/{await manual_api.single_cam_job()}/finish")
        manual_api.sandbox.webhooks.wait_until_idle()
        assert len(manual_api.sandbox.webhooks) == 0


@pytest.mark.parametrize("document", [[], {"suggestions": "text"}, {"kind": "moon", "more": 1}, "a"])
async def test_failure_with_an_invalid_body_is_refused(manual_api: Api, document: Any) -> None:
    job_id = await manual_api.single_cam_job()
    assert (await post(manual_api, f"jobs/{job_id}/fail", document)).status_code == 400
    assert (await manual_api.call(GET_JOB, id=job_id))["state"] == "NOT_STARTED"


def test_timed_clock_runs_at_its_rate_without_a_jump() -> None:
    clock = TimedClock()
    before = clock.now()
    clock.set_rate(10_000)
    started = clock.now()
    assert started - before < timedelta(seconds=60)
    while clock.now() - started < timedelta(seconds=60):
        pass
    clock.set_rate(1)
    slow = clock.now()
    assert clock.peek() - slow < timedelta(seconds=60)
    clock.advance(3600)
    assert timedelta(seconds=3600) <= clock.now() - slow < timedelta(seconds=3660)
    assert clock.rate == 1


async def test_clock_that_does_not_follow_real_time_has_no_rate(manual_api: Api) -> None:
    response = await post(manual_api, "clock", {"rate": 2})
    assert response.status_code == 400
    assert "follows real time only" in response.json()["message"]
    assert manual_api.sandbox.clock.rate == 0


async def test_rate_of_a_timed_clock_is_set_over_http(http: httpx.AsyncClient) -> None:
    clock = TimedClock()
    with Sandbox(clock=clock, media=FakeMedia()) as sandbox:
        assert (await post(Api(sandbox, http), "clock", {"rate": 60})).json()["rate"] == 60
        assert clock.rate == 60
        for rate in (0, -1, 10_001, "fast", True, None):
            assert (await post(Api(sandbox, http), "clock", {"rate": rate})).status_code == 400
        for document in ({}, {"rate": 1, "advance": 1}, []):
            assert (await post(Api(sandbox, http), "clock", document)).status_code == 400
        assert clock.rate == 60


async def test_reset_deletes_everything_and_starts_ids_again(api: Api) -> None:
    file_id = await api.upload()
    job_id = await api.single_cam_job()
    api.sandbox.faults.add(Status(503), operation="nothing")
    api.sandbox.fail_next_job()
    assert (await post(api, "reset")).status_code == 204
    assert (len(api.sandbox.journal), api.sandbox.ledger, api.sandbox.faults.rules) == (0, (), ())
    for query, unknown in ((GET_FILE, file_id), (GET_JOB, job_id)):
        assert (await api.error(query, id=unknown))["errorType"] == "MoveNotFoundError"
    assert await api.upload() == file_id
    await api.upload()
    assert await api.single_cam_job() == job_id
    assert (await api.call(GET_JOB, id=job_id))["state"] == "FINISHED"
