"""Types of the public API. mypy and pyright check this module in strict mode; it is never run.

Each `ignore` marks an error that the checkers must report. Both also report unneeded ones, so each is proven.
"""

import datetime
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any, BinaryIO, Literal, assert_type

from pydantic import SecretStr

from move_ugc_async import (
    AdditionalFileType,
    AreaType,
    AsyncCameraSettingsService,
    AsyncClientService,
    AsyncFileService,
    AsyncJobService,
    AsyncMoveUgc,
    AsyncRigService,
    AsyncTakeService,
    AsyncVolumeService,
    AsyncWebhookService,
    Budget,
    BudgetRemaining,
    ByteStream,
    CameraSettings,
    CameraSettingsInput,
    CapturePlan,
    CapturePlanned,
    CaptureResult,
    CaptureSpec,
    ClapWindowInput,
    Client,
    Clip,
    ClipWindow,
    DownloadedOutput,
    EventFeed,
    FileType,
    Finding,
    GraphQLErrorItem,
    HumanVolumeType,
    JobExpand,
    JobInputs,
    JobOptions,
    JobState,
    JobType,
    ListBase,
    MocapModelOptionsInput,
    MoveError,
    MoveInvalidRequestError,
    MoveThrottledError,
    Outcome,
    OutputType,
    Paginator,
    PlannedClip,
    PlanOutcome,
    PreflightError,
    Progress,
    Rig,
    ShareCode,
    SortDirection,
    Source,
    SourceFormat,
    SourceIn,
    StateFile,
    SyncMethodInput,
    TakeKind,
    TakeType,
    TimeCodeSyncInput,
    WebhookEndpoint,
    WebhookEvent,
    content_digest,
    media,
    verify_webhook,
    webhooks,
)
from move_ugc_async.batch import (
    Batch,
    BatchOutcome,
    BatchPlan,
    BatchState,
    BatchStatus,
    LeaseLostError,
    PlannedCapture,
    RunningCapture,
    SubmitReport,
    WorkerStatus,
    find_clips,
    watch_clips,
)


async def clients() -> None:
    async with AsyncMoveUgc() as entered:
        assert_type(entered, AsyncMoveUgc)
    client = AsyncMoveUgc(SecretStr("key"), endpoint_url="https://x", default_page_size=5, prefetch=False)
    AsyncMoveUgc("key", max_retries=0, http_backend="httpx")
    AsyncMoveUgc("key", http_backend="requests")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    AsyncMoveUgc("key", "https://x")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    AsyncMoveUgc(time_out=3)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    assert_type(await client.aclose(), None)


def services(client: AsyncMoveUgc) -> None:
    assert_type(client.jobs, AsyncJobService)
    assert_type(client.takes, AsyncTakeService)
    assert_type(client.files, AsyncFileService)
    assert_type(client.volumes, AsyncVolumeService)
    assert_type(client.client, AsyncClientService)
    assert_type(client.camera_settings, AsyncCameraSettingsService)
    assert_type(client.rigs, AsyncRigService)
    assert_type(client.webhooks, AsyncWebhookService)
    assert_type(client.events, EventFeed)
    _ = client.job  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]


async def jobs(client: AsyncMoveUgc) -> None:
    window = ClipWindow(start_time=0, end_time=1.5)
    single = await client.jobs.create_singlecam(
        "take-1",
        "name",
        {"any": ["json"]},
        JobOptions(track_ball=True),
        window,
        [OutputType.MAIN_GLB, "main_fbx"],
        ["take", "outputs", "take.sources", "take.volume", "client", "rig", "inputs"],
    )
    assert_type(single, JobType)
    multi = await client.jobs.create_multicam(
        "take-1", number_of_actors=2, outputs=("MAIN_GLB",), rig="move_ve", expand=("rig",)
    )
    assert_type(multi, JobType)
    await client.jobs.create_multicam("take-1")
    await client.jobs.create("take-1")  # pyright: ignore[reportDeprecated]
    assert_type(await client.jobs.retrieve("job-1"), JobType)
    assert_type(await client.jobs.retrieve("job-1", ["outputs"]), JobType)
    assert_type(await client.jobs.update("job-1", metadata={}, name="n", expand=["rig"]), JobType)
    expand: list[JobExpand] = ["client"]
    await client.jobs.retrieve("job-1", expand)
    await client.jobs.retrieve()  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    await client.jobs.retrieve("job-1", ["progress"])  # type: ignore[list-item] # pyright: ignore[reportArgumentType]
    await client.jobs.retrieve("job-1", "client")
    await client.jobs.wait("job-1", expand="take.volume")
    await client.jobs.retrieve("job-1", "progress")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    await client.jobs.create_singlecam("take-1", outputs="main_fbx")
    await client.jobs.create_singlecam("take-1", outputs=["main_fbx", "brand_new", OutputType.MAIN_GLB])
    await client.jobs.create_singlecam("take-1", outputs=[1])  # type: ignore[list-item] # pyright: ignore[reportArgumentType]
    await client.jobs.create_singlecam("take-1", options={"track_fingers": True}, clip_window={"start_time": 0})
    await client.jobs.create_singlecam("take-1", options=["a"])  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    await client.jobs.create_singlecam("take-1", outputs={"main_fbx"}, expand={"take"})
    await client.jobs.create_singlecam("take-1", outputs={"main_fbx": 1}.keys(), expand=iter(expand))
    await client.jobs.retrieve_many({"job-1"}, frozenset(expand))
    await client.takes.create_singlecam({"device_label": "phone", "file_id": "file-1", "format": "mp4"})


