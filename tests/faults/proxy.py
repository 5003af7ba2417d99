"""A proxy between a client and a server, which breaks connections as a plan says.

It knows nothing of what it carries, but for the length of HTTP messages, and serves from a thread of its own.
"""

import contextlib
import functools
import math
import re
import socket
import struct
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from random import Random
from typing import Literal, Self, TypeAlias

import trio

Direction: TypeAlias = Literal["up", "down"]
"""`up` is from the client to the server, `down` the way back."""

_RESETS = struct.pack("ii", 1, 0)
_HEAD_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_KEPT = 4096


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

    `Cut("down", 0)` lets no answer through, although the server has done what it was asked to. What the client gets in
    place of the rest is `saying`. A `stall` leaves the connection open, and carries nothing more either way.
    """

    direction: Direction
    at: int | Share
    how: Literal["close", "reset", "stall"] = "close"
    saying: bytes = b""


@dataclass(frozen=True, slots=True)
class Drip:
    """Carry a few bytes at a time in a direction, with a pause, in seconds, before each."""

    direction: Direction
    pause: float
    size: int = 1


Fault: TypeAlias = Pass | Cut | Drip
Plan: TypeAlias = Callable[[int, Random], Fault]
"""Decides over a connection by its number, 1 for the first, and chance of its own."""


@dataclass(slots=True)
class Carried:
    """What became of one connection.

    Attributes:
        fault: What was planned.
        fired: Whether the cut came to pass.
        sent: Bytes that went through in each direction.
        opening: The first bytes that the client sent, with those that were held back.
    """

    fault: Fault
    fired: bool = False
    sent: dict[Direction, int] = field(default_factory=lambda: {"up": 0, "down": 0})
    opening: bytes = b""


class Proxy:
    """Hand each connection on to a port of this machine.

    Args:
        port: Where the server listens.
        plan: Decides over each connection.
        seed: Decides all chance.
        one_exchange: Whether each connection carries one HTTP exchange only: every request is given
            `Connection: close`, so that a share of all connections is a share of all requests.
    """

    def __init__(self, port: int, plan: Plan, *, seed: int = 0, one_exchange: bool = False) -> None:
        self._port = port
        self._plan = plan
        self._seed = seed
        self._one_exchange = one_exchange
        self._thread = threading.Thread(target=self._run, name="faults")
        self._listening: Future[int] = Future()
        self.carried: list[Carried] = []
        """Every connection so far, in the order they came."""
        self.url = ""
        """Where it listens, without a slash at the end."""

    def __enter__(self) -> Self:
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._listening.result()}"
        return self

    def __exit__(self, *_: object) -> None:
        self._token.run_sync_soon(self._serving.cancel)
        self._thread.join()

    @property
    def broken(self) -> list[Carried]:
        """The connections whose cut came to pass."""
        return [each for each in self.carried if each.fired]

    def _run(self) -> None:
        # On trio, whose sockets just close: asyncio's say goodbye first, which is no reset.
        trio.run(self._serve)

    async def _serve(self) -> None:
        self._token = trio.lowlevel.current_trio_token()
        async with trio.open_nursery() as nursery:
            self._serving = nursery.cancel_scope
            serve = functools.partial(trio.serve_tcp, self._handle, 0, host="127.0.0.1", backlog=2048)
            (listener,) = await nursery.start(serve)
            self._listening.set_result(listener.socket.getsockname()[1])

    async def _handle(self, client: trio.SocketStream) -> None:
        number = len(self.carried) + 1
        carried = Carried(self._plan(number, Random(f"{self._seed}-{number}")))
        self.carried.append(carried)
        async with client:
            with contextlib.suppress(OSError):
                async with await trio.open_tcp_stream("127.0.0.1", self._port) as server:
                    await _Connection(carried, client, server, closes=self._one_exchange).run()


class _Connection:
    def __init__(self, carried: Carried, client: trio.SocketStream, server: trio.SocketStream, *, closes: bool) -> None:
        self._carried = carried
        self._fault = carried.fault
        self._client = client
        self._server = server
        self._closes = closes
        self._scope = trio.CancelScope()
        self._has_stalled = False

    async def run(self) -> None:
        with self._scope:
            async with trio.open_nursery() as both:
                both.start_soon(self._carry, "up", self._client, self._server)
                both.start_soon(self._carry, "down", self._server, self._client)

    async def _carry(self, direction: Direction, source: trio.SocketStream, sink: trio.SocketStream) -> None:
        cut = self._fault if isinstance(self._fault, Cut) and self._fault.direction == direction else None
        try:
            data = await self._begin(direction, source)
            left = _bytes_until(cut, data) if cut else math.inf
            while data:
                if direction == "up":
                    self._carried.opening = (self._carried.opening + data)[:_KEPT]
                if cut and len(data) > left:
                    await self._pass_on(direction, data[: int(left)], sink)
                    return await self._fire(cut)
                await self._pass_on(direction, data, sink)
                left -= len(data)
                data = await source.receive_some()
            await sink.send_eof()
        except trio.BrokenResourceError:
            self._scope.cancel()

    async def _begin(self, direction: Direction, source: trio.SocketStream) -> bytes:
        """Give the first bytes, with the whole head where something there matters."""
        closes = self._closes and direction == "up"
        data = await source.receive_some()
        if closes or (isinstance(self._fault, Cut) and isinstance(self._fault.at, Share)):
            while _HEAD_END not in data and (more := await source.receive_some()):
                data += more
        return data.replace(b"\r\n", b"\r\nConnection: close\r\n", 1) if closes else data

    async def _pass_on(self, direction: Direction, data: bytes, sink: trio.SocketStream) -> None:
        if self._has_stalled:
            await trio.sleep_forever()
        drip = self._fault if isinstance(self._fault, Drip) and self._fault.direction == direction else None
        size = drip.size if drip else len(data) or 1
        for start in range(0, len(data), size):
            await trio.sleep(drip.pause if drip else 0)
            await sink.send_all(data[start : start + size])
            self._carried.sent[direction] += len(data[start : start + size])

    async def _fire(self, fault: Cut) -> None:
        self._carried.fired = True
        await self._client.send_all(fault.saying)
        if fault.how == "stall":
            self._has_stalled = True
            await trio.sleep_forever()
        if fault.how == "reset":
            self._client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESETS)
        self._scope.cancel()


def _bytes_until(cut: Cut, head: bytes) -> int:
    if isinstance(cut.at, int):
        return cut.at
    length = _LENGTH.search(head)
    size = head.find(_HEAD_END) + len(_HEAD_END) + int(length[1] if length else 0)
    return int(cut.at.of_message * size)
