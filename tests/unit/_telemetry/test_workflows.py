"""A workflow is one span with child spans for its steps; requests shared between waiters are separate traces."""

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import anyio
import pytest
from opentelemetry.trace import SpanKind, StatusCode

from move_ugc_async import AsyncMoveUgc, CaptureError, CaptureSpec, Clip
from move_ugc_async.sandbox import Sandbox, Stall, Status, Truncate
from tests.integration.client.workflows import CLIP, LENS, single_take
from tests.support.loop_time import StoppedTime
from tests.support.wait_until import run_ready, wait_until
from tests.unit._telemetry.exported import BOTH_LOOPS, Exported, Tree
from tests.unit._transport.calls import Running

pytestmark = pytest.mark.anyio

UPLOAD: Tree = ("upload", [("mutation createFile", [])])
GLB = ["main_glb"]
CAPTURE: Tree = (
    "capture",
    [
        UPLOAD,
        ("mutation createSingleCamTake", []),
        ("mutation createSingleCamJob", []),
        ("query getJob", []),
        ("download", []),
    ],
)
POLL: Tree = ("query getStatuses", [])
DURATION = "move_ugc.client.workflow.duration"


def without_polls(trees: list[Tree]) -> list[Tree]:
    return [tree for tree in trees if tree != POLL]


@BOTH_LOOPS
async def test_a_capture_is_a_tree_of_spans_without_its_polls(
    client: AsyncMoveUgc, exported: Exported, tmp_path: Path
) -> None:
    result = await client.capture(CLIP, tmp_path, outputs=GLB)
    trees = exported.trees()
    assert without_polls(trees) == [CAPTURE]
    assert POLL in trees
    span = exported.span("capture")
    assert span.kind is SpanKind.INTERNAL
    assert dict(span.attributes or {}) == {
        "move_ugc.workflow": "capture",
        "move_ugc.take.id": result.state.take_id,
        "move_ugc.job.id": result.state.job_id,
    }
    assert exported.measured(DURATION) == [({"move_ugc.workflow": "capture"}, 1)]


async def test_spans_of_transfers_have_the_file_and_its_size(
    client: AsyncMoveUgc, exported: Exported, tmp_path: Path
) -> None:
    result = await client.capture(CLIP, tmp_path, outputs=GLB)
    (file_id,) = result.state.file_ids.values()
    (output,) = result.outputs
    sizes = {"upload": (file_id, CLIP.stat().st_size), "download": (output.file_id, output.size)}
    for direction, (of, size) in sizes.items():
        assert dict(exported.span(direction).attributes or {}) == {
            "move_ugc.transfer.direction": direction,
            "move_ugc.file.id": of,
            "move_ugc.transfer.size": size,
            "move_ugc.transfer.resumptions": 0,
        }
    assert [(point.attributes, point.sum) for point in exported.points("move_ugc.client.transfer.size")] == [
        ({"move_ugc.transfer.direction": direction}, size) for direction, (_, size) in sizes.items()
    ]


async def test_spans_of_capture_many_are_below_the_span_of_the_caller(
    client: AsyncMoveUgc, exported: Exported, tmp_path: Path
) -> None:
    specs = [CaptureSpec(CLIP, tmp_path / str(number), {"outputs": GLB}) for number in range(2)]
    with exported.spans.get_tracer("app").start_as_current_span("batch"):
        outcomes = [outcome async for outcome in client.capture_many(specs)]
    assert all(outcome.result for outcome in outcomes)
    ((name, workflows),) = without_polls(exported.trees())
    assert (name, workflows) == ("batch", [CAPTURE, CAPTURE])


async def test_steps_that_a_resumed_workflow_skips_have_no_span(
    client: AsyncMoveUgc, sandbox: Sandbox, exported: Exported, tmp_path: Path
) -> None:
    sandbox.faults.add(Status(403), path="/move-ugc-sandbox/*", method="GET")
    with pytest.raises(CaptureError) as stopped:
        await client.capture(CLIP, tmp_path, outputs=GLB)
    exported.ended.clear()
    exported.started.clear()
    sandbox.faults.clear()
    await client.capture(CLIP, tmp_path, outputs=GLB, resume_from=stopped.value.state)
    assert without_polls(exported.trees()) == [("capture", [("query getJob", []), ("download", [])])]


