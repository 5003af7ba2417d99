"""Workers that have died are continued by exactly one other, and those that stop hand over at once."""

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
import sqlalchemy as sa

from move_ugc_async.batch import _batched, _takeover
from move_ugc_async.batch._database import Database
from move_ugc_async.batch._leases import LEASES, Lease
from move_ugc_async.batch._takeover import Takeover, hand_over
from move_ugc_async.batch.errors import DatabaseUnavailableError, LeaseConflictError, LeaseLostError
from tests.support.clocks import FakeClock
from tests.support.wait_until import SAFETY_NET, wait_until_sync
from tests.unit.batch.conftest import BOTH

WEEK = 7 * 24 * 3600


class Engine:
    """Workflows in memory: which executor each of them is pending at."""

    def __init__(self) -> None:
        self.executors: dict[str, str | None] = {}
        self.resumed: list[str] = []
        self.on_resume: Callable[[Sequence[str]], None] = lambda _: None

    def begin(self, executor_id: str, *ids: str) -> None:
        self.executors.update(dict.fromkeys(ids, executor_id))

    def pending(self, *executor_ids: str) -> list[str]:
        return [each for each, executor in self.executors.items() if executor in executor_ids]

    def resume(self, ids: Sequence[str]) -> None:
        self.on_resume(ids)
        for each in ids:
            self.executors[each] = None
            self.resumed.append(each)


class Worker:
    """A worker whose threads the test replaces."""

    def __init__(self, database: Database, engine: Engine, clock: FakeClock, name: str, **options: Any) -> None:
        settings = {"seconds": 30, "grace": 35, "clock": clock.monotonic, **options}
        self.name = name
        self.lease = Lease.acquire(database, name, **settings)
        self.takeover = Takeover(database, self.lease, engine, clock=clock.monotonic)
        self.is_alive = True

    def tick(self) -> None:
        if self.is_alive:
            self.lease.renew()
            if not self.lease.is_lost:
                self.takeover.run_once()


class Fleet:
    """Workers, each with connections of its own, and a time that passes for all of them."""

    def __init__(self, connect: Callable[[], Database], clock: FakeClock) -> None:
        self.engine = Engine()
        self.clock = clock
        self.workers: list[Worker] = []
        self.connect = connect
        self.database = connect()

    def start(self, name: str, **options: Any) -> Worker:
        self.workers.append(Worker(self.connect(), self.engine, self.clock, name, **options))
        return self.workers[-1]

    def run(self, seconds: int, *, interval: int = 10) -> None:
        for _ in range(0, seconds, interval):
            self.clock.advance(interval)
            for worker in self.workers:
                worker.tick()

    def rows(self) -> dict[str, tuple[str | None, bool]]:
        with self.database.read() as connection:
            rows = connection.execute(sa.select(LEASES)).all()
        return {row.executor_id: (row.taken_by, row.finished) for row in rows}


@pytest.fixture
def fleet(connect: Callable[[], Database], clock: FakeClock) -> Iterator[Fleet]:
    return Fleet(connect, clock)


@BOTH
def test_workflows_of_a_dead_worker_are_resumed_after_lease_and_grace(fleet: Fleet) -> None:
    dead, other = fleet.start("dead"), fleet.start("other")
    fleet.engine.begin("dead", *map(str, range(50)))
    fleet.engine.begin("other", "own")
    fleet.run(30)
    dead.is_alive = False
    # 30 s of the lease and 35 s of grace, since the observer has seen the last renewal.
    fleet.run(60)
    assert fleet.engine.resumed == []
    assert not dead.lease.is_valid
    fleet.run(5, interval=5)
    assert sorted(fleet.engine.resumed, key=int) == list(map(str, range(50)))
    assert fleet.rows() == {"dead": ("other", True), "other": (None, False)}
    assert other.lease.is_valid


def test_living_workers_are_never_taken_over(fleet: Fleet) -> None:
    for name in "abc":
        fleet.start(name)
        fleet.engine.begin(name, name)
    fleet.run(200)
    assert fleet.engine.resumed == []
    assert set(fleet.rows().values()) == {(None, False)}


