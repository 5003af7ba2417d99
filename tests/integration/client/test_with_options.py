"""`with_options`, and timeouts of single calls."""

import inspect
from typing import Any

import anyio
import pytest

import move_ugc_async
from move_ugc_async import (
    AsyncMoveUgc,
    Attempt,
    MoveClientClosedError,
    MoveConfigurationError,
    MoveError,
    MoveInvalidRequestError,
    MoveTimeoutError,
    SourceIn,
)
from move_ugc_async.sandbox import Sandbox, Status
from tests.integration.client.loops import both_loops
from tests.support.clocks import FakeClock
from tests.support.loop_time import StoppedTime
from tests.support.servers import API_KEY, HttpServer, graphql_reply, never

pytestmark = pytest.mark.anyio


@both_loops
async def test_with_options_changes_only_the_timeout_of_its_own_calls(stopped_time: StoppedTime) -> None:
    raised: list[MoveTimeoutError] = []

    async def call(caller: AsyncMoveUgc) -> None:
        try:
            await caller.client.retrieve()
        except MoveTimeoutError as error:
            raised.append(error)

    with HttpServer(never(), graphql_reply()) as server:
        async with AsyncMoveUgc(API_KEY, endpoint_url=server.url) as client:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(call, client.with_options(timeout=3, max_retries=0))
                await server.received(1)
                stopped_time.advance(3)
            assert await client.client.retrieve()
    (error,) = raised
    assert "within 3 s" in str(error)
    assert len(server.requests) == 2


async def test_with_options_can_be_applied_again(sandbox: Sandbox) -> None:
    attempts: list[Attempt] = []
    sandbox.faults.add(Status(503), operation="getClient", times=1)
    async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, clock=FakeClock()) as client:
        await client.with_options(on_attempt=attempts.append).with_options(default_page_size=3).client.retrieve()
        await client.client.retrieve()
    assert [attempt.status for attempt in attempts] == [503, 200]


async def test_with_options_shares_the_connections(client: AsyncMoveUgc) -> None:
    await client.client.retrieve()
    other = client.with_options(timeout=60)
    await other.client.retrieve()
    assert other._context.http is client._context.http
    assert len(client._context.http._connections.get().backends) == 1


async def test_closing_a_copy_leaves_its_client_open_and_closing_the_client_closes_the_copy(sandbox: Sandbox) -> None:
    client = AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url)
    async with client:
        async with client.with_options(timeout=60) as other:
            await other.client.retrieve()
        await client.client.retrieve()
    with pytest.raises(MoveClientClosedError):
        await other.client.retrieve()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"timeout": 0}, "timeout must be a finite number above 0"),
        ({"max_retries": -1}, "max_retries"),
        ({"api_key": "mv_key_other_key"}, "the options of with_options must be among timeout, .*; got 'api_key'"),
        ({"time_out": 5}, "must be among timeout, .*; got 'time_out'"),
    ],
)
async def test_with_options_refuses_an_invalid_option(
    client: AsyncMoveUgc, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(MoveConfigurationError, match=message):
        client.with_options(**options)


def operations() -> list[tuple[str, str]]:
    """Return every service method that sends one operation."""
    services = ("camera_settings", "client", "files", "jobs", "rigs", "takes", "volumes", "webhooks")
    without = {"create", "upload", "download", "download_outputs", "wait", "watch", "wait_many"}
    return [
        (service, name)
        for service in services
        for name, _ in inspect.getmembers(getattr(move_ugc_async, SERVICES[service]), inspect.isfunction)
        if not name.startswith("_") and (name not in without or (service, name) == ("files", "create"))
    ]


SERVICES = {
    "camera_settings": "AsyncCameraSettingsService",
    "client": "AsyncClientService",
    "files": "AsyncFileService",
    "jobs": "AsyncJobService",
    "rigs": "AsyncRigService",
    "takes": "AsyncTakeService",
    "volumes": "AsyncVolumeService",
    "webhooks": "AsyncWebhookService",
}
NEEDED: dict[str, Any] = {
    "id": "job-1",
    "ids": ["job-1"],
    "file_id": "file-1",
    "take_id": "take-1",
    "volume_id": "volume-1",
    "idempotency_key": "k",
    "file_type": "mp4",
    "metadata": {},
    "sources": [SourceIn(device_label=each, file_id="file-1", format="MP4") for each in "ab"],
    "human_height": 1.8,
    "area_type": "NORMAL",
    "events": None,
    "uid": "u",
    "url": "https://example.org",
}


async def test_every_operation_has_a_timeout_argument(stopped_time: StoppedTime) -> None:
    lost: dict[tuple[str, str], MoveError | None] = {}

    async def call(service: str, name: str) -> None:
        method = getattr(getattr(client, service), name)
        parameters = inspect.signature(method).parameters.values()
        needed = {each.name: NEEDED[each.name] for each in parameters if each.default is each.empty}
        try:
            (outcome,) = await method(**needed, timeout=3)
            lost[service, name] = outcome.error
        except MoveError as error:
            lost[service, name] = error

    with HttpServer(never()) as server:
        async with AsyncMoveUgc(API_KEY, endpoint_url=server.url) as client, anyio.create_task_group() as tasks:
            for service, name in operations():
                tasks.start_soon(call, service, name)
            await server.received(len(operations()))
            stopped_time.advance(3)
    assert lost.keys() == set(operations())
    for operation, error in lost.items():
        timeout = error if isinstance(error, MoveTimeoutError) else error and error.__cause__
        assert isinstance(timeout, MoveTimeoutError), operation
        assert timeout.message == "no response within 3 s", operation


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), float("inf"), "5", True])
async def test_an_invalid_timeout_is_refused_before_anything_is_sent(
    client: AsyncMoveUgc, sandbox: Sandbox, timeout: Any
) -> None:
    with pytest.raises(MoveInvalidRequestError, match="timeout must be a finite number of seconds above 0"):
        await client.client.retrieve(timeout=timeout)
    with pytest.raises(MoveInvalidRequestError, match="timeout"):
        client.jobs.list(timeout=timeout)
    assert not sandbox.journal.count()
