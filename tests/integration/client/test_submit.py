"""`submit`: one job for one key, content and options."""

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest

from move_ugc_async import (
    AmbiguousCreateError,
    AsyncMoveUgc,
    CaptureEvent,
    Clip,
    ClipWindow,
    IdempotencyMismatchError,
    InstantClock,
    JobOptions,
    JobType,
    MoveInvalidRequestError,
    MoveSourceChangedError,
    MoveTimeoutError,
)
from move_ugc_async.sandbox import Sandbox, Status
from tests.integration.client.gateway import first_of, gateway, late_lists
from tests.integration.client.loops import both_loops
from tests.integration.client.test_content import LONG_AGO, SOURCES, file_object_at
from tests.integration.client.workflows import CLIP, LENS, calibrate, write_variant
from tests.support.files import rewrite
from tests.support.loop_time import StoppedTime
from tests.support.ports import reserved_port
from tests.support.wait_until import wait_until

pytestmark = pytest.mark.anyio

CREATIONS = ("createFile", "createSingleCamTake", "createSingleCamJob")


def created(sandbox: Sandbox) -> list[int]:
    return [sandbox.journal.count(each) for each in CREATIONS]


async def at_once(number: int, submit: Callable[[int], Any]) -> list[JobType]:
    """Call a function concurrently, and return its results."""
    jobs: list[JobType] = []

    async def call(each: int) -> None:
        jobs.append(await submit(each))

    async with anyio.create_task_group() as tasks:
        for each in range(number):
            tasks.start_soon(call, each)
    return jobs


@both_loops
@pytest.mark.parametrize("source", SOURCES)
async def test_submit_starts_a_job_of_any_source_without_waiting(
    client: AsyncMoveUgc, sandbox: Sandbox, source: str
) -> None:
    events: list[CaptureEvent] = []
    job = await client.submit(
        SOURCES[source](),
        key="order-7",
        options=JobOptions(track_fingers=True),
        outputs=["main_glb"],
        clip_window=ClipWindow(start_time=0, end_time=2),
        metadata={"scene": 7},
        on_progress=events.append,
    )
    assert [charge.id for charge in sandbox.ledger] == [job.id]
    assert job.metadata == {"scene": 7}
    assert [event.stage for event in events if event.stage_fraction == 0] == ["preflight", "upload", "take", "job"]
    assert created(sandbox) == [1, 1, 1]
    assert not sandbox.journal.count("getJob")