async def lists(client: AsyncMoveUgc) -> None:
    listing = client.jobs.list(10, None, SortDirection.ASC, "take-1", ["rig"])
    assert_type(listing, Paginator[JobType])
    page = await client.jobs.list()
    assert_type(page, ListBase[JobType])
    assert_type(page.items, list[JobType])
    assert_type(page.limit, int | None)
    assert_type(page.next_token, str | None)
    assert_type(page.errors, tuple[GraphQLErrorItem, ...])
    assert_type(page.has_next_page(), bool)
    assert_type(await page.get_next_page(), ListBase[JobType])
    async for job in client.jobs.list(next_token={"n": 1}, sort_by="asc"):
        assert_type(job, JobType)
    assert_type(client.jobs.list().pages(), AsyncGenerator[ListBase[JobType], None])
    async for job_page in client.jobs.list(next_token="t").pages():
        assert_type(job_page, ListBase[JobType])
    assert_type([take async for take in client.takes.list(expand=["volume.sources"])], list[TakeType])
    assert_type([volume async for volume in client.volumes.list(expand=["sources"])], list[HumanVolumeType])
    assert_type(await client.camera_settings.list(), ListBase[CameraSettings])
    assert_type(await client.rigs.list(), ListBase[Rig])
    client.volumes.list(take_id="take-1")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    client.takes.list(expand=["client", "outputs"])  # type: ignore[list-item] # pyright: ignore[reportArgumentType]
    client.rigs.list(limit=1)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    client.jobs.list(limit="1")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    for item in client.jobs.list():  # type: ignore[attr-defined] # pyright: ignore[reportGeneralTypeIssues, reportUnknownVariableType]
        del item


async def takes(client: AsyncMoveUgc, sources: list[SourceIn]) -> None:
    assert_type(await client.takes.create_singlecam(sources, "n", [1], ["video_file", "additional_files"]), TakeType)
    sync = SyncMethodInput(
        clap_window=ClapWindowInput(start_time=0, end_time=1), timecode_sync=TimeCodeSyncInput(use_timecode=True)
    )
    assert_type(await client.takes.create_multicam(tuple(sources), "volume-1", sync_method=sync), TakeType)
    assert_type(await client.takes.retrieve("take-1", ["volume"]), TakeType)
    assert_type(await client.takes.update("take-1", name="n", metadata={}), TakeType)
    await client.takes.create_multicam(sources)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    await client.takes.retrieve("take-1", ["take"])  # type: ignore[list-item] # pyright: ignore[reportArgumentType]


async def files(client: AsyncMoveUgc) -> None:
    file = await client.files.create("mp4", "n", None, ["client"])
    assert_type(file, FileType)
    assert_type(await client.files.upload(Path("a.mp4"), file_type="mov", name="n", metadata=[]), FileType)
    assert_type(await client.files.download(file, "a.mp4", overwrite=True), Path)
    assert_type(await client.files.download("file-1", Path("a.mp4")), Path)
    assert_type(await client.files.retrieve("file-1", ["client"]), FileType)
    assert_type(await client.files.update("file-1", {}, "n"), FileType)
    assert_type(await client.files.generate_share_code("file-1"), ShareCode)
    await client.files.retrieve("file-1", ["take"])  # type: ignore[list-item] # pyright: ignore[reportArgumentType]
    await client.files.create(7)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


