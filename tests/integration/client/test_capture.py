"""Capture workflows."""

import hashlib
import inspect
import io
import json
import os
import pickle
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio
import pytest

from move_ugc_async import (
    AsyncMoveUgc,
    ByteStream,
    CaptureError,
    CaptureEvent,
    CaptureResult,
    CaptureState,
    Clip,
    ClipWindow,
    InstantClock,
    JobFailedError,
    JobOptions,
    JobType,
    MoveError,
    MoveInvalidRequestError,
    MoveWarning,
    StateFile,
    WaitTimeoutError,
)
from move_ugc_async.capture.clip import check_clips
from move_ugc_async.media.containers import read_container
from move_ugc_async.sandbox import Sandbox
from tests.integration.client.gateway import first_of, gateway
from tests.integration.client.loops import both_loops
from tests.integration.client.workflows import CLIP, LENS, LONG_ENOUGH, write_variant
from tests.support.loop_time import StoppedTime
from tests.support.outputs import kinds_of
from tests.support.wait_until import wait_until

pytestmark = pytest.mark.anyio


@pytest.fixture
def sandbox() -> Any:
    """Yield a sandbox in which every job has finished by the next request."""
    with Sandbox(clock="instant") as sandbox:
        yield sandbox
    assert not sandbox.leaks


@both_loops
async def test_capture_runs_every_stage_and_reports_each(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    events: list[CaptureEvent] = []
    result = await client.capture(
        CLIP,
        tmp_path / "out",
        outputs=["main_glb", "motion_data"],
        options=JobOptions(track_fingers=True),
        clip_window=ClipWindow(start_time=0, end_time=2),
        metadata={"scene": 7},
        on_progress=events.append,
    )
    assert result.work.state == "FINISHED"
    assert result.work.metadata == {"scene": 7}
    assert result.take is not None
    assert [kinds_of(output.path) for output in result.outputs] == [["glTF 2.0"], ["motion data"]]
    assert [charge.id for charge in sandbox.ledger] == [result.work.id] == [result.state.job_id]
    assert list(dict.fromkeys(event.stage for event in events)) == [
        "preflight",
        "upload",
        "take",
        "job",
        "wait",
        "download",
    ]
    fractions = [event.fraction for event in events]
    assert fractions == sorted(fractions)
    assert (fractions[0], fractions[-1]) == (0, 1)


async def test_capture_uploads_the_sensor_recording_with_the_video(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    recording = tmp_path / "dance.move"
    recording.write_bytes(b"sensors")
    result = await client.capture(CLIP, tmp_path / "out", move_file=recording, outputs=["main_fbx"])
    assert len(result.state.file_ids) == 2
    (entry,) = sandbox.journal.filter(operation="createSingleCamTake")
    assert [source["format"] for source in entry.variables["sources"]] == ["MP4", "MOVE"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"video": "nowhere.mp4"}, "cannot use nowhere.mp4: it does not exist; check its path"),
        ({"clip_window": ClipWindow(start_time=1, end_time=9)}, "clip_window must end by 4 s"),
        ({"video": Path(__file__)}, "unknown format"),
        ({"video": os.devnull}, "it is a device or a pipe; copy it to a file"),
        ({"move_file": "nowhere.move"}, "cannot use nowhere.move: it does not exist"),
        ({"move_file": CLIP}, "must be a sensor recording"),
        ({"device_label": ""}, "device_label"),
        ({"metadata": [1]}, "JSON object"),
        ({"metadata": {"a": object()}}, "JSON"),
        ({"timeout": float("nan")}, "timeout"),
        ({"timeout": "5"}, "timeout"),
        ({"outputs": ["MAIN_FXB"]}, "did you mean MAIN_FBX"),
        ({"outputs": "fbx"}, "did you mean ALL_FBX or MAIN_FBX"),
        ({"outputs": ["main-fbx"]}, "did you mean MAIN_FBX"),
        ({"outputs": ["hologram"]}, "output 'hologram': it is unknown; use one of ALL_BLEND"),
        ({"outputs": []}, "outputs must be one or more names; got"),
        ({"outputs": iter(())}, "outputs must be one or more names; got"),
        ({"options": JobOptions(mocap_model="zz")}, "mocap_model 'zz': it is unknown; use one of M1, M2, S1, S2"),
        ({"options": JobOptions(mocap_model="")}, "mocap_model '': it is unknown"),
        ({"directory": CLIP / "nowhere"}, "cannot create the folder"),
        ({"directory": Path("/proc")}, "cannot write to the folder"),
    ],
)
async def test_capture_refuses_invalid_arguments_before_anything_is_sent(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, change: dict[str, Any], message: str
) -> None:
    arguments: dict[str, Any] = {"video": CLIP, "directory": tmp_path, **change}
    with pytest.raises(CaptureError, match=message) as caught:
        await client.capture(**arguments)
    assert caught.value.stage == "preflight"
    assert isinstance(caught.value.__cause__, MoveInvalidRequestError)
    assert not sandbox.journal.count()


