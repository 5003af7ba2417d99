"""Entering and leaving batches."""

import asyncio
import logging
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pytest
from filelock import FileLock, Timeout

from move_ugc_async import AsyncMoveUgc, Budget, CaptureSpec, MoveConfigurationError
from move_ugc_async.sandbox import Sandbox, Stall
from tests.integration.batch.conftest import BOTH_IF_SLOW, outcomes_of
from tests.integration.batch.test_failures import stage_after
from tests.support.wait_until import SAFETY_NET, wait_until, wait_until_sync

if TYPE_CHECKING:
    from move_ugc_async.batch import Batch

    NewBatch = Callable[..., Batch]

Clips = Callable[[int], list[CaptureSpec]]

pytestmark = pytest.mark.anyio


class OtherLedger:
    """A ledger of the application, which is never called."""

    async def reserve(self, *_: Any) -> bool:
        raise AssertionError

    async def release(self, *_: Any) -> None:
        raise AssertionError

    async def usage(self, *_: Any, **__: Any) -> Any:
        raise AssertionError


@pytest.mark.parametrize("anyio_backend", ["trio"], indirect=True)
async def test_trio_is_refused(new_batch: "NewBatch") -> None:
    with pytest.raises(MoveConfigurationError, match=r"requires asyncio; use asyncio\.run"):
        await new_batch().__aenter__()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"name": "a/b"}, "name must be"),
        ({"name": ""}, "name must be"),
        ({"version": ""}, "version must be"),
        ({"uploads": 0}, "uploads must be an integer from 1 to 2147483647; got 0"),
        ({"ahead": 2**31}, "ahead must be an integer from 1 to 2147483647; got 2147483648"),
        ({"jobs": True}, "jobs must be an integer from 1 to 2147483647; got True"),
        ({"ahead": 0}, "ahead must be"),
        ({"lease": 0}, "lease must be a positive number"),
        ({"max_rate": -1}, "max_rate must be"),
        ({"poll_interval": float("nan")}, "poll_interval must be"),
        ({"on_ambiguous": "raise"}, "on_ambiguous must be 'resend' or 'quarantine'"),
        ({"budget": 5}, "budget must be a Budget; got int"),
        ({"budget": Budget(1, ledger=OtherLedger())}, "cannot use the ledger of a budget in a batch"),
        ({"client_factory": "AsyncMoveUgc"}, "client_factory must be a function"),
    ],
)
async def test_invalid_arguments_are_refused(new_batch: "NewBatch", arguments: Any, message: str) -> None:
    with pytest.raises(MoveConfigurationError, match=message):
        new_batch(**arguments)


async def test_a_batch_must_be_entered_once(new_batch: "NewBatch") -> None:
    batch = new_batch(worker=False)
    with pytest.raises(MoveConfigurationError, match="use it within"):
        await batch.status()
    async with batch:
        pass
    with pytest.raises(MoveConfigurationError, match="create a new Batch"):
        await batch.__aenter__()


async def test_a_missing_setting_of_the_client_is_an_error_at_the_start(new_batch: "NewBatch") -> None:
    with pytest.raises(MoveConfigurationError, match="MOVE_API_KEY"):
        await new_batch(client_factory=AsyncMoveUgc).__aenter__()


async def test_a_factory_must_return_a_client(new_batch: "NewBatch") -> None:
    with pytest.raises(MoveConfigurationError, match="must return a new AsyncMoveUgc; got NoneType"):
        await new_batch(client_factory=lambda: None).__aenter__()


async def test_a_lock_that_cannot_be_taken_is_a_typed_error(new_batch: "NewBatch", tmp_path: Path) -> None:
    from move_ugc_async.batch import BatchDatabaseError

    (tmp_path / "batch.db.lock").mkdir()
    with pytest.raises(BatchDatabaseError, match=r"check the owner and the rights of .*batch\.db\.lock"):
        await new_batch().__aenter__()


