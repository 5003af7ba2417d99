"""A fence is called just before the first byte of each creation is written, and can prevent the write."""

import asyncio
import io
import socket
from asyncio.selector_events import _SelectorSocketTransport  # type: ignore[attr-defined]
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from move_ugc_async import AsyncMoveUgc, MoveConfigurationError, MoveConnectionError, MoveError
from move_ugc_async._idempotency.folder import KeyFolder
from move_ugc_async._idempotency.record import Record
from tests.support.clocks import FakeClock
from tests.support.servers import HttpServer, Received, Reply, Script, graphql_reply
from tests.support.wait_until import wait_until

pytestmark = pytest.mark.anyio
Connect = Callable[..., AsyncMoveUgc]

JOB = {"id": "job-1", "state": "NOT_STARTED", "created": None, "metadata": None, "name": None}


class LeaseLostError(Exception):
    pass


class RecordingServer(HttpServer):
    """A server that records every byte that it receives, of incomplete requests as well."""

    def __init__(self, *script: Script) -> None:
        super().__init__(*script)
        self.seen = bytearray()
        self.ended = 0
        """Number of connections that have ended, with all their bytes in `seen`."""

    def serve(self, sock: socket.socket, number: int) -> None:
        try:
            with io.BufferedReader(_Recorder(sock, self.seen)) as stream:
                while not self.stopping.is_set() and self._exchange(sock, stream, number):
                    pass
        finally:
            self.ended += 1


class _Recorder(io.RawIOBase):
    def __init__(self, sock: socket.socket, seen: bytearray) -> None:
        self._sock = sock
        self._seen = seen

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count = self._sock.recv_into(buffer)
        self._seen += memoryview(buffer)[:count]
        return count


class Api:
    """A server that loses the responses of some creations, and whose lists are empty."""

    def __init__(self, *lost: int) -> None:
        self.lost = lost
        self.created = 0

    def __call__(self, request: Received) -> Reply:
        operation = request.json()["operationName"]
        if operation != "createSingleCamJob":
            return graphql_reply({"listJobs": {"items": [], "first": 50, "after": None}})
        self.created += 1
        if self.created in self.lost:
            return Reply(instead="reset")
        return graphql_reply({operation: JOB})


@pytest.mark.parametrize("error", [LeaseLostError("taken over"), MoveConnectionError("no", may_have_arrived=False)])
@pytest.mark.parametrize("connection", ["fresh", "reused"])
async def test_fence_prevents_every_byte_of_a_creation(connect: Connect, connection: str, error: Exception) -> None:
    calls: list[None] = []

    def fence() -> None:
        calls.append(None)
        raise error

    with RecordingServer() as server:
        async with connect(server.url, fence=fence, max_retries=3, clock=FakeClock()) as client:
            if connection == "reused":
                await client.client.retrieve()
            before = len(server.seen)
            with pytest.raises(type(error)) as caught:
                await client.jobs.create_singlecam("take-1")
        # The connection that the creation had, and no other one: the error is not retried.
        await wait_until(lambda: server.ended == 1)
        assert (len(server.seen), server.connections) == (before, 1)
    assert caught.value is error
    assert len(calls) == 1


async def test_fence_prevents_a_creation_over_an_injected_client(connect: Connect) -> None:
    def fence() -> None:
        raise LeaseLostError

    with RecordingServer() as server:
        async with httpx.AsyncClient() as own, connect(server.url, http_client=own, fence=fence) as client:
            with pytest.raises(LeaseLostError):
                await client.jobs.create_singlecam("take-1")
        assert not server.seen


async def test_fence_is_called_before_each_attempt_of_a_creation_and_for_no_other_call(
    connect: Connect, tmp_path: Path
) -> None:
    api, calls = Api(1, 2), list[int]()
    with HttpServer(api) as server:
        settings: dict[str, Any] = {"max_retries": 3, "clock": FakeClock(), "state_dir": tmp_path}
        async with connect(server.url, fence=lambda: calls.append(api.created), **settings) as client:
            job = await client.jobs.create_singlecam("take-1", idempotency_key="order-7")
    assert job.id == "job-1"
    assert len(server.requests) > api.created
    assert calls == [0, 1, 2]


@pytest.mark.parametrize("key", [None, "order-7"])
async def test_fence_of_with_options_is_called_for_its_own_creations_only(
    connect: Connect, tmp_path: Path, key: str | None
) -> None:
    calls: list[None] = []
    api = Api()
    with HttpServer(api) as server:
        async with connect(server.url, state_dir=tmp_path) as client:
            fenced = client.with_options(fence=lambda: calls.append(None))
            await fenced.jobs.create_singlecam("take-1", idempotency_key=key)
            await client.jobs.create_singlecam("take-2", idempotency_key=key and "order-8")
    assert (api.created, len(calls)) == (2, 1)


