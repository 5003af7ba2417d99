"""Failed, cancelled and quarantined clips, and their retries."""

import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from move_ugc_async import (
    AsyncMoveUgc,
    Budget,
    CaptureSpec,
    CaptureState,
    MoveAuthenticationError,
    MoveConnectionError,
    MoveError,
)
from move_ugc_async.batch import DatabaseUnavailableError, _batched, _steps, _worker
from move_ugc_async.batch._dbos import EngineClient
from move_ugc_async.batch._items import Item
from move_ugc_async.batch._worker import Worker
from move_ugc_async.sandbox import Drop, FaultRule, GraphQLFault, Sandbox, Stall
from tests.integration.batch.conftest import outcomes_of
from tests.support.wait_until import wait_until

if TYPE_CHECKING:
    from move_ugc_async.batch import Batch

    NewBatch = Callable[..., Batch]

Clips = Callable[[int], list[CaptureSpec]]

pytestmark = pytest.mark.anyio


def obstruct(folder: Path) -> None:
    folder.parent.mkdir()
    folder.write_text("in the way")


def clear(folder: Path) -> None:
    folder.unlink()


def move(source: str, target: str) -> None:
    Path(source).replace(target)


async def stage_after(batch: "Batch", fault: FaultRule) -> str:
    """Return the stage of the only clip that is worked on, once a fault has acted on one of its requests."""
    await wait_until(lambda: fault.acted)
    (stage,) = [each.stage for each in (await batch.status()).running]
    return stage


async def test_a_clip_whose_next_job_is_cancelled_does_not_deny_its_first_one(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox
) -> None:
    sandbox.fail_next_job()
    async with new_batch() as batch:
        await batch.submit(clips(1))
        (failed,) = (await outcomes_of(batch)).values()
    async with new_batch(worker=False) as batch:
        assert await batch.retry_failed(pay_again=True) == 1
        assert await batch.cancel([failed.id]) == 1
        (cancelled,) = (await outcomes_of(batch)).values()
        assert (await batch.retrieve(failed.id)).outcome == cancelled
    assert cancelled.message == "cancelled before its work had started; no further job was paid for"
    assert len(sandbox.ledger) == 1


async def test_a_failed_job_is_paid_for_again_only_on_request(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox
) -> None:
    sandbox.fail_next_job("Film the whole body")
    async with new_batch() as batch:
        await batch.submit(clips(1))
        (failed,) = (await outcomes_of(batch)).values()
        assert await batch.retry_failed() == 0
        assert await batch.retry_failed(pay_again=True) == 1
        (done,) = (await outcomes_of(batch)).values()
    assert (failed.state, failed.stage, failed.error_type) == ("failed", "wait", "JobFailedError")
    assert failed.message.count("Film the whole body") == 1
    assert [charge.id for charge in sandbox.ledger] == [failed.job_id, done.job_id]
    assert (done.state, done.id, done.take_id) == ("done", failed.id, failed.take_id)


async def test_a_clip_that_is_done_is_not_paid_for_again_whenever_it_ended(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox, tmp_path: Path
) -> None:
    (spec,) = clips(1)
    sandbox.fail_next_job()
    async with new_batch() as batch:
        await batch.submit([spec])
        await outcomes_of(batch)
        assert (await batch.status()).counts["failed"] == 1
        assert await batch.retry_failed(pay_again=True) == 1
        await outcomes_of(batch)
        with closing(sqlite3.connect(tmp_path / "batch.db")) as connection, connection:
            # As if it had ended within the same second, or the clock had been set back.
            (ended,) = connection.execute("SELECT max(completed_at) FROM workflow_status").fetchone()
            connection.execute("UPDATE workflow_status SET completed_at = ?", [ended])
        assert (await batch.status()).counts["failed"] == 0
        with closing(sqlite3.connect(tmp_path / "batch.db")) as connection, connection:
            connection.execute("UPDATE workflow_status SET completed_at = ?", [ended - 3_600_000])
        assert await batch.retry_failed(pay_again=True) == 0
    assert len(sandbox.ledger) == 2


@pytest.mark.slow
@pytest.mark.parametrize("has_old_number", [True, False])
async def test_another_job_is_paid_for_once_if_a_caller_acts_on_an_old_result(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox, *, has_old_number: bool
) -> None:
    sandbox.fail_next_job()
    async with new_batch() as batch:
        report = await batch.submit(clips(1))
        await outcomes_of(batch)
        session = batch._entered
        changes = session.changes()

        def read() -> Item:
            with session.database.read() as connection:
                return session.items.get(connection, report.accepted[0])

        (old,) = changes.ended(report.accepted)
        assert await batch.retry_failed(pay_again=True) == 1
        await outcomes_of(batch)
        # A caller that was paused meanwhile, before or after it read the number of the job.
        item = old.item if has_old_number else read()
        retried = changes.retry([replace(old, item=item)], pay_again=True)
        (outcome,) = (await outcomes_of(batch)).values()
    # The number tells that the clip was retried in the meantime; otherwise the key finds its job.
    assert (outcome.state, retried) == ("done", 0 if has_old_number else 1)
    assert len(sandbox.ledger) == 2


