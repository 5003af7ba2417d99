"""Leases: when a process may send creations."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from move_ugc_async.batch import _leases
from move_ugc_async.batch._database import Database
from move_ugc_async.batch._leases import LEASES, Lease
from move_ugc_async.batch.errors import DatabaseUnavailableError, LeaseConflictError, LeaseLostError
from tests.support.clocks import FakeClock
from tests.support.wait_until import SAFETY_NET, run_ready, wait_until, wait_until_sync
from tests.unit.batch.conftest import BOTH

ROOT = Path(__file__).parents[3]
ASYNCIO = pytest.mark.parametrize("anyio_backend", ["asyncio"])
Acquire = Callable[..., Lease]


@pytest.fixture
def acquire(database: Database, clock: FakeClock) -> Acquire:
    """Return a function that acquires a lease of 30 s, which the test renews."""

    def acquire(executor_id: str = "worker-1", **options: Any) -> Lease:
        return Lease.acquire(database, executor_id, **{"seconds": 30, "grace": 35, "clock": clock.monotonic, **options})

    return acquire


def fail(*_: Any, **__: Any) -> Any:
    msg = "down"
    raise DatabaseUnavailableError(msg)


def take_over(database: Database, executor_id: str = "worker-1") -> None:
    with database.write() as connection:
        connection.execute(sa.update(LEASES).where(LEASES.c.executor_id == executor_id).values(taken_by="other"))


def test_lease_is_valid_for_its_time_after_each_renewal(acquire: Acquire, clock: FakeClock) -> None:
    lease = acquire()
    for _ in range(3):
        clock.advance(29.9)
        lease.check()
        assert lease.renew() == 10
    clock.advance(30)
    with pytest.raises(LeaseLostError, match="worker-1 has expired") as caught:
        lease.check()
    assert not caught.value.is_final
    assert not lease.is_lost
    # Nobody has taken over.
    lease.renew()
    lease.check()


def test_renewal_that_is_answered_late_counts_from_when_it_was_sent(
    acquire: Acquire, clock: FakeClock, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    lease = acquire()
    clock.advance(10)
    renew_at = database.now

    def answer_late(connection: sa.Connection) -> float:
        clock.advance(25)
        return renew_at(connection)

    with monkeypatch.context() as late:
        late.setattr(database, "now", answer_late)
        lease.renew()
    clock.advance(4.9)
    lease.check()
    clock.advance(0.2)
    assert not lease.is_valid


def test_acquisition_that_is_answered_late_counts_from_when_it_was_sent(
    acquire: Acquire, clock: FakeClock, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    renew_at = database.now

    def answer_late(connection: sa.Connection) -> float:
        clock.advance(30)
        return renew_at(connection)

    monkeypatch.setattr(database, "now", answer_late)
    assert not acquire().is_valid


def test_lease_expires_while_the_database_is_down_and_is_valid_again_afterwards(
    acquire: Acquire, clock: FakeClock, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    lease = acquire()
    with monkeypatch.context() as outage:
        outage.setattr(database, "write", fail)
        for _ in range(120):
            assert lease.renew() == 2.5
            clock.advance(2.5)
    assert not lease.is_valid
    lease.renew()
    lease.check()


def test_lease_is_renewed_after_any_error_of_the_database(acquire: Acquire, database: Database) -> None:
    lease = acquire()
    with database.write() as connection:
        connection.execute(sa.text("ALTER TABLE move_batch_leases RENAME TO other"))
    assert lease.renew() == 2.5
    with database.write() as connection:
        connection.execute(sa.text("ALTER TABLE other RENAME TO move_batch_leases"))
    assert lease.renew() == 10
    lease.check()


@BOTH
def test_taken_lease_is_lost_for_good(acquire: Acquire, database: Database) -> None:
    lease = acquire()
    take_over(database)
    # The taker has waited until it had expired, so nothing but a renewal can notice.
    assert lease.renew() is None
    with pytest.raises(LeaseLostError, match="taken over by another worker") as caught:
        lease.check()
    assert caught.value.is_final
    with database.write() as connection:
        connection.execute(sa.update(LEASES).values(taken_by=None))
    assert lease.renew() is not None
    assert lease.is_lost
    assert not lease.is_valid


def test_removed_row_is_lost_for_good(acquire: Acquire, database: Database) -> None:
    lease = acquire()
    with database.write() as connection:
        connection.execute(sa.delete(LEASES))
    assert lease.renew() is None
    assert lease.is_lost


def test_wall_clock_does_not_matter(acquire: Acquire, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    lease = acquire()
    monkeypatch.setattr(database, "now", lambda _: 0.0)
    lease.renew()
    lease.check()


def test_id_in_use_is_refused_and_its_lease_stays_valid(acquire: Acquire) -> None:
    lease = acquire()
    with pytest.raises(LeaseConflictError, match="worker-1 is in use by process"):
        acquire()
    assert lease.renew() is not None
    lease.check()


@BOTH
def test_id_is_replaced_if_the_caller_knows_that_its_process_is_dead(acquire: Acquire) -> None:
    old = acquire()
    new = acquire(replaces=True)
    assert new.nonce != old.nonce
    assert old.renew() is None
    assert new.renew() is not None
    new.check()


def test_id_that_was_taken_over_is_never_used_again(acquire: Acquire, database: Database) -> None:
    acquire()
    take_over(database)
    with pytest.raises(LeaseConflictError, match="was taken over by other"):
        acquire(replaces=True)


@BOTH
def test_one_of_many_processes_acquires_an_id(database: Database, clock: FakeClock) -> None:
    barrier = threading.Barrier(6)
    outcomes: list[object] = []

    def acquire() -> None:
        with closing(Database(database.engine_url)) as own:
            barrier.wait(SAFETY_NET)
            try:
                outcomes.append(Lease.acquire(own, "worker-1", seconds=30, grace=35, clock=clock.monotonic))
            except LeaseConflictError as error:
                outcomes.append(error)

    threads = [threading.Thread(target=acquire) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SAFETY_NET)
    assert [type(outcome) for outcome in outcomes].count(Lease) == 1
    assert len(outcomes) == 6


@BOTH
def test_released_lease_is_invalid_and_its_id_free(acquire: Acquire) -> None:
    lease = acquire()
    assert lease.release()
    with pytest.raises(LeaseLostError, match="was released"):
        lease.check()
    acquire().check()
    assert not lease.release()


def test_release_keeps_the_row_of_the_worker_that_has_taken_over(acquire: Acquire, database: Database) -> None:
    lease = acquire()
    take_over(database)
    assert not lease.release()
    with database.read() as connection:
        assert connection.scalar(sa.select(LEASES.c.taken_by)) == "other"


def test_time_includes_that_during_which_the_system_was_suspended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_leases.time, "CLOCK_BOOTTIME", 7, raising=False)
    monkeypatch.setattr(_leases.time, "clock_gettime", lambda number: 1000.0 + number)
    assert _leases.elapsed() == 1007
    monkeypatch.delattr(_leases.time, "CLOCK_BOOTTIME")
    monkeypatch.setattr(_leases.time, "monotonic", lambda: 5.0)
    monkeypatch.setattr(_leases.sys, "platform", "win32")
    assert _leases.elapsed() == 5
    monkeypatch.setattr(_leases.time, "CLOCK_MONOTONIC", 6)
    monkeypatch.setattr(_leases.sys, "platform", "darwin")
    assert _leases.elapsed() == 1006


@BOTH
def test_thread_renews_until_the_lease_is_lost(acquire: Acquire, database: Database) -> None:
    lease = acquire(seconds=0.003)
    lease.start()

    def counter() -> int:
        with database.read() as connection:
            return int(connection.scalar(sa.select(LEASES.c.counter)) or 0)

    wait_until_sync(lambda: counter() >= 3)
    take_over(database)
    wait_until_sync(lambda: lease.is_lost)
    last = counter()
    lease.release()
    assert counter() == last


@ASYNCIO
@pytest.mark.anyio
async def test_waiters_are_called_back_from_the_thread(acquire: Acquire, clock: FakeClock, database: Database) -> None:
    lease = acquire()
    await lease.wait_until_valid()
    clock.advance(30)
    valid = asyncio.create_task(lease.wait_until_valid())
    await run_ready()
    assert not valid.done()
    await asyncio.get_running_loop().run_in_executor(None, lease.renew)
    await wait_until(valid.done)
    clock.advance(30)
    valid = asyncio.create_task(lease.wait_until_valid())
    take_over(database)
    await asyncio.get_running_loop().run_in_executor(None, lease.renew)
    await wait_until(valid.done)
    with pytest.raises(LeaseLostError, match="taken over"):
        await valid
    assert lease._changed._listeners == set()
