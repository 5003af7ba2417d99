"""Batches from their submission to their outcomes, on both databases."""

import asyncio
import csv
import os
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from move_ugc_async import (
    AsyncMoveUgc,
    Budget,
    CaptureSpec,
    ClipWindow,
    IdempotencyMismatchError,
    JobOptions,
    MoveConfigurationError,
    MoveInvalidRequestError,
    MoveNotFoundError,
)
from move_ugc_async.batch._items import Items
from move_ugc_async.sandbox import GraphQLFault, Sandbox, Stall
from tests.integration.batch.conftest import BOTH_IF_SLOW, outcomes_of
from tests.integration.client.workflows import write_variant
from tests.support.canaries import SECRET
from tests.support.outputs import kinds_of
from tests.support.wait_until import SAFETY_NET, run_ready, wait_until

if TYPE_CHECKING:
    from move_ugc_async.batch import Batch

    NewBatch = Callable[..., Batch]

Clips = Callable[[int], list[CaptureSpec]]

pytestmark = pytest.mark.anyio


def video_of(spec: CaptureSpec) -> Path:
    return Path(str(spec.video))


def mode_of(path: Path) -> int:
    return path.stat().st_mode


def listed(folder: Path) -> list[Path]:
    return [*folder.iterdir()]


def copy_to(path: Path, spec: CaptureSpec) -> None:
    path.write_bytes(content_of(spec))


def content_of(spec: CaptureSpec) -> bytes:
    return video_of(spec).read_bytes()


def stored_in(folder: Path) -> str:
    return b"".join(path.read_bytes() for path in folder.glob("batch.db*")).decode("latin-1")


async def test_each_clip_is_done_once_and_its_outputs_are_downloaded(
    new_batch: "NewBatch", database: str, clips: Clips, sandbox: Sandbox
) -> None:
    specs = clips(3)
    async with new_batch(database) as batch:
        report = await batch.submit(specs)
        outcomes = await outcomes_of(batch)
        status = await batch.status()
    assert len(report.accepted) == 3
    assert {outcome.state for outcome in outcomes.values()} == {"done"}
    assert {outcome.job_id for outcome in outcomes.values()} == {charge.id for charge in sandbox.ledger}
    assert [kinds_of(path) for outcome in outcomes.values() for path in outcome.outputs] == [["glTF 2.0"]] * 3
    assert {path.parent for outcome in outcomes.values() for path in outcome.outputs} == {s.directory for s in specs}
    assert (status.total, status.open, status.counts["done"]) == (3, 0, 3)


@pytest.mark.slow
async def test_clips_that_are_known_are_not_submitted_again_wherever_they_are(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox, tmp_path: Path
) -> None:
    specs = clips(2)
    async with new_batch() as batch:
        first = await batch.submit(specs)
        await outcomes_of(batch)
    moved = tmp_path / "elsewhere.mp4"
    video_of(specs[0]).rename(moved)
    async with new_batch() as batch:
        second = await batch.submit([replace(specs[0], video=moved), specs[1]])
        outcomes = await outcomes_of(batch)
    assert second.known == first.accepted
    assert second.accepted == second.duplicates == ()
    assert set(outcomes) == {"elsewhere.mp4", "clip1.mp4"}
    assert len(sandbox.ledger) == 2


async def test_equal_content_is_a_duplicate_and_costs_nothing(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox, tmp_path: Path
) -> None:
    (spec,) = clips(1)
    copy = tmp_path / "copy.mp4"
    copy.write_bytes(content_of(spec))
    async with new_batch() as batch:
        report = await batch.submit([spec, replace(spec, video=copy)])
        outcomes = await outcomes_of(batch)
        again = await batch.submit([replace(spec, video=copy)])
        status = await batch.status()
    original, duplicate = outcomes["clip0.mp4"], outcomes["copy.mp4"]
    assert report.duplicates == again.known == (duplicate.id,)
    assert (duplicate.state, duplicate.duplicate_of) == ("duplicate", original.id)
    assert (duplicate.job_id, duplicate.outputs) == (original.job_id, original.outputs)
    assert len(sandbox.ledger) == 1
    assert status.counts["duplicate"] == 1


