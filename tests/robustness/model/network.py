"""A network without sockets: httpx writes HTTP/1.1 to it, and the model of the server responds."""

import json
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Protocol

import anyio
import httpcore
import httpx
import pytest

from tests.robustness.model.server import ModelServer
from tests.robustness.model.things import Reply

Arrived = Callable[[str], Awaitable[None]]
"""Called with the query of each request, after its arrival and before its response."""


class Host(Protocol):
    """Opens connections."""

    @property
    def network(self) -> "Network":
        """The network of the connections."""
        ...


class Network(httpcore.AsyncNetworkBackend):
    """The connections of one process.

    Args:
        server: The server at the other end.
        arrived: Called with each request.
    """

    def __init__(self, server: ModelServer, arrived: Arrived) -> None:
        self.server = server
        self.arrived = arrived

    async def connect_tcp(
        self,
        host: str,  # noqa: ARG002
        port: int,  # noqa: ARG002
        timeout: float | None = None,  # noqa: ARG002
        local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        """Open a connection."""
        return _Stream(self)

    async def sleep(self, seconds: float) -> None:
        """Wait for a number of seconds."""
        await anyio.sleep(seconds)


class _Stream(httpcore.AsyncNetworkStream):
    def __init__(self, network: Network) -> None:
        self._network = network
        self._request = b""
        self._response = b""
        self._reply: Reply | None = None
        self._ends_at = 0.0
        self._is_closed = False

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._request += buffer
        head, separator, body = self._request.partition(b"\r\n\r\n")
        if not separator or len(body) < _length(head):
            return
        self._request = b""
        request = json.loads(body)
        server = self._network.server
        self._reply = server.handle(request["query"], request.get("variables") or {})
        self._ends_at = server.clock() + self._reply.after
        await self._network.arrived(request["query"])

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        reply, self._reply = self._reply, None
        if reply is not None:
            await anyio.sleep(max(self._ends_at - self._network.server.clock(), 0))
            match reply.ending:
                case "never":
                    await anyio.sleep(3600)
                    return b""
                case "reset":
                    raise httpcore.ReadError
                case "close":
                    return b""
                case "truncated":
                    whole = _encode(reply)
                    self._response = whole[: -len(reply.body) // 2]
                case "whole":
                    self._response = _encode(reply)
        chunk, self._response = self._response[:max_bytes], self._response[max_bytes:]
        return chunk

    async def aclose(self) -> None:
        self._is_closed = True

    def get_extra_info(self, info: str) -> Any:
        return self._is_closed if info == "is_readable" else None


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            return int(value)
    return 0


def _encode(reply: Reply) -> bytes:
    fields = {**reply.headers, "content-length": str(len(reply.body))}
    head = f"HTTP/1.1 {reply.status} Model\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return head.encode() + b"\r\n" + reply.body


def install(patch: pytest.MonkeyPatch, current: Callable[[], Host]) -> None:
    """Patch httpx to open its connections on the network of the running process."""

    class Transport(httpx.AsyncHTTPTransport):
        def __init__(self, **_: object) -> None:
            self._pool = httpcore.AsyncConnectionPool(keepalive_expiry=30, network_backend=current().network)

    patch.setattr(httpx, "AsyncHTTPTransport", Transport)