async def volumes(client: AsyncMoveUgc, sources: list[SourceIn]) -> None:
    window = ClipWindow(start_time=0, end_time=1)
    volume = await client.volumes.create_human_volume(
        sources, 1.8, "normal", None, {"a": 1}, "n", window, ["outputs", "sources", "client"]
    )
    assert_type(volume, HumanVolumeType)
    await client.volumes.create_human_volume(sources, human_height=2, area_type=AreaType.LARGE)
    assert_type(await client.volumes.retrieve_human_volume("volume-1", ["outputs"]), HumanVolumeType)
    await client.volumes.create_human_volume(sources, 1.8)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]


def events(body: bytes, headers: dict[str, str], asgi: list[tuple[bytes, bytes]], secret: SecretStr) -> str:
    event = webhooks.parse(body, headers, "whsec_x", tolerance=60, now=1.5)
    assert_type(event, webhooks.JobStarted | webhooks.JobCompleted | webhooks.JobFailed | webhooks.UnknownEvent)
    webhooks.parse(body, asgi, ["whsec_x", b"whsec_y", secret])
    assert_type(verify_webhook(body, headers, secret), WebhookEvent)
    assert_type(webhooks.WebhookVerifier(secret).parse(bytearray(body), headers), webhooks.Event)
    assert_type(event.timestamp, datetime.datetime | None)
    webhooks.parse(body, headers)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    webhooks.parse(body, headers, [7])  # type: ignore[list-item] # pyright: ignore[reportArgumentType]
    match event:
        case webhooks.JobStarted() | webhooks.JobCompleted() | webhooks.JobFailed():
            return assert_type(event.job_id, str)
        case webhooks.UnknownEvent():
            assert_type(event.job_id, str | None)
            return event.message_id


async def others(client: AsyncMoveUgc) -> None:
    assert_type(await client.client.retrieve(), Client)
    assert_type(await client.client.update({"a": 1}), Client)
    endpoint = await client.webhooks.upsert(["e"], "u", "https://x", "d", "whsec_x", {"a": 1}, ["client"])
    assert_type(endpoint, WebhookEndpoint)
    await client.webhooks.upsert(None, uid="u", url="https://x", metadata="{}")
    await client.client.retrieve(["x"])  # type: ignore[call-arg, arg-type] # pyright: ignore[reportCallIssue]


async def json_metadata(client: AsyncMoveUgc) -> None:
    nested: dict[str, list[int | None]] = {"a": [1, None]}
    await client.files.update("file-1", nested)
    await client.files.update("file-1", ["a", 1, None])
    await client.files.update("file-1", '{"a": 1}')
    await client.files.update("file-1", 0)
    await client.files.update("file-1", 1.5)
    await client.files.update("file-1", metadata=False)
    await client.files.update("file-1", None)
    await client.files.update("file-1", object())  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    await client.files.update("file-1", {1, 2})  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def options() -> None:
    known = JobOptions(
        floor_plane=True, mocap_model="s2", track_ball=False, track_fingers=None, track_jersey_numbers=True
    )
    assert_type(known.track_ball, bool | None)
    assert_type(known.mocap_model, MocapModelOptionsInput | None)
    assert_type(JobOptions(brand_new_switch=1, trackBall=True).brandNewSwitch, Any)
    JobOptions(mocap_model=MocapModelOptionsInput.M2)
    JobOptions(track_ball="yes")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    JobOptions(True)  # type: ignore[call-arg] # noqa: FBT003 # pyright: ignore[reportCallIssue]


def sources() -> None:
    source = SourceIn(device_label="a", file_id="file-1", format="mp4")
    assert_type(source.device_label, str)
    assert_type(source.format, SourceFormat)
    assert_type(source.camera_settings, CameraSettingsInput | None)
    SourceIn(device_label="a", file_id="f", format=SourceFormat.MP4, camera_settings=CameraSettingsInput(lens="x"))
    SourceIn(device_label="a", format="mp4")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    SourceIn(device_label="a", file_id="f", format=4)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    ClipWindow(start_time=0)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]


