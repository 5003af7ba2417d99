"""Faults of the connection: late, slow, partial and missing responses."""

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from move_ugc_async.sandbox.faults.fault import RequestFault

if TYPE_CHECKING:
    from starlette.types import Message

    from move_ugc_async.sandbox.faults.exchange import Exchange

_PIECES_PER_SECOND = 20


@dataclass(frozen=True, slots=True)
class Delay(RequestFault):
    """Respond late.

    If the client disconnects during the delay, the request is processed at once.

    Args:
        seconds: Delay in seconds of real time, at least 0.
        after_work: Whether the request is processed before the delay instead of after it.
    """

    seconds: float
    after_work: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        if not 0 <= self.seconds < math.inf:
            msg = f"seconds must be a finite number, 0 or more; got {self.seconds}"
            raise ValueError(msg)

    async def act(self, exchange: "Exchange") -> None:
        """Wait before the request is processed, or before the response is sent."""

        async def send_late(message: "Message") -> None:
            if message["type"] == "http.response.start":
                await exchange.connection.sleep(self.seconds)
            await exchange.send(message)

        if self.after_work:
            await exchange.process(send_late)
        else:
            await exchange.connection.sleep(self.seconds)
            await exchange.process(exchange.send)


@dataclass(frozen=True, slots=True)
class Drop(RequestFault):
    """Close the connection without a response.

    Args:
        after_work: Whether the request is processed first.
        reset: Whether to reset the connection, during an upload if there is one, instead of closing it after the whole
            request was received.
    """

    after_work: bool = field(default=False, kw_only=True)
    reset: bool = field(default=False, kw_only=True)

    async def act(self, exchange: "Exchange") -> None:
        """Close or reset the connection."""
        await exchange.process_or_skip(after_work=self.after_work, receive_body=not self.reset)
        if self.reset:
            await exchange.connection.reset()
        else:
            await exchange.connection.close()

    def seen(self, status: int) -> None:
        """Return None: the client sees no response."""


@dataclass(frozen=True, slots=True)
class Stall(RequestFault):
    """Never respond, and keep the connection open until the client or the sandbox closes it.

    Args:
        after_work: Whether the request is processed first.
    """

    after_work: bool = field(default=False, kw_only=True)

    async def act(self, exchange: "Exchange") -> None:
        """Wait until the connection is closed."""
        await exchange.process_or_skip(after_work=self.after_work)
        await exchange.connection.wait_lost()

    def seen(self, status: int) -> None:
        """Return None: the client sees no response."""


@dataclass(frozen=True, slots=True)
class Truncate(RequestFault):
    """Process the request, and close the connection in the middle of the response body.

    A response without a body is not sent at all.

    Args:
        share: Fraction of the body to send, at least 0 and below 1.
        size: Bytes of the body to send, instead of a fraction. A shorter body is sent whole, and the connection stays
            open.
    """

    share: float = 0.5
    size: int | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        if not 0 <= self.share < 1:
            msg = f"share must be at least 0 and below 1; got {self.share}"
            raise ValueError(msg)
        if self.size is not None and self.size < 0:
            msg = f"size must be 0 or more; got {self.size}"
            raise ValueError(msg)

    async def act(self, exchange: "Exchange") -> None:
        """Send only the first bytes of the body."""
        start: Message = {}
        remaining = 0
        is_short = False

        async def send_partly(message: "Message") -> None:
            nonlocal start, remaining, is_short
            if message["type"] == "http.response.start":
                start, remaining = message, self._sent_bytes(message)
                is_short = 0 < _announced_bytes(message) <= remaining
                if not is_short:
                    return
            if is_short:
                # Closing would race with the next request on the connection.
                await exchange.send(message)
                return
            body: bytes = message.get("body", b"")
            if body and start:
                await exchange.send(start)
                start = {}
            if body:
                await exchange.send({"type": "http.response.body", "body": body[:remaining], "more_body": True})
                remaining = max(0, remaining - len(body))
            if not remaining or not message.get("more_body", False):
                await exchange.connection.close()

        await exchange.process(send_partly)

    def _sent_bytes(self, start: "Message") -> int:
        if self.size is not None:
            return self.size
        return int(self.share * _announced_bytes(start))


def _announced_bytes(start: "Message") -> int:
    """Return the bytes of the body that a response announces."""
    return int(dict(start["headers"]).get(b"content-length", b"0"))


@dataclass(frozen=True, slots=True)
class Drip(RequestFault):
    """Process the request, and send the response body slowly.

    Args:
        bytes_per_second: Speed in bytes per second of real time, above 0.
    """

    bytes_per_second: float

    def __post_init__(self) -> None:
        if not 0 < self.bytes_per_second < math.inf:
            msg = f"bytes_per_second must be a finite number above 0; got {self.bytes_per_second}"
            raise ValueError(msg)

    async def act(self, exchange: "Exchange") -> None:
        """Send the body in small pieces, with a pause before each."""
        size = max(1, int(self.bytes_per_second / _PIECES_PER_SECOND))

        async def send_slowly(message: "Message") -> None:
            body: bytes = message.get("body", b"")
            for start in range(0, len(body), size):
                piece = body[start : start + size]
                if not await exchange.connection.sleep(len(piece) / self.bytes_per_second):
                    return
                await exchange.send({"type": "http.response.body", "body": piece, "more_body": True})
            await exchange.send(message if "body" not in message else {**message, "body": b""})

        await exchange.process(send_slowly)
