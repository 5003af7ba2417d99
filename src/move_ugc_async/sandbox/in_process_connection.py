"""A connection between a client and an application in the same event loop."""

import math
from collections.abc import AsyncGenerator, AsyncIterator, Generator
from contextlib import contextmanager, suppress
from email.utils import formatdate
from typing import Self

import anyio
import httpx
from starlette.types import Message

_BODYLESS_STATUSES = frozenset({204, 304})
_BUFFERED = 4
"""Messages in each direction that may wait for the other side, as in the buffers of a socket."""

_PIECE_SIZE = 64 * 1024
"""Maximum bytes of a message with a part of a request."""


class InProcessConnection(httpx.AsyncByteStream):
    """The connection of one request: the client iterates over the body of the response, the application is ASGI.

    Args:
        request: The request; its timeouts limit the wait for each part of its body and of the response.
    """

    def __init__(self, request: httpx.Request) -> None:
        timeouts = request.extensions.get("timeout", {})
        self._read_timeout: float | None = timeouts.get("read")
        self._write_timeout: float | None = timeouts.get("write")
        self._length: str | None = request.headers.get("content-length")
        self._has_body = request.method != "HEAD"
        self._to_app, self._from_client = anyio.create_memory_object_stream[bytes](_BUFFERED)
        self._to_client, self._from_app = anyio.create_memory_object_stream[bytes](_BUFFERED)
        self._has_head = anyio.Event()
        self._lost = anyio.Event()
        self._head: tuple[int, list[tuple[bytes, bytes]]] | None = None
        self._ended = anyio.Event()
        self._missing: int | None = None
        self._is_complete = False
        self._error: httpx.TransportError | None = None

    async def send_body(self, content: AsyncIterator[bytes]) -> None:
        """Send the body of the request, or as much of it as the application receives.

        Raises:
            httpx.LocalProtocolError: The body has another length than its header.
            httpx.WriteTimeout: The application stopped receiving.
        """
        try:
            sent = 0
            async for chunk in content:
                sent += len(chunk)
                for start in range(0, len(chunk), _PIECE_SIZE):
                    with _timeout(httpx.WriteTimeout, self._write_timeout):
                        await self._to_app.send(chunk[start : start + _PIECE_SIZE])
        except anyio.BrokenResourceError:
            return
        finally:
            if isinstance(content, AsyncGenerator):
                await content.aclose()
        if self._length not in {None, str(sent)}:
            msg = f"the body has {sent} bytes; its Content-Length is {self._length}"
            raise httpx.LocalProtocolError(msg)
        self._to_app.close()

    async def receive_head(self) -> tuple[int, list[tuple[bytes, bytes]]]:
        """Return the status and the headers of the response.

        Raises:
            httpx.TransportError: The connection broke or timed out.
        """
        with _timeout(httpx.ReadTimeout, self._read_timeout):
            await self._has_head.wait()
        if self._head is None:
            raise self._error or httpx.RemoteProtocolError("Server disconnected without sending a response.")
        return self._head

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        """Return the next part of the body of the response."""
        with _timeout(httpx.ReadTimeout, self._read_timeout), suppress(anyio.EndOfStream, anyio.ClosedResourceError):
            return await self._from_app.receive()
        if self._is_complete:
            raise StopAsyncIteration
        msg = "peer closed connection without sending complete message body"
        raise self._error or httpx.RemoteProtocolError(msg)

    async def aclose(self) -> None:
        """Disconnect, and wait until the application has ended: its event loop may end next."""
        self.disconnect()
        await self._ended.wait()

    def disconnect(self) -> None:
        """Disconnect: the application can neither send nor receive any more."""
        self._lost.set()
        self._has_head.set()
        for stream in (self._to_app, self._from_client, self._to_client, self._from_app):
            stream.close()

    async def receive(self) -> Message:
        """Return the next message of ASGI: a part of the body, then that the client has disconnected."""
        try:
            return {"type": "http.request", "body": await self._from_client.receive(), "more_body": True}
        except anyio.EndOfStream:
            self._from_client.close()
            return {"type": "http.request", "body": b"", "more_body": False}
        except anyio.ClosedResourceError:
            await self._lost.wait()
            return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        """Send a message of ASGI to the client.

        Raises:
            OSError: The client has disconnected.
        """
        if self._lost.is_set():
            raise _disconnected()
        if message["type"] == "http.response.start":
            status: int = message["status"]
            self._has_body = self._has_body and status not in _BODYLESS_STATUSES
            headers = [(b"date", formatdate(usegmt=True).encode()), *message.get("headers", ())]
            length = dict(headers).get(b"content-length")
            self._missing = None if length is None else int(length)
            self._is_complete = not self._has_body or self._missing == 0
            self._head = status, headers
            self._has_head.set()
            return
        body: bytes = message.get("body", b"")
        if body and self._has_body:
            try:
                await self._to_client.send(body)
            except (anyio.BrokenResourceError, anyio.ClosedResourceError):
                raise _disconnected() from None
            if self._missing is not None:
                # A client that has as many bytes as announced does not notice how the connection ends.
                self._missing -= len(body)
                self._is_complete = self._missing == 0
        if not message.get("more_body", False):
            self._is_complete = True
            self.finish()

    def finish(self) -> None:
        """End the connection for the application; without a complete response, the client sees it broken."""
        self._lost.set()
        self._has_head.set()
        self._to_client.close()
        self._from_client.close()

    def end(self) -> None:
        """Report that the application has ended."""
        self.finish()
        self._ended.set()

    async def close(self, last: bytes = b"") -> None:
        """Close the connection; `last`, which is no HTTP, replaces the response."""
        if last and self._head is None:
            self._error = httpx.RemoteProtocolError("illegal status line")
        self.finish()

    async def reset(self) -> None:
        """Reset the connection."""
        self._error = httpx.ReadError("Connection reset by peer")
        self.finish()

    async def wait_lost(self) -> None:
        """Wait until the client or the end of the sandbox closes the connection."""
        await self._lost.wait()

    async def sleep(self, seconds: float) -> bool:
        """Wait for `seconds` or until the connection is lost, and return whether it is still open."""
        with anyio.move_on_after(seconds):
            await self._lost.wait()
        return not self._lost.is_set()


def _disconnected() -> OSError:
    return ConnectionAbortedError("the client has disconnected")


@contextmanager
def _timeout(error: type[httpx.TimeoutException], seconds: float | None) -> Generator[None, None, None]:
    """Raise an error of httpx if the block takes longer than a number of seconds; None: no limit."""
    with anyio.move_on_after(math.inf if seconds is None else seconds) as scope:
        yield
    if scope.cancelled_caught:
        msg = "timed out"
        raise error(msg)
