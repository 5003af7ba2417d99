"""`dry_run=True`: the plan of a workflow, without any side effect."""

import hashlib
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from typing import Any, Literal, TypeAlias

import pytest

from move_ugc_async import (
    AmbiguousCreateError,
    AsyncMoveUgc,
    Budget,
    BudgetExceededError,
    BudgetRemaining,
    ByteStream,
    CaptureError,
    CapturePlan,
    CapturePlanned,
    CaptureSpec,
    Clip,
    IdempotencyMismatchError,
    InstantClock,
    MoveInvalidRequestError,
    MoveWarning,
    OutputType,
    PlannedClip,
    PreflightError,
    StateFile,
    StateFileMismatchError,
)
from move_ugc_async.capture import content
from move_ugc_async.sandbox import Drop, Sandbox
from tests.integration.client.loops import both_loops
from tests.integration.client.workflows import CLIP, LENS, write_variant
from tests.support.clips import write_clip

pytestmark = pytest.mark.anyio

GLB = ["main_glb"]
SHA256 = hashlib.sha256(CLIP.read_bytes()).hexdigest()
SIZE = CLIP.stat().st_size

Kind: TypeAlias = Literal["capture", "capture_multicam", "calibrate"]
Call: TypeAlias = Callable[..., Coroutine[Any, Any, Any]]


@pytest.fixture
def sandbox() -> Any:
    """Yield a sandbox in which every job has finished by the next request."""
    with Sandbox(clock="instant") as sandbox:
        yield sandbox
    assert not sandbox.leaks