def test_settings_of_the_dead_worker_count(fleet: Fleet) -> None:
    fleet.start("slow", seconds=300, grace=100).is_alive = False
    fleet.start("fast", seconds=10, grace=5).is_alive = False
    fleet.engine.begin("slow", "slow")
    fleet.engine.begin("fast", "fast")
    fleet.start("observer")
    fleet.run(30)
    assert fleet.engine.resumed == ["fast"]
    fleet.run(370)
    assert fleet.engine.resumed == ["fast"]
    fleet.run(20)
    assert fleet.engine.resumed == ["fast", "slow"]


def test_new_observer_counts_from_its_own_first_sight(fleet: Fleet) -> None:
    fleet.start("dead").is_alive = False
    fleet.engine.begin("dead", "1")
    fleet.clock.advance(100_000)
    fleet.start("observer")
    fleet.run(70)
    assert fleet.engine.resumed == []
    fleet.run(10)
    assert fleet.engine.resumed == ["1"]


def test_workers_survive_an_outage_of_the_database(fleet: Fleet) -> None:
    one, two = fleet.start("one"), fleet.start("two")
    fleet.engine.begin("one", "1")
    fleet.run(30)
    # Nobody can renew or observe anything.
    fleet.clock.advance(600)
    # The observer is the first one that reaches the database again.
    two.lease.renew()
    two.takeover.run_once()
    one.lease.renew()
    fleet.run(100)
    assert fleet.engine.resumed == []
    one.lease.check()


@BOTH
def test_one_of_many_observers_takes_over(fleet: Fleet, monkeypatch: pytest.MonkeyPatch) -> None:
    dead = fleet.start("dead")
    observers = [fleet.start(f"observer-{number}") for number in range(3)]
    fleet.engine.begin("dead", *map(str, range(30)))
    fleet.run(10)
    dead.is_alive = False
    fleet.run(60)
    for observer in observers:
        observer.lease.renew()
    fleet.clock.advance(5)
    barrier = threading.Barrier(3)
    take = Takeover._take

    def take_at_once(takeover: Takeover, row: Any) -> None:
        barrier.wait(SAFETY_NET)
        take(takeover, row)

    monkeypatch.setattr(Takeover, "_take", take_at_once)
    threads = [threading.Thread(target=observer.takeover.run_once) for observer in observers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SAFETY_NET)
    assert sorted(fleet.engine.resumed, key=int) == list(map(str, range(30)))


@BOTH
def test_renewal_that_comes_before_the_takeover_prevents_it(fleet: Fleet, monkeypatch: pytest.MonkeyPatch) -> None:
    slow, observer = fleet.start("slow"), fleet.start("observer")
    fleet.engine.begin("slow", "1")
    slow.is_alive = False
    fleet.run(70)
    take = Takeover._take

    def renew_first(takeover: Takeover, row: Any) -> None:
        slow.lease.renew()
        take(takeover, row)

    monkeypatch.setattr(Takeover, "_take", renew_first)
    fleet.run(10)
    assert fleet.engine.resumed == []
    slow.lease.check()
    assert observer.lease.is_valid


def test_renewal_that_comes_after_the_takeover_is_refused(fleet: Fleet) -> None:
    paused = fleet.start("paused")
    fleet.start("observer")
    fleet.engine.begin("paused", "1")
    paused.is_alive = False
    fleet.run(80)
    assert fleet.engine.resumed == ["1"]
    assert paused.lease.renew() is None
    assert paused.lease.is_lost
    with pytest.raises(LeaseLostError):
        paused.takeover.run_once()


@BOTH
def test_taker_that_dies_after_half_of_the_resumptions_is_continued(fleet: Fleet) -> None:
    fleet.start("dead").is_alive = False
    taker = fleet.start("taker")
    fleet.engine.begin("dead", *map(str, range(100)))
    fleet.engine.begin("taker", "own")

    def die(_: Sequence[str]) -> None:
        if len(fleet.engine.resumed) >= 40:
            raise KeyboardInterrupt

    fleet.engine.on_resume = die
    with pytest.raises(KeyboardInterrupt):
        fleet.run(100)
    assert len(fleet.engine.resumed) == 40
    assert fleet.rows()["dead"] == ("taker", False)
    taker.is_alive = False
    fleet.engine.on_resume = lambda _: None
    fleet.start("second")
    fleet.run(80)
    assert sorted(fleet.engine.resumed) == sorted([*map(str, range(100)), "own"])
    assert fleet.rows() == {"dead": ("taker", True), "taker": ("second", True), "second": (None, False)}


