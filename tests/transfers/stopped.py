"""Transfers on stopped time: how long they wait, and what they have received by then."""

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any, cast

import anyio
import pytest

from move_ugc_async._transfers.storage import Storage
from move_ugc_async._transport.http import HttpPool
from move_ugc_async._transport.http.types import Request, Response
from move_ugc_async.errors import MoveError
from tests.support.loop_time import StoppedTime
from tests.support.wait_until import wait_until


async def pass_time(stopped_time: StoppedTime, until: Callable[[], object], seconds: float = 61) -> None:
    """Move the time again and again until a condition holds, and no further.

    More than once, since a deadline that is set after one move expires with the next.
    """

    def has_come() -> bool:
        if until():
            return True
        stopped_time.advance(seconds)
        return False

    await wait_until(has_come)


async def error_in_time(
    stopped_time: StoppedTime, transfer: Callable[[], Awaitable[object]], *, stuck: Callable[[], object]
) -> MoveError:
    """Return the error of a transfer that ends because time passes, once it is stuck."""
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
    """Send requests over another, and count what comes of them.

    Attributes:
        http: What sends the requests.
        requests: Requests that were made.
        body_bytes: Bytes of bodies that were read.
        finished: Responses that were read to the end, or as far as anybody wanted.
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
    """Return storage whose requests are counted."""
    counts = CountingHttp(storage.http)
    return replace(storage, http=cast("HttpPool", counts)), counts
