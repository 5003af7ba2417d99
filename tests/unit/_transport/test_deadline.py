"""A call ends at its deadline during any wait, and reports the attempt that the deadline ends."""

import logging
from collections.abc import Callable

import anyio
import pytest

from move_ugc_async import AsyncMoveUgc, Attempt
from move_ugc_async.errors import MoveConnectionError, MoveError, MoveTimeoutError
from tests.support.clocks import FakeClock
from tests.support.loop_time import StoppedTime
from tests.support.servers import HttpServer, Reply, SilentServer, graphql_reply, never
from tests.support.wait_until import run_ready, wait_until
from tests.unit._transport.calls import BOTH_LOOPS, ONE_STACK, Drip, Running

pytestmark = pytest.mark.anyio

Connect = Callable[..., AsyncMoveUgc]

TIMEOUT = 60.0
"""The default timeout in seconds."""


async def error_at_the_deadline(call: Running, stopped_time: StoppedTime) -> MoveError:
    """Move the time to the deadline of a call that has just started, and return its error."""
    await run_ready()
    stopped_time.advance(TIMEOUT - 0.1)
    await run_ready()
    assert not call.has_ended
    stopped_time.advance(0.1)
    return await call.failure()


@pytest.mark.parametrize("timeout", [True, 5, 5.0])
async def test_every_timeout_that_the_client_accepts_applies_to_its_calls(connect: Connect, timeout: float) -> None:
    with HttpServer() as server:
        async with connect(server.url, timeout=timeout) as client:
            await client.client.retrieve()
            await client.with_options(timeout=timeout).client.retrieve()


async def test_a_call_ends_at_its_deadline_while_the_server_is_silent(
    connect: Connect, stopped_time: StoppedTime
) -> None:
    with HttpServer(never()) as server:
        async with connect(server.url) as client, anyio.create_task_group() as tasks:
            call = Running(client.client.retrieve)
            tasks.start_soon(call.run)
            await server.received(1)
            error = await error_at_the_deadline(call, stopped_time)

    assert type(error) is MoveTimeoutError
    assert error.message == "no response within 60 s"
    assert error.may_have_arrived is True
    assert error.operation == "getClient"


async def test_a_call_ends_at_its_deadline_although_bytes_keep_coming(
    connect: Connect, stopped_time: StoppedTime
) -> None:
    drip = Drip()
    with HttpServer(Reply(graphql_reply().body, drip=drip)) as server:
        async with connect(server.url) as client, anyio.create_task_group() as tasks:
            call = Running(client.client.retrieve)
            tasks.start_soon(call.run)
            for _ in range(int(TIMEOUT) - 1):
                await drip.send()
                stopped_time.advance(1)
                await run_ready()
                assert not call.has_ended
            stopped_time.advance(1)
            error = await call.failure()

    assert type(error) is MoveTimeoutError
    assert error.may_have_arrived is True


@BOTH_LOOPS
async def test_a_call_ends_at_its_deadline_while_waiting_for_a_connection(
    connect: Connect, stopped_time: StoppedTime
) -> None:
    with HttpServer() as server:
        async with connect(server.url, max_connections=1) as client:
            connections = client._context.http._connections.get()
            await connections.limiter.acquire()
            async with anyio.create_task_group() as tasks:
                call = Running(client.client.retrieve)
                tasks.start_soon(call.run)
                error = await error_at_the_deadline(call, stopped_time)
            connections.limiter.release()
            await client.client.retrieve()

    assert type(error) is MoveTimeoutError
    # Without a connection, nothing was sent.
    assert error.may_have_arrived is False
    assert len(server.requests) == 1


@BOTH_LOOPS
async def test_a_wait_between_attempts_is_cut_at_the_deadline(
    connect: Connect, stopped_time: StoppedTime, refusing_url: str
) -> None:
    asleep = anyio.Event()

    async def oversleep(_: float) -> None:
        asleep.set()
        await anyio.sleep_forever()

    async with (
        connect(refusing_url, max_retries=5, clock=FakeClock(on_sleep=oversleep)) as client,
        anyio.create_task_group() as tasks,
    ):
        call = Running(client.client.retrieve)
        tasks.start_soon(call.run)
        await asleep.wait()
        error = await error_at_the_deadline(call, stopped_time)

    assert type(error) is MoveTimeoutError
    assert error.may_have_arrived is False
    assert isinstance(error.__cause__, MoveConnectionError)


async def test_a_connection_that_is_not_made_within_connect_timeout_has_not_arrived(
    connect: Connect, stopped_time: StoppedTime
) -> None:
    # The server never responds to the TLS handshake.
    with SilentServer() as silent:
        async with (
            connect(silent.url.replace("http:", "https:"), connect_timeout=5) as client,
            anyio.create_task_group() as tasks,
        ):
            call = Running(client.client.retrieve)
            tasks.start_soon(call.run)
            await wait_until(lambda: silent.seen)
            await run_ready()
            stopped_time.advance(4.9)
            await run_ready()
            assert not call.has_ended
            stopped_time.advance(0.1)
            error = await call.failure()

    assert type(error) is MoveTimeoutError
    assert error.may_have_arrived is False
    assert error.message == "cannot connect to 127.0.0.1 in time"


@ONE_STACK
async def test_hook_and_log_report_the_attempt_that_the_deadline_ends(
    connect: Connect, stopped_time: StoppedTime, caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[Attempt] = []
    caplog.set_level(logging.INFO, "move_ugc_async")
    with HttpServer(never()) as server:
        async with connect(server.url, on_attempt=seen.append) as client, anyio.create_task_group() as tasks:
            call = Running(client.client.retrieve)
            tasks.start_soon(call.run)
            await server.received(1)
            error = await error_at_the_deadline(call, stopped_time)

    (attempt,) = seen
    assert (attempt.operation, attempt.number, attempt.error) == ("getClient", 1, error)
    assert attempt.duration == pytest.approx(TIMEOUT)
    assert (attempt.status, attempt.retry_in) == (None, None)
    assert [record.getMessage() for record in caplog.records] == [
        "getClient: attempt 1 failed with MoveTimeoutError after 60000 ms"
    ]


@BOTH_LOOPS
async def test_an_attempt_that_the_rate_held_back_until_the_deadline_is_not_reported(
    connect: Connect, stopped_time: StoppedTime
) -> None:
    seen: list[Attempt] = []
    with HttpServer() as server:
        async with connect(server.url, max_rate=0.001, on_attempt=seen.append) as client:
            await client.client.retrieve()
            async with anyio.create_task_group() as tasks:
                call = Running(client.client.retrieve)
                tasks.start_soon(call.run)
                error = await error_at_the_deadline(call, stopped_time)

    assert type(error) is MoveTimeoutError
    assert not error.may_have_arrived
    assert [attempt.number for attempt in seen] == [1]
    assert len(server.requests) == 1