def test_takers_that_die_one_after_the_other_are_continued(fleet: Fleet) -> None:
    def die(_: Sequence[str]) -> None:
        raise KeyboardInterrupt

    fleet.start("0").is_alive = False
    fleet.engine.begin("0", "first")
    for number in range(1, 5):
        taker = fleet.start(str(number))
        fleet.engine.begin(str(number), f"own-{number}")
        fleet.engine.on_resume = die
        with pytest.raises(KeyboardInterrupt):
            fleet.run(100)
        taker.is_alive = False
    fleet.engine.on_resume = lambda _: None
    fleet.start("last")
    fleet.run(80)
    assert sorted(fleet.engine.resumed) == ["first", "own-1", "own-2", "own-3", "own-4"]
    assert all(finished for name, (_, finished) in fleet.rows().items() if name != "last")


def test_taker_that_restarts_with_its_id_continues(fleet: Fleet) -> None:
    fleet.start("dead").is_alive = False
    fleet.engine.begin("dead", "1")

    def die(_: Sequence[str]) -> None:
        raise KeyboardInterrupt

    fleet.engine.on_resume = die
    taker = fleet.start("taker")
    with pytest.raises(KeyboardInterrupt):
        fleet.run(100)
    taker.is_alive = False
    fleet.engine.on_resume = lambda _: None
    fleet.start("taker", replaces=True)
    fleet.run(5)
    assert fleet.engine.resumed == ["1"]


def test_paused_taker_resumes_nothing_more_when_it_is_woken(fleet: Fleet) -> None:
    fleet.start("dead").is_alive = False
    taker = fleet.start("taker")
    fleet.engine.begin("dead", *map(str, range(60)))

    def pause(_: Sequence[str]) -> None:
        # Meanwhile, the other one observes it and takes over.
        fleet.engine.on_resume = lambda _: None
        taker.is_alive = False
        fleet.start("second")
        fleet.run(80)
        fleet.engine.begin("dead", "100")

    fleet.engine.on_resume = pause
    with pytest.raises(LeaseLostError):
        fleet.run(100)
    assert "100" not in fleet.engine.resumed
    # A batch that it had begun to resume is not protected: no engine can compare a lease there.
    assert sorted(set(fleet.engine.resumed), key=int) == list(map(str, range(60)))
    assert len(fleet.engine.resumed) == 80


def test_paused_observer_does_not_take_over_when_it_is_woken(fleet: Fleet, monkeypatch: pytest.MonkeyPatch) -> None:
    dead, paused, other = fleet.start("dead"), fleet.start("paused"), fleet.start("other")
    dead.is_alive = other.is_alive = False
    fleet.engine.begin("dead", "1")
    fleet.run(70)
    check = paused.lease.check

    def pause_after_check() -> None:
        check()
        monkeypatch.undo()
        paused.is_alive, other.is_alive = False, True
        # The other one takes over both.
        fleet.run(80)

    # The first check is that of the pass itself.
    checks = iter([check, pause_after_check])
    monkeypatch.setattr(paused.lease, "check", lambda: next(checks)())  # noqa: PLW0108 - a new one each time
    with pytest.raises(LeaseLostError):
        fleet.run(10)
    assert fleet.engine.resumed == ["1"]
    assert fleet.rows()["dead"] == ("other", True)


