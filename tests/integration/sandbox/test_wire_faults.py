"""Faults of the sandbox that close connections, or that delay, slow down or truncate responses."""

import asyncio
import logging
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from move_ugc_async.sandbox import (
    Delay,
    Drip,
    Drop,
    Fault,
    Sandbox,
    Stall,
    Truncate,
)
from move_ugc_async.sandbox.connection import Connection
from tests.integration.sandbox.api import CREATE_FILE, GET_FILE, Api
from tests.integration.sandbox.wire import READ, change, connected, read_all, request, target
from tests.support.loop_time import StoppedTime
from tests.support.wait_until import SAFETY_NET, run_ready, wait_until, wait_until_sync

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def _no_warnings(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


@dataclass
class Pauses:
    """The pauses of faults so far, and the tasks of their requests."""

    seconds: list[float] = field(default_factory=list)
    tasks: list[Any] = field(default_factory=list)


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> Pauses:
    """Record the pauses of faults, which last as long as usual."""
    recorded = Pauses()
    sleep = Connection.sleep

    async def record_and_sleep(connection: Connection, seconds: float) -> bool:
        recorded.tasks.append(asyncio.current_task())
        recorded.seconds.append(seconds)
        return await sleep(connection, seconds)

    monkeypatch.setattr(Connection, "sleep", record_and_sleep)
    return recorded


@pytest.fixture
def instant_pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Record the seconds of the pauses of faults, which take no time."""
    recorded: list[float] = []

    async def record(_connection: Connection, seconds: float) -> bool:
        recorded.append(seconds)
        return True

    monkeypatch.setattr(Connection, "sleep", record)
    return recorded


def _has_received(sock: socket.socket) -> bool:
    sock.settimeout(0)
    try:
        sock.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return False
    return True


async def _download(api: Api, content: bytes) -> str:
    file_id = await api.upload(content)
    url: str = (await api.call(GET_FILE, id=file_id))["presignedUrl"]
    return url


async def test_drop_closes_the_connection_without_a_byte(api: Api) -> None:
    api.sandbox.faults.add(Drop())
    with connected(api.sandbox) as sock:
        sock.sendall(change(api.sandbox))
        assert read_all(sock) == []


async def test_drop_resets_the_connection_with_reset(api: Api) -> None:
    api.sandbox.faults.add(Drop(reset=True))
    with connected(api.sandbox) as sock:
        sock.sendall(change(api.sandbox))
        with pytest.raises(ConnectionResetError):
            read_all(sock)


async def test_drop_closes_after_an_upload_was_received(api: Api) -> None:
    file = await api.call(CREATE_FILE, type="mp4")
    api.sandbox.faults.add(Drop(), method="put")
    content = b"x" * 300_000
    with connected(api.sandbox) as sock:
        sock.sendall(request("PUT", target(file["presignedUrl"]), content))
        assert read_all(sock) == []
    (entry,) = api.sandbox.journal.filter(fault=Drop)
    assert (entry.kind, entry.received) == ("storage", len(content))
    assert not list(api.sandbox.journal.filter(kind="storage", status=200))


async def test_drop_resets_the_connection_during_an_upload(api: Api) -> None:
    file = await api.call(CREATE_FILE, type="mp4")
    api.sandbox.faults.add(Drop(reset=True), path="/move-ugc-sandbox/*")
    with connected(api.sandbox) as sock:
        sock.sendall(request("PUT", target(file["presignedUrl"]), b"x" * 10, content_length="1000000"))
        with pytest.raises(ConnectionResetError):
            read_all(sock)


@pytest.mark.parametrize(
    ("fault", "size"),
    [(Truncate(), 50_000), (Truncate(0.1), 10_000), (Truncate(0), 0), (Truncate(size=70_001), 70_001)],
)
async def test_truncated_body_has_the_requested_size(api: Api, fault: Truncate, size: int) -> None:
    content = bytes(range(250)) * 400
    url = await _download(api, content)
    api.sandbox.faults.add(fault, method="GET")
    with connected(api.sandbox) as sock:
        sock.sendall(request("GET", target(url)))
        head, _, body = b"".join(read_all(sock)).partition(b"\r\n\r\n")
    assert b"content-length: 100000" in head
    assert body == content[:size]
    (entry,) = api.sandbox.journal.filter(fault=Truncate)
    assert (entry.status, entry.fault) == (200, fault)


async def test_connection_stays_open_after_a_body_that_is_too_short_to_truncate(api: Api) -> None:
    url = await _download(api, b"clip")
    rule = api.sandbox.faults.add(Truncate(size=4), method="GET")
    with connected(api.sandbox) as sock:
        sock.sendall(request("GET", target(url)))
        while not (received := sock.recv(65536)).endswith(b"clip"):
            assert received
        sock.sendall(request("GET", target(url), connection="close"))
        assert b"".join(read_all(sock)).endswith(b"\r\n\r\nclip")
    assert rule.acted == 2


async def test_truncate_drops_a_response_without_a_body(api: Api) -> None:
    file = await api.call(CREATE_FILE, type="mp4")
    api.sandbox.faults.add(Truncate(), method="PUT")
    with connected(api.sandbox) as sock:
        sock.sendall(request("PUT", target(file["presignedUrl"]), b"clip"))
        assert read_all(sock) == []
    url = (await api.call(GET_FILE, id=file["id"]))["presignedUrl"]
    assert (await api.http.get(url)).content == b"clip"


async def test_drip_sends_the_body_in_pieces_with_a_pause_before_each(api: Api, instant_pauses: list[float]) -> None:
    content = b"0123456789" * 6
    url = await _download(api, content)
    api.sandbox.faults.add(Drip(500), method="GET")
    with connected(api.sandbox) as sock:
        sock.sendall(request("GET", target(url), connection="close"))
        received = b"".join(read_all(sock))
    assert received.endswith(b"\r\n\r\n" + content)
    # 500 bytes per second in 20 pieces per second are 25 bytes each.
    assert instant_pauses == [25 / 500, 25 / 500, 10 / 500]


async def test_drip_stops_when_the_client_disconnects(api: Api, pauses: Pauses) -> None:
    url = await _download(api, b"clip")
    api.sandbox.faults.add(Drip(0.001), method="GET")
    with connected(api.sandbox) as sock:
        sock.sendall(request("GET", target(url)))
        assert sock.recv(65536).startswith(b"HTTP/1.1 200")
        await wait_until(lambda: pauses.seconds)
    await wait_until(pauses.tasks[0].done)
    assert pauses.seconds == [1000]


async def test_delay_waits_before_or_after_the_processing(api: Api, instant_pauses: list[float]) -> None:
    api.sandbox.faults.add([Delay(50), Delay(70, after_work=True)])
    for _ in range(2):
        assert (await api.call(READ))["metadata"] == "{}"
    assert instant_pauses == [50, 70]
    assert [entry.fault for entry in api.sandbox.journal] == [Delay(50), Delay(70, after_work=True)]


async def test_delay_after_work_delays_only_the_response(api: Api, pauses: Pauses) -> None:
    api.sandbox.faults.add(Delay(600, after_work=True), operation="Set")
    with connected(api.sandbox) as sock:
        sock.sendall(change(api.sandbox))
        await wait_until(lambda: pauses.seconds)
        assert (await api.call(READ))["metadata"] == '"new"'
        assert not _has_received(sock)
    assert pauses.seconds == [600]


async def test_delayed_request_is_processed_after_its_client_disconnects(api: Api, pauses: Pauses) -> None:
    api.sandbox.faults.add(Delay(600), operation="Set")
    with connected(api.sandbox) as sock:
        sock.sendall(change(api.sandbox))
        await wait_until(lambda: pauses.seconds)
        assert (await api.call(READ))["metadata"] == "{}"
        assert not _has_received(sock)
        api.sandbox.journal.clear()
    await wait_until(lambda: len(api.sandbox.journal) == 1)
    assert (await api.call(READ))["metadata"] == '"new"'


@pytest.fixture
def connection() -> Connection:
    """Return a connection without a socket."""
    connection = Connection.__new__(Connection)
    connection._lost = asyncio.Event()
    connection._is_held = connection._is_ending = False
    return connection


async def test_delay_fault_waits_for_its_duration(connection: Connection, stopped_time: StoppedTime) -> None:
    pause = asyncio.ensure_future(connection.sleep(60))
    await run_ready()
    stopped_time.advance(59)
    await run_ready()
    assert not pause.done()
    stopped_time.advance(1)
    assert await pause


async def test_pause_of_a_fault_ends_when_the_client_disconnects(
    connection: Connection, stopped_time: StoppedTime
) -> None:
    pause = asyncio.ensure_future(connection.sleep(60))
    await run_ready()
    assert not pause.done()
    connection._lost.set()
    assert not await pause
    assert stopped_time.now == 1000


@pytest.mark.parametrize("fault", [Stall(), Delay(600), Drip(0.001)], ids=repr)
def test_sandbox_closes_without_waiting_for_faults(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("move_ugc_async.sandbox.server._GRACE_SECONDS", SAFETY_NET)
    pending_after_wait: list[int] = []
    wait = asyncio.wait

    async def record_and_wait(tasks: Any, **options: Any) -> Any:
        done, pending = await wait(tasks, **options)
        pending_after_wait.append(len(pending))
        return done, pending

    monkeypatch.setattr(asyncio, "wait", record_and_wait)
    with Sandbox() as sandbox:
        rule = sandbox.faults.add(fault)
        with connected(sandbox) as sock:
            sock.sendall(change(sandbox))
            wait_until_sync(lambda: rule.acted == 1)
            sandbox.close()
    assert not any(pending_after_wait)
