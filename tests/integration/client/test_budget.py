"""Budgets limit the jobs and volumes of clients and workflows, and count minutes of video."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import anyio
import pytest

from move_ugc_async import (
    AmbiguousCreateError,
    AsyncMoveUgc,
    Budget,
    BudgetExceededError,
    BudgetRemaining,
    CaptureError,
    CaptureFailure,
    CaptureSpec,
    Clip,
    ClipWindow,
    InstantClock,
    MoveAuthenticationError,
    MoveConfigurationError,
    MoveInvalidRequestError,
)
from move_ugc_async.sandbox import Drop, GraphQLFault, Sandbox, Status
from tests.integration.client.loops import both_loops
from tests.integration.client.workflows import (
    CLIP,
    LENS,
    calibrate,
    camera,
    multi_take,
    single_source,
    single_take,
    write_variant,
)

pytestmark = pytest.mark.anyio
REFUSAL = GraphQLFault("UnauthorizedException", status=401)
MINUTES = 4 / 60
"""Minutes of the clip."""


@pytest.fixture
def sandbox() -> Any:
    """Yield a sandbox in which every job has finished by the next request."""
    with Sandbox(clock="instant") as sandbox:
        yield sandbox
    assert not sandbox.leaks


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[AsyncMoveUgc]:
    """Yield a client that sleeps for no real time, and does not inspect clips with the extra `media`."""
    settings: dict[str, Any] = {"clock": InstantClock(), "check_media": False, "settle": 0, "server_timeout": 0}
    async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, **settings) as client:
        yield client


def jobs_of(sandbox: Sandbox) -> int:
    return sandbox.journal.count("createSingleCamJob")


async def used_minutes(budget: Budget) -> float:
    return (await budget.ledger.usage(budget.limits)).video_minutes


@both_loops
async def test_capture_reserves_the_minutes_of_its_clip(client: AsyncMoveUgc, tmp_path: Path) -> None:
    budget = Budget(2, 1.0)
    limited = client.with_options(budget=budget)
    await limited.capture(CLIP, tmp_path, outputs=["main_glb"], key="order-7")
    assert await budget.remaining() == BudgetRemaining(1, pytest.approx(1 - MINUTES))  # type: ignore[arg-type]
    await limited.capture(CLIP, tmp_path, outputs=["main_glb"], key="order-7")
    assert (await budget.remaining()).jobs == 1


async def test_capture_that_exceeds_the_budget_fails_before_its_upload(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    limited = client.with_options(budget=Budget(max_video_minutes=MINUTES * 0.9))
    with pytest.raises(CaptureError) as caught:
        await limited.capture(CLIP, tmp_path, key="order-7")
    error = caught.value.__cause__
    assert isinstance(error, BudgetExceededError)
    assert (caught.value.stage, error.limit) == ("preflight", "max_video_minutes")
    assert (sandbox.journal.count("createFile"), sandbox.journal.count("createSingleCamTake")) == (0, 0)
    with pytest.raises(BudgetExceededError):
        await limited.submit(CLIP, key="order-8")


async def test_capture_of_an_exhausted_budget_returns_the_job_that_exists(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    first = await client.capture(CLIP, tmp_path, outputs=["main_glb"], key="order-7")
    limited = client.with_options(budget=Budget(0))
    assert (await limited.capture(CLIP, tmp_path, outputs=["main_glb"], key="order-7")).work.id == first.work.id
    assert (await limited.submit(CLIP, outputs=["main_glb"], key="order-7")).id == first.work.id
    assert jobs_of(sandbox) == 1


async def test_clip_window_limits_the_minutes(client: AsyncMoveUgc) -> None:
    budget = Budget(max_video_minutes=1.0)
    limited = client.with_options(budget=budget)
    await limited.submit(CLIP, key="a", clip_window=ClipWindow(start_time=1, end_time=2.5))
    assert await used_minutes(budget) == pytest.approx(1.5 / 60)


async def test_sensor_recording_has_no_minutes(client: AsyncMoveUgc, tmp_path: Path) -> None:
    budget = Budget(max_video_minutes=1.0)
    recording = tmp_path / "dance.move"
    recording.write_bytes(b"recording")
    await client.with_options(budget=budget).submit(CLIP, key="a", move_file=recording)
    assert await used_minutes(budget) == pytest.approx(MINUTES)


async def test_minutes_of_several_cameras_are_the_sum_of_their_clips(client: AsyncMoveUgc, tmp_path: Path) -> None:
    budget = Budget(2, 1.0)
    limited = client.with_options(budget=budget)
    clips = [Clip(write_variant(tmp_path / f"{name}.mp4", n), name, LENS) for n, name in enumerate(["left", "right"])]
    volume = await limited.calibrate(clips, 1.8, tmp_path / "volume")
    assert await used_minutes(budget) == pytest.approx(2 * MINUTES)
    await limited.submit_multicam(volume.work.id, clips, 1, key="a")
    assert (await budget.remaining()).jobs == 0
    assert await used_minutes(budget) == pytest.approx(4 * MINUTES)
    with pytest.raises(CaptureError, match="the budget has 0 of 2 jobs left"):
        await limited.calibrate(clips, 1.8, tmp_path / "volume")


async def test_resumed_workflow_knows_the_minutes_of_a_clip_that_is_missing(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    budget = Budget(max_video_minutes=1.0)
    limited = client.with_options(budget=budget)
    clip = write_variant(tmp_path / "clip.mp4")
    rule = sandbox.faults.add(REFUSAL, operation="createSingleCamJob")
    with pytest.raises(CaptureError) as caught:
        await limited.capture(clip, tmp_path, outputs=["main_glb"], key="a")
    assert isinstance(caught.value.__cause__, MoveAuthenticationError)
    assert await used_minutes(budget) == 0
    sandbox.faults.remove(rule)
    clip.unlink()
    state = caught.value.state.to_json()
    assert state["video_minutes"] == pytest.approx(MINUTES)
    await limited.capture(clip, tmp_path, outputs=["main_glb"], resume_from=state)
    assert await used_minutes(budget) == pytest.approx(MINUTES)


async def test_prepared_workflow_knows_the_minutes_of_a_clip_that_is_missing(
    client: AsyncMoveUgc, tmp_path: Path
) -> None:
    budget = Budget(max_video_minutes=1.0)
    limited = client.with_options(budget=budget)
    clip = write_variant(tmp_path / "clip.mp4")
    state = await limited.prepare(clip, key="a")
    assert await used_minutes(budget) == 0
    clip.unlink()
    await limited.submit(clip, resume_from=state)
    assert await used_minutes(budget) == pytest.approx(MINUTES)


@pytest.mark.parametrize("earlier", [{"start_time": 0, "end_time": 1}, {"start_time": 2, "end_time": 3.5}])
async def test_minutes_of_a_missing_clip_are_unknown_with_another_window(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, earlier: Any
) -> None:
    budget = Budget(max_video_minutes=1.0)
    limited = client.with_options(budget=budget)
    clip = write_variant(tmp_path / "clip.mp4")
    state = await limited.prepare(clip, key="a", clip_window=earlier)
    clip.unlink()
    with pytest.raises(BudgetExceededError, match="the length of a video is unknown"):
        await limited.submit(clip, resume_from=state)
    assert jobs_of(sandbox) == 0
    await limited.submit(clip, resume_from=state, clip_window={"start_time": 0, "end_time": 3})
    assert await used_minutes(budget) == pytest.approx(3 / 60)


@pytest.mark.parametrize("minutes", [-1, True, "1", float("nan"), float("inf"), 10**400])
async def test_state_with_invalid_minutes_is_refused(client: AsyncMoveUgc, tmp_path: Path, minutes: Any) -> None:
    with pytest.raises(MoveInvalidRequestError, match="a field is of the wrong type"):
        await client.capture(CLIP, tmp_path, resume_from={"key": "a", "video_minutes": minutes})


async def test_job_of_a_take_has_the_minutes_of_its_window_or_those_that_are_assumed(client: AsyncMoveUgc) -> None:
    take = await single_take(client)
    budget = Budget(max_video_minutes=3.0)
    limited = client.with_options(budget=budget)
    with pytest.raises(BudgetExceededError, match="set assume_minutes="):
        await limited.jobs.create_singlecam(take.id)
    await limited.jobs.create_singlecam(take.id, clip_window=ClipWindow(start_time=0.5, end_time=2))
    assert await used_minutes(budget) == pytest.approx(1.5 / 60)
    assumed = Budget(max_video_minutes=3.0, assume_minutes=2.0)
    await client.with_options(budget=assumed).jobs.create_singlecam(take.id)
    with pytest.raises(BudgetExceededError):
        await client.with_options(budget=assumed).jobs.create_singlecam(take.id)


async def test_volume_and_job_of_several_cameras_count(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    window = ClipWindow(start_time=0, end_time=3)
    budget = Budget(max_video_minutes=10.0)
    limited = client.with_options(budget=budget)
    volume = await calibrate(client, sandbox)
    files = [await client.files.upload(CLIP) for _ in range(2)]
    sources = [camera(file, f"cam{number}") for number, file in enumerate(files)]
    await limited.volumes.create_human_volume(sources, 1.8, "NORMAL", clip_window=window)
    assert await used_minutes(budget) == pytest.approx(6 / 60)
    with pytest.raises(BudgetExceededError):
        await limited.volumes.create_human_volume(sources, 1.8, "NORMAL")
    take = await multi_take(client, volume)
    with pytest.raises(BudgetExceededError, match="the length of a video is unknown"):
        await limited.jobs.create_multicam(take.id, clip_window=window)
    assumed = Budget(max_video_minutes=10.0, assume_minutes=2.5)
    assumed_client = client.with_options(budget=assumed)
    await assumed_client.jobs.create_multicam(take.id)
    assert await used_minutes(assumed) == 2.5
    await assumed_client.volumes.create_human_volume(sources, 1.8, "NORMAL")
    assert await used_minutes(assumed) == 7.5


async def test_takes_and_files_are_free(client: AsyncMoveUgc) -> None:
    limited = client.with_options(budget=Budget(0, 0))
    file = await limited.files.upload(CLIP)
    await limited.takes.create_singlecam([single_source(file)], idempotency_key="a")


async def test_capture_many_stops_at_its_budget_and_at_that_of_the_client(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    own, shared = Budget(2), Budget(3)
    limited = client.with_options(budget=shared)
    for count in (2, 1):
        specs = [CaptureSpec(CLIP, tmp_path / str(number), {"outputs": ["main_glb"]}) for number in range(5)]
        budget = own if count == 2 else [shared, Budget(5)]
        outcomes = [outcome async for outcome in limited.capture_many(specs, budget=budget)]
        failures = [outcome.error.__cause__ for outcome in outcomes if isinstance(outcome, CaptureFailure)]
        assert len(failures) == 5 - count
        assert all(isinstance(each, BudgetExceededError) for each in failures)
    assert (jobs_of(sandbox), (await own.remaining()).jobs, (await shared.remaining()).jobs) == (3, 0, 0)


async def test_capture_many_uploads_no_clip_beyond_its_budget(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    specs = [CaptureSpec(CLIP, tmp_path / str(number), {"outputs": ["main_glb"]}) for number in range(6)]
    outcomes = [outcome async for outcome in client.capture_many(specs, uploads=6, budget=Budget(2))]
    stages = [each.error.stage for each in outcomes if isinstance(each.error, CaptureError)]
    assert stages == ["preflight"] * 4
    assert (jobs_of(sandbox), sandbox.journal.count("createFile")) == (2, 2)


async def test_capture_many_frees_the_budget_of_a_capture_that_fails(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    sandbox.faults.add(REFUSAL, operation="createSingleCamTake", times=2)
    specs = [CaptureSpec(CLIP, tmp_path / str(number), {"outputs": ["main_glb"]}) for number in range(3)]
    outcomes = [outcome async for outcome in client.capture_many(specs, concurrency=1, budget=Budget(1))]
    assert [outcome.error is None for outcome in outcomes] == [False, False, True]


async def test_capture_many_refuses_an_invalid_budget(client: AsyncMoveUgc) -> None:
    invalid: Any = 3
    with pytest.raises(MoveConfigurationError, match="budget must be a Budget"):
        client.capture_many([], budget=invalid)


async def test_fifty_concurrent_callers_with_faults_use_exactly_the_budget(
    client: AsyncMoveUgc, sandbox: Sandbox
) -> None:
    take = await single_take(client)
    budget = Budget(20)
    clients = [client.with_options(budget=budget, max_retries=1) for _ in range(3)]
    for fault in (Drop(), Drop(after_work=True), Status(502), Status(429), REFUSAL):
        sandbox.faults.add(fault, operation="createSingleCamJob", probability=0.15)
    refused = list[int]()

    async def create(number: int) -> None:
        try:
            await clients[number % 3].jobs.create_singlecam(take.id, idempotency_key=f"order-{number}")
        except (AmbiguousCreateError, MoveAuthenticationError):
            pass
        except BudgetExceededError:
            refused.append(number)

    async def create_all() -> None:
        async with anyio.create_task_group() as tasks:
            for number in range(50):
                tasks.start_soon(create, number)

    await create_all()
    created = [job.id async for job in client.jobs.list(take_id=take.id)]
    assert len(created) <= 20
    assert refused
    sandbox.faults.clear()
    # What the refusals have released is free again, and what was ambiguous is found or sent again.
    await create_all()
    assert len([job.id async for job in client.jobs.list(take_id=take.id)]) == 20
    assert await budget.remaining() == BudgetRemaining(0)


async def test_movie_header_that_is_too_short_counts_the_video_track(client: AsyncMoveUgc, tmp_path: Path) -> None:
    content = CLIP.read_bytes()
    at = content.index(b"mvhd") + 4 + 16
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(content[:at] + (1).to_bytes(4, "big") + content[at + 4 :])
    budget = Budget(max_video_minutes=1.0)
    limited = client.with_options(budget=budget)
    assert (await limited.capture(clip, tmp_path, dry_run=True)).video_minutes == pytest.approx(MINUTES)
    await limited.capture(clip, tmp_path, outputs=["main_glb"])
    assert await used_minutes(budget) == pytest.approx(MINUTES)


async def test_key_counts_again_with_another_take_in_a_shared_ledger(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    ledger = Budget(1).ledger
    for _ in range(3):
        # Each process has a budget and a state folder of its own.
        settings: dict[str, Any] = {"clock": InstantClock(), "settle": 0, "server_timeout": 0, "lock_keys": False}
        budget = Budget(2, ledger=ledger)
        async with AsyncMoveUgc(
            sandbox.api_key, endpoint_url=sandbox.endpoint_url, budget=budget, **settings
        ) as process:
            take = await single_take(client)
            with contextlib.suppress(BudgetExceededError):
                await process.jobs.create_singlecam(take.id, idempotency_key="daily")
    assert jobs_of(sandbox) == 2
    assert await Budget(3, ledger=ledger).remaining() == BudgetRemaining(1)


async def test_video_that_is_named_like_a_sensor_recording_counts(client: AsyncMoveUgc, tmp_path: Path) -> None:
    video = tmp_path / "dance.move"
    video.write_bytes(CLIP.read_bytes())
    budget = Budget(max_video_minutes=1.0)
    await client.with_options(budget=budget).submit(video, key="a")
    assert await used_minutes(budget) == pytest.approx(MINUTES)


async def test_missing_video_that_is_named_like_a_sensor_recording_counts(client: AsyncMoveUgc, tmp_path: Path) -> None:
    budget = Budget(max_video_minutes=1.0)
    limited = client.with_options(budget=budget)
    video = tmp_path / "dance.move"
    video.write_bytes(CLIP.read_bytes())
    state, unlimited = await limited.prepare(video, key="a"), await client.prepare(video, key="b")
    video.unlink()
    await limited.submit(video, resume_from=state)
    assert await used_minutes(budget) == pytest.approx(MINUTES)
    with pytest.raises(BudgetExceededError, match="the length of a video is unknown"):
        await limited.submit(video, resume_from=unlimited)
