"""Problems that are known before anything is billed are reported before the first byte is uploaded."""

import errno
import io
import os
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest

from move_ugc_async import (
    AsyncMoveUgc,
    CaptureError,
    CaptureSpec,
    Clip,
    JobOptions,
    MoveError,
    MoveInvalidRequestError,
    MoveWarning,
    PreflightError,
    StateFile,
)
from move_ugc_async.media.containers import Container
from move_ugc_async.sandbox import GraphQLFault, Sandbox, Stall
from tests.integration.client.loops import both_loops
from tests.integration.client.workflows import CLIP, LENS
from tests.support.clips import write_clip
from tests.support.loop_time import StoppedTime
from tests.support.wait_until import wait_until

pytestmark = pytest.mark.anyio

WINDOW = {"start_time": 1, "end_time": 3}


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """Yield a sandbox in which every job has finished by the next request."""
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def without_media(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Hide the extra `media`."""
    # PyAV imports parts of itself when it writes its first clip.
    write_clip(tmp_path / "first.mp4", audio=True)
    monkeypatch.setitem(sys.modules, "av", None)
    monkeypatch.delitem(sys.modules, "move_ugc_async.media.streams", raising=False)
    monkeypatch.delitem(sys.modules, "move_ugc_async.media.inspection", raising=False)


def cameras(*paths: Path, lens: str = LENS) -> list[Clip]:
    return [Clip(path, f"camera {number}", lens) for number, path in enumerate(paths)]


def sent(sandbox: Sandbox) -> set[str]:
    """Return the operations that were sent, and the kinds of other requests."""
    return {entry.operation or entry.kind for entry in sandbox.journal.filter()}


def state_files(folder: Path) -> list[Path]:
    return [*folder.glob("*.json")]


async def preflight_error(call: Any) -> PreflightError:
    with pytest.raises(CaptureError) as caught:
        await call
    assert caught.value.stage == "preflight"
    assert isinstance(caught.value.__cause__, PreflightError)
    return caught.value.__cause__


@both_loops
async def test_all_errors_of_all_clips_are_raised_at_once(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    text, truncated = tmp_path / "text.mp4", write_clip(tmp_path / "truncated.mp4")
    text.write_bytes(b"not a video\n" * 100)
    truncated.write_bytes(truncated.read_bytes()[:-2000])
    silent = write_clip(tmp_path / "silent.mp4", video=False, audio=True)
    short = write_clip(tmp_path / "short.mp4", fps=10)
    window = {"start_time": 1, "end_time": 3}
    error = await preflight_error(
        client.calibrate(cameras(text, truncated, silent, short), 1.8, tmp_path / "out", clip_window=window)
    )
    found = [(each.severity, each.code, Path(each.file).name) for each in error.findings]
    assert found == [
        ("error", "unsupported_format", "text.mp4"),
        ("error", "truncated", "truncated.mp4"),
        ("error", "no_video", "silent.mp4"),
        ("error", "window_outside", "short.mp4"),
        ("warning", "low_frame_rate", "short.mp4"),
    ]
    first, *others = str(error).splitlines()
    assert first == "cannot start the workflow because of 4 errors:"
    assert others == [f"- {finding}" for finding in error.findings[:4]]
    assert sent(sandbox) == {"listCameraSettings"}


async def test_errors_of_clips_and_of_arguments_are_raised_at_once(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    empty, text, recording = tmp_path / "empty.mp4", tmp_path / "text.bin", tmp_path / "dance.move"
    for path, content in ((empty, b""), (text, b"not a video" * 9), (recording, b"sensors")):
        path.write_bytes(content)
    silent = write_clip(tmp_path / "silent.mp4", video=False, audio=True)
    sources: list[Any] = [tmp_path / "absent.mp4", tmp_path, os.devnull, empty, b"", recording, silent, 7]
    clips = [Clip(source, f"camera {number}", LENS) for number, source in enumerate(sources)]
    clips += [Clip(text, "text", "gopro0", file_type="mp4"), Clip(CLIP, "movie", LENS, file_type="move")]
    with pytest.raises(PreflightError) as caught:
        await client.capture_multicam(
            "volume-1",
            clips,
            9,
            tmp_path / "out",
            outputs=["main_fxb", "main_glb", "hologram"],
            rig="move_m0",
            options={"track_finger": True},
        )
    found = [(each.code, Path(each.file).name) for each in caught.value.findings]
    assert found == [
        *(("invalid_argument", ""),) * 4,
        ("missing", "absent.mp4"),
        ("unreadable", tmp_path.name),
        ("unreadable", "null"),
        ("empty", "empty.mp4"),
        ("empty", "the clip"),
        ("wrong_file_type", "dance.move"),
        ("unreadable", "the clip"),
        ("wrong_file_type", "text.bin"),
        ("wrong_file_type", CLIP.name),
        ("no_video", "silent.mp4"),
        ("unknown_lens", "text.bin"),
        ("unknown_rig", ""),
    ]
    first, *lines = str(caught.value).splitlines()
    assert first == "cannot start the workflow because of 16 errors:"
    assert lines == [f"- {finding}" for finding in caught.value.findings]
    shown = str(caught.value)
    for message in ("got 'track_finger'; did you mean", "number_of_actors must be at most 5", "did you mean MAIN_FBX"):
        assert message in shown
    assert sent(sandbox) == {"listCameraSettings", "listRigs"}
    assert not (tmp_path / "out").exists()


async def test_errors_of_the_arguments_of_a_calibration_are_raised_with_those_of_its_clips(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    clips = [Clip(tmp_path / "absent.mp4", "left", LENS), Clip(CLIP, "left", "gopro0")]
    with pytest.raises(PreflightError) as caught:
        await client.calibrate(clips, 9.9, tmp_path / "out", area_type="larg")
    assert [each.code for each in caught.value.findings] == [*("invalid_argument",) * 3, "missing", "unknown_lens"]
    shown = str(caught.value)
    for message in ("below 3; got 9.9", "'left' more than once", "area_type 'larg': it is unknown; did you mean LARGE"):
        assert message in shown
    assert sent(sandbox) == {"listCameraSettings"}


async def test_unknown_area_type_is_sent_with_allow_unknown(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    clips = cameras(CLIP, CLIP)
    error = await preflight_error(client.calibrate(clips, 1.8, tmp_path, area_type="HUGE"))
    assert [each.code for each in error.findings] == ["invalid_argument"]
    assert "createFile" not in sent(sandbox)
    with pytest.raises(MoveError):
        await client.calibrate(clips, 1.8, tmp_path, area_type="HUGE", allow_unknown=True)
    assert "createVolumeWithHuman" in sent(sandbox)


@pytest.mark.parametrize(("source", "kind", "advice"), [(7, "int", ""), (Clip(CLIP, "left"), "Clip", "pass its path")])
async def test_clip_of_a_wrong_type_is_not_reported_as_damaged(
    client: AsyncMoveUgc, tmp_path: Path, source: Any, kind: str, advice: str
) -> None:
    error = await preflight_error(client.capture(source, tmp_path))
    message = f"must be a path, bytes, a binary file object or a ByteStream; got {kind}"
    assert [(each.message, each.advice) for each in error.findings] == [(message, advice)]
    assert str(error) == f"cannot use the clip: it {message}" + (f"; {advice}" if advice else "")


async def test_clip_that_cannot_be_opened_is_reported_with_its_reason(client: AsyncMoveUgc, tmp_path: Path) -> None:
    loop, closed, at_end = tmp_path / "loop.mp4", io.BytesIO(b"x"), io.BytesIO(CLIP.read_bytes())
    loop.symlink_to(loop)
    closed.close()
    at_end.seek(0, os.SEEK_END)
    sources = [loop, closed, at_end, io.BytesIO()]
    clips = [Clip(source, f"camera {number}", LENS) for number, source in enumerate(sources)]
    error = await preflight_error(client.calibrate(clips, 1.8, tmp_path / "out"))
    assert [(each.code, each.message, each.advice) for each in error.findings] == [
        ("unreadable", f"cannot be read: {os.strerror(errno.ELOOP)}", "pass a complete file"),
        (
            "unreadable",
            "cannot be read: I/O operation on closed file.",
            "open it again, or pass ByteStream(chunks, size) instead",
        ),
        ("unreadable", "cannot be read: it is at its end, where no bytes are left", "call seek(0) first"),
        ("empty", "is empty", "copy or record it again"),
    ]


async def test_warnings_about_a_clip_are_emitted_and_the_job_is_created(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    clip = write_clip(tmp_path / "clip.mp4", rotation=90, fps=10)
    with pytest.warns(MoveWarning) as caught:
        await client.capture(clip, tmp_path / "out", outputs=["main_fbx"])
    assert [str(each.message).removeprefix(f"{clip} ")[:13] for each in caught] == ["has 10 fps, t", "is turned by "]
    assert "createSingleCamJob" in sent(sandbox)


async def test_cameras_are_compared(client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path) -> None:
    left, right = write_clip(tmp_path / "left.mov"), write_clip(tmp_path / "right.mov", fps=25, seconds=4)
    with pytest.warns(MoveWarning) as caught:
        await client.calibrate(cameras(left, right), 1.8, tmp_path / "out")
    assert sorted(str(each.message) for each in caught) == [
        f"{left} is 2.000 s long, and the clip of another camera 4.000 s; "
        "check that all clips show the same take; what only some cameras show cannot be used",
        f"{right} has 25 fps, and other cameras 30 fps; set all cameras to the same frame rate",
    ]
    sandbox.journal.clear()
    early = write_clip(tmp_path / "early.mov", timecode="10:00:00:00")
    late = write_clip(tmp_path / "late.mov", timecode="11:00:00:00")
    sync = {"timecode_sync": {"use_timecode": True}}
    error = await preflight_error(client.calibrate(cameras(early, late), 1.8, tmp_path / "other", sync_method=sync))
    assert [each.code for each in error.findings] == ["no_overlap", "no_overlap"]
    assert sent(sandbox) == {"listCameraSettings"}


async def test_clap_window_lies_inside_every_clip(client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path) -> None:
    short = write_clip(tmp_path / "short.mp4", seconds=3, fps=25)
    sync = {"clap_window": {"start_time": 3, "end_time": 4}}
    error = await preflight_error(client.calibrate(cameras(CLIP, short), 1.8, tmp_path / "out", sync_method=sync))
    assert [(each.code, each.file) for each in error.findings] == [("clap_outside", str(short))]
    assert sent(sandbox) == {"listCameraSettings"}


async def test_short_clip_window_is_a_warning(client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path) -> None:
    with pytest.warns(MoveWarning, match="has a clip window of 0.5 s, which the API may refuse"):
        await client.capture(CLIP, tmp_path, outputs=["main_fbx"], clip_window={"start_time": 1, "end_time": 1.5})
    assert "createSingleCamJob" in sent(sandbox)


async def test_check_media_false_leaves_the_checks_of_containers(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    unchecked = client.with_options(check_media=False)
    await unchecked.capture(write_clip(tmp_path / "clip.mp4", fps=10), tmp_path / "out", outputs=["main_fbx"])
    assert "createSingleCamJob" in sent(sandbox)
    silent = write_clip(tmp_path / "silent.mp4", video=False, audio=True)
    error = await preflight_error(unchecked.capture(silent, tmp_path / "out"))
    assert str(error) == f"cannot use {silent}: it has no video track; pass a clip with video"


@pytest.mark.usefixtures("without_media")
async def test_checks_of_containers_need_no_extra(client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path) -> None:
    await client.capture(write_clip(tmp_path / "clip.mp4", fps=10), tmp_path / "out", outputs=["main_fbx"])
    assert "createSingleCamJob" in sent(sandbox)
    silent = write_clip(tmp_path / "silent.mp4", video=False, audio=True)
    truncated = write_clip(tmp_path / "truncated.mp4")
    truncated.write_bytes(truncated.read_bytes()[:-2000])
    error = await preflight_error(client.calibrate(cameras(silent, truncated), 1.8, tmp_path / "space"))
    assert [each.code for each in error.findings] == ["no_video", "truncated"]
    window = {"start_time": 1, "end_time": 9}
    error = await preflight_error(client.capture(CLIP, tmp_path / "out", clip_window=window))
    assert [each.code for each in error.findings] == ["window_outside"]


async def test_paid_job_is_resumed_whatever_an_inspection_finds(client: AsyncMoveUgc, tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "clip.mp4", fps=10)
    state_file = tmp_path / "state.json"
    unchecked = client.with_options(check_media=False)
    first = await unchecked.capture(clip, tmp_path / "out", outputs=["main_fbx"], state_file=state_file)
    # A warning would be an error here.
    again = await client.capture(clip, tmp_path / "out", outputs=["main_fbx"], state_file=state_file)
    assert again.work.id == first.work.id


@pytest.mark.parametrize("method", ["calibrate", "capture_multicam", "submit_multicam", "derive_key"])
async def test_paid_work_is_found_by_its_key_whatever_an_inspection_finds(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, method: str
) -> None:
    space = await client.calibrate(cameras(CLIP, CLIP), 1.8, tmp_path / "space")
    early = write_clip(tmp_path / "early.mov", timecode="10:00:00:00")
    late = write_clip(tmp_path / "late.mov", timecode="11:00:00:00")
    sync, clips = {"timecode_sync": {"use_timecode": True}}, cameras(early, late)
    states = iter([tmp_path / "a.json", tmp_path / "b.json", tmp_path / "c.json"])

    async def run(client: AsyncMoveUgc) -> str:
        match method:
            case "calibrate":
                return (await client.calibrate(clips, 1.8, tmp_path, key="order-7", sync_method=sync)).work.id
            case "submit_multicam":
                job = await client.submit_multicam(space.work.id, clips, 1, key="order-7", sync_method=sync)
                return job.id
            case "derive_key":
                state_file = StateFile(next(states), derive_key=True)
                options: dict[str, Any] = {"state_file": state_file}
            case _:
                options = {"key": "order-7"}
        captured = await client.capture_multicam(space.work.id, clips, 1, tmp_path, sync_method=sync, **options)
        return captured.work.id

    sandbox.journal.clear()
    with pytest.raises((CaptureError, PreflightError)) as caught:
        await run(client)
    assert isinstance(caught.value.__cause__ or caught.value, PreflightError)
    assert sent(sandbox) <= {"listTakes", "listVolumes", "listCameraSettings"}
    assert not state_files(tmp_path)
    paid = await run(client.with_options(check_media=False))
    assert await run(client) == paid


@pytest.mark.parametrize("defect", ["truncated", "window_outside"])
async def test_paid_job_is_found_by_its_key_when_its_clip_is_invalid(
    client: AsyncMoveUgc, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, defect: str
) -> None:
    first = await client.capture(CLIP, tmp_path, outputs=["main_fbx"], key="order-7", clip_window=WINDOW)
    container = Container("mp4", defect="is truncated") if defect == "truncated" else Container("mp4", length=1)
    monkeypatch.setattr("move_ugc_async.capture.clip_checks.read_container", lambda _: container)
    unchecked = client.with_options(check_media=False)
    again = await unchecked.capture(CLIP, tmp_path, outputs=["main_fbx"], key="order-7", clip_window=WINDOW)
    assert again.work.id == first.work.id
    resumed = await unchecked.capture(CLIP, tmp_path, outputs=["main_fbx"], clip_window=WINDOW, resume_from=first.state)
    assert resumed.work.id == first.work.id
    error = await preflight_error(unchecked.capture(CLIP, tmp_path, key="order-8", clip_window=WINDOW))
    assert [each.code for each in error.findings] == [defect]


async def test_connection_error_is_raised_while_the_server_cannot_say_whether_the_take_exists(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    silent = write_clip(tmp_path / "silent.mp4", video=False, audio=True)
    sandbox.faults.add(GraphQLFault("Unauthorized"), operation="listTakes", times=1)
    with pytest.raises(CaptureError) as caught:
        await client.capture(silent, tmp_path / "out", key="order-7")
    cause = caught.value.__cause__
    assert cause is not None
    assert not isinstance(cause, PreflightError)
    note = f"this one cannot either:\n- {silent} has no video track; pass a clip with video"
    assert cause.__notes__[0].endswith(note)
    assert str(caught.value).endswith(note)
    assert sent(sandbox) == {"listTakes"}
    error = await preflight_error(client.capture(silent, tmp_path / "out", key="order-7"))
    assert [each.code for each in error.findings] == ["no_video"]


async def test_capture_many_reports_the_findings_of_each_clip(client: AsyncMoveUgc, tmp_path: Path) -> None:
    silent = write_clip(tmp_path / "silent.mp4", video=False, audio=True)
    specs = [CaptureSpec(silent, tmp_path / "a"), CaptureSpec(CLIP, tmp_path / "b", {"outputs": ["main_fbx"]})]
    outcomes = {outcome.spec.video: outcome async for outcome in client.capture_many(specs)}
    assert outcomes[CLIP].error is None
    assert isinstance(outcomes[silent].error.__cause__, PreflightError)  # type: ignore[union-attr]


WORKFLOWS = ["calibrate", "capture_multicam", "submit_multicam"]


async def run_multicam(client: AsyncMoveUgc, method: str, folder: Path, clips: list[Clip], **options: Any) -> None:
    match method:
        case "calibrate":
            await client.calibrate(clips, 1.8, folder, **options)
        case "capture_multicam":
            await client.capture_multicam("volume-1", clips, None, folder, **options)
        case _:
            await client.submit_multicam("volume-1", clips, None, key="order-7", **options)


@pytest.mark.parametrize("method", WORKFLOWS)
async def test_unknown_lenses_are_refused_before_the_upload(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, method: str
) -> None:
    clips = [Clip(CLIP, "left", "goprohero10-fdh"), Clip(CLIP.read_bytes(), "right", "zz")]
    with pytest.raises((CaptureError, PreflightError)) as caught:
        await run_multicam(client, method, tmp_path, clips)
    error = caught.value.__cause__ or caught.value
    assert isinstance(error, PreflightError)
    assert [each.code for each in error.findings] == ["unknown_lens", "unknown_lens"]
    assert error.findings[0].advice.startswith("did you mean goprohero10-fhd")
    assert "`move-ugc lenses` lists" in error.findings[1].advice
    assert sent(sandbox) <= {"listCameraSettings", "listTakes", "listVolumes"}
    with pytest.raises(MoveError):
        await run_multicam(client, method, tmp_path, clips, allow_unknown=True)
    assert "createFile" in sent(sandbox)


async def test_missing_lens_is_a_warning(client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path) -> None:
    with pytest.warns(MoveWarning, match="has no lens; set it to the lens of the camera"), pytest.raises(CaptureError):
        await client.calibrate([Clip(CLIP, "left", LENS), Clip(CLIP, "right")], 1.8, tmp_path)
    assert "createVolumeWithHuman" in sent(sandbox)


@pytest.mark.parametrize("method", WORKFLOWS[1:])
async def test_unknown_rig_is_refused_before_the_upload(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, method: str
) -> None:
    with pytest.raises(
        (CaptureError, MoveInvalidRequestError), match="rig 'move_m0': it is unknown; did you mean move_mo"
    ):
        await run_multicam(client, method, tmp_path, cameras(CLIP, CLIP), rig="move_m0")
    assert sent(sandbox) <= {"listCameraSettings", "listRigs", "listTakes"}
    assert "listRigs" in sent(sandbox)


async def test_names_are_sent_when_the_lists_cannot_be_read(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    sandbox.faults.add(GraphQLFault("Unauthorized"), operation="listCameraSettings")
    sandbox.faults.add(GraphQLFault("Unauthorized"), operation="listRigs")
    space = await client.calibrate(cameras(CLIP, CLIP), 1.8, tmp_path / "space")
    await client.capture_multicam(space.work.id, cameras(CLIP, CLIP), 1, tmp_path / "out", rig="move_mo")
    assert {"listCameraSettings", "listRigs", "createMultiCamJob"} <= sent(sandbox)


async def error_at_the_timeout(
    sandbox: Sandbox, stopped_time: StoppedTime, stalled: str, call: Callable[[AsyncMoveUgc], Awaitable[Any]]
) -> Exception:
    """Return the error of a call with a timeout of 30 s, which expires during an operation."""
    sandbox.faults.add(Stall(), operation=stalled)
    caught: list[Exception] = []

    async def run(client: AsyncMoveUgc) -> None:
        try:
            await call(client)
        except MoveError as error:
            caught.append(error)

    async with (
        AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client,
        anyio.create_task_group() as tasks,
    ):
        tasks.start_soon(run, client)
        await wait_until(lambda: stalled in sent(sandbox))
        stopped_time.advance(31)
        await wait_until(lambda: caught)
    return caught[0]


@pytest.mark.parametrize("method", WORKFLOWS)
async def test_errors_are_raised_when_the_lists_do_not_arrive_before_the_timeout(
    sandbox: Sandbox, stopped_time: StoppedTime, tmp_path: Path, method: str
) -> None:
    clips = cameras(CLIP, tmp_path / "absent.mp4")
    raised = await error_at_the_timeout(
        sandbox,
        stopped_time,
        "listCameraSettings",
        lambda client: run_multicam(client, method, tmp_path, clips, timeout=30),
    )
    error = raised.__cause__ or raised
    assert isinstance(error, PreflightError)
    assert [each.code for each in error.findings] == ["missing"]


async def test_timeout_of_the_search_for_a_key_names_the_errors_of_the_clips(
    sandbox: Sandbox, stopped_time: StoppedTime, tmp_path: Path
) -> None:
    silent = write_clip(tmp_path / "silent.mp4", video=False, audio=True)
    calls: list[Callable[[AsyncMoveUgc], Awaitable[Any]]] = [
        lambda client: client.capture(silent, tmp_path / "out", key="order-7", timeout=30),
        lambda client: client.submit(silent, key="order-7", timeout=30),
    ]
    for call in calls:
        sandbox.journal.clear()
        error = await error_at_the_timeout(sandbox, stopped_time, "listTakes", call)
        assert "preflight: timed out after 30 s" in str(error)
        assert str(error).endswith(f"this one cannot either:\n- {silent} has no video track; pass a clip with video")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"number_of_actors": 9}, "number_of_actors must be at most 5; got 9"),
        ({"outputs": ["render_overlay_video"]}, "got RENDER_OVERLAY_VIDEO; use RENDER_VIDEO"),
        ({"options": {"track_finger": True}}, "got 'track_finger'; did you mean track_fingers"),
        ({"options": {"trackFinger": True}}, "got 'trackFinger'; did you mean track_fingers"),
    ],
)
async def test_what_the_api_documents_is_checked_locally(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, options: dict[str, Any], message: str
) -> None:
    workflow = {"sources": cameras(CLIP, CLIP), "number_of_actors": 1, "directory": tmp_path, **options}
    with pytest.raises((CaptureError, MoveInvalidRequestError), match=message) as caught:
        await client.capture_multicam("volume-1", **workflow)
    # Only names of outputs are checked in a step of the workflow.
    assert isinstance(caught.value, CaptureError if "outputs" in options else PreflightError)
    with pytest.raises(MoveInvalidRequestError, match=message):
        await client.jobs.create_multicam("take-1", **options)
    assert sent(sandbox) == {"listCameraSettings"}


def sources(*cameras: tuple[str, str]) -> list[dict[str, str]]:
    return [{"device_label": label, "file_id": "file-1", "format": kind} for label, kind in cameras]


@pytest.mark.parametrize(
    ("cameras", "message"),
    [
        ((), "sources must be at least 2 videos, one for each camera; got 0"),
        ((("left", "mp4"),), "sources must be at least 2 videos, one for each camera; got 1"),
        ((("left", "mp4"), ("left", ".move")), "sources must be at least 2 videos, one for each camera; got 1"),
        (
            (("left", "mp4"), ("left", "MOV")),
            "device_label must be different for each camera; got 'left' more than once",
        ),
    ],
)
async def test_services_check_cameras_locally(
    client: AsyncMoveUgc, sandbox: Sandbox, cameras: tuple[tuple[str, str], ...], message: str
) -> None:
    with pytest.raises(MoveInvalidRequestError, match=message):
        await client.takes.create_multicam(sources(*cameras), "volume-1")
    with pytest.raises(MoveInvalidRequestError, match=message):
        await client.volumes.create_human_volume(sources(*cameras), 1.8, "normal")
    assert not sent(sandbox)


async def test_services_leave_lenses_and_files_to_the_server(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    cameras = sources(("left", "mp4"), ("left", "move"), ("right", "avi"))
    with pytest.raises(MoveError):
        await client.takes.create_multicam(
            [{**each, "camera_settings": {"lens": "zz"}} for each in cameras], "volume-1"
        )
    assert sent(sandbox) == {"createMultiCamTake"}


async def test_misspelt_option_is_sent_as_a_model_or_with_allow_unknown(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    with pytest.warns(MoveWarning, match="did you mean track_fingers"):
        options = JobOptions(track_finger=True)
    for sent_options, allow_unknown in ((options, False), ({"brand_new_switch": 1}, False), (options, True)):
        with pytest.raises(CaptureError):
            # The sandbox refuses unknown input fields, as AppSync does.
            await client.capture(CLIP, tmp_path, options=sent_options, allow_unknown=allow_unknown)
        assert "createSingleCamJob" in sent(sandbox)
        sandbox.journal.clear()
    with pytest.warns(MoveWarning, match="did you mean track_fingers"), pytest.raises(CaptureError):
        await client.capture(CLIP, tmp_path, options={"track_finger": True}, allow_unknown=True)
    assert "createSingleCamJob" in sent(sandbox)