@pytest.fixture
async def client(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[AsyncMoveUgc]:
    """Yield a client with its own folder for locks and records."""
    async with AsyncMoveUgc(
        sandbox.api_key, endpoint_url=sandbox.endpoint_url, clock=InstantClock(), state_dir=tmp_path / "state"
    ) as client:
        yield client


def cameras() -> list[Clip]:
    return [Clip(CLIP, label, LENS) for label in ("left", "right")]


async def call_of(kind: Kind, client: AsyncMoveUgc, folder: Path) -> Call:
    """Return a call of a workflow without its options; what it needs has been created."""
    if kind == "capture":
        return lambda **options: client.capture(CLIP, folder, outputs=GLB, **options)
    if kind == "calibrate":
        return lambda **options: client.calibrate(cameras(), 1.8, folder, **options)
    volume = (await client.calibrate(cameras(), 1.8, folder / "volume")).work.id
    return lambda **options: client.capture_multicam(volume, cameras(), 1, folder / "scene", outputs=GLB, **options)


def files_in(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


def sent(sandbox: Sandbox) -> list[str]:
    """Return the operations that were sent, and the kinds of other requests."""
    return [entry.operation or entry.kind for entry in sandbox.journal.filter()]


@both_loops
@pytest.mark.parametrize("options", [{}, {"key": "order-7"}, {"state_file": True}], ids=["new", "key", "state_file"])
@pytest.mark.parametrize("kind", ["capture", "capture_multicam", "calibrate"])
async def test_a_dry_run_only_reads_and_creates_no_file(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, kind: Kind, options: dict[str, Any]
) -> None:
    call = await call_of(kind, client, tmp_path / "out")
    if "state_file" in options:
        options = {"state_file": StateFile(tmp_path / "states" / "dance.json", derive_key=True)}
    created, before = len(sandbox.ledger), files_in(tmp_path)
    sandbox.journal.clear()
    plan: CapturePlan = await call(**options, dry_run=True)
    searched = "listVolumes" if kind == "calibrate" else "listTakes"
    catalog = [] if kind == "capture" else ["listCameraSettings"]
    assert sent(sandbox) == [*([searched] if options else []), *catalog]
    assert len(sandbox.ledger) == created
    assert files_in(tmp_path) == before
    clips = 1 if kind == "capture" else 2
    duration = plan.clips[0].duration
    assert duration == pytest.approx(4, abs=0.1)
    assert plan.clips == (PlannedClip("dance.mp4", SIZE, SHA256, duration, "mp4"),) * clips
    assert plan.video_minutes == pytest.approx(clips * duration / 60)
    assert plan.outputs == (None if kind == "calibrate" else (OutputType.MAIN_GLB,))
    assert (plan.creates, plan.existing_id) == ("volume" if kind == "calibrate" else "job", None)
    assert not plan.is_unconfirmed
    if "key" in options:
        assert plan.key == "order-7"


@pytest.mark.parametrize(
    ("kind", "by"),
    [
        ("capture", "key"),
        ("capture", "state_file"),
        ("capture", "resume_from"),
        ("capture", "derived key"),
        ("capture_multicam", "derived key"),
        ("calibrate", "key"),
        ("calibrate", "derived key"),
    ],
)
async def test_a_dry_run_finds_the_job_of_an_earlier_call(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, kind: Kind, by: str
) -> None:
    call = await call_of(kind, client, tmp_path / "out")
    path = tmp_path / "dance.json"
    identity: dict[str, Any] = {
        "key": {"key": "order-7"},
        "state_file": {"state_file": path},
        "resume_from": {},
        "derived key": {"state_file": StateFile(path, derive_key=True)},
    }[by]
    result = await call(**identity)
    if by == "resume_from":
        identity = {"resume_from": result.state}
    elif by == "derived key":
        path.unlink()
    created = len(sandbox.ledger)
    plan: CapturePlan = await call(**identity, dry_run=True)
    assert (plan.creates, plan.existing_id) == (None, result.work.id)
    assert plan.key == result.state.key
    assert len(sandbox.ledger) == created
    assert (await call(**identity)).work.id == plan.existing_id
    assert len(sandbox.ledger) == created


async def test_a_dry_run_finds_a_job_by_its_key_on_another_host(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    result = await client.capture(CLIP, tmp_path, outputs=GLB, key="order-7")
    async with AsyncMoveUgc(
        sandbox.api_key, endpoint_url=sandbox.endpoint_url, clock=InstantClock(), state_dir=tmp_path / "other host"
    ) as other:
        plan = await other.capture(CLIP, tmp_path, outputs=GLB, key="order-7", dry_run=True)
    assert (plan.creates, plan.existing_id) == (None, result.work.id)
    assert not (tmp_path / "other host").exists()


async def test_a_dry_run_finds_a_job_that_lists_do_not_show_yet(
    client: AsyncMoveUgc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = await client.submit(CLIP, key="order-7", outputs=GLB)

    async def find_nothing(*_: Any, **__: Any) -> None:
        return None

    monkeypatch.setattr(client.takes, "find", find_nothing)
    monkeypatch.setattr(client.jobs, "find", find_nothing)
    plan = await client.capture(CLIP, tmp_path, outputs=GLB, key="order-7", dry_run=True)
    assert plan.existing_id == job.id


async def test_a_dry_run_creates_the_job_of_a_take_without_one(client: AsyncMoveUgc, tmp_path: Path) -> None:
    def stop(event: Any) -> None:
        if event.stage == "job":
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await client.capture(CLIP, tmp_path, outputs=GLB, key="order-7", on_progress=stop)
    plan = await client.capture(CLIP, tmp_path, outputs=GLB, key="order-7", dry_run=True)
    assert (plan.creates, plan.existing_id) == ("job", None)
    limited = client.with_options(budget=Budget(max_jobs=0))
    with pytest.raises(CaptureError, match="has 0 of 0 jobs left"):
        await limited.capture(CLIP, tmp_path, outputs=GLB, key="order-7", dry_run=True)


async def test_a_dry_run_reports_an_attempt_whose_outcome_is_unknown(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    sandbox.faults.add(Drop(), operation="createSingleCamJob")
    with pytest.raises(CaptureError) as caught:
        await client.with_options(on_ambiguous="raise").capture(CLIP, tmp_path, outputs=GLB, key="order-7")
    assert isinstance(caught.value.__cause__, AmbiguousCreateError)
    plan = await client.capture(CLIP, tmp_path, outputs=GLB, key="order-7", dry_run=True)
    assert plan.creates == "job"
    assert plan.is_unconfirmed


@pytest.mark.parametrize("changed", [{"outputs": ["main_fbx"]}, {"name": "other"}, {"clip_window": (0, 1)}])
async def test_a_dry_run_refuses_a_key_of_another_request(
    client: AsyncMoveUgc, tmp_path: Path, changed: dict[str, Any]
) -> None:
    if "clip_window" in changed:
        changed = {"clip_window": {"start_time": 0, "end_time": 1}}
    await client.submit(CLIP, key="order-7", outputs=GLB)
    with pytest.raises(CaptureError) as caught:
        await client.capture(CLIP, tmp_path, **{"outputs": GLB, "key": "order-7", **changed}, dry_run=True)
    assert isinstance(caught.value.__cause__, IdempotencyMismatchError)


async def test_a_dry_run_refuses_the_state_file_of_another_request(client: AsyncMoveUgc, tmp_path: Path) -> None:
    path = tmp_path / "dance.json"
    await client.capture(CLIP, tmp_path, outputs=GLB, state_file=path)
    before = path.read_bytes()
    with pytest.raises(StateFileMismatchError):
        await client.capture(CLIP, tmp_path, outputs=["main_fbx"], state_file=path, dry_run=True)
    assert path.read_bytes() == before


async def test_a_dry_run_raises_the_errors_of_the_preflight(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    silent = write_clip(tmp_path / "silent.mp4", video=False, audio=True)
    with pytest.raises(CaptureError) as caught:
        await client.calibrate([Clip(silent, "left", "gopro0"), *cameras()], 1.8, tmp_path / "out", dry_run=True)
    assert isinstance(caught.value.__cause__, PreflightError)
    assert {each.code for each in caught.value.__cause__.findings} >= {"no_video", "unknown_lens"}
    with pytest.raises(CaptureError, match="gopro0"):
        await client.calibrate([Clip(CLIP, "right", "gopro0"), *cameras()[:1]], 1.8, tmp_path / "out", dry_run=True)
    assert not (tmp_path / "out").exists()
    assert set(sent(sandbox)) == {"listCameraSettings"}


@pytest.mark.parametrize("folder", ["file", "file/below", "dangling"])
async def test_a_dry_run_refuses_a_folder_that_cannot_be_created(
    client: AsyncMoveUgc, tmp_path: Path, folder: str
) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    with pytest.raises(CaptureError, match="is not a folder; pass another folder") as caught:
        await client.capture(CLIP, tmp_path / folder, dry_run=True)
    assert caught.value.stage == "preflight"


async def test_a_dry_run_refuses_a_folder_whose_name_is_too_long(client: AsyncMoveUgc, tmp_path: Path) -> None:
    for dry_run in (True, False):
        with pytest.raises(CaptureError, match="File name too long; pass another folder") as caught:
            await client.capture(CLIP, tmp_path / ("a" * 300), dry_run=dry_run)
        assert caught.value.stage == "preflight"


async def test_a_plan_lists_warnings_instead_of_emitting_them(client: AsyncMoveUgc, tmp_path: Path) -> None:
    slow = write_clip(tmp_path / "slow.mp4", fps=10)
    plan = await client.capture(slow, tmp_path / "out", dry_run=True)
    assert [each.code for each in plan.warnings] == ["low_frame_rate"]
    with pytest.warns(MoveWarning, match="10 fps"):
        await client.capture(slow, tmp_path / "out")


async def test_minutes_are_limited_by_the_window_and_unknown_without_a_readable_length(
    client: AsyncMoveUgc, tmp_path: Path
) -> None:
    clip = write_clip(tmp_path / "long.mp4", fps=30)
    whole = await client.capture(clip, tmp_path / "out", dry_run=True)
    length = whole.clips[0].duration
    assert length is not None
    for end, expected in ((0.75, 0.5), (length, length - 0.25)):
        window = {"start_time": 0.25, "end_time": end}
        plan = await client.capture(clip, tmp_path / "out", clip_window=window, dry_run=True)
        assert plan.video_minutes == pytest.approx(expected / 60)


async def test_a_sensor_recording_counts_no_minutes(client: AsyncMoveUgc, tmp_path: Path) -> None:
    recording = tmp_path / "dance.move"
    recording.write_bytes(b"sensors")
    plan = await client.capture(CLIP, tmp_path / "out", move_file=recording, dry_run=True)
    assert [each.kind for each in plan.clips] == ["mp4", "move"]
    assert plan.clips[0].duration is not None
    assert plan.video_minutes == pytest.approx(plan.clips[0].duration / 60)


async def test_a_plan_describes_bytes_and_streams(client: AsyncMoveUgc, tmp_path: Path) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield CLIP.read_bytes()

    for source in (CLIP.read_bytes(), ByteStream(chunks(), SIZE)):
        plan = await client.capture(source, tmp_path / "out", dry_run=True)
        assert [(each.size_bytes, each.content_digest) for each in plan.clips] == [(SIZE, SHA256)]


async def test_a_plan_describes_a_clip_that_was_removed_after_its_upload(client: AsyncMoveUgc, tmp_path: Path) -> None:
    clip = write_variant(tmp_path / "dance.mp4")
    result = await client.capture(clip, tmp_path / "out", outputs=GLB)
    digest = hashlib.sha256(clip.read_bytes()).hexdigest()
    clip.unlink()
    plan = await client.capture(clip, tmp_path / "out", outputs=GLB, resume_from=result.state, dry_run=True)
    assert plan.clips == (PlannedClip("dance.mp4", None, digest, None, None),)
    assert (plan.video_minutes, plan.existing_id) == (None, result.work.id)


async def test_the_call_after_a_dry_run_does_not_hash_an_unchanged_clip_again(
    client: AsyncMoveUgc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = write_variant(tmp_path / "dance.mp4", 19)
    monkeypatch.setattr(content, "_MIN_AGE_NS", 0)
    hashed: list[str] = []
    sha256 = content.ClipContent._sha256

    async def recorded(self: content.ClipContent, *arguments: Any) -> str:
        hashed.append(str(self))
        return await sha256(self, *arguments)

    monkeypatch.setattr(content.ClipContent, "_sha256", recorded)
    for _ in range(2):
        await client.capture(clip, tmp_path / "out", dry_run=True)
    await client.capture(clip, tmp_path / "out", outputs=GLB)
    assert len(hashed) == 1


@both_loops
async def test_capture_many_yields_plans_and_failures(client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path) -> None:
    done = await client.capture(CLIP, tmp_path / "0", outputs=GLB, key="order-0")
    sandbox.journal.clear()
    created = len(sandbox.ledger)
    specs = [CaptureSpec(CLIP, tmp_path / str(each), {"outputs": GLB, "key": f"order-{each}"}) for each in range(3)]
    missing = CaptureSpec("nowhere.mp4", tmp_path / "missing")
    plans: dict[str, str | None] = {}
    async for outcome in client.capture_many([*specs, missing], dry_run=True):
        if outcome.error is None:
            assert isinstance(outcome, CapturePlanned)
            plans[outcome.plan.key] = outcome.plan.existing_id
        else:
            assert outcome.spec is missing
            assert outcome.plan is None
    assert plans == {"order-0": done.work.id, "order-1": None, "order-2": None}
    assert set(sent(sandbox)) <= {"listTakes", "listJobs", "getTake", "getJob"}
    assert len(sandbox.ledger) == created
    assert not (tmp_path / "1").exists()


async def test_invalid_arguments_of_a_dry_run_raise_the_same_errors(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    with pytest.raises(PreflightError, match="did you mean MAIN_GLB"):
        await client.capture(CLIP, "out", outputs=["main_gbl"], options={"mocap_model": 7}, dry_run=True)
    with pytest.raises(MoveInvalidRequestError, match="directory"):
        await client.capture(CLIP, "out\0", dry_run=True)
    assert not sent(sandbox)


@both_loops
async def test_plans_of_capture_many_add_up_in_the_budget_without_reserving_anything(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    await client.capture(CLIP, tmp_path / "0", outputs=GLB, key="order-0")
    budget = Budget(max_jobs=2, max_video_minutes=1)
    keys = ["order-0", "order-1", "order-2", "order-1", "order-3"]
    specs = [CaptureSpec(CLIP, tmp_path / "out", {"outputs": GLB, "key": key}) for key in keys]
    outcomes = [each async for each in client.capture_many(specs, concurrency=1, budget=budget, dry_run=True)]
    remaining = [each.plan and each.plan.budget_remaining for each in outcomes]
    jobs = [each and each.jobs for each in remaining]
    assert jobs == [2, 1, 0, 0, None]
    assert remaining[2] is not None
    assert remaining[2].video_minutes == pytest.approx(1 - 2 * 4 / 60)
    assert isinstance(outcomes[-1].error, CaptureError)
    assert isinstance(outcomes[-1].error.__cause__, BudgetExceededError)
    assert outcomes[-1].error.__cause__.remaining_jobs == 0
    assert await budget.remaining() == BudgetRemaining(2, 1)
    assert len(sandbox.ledger) == 1


async def test_a_dry_run_must_fit_into_all_budgets(client: AsyncMoveUgc, tmp_path: Path) -> None:
    wide, narrow = Budget(max_jobs=5), Budget(max_jobs=3, max_video_minutes=0.1)
    limited = client.with_options(budget=[wide, narrow])
    plan = await limited.capture(CLIP, tmp_path / "out", dry_run=True)
    assert plan.budget_remaining is not None
    assert plan.budget_remaining.jobs == 2
    assert plan.budget_remaining.video_minutes == pytest.approx(0.1 - 4 / 60)
    with pytest.raises(CaptureError) as caught:
        await limited.calibrate(cameras(), 1.8, tmp_path / "out", dry_run=True)
    assert isinstance(caught.value.__cause__, BudgetExceededError)
    assert caught.value.__cause__.limit == "max_video_minutes"
    assert (await client.capture(CLIP, tmp_path / "out", dry_run=True)).budget_remaining is None


async def test_an_ambiguous_reservation_counts_once_in_plans(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    budget = Budget(max_jobs=2)
    limited = client.with_options(budget=budget, on_ambiguous="raise")
    sandbox.faults.add(Drop(), operation="createSingleCamJob")
    with pytest.raises(CaptureError):
        await limited.capture(CLIP, tmp_path, outputs=GLB, key="order-1")
    assert await budget.remaining() == BudgetRemaining(1)
    specs = [CaptureSpec(CLIP, tmp_path, {"outputs": GLB, "key": f"order-{each}"}) for each in (1, 2)]
    outcomes = [each async for each in limited.capture_many(specs, concurrency=1, dry_run=True)]
    assert [each.plan and each.plan.budget_remaining for each in outcomes] == [BudgetRemaining(1), BudgetRemaining(0)]


async def test_the_ledger_of_a_dry_run_fails_with_a_typed_error(client: AsyncMoveUgc, tmp_path: Path) -> None:
    class Broken:
        async def reserve(self, *_: Any) -> bool:
            raise AssertionError

        async def release(self, *_: Any) -> None:
            raise AssertionError

        async def usage(self, *_: Any, **__: Any) -> Any:
            raise OSError

    limited = client.with_options(budget=Budget(max_jobs=1, ledger=Broken()))
    with pytest.raises(CaptureError, match="cannot use the ledger of the budget: it raised OSError"):
        await limited.capture(CLIP, tmp_path, dry_run=True)
