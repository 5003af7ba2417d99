"""The part of HTTP/1.1 that benchmarked clients need."""

import asyncio
import re
from typing import cast

from benchmarks.server.routes import Routes
from benchmarks.server.storage import STORED, Sending

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_DELAY = re.compile(rb"/after/(\d+)/")
_END = b"\r\n\r\n"


class StubProtocol(asyncio.Protocol):
    """A connection that responds to requests in sequence.

    Args:
        routes: Selects the responses.
    """

    def __init__(self, routes: Routes) -> None:
        self._routes = routes
        self._received = b""
        self._missing = 0
        self._sending: Sending | None = None
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transport is not a subclass.
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        if self._missing:
            # An upload, which is discarded.
            self._missing -= len(data)
            if self._missing == 0:
                self._transport.write(STORED)
            return
        received = self._received + data if self._received else data
        while received:
            rest = self._respond(received)
            if rest is None:
                break
            received = rest
        self._received = received

    def resume_writing(self) -> None:
        if self._sending is not None and self._sending.resume():
            self._sending = None

    def _respond(self, received: bytes) -> bytes | None:
        """Respond to the first request and return the remaining bytes; None if it is incomplete."""
        end = received.find(_END)
        if end < 0:
            return None
        head = received[:end]
        found = _LENGTH.search(head)
        length, start = int(found[1]) if found else 0, end + len(_END)
        if head.startswith(b"PUT "):
            self._missing = length - (len(received) - start)
            if self._missing == 0:
                self._transport.write(STORED)
            return b""
        if len(received) < start + length:
            return None
        self._route(head, received[start : start + length])
        return received[start + length :]

    def _route(self, head: bytes, body: bytes) -> None:
        target = head.split(b" ", 2)[1]
        if target == b"/graphql":
            self._transport.write(self._routes.graphql(body))
        elif target.startswith(b"/storage/"):
            self._sending = Sending(self._transport, head)
            self.resume_writing()
        elif found := _DELAY.match(target):
            asyncio.get_running_loop().call_later(
                int(found[1]) / 1000, self._transport.write, self._routes.graphql(body)
            )
        else:
            self._transport.write(self._routes.control(target))