@pytest.mark.slow
@pytest.mark.parametrize(
    "error", [SystemExit, RuntimeError, pytest.param(asyncio.CancelledError, marks=pytest.mark.slow)]
)
async def test_the_engine_survives_what_the_client_of_the_worker_raises(
    error: type[BaseException],
    new_batch: "NewBatch",
    clips: Clips,
    client_factory: Callable[[], AsyncMoveUgc],
) -> None:
    opened = list[AsyncMoveUgc]()

    class Unwilling(AsyncMoveUgc):
        """Cannot be opened, or if there is no other way, not closed."""

        async def __aenter__(self) -> Self:
            if error is not RuntimeError:
                raise error
            opened.append(await super().__aenter__())
            return self

        async def __aexit__(self, *_error: object) -> None:
            await super().__aexit__(*_error)  # type: ignore[arg-type]
            raise error

    clients = iter([client_factory(), Unwilling("x" * 20, endpoint_url="http://127.0.0.1:9")])
    with pytest.raises(RuntimeError) if error is RuntimeError else nullcontext():
        async with new_batch(client_factory=lambda: next(clients)) as batch:
            await batch.submit(clips(1))
            if error is not RuntimeError:
                (outcome,) = (await outcomes_of(batch)).values()
                assert (outcome.state, outcome.error_type) == ("failed", "RuntimeError")
            else:
                await wait_until(lambda: opened)
    # Nothing of it is left.
    async with new_batch():
        pass


async def test_one_process_works_for_one_database_with_the_same_arguments(
    new_batch: "NewBatch", tmp_path: Path
) -> None:
    async with new_batch():
        with pytest.raises(MoveConfigurationError, match="works on another database"):
            await new_batch(f"sqlite:///{tmp_path / 'other.db'}").__aenter__()
        with pytest.raises(MoveConfigurationError, match="with other arguments"):
            await new_batch(jobs=3).__aenter__()
        with pytest.raises(MoveConfigurationError, match="the same lease and max_rate"):
            await new_batch(name="other", max_rate=3).__aenter__()
        async with new_batch(f"sqlite:///{tmp_path / 'other.db'}", worker=False):
            pass


async def test_an_engine_that_the_application_configured_is_left_alone(new_batch: "NewBatch", tmp_path: Path) -> None:
    from dbos import DBOS

    await asyncio.to_thread(
        lambda: DBOS(config={"name": "their-own", "system_database_url": f"sqlite:///{tmp_path / 'theirs.db'}"})
    )
    try:
        with pytest.raises(MoveConfigurationError, match="already uses DBOS"):
            await new_batch().__aenter__()
        async with new_batch(worker=False):
            pass
    finally:
        await asyncio.to_thread(DBOS.destroy)


async def test_only_control_is_possible_while_another_process_works_on_a_sqlite_file(
    new_batch: "NewBatch", clips: Clips, tmp_path: Path
) -> None:
    from move_ugc_async.batch import BatchInUseError

    # Its locks are those of a file that is open, and exclude others in the same process, too.
    lock = FileLock(tmp_path / "batch.db.lock", timeout=0, is_singleton=False)
    async with new_batch():
        with pytest.raises(Timeout):
            lock.acquire()
    with lock:
        with pytest.raises(BatchInUseError, match="pass worker=False"):
            await new_batch().__aenter__()
        async with new_batch(worker=False) as batch:
            await batch.submit(clips(1))
            assert (await batch.status()).total == 1
    async with new_batch() as batch:
        (outcome,) = (await outcomes_of(batch)).values()
    assert outcome.state == "done"