async def test_fence_after_an_ambiguous_attempt_raises_its_error_and_keeps_the_record(
    connect: Connect, tmp_path: Path
) -> None:
    api = Api(1)

    def fence() -> None:
        if api.created:
            raise LeaseLostError

    with HttpServer(api) as server:
        settings: dict[str, Any] = {"max_retries": 3, "clock": FakeClock(), "state_dir": tmp_path}
        async with connect(server.url, fence=fence, **settings) as client:
            with pytest.raises(LeaseLostError):
                await client.jobs.create_singlecam("take-1", idempotency_key="order-7")
        assert api.created == 1
    (path,) = (tmp_path / "keys").glob("*.json")
    record = Record.from_json(path.read_bytes())
    assert (record.operation, record.id, record.in_flight) == ("createSingleCamJob", None, False)


async def test_fence_before_the_first_attempt_leaves_no_record(connect: Connect, tmp_path: Path) -> None:
    def fence() -> None:
        # The record is written first: that may take long on a slow disk.
        assert list((tmp_path / "keys").glob("*.json"))
        raise LeaseLostError

    with HttpServer(Api()) as server:
        async with connect(server.url, fence=fence, state_dir=tmp_path) as client:
            with pytest.raises(LeaseLostError):
                await client.jobs.create_singlecam("take-1", idempotency_key="order-7")
    assert not list((tmp_path / "keys").glob("*.json"))


@pytest.mark.parametrize("stack", ["asyncio-aiohttp"])
async def test_no_other_task_runs_between_the_fence_and_the_write_over_aiohttp(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []

    def fence() -> None:
        steps.append("fence")
        asyncio.get_running_loop().call_soon(steps.append, "another task")

    with HttpServer(Api()) as server:
        async with connect(server.url) as client:
            await client.jobs.list()
            for name in ("write", "writelines"):
                write = getattr(_SelectorSocketTransport, name)
                monkeypatch.setattr(
                    _SelectorSocketTransport,
                    name,
                    lambda *given, write=write: (steps.append("write"), write(*given))[1],
                )
            await client.with_options(fence=fence).jobs.create_singlecam("take-1")
    assert steps[:3] == ["fence", "write", "another task"]


async def test_lost_lock_prevents_the_write_and_is_reported_as_it_is(
    connect: Connect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, api = KeyFolder.write, Api()

    def write_and_unlink(self: KeyFolder, name: str, record: Record | None) -> None:
        write(self, name, record)
        (self.path / f"{name}.lock").unlink(missing_ok=True)

    monkeypatch.setattr(KeyFolder, "write", write_and_unlink)
    with HttpServer(api) as server:
        async with connect(server.url, max_retries=3, clock=FakeClock(), state_dir=tmp_path) as client:
            with pytest.raises(MoveError, match="was removed while it was held; call again") as caught:
                await client.jobs.create_singlecam("take-1", idempotency_key="order-7")
    assert type(caught.value) is MoveError
    assert api.created == 0


@pytest.mark.parametrize("value", [7, "fence"])
async def test_client_refuses_a_fence_that_is_no_function(connect: Connect, value: Any) -> None:
    with pytest.raises(MoveConfigurationError, match="fence must be a function"):
        connect("http://127.0.0.1", fence=value)


async def test_client_refuses_a_fence_that_nobody_would_await(connect: Connect) -> None:
    async def fence() -> None:
        raise LeaseLostError

    with pytest.raises(MoveConfigurationError, match="fence must be a function that is not a coroutine function"):
        connect("http://127.0.0.1", fence=fence)


class AsyncFence:
    async def __call__(self) -> None:
        raise LeaseLostError


async def test_client_refuses_an_object_that_is_called_like_a_coroutine_function(connect: Connect) -> None:
    with pytest.raises(MoveConfigurationError, match="fence must be a function that is not a coroutine function"):
        connect("http://127.0.0.1", fence=AsyncFence())


@pytest.mark.parametrize("key", [None, "order-7"])
@pytest.mark.parametrize("is_coroutine", [True, False])
async def test_fence_that_returns_an_awaitable_prevents_the_creation(
    connect: Connect, tmp_path: Path, key: str | None, *, is_coroutine: bool
) -> None:
    class Later:
        def __await__(self) -> Any:
            raise LeaseLostError

    returns: Any = AsyncFence().__call__ if is_coroutine else Later

    def fence() -> Any:
        return returns()

    api = Api()
    with HttpServer(api) as server:
        async with connect(server.url, fence=fence, state_dir=tmp_path) as client:
            with pytest.raises(MoveConfigurationError, match="fence must not return an awaitable"):
                await client.jobs.create_singlecam("take-1", idempotency_key=key)
    assert api.created == 0
