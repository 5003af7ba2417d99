"""A proxy that cuts connections between a client and a server according to a plan.

It runs in its own thread, and parses only as much HTTP as it needs to find the end and the operation of a message.
"""

import contextlib
import functools
import math
import re
import socket
import struct
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from random import Random
from typing import Literal, Self, TypeAlias

import trio

from tests.support.wait_until import SAFETY_NET

Direction: TypeAlias = Literal["up", "down"]
"""`up` is from the client to the server, `down` from the server to the client."""

_LINGER_ZERO = struct.pack("ii", 1, 0)
_HEAD_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_OPERATION = re.compile(rb'"operationName": *"(\w+)"')


@dataclass(frozen=True, slots=True)
class Share:
    """A fraction, from 0 to below 1, of the first HTTP message of a connection in one direction."""

    of_message: float


@dataclass(frozen=True, slots=True)
class Pass:
    """Forward everything."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Cut a connection after a number of bytes, before the next one is forwarded.

    `Cut("down", 0)` forwards no response, although the server has processed the request. The client receives `reply`
    instead of the rest. A `stall` leaves the connection open, and forwards nothing more in either direction.
    """

    direction: Direction
    at: int | Share
    how: Literal["close", "reset", "stall"] = "close"
    reply: bytes = b""


Action: TypeAlias = Pass | Cut


@dataclass(frozen=True, slots=True)
class NewConnection:
    """A connection for which a plan chooses an action.

    Attributes:
        number: The number of the connection, 1 for the first.
        operation: The GraphQL operation of its first request, or the method of any other request.
        nth: The number of connections that started with this operation, including this one.
        random: Random numbers for this connection.
    """

    number: int
    operation: str
    nth: int
    random: Random


CutPlan: TypeAlias = Callable[[NewConnection], Action]


@dataclass(slots=True)
class ProxiedConnection:
    """The record of one connection.

    Attributes:
        operation: The operation of its first request.
        action: The action that the plan chose.
        was_cut: Whether the connection was cut.
        client_left: Whether the client or the proxy has closed the connection.
        requests: Number of requests that the client has sent, in full or in part.
        sent: Bytes that were forwarded in each direction.
    """

    operation: str
    action: Action
    was_cut: bool = False
    client_left: bool = False
    requests: int = 0
    sent: dict[Direction, int] = field(default_factory=lambda: {"up": 0, "down": 0})


class FaultProxy:
    """Forward each connection to a port of this machine.

    Args:
        port: Port of the server.
        plan: Chooses the action of each connection, after its first request was read.
        seed: Seed of all random numbers.
        one_exchange: Whether to limit each connection to one HTTP exchange, with `Connection: close` in every request,
            so that a plan chooses the action of each request.
    """

    def __init__(self, port: int, plan: CutPlan, *, seed: int = 0, one_exchange: bool = False) -> None:
        self._port = port
        self._plan = plan
        self._seed = seed
        self._one_exchange = one_exchange
        self._thread = threading.Thread(target=self._run, name="faults")
        self._listening: Future[int] = Future()
        self._ended: Future[None] = Future()
        self._errors: list[Exception] = []
        self._count = 0
        self._operations: Counter[str] = Counter()
        self.connections: list[ProxiedConnection] = []
        """All connections that have sent a request, in the order of these requests."""
        self.url = ""
        """URL of the proxy, without a trailing slash."""

    def __enter__(self) -> Self:
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._listening.result(SAFETY_NET)}"
        return self

    def __exit__(self, *_: object) -> None:
        if not self._ended.done():
            with contextlib.suppress(trio.RunFinishedError):
                self._token.run_sync_soon(self._serving.cancel)
        self._thread.join(SAFETY_NET)
        if self._errors:
            raise self._errors[0]
        self._ended.result(SAFETY_NET)

    @property
    def cut_connections(self) -> list[ProxiedConnection]:
        """The connections that were cut."""
        return [each for each in self.connections if each.was_cut]

    def _run(self) -> None:
        # trio closes sockets without a shutdown, which asyncio does first and which would prevent a reset.
        try:
            trio.run(self._serve)
        except BaseException as error:  # noqa: BLE001 - raised again by the thread of the test
            self._ended.set_exception(error)
            if not self._listening.done():
                self._listening.set_exception(error)
        else:
            self._ended.set_result(None)

    async def _serve(self) -> None:
        self._token = trio.lowlevel.current_trio_token()
        async with trio.open_nursery() as nursery:
            self._serving = nursery.cancel_scope
            serve = functools.partial(trio.serve_tcp, self._handle, 0, host="127.0.0.1", backlog=2048)
            (listener,) = await nursery.start(serve)
            self._listening.set_result(listener.socket.getsockname()[1])

    async def _handle(self, client: trio.SocketStream) -> None:
        self._count += 1
        number = self._count
        async with client:
            with contextlib.suppress(trio.BrokenResourceError, OSError):
                request = await _read_request_start(client)
                if not request:
                    return
                operation = _operation_of(request)
                self._operations[operation] += 1
                random = Random(f"{self._seed}-{number}")
                action = self._choose(NewConnection(number, operation, self._operations[operation], random))
                record = ProxiedConnection(operation, action)
                self.connections.append(record)
                if self._one_exchange:
                    request = request.replace(b"\r\n", b"\r\nConnection: close\r\n", 1)
                async with await trio.open_tcp_stream("127.0.0.1", self._port) as server:
                    await _Connection(record, client, server).run(request)

    def _choose(self, connection: NewConnection) -> Action:
        try:
            return self._plan(connection)
        except Exception as error:
            # Stored here, since closing the connection may be cancelled, which would replace this error.
            self._errors.append(error)
            raise


