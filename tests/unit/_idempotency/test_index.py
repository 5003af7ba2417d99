"""The key index: a full scan once, then only the head of the list."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import anyio
import pytest

from move_ugc_async._idempotency.evidence import Match
from move_ugc_async._idempotency.index import MARGIN, KeyIndex, read_all
from move_ugc_async._schema.keyed_metadata import KeyedMetadata
from move_ugc_async._schema.scalars import PartialList
from move_ugc_async.errors import GraphQLErrorItem, MoveError, MoveServerError
from move_ugc_async.pagination import ListBase
from tests.support.clocks import FakeClock
from tests.support.wait_until import run_ready
from tests.unit._idempotency.fake_api import Thing

pytestmark = pytest.mark.anyio

WINDOW, SETTLE, SIZE = 86400.0, 5.0, 50
NOW = datetime.fromtimestamp(1e9, UTC)


def ids(matches: Sequence[Match]) -> list[str]:
    return [match.id for match in matches]


@dataclass
class FakeList:
    """A list on the server, newest objects first."""

    clock: FakeClock = field(default_factory=lambda: FakeClock(now=1e9, is_independent=True))
    things: list[Thing] = field(default_factory=list[Thing])
    requests: int = 0
    hold: anyio.Event | None = None
    failure: MoveError | None = None
    is_partial: bool = False

    def __post_init__(self) -> None:
        self.index = KeyIndex(self.clock, WINDOW)

    def add(self, key: str | None, *, ago: float | None = 0.0, id: str | None = None) -> None:
        """Create an object `ago` seconds before the current server time; None omits the date."""
        moment = datetime.fromtimestamp(self.clock.time(), UTC)
        created = None if ago is None else moment - timedelta(seconds=ago)
        metadata = None if key is None else KeyedMetadata({}, key, "digest")
        self.things.append(Thing(id or f"thing-{len(self.things)}", metadata, created))

    async def pages(self) -> AsyncGenerator[ListBase[Any], None]:
        # Objects without a date come first.
        latest = datetime.max.replace(tzinfo=UTC)
        things = sorted(self.things, key=lambda thing: thing.created or latest, reverse=True)
        for start in range(0, max(len(things), 1), SIZE):
            self.requests += 1
            items = things[start : start + SIZE]
            if self.hold is not None:
                await self.hold.wait()
            if self.failure is not None:
                raise self.failure
            yield ListBase(PartialList(items) if self.is_partial else items)

    async def read(self, key: str) -> list[str]:
        reading = await self.index.read(key, self.pages(), SETTLE)
        assert reading.is_complete is not self.is_partial
        return ids(reading.matches)


async def test_index_reads_back_through_the_whole_window_for_any_number_of_objects() -> None:
    listed = FakeList()
    for number in range(1000):
        listed.add(f"key-{number}", ago=number * 80)
    listed.add("old", ago=WINDOW + MARGIN + SETTLE - 1)
    for number in range(1000):
        listed.add(None, ago=2 * WINDOW + number)
    assert await listed.read("key-999") != []
    # All pages within the window, and none before it.
    assert listed.requests == 1000 // SIZE + 1
    assert await listed.read("old") != []


async def test_index_reads_only_the_head_of_the_list_again() -> None:
    listed = FakeList()
    for number in range(1000):
        listed.add(f"key-{number}", ago=number * 80)
    assert await listed.read("new") == []
    before = listed.requests
    listed.clock.advance(60)
    listed.add("new", id="new")
    assert await listed.read("new") == ["new"]
    assert listed.requests == before + 1


@pytest.mark.parametrize("late", [1.0, SETTLE, MARGIN + SETTLE - 1])
async def test_index_finds_an_object_that_shows_up_behind_newer_ones(late: float) -> None:
    listed = FakeList()
    for number in range(200):
        listed.add(None, ago=number)
    assert await listed.read("k") == []
    listed.add("k", ago=late, id="late")
    assert await listed.read("k") == ["late"]


@pytest.mark.parametrize("hours", [-30, -1, 1, 30, 24 * 365])
async def test_index_does_not_depend_on_the_local_clock(hours: float) -> None:
    listed = FakeList()
    for number in range(500):
        listed.add(f"key-{number}", ago=number * 170)
    listed.clock.advance(hours * 3600)
    assert len(await listed.read("key-499")) == 1
    listed.clock.advance(-2 * hours * 3600)
    listed.things.append(Thing("new", KeyedMetadata({}, "new", "digest"), NOW + timedelta(seconds=60)))
    assert await listed.read("new") == ["new"]


async def test_object_dated_in_the_future_does_not_hide_others() -> None:
    listed = FakeList()
    for number in range(100):
        listed.add(f"key-{number}", ago=number * 800)
    listed.add(None, ago=-1e8)
    assert len(await listed.read("key-99")) == 1
    listed.clock.advance(3600)
    listed.things.append(Thing("new", KeyedMetadata({}, "new", "digest"), NOW + timedelta(seconds=3600)))
    assert await listed.read("new") == ["new"]


@pytest.mark.parametrize("created", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
async def test_index_reads_objects_of_any_date(created: datetime) -> None:
    listed = FakeList(things=[Thing("odd", KeyedMetadata({}, "k", "digest"), created)])
    assert [await listed.read("k") for _ in range(3)] == [["odd"]] * 3


async def test_object_without_a_date_counts_as_inside_the_window() -> None:
    listed = FakeList()
    for number in range(3 * SIZE):
        listed.add(f"undated-{number}", ago=None)
    listed.add("last", ago=3600)
    assert len(await listed.read("last")) == 1
    assert len(await listed.read("undated-0")) == 1


async def test_objects_with_one_key_are_all_returned() -> None:
    listed = FakeList()
    for number in range(3):
        listed.add("k", ago=number * 20000, id=f"thing-{number}")
    assert sorted(await listed.read("k")) == ["thing-0", "thing-1", "thing-2"]


async def test_concurrent_searches_share_one_scan() -> None:
    listed = FakeList(hold=anyio.Event())
    for number in range(10 * SIZE):
        listed.add(f"key-{number}", ago=number)
    found: list[list[str]] = []

    async def read(key: str) -> None:
        found.append(await listed.read(key))

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(read, "key-0")
        await run_ready()
        for number in range(1, 1000):
            tasks.start_soon(read, f"key-{number}")
        await run_ready()
        assert listed.hold is not None
        listed.hold.set()
    assert sum(map(len, found)) == 500
    # One running scan, and one that began after all other callers had arrived.
    assert listed.requests <= 2 * (10 + 1)


async def test_search_does_not_use_a_scan_that_began_earlier() -> None:
    listed = FakeList(hold=anyio.Event())
    found: list[list[str]] = []

    async def read(key: str) -> None:
        found.append(await listed.read(key))

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(read, "other")
        await run_ready()
        # The first scan has read the list, and its response is in flight.
        listed.add("k", id="new")
        tasks.start_soon(read, "k")
        await run_ready()
        assert listed.hold is not None
        listed.hold.set()
    assert found == [[], ["new"]]


async def test_search_continues_when_the_caller_that_scans_is_cancelled() -> None:
    listed = FakeList(hold=anyio.Event())
    listed.add("k", id="new")
    found: list[list[str]] = []

    async def read() -> None:
        found.append(await listed.read("k"))

    async with anyio.create_task_group() as tasks:
        with anyio.CancelScope() as scope:
            async with anyio.create_task_group() as first:
                first.start_soon(read)
                await run_ready()
                tasks.start_soon(read)
                await run_ready()
                scope.cancel()
        assert listed.hold is not None
        listed.hold.set()
    assert found == [["new"]]


async def test_failed_scan_fails_only_its_waiters() -> None:
    failure = MoveServerError("broken")
    listed = FakeList(hold=anyio.Event(), failure=failure)
    errors: list[MoveError] = []

    async def read() -> None:
        with pytest.raises(MoveServerError, match="broken") as caught:
            await listed.read("k")
        errors.append(caught.value)

    async with anyio.create_task_group() as tasks:
        for _ in range(100):
            tasks.start_soon(read)
        await run_ready()
        assert listed.hold is not None
        listed.hold.set()
    assert len(errors) == 100
    assert listed.requests <= 2
    # Each error has its own traceback.
    assert len({id(error) for error in errors}) == 100
    listed.failure = None
    assert await listed.read("k") == []


async def test_next_scan_does_not_build_on_an_incomplete_one() -> None:
    listed = FakeList(is_partial=True)
    for number in range(1000):
        listed.add(f"key-{number}", ago=number * 80)
    await listed.read("key-0")
    first = listed.requests
    listed.is_partial = False
    assert len(await listed.read("key-999")) == 1
    assert listed.requests == 2 * first


async def test_incomplete_scan_reports_the_errors_of_missing_parts() -> None:
    item = GraphQLErrorItem("a part is missing")

    async def pages() -> AsyncGenerator[ListBase[Any], None]:
        yield ListBase([], errors=(item,))

    reading = await KeyIndex(FakeClock(now=1000, is_independent=True), WINDOW).read("k", pages(), SETTLE)
    assert (reading.is_complete, list(reading.errors)) == (False, [item])


@pytest.mark.parametrize("is_indexed", [True, False])
async def test_reading_is_incomplete_when_a_part_of_any_page_is_missing(*, is_indexed: bool) -> None:
    item = GraphQLErrorItem("a part is missing")
    found = [Thing(f"thing-{number}", KeyedMetadata({}, "k", "digest"), NOW) for number in range(2)]

    async def pages() -> AsyncGenerator[ListBase[Any], None]:
        yield ListBase(found[:1], errors=(item,))
        yield ListBase(found[1:])

    index = KeyIndex(FakeClock(now=1e9, is_independent=True), WINDOW)
    reading = await (index.read("k", pages(), SETTLE) if is_indexed else read_all(pages(), "k"))
    assert (ids(reading.matches), reading.is_complete, list(reading.errors)) == (["thing-0", "thing-1"], False, [item])


async def test_index_keeps_and_reads_objects_at_the_very_start_of_the_window() -> None:
    listed = FakeList()
    listed.index._cleanup_threshold = 0
    listed.add(None)
    for number in range(2 * SIZE):
        listed.add("old", ago=WINDOW + MARGIN + SETTLE, id=f"old-{number:03}")
    assert len(await listed.read("old")) == 2 * SIZE


async def test_index_of_keys_that_are_all_older_than_the_window_becomes_empty() -> None:
    listed = FakeList()
    listed.index._cleanup_threshold = 0
    listed.add(None)
    listed.add("old", ago=WINDOW + MARGIN + SETTLE + 1)
    assert await listed.read("old") == []


async def test_index_removes_keys_that_are_older_than_the_window() -> None:
    listed = FakeList()
    for day in range(6):
        for number in range(1000):
            listed.add(f"day {day} key {number}", ago=number)
        assert len(await listed.read(f"day {day} key 0")) == 1
        listed.clock.advance(2 * 86400)
    assert len(listed.index._matches) <= 3000
    listed.index._cleanup_threshold = 0
    await listed.read("k")
    assert set(listed.index._matches) == {f"day 5 key {number}" for number in range(1000)}


async def test_empty_list_has_no_key() -> None:
    listed = FakeList()
    assert await listed.read("k") == []
    listed.add("k", id="first")
    assert await listed.read("k") == ["first"]