async def test_the_span_of_a_failed_workflow_has_its_stage_and_error_class(
    client: AsyncMoveUgc, sandbox: Sandbox, exported: Exported, tmp_path: Path
) -> None:
    sandbox.fail_next_job("A secret suggestion.")
    with pytest.raises(CaptureError) as stopped:
        await client.capture(CLIP, tmp_path, outputs=GLB)
    span = exported.span("capture")
    failure = {"error.type": "JobFailedError", "move_ugc.workflow.stage": "wait"}
    assert dict(span.attributes or {}) == {
        "move_ugc.workflow": "capture",
        "move_ugc.take.id": stopped.value.state.take_id,
        "move_ugc.job.id": stopped.value.state.job_id,
        **failure,
    }
    assert (span.status.status_code, span.status.description) == (StatusCode.ERROR, None)
    assert span.events == ()
    assert exported.measured(DURATION) == [({"move_ugc.workflow": "capture", **failure}, 1)]


async def test_the_metric_of_a_workflow_that_timed_out_has_its_stage_and_error_class(
    client: AsyncMoveUgc, sandbox: Sandbox, exported: Exported, tmp_path: Path, stopped_time: StoppedTime
) -> None:
    stalled = sandbox.faults.add(Stall(), path="/move-ugc-sandbox/*", method="PUT")
    async with anyio.create_task_group() as tasks:
        capture = Running(lambda: client.capture(CLIP, tmp_path, outputs=GLB, timeout=50))
        tasks.start_soon(capture.run)
        await wait_until(lambda: stalled.acted)
        await run_ready()
        stopped_time.advance(50)
        assert type(await capture.failure()) is CaptureError
    failure = {"error.type": "TimeoutError", "move_ugc.workflow.stage": "upload"}
    assert exported.measured(DURATION) == [({"move_ugc.workflow": "capture", **failure}, 1)]


async def test_a_calibration_and_a_multicam_capture_have_separate_spans(
    client: AsyncMoveUgc, exported: Exported, tmp_path: Path
) -> None:
    clips = [Clip(CLIP, f"cam{number}", lens=LENS) for number in range(2)]
    volume = await client.calibrate(clips, 1.8, tmp_path / "volume")
    job = await client.capture_multicam(volume.work.id, clips, 1, tmp_path / "job", outputs=GLB)
    (calibration, _), (capture, _) = without_polls(exported.trees())
    assert (calibration, capture) == ("calibrate", "capture_multicam")
    attributes = exported.span("calibrate").attributes or {}
    assert attributes["move_ugc.volume.id"] == volume.work.id
    assert "move_ugc.job.id" not in attributes
    assert (exported.span("capture_multicam").attributes or {})["move_ugc.job.id"] == job.work.id


@BOTH_LOOPS
async def test_polls_are_outside_of_the_spans_of_their_waiters(client: AsyncMoveUgc, exported: Exported) -> None:
    take = await single_take(client)
    jobs = [await client.jobs.create_singlecam(take.id, outputs=GLB) for _ in range(2)]
    exported.ended.clear()
    exported.started.clear()

    async def wait(id: str) -> None:
        with exported.spans.get_tracer("app").start_as_current_span(id):
            await client.jobs.wait(id)

    async with anyio.create_task_group() as tasks:
        for job in jobs:
            tasks.start_soon(wait, job.id)
    trees = exported.trees()
    assert sorted(without_polls(trees)) == sorted((job.id, [("query getJob", [])]) for job in jobs)
    assert POLL in trees