@pytest.mark.slow
async def test_an_invalid_clip_fails_alone_and_is_checked_again_by_a_retry(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox, tmp_path: Path
) -> None:
    (spec,) = clips(1)
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"not a video")
    async with new_batch() as batch:
        report = await batch.submit([CaptureSpec(broken, tmp_path / "out"), spec])
        outcomes = await outcomes_of(batch)
        assert [outcome.path for outcome in report.rejected] == [broken]
        assert (outcomes["broken.mp4"].state, outcomes["broken.mp4"].stage) == ("failed", "preflight")
        assert outcomes["clip0.mp4"].state == "done"
        assert await batch.retry_failed() == 0
        # The same clip may be unusable with several options, and more than once.
        unusable = [CaptureSpec(broken, tmp_path / "out", {"name": name}) for name in ("a", "b", "b")]
        assert len({outcome.id for outcome in (await batch.submit(unusable)).rejected}) == 2
        assert (await batch.status()).counts["failed"] == 2
        await batch.submit([CaptureSpec(broken, tmp_path / "out")])
        broken.write_bytes(content_of(spec) + b"\0\0\0\x0cfreemend")
        assert await batch.retry_failed() == 1
        outcomes = await outcomes_of(batch)
        status = await batch.status()
    assert outcomes["broken.mp4"].state == "done"
    assert (status.total, status.counts["failed"], status.counts["done"]) == (2, 0, 2)
    assert len(sandbox.ledger) == 2


async def test_invalid_arguments_of_any_spec_raise_before_the_first_is_stored(
    new_batch: "NewBatch", clips: Clips
) -> None:
    first, second = clips(2)
    changes: list[tuple[dict[str, Any], str]] = [
        ({"video": b"content"}, "video must be a path"),
        ({"options": {"timeout": SAFETY_NET}}, "cannot use the option timeout"),
        ({"options": {"on_progress": print}}, "cannot use the option on_progress"),
        ({"options": {"state_file": "x"}}, "cannot use the option state_file"),
        ({"options": {"metadata": {"when": object()}}}, "cannot store metadata"),
        ({"options": {"options": {"brand_new": {1}}}}, "cannot store options"),
        ({"options": {"key": 5}}, "key must be a string"),
        ({"options": {"key": "k" * 250}}, "key must be a string"),
        ({"options": {"key": "\ud800"}}, "key must be a string"),
        ({"options": {"key": "a\0b"}}, "key must be a string of 1 to 200"),
        ({"options": {"clip_window": {"start_time": 3, "end_time": 1}}}, "start_time"),
    ]
    async with new_batch(worker=False) as batch:
        for change, message in changes:
            with pytest.raises(MoveInvalidRequestError, match=message):
                await batch.submit([first, replace(second, **change)])
        assert (await batch.status()).total == 0


async def test_a_key_is_taken_as_it_is_and_for_one_content_only(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox
) -> None:
    first, second = (replace(spec, options={**spec.options, "key": "order-7"}) for spec in clips(2))
    async with new_batch() as batch:
        await batch.submit([first])
        with pytest.raises(IdempotencyMismatchError, match="order-7"):
            await batch.submit([second])
        outcomes = await outcomes_of(batch)
        # Now the API has objects with the key, too.
        with pytest.raises(IdempotencyMismatchError, match="order-7"):
            await batch.submit([second])
    assert [outcome.id for outcome in outcomes.values()] == ["order-7"]
    assert sandbox.journal.filter(operation="createSingleCamJob")[-1].variables["metadata"].count("order-7-job") == 1


async def test_options_version_and_content_make_the_key(new_batch: "NewBatch", clips: Clips) -> None:
    (spec,) = clips(1)
    window = ClipWindow(start_time=0, end_time=1)
    options = {"options": JobOptions(track_fingers=True), "outputs": ["MAIN_GLB", "main_fbx"], "clip_window": window}
    spellings: list[dict[str, Any]] = [
        {"options": {"trackFingers": True}, "outputs": ["main_fbx", "main_glb"], "clip_window": window},
        {**options, "options": {"track_fingers": True, "mocap_model": None}, "device_label": "camera", "name": None},
        {**options, "clip_window": {"startTime": 0, "endTime": 1}},
        {**options, "clip_window": {"start_time": 0.0, "end_time": 1.0}, "allow_unknown": True},
    ]
    others: list[dict[str, Any]] = [
        {"outputs": ["main_glb"]},
        {**options, "clip_window": {"start_time": 0, "end_time": 2}},
        {**options, "options": {"track_fingers": False}},
    ]
    async with new_batch(worker=False) as batch, new_batch(worker=False, version="2", name="new") as other:
        plan = await batch.plan([replace(spec, options=each) for each in [options, *spellings, *others]])
        newer = (await other.plan([replace(spec, options=options)])).captures[0].id
        nothing = await batch.plan(
            [replace(spec, options={}), replace(spec, options={"options": {}, "metadata": {}, "key": None})]
        )
    first, *ids = (each.id for each in plan.captures)
    assert {*ids[: len(spellings)]} == {first}
    assert len({first, newer, *ids}) == 5
    assert len({each.id for each in nothing.captures}) == 1
    assert re.fullmatch("clip-[0-9a-f]{32}", first)


