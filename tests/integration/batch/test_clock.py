"""A database whose clock is set back."""

import asyncio
import csv
import shutil
from collections.abc import Callable
from contextlib import aclosing
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from move_ugc_async import CaptureSpec
from move_ugc_async.batch._database import Database
from move_ugc_async.sandbox import Sandbox, Stall
from tests.integration.batch.conftest import BOTH_IF_SLOW, outcomes_of
from tests.support.wait_until import SAFETY_NET, wait_until

if TYPE_CHECKING:
    from move_ugc_async.batch import Batch

    NewBatch = Callable[..., Batch]

Clips = Callable[[int], list[CaptureSpec]]

pytestmark = pytest.mark.anyio

BACK = pytest.mark.parametrize("back", [timedelta(minutes=2), timedelta(days=1)], ids=["minutes", "day"])


@pytest.fixture
def _clock_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the clock that the tables of batches use back by a day with each reading."""
    now, days = Database.now, iter(range(10_000))
    monkeypatch.setattr(Database, "now", lambda *arguments: now(*arguments) - 86_400 * next(days))


def end_later(batch: "Batch", by: timedelta) -> None:
    """Change the database as if the clock had been ahead until now."""
    database = batch._entered.database
    table = "workflow_status" if database.kind == "sqlite" else "dbos.workflow_status"
    with database.write() as connection:
        moved = f"UPDATE {table} SET completed_at = completed_at + {by // timedelta(milliseconds=1)}"
        connection.execute(sa.text(moved))


def damage(path: str) -> None:
    Path(path).write_bytes(b"damaged")


def states_in(path: Path) -> list[str]:
    """Return the states in an exported report, in their order."""
    with path.open(newline="") as file:
        return [row["state"] for row in csv.DictReader(file)]


@BACK
@BOTH_IF_SLOW
async def test_ends_are_found_while_other_clips_are_open(
    new_batch: "NewBatch", database: str, clips: Clips, sandbox: Sandbox, tmp_path: Path, back: timedelta
) -> None:
    first, second, stalled = clips(3)
    async with new_batch(database) as batch, asyncio.timeout(SAFETY_NET):
        await batch.submit([first])
        await outcomes_of(batch)
        end_later(batch, back)
        fault = sandbox.faults.add(Stall(), operation="createSingleCamTake", times=1)
        report = await batch.submit([stalled])
        await wait_until(lambda: fault.acted)
        assert (await batch.status()).counts["done"] == 1
        async with aclosing(batch.results()) as results:
            assert (await anext(results)).path == first.video
            await batch.submit([second])
            assert (await anext(results)).path == second.video
            counts = (await batch.status()).counts
            assert (counts["done"], counts["uploading"]) == (2, 1)
            assert await batch.export(tmp_path / "report.csv") == 3
            assert states_in(tmp_path / "report.csv") == ["done", "uploading", "done"]
            assert await batch.cancel(report.accepted) == 1
            assert [outcome.state async for outcome in results] == ["cancelled"]


@BACK
@BOTH_IF_SLOW
async def test_status_counts_the_latest_end_of_a_retried_clip(
    new_batch: "NewBatch", database: str, clips: Clips, sandbox: Sandbox, back: timedelta
) -> None:
    sandbox.fail_next_job()
    async with new_batch(database) as batch, asyncio.timeout(SAFETY_NET):
        await batch.submit(clips(1))
        await outcomes_of(batch)
        end_later(batch, back)
        assert (await batch.status()).counts["failed"] == 1
        assert await batch.retry_failed(pay_again=True) == 1
        # By a reader of its own.
        await outcomes_of(batch)
        counts = (await batch.status()).counts
    assert (counts["failed"], counts["done"]) == (0, 1)


@BACK
@BOTH_IF_SLOW
async def test_a_clip_that_was_cancelled_before_it_began_is_counted(
    new_batch: "NewBatch", database: str, clips: Clips, back: timedelta
) -> None:
    async with new_batch(database, worker=False) as batch:
        first, second = (await batch.submit(clips(2))).accepted
        assert await batch.cancel([first]) == 1
        end_later(batch, back)
        assert (await batch.status()).counts["cancelled"] == 1
        assert await batch.cancel([second]) == 1
        counts = (await batch.status()).counts
    assert (counts["cancelled"], counts["ready"]) == (2, 0)


@pytest.mark.usefixtures("_clock_goes_back")
@BOTH_IF_SLOW
async def test_an_unusable_clip_is_no_longer_counted_once_it_was_replaced(
    new_batch: "NewBatch", database: str, clips: Clips
) -> None:
    first, second, third = clips(3)
    damage(str(second.video))
    damage(str(third.video))
    async with new_batch(database, worker=False) as batch:
        await batch.submit([first, third, second])
        await batch.submit([second])
        assert (await batch.status()).counts["failed"] == 2
        shutil.copy(str(first.video), str(second.video))
        assert len((await batch.submit([second])).duplicates) == 1
        counts = (await batch.status()).counts
    assert (counts["failed"], counts["queued"]) == (1, 2)


@pytest.mark.usefixtures("_clock_goes_back")
@BOTH_IF_SLOW
async def test_copies_of_a_clip_that_has_copies_have_its_outcome(
    new_batch: "NewBatch", database: str, clips: Clips, sandbox: Sandbox
) -> None:
    original, *copies = clips(3)
    for copy in copies:
        shutil.copy(str(original.video), str(copy.video))
    async with new_batch(database) as batch:
        for spec in (original, *copies):
            await batch.submit([spec])
        outcomes = await outcomes_of(batch)
        assert [outcome.state for outcome in outcomes.values()] == ["done", "duplicate", "duplicate"]
    assert len(sandbox.ledger) == 1
