"""Clips that wait while the API key is refused or a budget is used up: their next process knows what was sent."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from move_ugc_async import Budget, CaptureSpec, MoveAuthenticationError
from move_ugc_async.batch import _worker
from move_ugc_async.batch._workers import worker_of
from move_ugc_async.sandbox import Drop, FaultRule, GraphQLFault, Sandbox, Stall
from tests.integration.batch.conftest import outcomes_of
from tests.support.wait_until import wait_until

if TYPE_CHECKING:
    from move_ugc_async.batch import Batch

    NewBatch = Callable[..., Batch]

Clips = Callable[[int], list[CaptureSpec]]

pytestmark = pytest.mark.anyio


def refuse_key(sandbox: Sandbox, operation: str, *, times: int | None = None, after: int = 0) -> FaultRule:
    fault = GraphQLFault("UnauthorizedException", status=401)
    return sandbox.faults.add(fault, operation=operation, times=times, after=after)


async def test_a_clip_that_waited_for_a_valid_key_is_not_quarantined_at_the_next_start(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox
) -> None:
    for _ in range(2):
        refusal = refuse_key(sandbox, "createSingleCamJob")
        async with new_batch(on_ambiguous="quarantine") as batch:
            # One: others may still send their first attempt when the error is raised.
            await batch.submit(clips(1))
            with pytest.raises(MoveAuthenticationError):
                await outcomes_of(batch)
        sandbox.faults.remove(refusal)
    async with new_batch(on_ambiguous="quarantine") as batch:
        (done,) = (await outcomes_of(batch)).values()
    assert done.state == "done"
    assert len(sandbox.ledger) == 1


async def test_clips_that_waited_for_a_budget_are_not_quarantined_at_the_next_start(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox
) -> None:
    budget = Budget(max_jobs=1, per=timedelta(days=1))
    async with new_batch(on_ambiguous="quarantine", budget=budget) as batch:
        await batch.submit(clips(2))
        session = batch._entered

        def is_waiting() -> bool:
            with session.database.read() as connection:
                return any(each.unsent for each in session.items.all(connection))

        await wait_until(lambda: is_waiting() and len(sandbox.ledger) == 1)
    async with new_batch(on_ambiguous="quarantine") as batch:
        assert {each.state for each in (await outcomes_of(batch)).values()} == {"done"}
    assert len(sandbox.ledger) == 2


async def test_an_attempt_after_a_wait_counts_at_the_next_start(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_worker, "_REFUSED_SECONDS", 0.01)
    refuse_key(sandbox, "createSingleCamJob", times=2)
    stalled = sandbox.faults.add(Stall(), operation="createSingleCamJob")
    async with new_batch(on_ambiguous="quarantine") as batch:
        await batch.submit(clips(1))
        await wait_until(lambda: stalled.acted)
    sandbox.faults.remove(stalled)
    async with new_batch(on_ambiguous="quarantine") as batch:
        (quarantined,) = (await outcomes_of(batch)).values()
    assert quarantined.state == "quarantined"
    assert not sandbox.ledger


async def test_an_attempt_of_another_process_cannot_be_denied_by_the_first_one(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox
) -> None:
    for _ in range(2):
        stalled = sandbox.faults.add(Stall(), operation="createSingleCamJob")
        async with new_batch() as batch:
            await batch.submit(clips(1))
            await wait_until(lambda stalled=stalled: stalled.acted)
        sandbox.faults.remove(stalled)
    async with new_batch(worker=False) as batch:
        session = batch._entered
        with session.database.write() as connection:
            (item,) = session.items.all(connection)
            # What the first process would write, if it was suspended before.
            assert not session.items.compare_unsent(connection, item.id, None, "nonce of the first")
        assert (item.unsent or "").startswith("attempted by ")


@pytest.mark.parametrize("after_work", [False, True])
async def test_a_search_waits_for_a_valid_key(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox, *, after_work: bool
) -> None:
    sandbox.faults.add(Drop(after_work=after_work), operation="createSingleCamJob", times=1)
    # After the search that precedes the creation.
    refusal = refuse_key(sandbox, "listJobs", after=1)
    async with new_batch(on_ambiguous="quarantine") as batch:
        await batch.submit(clips(1))
        with pytest.raises(MoveAuthenticationError):
            await outcomes_of(batch)
        assert (await batch.status()).counts["quarantined"] == 0
    sandbox.faults.remove(refusal)
    async with new_batch(on_ambiguous="quarantine") as batch:
        (outcome,) = (await outcomes_of(batch)).values()
    assert outcome.state == ("done" if after_work else "quarantined")
    assert len(sandbox.ledger) == after_work


async def test_a_key_that_is_accepted_again_is_not_reported_during_the_next_attempt(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_worker, "_REFUSED_SECONDS", 0.01)
    refuse_key(sandbox, "getJob", times=1)
    stalled = sandbox.faults.add(Stall(), operation="getJob")
    async with new_batch() as batch:
        await batch.submit(clips(1))
        await wait_until(lambda: stalled.acted)
        worker = worker_of("default")
        assert worker is not None
        assert worker.refusal is None
        assert worker.stages() != {}
        sandbox.faults.remove(stalled)
