"""A failed call leaves nothing in memory, even without the garbage collector."""

import contextlib
import gc
import weakref
from collections.abc import Awaitable, Callable, Iterator

import anyio
import pytest

from move_ugc_async import MoveError
from move_ugc_async._attempt import Attempt
from tests.support.clocks import FakeClock
from tests.support.loop_time import StoppedTime
from tests.support.servers import HttpServer, Reply, graphql_reply, never
from tests.support.stacks import Connect
from tests.support.wait_until import run_ready

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def _no_garbage_collector() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


class Errors:
    """Weak references to the errors of all attempts and calls, and to those of the HTTP libraries."""

    def __init__(self) -> None:
        self._seen: list[weakref.ref[BaseException]] = []

    def record(self, attempt: Attempt) -> None:
        self._note(attempt.error)

    async def call(self, function: Callable[[], Awaitable[object]]) -> None:
        try:
            await function()
        except MoveError as error:
            self._note(error)

    def _note(self, error: BaseException | None) -> None:
        while error is not None:
            # Built-in exceptions do not support weak references.
            with contextlib.suppress(TypeError):
                self._seen.append(weakref.ref(error))
            error = error.__context__

    async def alive(self) -> list[BaseException]:
        """Return the errors that are still in memory after all ready tasks have run."""
        assert self._seen
        await run_ready()
        return [error for error in (seen() for seen in self._seen) if error is not None]


@pytest.mark.parametrize(
    "replies",
    [
        pytest.param([Reply(status=404)], id="refused"),
        pytest.param([Reply(status=503)], id="failed three times"),
        pytest.param([Reply(status=503), graphql_reply()], id="failed once"),
        pytest.param([Reply(instead="close")], id="closed"),
        pytest.param([Reply(b"<html>")], id="malformed"),
    ],
)
async def test_an_error_is_freed_when_dropped_by_the_caller(connect: Connect, replies: list[Reply]) -> None:
    errors = Errors()
    with HttpServer(*replies) as server:
        async with connect(server.url, max_retries=2, clock=FakeClock(), on_attempt=errors.record) as client:
            await errors.call(client.client.retrieve)
            assert await errors.alive() == []


async def test_an_error_of_a_deadline_is_freed_when_dropped_by_the_caller(
    connect: Connect, stopped_time: StoppedTime
) -> None:
    errors = Errors()
    with HttpServer(Reply(status=503), never()) as server:
        async with connect(server.url, max_retries=1, backoff=lambda *_: 0.0, on_attempt=errors.record) as client:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(errors.call, client.client.retrieve)
                await server.received(2)
                await run_ready()
                stopped_time.advance(60)
            assert await errors.alive() == []


async def test_an_error_of_a_prefetched_page_is_freed_when_dropped_by_the_caller(connect: Connect) -> None:
    async def read_all() -> None:
        async for _ in client.jobs.list():
            pass

    errors = Errors()
    page = {"listJobs": {"first": 1, "after": "next", "items": [{"id": "job-1"}]}}
    with HttpServer(graphql_reply(page), Reply(status=404)) as server:
        async with connect(server.url, on_attempt=errors.record) as client:
            await errors.call(read_all)
            assert len(server.requests) == 2
            assert await errors.alive() == []
