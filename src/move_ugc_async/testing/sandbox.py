"""The sandbox of the fixtures."""

from functools import cached_property
from typing import Any

from move_ugc_async import AsyncMoveUgc, InstantClock
from move_ugc_async.sandbox import Sandbox
from move_ugc_async.testing.request_log import RequestLog


class MoveSandbox(Sandbox):
    """A `Sandbox` with assertions about its requests, and clients that are set up for it.

    It is a context manager and has the arguments of `Sandbox`, for tests without pytest as well.
    """

    @cached_property
    def requests(self) -> RequestLog:
        """Assertions about the requests that the sandbox served."""
        return RequestLog(self.journal)

    def client(self, **options: Any) -> AsyncMoveUgc:
        """Return a client of this sandbox; close it with `async with` or `aclose`.

        Args:
            options: Arguments of `AsyncMoveUgc`. By default its clock is an `InstantClock`, so that its pauses between
                attempts and polls take no time, and it keeps no records of idempotency keys on disk.

        Raises:
            RuntimeError: The sandbox is not running.
        """
        defaults: dict[str, Any] = {
            "api_key": self.api_key,
            "endpoint_url": self.endpoint_url,
            "http_transport": self.transport,
            "clock": InstantClock(),
            "lock_keys": False,
        }
        return AsyncMoveUgc(**{**defaults, **options})
