"""Stores of ids: claims, their end, and their expiry after a crash."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import anyio
import pytest

from move_ugc_async import MoveConfigurationError
from move_ugc_async.contrib.starlette import Claim, MemorySeenStore, SeenStore, SQLiteSeenStore

pytestmark = pytest.mark.anyio


class Time:
    """The time of all stores of a test."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def open_store(tmp_path: Path, time: Time) -> Callable[..., SQLiteSeenStore]:
    """Return a function that opens the database as another process would."""
    return lambda **options: SQLiteSeenStore(tmp_path / "seen.db", clock=time, **options)


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, open_store: Callable[..., SQLiteSeenStore]) -> SeenStore:
    return MemorySeenStore() if request.param == "memory" else open_store()


async def test_id_is_new_then_busy_then_seen(store: SeenStore) -> None:
    assert [await store.claim("a"), await store.claim("a"), await store.claim("b")] == ["new", "busy", "new"]
    await store.complete("a")
    assert [await store.claim("a"), await store.claim("b")] == ["seen", "busy"]


async def test_released_id_is_new_again(store: SeenStore) -> None:
    assert await store.claim("a") == "new"
    await store.release("a")
    assert await store.claim("a") == "new"
    await store.complete("a")
    await store.release("a")
    assert await store.claim("a") == "seen"


async def test_memory_forgets_the_oldest_handled_ids_and_no_claims() -> None:
    store = MemorySeenStore(max_size=2)
    assert await store.claim("claimed") == "new"
    for each in "abc":
        await store.claim(each)
        await store.complete(each)
    assert [await store.claim(each) for each in ("claimed", "b", "c", "a")] == ["busy", "seen", "seen", "new"]


async def test_processes_share_claims_and_handled_ids(open_store: Callable[..., SQLiteSeenStore]) -> None:
    first, second = open_store(), open_store()
    assert [await first.claim("a"), await second.claim("a")] == ["new", "busy"]
    await first.complete("a")
    assert [await second.claim("a"), await open_store().claim("a")] == ["seen", "seen"]


async def test_exactly_one_of_many_concurrent_claims_is_new(open_store: Callable[..., SQLiteSeenStore]) -> None:
    claims: list[Claim] = []

    async def claim(store: SQLiteSeenStore) -> None:
        claims.append(await store.claim("a"))

    async with anyio.create_task_group() as tasks:
        for _ in range(8):
            tasks.start_soon(claim, open_store())
    assert sorted(claims) == ["busy"] * 7 + ["new"]


async def test_claim_of_a_killed_process_expires(open_store: Callable[..., SQLiteSeenStore], time: Time) -> None:
    assert await open_store(claim_timeout=60).claim("a") == "new"
    time.now += 59.9
    assert await open_store().claim("a") == "busy"
    time.now += 0.1
    assert await open_store().claim("a") == "new"


async def test_claim_does_not_expire_in_the_process_that_has_it(
    open_store: Callable[..., SQLiteSeenStore], time: Time
) -> None:
    store = open_store(claim_timeout=1)
    assert await store.claim("a") == "new"
    time.now += 100
    assert await store.claim("a") == "busy"


async def test_late_release_keeps_the_claim_of_the_process_that_took_over(
    open_store: Callable[..., SQLiteSeenStore], time: Time
) -> None:
    slow, other = open_store(claim_timeout=1), open_store()
    assert await slow.claim("a") == "new"
    time.now += 1
    assert await other.claim("a") == "new"
    await slow.release("a")
    assert await open_store().claim("a") == "busy"


async def test_handled_ids_are_forgotten_after_a_week(open_store: Callable[..., SQLiteSeenStore], time: Time) -> None:
    store = open_store()
    await store.claim("a")
    await store.complete("a")
    time.now += 7 * 86400 - 1
    assert await store.claim("a") == "seen"
    time.now += 1
    assert await store.claim("a") == "new"


async def test_store_keeps_working_when_its_file_is_removed_and_leaves_other_tables_alone(
    open_store: Callable[..., SQLiteSeenStore], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(tmp_path / "seen.db")) as database, database:
        database.execute("CREATE TABLE mine (a)")
    store = open_store()
    await store.claim("a")
    monkeypatch.chdir("/")
    with closing(sqlite3.connect(tmp_path / "seen.db")) as database:
        assert {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")} == {
            "mine",
            "seen_webhooks",
        }
    (tmp_path / "seen.db").unlink()
    assert await store.claim("b") == "new"


async def test_unwritable_database_raises_and_keeps_no_claim(tmp_path: Path) -> None:
    store = SQLiteSeenStore(tmp_path / "missing" / "seen.db")
    with pytest.raises(sqlite3.OperationalError):
        await store.claim("a")
    (tmp_path / "missing").mkdir()
    assert await store.claim("a") == "new"


@pytest.mark.parametrize("options", [{"claim_timeout": 0}, {"keep": -1}, {"keep": float("nan")}])
def test_invalid_periods_are_refused(tmp_path: Path, options: dict[str, Any]) -> None:
    with pytest.raises(MoveConfigurationError, match="must be a number of seconds above 0; got"):
        SQLiteSeenStore(tmp_path / "seen.db", **options)


def test_invalid_size_is_refused() -> None:
    with pytest.raises(MoveConfigurationError, match="max_size must be 1 or more; got 0"):
        MemorySeenStore(0)
