"""Faults of the wire: late, slow, partial and missing answers."""

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from move_ugc_async.sandbox.faults.fault import Fault

if TYPE_CHECKING:
    from starlette.types import Message

    from move_ugc_async.sandbox.faults.exchange import Exchange

_PIECES_PER_SECOND = 20


@dataclass(frozen=True, slots=True)
class Delay(Fault):
    """Answer late.

    The work of a client that goes away meanwhile is done all the same, at once.

    Args:
        seconds: Of real time, whatever the sandbox's clock is.
        after_work: Whether the work is done before the wait, not after it.
    """

    seconds: float
    after_work: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        if not 0 <= self.seconds < math.inf:
            msg = f"seconds must be 0 or more, not {self.seconds}"
            raise ValueError(msg)

    async def act(self, exchange: "Exchange") -> None:
        """Wait before the work, or between the work and the answer."""

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
class Drop(Fault):
    """End the connection in place of an answer.

    Args:
        after_work: Whether the work was done.
        reset: Whether the connection is reset, an upload in the midst of it, instead of closed after all was received.
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
        """Return None: nothing is seen."""


@dataclass(frozen=True, slots=True)
class Stall(Fault):
    """Never answer, and leave the connection open until the client or the sandbox ends it.

    Args:
        after_work: Whether the work was done.
    """

    after_work: bool = field(default=False, kw_only=True)

    async def act(self, exchange: "Exchange") -> None:
        """Wait for the end of the connection."""
        await exchange.process_or_skip(after_work=self.after_work)
        await exchange.connection.wait_lost()

    def seen(self, status: int) -> None:
        """Return None: nothing is seen."""


@dataclass(frozen=True, slots=True)
class Truncate(Fault):
    """Do the work, and close the connection in the midst of the answer's body.

    An answer without a body is not sent at all.

    Args:
        share: Of the body that is sent, from 0 to below 1.
        size: Bytes of the body that are sent, in place of a share; a body that is no longer is closed after.
    """

    share: float = 0.5
    size: int | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        if not 0 <= self.share < 1:
            msg = f"share must be from 0 to below 1, not {self.share}"
            raise ValueError(msg)
        if self.size is not None and self.size < 0:
            msg = f"size must be 0 or more, not {self.size}"
            raise ValueError(msg)

    async def act(self, exchange: "Exchange") -> None:
        """Pass on the first bytes of the body only."""
        start: Message = {}
        left = 0

        async def send_partly(message: "Message") -> None:
            nonlocal start, left
            if message["type"] == "http.response.start":
                start, left = message, self._kept(message)
                return
            body: bytes = message.get("body", b"")
            if body and start:
                await exchange.send(start)
                start = {}
            if body:
                await exchange.send({"type": "http.response.body", "body": body[:left], "more_body": True})
                left = max(0, left - len(body))
            if not left or not message.get("more_body", False):
                await exchange.connection.close()

        await exchange.process(send_partly)

    def _kept(self, start: "Message") -> int:
        if self.size is not None:
            return self.size
        return int(self.share * int(dict(start["headers"]).get(b"content-length", b"0")))


@dataclass(frozen=True, slots=True)
class Drip(Fault):
    """Do the work, and send the answer's body slowly.

    Args:
        bytes_per_second: Of real time, whatever the sandbox's clock is.
    """

    bytes_per_second: float

    def __post_init__(self) -> None:
        if not 0 < self.bytes_per_second < math.inf:
            msg = f"bytes_per_second must be above 0, not {self.bytes_per_second}"
            raise ValueError(msg)

    async def act(self, exchange: "Exchange") -> None:
        """Pass on the body in small pieces, with a pause before each."""
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