class _Connection:
    def __init__(self, record: ProxiedConnection, client: trio.SocketStream, server: trio.SocketStream) -> None:
        self._record = record
        self._action = record.action
        self._client = client
        self._server = server
        self._scope = trio.CancelScope()
        self._has_stalled = False

    async def run(self, request: bytes) -> None:
        with self._scope:
            async with trio.open_nursery() as both:
                both.start_soon(self._forward_all, "up", self._client, self._server, request)
                both.start_soon(self._forward_all, "down", self._server, self._client)

    async def _forward_all(
        self, direction: Direction, source: trio.SocketStream, sink: trio.SocketStream, first: bytes = b""
    ) -> None:
        cut = self._action if isinstance(self._action, Cut) and self._action.direction == direction else None
        try:
            data = first or await (_read_head if cut and isinstance(cut.at, Share) else _read_some)(source)
            remaining = _bytes_until(cut, data) if cut else math.inf
            while data:
                if direction == "up":
                    self._record.requests += data.count(b" HTTP/1.1\r\n")
                if cut and len(data) > remaining:
                    await self._forward(direction, data[: int(remaining)], sink)
                    return await self._cut(cut)
                await self._forward(direction, data, sink)
                remaining -= len(data)
                data = await source.receive_some()
            await sink.send_eof()
        except trio.BrokenResourceError:
            self._scope.cancel()
        finally:
            self._record.client_left |= direction == "up"

    async def _forward(self, direction: Direction, data: bytes, sink: trio.SocketStream) -> None:
        if self._has_stalled:
            await trio.sleep_forever()
        await sink.send_all(data)
        self._record.sent[direction] += len(data)

    async def _cut(self, cut: Cut) -> None:
        self._record.was_cut = True
        await self._client.send_all(cut.reply)
        if cut.how == "stall":
            self._has_stalled = True
            await trio.sleep_forever()
        if cut.how == "reset":
            self._client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_ZERO)
        self._scope.cancel()


async def _read_some(source: trio.SocketStream) -> bytes:
    return bytes(await source.receive_some())


async def _read_head(source: trio.SocketStream) -> bytes:
    """Read until the head of a message is complete, or until the end of the stream."""
    data = await _read_some(source)
    while data and _HEAD_END not in data and (more := await source.receive_some()):
        data += more
    return data


async def _read_request_start(client: trio.SocketStream) -> bytes:
    """Read the head of a request, and also the body of a POST, which contains the name of the operation."""
    data = await _read_head(client)
    while data.startswith(b"POST") and len(data) < _size_of(data) and (more := await client.receive_some()):
        data += more
    return data


def _operation_of(request: bytes) -> str:
    named = _OPERATION.search(request)
    return (named[1] if named else request.partition(b" ")[0]).decode("latin-1")


def _size_of(head: bytes) -> int:
    length = _LENGTH.search(head)
    return head.find(_HEAD_END) + len(_HEAD_END) + int(length[1] if length else 0)


def _bytes_until(cut: Cut, head: bytes) -> int:
    return cut.at if isinstance(cut.at, int) else int(cut.at.of_message * _size_of(head))