@pytest.mark.slow
async def test_a_further_job_does_not_use_the_key_of_another_clip(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox
) -> None:
    (spec,) = clips(1)
    film, numbered = (replace(spec, options={**spec.options, "key": key}) for key in ("film", "film-2"))
    sandbox.fail_next_job()
    async with new_batch() as batch:
        await batch.submit([film])
        await outcomes_of(batch)
        assert await batch.retry_failed(pay_again=True) == 1
        await outcomes_of(batch)
        await batch.submit([numbered])
        outcomes = [outcome async for outcome in batch.results()]
    assert [outcome.state for outcome in outcomes] == ["done", "done"]
    assert len({outcome.job_id for outcome in outcomes}) == 2
    assert len(sandbox.ledger) == 3


async def test_a_retry_continues_with_the_step_that_failed(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox
) -> None:
    (spec,) = clips(1)
    folder = Path(spec.directory)
    async with new_batch(worker=False) as batch:
        await batch.submit([spec])
    obstruct(folder)
    async with new_batch() as batch:
        (failed,) = (await outcomes_of(batch)).values()
        assert (failed.state, failed.stage) == ("failed", "download")
        clear(folder)
        sandbox.journal.clear()
        assert await batch.retry_failed() == 1
        (done,) = (await outcomes_of(batch)).values()
    assert (done.state, done.job_id) == ("done", failed.job_id)
    assert {entry.operation for entry in sandbox.journal.filter(kind="graphql")} <= {"getJob", "getFile"}
    assert len(sandbox.ledger) == 1


@pytest.mark.slow
async def test_a_clip_that_changes_after_its_submission_is_not_uploaded_under_its_key(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox
) -> None:
    first, other = clips(2)
    async with new_batch(worker=False) as batch:
        await batch.submit([first])
    original = f"{first.video}.original"
    move(str(first.video), original)
    move(str(other.video), str(first.video))
    async with new_batch() as batch:
        (outcome,) = (await outcomes_of(batch)).values()
        assert (outcome.state, outcome.stage, outcome.error_type) == ("failed", "preflight", "MoveSourceChangedError")
        assert not sandbox.journal.filter(kind="graphql")
        # The key still belongs to the content.
        move(original, str(first.video))
        assert await batch.retry_failed() == 1
        (outcome,) = (await outcomes_of(batch)).values()
    assert outcome.state == "done"


@pytest.mark.slow
async def test_cancelled_clips_that_have_not_started_never_start(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox
) -> None:
    async with new_batch(worker=False) as batch:
        report = await batch.submit(clips(2))
        assert await batch.cancel([report.accepted[0], "unknown"]) == 1
    async with new_batch() as batch:
        outcomes = await outcomes_of(batch)
        assert [outcome.state for outcome in outcomes.values()] == ["cancelled", "done"]
        assert len(sandbox.ledger) == 1
        assert await batch.cancel(report.accepted) == 0
        assert await batch.retry_failed() == 0
        assert await batch.retry_failed(report.accepted) == 1
        outcomes = await outcomes_of(batch)
    assert [outcome.state for outcome in outcomes.values()] == ["done", "done"]


async def test_cancel_all_leaves_only_clips_that_have_ended(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox
) -> None:
    first, *others = clips(3)
    async with new_batch() as batch:
        await batch.submit([first])
        await outcomes_of(batch)
    async with new_batch(worker=False) as batch:
        await batch.submit(others)
        assert await batch.cancel_all() == 2
        assert await batch.cancel_all() == 0
    async with new_batch() as batch:
        outcomes = await outcomes_of(batch)
    assert sorted(outcome.state for outcome in outcomes.values()) == ["cancelled", "cancelled", "done"]
    assert len(sandbox.ledger) == 1


