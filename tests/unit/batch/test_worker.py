"""The worker of a batch: its uploads wait for their turn together, and its client keeps to the rate."""

import asyncio
from collections.abc import Callable
from typing import Any, Self, cast

import pytest

from move_ugc_async import AsyncMoveUgc
from move_ugc_async.batch._arguments import BatchArguments
from move_ugc_async.batch._fleet import FileFence
from move_ugc_async.batch._worker import Worker
from tests.support.wait_until import run_ready

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("anyio_backend", ["asyncio"])]


class StubDatabase:
    """Counts the calls that run at once."""

    def __init__(self) -> None:
        self.running = self.most_running = self.calls = 0

    async def run(self, call: Callable[[], int]) -> int:
        self.running += 1
        self.calls += 1
        self.most_running = max(self.most_running, self.running)
        await asyncio.sleep(0)
        self.running -= 1
        return call()


def arguments(**changed: Any) -> BatchArguments:
    settings: dict[str, Any] = {
        "url": "sqlite:///unused.db",
        "client_factory": AsyncMoveUgc,
        "name": "default",
        "version": "1",
        "budget": None,
        "uploads": 16,
        "jobs": 2,
        "ahead": 2,
        "max_rate": None,
        "on_ambiguous": "resend",
        "lease": 30,
        "poll_interval": 0.001,
        "worker": True,
    }
    return BatchArguments(**{**settings, **changed})


async def test_only_one_of_many_uploads_asks_whether_to_go_on() -> None:
    ready = iter([2, 2, 2])
    database = StubDatabase()
    worker = Worker(cast("Any", database), arguments(), FileFence(), None, lambda: next(ready, 0))
    await asyncio.gather(*(worker.wait_until_wanted() for _ in range(16)))
    assert (database.most_running, database.calls) == (1, 3 + 16)


class StubClient(AsyncMoveUgc):
    """A client that takes time to open."""

    def __init__(self, events: list[object], opens: asyncio.Event) -> None:
        super().__init__("key")
        self.events, self.opens = events, opens

    async def __aenter__(self) -> Self:
        self.events.append("opening")
        await self.opens.wait()
        return self

    def limit_rate(self, rate: float | None) -> None:
        self.events.append(rate)


async def test_a_rate_that_changes_while_the_client_opens_is_kept() -> None:
    events: list[object] = []
    opens = asyncio.Event()
    new_client = cast("Any", lambda: StubClient(events, opens))
    worker = Worker(cast("Any", StubDatabase()), arguments(client_factory=new_client), FileFence(), None, lambda: 0)
    worker.limit_rate(20)
    opening = asyncio.ensure_future(worker.client())
    await run_ready()
    assert events[-1] == "opening"
    # Another worker joins the fleet.
    worker.limit_rate(10)
    opens.set()
    await opening
    assert events[-1] == 10
    worker.limit_rate(5)
    assert events[-1] == 5
