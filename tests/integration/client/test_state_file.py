"""Workflows with a state file or a key."""

import errno
import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest

from move_ugc_async import (
    AsyncMoveUgc,
    CaptureError,
    CaptureEvent,
    CaptureResult,
    CaptureSpec,
    CaptureState,
    Clip,
    ClipWindow,
    IdempotencyMismatchError,
    InstantClock,
    JobOptions,
    JobType,
    MoveInvalidRequestError,
    StateFile,
    StateFileMismatchError,
)
from move_ugc_async.capture.state_file import StoredWorkflow, read_workflow, write_workflow
from move_ugc_async.sandbox import Sandbox
from tests.integration.client.loops import both_loops
from tests.integration.client.workflows import CLIP, LENS, write_variant

pytestmark = pytest.mark.anyio

GLB = ["main_glb"]
SHA256 = hashlib.sha256(CLIP.read_bytes()).hexdigest()
CREATIONS = ("createFile", "createSingleCamTake", "createSingleCamJob")


@pytest.fixture
def sandbox() -> Any:
    """Yield a sandbox in which every job has finished by the next request."""
    with Sandbox(clock="instant") as sandbox:
        yield sandbox
    assert not sandbox.leaks


def kept(path: Path) -> CaptureState:
    return CaptureState.from_json(json.loads(path.read_text(encoding="utf-8"))["state"])


def stop_at(stage: str) -> Callable[[CaptureEvent], None]:
    def stop(event: CaptureEvent) -> None:
        if event.stage == stage:
            raise ZeroDivisionError

    return stop


@both_loops
@pytest.mark.parametrize("stage", ["upload", "take", "job", "wait", "download"])
async def test_capture_with_a_state_file_resumes_at_the_last_step(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, stage: str
) -> None:
    path = tmp_path / "states" / "dance.json"
    with pytest.raises(ZeroDivisionError):
        await client.capture(CLIP, tmp_path, outputs=GLB, state_file=path, on_progress=stop_at(stage))
    result = await client.capture(CLIP, tmp_path, outputs=GLB, state_file=path)
    assert kept(path) == result.state
    assert (result.state.file_ids.keys(), result.state.content_digests) == ({SHA256}, (SHA256,))
    assert [charge.id for charge in sandbox.ledger] == [result.work.id]
    assert [sandbox.journal.count(each) for each in CREATIONS] == [1, 1, 1]
    assert sandbox.api_key not in path.read_text(encoding="utf-8")
    assert [each.name for each in path.parent.iterdir()] == [path.name]


