"""Flaws of the official synchronous SDK (4.1.0) that this SDK does not have: one test for each."""

import json
from pathlib import Path
from typing import Any

import anyio
import pytest

from move_ugc_async import (
    AsyncMoveUgc,
    ClipWindow,
    JobOptions,
    MoveAuthenticationError,
    MoveInvalidRequestError,
    MoveNotFoundError,
    MoveTimeoutError,
    WebhookVerificationError,
    verify_webhook,
)
from move_ugc_async.sandbox import Sandbox
from tests.integration.client.loops import both_loops
from tests.integration.client.workflows import (
    CLIP,
    LONG_ENOUGH,
    FinishedObjects,
    calibrate,
    camera,
    graphql_requests,
    last_variables,
    multi_take,
    single_take,
)
from tests.support.clocks import FakeClock
from tests.support.loop_time import StoppedTime
from tests.support.servers import HttpServer, Received, Reply, graphql_reply, never

pytestmark = pytest.mark.anyio

KEY = "mv_key_0123456789"
CREATED = "2026-01-01T00:00:00.000000Z"
ACCOUNT = {"client": {"id": "client-1", "name": "Studio", "created": CREATED}}


async def test_01_the_start_of_a_clip_window_is_not_parsed_from_its_end(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    window = ClipWindow(start_time=0.25, end_time=1.5)
    take = await single_take(client)
    job = await client.jobs.create_singlecam(take.id, clip_window=window, expand=["inputs"])
    assert last_variables(sandbox, "createSingleCamJob")["clipWindow"] == {"startTime": 0.25, "endTime": 1.5}
    assert job.inputs is not None
    assert job.inputs.clip_window is not None
    assert (job.inputs.clip_window.start_time, job.inputs.clip_window.end_time) == (0.25, 1.5)
    volume = await calibrate(client, sandbox)
    assert volume.clip_window is None


async def test_02_no_access_to_a_service_sends_an_introspection_query(
    client: AsyncMoveUgc, sandbox: Sandbox, objects: FinishedObjects
) -> None:
    for _ in range(3):
        await client.jobs.retrieve(objects.single_job.id)
    assert [request.fields for request in graphql_requests(sandbox)] == [("getJob",)] * 3


async def test_03_no_introspection_is_needed_and_a_401_raises_an_authentication_error(sandbox: Sandbox) -> None:
    def without_introspection(received: Received) -> Reply:
        if b"__schema" in received.body or b"__type" in received.body:
            return graphql_reply(None, errors=[{"message": "Introspection is disabled."}])
        return graphql_reply(ACCOUNT)

    with HttpServer(without_introspection) as server:
        async with AsyncMoveUgc(KEY, endpoint_url=server.url) as client:
            assert (await client.client.retrieve()).name == "Studio"
    async with AsyncMoveUgc("mv_key_of_somebody_else", endpoint_url=sandbox.endpoint_url) as client:
        with pytest.raises(MoveAuthenticationError, match="not authorized"):
            await client.jobs.retrieve("job-1")


async def test_04_an_unsupported_expand_names_the_supported_ones_and_every_call_returns_progress_and_inputs(
    client: AsyncMoveUgc, sandbox: Sandbox, objects: FinishedObjects
) -> None:
    with pytest.raises(MoveInvalidRequestError, match="client, inputs, outputs, rig, take"):
        await client.jobs.retrieve("job-1", expand=["progress"])  # type: ignore[list-item]
    assert not graphql_requests(sandbox)
    jobs = [
        await client.jobs.create_singlecam(objects.single_take.id, expand=["inputs"]),
        await client.jobs.create_multicam(objects.multi_take.id, expand=["inputs"]),
        await client.jobs.retrieve(objects.single_job.id, expand=["inputs"]),
        await client.jobs.update(objects.single_job.id, expand=["inputs"]),
        *(await client.jobs.list(expand=["inputs"])).items,
    ]
    assert all(job.progress is not None and job.inputs is not None for job in jobs)
    unexpanded = [await client.jobs.retrieve(objects.single_job.id), *(await client.jobs.list()).items]
    assert all(job.progress is not None and job.inputs is None for job in unexpanded)


async def test_05_a_multi_camera_take_can_be_created_with_its_volume_expanded(
    client: AsyncMoveUgc, sandbox: Sandbox
) -> None:
    volume = await calibrate(client, sandbox)
    files = [await client.files.upload(CLIP) for _ in range(2)]
    cameras = [camera(file, f"cam{number}") for number, file in enumerate(files)]
    take = await client.takes.create_multicam(cameras, volume.id, expand=["volume"])
    assert take.volume is not None
    assert take.volume.id == volume.id


async def test_06_paging_sends_the_cursor_unchanged(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    take = await single_take(client)
    created = {(await client.jobs.create_singlecam(take.id)).id for _ in range(3)}
    page = await client.jobs.list(limit=2)
    following = await page.get_next_page()
    sent = last_variables(sandbox, "listJobs")["after"]
    assert isinstance(sent, str)
    assert sent == page.next_token
    assert {job.id for job in [*page.items, *following.items]} == created


async def test_07_a_filter_that_the_api_does_not_have_is_refused_instead_of_ignored(
    client: AsyncMoveUgc, sandbox: Sandbox
) -> None:
    with pytest.raises(TypeError, match="take_id"):
        client.volumes.list(take_id="take-1")  # type: ignore[call-arg]
    assert not graphql_requests(sandbox)


async def test_08_nulls_are_read_where_the_schema_allows_them() -> None:
    file = {"id": "file-1", "type": ".mp4", "name": None, "metadata": None, "presignedUrl": None, "created": None}
    account = ACCOUNT["client"] | {"portal": None, "metadata": None}
    job = {"id": "job-1", "name": None, "metadata": None, "progress": None, "state": None, "outputs": None}
    script = [
        graphql_reply({"getFile": file}),
        graphql_reply({"client": account}),
        graphql_reply({"getJob": job}),
        graphql_reply({"listJobs": {"first": None, "after": None, "items": None}}),
        graphql_reply({"listJobs": {"first": 2, "after": None, "items": [None, job]}}),
    ]
    with HttpServer(*script) as server:
        async with AsyncMoveUgc(KEY, endpoint_url=server.url) as client:
            assert (await client.files.retrieve("file-1")).name is None
            read = await client.client.retrieve()
            assert (read.portal, read.metadata) == (None, None)
            assert (await client.jobs.retrieve("job-1", ["outputs"])).progress is None
            assert (await client.jobs.list()).items == []
            assert [item.id for item in (await client.jobs.list()).items] == ["job-1"]


async def test_09_options_in_snake_case_are_sent_in_camel_case(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    take = await single_take(client)
    options = JobOptions(track_fingers=True)
    job = await client.jobs.create_singlecam(take.id, options=options, expand=["inputs"])
    assert last_variables(sandbox, "createSingleCamJob")["options"] == {"trackFingers": True}
    assert job.inputs is not None
    assert job.inputs.options is not None
    assert job.inputs.options.track_fingers is True


async def test_10_an_empty_object_clears_metadata(client: AsyncMoveUgc, objects: FinishedObjects) -> None:
    assert (await client.files.update((await client.files.create("mp4", metadata=[1])).id, {})).metadata == {}
    assert (await client.takes.update(objects.single_take.id, metadata={})).metadata == {}
    assert (await client.jobs.update(objects.single_job.id, metadata={})).metadata == {}
    assert (await client.client.update({})).metadata == {}
    assert (await client.jobs.retrieve(objects.single_job.id)).metadata == {}


async def test_11_calls_are_retried_over_one_connection_and_have_a_timeout(stopped_time: StoppedTime) -> None:
    with HttpServer(Reply(b"busy", 503), graphql_reply(ACCOUNT)) as server:
        async with AsyncMoveUgc(KEY, endpoint_url=server.url, clock=FakeClock()) as client:
            for _ in range(5):
                await client.client.retrieve()
    assert len(server.requests) == 6
    assert server.connections == 1
    raised: list[MoveTimeoutError] = []

    async def call() -> None:
        try:
            await client.client.retrieve()
        except MoveTimeoutError as error:
            raised.append(error)

    with HttpServer(never()) as silent:
        async with AsyncMoveUgc(KEY, endpoint_url=silent.url, timeout=3) as client, anyio.create_task_group() as tasks:
            tasks.start_soon(call)
            await silent.received(1)
            stopped_time.advance(3)
    (error,) = raised
    assert "3 s" in str(error)


async def test_12_a_finished_job_is_returned_although_one_output_has_an_error() -> None:
    outputs = [None, {"format": "fbx", "file": {"id": "file-2", "type": ".fbx", "presignedUrl": "https://s/?a=%2F"}}]
    job = {"id": "job-1", "state": "FINISHED", "outputs": outputs}
    errors = [{"path": ["getJob", "outputs", 0, "file"], "errorType": "MoveFileError", "message": "gone"}]
    with HttpServer(graphql_reply({"getJob": job}, errors=errors)) as server:
        async with AsyncMoveUgc(KEY, endpoint_url=server.url) as client:
            read = await client.jobs.retrieve("job-1", ["outputs"])
    assert read.state == "FINISHED"
    assert read.outputs is not None
    assert [output.key for output in read.outputs] == ["fbx"]
    assert read.outputs[0].file.presigned_url == "https://s/?a=%2F"
    assert [error.path for error in read.errors] == [("getJob", "outputs", 0, "file")]


async def test_13_dumping_outputs_raises_no_warning(
    client: AsyncMoveUgc, objects: FinishedObjects, recwarn: pytest.WarningsRecorder
) -> None:
    job = await client.jobs.retrieve(objects.single_job.id, ["outputs"])
    assert job.outputs is not None
    dumped: list[dict[str, Any]] = [output.model_dump() for output in job.outputs]
    assert {output["format"] for output in dumped} == {output.key for output in job.outputs}
    assert json.loads(job.model_dump_json(by_alias=True))["outputs"][0]["file"]["presignedUrl"]
    assert not [warning for warning in recwarn if issubclass(warning.category, DeprecationWarning | UserWarning)]


async def test_14_a_multi_camera_job_needs_no_number_of_actors(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    take = await multi_take(client, await calibrate(client, sandbox))
    await client.jobs.create_multicam(take.id)
    assert "numberOfActors" not in last_variables(sandbox, "createMultiCamJob")


@both_loops
async def test_15_upload_download_wait_iteration_typed_errors_and_webhook_verification_exist(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    file = await client.files.upload(CLIP)
    assert (await client.files.download(file.id, tmp_path / "back.mp4")).read_bytes() == CLIP.read_bytes()
    take = await single_take(client)
    created = [(await client.jobs.create_singlecam(take.id)).id for _ in range(3)]
    sandbox.clock.advance(LONG_ENOUGH)
    assert (await client.jobs.wait(created[0])).state == "FINISHED"
    assert [job.id async for job in client.jobs.list(limit=1, sort_by="ASC")] == created
    with pytest.raises(WebhookVerificationError):
        verify_webhook(b"{}", {}, "whsec_AAAA")
    with pytest.raises(MoveNotFoundError):
        await client.jobs.retrieve("job-00000000-0000-4000-8000-000000000000")