async def test_worker_logs_how_each_clip_ended_without_messages_or_paths(
    new_batch: "NewBatch", clips: Clips, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="move_ugc_async")
    async with new_batch(budget=Budget(max_jobs=1), uploads=1, jobs=1) as batch:
        await batch.submit(clips(2))
        outcomes = await outcomes_of(batch)
    ended = {each.getMessage(): each.levelno for each in caplog.records if each.getMessage().startswith("clip ")}
    done, failed = sorted(outcomes.values(), key=lambda outcome: outcome.state)
    assert ended == {
        f"clip {done.id}: done": logging.INFO,
        f"clip {failed.id}: failed in the step {failed.stage}: BudgetExceededError": logging.WARNING,
    }


async def test_a_cancelled_job_is_named_and_can_be_continued(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox
) -> None:
    stalled = sandbox.faults.add(Stall(), operation="getJob")
    async with new_batch() as batch:
        report = await batch.submit(clips(1))
        assert await stage_after(batch, stalled) == "wait"
        assert await batch.cancel(report.accepted) == 1
        (cancelled,) = (await outcomes_of(batch)).values()
        sandbox.faults.remove(stalled)
        assert await batch.retry_failed(report.accepted) == 1
        (done,) = (await outcomes_of(batch)).values()
    assert (cancelled.state, cancelled.stage, cancelled.job_id) == ("cancelled", "wait", sandbox.ledger[0].id)
    assert "paid for" in cancelled.message
    assert (done.state, done.job_id) == ("done", cancelled.job_id)
    assert len(sandbox.ledger) == 1