@both_loops
async def test_captures_with_one_state_file_wait_for_each_other_and_return_one_job(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    monkeypatch.chdir(tmp_path)
    spellings = [
        tmp_path / "real" / "dance.json",
        "real/dance.json",
        "link/dance.json",
        "real/../real/dance.json",
        "missing/../real/dance.json",
        StateFile("link/dance.json", derive_key=True),
    ]
    results: list[CaptureResult[JobType]] = []

    async def capture(state_file: Any) -> None:
        results.append(await client.capture(CLIP, tmp_path / "out", outputs=GLB, state_file=state_file))

    async with anyio.create_task_group() as tasks:
        for state_file in spellings:
            tasks.start_soon(capture, state_file)
    assert {result.work.id for result in results} == {charge.id for charge in sandbox.ledger}
    assert [sandbox.journal.count(each) for each in CREATIONS] == [1, 1, 1]
    # All but the first found the outputs of the first.
    assert sum(output.skipped for result in results for output in result.outputs) == len(spellings) - 1


@pytest.mark.parametrize(
    ("change", "differing"),
    [
        ({"video": "variant"}, ["content"]),
        ({"move_file": b"sensors"}, ["content", "sources"]),
        ({"device_label": "phone"}, ["sources"]),
        ({"options": JobOptions(track_fingers=True)}, ["options"]),
        ({"outputs": ["main_fbx"]}, ["outputs"]),
        ({"clip_window": ClipWindow(start_time=0, end_time=1)}, ["clip_window"]),
        ({"name": "walk", "metadata": {"scene": 7}}, ["metadata", "name"]),
    ],
    ids=lambda value: next(iter(value)),
)
async def test_state_file_of_another_request_is_refused_and_named(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, change: dict[str, Any], differing: list[str]
) -> None:
    path = tmp_path / "dance.json"
    request: dict[str, Any] = {"video": CLIP, "directory": tmp_path, "outputs": GLB, "state_file": path}
    await client.capture(**request)
    text = path.read_text(encoding="utf-8")
    sandbox.journal.clear()
    if "video" in change:
        change = {"video": write_variant(tmp_path / CLIP.name)}
    with pytest.raises(StateFileMismatchError, match="with another state_file, which pays for a new job") as caught:
        await client.capture(**{**request, **change})
    assert isinstance(caught.value, MoveInvalidRequestError)
    assert list(caught.value.differing) == differing
    assert all(name in str(caught.value) for name in differing)
    assert not sandbox.journal.count()
    assert path.read_text(encoding="utf-8") == text


async def test_state_file_of_another_endpoint_is_refused(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    path = tmp_path / "dance.json"
    await client.capture(CLIP, tmp_path, outputs=GLB, state_file=path)
    with Sandbox(clock="instant") as other:
        async with AsyncMoveUgc(other.api_key, endpoint_url=other.endpoint_url, clock=InstantClock()) as stranger:
            with pytest.raises(StateFileMismatchError, match="endpoint"):
                await stranger.capture(CLIP, tmp_path, outputs=GLB, state_file=path)
        assert not other.journal.count()
    assert len(sandbox.ledger) == 1


async def test_state_file_without_ids_is_reused_for_another_request(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    path = tmp_path / "dance.json"
    with pytest.raises(ZeroDivisionError):
        await client.capture(CLIP, tmp_path, outputs=GLB, state_file=path, on_progress=stop_at("upload"))
    assert not kept(path).has_ids
    other = write_variant(tmp_path / "other.mp4")
    result = await client.capture(other, tmp_path, outputs=["main_fbx"], state_file=path)
    assert kept(path).job_id == result.work.id
    assert len(sandbox.ledger) == 1


@pytest.mark.parametrize(
    "change", [{"video": "nowhere.mp4"}, {"outputs": ["main_fxb"]}, {"directory": Path("/proc")}], ids=str
)
async def test_refused_capture_leaves_no_state_file(
    client: AsyncMoveUgc, tmp_path: Path, change: dict[str, Any]
) -> None:
    request: dict[str, Any] = {"video": CLIP, "directory": tmp_path, "state_file": tmp_path / "dance.json"}
    with pytest.raises(CaptureError):
        await client.capture(**{**request, **change})
    assert not await anyio.Path(tmp_path, "dance.json").exists()


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "{}", '{"clips": [], "request": {}, "state": {"take": 1}}', "\udcff"]
)
async def test_unreadable_state_file_is_refused_before_anything_is_sent(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "dance.json"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    next_step = r"with another path, or with StateFile\(path, fresh=True\) or --fresh, .*; either pays for a new job"
    with pytest.raises(CaptureError, match=rf"cannot read state_file .*dance\.json: .*{next_step}"):
        await client.capture(CLIP, tmp_path, state_file=path)
    assert not sandbox.journal.count()


@pytest.mark.parametrize(
    "error", [errno.EMFILE, errno.ENFILE, errno.EIO, errno.ESTALE, errno.ENOMEM, errno.EACCES, errno.EISDIR]
)
async def test_state_file_that_cannot_be_opened_does_not_start_a_new_job(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    path = tmp_path / "dance.json"
    await client.capture(CLIP, tmp_path, outputs=GLB, state_file=path)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(error, os.strerror(error))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_text", refuse)
        with pytest.raises(
            CaptureError, match=rf"cannot read state_file .*dance\.json: {os.strerror(error)}$"
        ) as caught:
            await client.capture(CLIP, tmp_path, outputs=GLB, state_file=path)
    is_of_the_path = error in (errno.EACCES, errno.EISDIR)
    assert isinstance(caught.value.__cause__, MoveInvalidRequestError) is is_of_the_path
    await client.capture(CLIP, tmp_path, outputs=GLB, state_file=path)
    assert len(sandbox.ledger) == 1


@pytest.mark.parametrize("error", [errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK])
async def test_state_file_is_created_where_the_file_system_has_no_hard_links(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    path = tmp_path / "dance.json"
    result = await client.capture(CLIP, tmp_path, outputs=GLB, state_file=path)
    assert kept(path) == result.state
    assert {each.name for each in os.scandir(tmp_path) if each.name.endswith(".part")} == set()
    assert len(sandbox.ledger) == 1


async def test_state_file_that_another_host_has_just_created_is_not_overwritten(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    path = tmp_path / "dance.json"

    def appear(event: CaptureEvent) -> None:
        if event.stage == "preflight" and event.stage_fraction == 1:
            path.write_text("of another host", encoding="utf-8")

    with pytest.raises(CaptureError, match="another host has just started it"):
        await client.capture(CLIP, tmp_path, outputs=GLB, state_file=path, on_progress=appear)
    assert path.read_text(encoding="utf-8") == "of another host"
    assert not sandbox.journal.count()


def test_state_file_is_written_atomically(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "dance.json"
    stored = StoredWorkflow(["dance.mp4"], {"content": [SHA256]}, CaptureState(job_id="job-1"))
    write_workflow(path, stored)

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        write_workflow(path, StoredWorkflow([], {}, CaptureState()))
    assert read_workflow(path) == stored
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


async def test_random_key_creates_a_job_for_each_file_and_derived_key_one_for_each_request(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    async def capture(name: str, **options: Any) -> str:
        file = StateFile(tmp_path / name, **options)
        return (await client.capture(CLIP, tmp_path / "out", outputs=GLB, state_file=file)).work.id

    random = [await capture(name) for name in ("a", "b")]
    derived = [await capture(name, derive_key=True) for name in ("c", "d")]
    fresh = [await capture("d", derive_key=True, fresh=True), await capture("d", derive_key=True)]
    assert derived[0] == derived[1]
    assert fresh[0] == fresh[1]
    assert len({*random, *derived, *fresh}) == len(sandbox.ledger) == 4


async def test_capture_with_a_state_file_resumes_without_the_video_after_the_upload(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    clip, path = tmp_path / "clip.mp4", tmp_path / "clip.json"
    clip.write_bytes(CLIP.read_bytes())
    with pytest.raises(ZeroDivisionError):
        await client.capture(clip, tmp_path, outputs=GLB, state_file=path, on_progress=stop_at("take"))
    clip.unlink()
    for _ in range(2):
        result = await client.capture(clip, tmp_path, outputs=GLB, state_file=path)
    assert [sandbox.journal.count(each) for each in CREATIONS] == [1, 1, 1]
    # The title is the same as if the clip still existed.
    assert result.work.name == "clip.mp4"


@pytest.mark.parametrize(
    "arguments",
    [
        {"key": "a", "state_file": "b"},
        {"key": "a", "resume_from": CaptureState()},
        {"state_file": "b", "resume_from": {"key": "c"}},
        {"key": "a", "state_file": "b", "resume_from": CaptureState()},
    ],
    ids=" ".join,
)
async def test_more_than_one_of_key_state_file_and_resume_from_is_refused(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, arguments: dict[str, Any]
) -> None:
    clips = [Clip(CLIP, "cam1", LENS), Clip(CLIP, "cam2", LENS)]
    message = f"must be passed one at a time; got {' and '.join(arguments)}"
    with pytest.raises(MoveInvalidRequestError, match=message):
        await client.capture(CLIP, tmp_path, **arguments)
    with pytest.raises(MoveInvalidRequestError, match=message):
        await client.capture_multicam("volume-1", clips, 1, tmp_path, **arguments)
    with pytest.raises(MoveInvalidRequestError, match=message):
        await client.calibrate(clips, 1.8, tmp_path, **arguments)
    assert not sandbox.journal.count()


@pytest.mark.parametrize("key", ["", " ", "k" * 250, "\ud800", "order-\udcff"])
async def test_invalid_key_is_refused_before_anything_is_sent(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, key: str
) -> None:
    for arguments in ({"key": key}, {"resume_from": {"key": key}}):
        with pytest.raises(MoveInvalidRequestError, match="key must be a string of 1 to 249 characters"):
            await client.capture(CLIP, tmp_path, **arguments)  # type: ignore[arg-type]
    assert not sandbox.journal.count()


async def test_calibrate_and_capture_multicam_pay_once_with_one_key_or_state_file(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    second = write_variant(tmp_path / "second.mp4")
    clips = [Clip(CLIP, "cam1", LENS), Clip(second, "cam2", LENS)]
    options: tuple[dict[str, Any], ...] = ({"key": "order-7"}, {"state_file": tmp_path / "order-8.json"})
    for number, option in enumerate(options):
        volumes = [await client.calibrate(clips, 1.8, tmp_path / f"v{number}", **option) for _ in range(2)]
        assert len({volume.work.id for volume in volumes}) == 1
        own = option if "key" in option else {"state_file": tmp_path / "order-9.json"}
        volume_id = volumes[0].work.id
        jobs = [
            await client.capture_multicam(volume_id, clips, 2, tmp_path / "out", outputs=["all_glb"], **own)
            for _ in range(2)
        ]
        assert len({job.work.id for job in jobs}) == 1
    assert [charge.kind for charge in sandbox.ledger] == ["volume", "job"] * 2
    with pytest.raises(CaptureError) as caught:
        await client.calibrate(clips, 1.7, tmp_path, key="order-7")
    assert isinstance(caught.value.__cause__, IdempotencyMismatchError)
    with pytest.raises(StateFileMismatchError, match="operation"):
        await client.capture_multicam(volume_id, clips, 2, tmp_path, state_file=tmp_path / "order-8.json")
    assert len(sandbox.ledger) == 4


async def test_capture_with_a_key_is_resumed_by_the_key(client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        await client.capture(CLIP, tmp_path, outputs=GLB, key="order-7", on_progress=stop_at("wait"))
    result = await client.capture(CLIP, tmp_path, outputs=GLB, key="order-7")
    assert result.state.key == "order-7"
    assert [charge.id for charge in sandbox.ledger] == [result.work.id]
    with pytest.raises(CaptureError, match="another key pays for a new job") as caught:
        await client.capture(write_variant(tmp_path / CLIP.name), tmp_path, outputs=GLB, key="order-7")
    assert isinstance(caught.value.__cause__, IdempotencyMismatchError)
    assert sandbox.journal.count("createFile") == len(sandbox.ledger) == 1


async def test_specs_of_capture_many_take_a_key_or_a_state_file(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    specs = [
        CaptureSpec(source, tmp_path / str(number), {"outputs": GLB, **option})
        for number, (source, option) in enumerate(
            [
                (CLIP, {"key": "order-7"}),
                (CLIP.read_bytes(), {"key": "order-7"}),
                (CLIP, {"state_file": tmp_path / "a.json"}),
                (CLIP, {"state_file": os.fspath(tmp_path / "a.json")}),
            ]
        )
    ]
    outcomes = [outcome async for outcome in client.capture_many(specs)]
    jobs = {outcome.spec.directory: outcome.result and outcome.result.work.id for outcome in outcomes}
    assert jobs[tmp_path / "0"] == jobs[tmp_path / "1"]
    assert jobs[tmp_path / "2"] == jobs[tmp_path / "3"]
    assert {charge.id for charge in sandbox.ledger} == set(jobs.values())
    assert len(sandbox.ledger) == 2


@pytest.mark.parametrize("last_step", ["upload", "take"])
@pytest.mark.parametrize("is_gone", [False, True], ids=["clip", "no clip"])
async def test_capture_resumes_from_a_state_of_an_earlier_version_by_path(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, last_step: str, *, is_gone: bool
) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(CLIP.read_bytes())
    states: list[CaptureState] = []

    def stop(event: CaptureEvent) -> None:
        states.append(event.resume_state)
        stop_at("job" if last_step == "take" else "take")(event)

    with pytest.raises(ZeroDivisionError):
        await client.capture(clip, tmp_path, outputs=GLB, on_progress=stop)
    state = states[-1].to_json()
    del state["content_digests"]
    (file_id,) = state["file_ids"].values()
    if is_gone:
        clip.unlink()
    legacy = {**state, "file_ids": {str(clip): file_id}}
    for _ in range(2):
        result = await client.capture(clip, tmp_path, outputs=GLB, resume_from=legacy)
    assert [charge.id for charge in sandbox.ledger] == [result.work.id]
    assert result.state.file_ids[str(clip)] == file_id
    # At most an upload is repeated, which costs nothing.
    assert sandbox.journal.count("createSingleCamTake") == 1
    assert sandbox.journal.count("createFile") == (2 if last_step == "upload" and not is_gone else 1)


async def test_fresh_state_file_is_written_into_a_new_folder(client: AsyncMoveUgc, tmp_path: Path) -> None:
    state_file = StateFile(tmp_path / "new" / "dance.json", fresh=True)
    result = await client.capture(CLIP, tmp_path, outputs=GLB, state_file=state_file)
    assert kept(tmp_path / "new" / "dance.json") == result.state