@both_loops
async def test_five_submits_at_once_return_one_job_and_upload_once(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    # Each from a different kind of source: only the content counts.
    sources = [*SOURCES.values()]
    jobs = await at_once(len(sources), lambda number: client.submit(sources[number](), key="order-7"))
    assert {job.id for job in jobs} == {charge.id for charge in sandbox.ledger}
    assert created(sandbox) == [1, 1, 1]


async def test_submits_of_several_clients_at_once_upload_once_while_the_lists_are_late(sandbox: Sandbox) -> None:
    with late_lists(sandbox, {"listTakes": 100, "listJobs": 100}) as server:

        async def submit(_: int) -> JobType:
            url = f"{server.url}/ugc/graphql"
            async with AsyncMoveUgc(sandbox.api_key, endpoint_url=url, clock=InstantClock()) as client:
                return await client.submit(CLIP, key="order-7")

        jobs = await at_once(5, submit)
    assert {job.id for job in jobs} == {charge.id for charge in sandbox.ledger}
    assert created(sandbox) == [1, 1, 1]


@pytest.mark.parametrize("make", ["copy", "hard link", "symbolic link", "moved"])
async def test_submit_identifies_the_clip_by_its_content(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, make: str
) -> None:
    clip, other = tmp_path / "clip.mp4", tmp_path / "folder" / "Other.MP4"
    clip.write_bytes(CLIP.read_bytes())
    other.parent.mkdir()
    first = await client.submit(clip, key="order-7")
    {
        "copy": lambda: other.write_bytes(clip.read_bytes()),
        "hard link": lambda: other.hardlink_to(clip),
        "symbolic link": lambda: other.symlink_to(clip),
        "moved": lambda: clip.rename(other),
    }[make]()
    assert (await client.submit(other, key="order-7")).id == first.id
    assert created(sandbox) == [1, 1, 1]


@pytest.mark.parametrize(
    "change",
    [
        {"source": "variant"},
        {"device_label": "phone"},
        {"move_file": b"sensors"},
        {"options": JobOptions(track_fingers=False)},
        {"outputs": ["main_fbx"]},
        {"clip_window": ClipWindow(start_time=0, end_time=1)},
        {"name": "walk"},
        {"metadata": {"scene": 8}},
    ],
    ids=lambda change: next(iter(change)),
)
async def test_submit_raises_a_mismatch_before_uploading_when_the_key_had_other_content_or_options(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, change: dict[str, Any]
) -> None:
    request: dict[str, Any] = {"source": CLIP, "key": "order-7", "outputs": ["main_glb"], "metadata": {"scene": 7}}
    job = await client.submit(**request)
    if "source" in change:
        change = {"source": write_variant(tmp_path / CLIP.name)}
    with pytest.raises(IdempotencyMismatchError):
        await client.submit(**{**request, **change})
    assert [charge.id for charge in sandbox.ledger] == [job.id]
    assert sandbox.journal.count("createFile") == 1
    # The same request, spelled differently.
    assert (await client.submit(**{**request, "outputs": ["MAIN_GLB", "main_glb"]})).id == job.id


@pytest.mark.parametrize(
    "change",
    [
        {"source": "nowhere.mp4"},
        {"source": b"no video"},
        {"source": 7},
        {"key": ""},
        {"key": "k" * 250},
        {"key": 7},
        {"key": None},
        {"key": "\ud800"},
        {"name": 5},
        {"name": "\ud800"},
        {"device_label": "\udcff"},
        {"options": JobOptions(brand_new_switch=float("nan"))},
        {"options": JobOptions(brand_new_switch="\udcff")},
        {"on_progress": 5},
        {"on_progress": "print"},
        {"device_label": ""},
        {"outputs": ["main_fxb"]},
        {"options": ["track_fingers"]},
        {"metadata": [1]},
        {"metadata": {"a": object()}},
        {"timeout": -1},
        {"move_file": CLIP},
    ],
    ids=lambda change: f"{next(iter(change))} of {type(next(iter(change.values()))).__name__}",
)
async def test_submit_refuses_invalid_arguments_before_anything_is_sent(
    client: AsyncMoveUgc, sandbox: Sandbox, change: dict[str, Any]
) -> None:
    arguments: dict[str, Any] = {"source": CLIP, "key": "order-7", **change}
    with pytest.raises(MoveInvalidRequestError):
        await client.submit(**arguments)
    assert not sandbox.journal.count()


async def test_longest_key_leaves_room_for_the_keys_of_the_steps(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    jobs = [await client.submit(CLIP, key="k" * 249) for _ in range(2)]
    assert len({job.id for job in jobs}) == len(sandbox.ledger) == 1


@both_loops
async def test_submit_that_timed_out_is_resumed_by_its_key(stopped_time: StoppedTime) -> None:
    caught: list[MoveTimeoutError] = []

    def spend(event: CaptureEvent) -> None:
        if event.stage == "take" and event.stage_fraction == 1:
            stopped_time.advance(60)

    with Sandbox(clock="manual") as sandbox:
        async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client:

            async def submit() -> None:
                with pytest.raises(MoveTimeoutError, match="job: timed out after 30 s; call again") as raised:
                    await client.submit(CLIP, key="order-7", timeout=30, on_progress=spend)
                caught.append(raised.value)

            async with anyio.create_task_group() as tasks:
                tasks.start_soon(submit)
                await wait_until(lambda: caught)
            job = await client.submit(CLIP, key="order-7")
        assert [charge.id for charge in sandbox.ledger] == [job.id]
        assert created(sandbox) == [1, 1, 1]


async def test_capture_with_the_key_of_a_submit_waits_for_its_job(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    job = await client.submit(CLIP, key="order-7", outputs=["main_glb"])
    sandbox.clock.advance(600)
    result = await client.capture(CLIP.read_bytes(), tmp_path, key="order-7", outputs=["main_glb"])
    assert result.work.id == job.id
    assert len(result.outputs) == 1
    assert created(sandbox) == [1, 1, 1]


@pytest.mark.parametrize("operation", CREATIONS)
async def test_submit_resumes_after_a_lost_response(sandbox: Sandbox, operation: str) -> None:
    with gateway(sandbox, first_of(operation, "close")) as server:
        url = f"{server.url}/ugc/graphql"
        async with AsyncMoveUgc(sandbox.api_key, endpoint_url=url, clock=InstantClock()) as client:
            jobs = [await client.submit(CLIP, key="order-7") for _ in range(2)]
    assert {job.id for job in jobs} == {charge.id for charge in sandbox.ledger}
    assert created(sandbox)[1:] == [1, 1]


async def test_take_of_a_key_is_not_used_for_another_clip(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    def stop(event: CaptureEvent) -> None:
        if event.stage == "job":
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await client.submit(CLIP, key="order-7", on_progress=stop)
    with pytest.raises(IdempotencyMismatchError, match=r"take-.*another key pays for a new job"):
        await client.submit(write_variant(tmp_path / CLIP.name), key="order-7")
    assert created(sandbox) == [1, 1, 0]


async def test_clip_replaced_during_its_upload_is_refused_and_its_upload_not_used(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(CLIP.read_bytes())

    def replace(event: CaptureEvent) -> None:
        if event.stage == "upload" and event.stage_fraction == 0:
            write_variant(tmp_path / "new.mp4").replace(clip)

    with pytest.raises(MoveSourceChangedError, match="changed while it was read"):
        await client.submit(clip, key="order-7", on_progress=replace)
    assert created(sandbox) == [1, 0, 0]


OTHER = CLIP.read_bytes()[:-1] + b"!"
"""Another clip of the same size."""


def in_memory(path: Path) -> tuple[Any, Callable[[], None]]:
    file = io.BytesIO(path.read_bytes())

    def change() -> None:
        file.getbuffer()[:] = OTHER

    return file, change


CHANGES: dict[str, Callable[[Path], tuple[Any, Callable[[], None]]]] = {
    "path": lambda path: (path, lambda: rewrite(path, OTHER, LONG_AGO)),
    "buffered file object": lambda path: (path.open("rb"), lambda: rewrite(path, OTHER, LONG_AGO)),
    "unbuffered file object": lambda path: (path.open("rb", buffering=0), lambda: rewrite(path, OTHER, LONG_AGO)),
    "file object in memory": in_memory,
}


@both_loops
@pytest.mark.parametrize("kind", CHANGES)
async def test_clip_modified_between_hashing_and_upload_is_refused_despite_its_modification_time(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, kind: str
) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(CLIP.read_bytes())
    os.utime(clip, (LONG_AGO, LONG_AGO))
    source, change = CHANGES[kind](clip)

    def rewrite_once(event: CaptureEvent) -> None:
        if event.stage == "upload" and event.stage_fraction == 0:
            change()

    with pytest.raises(MoveSourceChangedError, match="changed"):
        await client.submit(source, key="order-7", on_progress=rewrite_once)
    if isinstance(source, io.IOBase):
        source.close()
    assert created(sandbox) == [1, 0, 0]
    # Its upload is not reused either.
    await client.submit(OTHER, key="order-7")
    assert created(sandbox) == [2, 1, 1]


async def test_submit_restores_the_position_of_a_file_object(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    file = file_object_at(77)
    jobs = set[str]()
    for _ in range(2):
        jobs.add((await client.submit(file, key="order-7")).id)
        assert file.tell() == 77
    assert len(jobs) == len(sandbox.ledger) == 1


@pytest.mark.parametrize("source", ["file object at another position", "stream"])
async def test_broken_upload_is_retried_from_the_start_of_the_source(sandbox: Sandbox, source: str) -> None:
    sandbox.faults.add(Status(503), path="/move-ugc-sandbox/*", method="PUT", times=2)
    async with AsyncMoveUgc(
        sandbox.api_key, endpoint_url=sandbox.endpoint_url, max_retries=0, clock=InstantClock()
    ) as client:
        job = await client.submit(SOURCES[source](), key="order-7")
        again = await client.submit(CLIP, key="order-7")
    assert again.id == job.id
    assert sandbox.journal.count("createFile") == 3
    assert created(sandbox)[1:] == [1, 1]


@pytest.mark.parametrize("stopped_at", ["job", "wait"])
async def test_workflow_restarted_by_key_finds_objects_that_lists_show_late(
    sandbox: Sandbox, tmp_path: Path, stopped_at: str
) -> None:
    def stop(event: CaptureEvent) -> None:
        if event.stage == stopped_at:
            raise ZeroDivisionError

    late: dict[str, int] = {}
    with late_lists(sandbox, late) as server:
        url = f"{server.url}/ugc/graphql"
        async with AsyncMoveUgc(sandbox.api_key, endpoint_url=url, clock=InstantClock()) as client:
            with pytest.raises(ZeroDivisionError):
                await client.capture(CLIP, tmp_path, key="order-7", on_progress=stop)
        late |= {"listTakes": 100, "listJobs": 100}
        async with AsyncMoveUgc(sandbox.api_key, endpoint_url=url, clock=InstantClock()) as client:
            job = await client.submit(CLIP, key="order-7")
    assert [charge.id for charge in sandbox.ledger] == [job.id]
    # The records of this host make the lists unnecessary, so nothing is uploaded again.
    assert created(sandbox) == [1, 1, 1]


@pytest.mark.parametrize("operation", CREATIONS[1:])
async def test_workflow_restarted_by_key_finds_objects_whose_responses_were_lost(
    sandbox: Sandbox, operation: str
) -> None:
    late = {"listTakes": 100, "listJobs": 100}
    with late_lists(sandbox, late, first_of(operation, "close")) as server:
        url = f"{server.url}/ugc/graphql"
        async with AsyncMoveUgc(
            sandbox.api_key, endpoint_url=url, on_ambiguous="raise", clock=InstantClock()
        ) as client:
            with pytest.raises(AmbiguousCreateError):
                await client.submit(CLIP, key="order-7")
        # The search of the workflow, and the first one of the creation.
        late |= {"listTakes": 2, "listJobs": 1}
        async with AsyncMoveUgc(sandbox.api_key, endpoint_url=url, clock=InstantClock()) as client:
            job = await client.submit(CLIP, key="order-7")
    assert [charge.id for charge in sandbox.ledger] == [job.id]
    assert created(sandbox)[1:] == [1, 1]


async def test_submit_searches_the_lists_when_the_record_is_lost(sandbox: Sandbox, tmp_path: Path) -> None:
    ids = set[str]()
    for folder in ("one", "other"):
        async with AsyncMoveUgc(
            sandbox.api_key, endpoint_url=sandbox.endpoint_url, clock=InstantClock(), state_dir=tmp_path / folder
        ) as client:
            ids.add((await client.submit(CLIP, key="order-7")).id)
    assert len(ids) == 1
    assert created(sandbox) == [1, 1, 1]


async def test_submit_creates_a_job_when_the_record_is_of_a_sandbox_that_was_restarted() -> None:
    async def submit(sandbox: Sandbox) -> str:
        async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, clock=InstantClock()) as client:
            return (await client.submit(CLIP, key="order-7")).id

    with reserved_port() as port:
        with Sandbox(clock="manual", port=port) as first:
            lost = await submit(first)
        with Sandbox(clock="manual", port=port, seed=1) as second:
            job = await submit(second)
    assert job != lost
    assert [charge.id for charge in second.ledger] == [job]


async def test_submit_multicam_returns_one_job_for_one_key(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    volume = await calibrate(client, sandbox)
    second = write_variant(tmp_path / "second.mp4")
    sandbox.journal.clear()

    async def submit(number: int = 0, *, volume_id: str = volume.id, actors: int = 2, second: Any = second) -> JobType:
        first: Any = [CLIP, CLIP.read_bytes()][number % 2]
        clips = [Clip(first, "cam1", LENS), Clip(second, "cam2", LENS)]
        return await client.submit_multicam(volume_id, clips, actors, key="order-7", outputs=["all_glb"])

    jobs = await at_once(5, submit)
    assert len({job.id for job in jobs}) == 1
    assert [charge.kind for charge in sandbox.ledger] == ["volume", "job"]
    assert [sandbox.journal.count(each) for each in ("createFile", "createMultiCamTake", "createMultiCamJob")] == [
        2, 1, 1
    ]  # fmt: skip
    changes: tuple[dict[str, Any], ...] = (
        {"volume_id": "volume-1"},
        {"actors": 1},
        {"second": write_variant(tmp_path / "third.mp4", 2)},
    )
    for change in changes:
        with pytest.raises(IdempotencyMismatchError):
            await submit(**change)
    with pytest.raises(MoveInvalidRequestError, match="at least 2 clips"):
        await client.submit_multicam(volume.id, [Clip(CLIP, "cam1", LENS)], 1, key="order-8")
    assert len(sandbox.ledger) == 2
    assert sandbox.journal.count("createFile") == 2