async def test_capture_refuses_a_truncated_video_and_a_recording_before_anything_is_sent(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    cut, recording = tmp_path / "cut.mp4", tmp_path / "dance.move"
    cut.write_bytes(CLIP.read_bytes()[:64])
    recording.write_bytes(b"sensors")
    for video, message in ((cut, "is truncated: its 'moov' box"), (recording, "must be a video")):
        with pytest.raises(CaptureError, match=message):
            await client.capture(video, tmp_path / "out")
    assert not sandbox.journal.count()


async def test_capture_resumes_without_the_video_after_the_upload(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(CLIP.read_bytes())
    states: list[CaptureState] = []

    def stop(event: CaptureEvent) -> None:
        states.append(event.resume_state)
        if event.stage == "take":
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await client.capture(clip, tmp_path / "out", outputs=["main_glb"], on_progress=stop)
    clip.unlink()
    assert states[-1].file_ids.keys() == {hashlib.sha256(CLIP.read_bytes()).hexdigest()}
    result = await client.capture(clip, tmp_path / "out", outputs=["main_glb"], resume_from=states[-1])
    assert len(result.outputs) == 1
    assert sandbox.journal.count("createFile") == 1


async def test_capture_refuses_the_resume_state_of_another_video(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    result = await client.capture(CLIP, tmp_path / "out", outputs=["main_glb"])
    other = write_variant(tmp_path / CLIP.name)
    state = replace(result.state, take_id=None, job_id=None)
    sandbox.journal.clear()
    with pytest.raises(CaptureError, match=r"another workflow: dance\.mp4 has other content"):
        await client.capture(other, tmp_path / "other", outputs=["main_glb"], resume_from=state)
    assert not sandbox.journal.count()
    copied = tmp_path / "copied.mp4"
    copied.write_bytes(CLIP.read_bytes())
    again = await client.capture(copied, tmp_path / "other", outputs=["main_glb"], resume_from=state)
    assert again.work.id == result.work.id
    assert not sandbox.journal.count("createFile")
    assert len(sandbox.ledger) == 1


FORMS: dict[str, Callable[[CaptureState], Any]] = {
    "state": lambda state: state,
    "object": lambda state: state.to_json(),
    "text": lambda state: json.dumps(state.to_json()),
}


@pytest.mark.parametrize(("last_step", "form"), [("upload", "state"), ("take", "object"), ("job", "text")])
@pytest.mark.parametrize(
    "change",
    [
        {"video": "variant"},
        {"outputs": ["main_fbx"]},
        {"outputs": None},
        {"name": "walk"},
        {"options": JobOptions(track_fingers=True)},
        {"device_label": "phone"},
    ],
    ids="-".join,
)
async def test_capture_refuses_the_resume_state_of_another_request(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, form: str, last_step: str, change: dict[str, Any]
) -> None:
    request: dict[str, Any] = {"video": CLIP, "directory": tmp_path / "out", "outputs": ["main_glb"]}
    result = await client.capture(**request)
    state = replace(result.state, job_id=result.state.job_id if last_step == "job" else None)
    state = replace(state, take_id=None if last_step == "upload" else state.take_id)
    if "video" in change:
        change = {"video": write_variant(tmp_path / "other.mp4")}
    sandbox.journal.clear()
    with pytest.raises(CaptureError, match="cannot resume: resume_from is of another workflow") as caught:
        await client.capture(**{**request, **change}, resume_from=FORMS[form](state))
    assert isinstance(caught.value.__cause__, MoveInvalidRequestError)
    assert not sandbox.journal.count()
    again = await client.capture(**{**request, "outputs": ["MAIN_GLB"]}, resume_from=FORMS[form](state))
    assert again.work.id == result.work.id
    # States of earlier versions have no digest of the options.
    await client.capture(**request, resume_from=replace(state, request_digest=None))
    assert len(sandbox.ledger) == 1


@both_loops
async def test_calibrate_refuses_the_resume_state_of_a_capture(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    clips = [Clip(CLIP, "one", LENS), Clip(write_variant(tmp_path / "other.mp4"), "two", LENS)]
    result = await client.calibrate(clips, 1.8, tmp_path / "out")
    for change in ({"sources": clips[::-1]}, {"human_height": 1.7}, {"area_type": "LARGE"}):
        arguments: dict[str, Any] = {"sources": clips, "human_height": 1.8, "directory": tmp_path, **change}
        with pytest.raises(CaptureError, match="another workflow"):
            await client.calibrate(**arguments, resume_from=result.state)
    with pytest.raises(CaptureError, match="another workflow"):
        await client.capture_multicam("volume-1", clips, 1, tmp_path, resume_from=result.state)
    assert len(sandbox.ledger) == 1


def spent_stream() -> Any:
    return ByteStream(nothing(), CLIP.stat().st_size)


async def nothing() -> AsyncIterator[bytes]:
    for chunk in list[bytes]():
        yield chunk


@pytest.mark.parametrize("source", [spent_stream, lambda: "nowhere.mp4", io.BytesIO])
async def test_capture_with_a_job_resumes_without_the_video(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, source: Callable[[], Any]
) -> None:
    result = await client.capture(CLIP, tmp_path, outputs=["main_glb"])
    again = await client.capture(source(), tmp_path, outputs=["main_glb"], resume_from=result.state)
    assert again.work.id == result.work.id
    assert len(sandbox.ledger) == 1


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"job_id": "job-1"},
        {"key": 5},
        {"key": "k", "file_ids": [1]},
        {"key": "k", "file_ids": {"a": 1}},
        {"key": "k", "take_id": 7},
        {"key": "k", "job_id": ["job-1"]},
        {"key": "k", "content_digests": "ab"},
        {"key": "k", "content_digests": [None]},
        {"key": "k", "request_digest": 7},
        {"key": "k", "unknown": 1},
        {"key": "\ud800"},
        "{}",
        "[]",
        "7",
        "{",
        "[" * 100_000,
        b"{}",
        7,
        ["key"],
    ],
    ids=lambda state: str(state)[:30],
)
async def test_invalid_resume_from_is_refused_before_anything_is_sent(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, state: Any
) -> None:
    with pytest.raises(MoveInvalidRequestError):
        await client.capture(CLIP, tmp_path, resume_from=state)
    assert not sandbox.journal.count()


@pytest.mark.parametrize(
    ("stage", "error"),
    [
        ("preflight", TimeoutError),
        ("preflight", OSError),
        ("preflight", ConnectionResetError),
        ("wait", TimeoutError),
        ("wait", ZeroDivisionError),
    ],
)
async def test_capture_raises_the_error_of_the_callback_unchanged(
    client: AsyncMoveUgc, tmp_path: Path, error: type[Exception], stage: str
) -> None:
    def fail(event: CaptureEvent) -> None:
        if event.stage == stage:
            raise error

    with pytest.raises(error):
        await client.capture(CLIP, tmp_path, outputs=["main_glb"], timeout=60, on_progress=fail)


async def test_concurrent_captures_into_one_folder_keep_their_outputs_apart(
    client: AsyncMoveUgc, tmp_path: Path
) -> None:
    results: list[CaptureResult[JobType]] = []

    async def capture() -> None:
        results.append(await client.capture(CLIP, tmp_path, outputs=["main_glb"]))

    async with anyio.create_task_group() as tasks:
        for _ in range(4):
            tasks.start_soon(capture)
    paths = {output.path for result in results for output in result.outputs}
    assert len(paths) == 4
    assert all(path.is_file() for path in paths)


async def test_capture_resumes_from_the_state_of_its_error(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    with gateway(sandbox, first_of("createSingleCamJob", "close before")) as server:
        url = f"{server.url}/ugc/graphql"
        async with AsyncMoveUgc(
            sandbox.api_key, endpoint_url=url, settle=0, on_ambiguous="raise", clock=InstantClock()
        ) as lossy:
            with pytest.raises(CaptureError, match="job") as caught:
                await lossy.capture(CLIP, tmp_path, outputs=["main_glb"])
    state = json.loads(json.dumps(caught.value.state.to_json()))
    assert caught.value.stage == "job"
    assert state["take_id"]
    assert sandbox.api_key not in repr(state)
    result = await client.capture(CLIP, tmp_path, outputs=["main_glb"], resume_from=state)
    assert result.work.state == "FINISHED"
    for field in ("createFile", "createSingleCamTake", "createSingleCamJob"):
        assert sandbox.journal.count(field) == 1, field
    again = await client.capture(CLIP, tmp_path, outputs=["main_glb"], resume_from=result.state)
    assert again.work.id == result.work.id
    assert all(output.skipped for output in again.outputs)
    assert len(sandbox.ledger) == 1


async def test_a_new_capture_searches_for_no_earlier_take_or_job(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    await client.capture(CLIP, tmp_path, outputs=["main_glb"])
    assert not sandbox.journal.count("listTakes")
    assert not sandbox.journal.count("listJobs")


async def test_captures_with_one_key_create_one_job(client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path) -> None:
    state = CaptureState(key="order-7")
    first = await client.capture(CLIP, tmp_path, outputs=["main_glb"], resume_from=state)
    lost = replace(first.state, job_id=None, take_id=None)
    again = await client.capture(CLIP, tmp_path, outputs=["main_glb"], resume_from=lost)
    assert (again.work.id, again.state.take_id) == (first.work.id, first.state.take_id)
    assert len(sandbox.ledger) == 1


async def test_capture_and_calibrate_find_their_earlier_work_by_key(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    # As after SIGKILL: only the key is known.
    key = CaptureState(key="order-8")
    first = await client.capture(CLIP, tmp_path / "out", outputs=["main_glb"], resume_from=key)
    again = await client.capture(CLIP, tmp_path / "out", outputs=["main_glb"], resume_from=key)
    assert (again.work.id, again.state.take_id) == (first.work.id, first.state.take_id)
    assert sandbox.journal.count("createFile") == 1

    second = tmp_path / "second.mp4"
    second.write_bytes(CLIP.read_bytes())
    clips = [Clip(CLIP, "cam1", LENS), Clip(second, "cam2", LENS)]
    key = CaptureState(key="order-9")
    volume = await client.calibrate(clips, 1.8, tmp_path / "volume", resume_from=key.to_json())
    found = await client.calibrate(clips, 1.8, tmp_path / "volume", resume_from=key.to_json())
    assert found.work.id == volume.work.id
    assert [charge.kind for charge in sandbox.ledger] == ["job", "volume"]


async def test_capture_of_a_failed_job_raises_with_its_id(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    sandbox.fail_next_job()
    with pytest.raises(CaptureError) as caught:
        await client.capture(CLIP, tmp_path)
    assert caught.value.stage == "wait"
    assert isinstance(caught.value.__cause__, JobFailedError)
    assert caught.value.state.job_id


async def test_capture_error_carries_the_suggestions_of_the_server(tmp_path: Path) -> None:
    async with (
        Sandbox(clock="manual", failed_as="error") as sandbox,
        AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, clock=InstantClock()) as client,
    ):
        sandbox.fail_next_job("Use more light.")
        with pytest.raises(CaptureError) as caught:
            await client.capture(CLIP, tmp_path, on_progress=lambda _: sandbox.clock.advance(LONG_ENOUGH))
    assert caught.value.suggestions == ("Use more light.",)
    assert pickle.loads(pickle.dumps(caught.value)).suggestions == ("Use more light.",)


@both_loops
@pytest.mark.parametrize("timeout", [None, 50])
async def test_capture_resumes_from_the_error_of_a_wait_that_timed_out(
    tmp_path: Path, stopped_time: StoppedTime, timeout: float | None
) -> None:
    def spend(event: CaptureEvent) -> None:
        if event.state is not None:
            stopped_time.advance(70)

    async with (
        Sandbox(clock="manual") as slow,
        AsyncMoveUgc(slow.api_key, endpoint_url=slow.endpoint_url, wait_timeout=60, clock=InstantClock()) as client,
    ):
        with pytest.raises(CaptureError) as caught:
            await client.capture(CLIP, tmp_path, timeout=timeout, on_progress=spend)
        slow.clock.advance(LONG_ENOUGH)
        resumed = await client.capture(CLIP, tmp_path, resume_from=caught.value.state)
        assert len(slow.ledger) == 1
    error = caught.value
    assert error.stage == "wait"
    assert isinstance(error.__cause__, WaitTimeoutError) is (timeout is None)
    assert error.state.job_id == resumed.work.id


async def test_the_timeout_of_a_capture_may_be_longer_than_wait_timeout(
    tmp_path: Path, stopped_time: StoppedTime
) -> None:
    async with (
        Sandbox(clock="manual") as slow,
        AsyncMoveUgc(slow.api_key, endpoint_url=slow.endpoint_url, wait_timeout=60, clock=InstantClock()) as client,
    ):

        def spend(event: CaptureEvent) -> None:
            if event.state == "RUNNING":
                slow.clock.advance(LONG_ENOUGH)
            if event.state is not None:
                stopped_time.advance(70)
                slow.clock.advance(3)

        result = await client.capture(CLIP, tmp_path, timeout=6000, on_progress=spend)
    assert result.work.state == "FINISHED"


@both_loops
async def test_one_deadline_covers_every_stage(tmp_path: Path, stopped_time: StoppedTime) -> None:
    caught: list[CaptureError] = []
    stages: list[str] = []

    def spend(event: CaptureEvent) -> None:
        # Each stage takes a minute.
        if event.stage not in stages:
            stages.append(event.stage)
            stopped_time.advance(60)

    async def capture() -> None:
        try:
            await client.capture(CLIP, tmp_path, timeout=4.5 * 60, on_progress=spend)
        except CaptureError as error:
            caught.append(error)

    with Sandbox(clock="manual") as slow:
        async with AsyncMoveUgc(slow.api_key, endpoint_url=slow.endpoint_url) as client:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(capture)
                await wait_until(lambda: caught)
    (error,) = caught
    assert error.stage == "wait"
    assert error.state.job_id
    assert "timed out after 270 s" in str(error)
    assert stages == ["preflight", "upload", "take", "job", "wait"]


@pytest.mark.parametrize("stage", ["upload", "take", "job", "wait", "download"])
async def test_a_cancelled_capture_sends_nothing_more(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, stage: str
) -> None:
    def cancel(event: CaptureEvent) -> None:
        # At the first event of a stage no request is in flight.
        if event.stage == stage:
            scope.cancel()

    with anyio.CancelScope() as scope:
        await client.capture(CLIP, tmp_path / "out", outputs=["main_glb"], on_progress=cancel)
    assert scope.cancelled_caught
    sent = sandbox.journal.count()
    for number in range(1, 4):
        # This response arrives after all earlier requests.
        await client.client.retrieve()
        assert sandbox.journal.count() == sent + number
    assert len(sandbox.ledger) == (stage in {"wait", "download"})


@pytest.mark.parametrize(
    ("outputs", "model"), [(["main_bvh"], None), ("TRACK_JERSEY_MAPPING", None), (None, "m2-xl"), (None, "S2_Light")]
)
async def test_capture_warns_of_undocumented_names_and_sends_them(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, outputs: Any, model: str | None
) -> None:
    with pytest.warns(MoveWarning, match="is not documented for this API"), pytest.raises(CaptureError):
        await client.capture(CLIP, tmp_path, outputs=outputs, options=JobOptions(mocap_model=model))
    variables = sandbox.journal.filter(operation="createSingleCamJob")[-1].variables
    assert variables["options"].get("mocapModel") == model
    assert variables.get("outputs") == (outputs if outputs is None or isinstance(outputs, list) else [outputs])


async def test_capture_sends_unknown_names_with_allow_unknown(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    options = JobOptions(mocap_model="zz")
    with pytest.raises(CaptureError):
        await client.capture(CLIP, tmp_path, outputs=["hologram"], options=options, allow_unknown=True)
    variables = sandbox.journal.filter(operation="createSingleCamJob")[-1].variables
    assert (variables["outputs"], variables["options"]) == (["hologram"], {"mocapModel": "zz"})


async def test_capture_accepts_an_iterator_of_outputs(client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path) -> None:
    outputs: Any = (name for name in ["main_glb"])
    await client.capture(CLIP, tmp_path, outputs=outputs)
    assert sandbox.journal.filter(operation="createSingleCamJob")[-1].variables["outputs"] == ["MAIN_GLB"]


CAMERAS = [Clip(CLIP, "one", LENS), Clip(CLIP, "two", LENS)]
SEVERAL: dict[str, dict[str, Any]] = {
    "capture_multicam": {"volume_id": "volume-1", "sources": CAMERAS, "number_of_actors": 1, "directory": "out"},
    "submit_multicam": {"volume_id": "volume-1", "sources": CAMERAS, "number_of_actors": 1, "key": "order-7"},
    "calibrate": {"sources": CAMERAS, "human_height": 1.8, "directory": "out"},
}
INVALID: list[tuple[str, list[Any]]] = [
    ("sources", [CLIP, str(CLIP), [CLIP, str(CLIP)], [*CAMERAS, None], CAMERAS[:1]]),
    ("sources", [[Clip(CLIP, label, lens), CAMERAS[1]] for label, lens in (("\ud800", LENS), ("one", "\udcff"))]),
    ("sources", [[Clip(CLIP, "one", 5), CAMERAS[1]]]),  # type: ignore[arg-type]
    ("name", [5, "\udcff"]),
    ("on_progress", [5]),
    ("rig", [5, "\udcff"]),
    ("volume_id", ["volume-\udcff"]),
    ("human_height", [float("nan"), float("inf"), 0, -1, "1.8", None, True]),
    ("directory", ["a\0b", 5]),
    ("state_file", ["a\0b", StateFile("a\0b"), 5, StateFile(5)]),  # type: ignore[arg-type]
]


@pytest.mark.parametrize("method", SEVERAL)
@pytest.mark.parametrize(("argument", "values"), INVALID)
async def test_multicam_workflow_refuses_invalid_arguments_before_the_upload(
    client: AsyncMoveUgc,
    sandbox: Sandbox,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    method: str,
    argument: str,
    values: list[Any],
) -> None:
    monkeypatch.chdir(tmp_path)
    workflow = getattr(client, method)
    if argument not in inspect.signature(workflow).parameters:
        return
    for value in values:
        with pytest.raises((CaptureError, MoveInvalidRequestError)) as caught:
            await workflow(**{**SEVERAL[method], argument: value})
        error = caught.value.__cause__ if isinstance(caught.value, CaptureError) else caught.value
        assert isinstance(error, MoveInvalidRequestError)
    assert {entry.operation for entry in sandbox.journal.filter()} <= {"listCameraSettings"}


async def test_capture_multicam_uses_the_volume_of_calibrate(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    second = tmp_path / "second.mp4"
    second.write_bytes(CLIP.read_bytes())
    clips = [Clip(CLIP, "cam1", LENS), Clip(second, "cam2", LENS)]
    volume = await client.calibrate(clips, 1.8, tmp_path / "volume", metadata={"hall": 1})
    assert len(volume.outputs) == 3
    assert volume.take is None
    result = await client.capture_multicam(volume.work.id, clips, 2, tmp_path / "out", outputs=["all_glb"])
    assert [output.format for output in result.outputs] == ["all_glb"]
    assert [charge.kind for charge in sandbox.ledger] == ["volume", "job"]


def test_clip_length_is_read_from_the_header_or_none() -> None:
    with CLIP.open("rb") as clip:
        assert read_container(clip).length == pytest.approx(4.0)
    for content in (b"", b"\x00" * 100, CLIP.read_bytes()[:40], b"\xff" * 64, b"\x00\x00\x00\x01moov" + b"\xff" * 8):
        assert read_container(io.BytesIO(content)).length is None


@pytest.mark.parametrize("how", ["calibrate", "capture_multicam", "submit_multicam"])
@pytest.mark.parametrize(
    "paths",
    [(CLIP, CLIP), (str(CLIP), CLIP.read_bytes()), (CLIP, CLIP, CLIP)],
    ids=["two paths", "a path and bytes", "three"],
)
async def test_cameras_with_one_label_are_refused_before_the_upload(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, how: str, paths: tuple[Any, ...]
) -> None:
    clips = [Clip(path, "left", LENS) for path in paths]
    calls: dict[str, Callable[[], Awaitable[Any]]] = {
        "calibrate": lambda: client.calibrate(clips, 1.8, tmp_path),
        "capture_multicam": lambda: client.capture_multicam("volume-1", clips, 1, tmp_path),
        "submit_multicam": lambda: client.submit_multicam("volume-1", clips, 1, key="hall"),
    }
    with pytest.raises(MoveError, match="device_label must be different for each camera; got 'left' more than"):
        await calls[how]()
    assert {entry.operation for entry in sandbox.journal.filter()} <= {"listCameraSettings"}


@pytest.mark.parametrize("file_type", [None, "move", ".MOVE"])
async def test_sensor_recording_may_have_the_label_of_its_video(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, file_type: str | None
) -> None:
    recording = tmp_path / "phone.move"
    recording.write_bytes(b"recording of a device")
    result = await client.capture(CLIP, tmp_path, move_file=recording, device_label="phone", outputs=["main_glb"])
    assert result.work.state == "FINISHED"
    check_clips([Clip(CLIP, "phone"), Clip(recording, "phone", file_type=file_type)], 2)
    assert len(sandbox.ledger) == 1
