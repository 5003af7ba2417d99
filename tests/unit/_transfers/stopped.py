"""Helpers for transfers on stopped time."""

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any, cast

import anyio
import pytest

from move_ugc_async._transfers.storage import Storage
from move_ugc_async._transport.http import HttpPool
from move_ugc_async._transport.http.response import Response
from move_ugc_async._transport.http.types import Request
from move_ugc_async.errors import MoveError
from tests.support.loop_time import StoppedTime
from tests.support.wait_until import wait_until


async def pass_time(stopped_time: StoppedTime, until: Callable[[], object], seconds: float = 61) -> None:
    """Advance the time in steps until a condition holds.

    One step is not enough, since a deadline set after it expires with the next.
    """

    def is_reached() -> bool:
        if until():
            return True
        stopped_time.advance(seconds)
        return False

    await wait_until(is_reached)


async def error_in_time(
    stopped_time: StoppedTime, transfer: Callable[[], Awaitable[object]], *, stuck: Callable[[], object]
) -> MoveError:
    """Return the error of a transfer that times out, advancing the time once it is stuck."""
    errors: list[MoveError] = []

    async def fail() -> None:
        with pytest.raises(MoveError) as caught:
            await transfer()
        errors.append(caught.value)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(fail)
        await wait_until(stuck)
        await pass_time(stopped_time, lambda: errors)
    return errors[0]


@dataclass
class CountingHttp:
    """A connection pool that counts requests and responses of another.

    Attributes:
        http: Sends the requests.
        requests: Number of requests.
        body_bytes: Number of body bytes read.
        finished: Number of responses that were closed without an error.
    """

    http: HttpPool
    requests: int = 0
    body_bytes: int = 0
    finished: int = 0

    @asynccontextmanager
    async def stream(self, request: Request, **options: Any) -> AsyncGenerator[Response, None]:
        self.requests += 1
        async with self.http.stream(request, **options) as response:
            yield cast("Response", _CountedResponse(response, self))
            self.finished += 1


@dataclass
class _CountedResponse:
    response: Response
    counts: CountingHttp

    def __getattr__(self, name: str) -> Any:
        return getattr(self.response, name)

    async def aiter_raw(self) -> AsyncIterator[bytes]:
        async for piece in self.response.aiter_raw():
            self.counts.body_bytes += len(piece)
            yield piece


def counted(storage: Storage) -> tuple[Storage, CountingHttp]:
    """Return storage whose requests are counted, and their counter."""
    counts = CountingHttp(storage.http)
    return replace(storage, http=cast("HttpPool", counts)), counts