def job_fields(job: JobType) -> None:
    assert_type(job.id, str)
    assert_type(job.created, datetime.datetime | None)
    assert_type(job.state, str | None)
    assert_type(job.progress, Progress | None)
    assert_type(job.client, Client | None)
    assert_type(job.take, TakeType | None)
    assert_type(job.rig, Rig | None)
    assert_type(job.inputs, JobInputs | None)
    assert_type(job.errors, tuple[GraphQLErrorItem, ...])
    assert_type(job.outputs, list[AdditionalFileType] | None)
    for output in job.outputs or []:
        assert_type(output.format, str | None)
        assert_type(output.key, str | None)
        assert_type(output.file, FileType)
        assert_type(output.file.presigned_url, str | None)
    assert_type(job.output("main_fbx"), AdditionalFileType)
    assert_type(job.output(OutputType.MOTION_DATA).file, FileType)


def output_of_a_result(result: CaptureResult[JobType], volume: HumanVolumeType) -> None:
    assert_type(result.output("main_glb"), DownloadedOutput)
    assert_type(result.output(OutputType.MAIN_GLB).path, Path)
    assert_type(result.work.output("main_glb"), AdditionalFileType)
    assert_type(volume.output("pkl"), AdditionalFileType)


def fields_of_other_models(take: TakeType, volume: HumanVolumeType, client: Client, code: ShareCode) -> None:
    assert_type(take.created, datetime.datetime)
    assert_type(take.take_type, TakeKind | None)
    assert_type(take.volume, HumanVolumeType | None)
    assert_type(take.sources, list[Source] | None)
    assert_type(volume.state, JobState | None)
    assert_type(volume.area_type, AreaType | None)
    assert_type(volume.sources, list[Source] | None)
    assert_type(client.portal, str | None)
    assert_type(code.file_id, str | None)
    assert_type(OutputType.MAIN_GLB.is_known, bool)


def errors(error: MoveError, throttled: MoveThrottledError) -> None:
    assert_type(error.operation, str | None)
    assert_type(error.status, int | None)
    assert_type(error.path, tuple[str | int, ...] | None)
    assert_type(error.errors, tuple[GraphQLErrorItem, ...])
    assert_type(error.next_token, str | None)
    assert_type(throttled.retry_after, float | None)


async def workflows(client: AsyncMoveUgc, clip: Path, stream: ByteStream) -> None:
    for source in (clip, "clip.mp4", b"bytes", stream):
        assert_type(await client.submit(source, key="order-7", outputs=["main_glb"]), JobType)
    clips = [Clip(clip, "cam1", "lens"), Clip(b"bytes", "cam2", "lens")]
    assert_type(await client.submit_multicam("volume-1", clips, 2, key="order-7"), JobType)
    assert_type(await client.capture(clip, "out", state_file="clip.json"), CaptureResult[JobType])
    assert_type(await client.calibrate(clips, 1.8, "out", key="order-7"), CaptureResult[HumanVolumeType])
    CaptureSpec(clip, "out", {"state_file": StateFile("clip.json", derive_key=True, fresh=False)})
    assert_type(await content_digest(clip, on_progress=print), str)
    state = await client.prepare(clip, key="order-7", until="upload")
    assert_type(state.take_id, str | None)
    assert_type(await client.submit(clip, resume_from=state), JobType)
    await client.prepare(clip, until="job")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


async def dry_runs(client: AsyncMoveUgc, clip: Path, *, is_dry: bool) -> None:
    clips = [Clip(clip, "cam1", "lens"), Clip(b"bytes", "cam2", "lens")]
    plan = await client.capture(clip, "out", outputs=["main_glb"], move_file=b"sensors", dry_run=True)
    assert_type(plan, CapturePlan)
    assert_type(await client.capture(clip, "out", dry_run=False), CaptureResult[JobType])
    assert_type(await client.capture(clip, "out", dry_run=is_dry), CaptureResult[JobType] | CapturePlan)
    assert_type(await client.capture_multicam("volume-1", clips, 2, "out"), CaptureResult[JobType])
    assert_type(await client.capture_multicam("volume-1", clips, 2, "out", rig="move_mo", dry_run=True), CapturePlan)
    assert_type(await client.calibrate(clips, 1.8, "out", area_type="LARGE", dry_run=True), CapturePlan)
    assert_type(await client.calibrate(clips, 1.8, "out", dry_run=is_dry), CaptureResult[HumanVolumeType] | CapturePlan)
    await client.capture(clip, "out", output=["main_glb"])  # type: ignore[call-overload] # pyright: ignore[reportCallIssue]
    await client.calibrate(clips, 1.8, "out", rig="move_mo")  # type: ignore[call-overload] # pyright: ignore[reportCallIssue]
    assert_type(plan.clips, tuple[PlannedClip, ...])
    assert_type(plan.clips[0].content_digest, str | None)
    assert_type((plan.key, plan.video_minutes, plan.existing_id), tuple[str, float | None, str | None])
    assert_type(plan.outputs, tuple[OutputType, ...] | None)
    assert_type(plan.warnings, tuple[Finding, ...])
    assert_type(plan.budget_remaining, BudgetRemaining | None)
    assert_type(plan.creates, Literal["job", "volume"] | None)
    plan.key = "other"  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue]