async def test_progress_counts_the_clips_that_were_read(new_batch: "NewBatch", clips: Clips) -> None:
    planned, submitted = list[int](), list[int]()

    async def count(number: int) -> None:
        submitted.append(number)

    async def one_by_one() -> AsyncIterator[CaptureSpec]:
        for spec in clips(3):
            yield spec

    async with new_batch(worker=False) as batch:
        await batch.plan(clips(3), on_progress=planned.append)
        await batch.submit(one_by_one(), on_progress=count)
    assert planned == submitted == [1, 2, 3]


async def test_failing_progress_callback_submits_nothing(new_batch: "NewBatch", clips: Clips) -> None:
    def fail(_number: int) -> None:
        msg = "closed"
        raise ValueError(msg)

    async with new_batch(worker=False) as batch:
        with pytest.raises(ValueError, match="closed"):
            await batch.submit(clips(3), on_progress=fail)
        assert (await batch.status()).total == 0


async def test_a_used_up_budget_of_the_client_rejects_no_clip(
    new_batch: "NewBatch", clips: Clips, client_factory: Callable[[], AsyncMoveUgc]
) -> None:
    def frugal() -> AsyncMoveUgc:
        return client_factory().with_options(budget=Budget(0))

    async with new_batch(worker=False) as batch:
        known = await batch.submit(clips(1))
    async with new_batch(worker=False, client_factory=frugal) as batch:
        again = await batch.submit(clips(1))
    assert again.known == known.accepted
    assert not again.rejected


async def test_the_first_of_several_copies_replaces_a_missing_clip(new_batch: "NewBatch", clips: Clips) -> None:
    (spec,) = clips(1)
    original = video_of(spec)
    copies = [replace(spec, video=original.with_name(name)) for name in ("copy1.mp4", "copy2.mp4")]
    async with new_batch(worker=False) as batch:
        first = await batch.submit([spec])
        for copy in copies:
            copy_to(video_of(copy), spec)
        original.unlink()
        report, again = await batch.submit(copies), await batch.submit(copies)
    assert report.known == first.accepted
    assert len(report.duplicates) == 1
    assert again.known == first.accepted + report.duplicates


async def test_specs_of_an_async_iterable_are_stored_as_they_come(new_batch: "NewBatch", clips: Clips) -> None:
    specs = clips(3)
    totals: list[int] = []

    async def arriving() -> AsyncIterator[CaptureSpec]:
        yield specs[0]
        yield specs[1]
        while not totals or totals[-1] < 2:
            totals.append((await batch.status()).total)
        yield specs[2]

    async with new_batch(worker=False) as batch:
        report = await batch.submit(arriving())
        assert (await batch.status()).total == 3
    assert len(report.accepted) == 3


async def test_specs_before_an_error_of_an_async_iterable_are_stored(new_batch: "NewBatch", clips: Clips) -> None:
    async def failing() -> AsyncIterator[CaptureSpec]:
        for spec in clips(2):
            yield spec
        raise KeyError

    async with new_batch(worker=False) as batch:
        with pytest.raises(KeyError):
            await batch.submit(failing())
        assert (await batch.status()).total == 2


async def test_a_copy_takes_the_place_of_a_clip_that_is_missing(
    new_batch: "NewBatch", clips: Clips, tmp_path: Path
) -> None:
    (spec,) = clips(1)
    copy = replace(spec, video=tmp_path / "copy.mp4")
    video_of(copy).write_bytes(content_of(spec))
    async with new_batch(worker=False) as batch:
        first = await batch.submit([spec, copy])
        video_of(spec).unlink()
        second = await batch.submit([copy])
        assert second.known == first.duplicates
        clip = await batch.retrieve(first.accepted[0])
    assert clip.path == video_of(copy)


def move_to(folder: Path, *paths: Path) -> None:
    folder.mkdir()
    for path in paths:
        path.rename(folder / path.name)


def name_of(folder: Path) -> str:
    (path,) = folder.iterdir()
    return path.name