@BOTH_LOOPS
async def test_prefetched_pages_are_below_the_span_of_the_caller(client: AsyncMoveUgc, exported: Exported) -> None:
    take = await single_take(client)
    for _ in range(3):
        await client.jobs.create_singlecam(take.id)
    exported.ended.clear()
    exported.started.clear()
    with exported.spans.get_tracer("app").start_as_current_span("listing"):
        assert len([job async for job in client.jobs.list(limit=1)]) == 3
    ((name, pages),) = exported.trees()
    assert (name, {page for page, _ in pages}) == ("listing", {"query listJobs"})


async def test_resumptions_of_a_transfer_are_counted(
    client: AsyncMoveUgc, sandbox: Sandbox, exported: Exported, tmp_path: Path
) -> None:
    sandbox.faults.add([Truncate(), Status(503)], path="/move-ugc-sandbox/*", method="GET")
    sandbox.faults.add(Status(500), path="/move-ugc-sandbox/*", method="PUT", times=1)
    file = await client.files.upload(CLIP)
    await client.files.download(file.id, tmp_path / "clip.mp4")
    spans = {
        direction: [dict(event.attributes or {}) for event in exported.span(direction).events]
        for direction in ("upload", "download")
    }
    assert spans == {
        "upload": [{"error.type": "MoveHTTPStatusError", "http.response.status_code": 500}],
        "download": [
            {"error.type": "MoveConnectionError"},
            {"error.type": "MoveHTTPStatusError", "http.response.status_code": 503},
        ],
    }
    assert (exported.span("upload").attributes or {})["move_ugc.transfer.resumptions"] == 1
    assert (exported.span("download").attributes or {})["move_ugc.transfer.resumptions"] == 2


async def test_restarts_of_a_transfer_are_counted(
    client: AsyncMoveUgc, sandbox: Sandbox, exported: Exported, tmp_path: Path
) -> None:
    expired = Status(403, "<Error><Code>ExpiredToken</Code></Error>")
    damaged = Status(200, "other bytes", {"etag": f'"{"0" * 32}"'})
    sandbox.faults.add(expired, path="/move-ugc-sandbox/*", method="PUT", times=1)
    # The file still has the URL of its upload, which is invalid for a download.
    file = await client.files.upload(CLIP)
    sandbox.faults.add([None, damaged], path="/move-ugc-sandbox/*", method="GET")
    await client.files.download(file, tmp_path / "clip.mp4")
    upload, download = exported.span("upload"), exported.span("download")
    assert [(event.attributes or {})["error.type"] for event in upload.events] == ["MoveURLExpiredError"]
    assert (upload.attributes or {})["move_ugc.file.id"] == file.id
    assert [(event.attributes or {})["error.type"] for event in download.events] == [
        "MoveHTTPStatusError",
        "MoveIntegrityError",
    ]


Act = Callable[[AsyncMoveUgc, str, Path], Awaitable[object]]
ACTS: dict[str, tuple[str, Act]] = {
    "upload": ("PUT", lambda client, _, __: client.files.upload(CLIP)),
    "download": ("GET", lambda client, file, folder: client.files.download(file, folder / "clip.mp4")),
    "capture": ("PUT", lambda client, _, folder: client.capture(CLIP, folder)),
}


@pytest.mark.parametrize("name", ACTS)
async def test_a_cancelled_operation_ends_its_span(
    name: str, client: AsyncMoveUgc, sandbox: Sandbox, exported: Exported, tmp_path: Path
) -> None:
    file = await client.files.upload(CLIP)
    exported.ended.clear()
    exported.started.clear()
    method, act = ACTS[name]
    stalled = sandbox.faults.add(Stall(), path="/move-ugc-sandbox/*", method=method)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(partial(act, client, file.id, tmp_path))
        await wait_until(lambda: stalled.acted)
        tasks.cancel_scope.cancel()
    span = exported.span(name)
    assert (span.attributes or {})["error.type"] == "cancelled"
    assert span.status.status_code is StatusCode.UNSET
    assert "move_ugc.transfer.size" not in (span.attributes or {})