async def plan_outcomes(client: AsyncMoveUgc, specs: list[CaptureSpec]) -> None:
    async for outcome in client.capture_many(specs, dry_run=True):
        assert_type(outcome, PlanOutcome[CaptureSpec])
        if outcome.error is None:
            assert_type(outcome, CapturePlanned[CaptureSpec])
            assert_type(outcome.plan, CapturePlan)
        else:
            assert_type(outcome.error, MoveError)


async def outcomes(client: AsyncMoveUgc, outcome: Outcome[JobType]) -> None:
    if outcome.error is None:
        assert_type(outcome.job, JobType)
    else:
        assert_type(outcome.error, MoveError)
    async for each in client.volumes.wait_many(["volume-1"]):
        if each.error is None:
            assert_type(each.job, HumanVolumeType)


async def capture_outcomes(client: AsyncMoveUgc, specs: list[CaptureSpec]) -> None:
    async for outcome in client.capture_many(specs):
        assert_type(outcome.spec, CaptureSpec)
        if outcome.error is None:
            assert_type(outcome.result, CaptureResult[JobType])
        else:
            assert_type(outcome.error, MoveError)


async def batches(specs: list[CaptureSpec], clips: Path) -> None:
    async with Batch("sqlite:///batch.db", budget=Budget(max_jobs=3), on_ambiguous="quarantine") as batch:
        assert_type(batch, Batch)
        report = await batch.submit(specs)
        assert_type(report, SubmitReport)
        assert_type(report.rejected, tuple[BatchOutcome, ...])
        plan = await batch.plan(specs)
        assert_type(plan, BatchPlan)
        assert_type(plan.of("new"), tuple[PlannedCapture, ...])
        async for outcome in batch.results():
            assert_type(outcome, BatchOutcome)
            assert_type(outcome.state, BatchState)
        status = await batch.status()
        assert_type(status, BatchStatus)
        assert_type(status.running, tuple[RunningCapture, ...])
        assert_type(status.workers, tuple[WorkerStatus, ...])
        assert_type(sum(worker.clips for worker in status.workers), int)
        assert_type(await batch.retry_failed(pay_again=True), int)
        assert_type(await batch.cancel(report.accepted), int)
        assert_type(await batch.export(clips / "report.csv"), int)
        try:
            await batch.run_worker()
        except LeaseLostError as error:
            assert_type(error.is_final, bool)
    assert_type(find_clips(clips), list[Path])
    async for clip in watch_clips(clips):
        assert_type(clip, Path)


def inspections(file: BinaryIO) -> None:
    info = media.inspect("dance.mp4")
    assert_type(info, media.ClipInfo)
    assert_type((info.file, info.size), tuple[str, int])
    assert_type((info.duration, info.fps, info.nominal_fps), tuple[float | None, float | None, float | None])
    assert_type((info.frames, info.width, info.rotation), tuple[int | None, int | None, int | None])
    assert_type((info.codec, info.audio, info.timecode), tuple[str | None, str | None, str | None])
    assert_type((info.variable_frame_rate, info.is_usable), tuple[bool | None, bool])
    media.inspect(b"", name="clip")
    media.inspect(Path("dance.mp4"))
    media.inspect(file)
    media.inspect(5)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    media.inspect("dance.mp4", "clip")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    assert_type(media.compare([info, info], use_timecode=True), tuple[Finding, ...])
    assert_type(media.check_window("dance.mp4", info.duration, 0, 1.5), tuple[Finding, ...])
    for finding in info.findings:
        assert_type(finding, media.Finding)
        code: media.FindingCode = finding.code
        severity: media.Severity = finding.severity
        assert_type((finding.file, finding.message, finding.advice), tuple[str, str, str])
        _ = (code == "unknown_rig", severity == "error")
    info.fps = 3  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue]


def preflight(error: PreflightError) -> None:
    assert_type(error.findings, tuple[Finding, ...])
    refused: MoveInvalidRequestError = error
    _ = refused
