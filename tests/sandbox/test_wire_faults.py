"""Faults of the sandbox on the wire: connections that close, and responses that come slowly, partly or late."""

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
from tests.sandbox.api import CREATE_FILE, GET_FILE, Api
from tests.sandbox.wire import READ, change, connected, read_all, request, target
from tests.support.loop_time import StoppedTime
from tests.support.wait_until import SAFETY_NET, run_ready, wait_until, wait_until_sync

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def _nothing_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


@dataclass
class Pauses:
    """The pauses of faults so far, and the tasks of the requests that they hold."""

    seconds: list[float] = field(default_factory=list)
    tasks: list[Any] = field(default_factory=list)


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> Pauses:
    """Return the pauses of faults so far, which are as long as they say."""
    noted = Pauses()
    sleep = Connection.sleep

    async def note(connection: Connection, seconds: float) -> bool:
        noted.tasks.append(asyncio.current_task())
        noted.seconds.append(seconds)
        return await sleep(connection, seconds)

    monkeypatch.setattr(Connection, "sleep", note)
    return noted


@pytest.fixture
def instant_pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the pauses of faults so far, in seconds; they take no time."""
    noted: list[float] = []

    async def note(_connection: Connection, seconds: float) -> bool:
        noted.append(seconds)
        return True

    monkeypatch.setattr(Connection, "sleep", note)
    return noted


def _has_received(sock: socket.socket) -> bool:
    sock.settimeout(0)
    try:
        sock.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return False
    return True


async def _download(api: Api, content: bytes) -> str:
    file_id = await api.upload(content)
    url: str = (await api.ask(GET_FILE, id=file_id))["presignedUrl"]
    return url


async def test_a_drop_closes_the_connection_without_a_byte(api: Api) -> None:
    api.sandbox.faults.add(Drop())
    with connected(api.sandbox) as sock:
        sock.sendall(change(api.sandbox))
        assert read_all(sock) == []


async def test_a_drop_may_reset_the_connection(api: Api) -> None:
    api.sandbox.faults.add(Drop(reset=True))
    with connected(api.sandbox) as sock:
        sock.sendall(change(api.sandbox))
        with pytest.raises(ConnectionResetError):
            read_all(sock)


async def test_a_drop_closes_after_an_upload_was_received(api: Api) -> None:
    file = await api.ask(CREATE_FILE, type="mp4")
    api.sandbox.faults.add(Drop(), method="put")
    content = b"x" * 300_000
    with connected(api.sandbox) as sock:
        sock.sendall(request("PUT", target(file["presignedUrl"]), content))
        assert read_all(sock) == []
    (entry,) = api.sandbox.journal.filter(fault=Drop)
    assert (entry.kind, entry.received) == ("storage", len(content))
    assert not list(api.sandbox.journal.filter(kind="storage", status=200))


async def test_a_drop_resets_the_connection_during_an_upload(api: Api) -> None:
    file = await api.ask(CREATE_FILE, type="mp4")
    api.sandbox.faults.add(Drop(reset=True), path="/move-ugc-sandbox/*")
    with connected(api.sandbox) as sock:
        sock.sendall(request("PUT", target(file["presignedUrl"]), b"x" * 10, content_length="1000000"))
        with pytest.raises(ConnectionResetError):
            read_all(sock)


@pytest.mark.parametrize(
    ("fault", "size"),
    [(Truncate(), 50_000), (Truncate(0.1), 10_000), (Truncate(0), 0), (Truncate(size=70_001), 70_001)],
)
async def test_a_truncated_body_ends_at_the_given_size(api: Api, fault: Truncate, size: int) -> None:
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


async def test_truncate_drops_a_response_without_a_body(api: Api) -> None:
    file = await api.ask(CREATE_FILE, type="mp4")
    api.sandbox.faults.add(Truncate(), method="PUT")
    with connected(api.sandbox) as sock:
        sock.sendall(request("PUT", target(file["presignedUrl"]), b"clip"))
        assert read_all(sock) == []
    url = (await api.ask(GET_FILE, id=file["id"]))["presignedUrl"]
    assert (await api.http.get(url)).content == b"clip"


async def test_drip_sends_the_body_in_pieces_with_a_pause_before_each(api: Api, instant_pauses: list[float]) -> None:
    content = b"0123456789" * 6
    url = await _download(api, content)
    api.sandbox.faults.add(Drip(500), method="GET")
    with connected(api.sandbox) as sock:
        sock.sendall(request("GET", target(url), connection="close"))
        received = b"".join(read_all(sock))
    assert received.endswith(b"\r\n\r\n" + content)
    # Twenty pieces a second: 25 bytes each.
    assert instant_pauses == [25 / 500, 25 / 500, 10 / 500]


async def test_drip_sends_nothing_more_after_its_client_has_left(api: Api, pauses: Pauses) -> None:
    url = await _download(api, b"clip")
    api.sandbox.faults.add(Drip(0.001), method="GET")
    with connected(api.sandbox) as sock:
        sock.sendall(request("GET", target(url)))
        assert sock.recv(65536).startswith(b"HTTP/1.1 200")
        await wait_until(lambda: pauses.seconds)
    await wait_until(pauses.tasks[0].done)
    assert pauses.seconds == [1000]


async def test_delay_pauses_before_or_after_the_work(api: Api, instant_pauses: list[float]) -> None:
    api.sandbox.faults.add([Delay(50), Delay(70, after_work=True)])
    for _ in range(2):
        assert (await api.ask(READ))["metadata"] == "{}"
    assert instant_pauses == [50, 70]
    assert [entry.fault for entry in api.sandbox.journal] == [Delay(50), Delay(70, after_work=True)]


async def test_delay_after_the_work_holds_the_response_only(api: Api, pauses: Pauses) -> None:
    api.sandbox.faults.add(Delay(600, after_work=True), operation="Set")
    with connected(api.sandbox) as sock:
        sock.sendall(change(api.sandbox))
        await wait_until(lambda: pauses.seconds)
        assert (await api.ask(READ))["metadata"] == '"new"'
        assert not _has_received(sock)
    assert pauses.seconds == [600]


async def test_delayed_work_is_done_after_its_client_has_left(api: Api, pauses: Pauses) -> None:
    api.sandbox.faults.add(Delay(600), operation="Set")
    with connected(api.sandbox) as sock:
        sock.sendall(change(api.sandbox))
        await wait_until(lambda: pauses.seconds)
        assert (await api.ask(READ))["metadata"] == "{}"
        assert not _has_received(sock)
        api.sandbox.journal.clear()
    await wait_until(lambda: len(api.sandbox.journal) == 1)
    assert (await api.ask(READ))["metadata"] == '"new"'


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


async def test_a_pause_of_a_fault_ends_when_the_client_leaves(
    connection: Connection, stopped_time: StoppedTime
) -> None:
    pause = asyncio.ensure_future(connection.sleep(60))
    await run_ready()
    assert not pause.done()
    connection._lost.set()
    assert not await pause
    assert stopped_time.now == 1000


@pytest.mark.parametrize("fault", [Stall(), Delay(600), Drip(0.001)], ids=repr)
def test_a_sandbox_closes_without_waiting_for_faults(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("move_ugc_async.sandbox.server._GRACE_SECONDS", SAFETY_NET)
    waited_for_in_vain: list[int] = []
    wait = asyncio.wait

    async def note(tasks: Any, **options: Any) -> Any:
        done, pending = await wait(tasks, **options)
        waited_for_in_vain.append(len(pending))
        return done, pending

    monkeypatch.setattr(asyncio, "wait", note)
    with Sandbox() as sandbox:
        rule = sandbox.faults.add(fault)
        with connected(sandbox) as sock:
            sock.sendall(change(sandbox))
            wait_until_sync(lambda: rule.acted == 1)
            sandbox.close()
    assert not any(waited_for_in_vain)