def test_observer_that_is_taken_over_after_its_check_takes_nothing(
    fleet: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    fleet.start("dead").is_alive = False
    paused = fleet.start("paused")
    fleet.run(70)
    check = paused.lease.check

    def lose_after_check() -> None:
        check()
        with fleet.database.write() as connection:
            connection.execute(sa.update(LEASES).where(LEASES.c.executor_id == "paused").values(taken_by="other"))

    checks = iter([check, lose_after_check])
    monkeypatch.setattr(paused.lease, "check", lambda: next(checks)())  # noqa: PLW0108 - a new one each time
    fleet.run(10)
    assert fleet.rows() == {"dead": (None, False), "paused": ("other", False)}


def test_workflows_that_a_woken_worker_begins_are_continued(fleet: Fleet) -> None:
    fleet.start("paused").is_alive = False
    fleet.start("observer")
    fleet.run(80)
    # Its engine takes one from the queue before its lease is found to be lost.
    fleet.engine.begin("paused", "late")
    fleet.run(5)
    assert fleet.engine.resumed == ["late"]


@BOTH
def test_what_a_taker_leaves_behind_is_continued_by_one_of_the_others(fleet: Fleet) -> None:
    fleet.start("paused").is_alive = False
    fleet.start("between").is_alive = False
    taker = fleet.start("taker")
    fleet.run(80)
    # It stops before it has continued all of them: the database failed, or the paused worker was woken afterwards.
    fleet.engine.begin("paused", "late")
    fleet.engine.begin("between", *map(str, range(30)))
    taker.is_alive = False
    hand_over(taker.lease, fleet.engine)
    assert "late" not in fleet.engine.resumed
    for name in "bcd":
        fleet.start(name)
    fleet.run(5)
    assert sorted(fleet.engine.resumed) == sorted([*map(str, range(30)), "late"])
    assert {fleet.rows()[name] for name in ("paused", "between")} == {("b", True)}
    # If it leaves as well, another one follows.
    fleet.workers[-3].is_alive = False
    hand_over(fleet.workers[-3].lease, fleet.engine)
    fleet.engine.begin("paused", "later")
    fleet.run(5)
    assert fleet.engine.resumed.count("later") == 1


def test_worker_that_was_taken_over_adopts_nothing(fleet: Fleet, monkeypatch: pytest.MonkeyPatch) -> None:
    fleet.start("dead").is_alive = False
    taker, woken = fleet.start("taker"), fleet.start("woken")
    fleet.run(80)
    owner = fleet.rows()["dead"][0]
    other = woken if owner == "taker" else taker
    fleet.engine.begin("dead", "1")
    hand_over((taker if other is woken else woken).lease, fleet.engine)
    monkeypatch.setattr(other.lease, "check", lambda: None)
    with fleet.database.write() as connection:
        ours = LEASES.c.executor_id == other.name
        connection.execute(sa.update(LEASES).where(ours).values(taken_by="another"))
    other.takeover.run_once()
    assert fleet.engine.resumed == []
    assert fleet.rows()["dead"] == (owner, True)


def test_many_dead_workers_are_read_at_once(fleet: Fleet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_batched, "SIZE", 20)
    for number in range(30):
        fleet.start(f"dead-{number}").is_alive = False
        fleet.engine.begin(f"dead-{number}", str(number))
    observer = fleet.start("observer")
    fleet.run(80)
    assert sorted(fleet.engine.resumed, key=int) == list(map(str, range(30)))
    reads: list[int] = []
    pending = fleet.engine.pending
    monkeypatch.setattr(fleet.engine, "pending", lambda *ids: reads.append(len(ids)) or pending(*ids))
    observer.takeover.run_once()
    # As often as it observes them, for a week.
    assert reads == [20, 10]


def test_rows_of_dead_workers_are_removed_after_a_week(fleet: Fleet) -> None:
    for name in "ab":
        fleet.start(name).is_alive = False
    fleet.start("observer")
    fleet.run(80)
    assert len(fleet.rows()) == 3
    fleet.run(WEEK, interval=WEEK // 4)
    fleet.run(10)
    assert fleet.rows() == {"observer": (None, False)}


@BOTH
def test_rows_stay_until_those_that_the_worker_took_over_are_removed(fleet: Fleet) -> None:
    fleet.start("a").is_alive = False
    taker = fleet.start("taker")
    fleet.run(80)
    taker.is_alive = False
    observer = fleet.start("observer")
    fleet.run(80)
    rows = {"a": ("taker", True), "taker": ("observer", True), "observer": (None, False)}
    assert fleet.rows() == rows
    with fleet.database.write() as connection:
        connection.execute(sa.update(LEASES).where(LEASES.c.executor_id == "a").values(finished=False))
    observer.takeover._remove_old(fleet.clock.time() + 2 * WEEK)
    assert fleet.rows() == {**rows, "a": ("taker", False)}
    fleet.run(WEEK, interval=WEEK // 4)
    fleet.run(15)
    assert fleet.rows() == {"observer": (None, False)}


def test_worker_that_stops_hands_over_at_once(fleet: Fleet) -> None:
    stopping = fleet.start("stopping")
    fleet.engine.begin("stopping", *map(str, range(50)))
    fleet.engine.begin("other", "x")
    stopping.is_alive = False
    assert hand_over(stopping.lease, fleet.engine) == 50
    assert fleet.engine.pending("stopping") == []
    assert fleet.engine.pending("other") == ["x"]
    assert fleet.rows() == {}
    # Its id is free.
    fleet.start("stopping")


def test_worker_that_was_taken_over_while_it_stopped_resumes_nothing(fleet: Fleet) -> None:
    stopping = fleet.start("stopping")
    fleet.start("observer")
    fleet.engine.begin("stopping", "1")
    # It takes long to end what it runs.
    stopping.is_alive = False
    fleet.run(80)
    fleet.engine.begin("observer", "1")
    fleet.engine.begin("stopping", "late")
    with pytest.raises(LeaseLostError):
        hand_over(stopping.lease, fleet.engine)
    assert fleet.engine.resumed == ["1"]
    assert fleet.rows()["stopping"] == ("observer", True)
    fleet.run(5)
    assert fleet.engine.resumed == ["1", "late"]


def test_worker_that_dies_while_it_hands_over_is_taken_over(fleet: Fleet) -> None:
    stopping = fleet.start("stopping")
    fleet.engine.begin("stopping", *map(str, range(50)))

    def die(_: Sequence[str]) -> None:
        if fleet.engine.resumed:
            raise KeyboardInterrupt

    fleet.engine.on_resume = die
    with pytest.raises(KeyboardInterrupt):
        hand_over(stopping.lease, fleet.engine)
    stopping.is_alive = False
    fleet.engine.on_resume = lambda _: None
    fleet.start("observer")
    fleet.run(80)
    assert sorted(fleet.engine.resumed, key=int) == list(map(str, range(50)))


def test_id_of_a_worker_is_not_used_again_while_it_is_taken_over(fleet: Fleet) -> None:
    fleet.start("worker").is_alive = False
    fleet.engine.begin("worker", "1")

    def restart(_: Sequence[str]) -> None:
        with pytest.raises(LeaseConflictError):
            fleet.start("worker", replaces=True)

    fleet.engine.on_resume = restart
    fleet.start("observer")
    fleet.run(80)
    assert fleet.engine.resumed == ["1"]


def test_thread_continues_after_errors(
    connect: Callable[[], Database], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = connect()
    lease = Lease.acquire(database, "observer", seconds=0.003, grace=0)
    outcomes: Iterator[Any] = iter(
        [DatabaseUnavailableError("down"), ZeroDivisionError(), LeaseLostError("expired"), 0]
    )
    passes: list[object] = []

    def run_once(_: Takeover) -> int:
        passes.append(outcome := next(outcomes, 0))
        if isinstance(outcome, Exception):
            raise outcome
        return 0

    monkeypatch.setattr(_takeover.Takeover, "run_once", run_once)
    takeover = Takeover(database, lease, Engine())
    takeover.start()
    wait_until_sync(lambda: len(passes) > 5)
    takeover.stop()
    ended = len(passes)
    assert "the database of the batch is unavailable, and work waits for it: down" in caplog.text
    assert "ZeroDivisionError" in caplog.text
    final = LeaseLostError("taken over", is_final=True)
    monkeypatch.setattr(_takeover.Takeover, "run_once", lambda _: (_ for _ in ()).throw(final))
    last = Takeover(database, lease, Engine())
    last.start()
    wait_until_sync(lambda: not last._thread._thread.is_alive())
    assert len(passes) == ended
