"""The work of a worker that was killed."""

import asyncio
import json
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from move_ugc_async import CaptureSpec
from move_ugc_async.batch import DatabaseUnavailableError
from move_ugc_async.batch._abandoned import Abandoned
from move_ugc_async.batch._database import Database
from move_ugc_async.batch._dbos import EngineClient
from move_ugc_async.sandbox import Sandbox, Stall
from tests.integration.batch.conftest import outcomes_of
from tests.integration.batch.test_failures import stage_after
from tests.support.wait_until import wait_until

if TYPE_CHECKING:
    from move_ugc_async.batch import Batch

    NewBatch = Callable[..., Batch]

pytestmark = pytest.mark.anyio

WORKER = """
import asyncio, json, sys
from move_ugc_async import AsyncMoveUgc
from move_ugc_async.batch import Batch

database, options, lease = sys.argv[1], json.loads(sys.argv[2]), float(sys.argv[3])

async def main():
    factory = lambda: AsyncMoveUgc(**options)
    async with Batch(database, client_factory=factory, poll_interval=0.1, lease=lease) as batch:
        await batch.run_worker()

asyncio.run(main())
"""


async def test_another_worker_continues_and_nothing_is_paid_for_twice(
    new_batch: "NewBatch", postgresql_database: str, clips: Callable[[int], list[CaptureSpec]], sandbox: Sandbox
) -> None:
    options = {
        "api_key": sandbox.api_key,
        "endpoint_url": sandbox.endpoint_url,
        "server_timeout": 0.2,
        "settle": 0.1,
    }
    # The job of one clip is created, and its response is lost; the wait for that of the other one never ends.
    stalled = [
        sandbox.faults.add(Stall(after_work=True), operation="createSingleCamJob", times=1),
        sandbox.faults.add(Stall(after_work=True), operation="getJob"),
    ]
    async with new_batch(postgresql_database, worker=False) as batch:
        await batch.submit(clips(2))
        arguments = [sys.executable, "-c", WORKER, postgresql_database, json.dumps(options), "0.6"]
        process = await asyncio.create_subprocess_exec(*arguments, stderr=subprocess.PIPE)
        await wait_until(lambda: all(each.acted for each in stalled))
        process.kill()
        await process.communicate()
        for each in stalled:
            sandbox.faults.remove(each)
    assert len(sandbox.ledger) == 2
    async with new_batch(postgresql_database, lease=0.6) as batch:
        outcomes = (await outcomes_of(batch)).values()
        workers = (await batch.status()).workers
    assert {outcome.state for outcome in outcomes} == {"done"}
    assert {outcome.job_id for outcome in outcomes} == {charge.id for charge in sandbox.ledger}
    assert len(sandbox.ledger) == 2
    assert [worker.clips for worker in workers] == [0]


@pytest.mark.slow
async def test_a_worker_whose_work_was_taken_over_stops_and_says_so(
    new_batch: "NewBatch", postgresql_database: str, clips: Callable[[int], list[CaptureSpec]], sandbox: Sandbox
) -> None:
    from move_ugc_async.batch import LeaseLostError

    stalled = sandbox.faults.add(Stall(), operation="createSingleCamTake")
    async with new_batch(postgresql_database, lease=0.6) as batch:
        await batch.submit(clips(1))
        assert await stage_after(batch, stalled) == "upload"
        assert [worker.clips for worker in (await batch.status()).workers] == [1]
        take_over(postgresql_database)
        with pytest.raises(LeaseLostError, match="taken over"):
            await batch.run_worker()
        with pytest.raises(LeaseLostError, match="taken over"):
            await outcomes_of(batch)
        with pytest.raises(LeaseLostError):
            await new_batch(postgresql_database, name="other").__aenter__()
        await wait_until(lambda: not [each for each in threading.enumerate() if each.name.startswith("queue-worker")])
    assert not sandbox.ledger


@pytest.mark.slow
async def test_a_worker_that_cannot_hand_over_is_replaced_once_its_lease_has_expired(
    new_batch: "NewBatch",
    postgresql_database: str,
    clips: Callable[[int], list[CaptureSpec]],
    sandbox: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stalled = sandbox.faults.add(Stall(after_work=True), operation="getJob")
    # Leaves while the database is unavailable, in a process that goes on. The fixture verifies that no thread stays.
    with monkeypatch.context() as patch:
        async with new_batch(postgresql_database, lease=0.6) as batch:
            await batch.submit(clips(1))
            await wait_until(lambda: stalled.acted)
            patch.setattr(EngineClient, "pending", unavailable)
    sandbox.faults.remove(stalled)
    async with new_batch(postgresql_database, lease=0.6) as batch:
        (outcome,) = (await outcomes_of(batch)).values()
    assert outcome.state == "done"
    assert len(sandbox.ledger) == 1


@pytest.mark.slow
async def test_the_engine_of_a_worker_notices_silent_connections_and_frees_its_locks(
    new_batch: "NewBatch", postgresql_database: str
) -> None:
    from move_ugc_async.batch import _dbos_instance

    async with new_batch(postgresql_database):
        with _dbos_instance._instance()._sys_db.engine.connect() as connection:
            parameters = connection.connection.dbapi_connection.info.get_parameters()
            idle = connection.exec_driver_sql("SHOW idle_in_transaction_session_timeout").scalar()
    assert (parameters["tcp_user_timeout"], parameters["keepalives_idle"], idle) == ("20000", "10", "10s")


async def test_the_engine_lists_what_executors_have_begun(
    new_batch: "NewBatch", clips: Callable[[int], list[CaptureSpec]], tmp_path: Path
) -> None:
    async with new_batch(worker=False) as batch:
        await batch.submit(clips(3))
    with closing(sqlite3.connect(tmp_path / "batch.db")) as connection, connection:
        connection.execute(
            "UPDATE workflow_status SET status = 'PENDING', executor_id = CASE workflow_uuid"
            " WHEN (SELECT max(workflow_uuid) FROM workflow_status) THEN 'other' ELSE 'executor' END"
        )
    with closing(Database(f"sqlite:///{tmp_path / 'batch.db'}")) as database:
        engine = EngineClient(database)
        begun = engine.pending("executor")
        assert (len(begun), len(engine.pending("other")), len(engine.pending("executor", "other"))) == (2, 1, 3)
        assert engine.pending() == []
        abandoned = Abandoned("executor", engine, lambda: frozenset(begun[:1]))
        abandoned.run_once()
        assert abandoned.run_once() == {begun[1]}
        assert engine.pending("executor") == begun[:1]
        engine.close()


def unavailable(*_: object) -> list[str]:
    message = "down"
    raise DatabaseUnavailableError(message)


def take_over(database: str) -> None:
    """Mark the only lease as taken over, as another worker would."""
    import psycopg

    with psycopg.connect(database) as connection:
        assert connection.execute("UPDATE move_batch_leases SET taken_by = 'another'").rowcount == 1