@pytest.mark.slow
async def test_a_second_process_works_on_a_sqlite_file_once_the_first_has_ended(
    new_batch: "NewBatch", clips: Clips, tmp_path: Path
) -> None:
    from move_ugc_async.batch import BatchInUseError

    script = (
        "import asyncio, sys\n"
        "from move_ugc_async import AsyncMoveUgc\n"
        "from move_ugc_async.batch import Batch\n"
        "async def main():\n"
        "    async with Batch(sys.argv[1], client_factory=lambda: AsyncMoveUgc('x' * 20)):\n"
        "        print('entered', flush=True)\n"
        "        await asyncio.to_thread(sys.stdin.read)\n"
        "asyncio.run(main())\n"
    )
    url = f"sqlite:///{tmp_path / 'batch.db'}"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, url, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"entered\n"
    (tmp_path / "link.db").symlink_to("batch.db")
    for name in ("batch.db", "link.db"):
        with pytest.raises(BatchInUseError, match="pass worker=False"):
            await new_batch(f"sqlite:///{tmp_path / name}").__aenter__()
    async with new_batch(worker=False) as batch:
        await batch.submit(clips(1))
        assert (await batch.status()).total == 1
    _, errors = await process.communicate(b"")
    assert (process.returncode, errors) == (0, b"")
    async with new_batch() as batch:
        (outcome,) = (await outcomes_of(batch)).values()
    assert outcome.state == "done"


@pytest.mark.slow
@BOTH_IF_SLOW
async def test_leaving_during_work_keeps_it_for_the_next_start(
    new_batch: "NewBatch", database: str, clips: Clips, sandbox: Sandbox
) -> None:
    stalled = sandbox.faults.add(Stall(), operation="getJob")
    async with new_batch(database) as batch:
        await batch.submit(clips(1))
        consumer = asyncio.ensure_future(outcomes_of(batch))
        assert await stage_after(batch, stalled) == "wait"
        consumer.cancel()
        with pytest.raises(asyncio.CancelledError):
            await consumer
    sandbox.faults.remove(stalled)
    async with new_batch(database) as batch:
        (outcome,) = (await outcomes_of(batch)).values()
    assert (outcome.state, outcome.job_id) == ("done", sandbox.ledger[0].id)
    assert len(sandbox.ledger) == 1


async def test_a_clip_that_begins_while_the_batch_is_left_continues_at_the_next_start(
    new_batch: "NewBatch", clips: Clips, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dbos import _queue

    from move_ugc_async.batch import _dbos_instance, _engine
    from move_ugc_async.batch._dbos import forward

    begin, destroy = _queue.execute_dequeued_workflow, _engine.destroy
    begun, alive = threading.Event(), list[str]()

    def begin_late(*arguments: Any) -> Any:
        begun.set()
        wait_until_sync(lambda: forward.stopping)
        return begin(*arguments)

    def record_and_destroy() -> None:
        alive.extend(each.name for each in threading.enumerate() if each.name.startswith("queue-worker-"))
        destroy()

    monkeypatch.setattr(_dbos_instance, "_JOIN_SECONDS", SAFETY_NET)
    with monkeypatch.context() as patch:
        patch.setattr(_queue, "execute_dequeued_workflow", begin_late)
        patch.setattr(_engine, "destroy", record_and_destroy)
        async with new_batch() as batch:
            await batch.submit(clips(1))
            await wait_until(begun.is_set)
    # They would begin workflows in an event loop that has ended.
    assert alive == []
    async with new_batch() as batch:
        (outcome,) = (await outcomes_of(batch)).values()
    assert outcome.state == "done"
    assert len(sandbox.ledger) == 1


async def test_a_cancelled_entry_leaves_nothing_behind(new_batch: "NewBatch") -> None:
    entering = asyncio.ensure_future(new_batch().__aenter__())
    await asyncio.sleep(0)
    entering.cancel()
    with pytest.raises(asyncio.CancelledError):
        await entering
    async with new_batch():
        pass


async def test_nothing_is_written_to_the_terminal(
    new_batch: "NewBatch", clips: Clips, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    async with new_batch() as batch:
        await batch.submit(clips(1))
        await outcomes_of(batch)
    assert capfd.readouterr() == ("", "")
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_run_worker_requires_a_worker_and_runs_until_cancelled(new_batch: "NewBatch") -> None:
    async with new_batch(worker=False) as batch:
        with pytest.raises(MoveConfigurationError, match="worker=False"):
            await batch.run_worker()
    async with new_batch() as batch:
        running = asyncio.ensure_future(batch.run_worker())
        await asyncio.sleep(0)
        assert not running.done()
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
