"""The request rates of all workers together never exceed the limit."""

import asyncio
import random
import threading
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
import sqlalchemy as sa

from move_ugc_async.batch import _rate
from move_ugc_async.batch._database import Database
from move_ugc_async.batch._leases import LEASES, Lease
from move_ugc_async.batch._rate import RateShare
from move_ugc_async.batch.errors import DatabaseUnavailableError
from tests.support.clocks import FakeClock
from tests.support.wait_until import SAFETY_NET, run_ready, wait_until, wait_until_sync
from tests.unit.batch.conftest import BOTH

MAX_RATE = 60.0


class Fleet:
    """Workers with the rates that they use at the moment."""

    def __init__(self, connect: Callable[[], Database], clock: FakeClock) -> None:
        self.connect = connect
        self.clock = clock
        self.rates: dict[str, float] = {}
        self.highest = 0.0

    def join(self, name: str, **options: Any) -> RateShare:
        settings = {"seconds": 30, "grace": 0, "clock": self.clock.monotonic, **options}
        lease = Lease.acquire(database := self.connect(), name, **settings)
        return RateShare(database, lease, MAX_RATE, lambda rate: self.apply(name, rate))

    def apply(self, name: str, rate: float) -> None:
        self.rates[name] = rate
        total = sum(map(Fraction, self.rates.values()))
        self.highest = max(self.highest, float(total))

    def leave(self, name: str, share: RateShare) -> None:
        share._lease.release()
        self.rates.pop(name, None)


@pytest.fixture
def fleet(connect: Callable[[], Database], clock: FakeClock) -> Fleet:
    return Fleet(connect, clock)


def fail(*_: Any, **__: Any) -> Any:
    msg = "down"
    raise DatabaseUnavailableError(msg)


@BOTH
def test_new_worker_has_no_share_until_all_others_are_slower(fleet: Fleet) -> None:
    one = fleet.join("one")
    one.update()
    assert fleet.rates == {"one": 60}
    two = fleet.join("two")
    two.update()
    assert two.rate is None
    assert fleet.rates == {"one": 60}
    one.update()
    assert fleet.rates == {"one": 30}
    two.update()
    assert fleet.rates == {"one": 30, "two": 30}
    three = fleet.join("three")
    three.update()
    one.update()
    three.update()
    assert fleet.rates == {"one": 20, "two": 30}
    two.update()
    three.update()
    assert fleet.rates == {"one": 20, "two": 20, "three": 20}
    assert fleet.highest == MAX_RATE


def test_workers_are_faster_once_others_have_left(fleet: Fleet) -> None:
    shares = {name: fleet.join(name) for name in "abc"}
    for _ in range(3):
        for share in shares.values():
            share.update()
    assert set(fleet.rates.values()) == {20}
    fleet.leave("a", shares["a"])
    shares["b"].update()
    shares["c"].update()
    assert fleet.rates == {"b": 30, "c": 30}
    assert fleet.highest == MAX_RATE


def test_share_of_a_dead_worker_is_free_once_it_is_taken_over(fleet: Fleet) -> None:
    one, two = fleet.join("one"), fleet.join("two")
    for _ in range(2):
        one.update()
        two.update()
    with fleet.connect().write() as connection:
        connection.execute(sa.update(LEASES).where(LEASES.c.executor_id == "two").values(taken_by="one"))
    del fleet.rates["two"]
    one.update()
    assert fleet.rates == {"one": 60}
    # Woken, it does not become faster, even if it sees no other one.
    fleet.leave("one", one)
    two.update()
    assert two.rate == 30


@pytest.mark.parametrize("seed", range(4))
def test_limit_holds_in_any_order_of_events(fleet: Fleet, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(seed)
    shares: dict[str, RateShare] = {}
    for number in range(60):
        event = chance.choice(["join", "leave", "update", "update", "update", "fail", "lost response"])
        name = chance.choice(list(shares) or [""])
        if event == "join" and len(shares) < 6:
            shares[str(number)] = fleet.join(str(number))
        elif not name:
            continue
        elif event == "leave":
            fleet.leave(name, shares.pop(name))
        elif event == "update":
            shares[name].update()
        elif event in {"fail", "lost response"}:
            write = shares[name]._database.write
            with monkeypatch.context() as outage:
                outage.setattr(shares[name]._database, "write", broken(write, is_committed=event != "fail"))
                with pytest.raises(DatabaseUnavailableError):
                    shares[name].update()
        assert fleet.highest <= MAX_RATE * (1 + 1e-9)
    for _ in range(3):
        for share in shares.values():
            share.update()
    assert set(fleet.rates.values()) == {MAX_RATE / len(shares)}


def broken(write: Callable[..., Any], *, is_committed: bool) -> Callable[..., Any]:
    """Return a `Database.write` whose transaction fails at its end."""
    from contextlib import contextmanager

    @contextmanager
    def broken_write(**options: Any) -> Any:
        with write(**options) as connection:
            yield connection
            if not is_committed:
                fail()
        fail()

    return broken_write


@BOTH
def test_limit_holds_when_many_workers_update_at_once(fleet: Fleet) -> None:
    shares = [fleet.join(str(number)) for number in range(5)]
    barrier = threading.Barrier(5)

    def update(share: RateShare) -> None:
        for _ in range(6):
            barrier.wait(SAFETY_NET)
            share.update()

    threads = [threading.Thread(target=update, args=(share,)) for share in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SAFETY_NET)
    assert set(fleet.rates.values()) == {12}
    # Callbacks of threads follow each other here, so that the sum is that of a moment.
    assert fleet.highest <= MAX_RATE


def test_worker_is_slower_before_others_can_see_it(fleet: Fleet, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = fleet.join("one"), fleet.join("two")
    one.update()
    two.update()
    monkeypatch.setattr(one._database, "write", broken(one._database.write, is_committed=True))
    with pytest.raises(DatabaseUnavailableError):
        one.update()
    assert fleet.rates == {"one": 30}


def test_workers_without_a_limit_take_no_part(fleet: Fleet, clock: FakeClock) -> None:
    Lease.acquire(fleet.connect(), "unlimited", seconds=30, grace=0, clock=clock.monotonic)
    fleet.join("one").update()
    assert fleet.rates == {"one": 60}


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_worker_waits_until_it_has_a_share(
    fleet: Fleet, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setattr(_rate, "_JOIN_INTERVAL", 0.001)
    one, two = fleet.join("one"), fleet.join("two", seconds=0.003)
    one.update()
    request.addfinalizer(two.stop)
    two.start()
    waiting = asyncio.create_task(two.wait_until_granted())
    await run_ready()
    assert not waiting.done()

    def is_granted() -> bool:
        # Until it sees the other one.
        one.update()
        return waiting.done()

    await wait_until(is_granted)
    assert fleet.rates == {"one": 30, "two": 30}
    await two.wait_until_granted()
    assert two._changed._listeners == set()


def test_thread_continues_after_an_outage_and_ends_with_its_lease(
    fleet: Fleet, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(_rate, "_JOIN_INTERVAL", 0.001)
    share = fleet.join("one", seconds=0.003)
    with monkeypatch.context() as outage:
        outage.setattr(share._database, "write", fail)
        share.start()
        wait_until_sync(lambda: "unavailable, and work waits for it: down" in caplog.text)
    wait_until_sync(lambda: share.rate)
    share._lease.release()
    wait_until_sync(lambda: not share._thread._thread.is_alive())