@pytest.mark.parametrize("moves_clip", [True, False])
async def test_a_clip_continues_after_its_depth_file_was_moved(
    new_batch: "NewBatch", clips: Clips, tmp_path: Path, *, moves_clip: bool
) -> None:
    (spec,) = clips(1)
    depth, clip, elsewhere = tmp_path / "clip0.move", video_of(spec), tmp_path / "elsewhere"
    depth.write_bytes(b"depth")

    def with_depth(video: Path, move_file: Path) -> CaptureSpec:
        return replace(spec, video=video, options={**spec.options, "move_file": str(move_file)})

    async with new_batch(worker=False) as batch:
        first = await batch.submit([with_depth(clip, depth)])
    move_to(elsewhere, depth, *([clip] if moves_clip else []))
    moved = with_depth(elsewhere / clip.name if moves_clip else clip, elsewhere / depth.name)
    async with new_batch() as batch:
        report = await batch.submit([moved])
        (outcome,) = (await outcomes_of(batch)).values()
    assert report.known == first.accepted
    assert (outcome.state, outcome.path) == ("done", moved.video)


async def test_a_copy_that_takes_the_place_of_a_clip_keeps_its_folder(
    new_batch: "NewBatch", clips: Clips, tmp_path: Path
) -> None:
    (spec,) = clips(1)
    elsewhere = tmp_path / "elsewhere"
    async with new_batch() as batch:
        await batch.submit([spec])
        (done,) = (await outcomes_of(batch)).values()
        move_to(elsewhere, video_of(spec))
        await batch.submit([replace(spec, video=elsewhere / name_of(elsewhere), directory=tmp_path / "other")])
        await batch.export(tmp_path / "report.csv")
    (row,) = csv.DictReader((tmp_path / "report.csv").read_text().splitlines())
    assert row["directory"] == str(done.outputs[0].parent)


async def test_rejected_specs_of_one_submission_stay_if_they_share_a_path(new_batch: "NewBatch", clips: Clips) -> None:
    (spec,) = clips(1)
    beyond = [
        replace(spec, options={**spec.options, "clip_window": {"start_time": 100, "end_time": end}})
        for end in (200, 300)
    ]
    total = 0

    async def arriving() -> AsyncIterator[CaptureSpec]:
        for number, each in enumerate([beyond[0], beyond[1], beyond[0], spec]):
            # Each in a chunk of its own.
            while (await batch.status()).total < min(number, 2):
                pass
            yield each

    async with new_batch(worker=False) as batch:
        report = await batch.submit(arriving())
        total = (await batch.status()).total
        assert (len(report.rejected), len(report.accepted), total) == (3, 1, 3)
        # A later submission corrects them.
        await batch.submit([spec])
        assert (await batch.status()).counts["failed"] == 0


