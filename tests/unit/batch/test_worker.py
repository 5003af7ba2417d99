"""The worker of a batch: its uploads wait for their turn together."""

import asyncio
from collections.abc import Callable
from typing import Any, cast

import pytest

from move_ugc_async import AsyncMoveUgc
from move_ugc_async.batch._arguments import BatchArguments
from move_ugc_async.batch._fleet import FileFence
from move_ugc_async.batch._worker import Worker

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


async def test_only_one_of_many_uploads_asks_whether_to_go_on() -> None:
    ready = iter([2, 2, 2])
    database = StubDatabase()
    arguments = BatchArguments(
        url="sqlite:///unused.db",
        client_factory=AsyncMoveUgc,
        name="default",
        version="1",
        budget=None,
        uploads=16,
        jobs=2,
        ahead=2,
        max_rate=None,
        on_ambiguous="resend",
        lease=30,
        poll_interval=0.001,
        worker=True,
    )
    worker = Worker(cast("Any", database), arguments, FileFence(), None, lambda: next(ready, 0))
    await asyncio.gather(*(worker.wait_until_wanted() for _ in range(16)))
    assert (database.most_running, database.calls) == (1, 3 + 16)
