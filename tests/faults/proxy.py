"""A proxy between a client and a server, which breaks connections as a plan says.

It serves from a thread of its own, and parses HTTP only as far as to find out where a message ends and which operation
it is for.
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
"""`up` is from the client to the server, `down` the way back."""

_RESETS = struct.pack("ii", 1, 0)
_HEAD_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_OPERATION = re.compile(rb'"operationName": *"(\w+)"')


@dataclass(frozen=True, slots=True)
class Share:
    """A share, 0 to below 1, of the first HTTP message that a connection carries in a direction."""

    of_message: float


@dataclass(frozen=True, slots=True)
class Pass:
    """Let everything through."""


@dataclass(frozen=True, slots=True)
class Cut:
    """End a connection in place of the first byte beyond a number of bytes.

    `Cut("down", 0)` lets no response through, although the server has done what it was asked to. The client receives
    `saying` in place of the rest. A `stall` leaves the connection open, and carries nothing more either way.
    """

    direction: Direction
    at: int | Share
    how: Literal["close", "reset", "stall"] = "close"
    saying: bytes = b""


Fault: TypeAlias = Pass | Cut


@dataclass(frozen=True, slots=True)
class Opening:
    """What a plan decides by.

    Attributes:
        number: The number of the connection, 1 for the first.
        operation: The GraphQL operation of its first request, or the method of any other request.
        nth: How many connections so far have opened with this operation, this one included.
        chance: Random numbers for this connection.
    """

    number: int
    operation: str
    nth: int
    chance: Random


Plan: TypeAlias = Callable[[Opening], Fault]


@dataclass(slots=True)
class Carried:
    """What became of one connection.

    Attributes:
        operation: The operation of its first request.
        fault: What was planned.
        fired: Whether the cut came to pass.
        client_left: Whether the client has closed the connection, or the proxy has.
        requests: How many requests the client has sent in full or in part.
        sent: Bytes that went through in each direction.
    """

    operation: str
    fault: Fault
    fired: bool = False
    client_left: bool = False
    requests: int = 0
    sent: dict[Direction, int] = field(default_factory=lambda: {"up": 0, "down": 0})


class Proxy:
    """Forward each connection to a port of this machine.

    Args:
        port: Where the server listens.
        plan: Decides over each connection, once its first request has been read.
        seed: Decides all chance.
        one_exchange: Whether each connection carries one HTTP exchange only: every request gets `Connection: close`, so
            that a plan decides over requests.
    """

    def __init__(self, port: int, plan: Plan, *, seed: int = 0, one_exchange: bool = False) -> None:
        self._port = port
        self._plan = plan
        self._seed = seed
        self._one_exchange = one_exchange
        self._thread = threading.Thread(target=self._run, name="faults")
        self._listening: Future[int] = Future()
        self._ended: Future[None] = Future()
        self._errors: list[Exception] = []
        self._count = 0
        self._openings: Counter[str] = Counter()
        self.carried: list[Carried] = []
        """Every connection that has sent a request so far, in the order of these requests."""
        self.url = ""
        """Where it listens, without a slash at the end."""

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
    def broken(self) -> list[Carried]:
        """The connections whose cut came to pass."""
        return [each for each in self.carried if each.fired]

    def _run(self) -> None:
        # On trio, whose sockets just close: asyncio's say goodbye first, which is no reset.
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
                request = await _read_opening(client)
                if not request:
                    return
                operation = _operation_of(request)
                self._openings[operation] += 1
                chance = Random(f"{self._seed}-{number}")
                fault = self._decide(Opening(number, operation, self._openings[operation], chance))
                carried = Carried(operation, fault)
                self.carried.append(carried)
                if self._one_exchange:
                    request = request.replace(b"\r\n", b"\r\nConnection: close\r\n", 1)
                async with await trio.open_tcp_stream("127.0.0.1", self._port) as server:
                    await _Connection(carried, client, server).run(request)

    def _decide(self, opening: Opening) -> Fault:
        try:
            return self._plan(opening)
        except Exception as error:
            # Kept here: closing the connection may be cancelled, which would take the place of this error.
            self._errors.append(error)
            raise


class _Connection:
    def __init__(self, carried: Carried, client: trio.SocketStream, server: trio.SocketStream) -> None:
        self._carried = carried
        self._fault = carried.fault
        self._client = client
        self._server = server
        self._scope = trio.CancelScope()
        self._has_stalled = False

    async def run(self, request: bytes) -> None:
        with self._scope:
            async with trio.open_nursery() as both:
                both.start_soon(self._carry, "up", self._client, self._server, request)
                both.start_soon(self._carry, "down", self._server, self._client)

    async def _carry(
        self, direction: Direction, source: trio.SocketStream, sink: trio.SocketStream, first: bytes = b""
    ) -> None:
        cut = self._fault if isinstance(self._fault, Cut) and self._fault.direction == direction else None
        try:
            data = first or await (_read_head if cut and isinstance(cut.at, Share) else _read_some)(source)
            left = _bytes_until(cut, data) if cut else math.inf
            while data:
                if direction == "up":
                    self._carried.requests += data.count(b" HTTP/1.1\r\n")
                if cut and len(data) > left:
                    await self._pass_on(direction, data[: int(left)], sink)
                    return await self._fire(cut)
                await self._pass_on(direction, data, sink)
                left -= len(data)
                data = await source.receive_some()
            await sink.send_eof()
        except trio.BrokenResourceError:
            self._scope.cancel()
        finally:
            self._carried.client_left |= direction == "up"

    async def _pass_on(self, direction: Direction, data: bytes, sink: trio.SocketStream) -> None:
        if self._has_stalled:
            await trio.sleep_forever()
        await sink.send_all(data)
        self._carried.sent[direction] += len(data)

    async def _fire(self, fault: Cut) -> None:
        self._carried.fired = True
        await self._client.send_all(fault.saying)
        if fault.how == "stall":
            self._has_stalled = True
            await trio.sleep_forever()
        if fault.how == "reset":
            self._client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESETS)
        self._scope.cancel()


async def _read_some(source: trio.SocketStream) -> bytes:
    return bytes(await source.receive_some())


async def _read_head(source: trio.SocketStream) -> bytes:
    """Read until the head of a message is complete, or nothing more comes."""
    data = await _read_some(source)
    while data and _HEAD_END not in data and (more := await source.receive_some()):
        data += more
    return data


async def _read_opening(client: trio.SocketStream) -> bytes:
    """Read the head of a request, and the body as well if it is a POST, which names its operation there."""
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