async def test_clips_that_are_submitted_during_a_read_of_the_states_are_queued(
    new_batch: "NewBatch", clips: Clips, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = Items.count
    monkeypatch.setattr(Items, "count", lambda items, connection: count(items, connection) + 1)
    async with new_batch(worker=False) as batch:
        await batch.submit(clips(2))
        counts = (await batch.status()).counts
    assert (counts["queued"], counts["ready"]) == (3, 0)


async def test_tasks_that_read_a_batch_raise_a_typed_error_once_it_is_left(new_batch: "NewBatch", clips: Clips) -> None:
    async with new_batch(worker=False) as batch:
        await batch.submit(clips(1))
        readers = [asyncio.ensure_future(outcomes_of(batch)) for _ in range(9)]
        await batch.status()
    async with asyncio.timeout(SAFETY_NET):
        results = await asyncio.gather(*readers, return_exceptions=True)
    assert [type(each) for each in results] == [MoveConfigurationError] * 9


async def test_uploads_that_begin_at_once_respect_the_limit_of_clips_that_wait(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox
) -> None:
    stalled = sandbox.faults.add(Stall(), operation="getJob")
    async with new_batch(jobs=1, ahead=1, uploads=8) as batch:
        report = await batch.submit(clips(8))
        await wait_until(lambda: stalled.acted)
        async with asyncio.timeout(SAFETY_NET):
            while (await batch.status()).counts["ready"] != 1:
                await run_ready()
        # The clip that runs, and the one that waits; one more that began would have created its file by now.
        assert await batch.cancel(report.accepted) == 8
        await outcomes_of(batch)
    assert sandbox.journal.count("createFile") == 2


async def test_retries_of_clips_that_cannot_be_used_are_independent(
    new_batch: "NewBatch", clips: Clips, tmp_path: Path
) -> None:
    (spec,) = clips(1)
    bad = tmp_path / "bad.mp4"
    bad.write_bytes(b"no video")
    async with new_batch(worker=False) as batch:
        report = await batch.submit(
            replace(spec, video=bad, options={**spec.options, "key": key}) for key in ("taken", "free")
        )
        taken, free = (each.id for each in report.rejected)
        await batch.submit([replace(spec, options={**spec.options, "key": "taken"})])
        bad.write_bytes(content_of(spec) + b"\0\0\0\x08free")
        assert await batch.retry_failed() == 1
        outcome = (await batch.retrieve(taken)).outcome
        assert outcome is not None
        assert outcome.error_type == "IdempotencyMismatchError"
        with pytest.raises(MoveNotFoundError):
            await batch.retrieve(free)
        assert (await batch.retrieve("free")).state == "queued"


async def test_retrieve_returns_the_state_and_then_the_outcome_of_one_clip(
    new_batch: "NewBatch", clips: Clips, tmp_path: Path
) -> None:
    (spec,) = clips(1)
    copy, bad = tmp_path / "copy.mp4", tmp_path / "bad.mp4"
    copy.write_bytes(content_of(spec))
    bad.write_bytes(b"no video")
    specs = [spec, replace(spec, video=copy), replace(spec, video=bad)]
    async with new_batch(worker=False) as batch:
        report = await batch.submit(specs)
        ids = [*report.accepted, *report.duplicates, report.rejected[0].id]
        before = [await batch.retrieve(each) for each in ids]
        plan = await batch.plan(specs)
        with pytest.raises(MoveNotFoundError, match="no clip with the id 'unknown'"):
            await batch.retrieve("unknown")
        for change in (batch.cancel, batch.retry_failed):
            with pytest.raises(MoveInvalidRequestError, match="ids must be a list; got str"):
                await change(ids[0])
            with pytest.raises(MoveInvalidRequestError, match="a clip"):
                await change(cast("list[str]", [5]))
            assert await change(["no\0id"]) == 0
        with pytest.raises(MoveNotFoundError):
            await batch.retrieve("no\0id")
    async with new_batch() as batch:
        outcomes = await outcomes_of(batch)
        after = [await batch.retrieve(each) for each in ids]
        ended = await batch.plan(specs)
    assert [(each.state, each.path.name) for each in before] == [
        ("queued", "clip0.mp4"),
        ("queued", "copy.mp4"),
        ("failed", "bad.mp4"),
    ]
    assert [each.outcome for each in before] == [None, None, report.rejected[0]]
    assert [each.state for each in after] == ["done", "duplicate", "failed"]
    assert [each.outcome for each in after] == [outcomes[each.path.name] for each in after]
    # Jobs of clips that are known are not counted as paid for before they exist.
    assert (plan.jobs, plan.open, ended.open) == (0, 1, 0)


async def test_plan_sends_and_stores_nothing(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox, tmp_path: Path
) -> None:
    specs = clips(2)
    async with new_batch(worker=False, budget=Budget(max_jobs=1)) as batch:
        plan = await batch.plan([*specs, specs[0], CaptureSpec(tmp_path / "absent.mp4", tmp_path / "out")])
        assert (await batch.status()).total == 0
    assert [each.action for each in plan.captures] == ["new", "new", "known", "rejected"]
    assert plan.jobs == 2
    assert plan.video_minutes == pytest.approx(2 * 4 / 60)
    assert plan.exceeds_budget
    assert plan.budget_remaining is not None
    assert plan.budget_remaining.jobs == 1
    assert not sandbox.journal


async def test_plan_counts_open_clips_whether_or_not_they_are_among_its_specs(
    new_batch: "NewBatch", clips: Clips
) -> None:
    first, second, third = clips(3)
    other_options = replace(first, options={"outputs": ["main_fbx"]})
    async with new_batch(worker=False) as batch:
        await batch.submit([first, second])
        plans = [
            await batch.plan([first, second]),
            await batch.plan([first]),  # the other one was removed from the folder
            await batch.plan([other_options]),
            await batch.plan([third]),
        ]
    assert [(plan.jobs, plan.open, plan.others_open) for plan in plans] == [(0, 2, 0), (0, 1, 1), (1, 0, 2), (1, 0, 2)]


@pytest.mark.slow
async def test_the_budget_is_shared_by_all_runs_of_a_batch(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox
) -> None:
    async with new_batch(budget=Budget(max_jobs=2)) as batch:
        await batch.submit(clips(3))
        outcomes = await outcomes_of(batch)
    assert sorted(outcome.state for outcome in outcomes.values()) == ["done", "done", "failed"]
    (failed,) = [outcome for outcome in outcomes.values() if outcome.state == "failed"]
    assert failed.error_type == "BudgetExceededError"
    async with new_batch(budget=Budget(max_jobs=2)) as batch:
        assert await batch.retry_failed() == 1
        assert (await outcomes_of(batch))[failed.path.name].state == "failed"
        remaining = (await batch.status()).budget_remaining
    assert remaining is not None
    assert remaining.jobs == 0
    assert len(sandbox.ledger) == 2
    async with new_batch(budget=Budget(max_jobs=3)) as batch:
        assert await batch.retry_failed() == 1
        assert (await outcomes_of(batch))[failed.path.name].state == "done"


@pytest.mark.parametrize("limits", [{"max_jobs": 0}, {"max_video_minutes": 0.01}])
async def test_a_clip_beyond_the_budget_is_not_uploaded(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox, limits: dict[str, Any]
) -> None:
    async with new_batch(budget=Budget(**limits)) as batch:
        await batch.submit(clips(1))
        (failed,) = (await outcomes_of(batch)).values()
    assert (failed.state, failed.error_type, failed.stage) == ("failed", "BudgetExceededError", "upload")
    assert not sandbox.journal.count("createFile")
    async with new_batch(budget=Budget(max_jobs=1)) as batch:
        assert await batch.retry_failed() == 1
        (done,) = (await outcomes_of(batch)).values()
    assert done.state == "done"


async def test_an_open_copy_counts_in_the_state_of_its_original(
    new_batch: "NewBatch", clips: Clips, tmp_path: Path
) -> None:
    (spec,) = clips(1)
    copy = replace(spec, video=tmp_path / "copy.mp4")
    copy_to(video_of(copy), spec)
    async with new_batch(worker=False) as batch:
        await batch.submit([spec, copy])
        status = await batch.status()
        await batch.export(tmp_path / "report.csv")
    assert (status.open, status.counts["queued"], status.counts["ready"]) == (2, 2, 0)
    rows = csv.DictReader((tmp_path / "report.csv").read_text().splitlines())
    assert [row["state"] for row in rows] == ["queued", "queued"]


async def test_a_report_in_a_missing_folder_is_refused_by_its_name(new_batch: "NewBatch", tmp_path: Path) -> None:
    path = tmp_path / "missing" / "report.csv"
    async with new_batch(worker=False) as batch:
        with pytest.raises(FileNotFoundError) as caught:
            await batch.export(path)
    assert caught.value.filename == str(path)


@pytest.mark.slow
@pytest.mark.parametrize("on_ambiguous", ["resend", "quarantine"])
async def test_a_clip_waits_for_a_ledger_that_does_not_answer(
    on_ambiguous: str, new_batch: "NewBatch", clips: Clips, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    from move_ugc_async import Budget
    from move_ugc_async.batch import DatabaseUnavailableError
    from move_ugc_async.batch._ledger import DatabaseLedger
    from move_ugc_async.capture import steps

    client = partial(
        AsyncMoveUgc, sandbox.api_key, endpoint_url=sandbox.endpoint_url, server_timeout=0.1, settle=0.1, timeout=0.5
    )
    # As after the five minutes for which a workflow tries again.
    monkeypatch.setattr(steps, "OUTAGE_TOLERANCE", 0)
    reserve, failed = DatabaseLedger._reserve, list[str]()

    def unavailable(self: DatabaseLedger, *arguments: Any) -> bool:
        if len(failed) < 6:
            failed.append("down")
            raise DatabaseUnavailableError(failed[0])
        return reserve(self, *arguments)

    monkeypatch.setattr(DatabaseLedger, "_reserve", unavailable)
    async with new_batch(client_factory=client, budget=Budget(max_jobs=1), on_ambiguous=on_ambiguous) as batch:
        await batch.submit(clips(1))
        (outcome,) = (await outcomes_of(batch)).values()
    assert outcome.state == "done"
    assert len(sandbox.ledger) == 1


@pytest.mark.slow
async def test_error_after_a_ledger_that_did_not_answer_ends_the_clip(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    from move_ugc_async import Budget
    from move_ugc_async.batch import DatabaseUnavailableError
    from move_ugc_async.batch._ledger import DatabaseLedger
    from move_ugc_async.capture import steps

    client = partial(AsyncMoveUgc, sandbox.api_key, endpoint_url=sandbox.endpoint_url, timeout=0.5)
    monkeypatch.setattr(steps, "OUTAGE_TOLERANCE", 0)

    def unavailable(_self: DatabaseLedger, *_arguments: Any) -> bool:
        sandbox.faults.add(GraphQLFault("Unauthorized"), operation="listJobs")
        msg = "down"
        raise DatabaseUnavailableError(msg)

    monkeypatch.setattr(DatabaseLedger, "_reserve", unavailable)
    async with new_batch(client_factory=client, budget=Budget(max_jobs=1)) as batch:
        await batch.submit(clips(1))
        (outcome,) = (await outcomes_of(batch)).values()
    assert (outcome.state, outcome.stage) == ("failed", "job")
    assert not sandbox.ledger


@pytest.mark.slow
async def test_the_report_has_one_row_for_each_clip(new_batch: "NewBatch", clips: Clips, tmp_path: Path) -> None:
    specs = clips(2)
    async with new_batch() as batch:
        await batch.submit(specs[:1])
        await outcomes_of(batch)
        (tmp_path / "link.csv").symlink_to("report.csv")
        assert await batch.export(tmp_path / "link.csv") == 1
        assert await batch.export(tmp_path / "report.parquet") == 1
        with pytest.raises(MoveInvalidRequestError, match=r"\.csv or \.parquet"):
            await batch.export(tmp_path / "report.txt")
    (row,) = csv.DictReader((tmp_path / "report.csv").read_text().splitlines())
    assert (row["path"], row["state"]) == (str(specs[0].video), "done")
    assert (tmp_path / "link.csv").is_symlink()
    # Readable by the same users as any new file.
    assert mode_of(tmp_path / "report.csv") == mode_of(video_of(specs[1]))
    assert not [path for path in listed(tmp_path) if path.name.startswith(".")]
    assert row["job_id"].startswith("job-")
    import pyarrow.parquet

    (stored,) = pyarrow.parquet.read_table(tmp_path / "report.parquet").to_pylist()
    assert stored["outputs"] == [str(Path(specs[0].directory, "glb.glb"))]


@pytest.mark.slow
@BOTH_IF_SLOW
async def test_names_that_are_not_unicode_are_stored_and_reported(
    new_batch: "NewBatch", database: str, tmp_path: Path
) -> None:
    import pyarrow.parquet

    name = os.fsdecode(b"take \xff")
    clip, folder = write_variant(tmp_path / f"{name}.mp4"), tmp_path / name
    async with new_batch(database) as batch:
        report = await batch.submit([CaptureSpec(clip, folder, {"outputs": ["main_glb"]})])
        assert await batch.cancel([name]) == 0
        (outcome,) = (await outcomes_of(batch)).values()
        assert (outcome.path, outcome.outputs) == (clip, (folder / "glb.glb",))
        assert (folder / "glb.glb").stat().st_size > 0
        rejected = await batch.submit([CaptureSpec(tmp_path / f"{name} missing.mp4", folder)])
        assert [each.path.name for each in rejected.rejected] == [f"{name} missing.mp4"]
        await batch.export(tmp_path / "report.csv")
        await batch.export(tmp_path / "report.parquet")
    assert len(report.accepted) == 1
    row, _ = csv.DictReader((tmp_path / "report.csv").read_text().splitlines())
    stored, _ = pyarrow.parquet.read_table(tmp_path / "report.parquet").to_pylist()
    assert row["path"] == stored["path"] == str(tmp_path / "take \\udcff.mp4")
    assert stored["outputs"] == [str(tmp_path / "take \\udcff" / "glb.glb")]


@BOTH_IF_SLOW
async def test_several_batches_share_one_engine(new_batch: "NewBatch", database: str, clips: Clips) -> None:
    first, second, third = clips(3)
    async with new_batch(database, name="A", worker=False) as idle:
        # Its name differs in case only, and its clip stays open.
        await idle.submit([third])
    async with new_batch(database, name="a") as a:
        await a.submit([first])
        async with new_batch(database, name="b") as b:
            await b.submit([second])
            outcomes = await outcomes_of(b)
            assert [*outcomes] == ["clip1.mp4"]
        # The engine runs until the last one is left.
        await a.submit([third])
        assert {*await outcomes_of(a)} == {"clip0.mp4", "clip2.mp4"}


async def test_no_secret_is_in_the_database(
    new_batch: "NewBatch", clips: Clips, tmp_path: Path, sandbox: Sandbox
) -> None:
    sandbox.fail_next_job("try again")
    async with new_batch() as batch:
        await batch.submit(clips(2))
        outcomes = await outcomes_of(batch)
    assert {outcome.state for outcome in outcomes.values()} == {"done", "failed"}
    stored = stored_in(tmp_path)
    assert "job-" in stored
    assert SECRET.findall(stored) == []


async def test_submit_with_a_plan_rejects_all_that_would_pay_for_other_jobs(
    new_batch: "NewBatch", clips: Clips, tmp_path: Path
) -> None:
    first, second = clips(2)
    keyed = CaptureSpec(write_variant(tmp_path / "keyed.mp4", 7), tmp_path / "out" / "keyed", {"key": "order-7"})
    copy = CaptureSpec(tmp_path / "copy.mp4", tmp_path / "out" / "copy", {"outputs": ["main_glb"]})
    copy_to(video_of(copy), first)
    async with new_batch(worker=False) as batch:
        plan = await batch.plan([first, second, copy])
        # The copy takes the place of its original, whose new content nobody has planned.
        write_variant(video_of(first), 9)
        report = await batch.submit([first, second, copy, keyed], plan=plan)
        assert {*report.accepted} == {each.id for each in plan.of("new")}
        assert [each.path.name for each in report.rejected] == ["clip0.mp4", "keyed.mp4"]
        assert {each.stage for each in report.rejected} == {"preflight"}
        assert await batch.retry_failed(pay_again=True) == 0
        assert await batch.retry_failed([each.id for each in report.rejected]) == 2
        assert (await batch.retrieve("order-7")).state == "queued"


@pytest.mark.parametrize("change", ["content", "options", "version"])
async def test_submit_with_a_plan_rejects_another_job_with_a_key_of_the_plan(
    new_batch: "NewBatch", clips: Clips, change: str
) -> None:
    (spec,) = clips(1)
    spec = replace(spec, options={**spec.options, "key": "order-7"})
    async with new_batch(worker=False) as batch:
        plan = await batch.plan([spec])
    if change == "content":
        write_variant(video_of(spec), 9)
    elif change == "options":
        spec = replace(spec, options={**spec.options, "outputs": ["main_fbx"]})
    async with new_batch(worker=False, version="2" if change == "version" else "1") as batch:
        report = await batch.submit([spec], plan=plan)
        assert len(report.rejected) == 1
        assert (await batch.submit([spec], plan=await batch.plan([spec]))).accepted == ("order-7",)


async def test_a_known_clip_that_is_restored_has_not_failed_any_more(new_batch: "NewBatch", clips: Clips) -> None:
    (spec,) = clips(1)
    content = content_of(spec)
    async with new_batch(worker=False) as batch:
        first = await batch.submit([spec])
        video_of(spec).write_bytes(b"not a video")
        assert len((await batch.submit([spec])).rejected) == 1
        video_of(spec).write_bytes(content)
        assert (await batch.submit([spec])).known == first.accepted
        status = await batch.status()
    assert (status.total, status.counts["failed"]) == (1, 0)


@pytest.mark.parametrize(
    ("budget", "exceeds", "left"),
    [
        (Budget(4), True, (1, None)),
        (Budget(5), False, (2, None)),
        (Budget(max_video_minutes=4.5 * 4 / 60), True, (None, pytest.approx(1.5 * 4 / 60))),
        (Budget(max_video_minutes=5.5 * 4 / 60), False, (None, pytest.approx(2.5 * 4 / 60))),
    ],
)
async def test_plan_counts_the_jobs_of_clips_that_wait_for_their_upload(
    budget: Budget, left: tuple[Any, Any], new_batch: "NewBatch", clips: Clips, *, exceeds: bool
) -> None:
    specs = clips(5)
    async with new_batch(worker=False, budget=budget) as batch:
        cancelled, *_ = (await batch.submit([specs[0]])).accepted
        await batch.cancel([cancelled])
        await batch.submit(specs[:4][1:])
        plan = await batch.plan([*specs[1:], specs[0]])
        more = await batch.plan([*specs[1:], *clips(6)[5:]])
        # No new clip needs the budget.
        known = await batch.plan(specs[1:4])
    assert plan.jobs == 1
    assert (more.jobs, more.exceeds_budget) == (2, exceeds)
    assert more.budget_remaining is not None
    assert (more.budget_remaining.jobs, more.budget_remaining.video_minutes) == left
    assert (known.jobs, known.open, known.exceeds_budget) == (0, 3, False)


async def test_plan_that_meets_a_limit_of_minutes_exactly_is_allowed(new_batch: "NewBatch", clips: Clips) -> None:
    from move_ugc_async import Budget

    # The sum of the lengths as floats is above their product.
    number = 36
    assert sum([4 / 60] * number) > number * 4 / 60
    for missing, exceeds in ((0, False), (0.001, True)):
        async with new_batch(worker=False, budget=Budget(max_video_minutes=number * 4 / 60 - missing)) as batch:
            plan = await batch.plan(clips(number))
        assert plan.exceeds_budget is exceeds
        assert plan.video_minutes == number * 4 / 60