async def test_the_job_of_a_cancelled_clip_is_named_if_an_earlier_process_has_created_it(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    stalled = sandbox.faults.add(Stall(after_work=True), operation="createSingleCamJob", times=1)
    async with new_batch() as batch:
        report = await batch.submit(clips(1))
        assert await stage_after(batch, stalled) == "job"
    sandbox.faults.remove(stalled)
    find, searches = _steps._find, list[str | None]()

    async def find_late(worker: Worker, state: CaptureState) -> str | None:
        # As if the server executed the request after the first search.
        searches.append(await find(worker, state) if searches else None)
        return searches[-1]

    monkeypatch.setattr(_steps, "_find", find_late)
    async with new_batch(worker=False) as batch:
        assert await batch.cancel(report.accepted) == 1
    async with new_batch() as batch:
        (cancelled,) = (await outcomes_of(batch)).values()
    assert (cancelled.state, cancelled.job_id) == ("cancelled", sandbox.ledger[0].id)
    assert "nothing was paid for" not in cancelled.message
    assert searches == [None, cancelled.job_id]


async def test_the_job_of_a_cancelled_clip_is_named_if_this_process_has_created_it_before(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox
) -> None:
    sandbox.faults.add(Drop(after_work=True), operation="createSingleCamJob", times=1)
    hidden = sandbox.faults.add(GraphQLFault("Unauthorized"), operation="listJobs", after=1)
    first, second = clips(2)

    def impatient() -> AsyncMoveUgc:
        return AsyncMoveUgc(
            sandbox.api_key, endpoint_url=sandbox.endpoint_url, settle=0.1, server_timeout=0.2, on_ambiguous="raise"
        )

    async with new_batch(jobs=1, client_factory=impatient) as batch:
        report = await batch.submit([first])
        (failed,) = (await outcomes_of(batch)).values()
        sandbox.faults.remove(hidden)
        # The other clip has the only free job meanwhile.
        stalled = sandbox.faults.add(Stall(), operation="getJob")
        other = await batch.submit([second])
        assert await stage_after(batch, stalled) == "wait"
        assert await batch.retry_failed() == 1
        assert await batch.cancel(report.accepted) == 1
        sandbox.faults.remove(stalled)
        assert await batch.cancel(other.accepted) == 1
        outcomes = await outcomes_of(batch)
    cancelled = outcomes["clip0.mp4"]
    assert (failed.state, failed.stage, failed.job_id) == ("failed", "job", None)
    assert (cancelled.state, cancelled.job_id) == ("cancelled", sandbox.ledger[0].id)
    assert "nothing was paid for" not in cancelled.message


@pytest.mark.parametrize("after_work", [False, True])
async def test_a_quarantined_clip_is_never_created_again_without_request(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox, *, after_work: bool
) -> None:
    sandbox.faults.add(Drop(after_work=after_work), operation="createSingleCamJob", times=1)
    async with new_batch(on_ambiguous="quarantine") as batch:
        await batch.submit(clips(1))
        (outcome,) = (await outcomes_of(batch)).values()
        assert len(sandbox.journal.filter(operation="createSingleCamJob")) == 1
        status = await batch.status()
        assert await batch.retry_failed() == 0
        if after_work:
            # The search has found it.
            assert (outcome.state, outcome.job_id) == ("done", sandbox.ledger[0].id)
            assert status.quarantined == ()
            return
        assert (outcome.state, outcome.error_type) == ("quarantined", "AmbiguousCreateError")
        assert status.quarantined == (outcome,)
        assert await batch.retry_failed([outcome.id]) == 0
        assert await batch.retry_failed([outcome.id], pay_again=True) == 1
        (done,) = (await outcomes_of(batch)).values()
    assert done.state == "done"
    assert len(sandbox.ledger) == 1


@pytest.mark.parametrize("pay_again", [False, True])
async def test_the_job_of_a_quarantined_clip_that_is_found_later_is_not_paid_for_again(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox, *, pay_again: bool
) -> None:
    sandbox.faults.add(Drop(after_work=True), operation="createSingleCamJob", times=1)
    # After the search that precedes the creation.
    hidden = sandbox.faults.add(GraphQLFault("Unauthorized"), operation="listJobs", after=1)
    async with new_batch(on_ambiguous="quarantine") as batch:
        await batch.submit(clips(1))
        (quarantined,) = (await outcomes_of(batch)).values()
        with pytest.raises(MoveError):
            await batch.retry_failed([quarantined.id], pay_again=pay_again)
        sandbox.faults.remove(hidden)
        assert await batch.retry_failed([quarantined.id], pay_again=pay_again) == 1
        (done,) = (await outcomes_of(batch)).values()
    assert (quarantined.state, quarantined.job_id) == ("quarantined", None)
    assert (done.state, done.job_id) == ("done", sandbox.ledger[0].id)
    assert len(sandbox.ledger) == 1


async def test_a_caller_whose_search_came_too_early_does_not_pay_for_a_job_that_another_one_has_found(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox
) -> None:
    sandbox.faults.add(Drop(after_work=True), operation="createSingleCamJob", times=1)
    hidden = sandbox.faults.add(GraphQLFault("Unauthorized"), operation="listJobs", after=1)
    async with new_batch(on_ambiguous="quarantine") as batch:
        report = await batch.submit(clips(1))
        await outcomes_of(batch)
        early = batch._entered.changes()
        old = early.ended(report.accepted)
        sandbox.faults.remove(hidden)
        assert await batch.retry_failed(report.accepted) == 1
        (done,) = (await outcomes_of(batch)).values()
        assert early.retry(old, pay_again=True, found=()) == 0
        assert await outcomes_of(batch) == {"clip0.mp4": done}
    assert done.job_id == sandbox.ledger[0].id
    assert len(sandbox.ledger) == 1


async def test_a_retry_resumes_after_an_outage_of_the_database(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox.fail_next_job()
    async with new_batch() as batch:
        await batch.submit(clips(1))
        await outcomes_of(batch)
        rewind, outages = EngineClient.rewind, [DatabaseUnavailableError("it cannot be reached")]

        def fail_first(client: EngineClient, workflow_id: str, step: int) -> bool:
            if outages:
                raise outages.pop()
            return rewind(client, workflow_id, step)

        monkeypatch.setattr(EngineClient, "rewind", fail_first)
        assert await batch.retry_failed(pay_again=True) == 1
        (done,) = (await outcomes_of(batch)).values()
    assert done.state == "done"
    assert len(sandbox.ledger) == 2


async def test_an_outage_while_outcomes_are_read_loses_none(
    new_batch: "NewBatch", clips: Clips, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with new_batch() as batch:
        await batch.submit(clips(3))
        await outcomes_of(batch)
        listed, reads, outage = EngineClient.listed, 0, DatabaseUnavailableError("it cannot be reached")

        def fail_second(client: EngineClient, **filters: Any) -> Any:
            nonlocal reads
            reads += "load_output" in filters
            if reads == 3:
                reads += 1
                raise outage
            return listed(client, **filters)

        monkeypatch.setattr(_batched, "SIZE", 1)
        monkeypatch.setattr(EngineClient, "listed", fail_second)
        assert len(await outcomes_of(batch)) == 3


@pytest.mark.slow
@pytest.mark.parametrize(("on_ambiguous", "state"), [("resend", "done"), ("quarantine", "quarantined")])
async def test_results_that_cannot_be_stored_only_delay_their_clips(
    new_batch: "NewBatch",
    clips: Clips,
    sandbox: Sandbox,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    on_ambiguous: str,
    state: str,
) -> None:
    from move_ugc_async.batch import _abandoned

    monkeypatch.setattr(_abandoned, "SECONDS", 0.1)
    sandbox.faults.add(Drop(), operation="createSingleCamJob", times=1)
    async with new_batch(on_ambiguous=on_ambiguous) as batch:
        with closing(sqlite3.connect(tmp_path / "batch.db", isolation_level=None)) as connection:
            # As on a full disk: neither the result of the step nor the error can be stored.
            for table, event, condition in (
                ("operation_outputs", "INSERT", "function_name = 'job'"),
                ("workflow_status", "UPDATE", "status = 'ERROR'"),
            ):
                connection.execute(
                    f"CREATE TRIGGER full_{table} BEFORE {event} ON {table} WHEN NEW.{condition}"
                    " BEGIN SELECT RAISE(ABORT, 'full'); END"
                )
            await batch.submit(clips(1))
            await wait_until(lambda: "continuing them" in caplog.text)
            connection.execute("DROP TRIGGER full_operation_outputs")
        (outcome,) = (await outcomes_of(batch)).values()
    assert outcome.state == state
    # In a quarantine, the step that is run again sends nothing.
    assert len(sandbox.journal.filter(operation="createSingleCamJob")) == (1 if state == "quarantined" else 2)
    assert len(sandbox.ledger) == (state == "done")


@pytest.mark.slow
async def test_an_upload_outlives_an_outage_of_the_server(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    outage = ["down", "still down"]
    prepare = AsyncMoveUgc.prepare

    async def prepare_later(*arguments: Any, **options: Any) -> Any:
        # What it raises once its own retries are used up.
        if outage:
            raise MoveConnectionError(outage.pop())
        return await prepare(*arguments, **options)

    monkeypatch.setattr(_steps, "_PAUSES", (0, 0))
    monkeypatch.setattr(AsyncMoveUgc, "prepare", prepare_later)
    async with new_batch() as batch:
        await batch.submit(clips(1))
        (done,) = (await outcomes_of(batch)).values()
    assert (done.state, outage) == ("done", [])
    assert len(sandbox.ledger) == 1


async def test_a_clip_is_quarantined_if_the_search_for_its_job_fails(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        message = "the list cannot be read"
        raise MoveConnectionError(message)

    monkeypatch.setattr(_steps, "_find", fail)
    sandbox.faults.add(Drop(), operation="createSingleCamJob", times=1)
    async with new_batch(on_ambiguous="quarantine") as batch:
        await batch.submit(clips(1))
        (outcome,) = (await outcomes_of(batch)).values()
        assert await batch.retry_failed() == 0
    assert outcome.state == "quarantined"
    assert "the list cannot be read" in outcome.message
    assert not sandbox.ledger


async def test_clips_wait_while_the_api_key_is_refused(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    keys = ["sandbox-revoked"]

    def client() -> AsyncMoveUgc:
        return AsyncMoveUgc(keys[-1], endpoint_url=sandbox.endpoint_url)

    async with new_batch(client_factory=client) as batch:
        await batch.submit(clips(2))
        with pytest.raises(MoveAuthenticationError, match="check MOVE_API_KEY"):
            await outcomes_of(batch)
        with pytest.raises(MoveAuthenticationError):
            await batch.run_worker()
        assert (await batch.status()).counts["failed"] == 0
    keys.append(sandbox.api_key)
    async with new_batch(client_factory=client) as batch:
        assert {each.state for each in (await outcomes_of(batch)).values()} == {"done"}
    assert len(sandbox.ledger) == 2
    assert caplog.text.count("clips of the batch default wait, since the API key is refused: ") == 1


@pytest.mark.parametrize("operation", ["createFile", "createSingleCamJob", "getJob"])
async def test_clips_continue_once_the_api_key_is_accepted(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, operation: str
) -> None:
    refusal = sandbox.faults.add(GraphQLFault("UnauthorizedException", status=401), operation=operation)
    monkeypatch.setattr(_worker, "_REFUSED_SECONDS", 0.01)
    async with new_batch() as batch:
        (clip,) = (await batch.submit(clips(1))).accepted
        with pytest.raises(MoveAuthenticationError):
            await outcomes_of(batch)
        sandbox.faults.remove(refusal)
        reader = batch._entered.retrieval()
        await wait_until(lambda: reader.read(clip).outcome is not None)
        (done,) = (await outcomes_of(batch)).values()
    assert done.state == "done"
    assert len(sandbox.ledger) == 1


@pytest.mark.slow
async def test_an_error_of_the_server_is_a_failed_outcome(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox
) -> None:
    sandbox.faults.add(GraphQLFault("Unauthorized"), operation="createSingleCamTake", times=1)
    async with new_batch() as batch:
        await batch.submit(clips(1))
        (failed,) = (await outcomes_of(batch)).values()
        assert await batch.retry_failed() == 1
        (done,) = (await outcomes_of(batch)).values()
    assert (failed.state, failed.stage, failed.job_id) == ("failed", "upload", None)
    assert done.state == "done"
