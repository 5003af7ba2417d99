"""Jobs: requests in the journal of the sandbox, and parsed responses."""

import logging
import pickle
from pathlib import Path

import pytest

from move_ugc_async import (
    AsyncMoveUgc,
    ClipWindow,
    JobFailedError,
    JobOptions,
    JobState,
    MocapModelOptionsInput,
    MoveInvalidRequestError,
    MoveNotFoundError,
    OutputType,
)
from move_ugc_async.sandbox import Sandbox
from tests.integration.client.loops import both_loops
from tests.integration.client.workflows import (
    LONG_ENOUGH,
    FinishedObjects,
    calibrate,
    graphql_requests,
    last_flags,
    last_variables,
    multi_take,
    single_source,
    single_take,
)
from tests.support.outputs import kinds_of

pytestmark = pytest.mark.anyio

SINGLE_CAM_DEFAULTS = {"mp4", "render_overlay_mp4", "fbx", "usdc", "usdz", "blend", "motion_data"}


async def test_create_singlecam_sends_every_argument(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    take = await single_take(client)
    job = await client.jobs.create_singlecam(
        take.id,
        "walk",
        {"shot": 7},
        JobOptions(track_fingers=True, mocap_model="s2"),
        ClipWindow(start_time=0.25, end_time=1.5),
        ["main_fbx", OutputType.MOTION_DATA],
        ["inputs", "take"],
    )
    assert last_variables(sandbox, "createSingleCamJob") == {
        "takeId": take.id,
        "name": "walk",
        "metadata": '{"shot": 7}',
        "options": {"trackFingers": True, "mocapModel": "S2"},
        "clipWindow": {"startTime": 0.25, "endTime": 1.5},
        "outputs": ["MAIN_FBX", "MOTION_DATA"],
    }
    assert last_flags(sandbox, "createSingleCamJob") == {"withJobInputs", "withJobTake"}
    assert job.id.startswith("job-")
    assert (job.name, job.metadata, job.state) == ("walk", {"shot": 7}, "NOT_STARTED")
    assert job.created == sandbox.clock.now()
    assert job.take is not None
    assert job.take.id == take.id
    assert job.inputs is not None
    assert job.inputs.clip_window is not None
    assert (job.inputs.clip_window.start_time, job.inputs.clip_window.end_time) == (0.25, 1.5)
    assert job.inputs.options is not None
    assert job.inputs.options.track_fingers is True
    assert job.inputs.options.mocap_model is MocapModelOptionsInput.S2
    assert job.inputs.options.track_ball is None


async def test_create_singlecam_sends_only_the_take_by_default(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    take = await single_take(client)
    job = await client.jobs.create_singlecam(take.id)
    assert sandbox.journal.filter(operation="createSingleCamJob")[0].variables == {"takeId": take.id}
    assert [charge.id for charge in sandbox.ledger] == [job.id]


async def test_create_multicam_sends_every_argument(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    take = await multi_take(client, await calibrate(client, sandbox))
    job = await client.jobs.create_multicam(
        take.id,
        3,
        JobOptions(trackBall=True),
        ["ALL_BVH"],
        "move_ve",
        "duel",
        ClipWindow(start_time=0, end_time=1),
        [1, 2],
        ["rig", "inputs"],
    )
    assert last_variables(sandbox, "createMultiCamJob") == {
        "takeId": take.id,
        "numberOfActors": 3,
        "options": {"trackBall": True},
        "outputs": ["ALL_BVH"],
        "rig": "move_ve",
        "name": "duel",
        "clipWindow": {"startTime": 0.0, "endTime": 1.0},
        "metadata": "[1, 2]",
    }
    assert last_flags(sandbox, "createMultiCamJob") == {"withJobRig", "withJobInputs"}
    assert job.metadata == [1, 2]
    assert job.rig is not None
    assert job.rig.name == "move_ve"
    assert job.inputs is not None
    assert job.inputs.number_of_actors == 3


async def test_create_multicam_sends_no_number_of_actors_by_default(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    take = await multi_take(client, await calibrate(client, sandbox))
    job = await client.jobs.create_multicam(take.id, expand=["rig", "inputs"])
    assert last_variables(sandbox, "createMultiCamJob") == {"takeId": take.id}
    assert job.rig is not None
    assert job.rig.name == "move_mo"
    assert job.inputs is not None
    assert job.inputs.number_of_actors is None


async def test_create_warns_of_deprecation_and_calls_create_singlecam(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    take = await single_take(client)
    window = ClipWindow(start_time=0, end_time=1)
    with pytest.warns(DeprecationWarning, match=r"create_singlecam\(\)") as warned:
        job = await client.jobs.create(
            take.id, "old", {"a": 1}, JobOptions(track_ball=True), window, ["main_glb"], ["take"]
        )
    assert warned[0].filename == __file__
    assert last_variables(sandbox, "createSingleCamJob") == {
        "takeId": take.id,
        "name": "old",
        "metadata": '{"a": 1}',
        "options": {"trackBall": True},
        "clipWindow": {"startTime": 0.0, "endTime": 1.0},
        "outputs": ["MAIN_GLB"],
    }
    assert job.take is not None


async def test_retrieve_returns_plain_fields_and_no_relations_by_default(
    client: AsyncMoveUgc, sandbox: Sandbox, objects: FinishedObjects
) -> None:
    job = await client.jobs.retrieve(objects.single_job.id)
    assert (job.id, job.name, job.metadata) == (objects.single_job.id, "s", {"studio": True})
    assert job.state == "FINISHED"
    assert job.progress is not None
    assert (job.progress.state, job.progress.percentage_complete) == ("FINISHED", 100)
    assert (job.client, job.outputs, job.take, job.rig, job.inputs) == (None, None, None, None, None)
    assert job.errors == ()
    (request,) = graphql_requests(sandbox)
    assert (request.operation, request.variables) == ("getJob", {"jobId": objects.single_job.id})


@both_loops
async def test_an_unknown_id_raises_not_found(client: AsyncMoveUgc) -> None:
    unknown = "job-00000000-0000-4000-8000-000000000000"
    with pytest.raises(MoveNotFoundError) as caught:
        await client.jobs.retrieve(unknown)
    error = caught.value
    assert (error.operation, error.error_type, error.status) == ("getJob", "MoveNotFoundError", 200)
    assert error.path == ("getJob",)
    assert error.request_id
    with pytest.raises(MoveNotFoundError):
        await client.jobs.update(unknown, name="x")
    with pytest.raises(MoveNotFoundError):
        await client.jobs.create_singlecam("take-00000000-0000-4000-8000-000000000000")


@pytest.mark.parametrize("missing", ["", "  ", None])
async def test_an_empty_id_is_refused_before_anything_is_sent(
    client: AsyncMoveUgc, sandbox: Sandbox, missing: str | None
) -> None:
    for call in (client.jobs.retrieve, client.jobs.update, client.jobs.create_singlecam, client.jobs.create_multicam):
        with pytest.raises(MoveInvalidRequestError, match="id of a"):
            await call(missing)  # type: ignore[arg-type]
    assert not graphql_requests(sandbox)


async def test_update_changes_only_the_passed_fields(
    client: AsyncMoveUgc, sandbox: Sandbox, objects: FinishedObjects
) -> None:
    job_id = objects.single_job.id
    renamed = await client.jobs.update(job_id, name="new")
    assert last_variables(sandbox, "updateJob") == {"id": job_id, "name": "new"}
    assert (renamed.name, renamed.metadata) == ("new", {"studio": True})
    changed = await client.jobs.update(job_id, {"k": [1]}, expand=["rig"])
    assert last_variables(sandbox, "updateJob") == {"id": job_id, "metadata": '{"k": [1]}'}
    assert (changed.name, changed.metadata) == ("new", {"k": [1]})
    assert changed.rig is not None
    cleared = await client.jobs.update(job_id, metadata={})
    assert last_variables(sandbox, "updateJob") == {"id": job_id, "metadata": "{}"}
    assert (await client.jobs.retrieve(job_id)).metadata == cleared.metadata == {}
    untouched = await client.jobs.update(job_id)
    assert last_variables(sandbox, "updateJob") == {"id": job_id}
    assert (untouched.name, untouched.metadata) == ("new", {})


async def test_create_refuses_an_empty_list_of_outputs_before_anything_is_sent(
    client: AsyncMoveUgc, sandbox: Sandbox
) -> None:
    for create in (client.jobs.create_singlecam, client.jobs.create_multicam):
        with pytest.raises(MoveInvalidRequestError, match="outputs must be one or more names; got"):
            await create("take-1", outputs=[])
    assert not graphql_requests(sandbox)


async def test_outputs_are_omitted_by_default(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    take = await single_take(client)
    job = await client.jobs.create_singlecam(take.id)
    assert "outputs" not in last_variables(sandbox, "createSingleCamJob")
    sandbox.clock.advance(LONG_ENOUGH)
    finished = await client.jobs.retrieve(job.id, expand=["outputs"])
    assert finished.outputs is not None
    assert {output.format for output in finished.outputs} == SINGLE_CAM_DEFAULTS


async def test_outputs_accept_members_and_names_in_any_case(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    take = await single_take(client)
    wanted = [OutputType.MAIN_GLB, "main_fbx", "Render_Video", "MOTION_DATA"]
    job = await client.jobs.create_singlecam(take.id, outputs=wanted)
    assert last_variables(sandbox, "createSingleCamJob")["outputs"] == [
        "MAIN_GLB",
        "MAIN_FBX",
        "RENDER_VIDEO",
        "MOTION_DATA",
    ]
    sandbox.clock.advance(LONG_ENOUGH)
    finished = await client.jobs.retrieve(job.id, expand=["outputs"])
    assert finished.outputs is not None
    assert {output.key for output in finished.outputs} == {"glb", "fbx", "mp4", "motion_data"}


async def test_a_single_output_name_is_sent_as_a_list_of_one(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    take = await single_take(client)
    await client.jobs.create_singlecam(take.id, outputs="main_glb")
    assert last_variables(sandbox, "createSingleCamJob")["outputs"] == ["MAIN_GLB"]


async def test_an_unknown_output_is_sent_unchanged(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    take = await single_take(client)
    with pytest.raises(MoveInvalidRequestError, match="Variable 'outputs'"):
        await client.jobs.create_singlecam(take.id, outputs=["Main_Hologram"])
    assert last_variables(sandbox, "createSingleCamJob")["outputs"] == ["Main_Hologram"]
    assert not sandbox.ledger


async def test_an_unknown_option_is_sent_in_camel_case(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    take = await single_take(client)
    for options in (JobOptions(brand_new_switch=1), JobOptions(brandNewSwitch=1)):
        with pytest.raises(MoveInvalidRequestError, match="input object type 'OptionsInput'"):
            await client.jobs.create_singlecam(take.id, options=options)
        assert last_variables(sandbox, "createSingleCamJob")["options"] == {"brandNewSwitch": 1}


async def test_an_unknown_mocap_model_is_sent_unchanged(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    take = await single_take(client)
    with pytest.raises(MoveInvalidRequestError):
        await client.jobs.create_singlecam(take.id, options=JobOptions(mocap_model="m2-xl"))
    assert last_variables(sandbox, "createSingleCamJob")["options"] == {"mocapModel": "m2-xl"}


async def test_options_in_snake_and_camel_case_send_the_same_request(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    take = await single_take(client)
    for options in (JobOptions(track_ball=True, floor_plane=False), JobOptions(trackBall=True, floorPlane=False)):
        await client.jobs.create_singlecam(take.id, options=options)
        assert last_variables(sandbox, "createSingleCamJob")["options"] == {"trackBall": True, "floorPlane": False}


async def test_a_job_moves_from_not_started_over_running_to_finished(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    take = await single_take(client)
    job = await client.jobs.create_singlecam(take.id)
    seen: list[str] = []
    percentages: list[int] = []
    for _ in range(12):
        now = await client.jobs.retrieve(job.id)
        assert now.progress is not None
        assert now.progress.state == now.state
        assert now.progress.percentage_complete is not None
        seen.append(str(now.state))
        percentages.append(now.progress.percentage_complete)
        sandbox.clock.advance(1)
    assert list(dict.fromkeys(seen)) == ["NOT_STARTED", "RUNNING", "FINISHED"]
    assert percentages == sorted(percentages)
    assert JobState(seen[-1]) is JobState.FINISHED


async def test_outputs_of_an_unfinished_job_are_errors_beside_the_job(
    client: AsyncMoveUgc, caplog: pytest.LogCaptureFixture
) -> None:
    take = await single_take(client)
    job = await client.jobs.create_singlecam(take.id, outputs=["main_glb"])
    with caplog.at_level(logging.INFO, "move_ugc_async"):
        early = await client.jobs.retrieve(job.id, expand=["outputs"])
    assert early.id == job.id
    assert early.state == "NOT_STARTED"
    (error,) = early.errors
    assert error.message == "File object does not exist"
    assert error.path == ("getJob", "outputs", 0, "file", "presignedUrl")
    assert early.outputs is not None
    assert early.outputs[0].format == "glb"
    assert early.outputs[0].file.presigned_url is None
    (record,) = caplog.records
    assert record.name.startswith("move_ugc_async")
    assert "getJob" in record.getMessage()
    assert pickle.loads(pickle.dumps(early)).errors == early.errors


async def test_a_finished_job_is_returned_before_its_output_files_exist(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    take = await single_take(client)
    job = await client.jobs.create_singlecam(take.id, outputs=["main_glb"])
    state = ""
    while state != "FINISHED":
        sandbox.clock.advance(0.5)
        between = await client.jobs.retrieve(job.id, expand=["outputs"])
        state = str(between.state)
    assert between.errors
    sandbox.clock.advance(10)
    complete = await client.jobs.retrieve(job.id, expand=["outputs"])
    assert complete.errors == ()
    assert complete.outputs is not None
    assert complete.outputs[0].file.presigned_url


async def test_retrieve_returns_a_failed_job_with_its_progress(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    sandbox.fail_next_job("Use more light.")
    job = await client.jobs.create_singlecam((await single_take(client)).id)
    sandbox.clock.advance(LONG_ENOUGH)
    failed = await client.jobs.retrieve(job.id)
    assert failed.state == "FAILED"
    assert failed.progress is not None
    assert failed.progress.state == "FAILED"
    assert failed.progress.percentage_complete is not None
    assert failed.progress.percentage_complete < 100


async def test_retrieve_raises_progress_and_suggestions_when_the_server_reports_a_failed_job_as_an_error() -> None:
    async with Sandbox(clock="manual", failed_as="error") as sandbox:
        sandbox.fail_next_job("Use more light.", "Step back.")
        async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client:
            job = await client.jobs.create_singlecam((await single_take(client)).id)
            sandbox.clock.advance(LONG_ENOUGH)
            with pytest.raises(JobFailedError, match=r"has failed: Use more light\. Step back\.") as caught:
                await client.jobs.retrieve(job.id)
            (outcome,) = await client.jobs.retrieve_many([job.id])
            listed = await client.jobs.list()
    error = caught.value
    assert isinstance(outcome.error, JobFailedError)
    assert (error.id, error.suggestions) == (job.id, ("Use more light.", "Step back."))
    assert (outcome.error.id, outcome.error.suggestions) == (error.id, error.suggestions)
    assert error.error_info == {"suggestions": ["Use more light.", "Step back."]}
    assert error.errors[0].data["progress"]["state"] == "FAILED"
    assert error.operation == "getJob"
    assert [job.state for job in listed.items] == ["FAILED"]


async def test_a_job_fails_when_its_video_was_never_uploaded(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    file = await client.files.create("mp4")
    take = await client.takes.create_singlecam([single_source(file)])
    job = await client.jobs.create_singlecam(take.id)
    sandbox.clock.advance(LONG_ENOUGH)
    assert (await client.jobs.retrieve(job.id)).state == "FAILED"


async def test_a_single_camera_workflow_ends_with_every_output_on_disk(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    take = await single_take(client)
    job = await client.jobs.create_singlecam(take.id)
    while (await client.jobs.retrieve(job.id)).state != "FINISHED":
        sandbox.clock.advance(1)
    sandbox.clock.advance(5)
    finished = await client.jobs.retrieve(job.id, expand=["outputs"])
    assert finished.outputs is not None
    kinds = {}
    for output in finished.outputs:
        path = await client.files.download(output.file, tmp_path / f"{output.key}{output.file.type}")
        kinds[output.key] = kinds_of(path)
    assert set(kinds) == SINGLE_CAM_DEFAULTS
    assert kinds["mp4"] == kinds["render_overlay_mp4"] == ["MP4"]
    assert kinds["fbx"] == ["FBX"]
    assert kinds["motion_data"] == ["motion data"]
    assert sandbox.journal.count("createSingleCamJob") == 1
    assert [(charge.kind, charge.id) for charge in sandbox.ledger] == [("job", job.id)]
    fetched = sandbox.journal.filter(kind="storage", method="GET")
    assert [entry.status for entry in fetched if entry.sent] == [206] * len(kinds)


@both_loops
async def test_a_multi_camera_workflow_ends_with_every_output_on_disk(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    volume = await calibrate(client, sandbox)
    calibrated = await client.volumes.retrieve_human_volume(volume.id, expand=["outputs"])
    assert calibrated.state is JobState.FINISHED
    assert calibrated.outputs is not None
    for output in calibrated.outputs:
        kinds_of(await client.files.download(output.file, tmp_path / f"{output.key}{output.file.type}"))
    take = await multi_take(client, volume)
    job = await client.jobs.create_multicam(take.id, 2, outputs=["main_glb", "all_bvh", "motion_data"])
    sandbox.clock.advance(LONG_ENOUGH)
    finished = await client.jobs.retrieve(job.id, expand=["outputs", "take.volume"])
    assert finished.take is not None
    assert finished.take.volume is not None
    assert finished.take.volume.id == volume.id
    assert finished.outputs is not None
    kinds = {
        output.key: kinds_of(await client.files.download(output.file, tmp_path / f"{output.key}{output.file.type}"))
        for output in finished.outputs
    }
    assert kinds["glb"] == ["glTF 2.0"]
    assert kinds["motion_data"] == ["motion data"] * 2
    assert kinds["all_bvh"] == ["BVH"] * 2
    assert [charge.kind for charge in sandbox.ledger] == ["volume", "job"]
